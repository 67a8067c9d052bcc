"""What a result is and says."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import environment

import evenhand


@pytest.fixture(scope="module")
def berkeley(checkout):
    folder = checkout / "datasets" / "berkeley-admissions-1973"
    return pd.read_csv(folder / "admissions.csv"), folder / "evenhand.yaml"


STRICT = """
audit: {title: Strict}
decisions:
  source: admissions.csv
  columns: {decision: admitted, favourable: ["yes"], unfavourable: ["no"], count: applicants}
  groups: [sex]
requirements:
  - {id: ratio, metric: selection-rate, at-least: 0.8}
"""


@pytest.fixture
def strict(tmp_path):
    path = tmp_path / "strict.yaml"
    path.write_text(STRICT)
    return path


def test_a_result(berkeley, tmp_path):
    frame, plan = berkeley
    result = evenhand.audit(frame, plan, output=tmp_path / "bundle")
    assert (result.verdict, result.exit_code, bool(result)) == ("met", 0, True)
    assert result.assert_met() is None
    assert f"read    {tmp_path}/bundle/dossier.html" in result.text and "/tmp" not in evenhand.audit(*berkeley).text
    assert result.record == json.loads((tmp_path / "bundle" / "record.json").read_text())
    assert [check["verdict"] for check in result.result["checks"]] == ["not-met", "met"]
    assert "PASSED (exit 0)" in result.text and "met" in repr(result)
    assert {"record.json", "report.html", "dossier.html", "SHA256SUMS", "plan.yaml"} <= set(os.listdir(tmp_path / "bundle"))
    assert result.report("html").startswith("<!DOCTYPE html>") and "\n# Berkeley" in result.report("markdown")
    assert json.loads(result.report("sarif"))["version"] == "2.1.0"


def test_a_requirement_that_is_not_met(berkeley, strict):
    result = evenhand.audit(berkeley[0], strict)
    assert (result.verdict, result.exit_code, bool(result)) == ("not-met", 1, False)
    with pytest.raises(AssertionError, match=r"ratio \(blocks\)(.|\n)*Not met  sex: female  0.68(.|\n)*BLOCKED \(exit 1\)"):
        result.assert_met()


def test_undecided_and_nothing_required_are_false(berkeley, strict):
    few = pd.DataFrame({"sex": ["f", "m"] * 20, "admitted": ["yes", "no", "no", "yes"] * 10, "applicants": 1})
    result = evenhand.audit(few, strict)
    assert result.exit_code == 3 and not result
    plan = {"audit": {"title": "T"}, "decisions": {"columns": {"decision": "admitted", "favourable": ["yes"]}, "groups": ["sex"]}}
    result = evenhand.audit(few, plan)
    assert result.verdict is None and result.exit_code == 3 and not result


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_frames_of_the_callers_library(berkeley, library):
    frame = {"pandas": lambda f: f, "polars": pl.DataFrame, "pyarrow": pa.Table.from_pandas}[library](berkeley[0])
    result = evenhand.audit(frame, berkeley[1])
    for name in ("estimates", "everybody", "disparities", "findings"):
        made = getattr(result, name)
        assert type(made).__module__.split(".")[0] == library
    for name in ("disparities", "findings"):
        assert len(getattr(result, name)) == len(result.record[name])
    assert len(result.estimates) + len(result.everybody) == len(result.record["estimates"]) and len(result.everybody) > 0
    findings = result.findings
    if library == "pandas":
        assert list(findings.columns)[:4] == ["requirement", "metric", "grouping", "group"]
        assert str(findings["group"].dtype) == "category"
        row = findings.iloc[0]
        stored = result.record["findings"][0]
        assert (row["value"], row["interval.lower"], row["verdict"]) == (stored["value"], stored["interval"]["lower"], "not-met")
    elif library == "polars":
        assert findings["group"].dtype == pl.Categorical and findings["verdict"].to_list() == ["not-met", "met"]
    else:
        assert pa.types.is_dictionary(findings.schema.field("group").type)


def test_a_notebook_shows_the_first_page(berkeley):
    shown = evenhand.audit(*berkeley)._repr_html_()
    assert shown.startswith("<iframe ") and "allow-scripts" not in shown
    assert "All checks: verdict" in shown and "What was audited" not in shown
    assert "ignature" not in shown.split("&lt;/style&gt;")[1]


def test_hostile_labels_do_not_leave_the_page():
    frame = pd.DataFrame({"sex": ['"><script>alert(1)</script>', "m"] * 40, "hired": ["yes", "no"] * 40})
    plan = {
        "audit": {"title": "<b>T</b>"},
        "decisions": {"columns": {"decision": "hired", "favourable": ["yes"]}, "groups": ["sex"]},
        "requirements": [{"id": "r", "metric": "selection-rate", "at-least": 0.8}],
    }
    shown = evenhand.audit(frame, plan)._repr_html_()
    assert "<script" not in shown and "&lt;script" not in shown and shown.count("<") == 2


def test_load_gate_compare(berkeley, strict, tmp_path):
    result = evenhand.audit(*berkeley, output=tmp_path / "a")
    other = evenhand.load(tmp_path / "a")
    assert (other.verdict, other.exit_code, other.digest) == (result.verdict, result.exit_code, result.digest)
    judged = result.gate(plan=strict)
    assert judged.exit_code == 1 and not judged
    with pytest.raises(AssertionError, match="BLOCKED"):
        judged.assert_met()
    worse = berkeley[0].copy()
    worse.loc[(worse.sex == "female") & (worse.admitted == "yes"), "applicants"] //= 4
    later = evenhand.audit(worse, berkeley[1], output=tmp_path / "b")
    changed = evenhand.compare(result, later)
    assert changed.exit_code == 1 and not changed and "worse" in changed.text
    assert evenhand.compare(tmp_path / "a", tmp_path / "a").exit_code == 0
    (tmp_path / "a" / "record.json").write_text("{}")
    with pytest.raises(evenhand.EvenhandError):
        evenhand.load(tmp_path / "a")


def test_a_result_without_output_ends_with_it(berkeley):
    result = evenhand.audit(*berkeley)
    folder = result.folder
    assert os.path.exists(folder)
    del result
    assert not os.path.exists(folder)


def test_rates():
    frame = pd.DataFrame({"sex": ["f", "m"] * 200, "region": ["n", "n", "s", "s"] * 100}, index=range(1000, 1400))
    decided = pd.Series([1, 1, 0, 1] * 100, index=range(400))
    happened = [True, False, True, True] * 100
    found = evenhand.rates(happened, decided, groups=frame, intersections=[["sex", "region"]])
    row = found[(found.metric == "selection-rate") & (found.grouping == "sex") & (found.group == "f")].iloc[0]
    assert (row["value"], row["numerator"], row["denominator"]) == (0.5, 100, 200)
    # Wilson's interval of 100 in 200.
    assert (round(row["interval.lower"], 4), round(row["interval.upper"], 4)) == (0.4314, 0.5686)
    assert "true-positive-rate" in set(found.metric) and "sex × region" in set(found.grouping)
    polars = evenhand.rates(None, pl.Series(["yes", "no"] * 200), groups=pl.DataFrame(frame[["sex"]]), favourable="yes")
    assert polars.filter(pl.col("group") == "f")["value"].to_list() == [1.0]
    with pytest.raises(evenhand.InputError, match="favourable does not say"):
        evenhand.rates(None, ["yes", "no"], groups=frame.head(2))


# Errors.


def test_errors_have_code_place_and_hint(berkeley, tmp_path):
    frame, plan = berkeley
    with pytest.raises(evenhand.InputError) as found:
        evenhand.audit(frame.rename(columns={"sex": "sexe"}), plan)
    assert (found.value.code, found.value.place, found.value.hint) == ("missing-column", "decisions", "did you mean “sexe”?")
    broken = frame.astype({"applicants": int})
    broken.loc[3, "applicants"] = -1
    with pytest.raises(evenhand.InputError) as found:
        evenhand.audit(broken, plan)
    assert (found.value.code, found.value.place, found.value.row) == ("bad-count", "decisions", 3)
    assert str(found.value).startswith("decisions: row 3 (from 0), column “applicants”: the count is not a whole number")
    with pytest.raises(evenhand.PlanError) as found:
        evenhand.audit(frame, {"audit": {"title": "T"}, "decisons": {}})
    assert found.value.code == "plan-unknown-key" and found.value.place.startswith("evenhand.yaml:")
    assert "decisions" in found.value.hint or any("decisions" in str(one) for one in found.value.errors)
    with pytest.raises(evenhand.PlanError) as found:
        evenhand.audit(frame, tmp_path / "none.yaml")
    assert found.value.code == "plan-unreadable"
    with pytest.raises(evenhand.InputError, match="the plan has no table “users” \\(it has decisions\\)"):
        evenhand.audit({"users": frame}, plan)
    with pytest.raises(evenhand.InputError, match="list is no frame"):
        evenhand.audit([1, 2], plan)


def test_values_of_several_kinds_are_refused(berkeley):
    frame = berkeley[0].astype({"sex": object})
    frame.loc[0, "sex"] = 3
    with pytest.raises(evenhand.InputError) as found:
        evenhand.audit(frame, berkeley[1])
    assert found.value.code == "unsupported-column" and "astype" in found.value.hint


def test_a_list_column_is_refused(strict):
    frame = pl.DataFrame({"sex": [["f"], ["m"]], "admitted": ["yes", "no"], "applicants": [1, 2]})
    with pytest.raises(evenhand.InputError, match="decisions: the column “sex” is a list \\(write one row an item\\)"):
        evenhand.audit(frame, strict)


def test_decimals_need_bins(strict):
    frame = pl.DataFrame({"sex": [1.5, 2.0], "admitted": ["yes", "no"], "applicants": [1, 2]})
    with pytest.raises(evenhand.InputError, match="is a number with decimals, and a group needs labels \\(give bins\\)"):
        evenhand.audit(frame, strict)


def test_a_frame_that_fails_leaves_no_bundle(strict, tmp_path):
    schema = pa.schema({"sex": pa.string(), "admitted": pa.string(), "applicants": pa.int32()})

    def batches():
        yield pa.record_batch([["f", "m"] * 50, ["yes", "no"] * 50, pa.array([1] * 100, pa.int32())], schema)
        raise RuntimeError("the source is gone")

    with pytest.raises(Exception, match="the source is gone"):
        evenhand.audit(pa.RecordBatchReader.from_batches(schema, batches()), strict, output=tmp_path / "bundle")
    assert not (tmp_path / "bundle" / "record.json").exists()


def test_a_program_that_is_not_there(monkeypatch, berkeley):
    monkeypatch.setenv("EVENHAND_BINARY", "/nowhere/evenhand")
    with pytest.raises(evenhand.EvenhandError, match="EVENHAND_BINARY names /nowhere/evenhand"):
        evenhand.audit(*berkeley)


def test_an_interrupt_leaves_no_child(strict, tmp_path):
    script = tmp_path / "slow.py"
    script.write_text(
        f"""
import subprocess, time
import pyarrow as pa
import evenhand
started = subprocess.Popen
def noted(words, *args, **more):
    child = started(words, *args, **more)
    if "audit" in words:
        open({str(tmp_path / 'child')!r}, "w").write(str(child.pid))
    return child
subprocess.Popen = noted
schema = pa.schema({{"sex": pa.string(), "admitted": pa.string(), "applicants": pa.int32()}})
def batches():
    time.sleep(60)
    yield pa.record_batch([["f"], ["yes"], pa.array([1], pa.int32())], schema)
evenhand.audit(pa.RecordBatchReader.from_batches(schema, batches()), {str(strict)!r})
"""
    )
    parent = subprocess.Popen([sys.executable, script], env=environment(), stderr=subprocess.PIPE)
    noted = tmp_path / "child"
    while not (noted.exists() and noted.read_text()):
        assert parent.poll() is None, parent.stderr.read()
        time.sleep(0.05)
    parent.send_signal(signal.SIGINT)
    parent.wait(20)
    assert b"KeyboardInterrupt" in parent.stderr.read()
    assert not pathlib.Path(f"/proc/{noted.read_text()}").exists()


# The package.


def test_nothing_is_imported_that_nobody_asked_for():
    words = "import sys, evenhand; print([m for m in ('pandas', 'polars', 'pyarrow', 'duckdb', 'numpy', 'mlflow', 'pytest') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", words], env=environment(), capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_mlflow(berkeley, monkeypatch):
    import types

    import evenhand.mlflow

    said = {}
    fake = types.SimpleNamespace(
        log_metrics=lambda found: said.update(metrics=found), set_tags=lambda found: said.update(tags=found),
        log_artifacts=lambda folder, path: said.update(artifacts=(folder, path)),
    )
    monkeypatch.setitem(sys.modules, "mlflow", fake)
    result = evenhand.audit(*berkeley)
    evenhand.mlflow.log(result)
    assert round(said["metrics"]["evenhand.admission-ratio.sex.female"], 4) == 0.6818
    assert said["metrics"]["evenhand.admission-ratio.sex.female.lower"] < 0.6818
    assert said["tags"] == {"evenhand.verdict": "met", "evenhand.exit_code": "0", "evenhand.record": result.digest}
    assert said["artifacts"] == (result.folder, "evenhand")


def test_pytest_option_and_marker(pytester, checkout, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(checkout / "python" / "src"))
    shutil.copy(checkout / "datasets/berkeley-admissions-1973/admissions.csv", pytester.path / "admissions.csv")
    (pytester.path / "strict.yaml").write_text(STRICT)
    shutil.copy(checkout / "datasets/berkeley-admissions-1973/evenhand.yaml", pytester.path / "usual.yaml")
    pytester.makepyfile(
        """
        import pandas, pytest

        @pytest.fixture
        def frame():
            return pandas.read_csv("admissions.csv")

        @pytest.mark.evenhand("usual.yaml")
        def test_usual(frame):
            return frame

        @pytest.mark.evenhand("strict.yaml")
        def test_strict(frame):
            return frame

        @pytest.mark.evenhand("strict.yaml")
        def test_nothing():
            pass
        """
    )
    run = pytester.runpytest_subprocess(
        "-p", "evenhand._pytest", "--strict-markers", "--evenhand", "usual.yaml", "--evenhand", "strict.yaml", "--evenhand", "none.yaml"
    )
    run.assert_outcomes(passed=2, failed=4)
    run.stdout.fnmatch_lines(["*Not met  sex: female  0.68*", "*the test returns no frame to audit*", "*none.yaml: the plan cannot be read*"])
