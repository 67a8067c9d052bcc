"""Frames of every library give the record of the CSV that says the same, but for its inputs."""

import io
import subprocess

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import without_inputs

import evenhand


class OnlyAStream:
    """Anything with an Arrow stream."""

    def __init__(self, table):
        self.table = table

    def __arrow_c_stream__(self, requested_schema=None):
        return self.table.__arrow_c_stream__(requested_schema)


def nullable(table):
    kinds = {pa.int64(): pd.Int64Dtype(), pa.int8(): pd.Int8Dtype(), pa.bool_(): pd.BooleanDtype()}
    return table.to_pandas(types_mapper=kinds.get)


def coded(table):
    for name in ("text", "hired", "whole"):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table[name].dictionary_encode())
    return table


FRAMES = {
    "pandas": nullable,
    "pandas-objects": lambda table: table.to_pandas().astype({"text": object, "hired": object}),
    "pandas-categories": lambda table: nullable(table).astype({"text": "category", "hired": "category"}),
    "pandas-floats": lambda table: table.to_pandas(),
    "pandas-index": lambda table: nullable(table).set_axis(range(100, 100 + len(table))),
    "polars": pl.DataFrame,
    "polars-lazy": lambda table: pl.DataFrame(table).lazy(),
    "polars-categories": lambda table: pl.DataFrame(table).with_columns(pl.col("text", "hired").cast(pl.Categorical)),
    "pyarrow": lambda table: table,
    "pyarrow-coded": coded,
    "pyarrow-batch": lambda table: table.combine_chunks().to_batches()[0],
    "pyarrow-reader": lambda table: table.to_reader(7),
    "duckdb": lambda table: duckdb.from_arrow(table),
    "stream": OnlyAStream,
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_gives_the_record_of_its_csv(name, matrix, plan):
    table = matrix[1].table()
    extra = table.append_column("ignored", pa.array([["a"]] * len(table)))
    found = evenhand.audit(FRAMES[name](extra if "pandas" not in name else table), plan)
    expected = evenhand.audit(None, plan)
    assert expected.record["rows"]["received"] == 40
    assert without_inputs(found.record) == without_inputs(expected.record)
    assert [one["name"] for one in found.record["inputs"]] == ["decisions"]
    assert found.record["inputs"][0]["rows"] == 40 and found.record["inputs"][0]["sha256"]


def test_the_same_frame_gives_the_same_bytes(matrix, plan):
    frame = pl.DataFrame(matrix[1].table())
    assert len({evenhand.audit(frame, plan, threads=threads).digest for threads in (1, 2, 3)}) == 1


@pytest.mark.parametrize("rows", [1, 1_000, 65_536])
@pytest.mark.parametrize("compression", [None, "lz4", "zstd"])
@pytest.mark.parametrize("shape", ["plain", "coded", "deltas", "replaced"])
def test_batches_on_standard_input(rows, compression, shape, tmp_path, program):
    """Batches of any size, dictionaries that grow or change, on standard input."""
    count = 400 if rows == 1 else 70_000
    sex = ["f", "m", None, "x"] * (count // 4)
    hired = ["yes", "no", "no", "yes", "no"] * (count // 5)
    table = pa.table({"sex": sex, "hired": hired})
    if shape != "plain":
        names = ["f", "m", "x"]
        parts = []
        for number, part in enumerate(table.to_batches(rows)):
            known = names if shape == "coded" else names[: 1 + number] if shape == "deltas" else names[::-1] if number % 2 else names
            values = [one if one in known else None for one in part["sex"].to_pylist()]
            codes = pa.array([None if one is None else known.index(one) for one in values], pa.int8())
            column = pa.DictionaryArray.from_arrays(codes, pa.array(known))
            parts.append(pa.record_batch({"sex": column, "hired": part["hired"]}))
        table = pa.Table.from_batches(parts)
    sink = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression=compression, emit_dictionary_deltas=shape == "deltas")
    with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
        stream.write_table(table, max_chunksize=rows)
    plan = tmp_path / "evenhand.yaml"
    plan.write_text('{"audit": {"title": "T"}, "decisions": {"source": "-", "columns": {"decision": "hired", "favourable": ["yes"]}, "groups": ["sex"]}}')
    run = subprocess.run([program, "run", "-q", "-p", plan, "-o", tmp_path / "a"], input=sink.getvalue(), capture_output=True)
    assert run.returncode == 0, run.stderr
    table.select(["sex", "hired"]).to_pandas().to_csv(tmp_path / "rows.csv", index=False)
    run = subprocess.run(
        [program, "run", "-q", "-p", plan, "-o", tmp_path / "b", "--source", f"decisions={tmp_path}/rows.csv"], capture_output=True
    )
    assert run.returncode == 0, run.stderr
    first, second = (without_inputs(evenhand_record(tmp_path / name)) for name in "ab")
    assert first == second


def evenhand_record(folder):
    import json

    return json.loads((folder / "record.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow", "duckdb"])
def test_lists_from_six_frames(library, checkout):
    folder = checkout / "datasets" / "job-recommendations"
    files = {
        "lists": "recommendations", "users": "users", "items": "jobs", "relevance": "relevant", "history": "history",
        "audience": "audience",
    }
    read = {
        "pandas": pd.read_csv,
        "polars": lambda path: pl.read_csv(path),
        "pyarrow": lambda path: pa.Table.from_pandas(pd.read_csv(path)),
        "duckdb": lambda path: duckdb.read_csv(str(path)),
    }[library]
    frames = {table: read(folder / f"{name}.csv") for table, name in files.items()}
    found = evenhand.audit(frames, folder / "evenhand.yaml")
    expected = evenhand.audit(None, folder / "evenhand.yaml")
    assert without_inputs(found.record) == without_inputs(expected.record)
    # A table without a frame is read from where the plan says.
    part = evenhand.audit({"lists": frames["lists"]}, folder / "evenhand.yaml")
    assert without_inputs(part.record) == without_inputs(expected.record)


def test_only_named_columns_leave_the_frame(matrix, plan, tmp_path):
    from evenhand import _frames

    table = matrix[1].table().append_column("secret", pa.array(["planted-7f3a"] * 40))
    wanted = evenhand.columns(plan)["decisions"]
    assert sorted(wanted) == sorted(set(table.schema.names) - {"secret"})
    for make in FRAMES.values():
        sink = io.BytesIO()
        _frames.writer(make(table), "decisions", wanted)(sink)
        assert b"planted" not in sink.getvalue() and b"secret" not in sink.getvalue()
    evenhand.audit(table, plan, output=tmp_path / "bundle")
    for file in (tmp_path / "bundle").rglob("*"):
        if file.is_file():
            assert b"planted-7f3a" not in file.read_bytes()


def test_intervals_and_periods_are_labels(tmp_path):
    ages = [20, 30, 40, 70] * 10
    frame = pd.DataFrame({
        "age": pd.cut(ages, [0, 25, 50, 100]), "month": pd.period_range("2026-01", periods=40, freq="M"),
        "hired": ["yes", "no"] * 20,
    })
    plan = {"audit": {"title": "T"}, "decisions": {"columns": {"decision": "hired", "favourable": ["yes"]}, "groups": ["age"]}}
    assert set(evenhand.audit(frame, plan).estimates["group"]) == {"(0, 25]", "(25, 50]", "(50, 100]"}


def test_an_empty_frame(plan, matrix):
    empty = evenhand.audit(matrix[1].table().slice(0, 0), plan)
    assert empty.record["rows"]["received"] == 0 and empty.exit_code == 3 and not empty


def test_a_long_frame_of_one_batch():
    frame = pl.DataFrame({"sex": ["f", "m", None, "x"] * 50_000, "hired": ["yes", "no"] * 100_000})
    plan = {"audit": {"title": "T"}, "decisions": {"columns": {"decision": "hired", "favourable": ["yes"]}, "groups": ["sex"]}}
    found, expected = evenhand.audit(frame, plan), evenhand.audit(frame.to_arrow(), plan)
    assert found.record["rows"]["received"] == 200_000
    assert without_inputs(found.record) == without_inputs(expected.record)


@pytest.mark.parametrize("tables", [["decisions", "consents"], ["consents", "decisions"], ["decisions"]])
def test_consents_come_before_the_rows_that_rest_on_them(tables, checkout):
    """The order of a dictionary is not that in which the program reads: either would wait for the other without end."""
    folder = checkout / "datasets/loan-consents"
    frames = {name: pl.read_csv(folder / f"{name}.csv", infer_schema=False) for name in tables}
    result = evenhand.audit(frames, folder / "evenhand.yaml")
    known = evenhand.audit(None, folder / "evenhand.yaml")
    for key in ("estimates", "findings", "lawful-use"):
        assert result.record[key] == known.record[key]


def test_lists_before_and_a_baseline_from_frames(checkout):
    folder = checkout / "datasets/feed-controls"
    plan = folder / "evenhand.yaml"
    names = ["baseline", "before", "history", "lists", "served", "settings", "users"]
    assert list(evenhand.columns(plan)) == ["users", "items", "history", "before", "baseline", "settings", "served", "lists"]
    frames = {name: pl.read_csv(folder / f"{name}.csv", infer_schema=False) for name in names}
    result = evenhand.audit(frames, plan)
    assert result.record["estimates"] == evenhand.audit(None, plan).record["estimates"]
