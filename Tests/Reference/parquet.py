#!/usr/bin/env python3
"""Writes Tests/Reference/parquet/: small tables as CSV and as Parquet, by every writer and in every form that is read.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.1
    /tmp/venv/bin/python Tests/Reference/parquet.py

A Parquet file `decisions-*.parquet` holds the rows of decisions.csv, `lists-*.parquet` those of lists.csv, and so on: an audit
of either has the same record but for its inputs. `types.parquet` holds every type, and types.csv its values as pyarrow reads
them back, written by the rules of ValueText. `refused-*.parquet` are not read, each for the reason in its name.
Files differ in bytes between versions of the writers, so the committed ones are only replaced on purpose.
"""

import datetime
import decimal
import os
import random

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "parquet")
ROWS = 90
random.seed(19)


def text(value):
    """A value as ValueText writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, decimal.Decimal):
        return text(float(value))
    if isinstance(value, datetime.datetime):
        zone = "Z" if value.tzinfo else ""
        value = value.replace(tzinfo=None)
        fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
        return value.strftime("%Y-%m-%dT%H:%M:%S") + fraction + zone
    return str(value)


def write_csv(name, table, rows=None):
    rows = rows or list(zip(*(column.to_pylist() for column in table.columns)))
    with open(os.path.join(HERE, name + ".csv"), "w", newline="") as file:
        for row in [table.column_names] + rows:
            file.write(",".join(quoted(text(value)) for value in row) + "\n")


def quoted(field):
    return '"' + field.replace('"', '""') + '"' if any(mark in field for mark in ',"\r\n') else field


def write(name, table, **options):
    options = {"compression": "zstd", "store_schema": False} | options
    pq.write_table(table, os.path.join(HERE, name + ".parquet"), **options)


def maybe(value, share=0.1):
    return None if random.random() < share else value


def decisions():
    # Labels that a reader of text could take for marks, and pairs that differ in one byte.
    odd = ["F", "M", "Ä", "Ä", "“x”", '"', 'a"b', "a,b", "line\nbreak", " F", "f", "'"]
    table = pa.table(
        {
            "id": pa.array([f"person-{i:05}" for i in range(ROWS)]),
            "number": pa.array([i * 7919 % 100_000_007 for i in range(ROWS)], pa.int64()),
            "sex": pa.array([maybe(random.choice(["Female", "Male"])) for _ in range(ROWS)]),
            "odd": pa.array([maybe(random.choice(odd)) for _ in range(ROWS)]),
            "level": pa.array([maybe(random.choice([-1, 0, 1, 12])) for _ in range(ROWS)], pa.int32()),
            "age": pa.array([maybe(random.randint(17, 83)) for _ in range(ROWS)], pa.int64()),
            "day": pa.array(
                [maybe(datetime.date(2026, 7, random.randint(1, 3))) for _ in range(ROWS)], pa.date32()),
            "member": pa.array([maybe(random.random() < 0.5) for _ in range(ROWS)]),
            "hired": pa.array([random.random() < 0.4 for _ in range(ROWS)]),
            "good": pa.array([maybe(random.choice(["yes", "no"])) for _ in range(ROWS)]),
            "score": pa.array([maybe(round(random.random(), 3)) for _ in range(ROWS)], pa.float64()),
            "pay": pa.array([maybe(random.choice([0.7, 1.1, 2.0, 9.3])) for _ in range(ROWS)], pa.float32()),
        })
    texts = {"id": "DELTA_BYTE_ARRAY", "sex": "DELTA_LENGTH_BYTE_ARRAY", "odd": "DELTA_BYTE_ARRAY",
             "good": "DELTA_LENGTH_BYTE_ARRAY"}
    numbers = dict.fromkeys(["number", "level", "age", "day"], "DELTA_BINARY_PACKED")
    # A single-precision number is what everybody writes of it.
    rows = [row | {"pay": None if row["pay"] is None else round(row["pay"], 6)} for row in table.to_pylist()]
    write_csv("decisions", table, [list(row.values()) for row in rows])
    for version in ["1.0", "2.0"]:
        for codec in ["none", "snappy", "gzip", "zstd", "lz4"]:
            for dictionary in [True, False]:
                write(
                    f"decisions-pyarrow-v{version[0]}-{codec}-{'dictionary' if dictionary else 'plain'}", table,
                    data_page_version=version, compression=codec, use_dictionary=dictionary)
        write(f"decisions-pyarrow-v{version[0]}-pages", table, data_page_version=version, data_page_size=64,
              write_batch_size=16, row_group_size=70, write_page_checksum=True, compression="snappy")
        write(f"decisions-pyarrow-v{version[0]}-overflowing", table, data_page_version=version,
              dictionary_pagesize_limit=32, write_batch_size=16, data_page_size=64)
        write(f"decisions-pyarrow-v{version[0]}-deltas", table, data_page_version=version, use_dictionary=False,
              column_encoding=texts | numbers | {"hired": "RLE", "member": "RLE"}, row_group_size=100)
    # What is not null in fact and in the schema.
    required = pa.schema([pa.field(f.name, f.type, nullable=table[f.name].null_count > 0) for f in table.schema])
    write("decisions-pyarrow-required", table.cast(required))
    frame = polars.from_arrow(table)
    for codec in ["uncompressed", "snappy", "gzip", "zstd", "lz4"]:
        frame.write_parquet(os.path.join(HERE, f"decisions-polars-{codec}.parquet"), compression=codec)
    frame.with_columns(polars.col("sex", "good").cast(polars.Categorical)).write_parquet(
        os.path.join(HERE, "decisions-polars-categorical.parquet"), row_group_size=64)
    database = duckdb.connect()
    database.register("rows", table)
    for version in ["V1", "V2"]:
        for codec in ["uncompressed", "snappy", "gzip", "zstd", "lz4_raw"]:
            path = os.path.join(HERE, f"decisions-duckdb-{version.lower()}-{codec}.parquet")
            database.execute(
                f"COPY rows TO '{path}' (FORMAT parquet, COMPRESSION {codec}, PARQUET_VERSION {version})")
    return table


def lists():
    """Lists of text ids and of whole numbers, each without a dictionary and with one."""
    users = [f"user-{i:03}" for i in range(24)]
    items = [f"item-{i:03}" for i in range(40)]
    write_both("users", pa.table({"user": users, "gender": [random.choice("FM") for _ in users]}))
    write_both("items", pa.table({"item": items, "kind": [random.choice(["new", "old", None]) for _ in items]}))
    rows = [(u, i, r + 1) for u in users for r, i in enumerate(random.sample(items, 5))]
    wanted = sorted({(random.choice(users), random.choice(items)) for _ in range(90)})

    def numbered(table):
        def number(texts):
            return pa.array([int(t[5:]) * 1_000_003 for t in texts.to_pylist()], pa.int64())
        return pa.table({n: number(c) if n in ("user", "item") else c for n, c in zip(table.column_names, table.columns)})

    tables = {
        "lists": pa.table({"user": [r[0] for r in rows], "item": [r[1] for r in rows],
                           "rank": pa.array([r[2] for r in rows], pa.int32())}),
        "wanted": pa.table({"user": [w[0] for w in wanted], "item": [w[1] for w in wanted]}),
    }
    for name, table in tables.items():
        write_csv(name, table)
        write(f"{name}-dictionary", table, row_group_size=33)
        write(f"{name}-plain", table, row_group_size=33, use_dictionary=False)
        write(f"{name}-deltas", table, use_dictionary=False, column_encoding={"user": "DELTA_BYTE_ARRAY", "item": "DELTA_BYTE_ARRAY"})
        whole = numbered(table)
        write_csv(f"{name}-whole", whole)
        write(f"{name}-whole-dictionary", whole, row_group_size=33)
        write(f"{name}-whole-plain", whole, row_group_size=33, use_dictionary=False)
        write(f"{name}-whole-deltas", whole, use_dictionary=False,
              column_encoding={"user": "DELTA_BINARY_PACKED", "item": "DELTA_BINARY_PACKED"})
    for name, key in [("users", "user"), ("items", "item")]:
        table = pq.read_table(os.path.join(HERE, name + ".parquet"))
        write_both(name + "-whole", numbered(table))


def write_both(name, table):
    write_csv(name, table)
    write(name, table, use_dictionary=False)


def types():
    day = datetime.datetime(2026, 7, 1, 10, 0, 0, 250_000)
    moments = [day, datetime.datetime(1969, 12, 31, 23, 59, 59, 999_000), datetime.datetime(2000, 2, 29), None]
    ints = [0, -1, 127, None]
    table = pa.table(
        {
            **{f"int{bits}": pa.array([0, -1, 2 ** (bits - 1) - 1, None], getattr(pa, f"int{bits}")())
               for bits in (8, 16, 32, 64)},
            **{f"uint{bits}": pa.array([0, 1, 2 ** bits - 1, None], getattr(pa, f"uint{bits}")())
               for bits in (8, 16, 32, 64)},
            "least": pa.array([-(2 ** 63), -(2 ** 63) + 1, 2 ** 63 - 1, None], pa.int64()),
            "truth": pa.array([True, False, None, True]),
            "date": pa.array([datetime.date(2026, 7, 1), datetime.date(1969, 12, 31), datetime.date(1, 1, 1), None]),
            "ms": pa.array(moments, pa.timestamp("ms")),
            "us": pa.array(moments, pa.timestamp("us", tz="UTC")),
            "ns": pa.array(moments, pa.timestamp("ns")),
            "float": pa.array([0.5, 3.0, -1.25, None], pa.float32()),
            "double": pa.array([0.1, 1e300, -0.0, None], pa.float64()),
            "decimal": pa.array([decimal.Decimal("1.25"), decimal.Decimal("-0.07"), decimal.Decimal("3.00"), None],
                                pa.decimal128(9, 2)),
            "decimals": pa.array([decimal.Decimal("123456789.123"), decimal.Decimal("-0.001"), decimal.Decimal("0"), None],
                                 pa.decimal128(15, 3)),
            "string": pa.array(["", "ä", "a\rb\r", None]),
            "large": pa.array(["x" * 70, "\"quoted\"", "\r", None], pa.large_string()),
            "bytes": pa.array([b"text", b"", b"\xc3\xa4", None], pa.binary()),
            "nothing": pa.array([None] * 4, pa.string()),
        })
    split = dict.fromkeys(["int32", "int64", "uint32", "uint64", "least", "float", "double", "decimal"], "BYTE_STREAM_SPLIT")
    for name, options in [("types", {}), ("types-plain", {"use_dictionary": False}),
                          ("types-split", {"use_dictionary": False, "column_encoding": split})]:
        write(name, table, store_decimal_as_integer=True, version="2.6", **options)
    back = pq.read_table(os.path.join(HERE, "types.parquet"))
    names = back.column_names
    columns = [back[n].cast(pa.timestamp("us")) if n == "ns" else back[n] for n in names]
    columns = [c.cast(pa.string()) if n == "bytes" else c for n, c in zip(names, columns)]
    write_csv("types", pa.table(columns, names))


def refused():
    """What is not read; each file has a column `x` of it and a column `sex` that is read."""
    sex = pa.array(["F", "M"])
    columns = {
        "list": pa.array([["a"], ["b", "c"]]),
        "map": pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int32())),
        "structure": pa.array([{"a": 1}, {"a": 2}]),
        "fixed": pa.array([b"ab", b"cd"], pa.binary(2)),
        "decimal128": pa.array([decimal.Decimal("1.25"), None], pa.decimal128(30, 2)),
        "time": pa.array([datetime.time(1), None], pa.time64("us")),
        "half": pa.array([0.5, None], pa.float16()),
    }
    for name, column in columns.items():
        write(f"refused-{name}", pa.table({"sex": sex, "x": column}), store_decimal_as_integer=True)
    # What pandas makes of whole numbers where one is missing is read.
    write("whole", pa.table({"sex": pa.array(["F", "M", "F"]), "x": pa.array([1.0, 0.0, None])}))
    moments = pa.array([datetime.datetime(2026, 7, 1), None], pa.timestamp("ns"))
    write("refused-int96", pa.table({"sex": sex, "x": moments}), use_deprecated_int96_timestamps=True)
    numbers = pa.table({"sex": sex, "x": pa.array([0.25, 0.5])})
    write("refused-brotli", numbers, compression={"sex": "snappy", "x": "brotli"})
    write("refused-decimals", pa.table({"sex": sex, "x": pa.array([0.25, 0.5])}))
    write("refused-nul", pa.table({"sex": sex, "x": pa.array(["a\0b", "c"])}), use_dictionary=False)
    write("refused-bytes", pa.table({"sex": sex, "x": pa.array([b"\xff\xfe", b"c"])}))


def flipped():
    """Two small files whose bytes tests change one by one, with checksums and without."""
    table = pa.table({"sex": pa.array(["F", "M", None, "F"]), "age": pa.array([20, 30, 41, None], pa.int64()),
                      "hired": pa.array([True, False, True, True])})
    write_csv("flipped", table)
    write("flipped-checked", table, write_page_checksum=True, compression="snappy", write_statistics=False)
    write("flipped-unchecked", table, compression="none", use_dictionary=False, write_statistics=False)
    # What pyarrow reads of each changed file: rows of texts as bytes, the same as of the whole one (=), or that it refuses.
    # It may also end, so that a child reads.
    with open(os.path.join(HERE, "flipped-unchecked.parquet"), "rb") as file:
        whole = file.read()
    same = answer(whole)
    lines = [same]
    for at in range(len(whole)):
        for bit in (0, 3, 7):
            changed = bytearray(whole)
            changed[at] ^= 1 << bit
            found = answer(bytes(changed))
            lines.append("=" if found == same else found)
    with open(os.path.join(HERE, "flipped-unchecked.txt"), "w") as file:
        file.write("\n".join(lines) + "\n")


def answer(whole):
    """What pyarrow reads of a file, in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            table = pq.read_table(pa.BufferReader(whole), columns=["sex", "age", "hired"], use_threads=False)
            table.validate(full=True)
            rows = zip(*(table[name].to_pylist() for name in ["sex", "age", "hired"]))
            line = ";".join(",".join(text(v).encode("utf-8", "surrogateescape").hex(" ") for v in row) for row in rows)
        except BaseException:
            line = "refused"
        os.write(writer, line.encode()[:60_000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        line = pipe.read()
    _, status = os.waitpid(child, 0)
    return line if status == 0 else "refused"


def main():
    os.makedirs(HERE, exist_ok=True)
    for name in os.listdir(HERE):
        os.remove(os.path.join(HERE, name))
    decisions()
    lists()
    types()
    refused()
    flipped()
    sizes = sum(os.path.getsize(os.path.join(HERE, name)) for name in os.listdir(HERE))
    print(f"{len(os.listdir(HERE))} files, {sizes} bytes")


if __name__ == "__main__":
    main()
