"""Whole audits against the number of groups: time and memory, beside the same audit without intersections.

Called by scripts/bench-peers: groups.py BIN WORK. Writes the section of docs/performance.md by itself, or hands it to run.py."""

import datetime
import os
import pathlib
import random
import statistics
import subprocess
import sys
import time

here = pathlib.Path(__file__).parent
HEADING = "## Groups"
PLAN = """audit: {{title: Bench, data: synthetic}}
decisions:
  source: {source}
  columns: {{decision: decision, favourable: ["yes"], unfavourable: ["no"]{outcome}}}
  groups: [{columns}]
{intersections}requirements:
{requirements}"""
OUTCOME = ', outcome: outcome, positive: ["1"], negative: ["0"]'
ONE = ['  - {id: ratio, metric: selection-rate, at-least: 0.8}']
THREE = ONE + [
    '  - {id: opportunity, metric: true-positive-rate, compare: difference, at-most: 0.1}',
    '  - {id: odds, metric: equalized-odds, compare: difference, at-most: 0.1}']
# Name, rows, labels of each column, intersections, requirements, and the goals: times the plain audit, seconds, MB, MB of HTML.
CASES = [
    ("10 groups", 60_000, [5, 2], "[[c0, c1]]", ONE, {}),
    ("100 groups", 60_000, [10, 10], "[[c0, c1]]", ONE, {}),
    ("1,000 groups", 60_000, [10, 10, 10], "[[c0, c1, c2]]", ONE, {}),
    ("10,000 groups", 120_000, [100, 100], "[[c0, c1]]", ONE, {}),
    ("50,000 groups, three requirements", 500_000, [50, 50, 20], "[[c0, c1, c2]]", THREE, {"seconds": 10, "memory": 500}),
    ("three columns of 15 labels, all intersections", 60_000, [15] * 3, "all", ONE,
     {"ratio": 20, "memory": 200, "html": 1}),
    ("six columns of 6 labels, two intersections", 60_000, [6] * 6, "[[c0, c1], [c0, c1, c2, c3, c4, c5]]", ONE,
     {"ratio": 10}),
    ("500 rows without outcomes, all intersections of six columns", 500, [8, 8, 8, 8, 8, 3], "all", ONE,
     {"memory": 64, "html": 1}),
]


def make(
        folder: pathlib.Path, rows: int, labels: list, intersections: str, requirements: list, outcome: str) -> None:
    """Data of independent columns, and the plans with and without intersections."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = [f"c{number}" for number in range(len(labels))]
    source = folder / "decisions.csv"
    if not source.exists():
        draw = random.Random(1)
        with source.open("w") as file:
            file.write(",".join(columns) + ",decision,outcome\n")
            for _ in range(rows):
                group = [draw.randrange(count) for count in labels]
                positive = draw.random() < 0.5
                rate = 0.3 + 0.3 * group[0] / labels[0] + 0.1 * positive
                decision = "yes" if draw.random() < rate else "no"
                file.write(",".join(f"L{label}" for label in group) + f",{decision},{int(positive)}\n")
    for name, line in (("plain", ""), ("groups", f"  intersections: {intersections}\n")):
        (folder / f"{name}.yaml").write_text(
            PLAN.format(
                source=source, columns=", ".join(columns), intersections=line, outcome=outcome,
                requirements="\n".join(requirements) + "\n"))


def audit(binary: pathlib.Path, folder: pathlib.Path, plan: str) -> tuple:
    """Wall time [s], peak memory [MB], sizes of record and HTML report [MB]."""
    output = folder / f"out-{plan}"
    start = time.perf_counter()
    process = subprocess.Popen(
        [binary, "audit", "-q", "-p", folder / f"{plan}.yaml", "-o", output], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        raise SystemExit(f"{folder.name}: the audit has failed")
    sizes = [(output / name).stat().st_size / 1e6 for name in ("record.json", "report.html")]
    return wall, usage.ru_maxrss * 1024 / 1e6, *sizes


def section(binaries: pathlib.Path, work: pathlib.Path, runs: int = 5) -> str:
    """The section of docs/performance.md."""
    lines = []
    for number, (name, rows, labels, intersections, requirements, goals) in enumerate(CASES):
        folder = work / f"groups-{number}"
        make(folder, rows, labels, intersections, requirements, "" if "without outcomes" in name else OUTCOME)
        audit(binaries / "evenhand", folder, "plain")
        pairs = [
            (audit(binaries / "evenhand", folder, "plain"), audit(binaries / "evenhand", folder, "groups"))
            for _ in range(runs)]
        ratio = statistics.median(found[0] / plain[0] for plain, found in pairs)
        wall, memory, record, html = (statistics.median(found[i] for _, found in pairs) for i in range(4))
        known = {"ratio": ratio, "seconds": wall, "memory": memory, "html": html}
        words = {"ratio": "{} × plain", "seconds": "{} s", "memory": "{} MB", "html": "{} MB of HTML"}
        goal = ", ".join("≤ " + words[key].format(limit) for key, limit in goals.items()) or "–"
        met = "yes" if all(known[key] <= limit for key, limit in goals.items()) else "no"
        lines.append(
            f"| {name} | {rows:,} | {wall:.2f} s | {ratio:.1f} | {memory:.0f} MB | {record:.1f} MB | {html:.2f} MB | {goal} | "
            f"{met if goals else '–'} |")
        print(lines[-1], file=sys.stderr)
    return f"""{HEADING}

Audits of many groups, ten rates each and one where there are no outcomes, beside the same audit without intersections; the two run in turn. {datetime.date.today().isoformat()}, load
average {os.getloadavg()[1]:.1f}.

| what | rows | time | times the plain audit | memory | record | HTML report | goal | met |
|---|---|---|---|---|---|---|---|---|
{chr(10).join(lines)}

Cost grows with the combinations that occur, and what is written with those that have enough people to be judged
([why](decisions/0015-many-groups.md)).
"""


if __name__ == "__main__":
    page = here / "../../docs/performance.md"
    text = page.read_text()
    before, _, after = text.partition(HEADING + "\n")
    rest = after[after.find("\n## ") + 1:] if "\n## " in after else ""
    if not after:
        before, mark, rest = text.partition("## Ranked lists\n")
        rest = mark + rest
    page.write_text(before + section(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])) + "\n" + rest)
