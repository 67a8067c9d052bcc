#!/usr/bin/env python3
"""Rows with labels that formats and engines are known to change, in every format, and their canonical counts.

Writes labels/: the same rows as CSV (whole, in three shards, packed), Parquet (pyarrow with and without dictionaries, Polars,
DuckDB), Arrow (pyarrow, Polars), JSON Lines (json, escaped and plain) and SQLite, the counts of these rows as DuckDB, SQLite and
Python count them, and labels.json: the digest of the canonical counts of docs/formats.md, worked out here from the rows alone.

Needs pyarrow, polars, duckdb. Usage: python3 Tests/Reference/labels.py
"""
import csv
import gzip
import hashlib
import json
import random
import sqlite3
from collections import Counter
from pathlib import Path

import duckdb
import polars
import pyarrow
import pyarrow.parquet

folder = Path(__file__).parent / "labels"
LABELS = [
    "\u00e9", "e\u0301",  # composed and decomposed
    "Female", "female", "FEMALE", "Female ", " Female",  # case and blanks
    'quo"te', '"quoted"', "a,b", "a;b", "tab\there", "line\nfeed", "crlf\r\nfeed", "it's", "back\\slash", "\\N",
    "\U0001F469\u200d\U0001F4BB", "\u0627\u0644", "\ufeffmark", "\u017f", "0", "00", "true",
    "", None,  # both are: not known
]  # fmt: skip
assert len([label for label in LABELS if label]) == 24

generator = random.Random(24)
rows = [
    (generator.choice(LABELS), generator.choice(["f", "m"]), generator.choice(["yes", "yes", "no"]), generator.choice(["1", "0", None]))
    for _ in range(600)
]
names = ["label", "sex", "hired", "good"]


def write_csv(path, table, header=names, opener=open):
    with opener(path, "wt", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(table)


def canonical():
    """The canonical counts of docs/formats.md."""
    labels = sorted({row[0] for row in rows if row[0]}, key=lambda label: label.encode())
    sexes = sorted({row[1] for row in rows})
    tally = {}
    for (label, sex, hired, good), count in Counter(rows).items():
        group = (labels.index(label) if label else -1, sexes.index(sex))
        cells = tally.setdefault(group, [0] * 12)
        cells[3 * ["yes", "no"].index(hired) + ["1", "0", None].index(good)] += count
    document = {
        "axes": [
            {"column": "label", "labels": labels, "name": "label", "role": "group"},
            {"column": "sex", "labels": sexes, "name": "sex", "role": "group"},
        ],
        "counts": [[list(group), tally[group], tally[group]] for group in sorted(tally)],
        "reading": {
            "decision": "hired", "favourable": ["yes"], "negative": None, "not-decided": [], "outcome": "good",
            "positive": ["1"], "unfavourable": ["no"], "wide": False,
        },
        "received": len(rows),
        "schema": "evenhand-counts/1",
    }  # fmt: skip
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


folder.mkdir(exist_ok=True)
for old in folder.iterdir():
    old.unlink()
write_csv(folder / "rows.csv", rows)
for shard in range(3):
    write_csv(folder / f"shard-{shard}.csv", rows[shard::3])
with open(folder / "rows.csv.gz", "wb") as file:
    file.write(gzip.compress((folder / "rows.csv").read_bytes(), mtime=0))

columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
table = pyarrow.table({name: pyarrow.array(values, pyarrow.string()) for name, values in columns.items()})
pyarrow.parquet.write_table(table, folder / "pyarrow.parquet", row_group_size=250)
pyarrow.parquet.write_table(table, folder / "plain.parquet", use_dictionary=False, compression="zstd", data_page_version="2.0")
frame = polars.DataFrame(columns, schema={name: polars.String for name in names})
frame.write_parquet(folder / "polars.parquet")
with pyarrow.OSFile(str(folder / "pyarrow.arrows"), "wb") as file, pyarrow.ipc.new_stream(file, table.schema) as writer:
    writer.write_table(table, max_chunksize=250)
with pyarrow.OSFile(str(folder / "dictionary.arrow"), "wb") as file:
    encoded = table.set_column(0, "label", table.column("label").combine_chunks().dictionary_encode())
    with pyarrow.ipc.new_file(file, encoded.schema) as writer:
        writer.write_table(encoded)
frame.write_ipc(folder / "polars.arrow")

for name, ascii in [("escaped", True), ("plain", False)]:
    with open(folder / f"{name}.jsonl", "w", encoding="utf-8") as file:
        for row in rows:
            members = [(key, value) for key, value in zip(names, row) if value is not None or ascii]
            generator.shuffle(members)
            file.write(json.dumps(dict(members), ensure_ascii=ascii) + "\n")
with open(folder / "escaped.jsonl.gz", "wb") as file:
    file.write(gzip.compress((folder / "escaped.jsonl").read_bytes(), mtime=0))

memory = duckdb.connect()
memory.execute("SET threads = 1")
memory.register("rows", table)
memory.execute(f"COPY (SELECT * FROM rows) TO '{folder / 'duckdb.parquet'}' (FORMAT parquet)")

header = names + ["evenhand_rows", "evenhand_total"]
write_csv(folder / "counts-python.csv", [(*row, count, len(rows)) for row, count in Counter(rows).items()], header)
keys = ", ".join(f'decode(encode(CAST("{name}" AS VARCHAR))) AS "{name}"' for name in names)
counted = memory.execute(
    f"SELECT {keys}, COUNT(*) AS evenhand_rows, SUM(COUNT(*)) OVER () AS evenhand_total FROM rows GROUP BY 1, 2, 3, 4 ORDER BY ALL"
)
write_csv(folder / "counts-duckdb.csv", counted.fetchall(), header)

(folder / "rows.sqlite").unlink(missing_ok=True)
database = sqlite3.connect(folder / "rows.sqlite")
# A column that holds labels as equal which differ in case.
database.execute('CREATE TABLE decisions (label TEXT COLLATE NOCASE, sex TEXT, hired TEXT, good TEXT)')
database.executemany("INSERT INTO decisions VALUES (?, ?, ?, ?)", rows)
database.commit()
keys = ", ".join(f'CAST("{name}" AS TEXT) COLLATE BINARY AS "{name}"' for name in names)
groups = ", ".join(f'CAST("{name}" AS TEXT) COLLATE BINARY' for name in names)
counted = database.execute(
    f"SELECT {keys}, COUNT(*) AS evenhand_rows, SUM(COUNT(*)) OVER () AS evenhand_total FROM decisions GROUP BY {groups} ORDER BY 1, 2, 3, 4"
)
write_csv(folder / "counts-sqlite.csv", counted.fetchall(), header)
database.close()

text = canonical()
(folder.parent / "labels.json").write_text(
    json.dumps({"rows": len(rows), "content": hashlib.sha256(text.encode()).hexdigest()}, indent=1) + "\n"
)
