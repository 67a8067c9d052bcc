"""Runs the pairs, checks the numbers and writes docs/performance.md. Called by scripts/bench-peers: run.py BIN WORK [ROWS…]"""

import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

import groups

binaries, work = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
sizes = sorted(int(word) for word in sys.argv[3:]) or [10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]
here = pathlib.Path(__file__).parent
NAMES = {
    "polars": "Polars", "duckdb": "DuckDB", "wc": "`wc -l`", "aequitas": "Aequitas", "fairlearn": "Fairlearn",
    "aif360": "AIF360", "numpy": "numpy", "polars_lists": "Polars", "duckdb_lists": "DuckDB",
    "pytrec_eval": "pytrec_eval", "ranx": "ranx",
}
ENVIRONMENTS = {name: name for name in ("fairlearn", "aequitas", "aif360")} | {"pytrec_eval": "rank", "ranx": "rank"}
RUNS = int(os.environ.get("BENCH_RUNS", "7"))
PLAN = """audit: {{title: Bench, data: synthetic}}
decisions:
  source: {source}
  columns:
    {{decision: y_pred, favourable: ["1"], unfavourable: ["0"], outcome: y_true, positive: ["1"], negative: ["0"]}}
  groups: [gender, race]
  intersections: all
requirements:
  - {{id: ratio, metric: selection-rate, at-least: 0.8}}
"""
LIST_PLAN = """audit: {{title: Bench, data: synthetic}}
recommendations:
  source: {prefix}_lists.csv
  columns: {{user: user, item: item, rank: rank}}
  users: {{source: {prefix}_users.csv, id: user, groups: [gender, age_band]}}
  items: {{source: {prefix}_items.csv, id: item, groups: [provider]}}
  relevant: {{source: {prefix}_relevant.csv, user: user, item: item}}
  depth: 20
requirements:
  - {{id: quality, metric: ndcg, compare: ratio, at-least: 0.8}}
  - {{id: exposure, metric: exposure, at-least: 0.8}}
metrics: [ndcg, exposure]
"""


def run(command: list[str]) -> tuple[float, float, str]:
    """Wall time [s], peak memory [MiB] and output of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    # 1 and 3 are verdicts.
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        raise SystemExit(f"{' '.join(command)} has failed")
    return wall, usage.ru_maxrss / 1024, output


def data(rows: int) -> pathlib.Path:
    """Decisions, and their plan."""
    path = work / f"decisions-{rows}.csv"
    if not path.exists():
        subprocess.run([sys.executable, here / "generate.py", "decisions", str(rows), path], check=True)
    (work / f"plan-{rows}.yaml").write_text(PLAN.format(source=path))
    return path


def list_data(users: int) -> str:
    """Lists, and their plan."""
    prefix = str(work / f"lists-{users}")
    if not pathlib.Path(f"{prefix}_relevant.csv").exists():
        subprocess.run([sys.executable, here / "generate.py", "lists", str(users), prefix], check=True)
    (work / f"plan-lists-{users}.yaml").write_text(LIST_PLAN.format(prefix=prefix))
    return prefix


def audit(name: object, *options: str) -> list[str]:
    return [
        str(binaries / "evenhand"), "audit", "-q", "-p", str(work / f"plan-{name}.yaml"), "-o", str(work / f"out-{name}"),
        *options]


def peer(name: str, argument: object, replicates: int | None = None) -> list[str] | None:
    environment = work / ENVIRONMENTS.get(name, "main")
    if not (environment / "complete").exists():
        skipped.add(NAMES[name])
        return None
    more = [] if replicates is None else [str(replicates)]
    return [str(environment / "bin/python"), str(here / "peers.py"), name, str(argument), *more]


def warm(*paths: object) -> None:
    run(["wc", "-l", *map(str, paths)])


def check(name: str, rows: int, output: str) -> None:
    """Stops unless a peer's rates of decisions are those of the record."""
    record = json.loads((work / f"out-{rows}" / "record.json").read_text())
    wanted = ["selection-rate", "true-positive-rate", "false-positive-rate"]
    ours: dict = {}
    for estimate in record["estimates"]:
        if estimate["grouping"] == ["gender", "race"] and estimate["metric"] in wanted and not estimate["stratifier"]:
            ours.setdefault("|".join(estimate["group"]), {})[estimate["metric"]] = estimate["value"]
    theirs = json.loads(output.strip().splitlines()[-1])
    assert ours.keys() == theirs.keys(), f"{name} has other groups"
    for group, values in theirs.items():
        for metric, value in zip(wanted, values):
            assert abs(ours[group][metric] - value) < 1e-9, f"{name}: {metric} of {group} is {value}"


def check_lists(name: str, users: int, output: str) -> None:
    """Stops unless what a peer says of lists is what the record says."""
    record = json.loads((work / f"out-lists-{users}" / "record.json").read_text())
    ours: dict = {"ndcg": {}, "exposure": {}}
    for estimate in record["estimates"]:
        if estimate["metric"] == "ndcg" and estimate["grouping"] == ["gender"]:
            ours["ndcg"][estimate["group"][0]] = estimate["value"]
        if estimate["metric"] == "exposure":
            ours["exposure"][estimate["group"][0]] = estimate["numerator"] * record["lists"]["lists"]
    for metric, values in json.loads(output.strip().splitlines()[-1]).items():
        assert ours[metric].keys() == values.keys(), f"{name} has other groups"
        for group, value in values.items():
            assert abs(ours[metric][group] / value - 1) < 1e-9, f"{name}: {metric} of {group} is {value}"


def pairs(a: list[str], b: list[str], runs: int) -> dict:
    """Runs of two commands in turn, so that whatever else the machine does falls on both."""
    run(a)
    times, outputs = [], []
    for _ in range(runs):
        first, second = run(a), run(b)
        times.append((first[0], second[0], first[1], second[1]))
        outputs.append(second[2])
    ratios = [first / second for first, second, _, _ in times]
    return {
        "a": statistics.median(t[0] for t in times), "b": statistics.median(t[1] for t in times),
        "ratio": statistics.median(ratios), "low": min(ratios), "high": max(ratios),
        "memory": max(t[2] for t in times), "peer memory": max(t[3] for t in times), "output": outputs[-1],
    }


def sized(rows: int) -> str:
    for unit, name in ((1_000_000, " M"), (1_000, " k")):
        if rows >= unit:
            return f"{rows // unit}{name}"
    return str(rows)


largest = max(size for size in sizes if size <= 10_000_000 or size == sizes[0])
million = max((size for size in sizes if size <= 1_000_000), default=largest)
small = max((size for size in sizes if size <= 100_000), default=largest)
users = largest // 10
fast = ["--no-input-digest"]
lines: dict = {"decisions": [], "lists": []}
skipped: set = set()


def add(kind: str, what: str, name: str, rows: str, ours: str, goal: float, found: dict) -> None:
    met = "yes" if found["ratio"] <= goal else "no"
    lines[kind].append(
        f"| {NAMES[name]}, {what} | {rows} | {ours} | {found['a']:.3g} s | {found['b']:.3g} s | "
        f"{found['ratio']:.3g} ({found['low']:.3g} to {found['high']:.3g}) | ≤ {goal} | {met} | "
        f"{found['memory']:.0f} MiB | {found['peer memory']:.0f} MiB |")
    print(lines[kind][-1], file=sys.stderr)


for what, rows, name, goal, fast_goal, runs in [
    # What the other does, rows, its name, the goals with and without digest, the runs.
    ("counts only", largest, "polars", 0.5, 0.25, RUNS), ("counts only", largest, "duckdb", 0.3, 0.15, RUNS),
    ("counts lines", largest, "wc", 6, 3, RUNS), ("rates and disparities", largest, "aequitas", 0.02, 0.02, 3),
    ("seven metrics", million, "fairlearn", 0.002, 0.002, 3), ("seven metrics", million, "aif360", 0.005, 0.005, 3),
]:
    path = data(rows)
    command = ["wc", "-l", str(path)] if name == "wc" else peer(name, path)
    if command is None:
        continue
    warm(path)
    for options, limit in (([], goal), (fast, fast_goal)):
        found = pairs(audit(rows, *options), command, runs)
        if name != "wc":
            check(name, rows, found["output"])
        add("decisions", what, name, sized(rows), "without digest" if options else "with digest", limit, found)
if command := peer("fairlearn", data(small), 25):
    found = pairs(audit(small), command, 1)
    add("decisions", "25 replicates beside our 1,000", "fairlearn", sized(small), "with digest", 0.001, found)

for what, count, name, goal, runs in [
    ("point values only", users, "polars_lists", 0.25, RUNS), ("point values only", users, "duckdb_lists", 0.2, RUNS),
    ("NDCG only", users // 10, "pytrec_eval", 0.05, 3), ("NDCG only", users // 10, "ranx", 0.01, 3),
]:
    prefix = list_data(count)
    if command := peer(name, prefix):
        warm(*(f"{prefix}_{table}.csv" for table in ("lists", "relevant", "users", "items")))
        for options in ([], fast):
            found = pairs(audit(f"lists-{count}", *options), command, runs)
            check_lists(name, count, found["output"])
            add("lists", what, name, f"{sized(count)} × 20", "without digest" if options else "with digests", goal, found)
replicates = 1000
kernel = [str(binaries / "_Benchmarks"), "poisson", "1000000", "16", str(replicates)]
if command := peer("numpy", 1_000_000, replicates):
    found = pairs(kernel, command, 1)
    low, high = json.loads(found["output"])["interval"]
    assert 3.47 < low < 3.5 < high < 3.53, "numpy's interval lies elsewhere"
    add("decisions", f"cluster bootstrap, {replicates} replicates", "numpy", "1 M × 16", "kernel alone", 0.1, found)

series: dict = {"evenhand, with digest": [], "evenhand, without": [], "Polars, counts": [], "DuckDB, counts": []}
for rows in sizes:
    path = data(rows)
    warm(path)
    commands = [audit(rows), audit(rows, *fast), peer("polars", path), peer("duckdb", path)]
    for points, command in zip(series.values(), commands):
        runs = [run(command) for _ in range(1 if rows > 10_000_000 else 3)]
        points.append((rows, min(r[0] for r in runs), max(r[1] for r in runs)))
many = groups.section(binaries, work)
# Only now: a process begins with the memory of the one that starts it, which should be small while others are measured.
import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
for axis, index, label in ((axes[0], 1, "wall time [s]"), (axes[1], 2, "peak memory [MiB]")):
    for (name, points), style in zip(series.items(), ("o-", "s-", "^--", "v--")):
        axis.loglog([p[0] for p in points], [p[index] for p in points], style, label=name)
    axis.set_xlabel("rows")
    axis.set_ylabel(label)
    axis.grid(True, which="major", alpha=0.3)
axes[0].legend(frameon=False)
plt.rcParams["svg.hashsalt"] = "evenhand"
figure.savefig(here / "../../docs/images/performance.svg", metadata={"Date": None})


def first(command: list[str], pattern: str) -> str:
    text = subprocess.run(command, capture_output=True, text=True).stdout
    return next((line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith(pattern)), "unknown")


versions = subprocess.run([work / "main/bin/pip", "freeze"], capture_output=True, text=True).stdout
pinned = [line.replace("==", " ") for line in versions.splitlines() if line.split("==")[0] in ("polars", "duckdb", "numpy")]
pinned += ["fairlearn 0.15.0", "aequitas 1.1.0", "aif360 0.6.1", "pytrec_eval-terrier 0.5.11", "ranx 0.3.21"]
load = os.getloadavg()[1]
memory = "\n".join(
    f"| {sized(rows)} | " + " | ".join(f"{points[i][1]:.2f} s, {points[i][2]:.0f} MiB" for points in series.values()) + " |"
    for i, rows in enumerate(sizes))
head = """| beside | rows | evenhand | ours | theirs | ratio | goal | met | our memory | their memory |
|---|---|---|---|---|---|---|---|---|---|"""
text = f"""# Performance

Written by `scripts/bench-peers`, which makes its data, runs everything and checks that the numbers agree.

Each line is a whole process: reading, the digest of the input where it says so, eleven rates for two attributes and their
intersection, analytic intervals, 1,000 bootstrap replicates, record and reports; beside a whole process of the other
program, which does what the line says and no more. The two run in turn; the ratio is the median of the pairs' ratios, with
the least and the largest. Files are in the page cache. The goals are those that the project has set itself.

{datetime.date.today().isoformat()}, {os.cpu_count()} cores, {first(["lscpu"], "Model name")}, {platform.system()}
{platform.release().split("-")[0]}, {", ".join(pinned)}.
Load average during the run: {load:.1f}; more than the number of
cores means that other work took its share, which pairs even out but do not remove.

{head}
{chr(10).join(lines["decisions"])}

Selection rates, true and false positive rates of all groups agree with each of the others to nine digits.
{"Not installed, and so not compared: " + ", ".join(sorted(skipped)) + "." if skipped else ""}

## Rows

![Time and memory against rows](images/performance.svg)

| rows | {" | ".join(series)} |
|---|---|---|---|---|
{memory}

Memory does not grow with rows, unless `subject` is declared: finding a repeated one takes up to 64 bytes a row.

{many}
## Ranked lists

Lists of 20, about ten rows of relevance for each person, 100,000 items. Our side reads and joins all tables, and gives NDCG by
two columns of people and exposure by provider with intervals, verdicts, record and reports; the others' side is point values
alone, by hand in Polars and DuckDB, NDCG without groups of items in the other two.

{head}
{chr(10).join(lines["lists"])}

NDCG by gender and exposure by provider agree with each of the others to nine digits.

Memory grows with people, items and relevance, and not with lists as long as the rows of each stand together. A list that goes on
after another began needs all its rows before it can be put in order. Then the file is read again: once to count the rows of
each person, and once more for as many people as fit into `--memory` (512 MB without it) at 12 bytes a row, 20 with
engagement; then for the next ones. No row is written to disk, and the record is the same for any `--memory`. Standard input
and pipes can be read only once; their rows take four bytes more each and must fit into three quarters of the memory.

## Where the time goes

Of the time that reading decisions takes (perf, 10 million rows without digest), two fifths turn labels into codes, a fifth finds
separators and line ends with AVX-512, a fifth copies out of the page cache, and the rest gathers rows, numbers groups and
counts. The digest runs at the speed of the processor's SHA instructions, about 2 GB/s, with swift-crypto as with OpenSSL,
which takes 0.32 s for the file of 10 million rows: with digest, it alone takes longer than everything else together, and
nothing but a faster digest would bring those lines down. Statistics do not wait for it; the record and the reports do.

Whatever the number of rows, an audit of these 27 groups takes about 40 ms on two cores: 5 ms to start, then of what the
processors do nearly half for the statistics (a quarter of that the 1,000 replicates), a tenth for the canonical record, a
quarter for the documents and files. This is what small files, and the goals beside slow peers, measure.

Lists: turning ids into numbers takes 16 %, totals of items 10 % (cache misses), cutting rows 9 %, grades 8 %. Tables of people and
items are read by one core, as is the sorting of relevance: about a tenth of the time.
"""
page = here / "../../docs/performance.md"
# What versions.py printed stays: it needs an older build.
_, found, kept = page.read_text().partition("\n## Beside 0.1.0\n")
page.write_text(text.rstrip("\n") + "\n" + (found + kept if found else ""))
