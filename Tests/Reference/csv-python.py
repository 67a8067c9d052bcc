"""Delimited documents, well formed and damaged, and what Python's csv module reads from them.

Writes csv-python.json. Made with Python 3.11.7. Usage: csv-python.py > csv-python.json
"""

import csv
import io
import json
import random

LABELS = [
    "", "a", "b", "male", "eightchr", "ninechars", "exactly sixteen!", "exactly seventeen", "é", "e\u0301", "日本", "🙂",
    "a,b", "line\nbreak", "crlf\r\nbreak", "two\n\nbreaks\n", "\n", 'say "x"', '"', '""', '",\n"', " ",
    "a quoted text\nof several lines,\nlonger than a block of the smallest size\n",
]
PIECES = ['"', '""', ",", "\n", "\r\n", "A", " ", "\n\n", '"\n', '\n"', ',"', '",', ""]


def field(text: str, rng: random.Random) -> str:
    if any(c in text for c in '",\r\n') or rng.random() < 0.25:
        return '"' + text.replace('"', '""') + '"'
    return text


def document(rng: random.Random) -> str:
    end = rng.choice(["\n", "\r\n"])
    names = rng.choice([["g", "note", "d", "h"], ["d", "g", "h"], ["h", "d", "x", "y", "g"]])
    lines = [",".join(names)]
    for _ in range(rng.randrange(12)):
        decision = rng.choice(["yes", "no", "", "yes"])
        lines.append(",".join(field(decision if n == "d" else rng.choice(LABELS), rng) for n in names))
        if rng.random() < 0.1:
            lines.append("")
    return end.join(lines) + (end if rng.random() < 0.5 else "")


def damaged(text: str, rng: random.Random) -> str:
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(PIECES) + text[at + rng.randrange(3):]
    return text


def table(text: str) -> list | None:
    """Rows by group: labels of g and h, then favourable and other decisions; nothing if it cannot be read."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error:
        return None
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        return None
    if len(set(rows[0])) < len(rows[0]) or not {"d", "g", "h"} <= set(rows[0]):
        return None
    d, g, h = (rows[0].index(name) for name in "dgh")
    counts: dict[tuple[str, str], list[int]] = {}
    for row in rows[1:]:
        # Blank text is a missing value.
        if row[d].strip():
            groups = tuple(row[place] if row[place].strip() else "" for place in (g, h))
            counts.setdefault(groups, [0, 0])[row[d] != "yes"] += 1
    return [[*labels, *count] for labels, count in sorted(counts.items())]


rng = random.Random(20261127)
documents = [document(rng) for _ in range(80)]
documents += [damaged(document(rng), rng) for _ in range(160)]
cases = [{"text": text, "isDamaged": at >= 80, "table": table(text)} for at, text in enumerate(documents)]
print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")
