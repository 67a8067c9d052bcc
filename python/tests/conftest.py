import importlib.util
import json
import os
import pathlib
import shutil

import pytest

pytest_plugins = ["pytester"]

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def checkout():
    return CHECKOUT


@pytest.fixture(scope="session", autouse=True)
def program():
    """The program that is tested: `EVENHAND_BINARY`, or what is installed beside the package."""
    import evenhand._program

    return evenhand._program.path()


@pytest.fixture(scope="session")
def matrix():
    """The table of `Tests/Reference/arrow.py`, with its hostile labels, as an Arrow table."""
    import pyarrow as pa

    spec = importlib.util.spec_from_file_location("arrow_reference", CHECKOUT / "Tests/Reference/arrow.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return pa, module


@pytest.fixture
def plan(tmp_path):
    """A plan that reads every column of that table; its own source is the CSV."""
    shutil.copy(CHECKOUT / "Tests/Reference/arrow/rows.csv", tmp_path / "rows.csv")
    path = tmp_path / "evenhand.yaml"
    path.write_text(
        """
audit: {title: Matrix}
decisions:
  source: rows.csv
  columns: {decision: hired, favourable: ["yes"], unfavourable: ["no"], outcome: outcome, positive: ["1"], count: count}
  groups:
    - text
    - whole
    - truth
    - day
    - {column: number, bins: [0, 18, 35, 55, 81]}
    - {column: single, bins: [0.1, 0.3, 0.7, 1]}
requirements:
  - {id: ratio, metric: selection-rate, across: [truth], at-least: 0.8, minimum-count: 5}
""",
        encoding="utf-8",
    )
    return path


def without_inputs(record):
    """A record but for which files were read."""
    record = json.loads(json.dumps(record))
    for part in [record, *record["tables"]]:
        part["inputs"] = None
    # Labels that were stored as numbers with decimals are said to be so; nothing else differs.
    record["warnings"] = [warning for warning in record["warnings"] if warning["code"] != "whole-numbers"]
    return record


def environment():
    return {**os.environ, "PYTHONPATH": str(CHECKOUT / "python" / "src")}
