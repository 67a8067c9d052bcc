"""Evenhand's numbers about MovieLens-100K against the witness and the peers. Run by scripts/movielens.

    python movielens-audits.py PROGRAM FOLDER

Audits every plan in FOLDER/data with PROGRAM and compares the records with `recommendations.py` on the same files, and
with movielens-peers.json: values within 1e-9, spreads within 1e-6. Lists and relevance as TREC or RecBole files have to
give the same numbers as CSV, to the last bit. Exits with 1 on a difference.
"""

import csv
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import recommendations as witness

HERE = pathlib.Path(__file__).resolve().parent
DEPTH, AT_LEAST = 10, 4
AGES = [(25, "[0, 25)"), (35, "[25, 35)"), (50, "[35, 50)"), (101, "[50, 100]")]
NAMES = ("most-popular", "item-knn")
# What does not depend on how a table is written.
NUMBERS = ("estimates", "disparities", "dispersions", "summaries", "profiles", "lorenz", "sensitivities", "associations",
           "findings", "detectable", "groupings", "lists", "verdict")
QUALITY = ("ndcg", "precision-at-k", "recall-at-k", "reciprocal-rank")


class Comparison:
    def __init__(self):
        self.compared, self.largest, self.wrong = 0, 0.0, []

    def check(self, place, found, expected, tolerance=1e-9):
        self.compared += 1
        if found is None or expected is None:
            if found is not expected:
                self.wrong.append(f"{place}: {found}, expected {expected}")
            return
        difference = abs(found - expected) / max(1, abs(expected))
        if tolerance <= 1e-9:
            self.largest = max(self.largest, difference)
        if not difference <= tolerance:
            self.wrong.append(f"{place}: {found}, expected {expected}")


def audited(program, plan):
    out = plan.parent.parent / "audits" / plan.stem
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run([program, "run", plan, "--quiet", "--output", out], check=True)
    return json.loads((out / "record.json").read_text(encoding="utf-8"))


def expectation(data, name, at_least):
    case = witness.Data(data, f"{name}.csv", "user_id", "item_id", "score", ["gender"],
                        {"popularity_band": ("popularity_band", None), "genre": ("class", " ")}, DEPTH, at_least,
                        "fractional", by="rank", grade="rating")
    with open(data / "users.csv", encoding="utf-8", newline="") as file:
        case.groups["age_band"] = {row["user_id"]: next(label for end, label in AGES if int(row["age"]) < end)
                                   for row in csv.DictReader(file)}
    result = {"estimates": [], "disparities": [], "summaries": []}
    witness.receivers(case, result)
    witness.everything(case, result)
    return result


def concerns(row):
    """The plans' target is the catalogue, and popularity bands come first."""
    return row.get("target", "catalogue") == "catalogue" and row.get("items", "popularity_band") == "popularity_band"


def metric(row):
    return "intra-group-pairwise-accuracy" if row.get("pairs") == "intra" else row["metric"]


def key(row):
    return metric(row), *row["grouping"], *(row.get("group") or [])


def of_witness(record, expected, name, comparison):
    estimates = {key(row): row for row in record["estimates"]}
    wholes = {(row["metric"], *row["grouping"]): row for row in record["summaries"] if row["comparison"] == "value"}
    spreads = {(row["metric"], *row["grouping"], row["scale"]): row for row in record["dispersions"] if not row["against"]}
    for row in filter(concerns, expected["estimates"]):
        place = f"{name} {' '.join(key(row))}"
        found = estimates.get(key(row))
        if found is None:
            comparison.wrong.append(f"{place}: not in the record")
            continue
        comparison.check(place, found["value"], row["value"])
        if "wilson" in row:
            comparison.check(f"{place}, successes", found["numerator"], row["numerator"])
            for side, limit in zip(("lower", "upper"), row["wilson"]):
                comparison.check(f"{place}, {side}", found["interval"] and found["interval"][side], limit)
            continue
        for scale in ("identity", "logarithm"):
            spread = row.get(scale)
            stored = spreads.get((metric(row), *row["grouping"], scale))
            if not spread or not spread.get("se") or stored is None or row["group"] not in stored["groups"]:
                continue
            index = stored["groups"].index(row["group"])
            at = index if stored["is-independent"] else index * (index + 3) // 2
            comparison.check(f"{place}, {scale} error", stored["covariance"][at] ** 0.5, spread["se"], 1e-6)
    for row in filter(concerns, expected["disparities"]):
        place = f"{name} {' '.join(key(row))} against {row['reference'][0]}, {row['comparison']}"
        for found in record["disparities"]:
            if (key(found) == key(row) and found["comparison"] == row["comparison"]
                    and found["reference"]["group"] == row["reference"] and not found["is-reference"]):
                comparison.check(place, found["value"], row["value"])
    for row in filter(concerns, expected["summaries"]):
        place = f"{name} {' '.join(key(row))}"
        if row["metric"] == "ranked-group-representation":
            found = estimates.get(key(row), {})
            comparison.check(f"{place}, failed", found.get("numerator"), row["failed"])
            comparison.check(f"{place}, tested", found.get("denominator"), row["tested"])
            continue
        found = wholes.get((row["metric"], *row["grouping"]), {})
        comparison.check(place, found.get("value"), row.get("corrected", row["value"]))


def of_peers(record, part, relevance, name, comparison):
    estimates = {key(row): row for row in record["estimates"]}
    for row in part["receivers"]:
        metrics = QUALITY + (("average-precision",) if row["tool"] == "lenskit" else ())
        if row["relevance"] == relevance and row["metric"] in metrics:
            comparison.check(f"{name} {' '.join(key(row))}, {row['tool']}", estimates[key(row)]["value"], row["value"])
            comparison.check(f"{name} {' '.join(key(row))}, lists", estimates[key(row)]["lists"] or
                             estimates[key(row)]["denominator"], row["count"])
    found = next(row["value"] for row in record["summaries"] if row["metric"] == "exposure-gini")
    for row in part["whole"]:
        if row["attention"] == "logarithmic":
            comparison.check(f"{name} {row['metric']}, {row['tool']}", found, row["value"])


def main(program, folder):
    data = folder / "data"
    peers = json.loads((HERE / "movielens-peers.json").read_text(encoding="utf-8"))
    parts = {part["recommender"]: part for part in peers["cases"]}
    comparison = Comparison()
    for name in NAMES:
        for kind, relevance, at_least in (("", "at-least 4", AT_LEAST), ("-graded", "graded", None)):
            record = audited(program, data / f"{name}{kind}.yaml")
            of_witness(record, expectation(data, name, at_least), name + kind, comparison)
            of_peers(record, parts[name], relevance, name + kind, comparison)
            if kind:
                continue
            for other in ("-trec", "-recbole"):
                again = audited(program, data / f"{name}{other}.yaml")
                for part in NUMBERS:
                    comparison.compared += 1
                    if again[part] != record[part]:
                        comparison.wrong.append(f"{name}{other}: other {part} than from CSV")
    for line in comparison.wrong[:50]:
        print(line, file=sys.stderr)
    print(f"{comparison.compared} numbers compared, {len(comparison.wrong)} differ; largest difference of a value "
          f"{comparison.largest:.1e}", file=sys.stderr)
    return 1 if comparison.wrong or comparison.compared < 1600 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
