"""Writes one small table as Arrow by every library and in every layout that readers meet, and as the CSV that says the same.

    python3 -m venv venv && venv/bin/pip install pyarrow==26.0.1 pandas==3.1.1 polars==2.1.0 duckdb==2.0.1
    venv/bin/python Tests/Reference/arrow.py

Tests read each file and the CSV, and expect the same counts. The CSV is written by the rules of labels (docs/sources.md), value by
value, not by a library: whole numbers in digits, truths as words, days as ISO, 32-bit numbers by their shortest text, nothing as
an empty field.
"""

import csv
import datetime
import decimal
import itertools
import pathlib

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather

FOLDER = pathlib.Path(__file__).parent / "arrow"
ROWS = 40

# Labels that delimited text has to write with care, and twins of case and of Unicode form.
HOSTILE = [
    "f", "m", "F", None, '"quoted"', 'in"side', "a,b", "two\nlines", "ends with return\r", " blank ", "café", "cafe\u0301",
    "日本", "\U0001f600", "x" * 13, "y" * 40,
]


def columns():
    """The values of each column, None for nothing."""
    def each(values):
        return [values[row % len(values)] for row in range(ROWS)]

    return {
        "text": each(HOSTILE),
        "whole": each([1, -7, None, 120, 0]),
        "truth": each([True, False, None]),
        "day": each([datetime.date(2026, 4, 3), datetime.date(1969, 12, 31), None, datetime.date(2000, 2, 29)]),
        "number": each([18.0, 34.5, None, 35.0, 54.999, 80.0, 1.5]),
        "single": each([0.1, 0.7, 0.3, None, 0.30000001192092896, 0.2]),
        "hired": each(["yes", "no", "no", "yes", None, "no", "yes"]),
        "outcome": each([1, 0, None, 1, 1]),
        "count": each([3, 1, 2]),
    }


TYPES = {
    "text": pa.string(), "whole": pa.int64(), "truth": pa.bool_(), "day": pa.date32(), "number": pa.float64(),
    "single": pa.float32(), "hired": pa.string(), "outcome": pa.int8(), "count": pa.uint32(),
}


def table(**types):
    """The table, some columns as other types."""
    def made(name, values):
        wanted = types.get(name, TYPES[name])
        if pa.types.is_decimal(wanted):
            return pa.array([None if one is None else decimal.Decimal(str(one)) for one in values], wanted)
        return pa.array(values, TYPES[name]).cast(wanted)

    return pa.table({name: made(name, values) for name, values in columns().items()})


def nested(whole):
    """The table between columns that no audit reads."""
    words = [["a", "b"], [], None]
    each = lambda values: [values[row % len(values)] for row in range(ROWS)]
    before = {
        "tags": pa.array(each(words)), "large": pa.array(each(words), pa.large_list(pa.string())),
        "point": pa.array(each([{"x": 1, "y": "a"}, None])), "pair": pa.array(each([[1, 2], None]), pa.list_(pa.int8(), 2)),
        "mapped": pa.array(each([[("k", 1)], []]), pa.map_(pa.string(), pa.int32())),
        "nothing": pa.nulls(ROWS), "binary": pa.array(each([b"\xff\x00", None])), "fixed": pa.array(each([b"ab"]), pa.binary(2)),
        "decimal": pa.array(each([None, 1]), pa.decimal256(50, 2)),
        "moment": pa.array(each([datetime.datetime(2026, 4, 3, 10)]), pa.timestamp("us", "UTC")),
        "clock": pa.array(each([datetime.time(10)])), "elapsed": pa.array(each([datetime.timedelta(seconds=3)])),
        "runs": pa.RunEndEncodedArray.from_arrays(pa.array([20, ROWS], pa.int32()), pa.array(["a", "b"])),
        "listview": pa.array(each(words), pa.list_view(pa.string())),
        "views": pa.array(each(["short", "longer than twelve bytes", None]), pa.string_view()),
        "sparse": pa.UnionArray.from_sparse(
            pa.array([row % 2 for row in range(ROWS)], pa.int8()), [pa.array(range(ROWS)), pa.array(["u"] * ROWS)]),
        "dense": pa.UnionArray.from_dense(
            pa.array([0] * ROWS, pa.int8()), pa.array(range(ROWS), pa.int32()), [pa.array(range(ROWS))]),
        "coded": pa.DictionaryArray.from_arrays(pa.array([0] * ROWS, pa.int8()), pa.array([{"x": 1}])),
    }
    for name, values in before.items():
        whole = whole.add_column(0, name, values)
    return whole


def write(name, whole, *, rows=None, file=False, **options):
    make = pa.ipc.new_file if file else pa.ipc.new_stream
    with make(str(FOLDER / name), whole.schema, options=pa.ipc.IpcWriteOptions(**options)) as sink:
        sink.write_table(whole, max_chunksize=rows)


def coded(index, names=("text", "hired", "whole", "truth", "day", "number")):
    whole = table()
    for name in names:
        place = whole.schema.get_field_index(name)
        values = whole[name].combine_chunks().dictionary_encode()
        whole = whole.set_column(place, name, values.cast(pa.dictionary(index, values.type.value_type)))
    return whole


def changing():
    """Batches whose dictionaries begin as those before and go on."""
    batches, known = [], {"text": [], "hired": []}
    whole = table()
    for start in range(0, ROWS, 6):
        part = whole.slice(start, 6).combine_chunks()
        for name, entries in known.items():
            values = part[name].to_pylist()
            entries += [one for one in dict.fromkeys(values) if one is not None and one not in entries]
            codes = pa.array([None if one is None else entries.index(one) for one in values], pa.int16())
            part = part.set_column(
                part.schema.get_field_index(name), name, pa.DictionaryArray.from_arrays(codes, pa.array(list(entries))))
        batches += part.to_batches()
    return pa.Table.from_batches(batches)


def replaced():
    """Batches each with a dictionary of its own."""
    parts = []
    for start in range(0, ROWS, 6):
        part = table().slice(start, 6).combine_chunks()
        for name in ("text", "hired"):
            values = part[name].combine_chunks().dictionary_encode()
            part = part.set_column(part.schema.get_field_index(name), name, values)
        parts += part.to_batches()
    return pa.Table.from_batches(parts)



def refused():
    """What no audit can read: two columns, the second of which is at fault in row 3."""
    def one(name, values):
        whole = pa.table({"hired": ["yes", "no", "no"], "group": values})
        write(f"refused/{name}.arrows", whole)

    def bytes_of(*texts):
        offsets = pa.array([0, *itertools.accumulate(map(len, texts))], pa.int32()).buffers()[1]
        return pa.Array.from_buffers(pa.string(), len(texts), [None, offsets, pa.py_buffer(b"".join(texts))])

    one("index", pa.DictionaryArray.from_arrays(pa.array([0, 1, 2], pa.int8()), ["a", "b"], safe=False))
    one("utf8", bytes_of(b"a", b"b", b"\xff"))
    one("utf8-across", bytes_of(b"a", b"b\xc3", b"\xa9"))
    one("nul", bytes_of(b"a", b"b", b"c\0"))
    one("list", pa.array([["a"], [], None]))
    one("struct", pa.array([{"x": 1}] * 3))
    one("decimal", pa.array([1, 2, 3], pa.decimal256(50, 2)))
    one("elapsed", pa.array([1, 2, 3], pa.duration("s")))
    one("decimals-fixed", pa.array([decimal.Decimal("1.00"), decimal.Decimal(2), decimal.Decimal("2.50")]))
    one("decimals", pa.array([1.0, 2.0, 2.5]))
    one("union", pa.UnionArray.from_sparse(pa.array([0, 0, 0], pa.int8()), [pa.array(["a", "b", "c"])]))
    one("struct-coded", pa.DictionaryArray.from_arrays(pa.array([0, 0, 0], pa.int8()), pa.array([{"x": 1}])))
    columns = [pa.array(["yes", "no", "no"]), pa.array(["a", "b", "c"]), pa.array(["a", "b", "c"])]
    write("refused/twice.arrows", pa.Table.from_arrays(columns, ["hired", "group", "group"]))
    write("refused/missing.arrows", pa.table({"hired": ["yes", "no", "no"], "groups": ["a", "b", "c"]}))


def label(name, value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if name == "single":
        return repr(float(value)) if value != 0.30000001192092896 else "0.3"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def main():
    FOLDER.mkdir(exist_ok=True)
    for part in ("refused", "cut"):
        (FOLDER / part).mkdir(exist_ok=True)
    for old in FOLDER.rglob("*.*"):
        old.unlink()
    values = columns()
    with open(FOLDER / "rows.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(values)
        for row in range(ROWS):
            writer.writerow([label(name, column[row]) for name, column in values.items()])

    write("pyarrow.arrows", table())
    write("pyarrow-file.arrow", table(), file=True)
    write("pyarrow-nested.arrows", nested(table()))
    write("pyarrow-batches-of-1.arrows", table(), rows=1)
    write("pyarrow-batches-of-7.arrow", table(), rows=7, file=True)
    write("pyarrow-lz4.arrows", table(), compression="lz4", rows=30)
    write("pyarrow-zstd.arrow", table(), compression="zstd", rows=30, file=True)
    write("pyarrow-old-version.arrows", table(), metadata_version=pa.ipc.MetadataVersion.V4)
    write("pyarrow-large.arrows", table(text=pa.large_string(), hired=pa.large_binary(), whole=pa.int16(), outcome=pa.uint64()))
    write("pyarrow-views.arrows", table(text=pa.string_view(), hired=pa.binary_view(), day=pa.date64(), count=pa.int32()))
    write("pyarrow-views-zstd.arrows", table(text=pa.string_view(), hired=pa.string_view()), compression="zstd")
    write("pyarrow-narrow.arrows", table(whole=pa.int8(), outcome=pa.uint8(), count=pa.uint16()))
    write("pyarrow-doubles.arrows", table(whole=pa.float64(), outcome=pa.float32()))
    write("pyarrow-halves.arrows", table(outcome=pa.float16(), whole=pa.float16()))
    write("pyarrow-decimals.arrows", table(whole=pa.decimal128(25), outcome=pa.decimal64(5, 1), number=pa.decimal128(20, 5),
                                           count=pa.decimal32(4)))
    for index in (pa.int8(), pa.int32(), pa.uint64()):
        write(f"pyarrow-coded-{index}.arrows", coded(index), rows=20)
    write("pyarrow-coded-lz4.arrow", coded(pa.int16()), file=True, compression="lz4")
    write("pyarrow-deltas.arrows", changing(), emit_dictionary_deltas=True)
    write("pyarrow-deltas.arrow", changing(), emit_dictionary_deltas=True, file=True)
    write("pyarrow-replaced.arrows", replaced())
    longer = pa.concat_tables([table().slice(0, 5), table()]).slice(5)
    write("pyarrow-sliced.arrows", pa.Table.from_batches([batch.slice(0) for batch in longer.combine_chunks().to_batches()]))
    pa.feather.write_feather(table(), str(FOLDER / "feather.feather"))

    frame = pl.DataFrame(table())
    frame.write_ipc_stream(FOLDER / "polars.arrows")
    frame.write_ipc(FOLDER / "polars-file.arrow", compression="uncompressed")
    frame.write_ipc(FOLDER / "polars-zstd.arrow", compression="zstd")
    frame.with_columns(pl.col("text", "hired").cast(pl.Categorical)).write_ipc_stream(FOLDER / "polars-categorical.arrows")
    frame.write_ipc_stream(FOLDER / "polars-lz4.arrows", compression="lz4")

    for kind in ("str", "object", "category"):
        pandas = table().to_pandas(types_mapper=None)
        pandas[["text", "hired"]] = pandas[["text", "hired"]].astype(object)
        if kind != "object":
            pandas[["text", "hired"]] = pandas[["text", "hired"]].astype(kind)
        write(f"pandas-{kind}.arrows", pa.Table.from_pandas(pandas, preserve_index=False).replace_schema_metadata(None))
    # pandas has no whole numbers with gaps but for these, and no truths.
    nullable = table().to_pandas(types_mapper={pa.int64(): pd.Int64Dtype(), pa.int8(): pd.Int8Dtype(),
                                               pa.bool_(): pd.BooleanDtype()}.get)
    write("pandas-nullable.arrows", pa.Table.from_pandas(nullable, preserve_index=False).replace_schema_metadata(None))

    source = table()
    relation = duckdb.sql("SELECT * FROM source")
    reader = pa.RecordBatchReader.from_stream(relation)
    with pa.ipc.new_stream(str(FOLDER / "duckdb.arrows"), reader.schema) as sink:
        for batch in reader:
            sink.write_batch(batch)

    refused()
    # Small ones, to be cut at every byte.
    small = pa.table({"hired": ["yes", "no", "no"], "group": pa.array(["a", "b", "a"]).dictionary_encode()})
    write("cut/batches.arrows", small, rows=2)
    write("cut/zstd.arrows", small, compression="zstd")
    write("cut/lz4.arrow", small, compression="lz4", file=True)
    print(sum(file.stat().st_size for file in FOLDER.rglob("*.*")), "bytes in", len(list(FOLDER.rglob("*.*"))), "files")


if __name__ == "__main__":
    main()
