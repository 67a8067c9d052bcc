"""Runs two builds of evenhand in turn on the same commands, and prints a line of Markdown for each.

Usage: versions.py OLD NEW WORK, where WORK is an empty folder. Medians of the pairs' ratios, with their quartiles.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

old, new, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
here = pathlib.Path(__file__).parent
PLAN = """audit: {title: Bench, data: synthetic}
decisions:
  source: FILE
  columns:
    {decision: y_pred, favourable: ["1"], unfavourable: ["0"], outcome: y_true, positive: ["1"], negative: ["0"]}
  groups: [gender, race]
  intersections: all
"""
ASKED = "requirements:\n  - {id: ratio, metric: selection-rate, at-least: 0.8}\n"
LISTS = """audit: {title: Bench, data: synthetic}
recommendations:
  source: l_lists.csv
  columns: {user: user, item: item, rank: rank}
  users: {source: l_users.csv, id: user, groups: [gender, age_band]}
  items: {source: l_items.csv, id: item, groups: [provider]}
  relevant: {source: l_relevant.csv, user: user, item: item}
  depth: 20
requirements:
  - {id: quality, metric: ndcg, compare: ratio, at-least: 0.8}
  - {id: exposure, metric: exposure, at-least: 0.8}
metrics: [ndcg, exposure]
"""


def run(command: list[str]) -> tuple[float, float]:
    """Wall time and processor time [s]."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        raise SystemExit(f"{' '.join(command)} has failed")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def make(kind: str, size: int, name: str) -> None:
    subprocess.run([sys.executable, here / "generate.py", kind, str(size), work / name], check=True)


make("decisions", 10_000_000, "many.csv")
make("lists", 100_000, "l")
with open(work / "many.csv") as many, open(work / "few.csv", "w") as few:
    few.writelines(next(many) for _ in range(1_001))
for name, text in [
    ("many", PLAN.replace("FILE", "many.csv")), ("many-asked", PLAN.replace("FILE", "many.csv") + ASKED),
    ("few", PLAN.replace("FILE", "few.csv")), ("few-asked", PLAN.replace("FILE", "few.csv") + ASKED), ("lists", LISTS),
]:
    (work / f"{name}.yaml").write_text(text)
print("| command | earlier | now | wall, ratio | processor, ratio |\n|---|---|---|---|---|")
for title, name in [
    ("10 M rows, no requirement", "many"), ("10 M rows, a requirement with 24 checks", "many-asked"),
    ("100,000 lists of 20, two requirements", "lists"), ("1,000 rows, no requirement", "few"),
    ("1,000 rows, a requirement with 24 checks", "few-asked"), ("`--version`", None),
]:
    pairs = []
    for turn in range(21):
        order = (old, new) if turn % 2 else (new, old)
        times = {}
        for binary in order:
            rest = ["audit", f"{name}.yaml", "-q", "-o", f"out-{order.index(binary) ^ turn % 2}"] if name else ["--version"]
            times[binary] = run([binary] + rest)
        if turn:
            pairs.append((times[old], times[new]))
    cells = [f"{statistics.median(pair[side][0] for pair in pairs):.3g} s" for side in (0, 1)]
    for kind in (0, 1):
        ratios = sorted(pair[1][kind] / pair[0][kind] for pair in pairs)
        low, high = ratios[len(ratios) // 4], ratios[len(ratios) * 3 // 4]
        cells.append(f"{statistics.median(ratios):.3g} ({low:.3g} to {high:.3g})")
    print(f"| {title} | {' | '.join(cells)} |")
