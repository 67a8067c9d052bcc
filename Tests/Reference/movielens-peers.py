"""Two recommenders on MovieLens-100K and what peer tools print about their lists. Run by scripts/movielens.

    python movielens-peers.py recbole-1.2.1-py3-none-any.whl FOLDER

Writes lists, tables and plans to FOLDER, the peers' numbers to movielens-peers.json beside this file, and
docs/reconciliation.md. No row, title or identifier of the data is in either of these.

The split: of each person's ratings in order of time, ties by item number, the last fifth (rounded down) is the test, the
rest the history. `most-popular` ranks by ratings in the history; `item-knn` by the sum of cosine similarities between an
item and those of the person's history that are among its 40 nearest. Both leave out the history; equal scores go to
the smaller item number.
"""

import importlib.metadata
import io
import json
import math
import pathlib
import platform
import sys
import zipfile

import numpy as np
import pandas as pd

import pytrec_eval
import ranx
from FairRankTune import AWRF, EXP, NDKL
from lenskit.data import ItemList
from lenskit.metrics import NDCG, Precision, RecipRank, Recall
from lenskit.metrics.ranking import AveragePrecision, ExposureGini, GeometricRankWeight, ListGini, LogRankWeight

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import recommendations as witness

HERE = pathlib.Path(__file__).resolve().parent
DEPTH, AT_LEAST, NEIGHBOURS = 10, 4, 40
VERSIONS = {name: importlib.metadata.version(name)
            for name in ("pytrec_eval-terrier", "ranx", "lenskit", "FairRankTune", "numpy", "scipy")}
AGES = [0, 25, 35, 50, 100]
AGE_LABELS = ["[0, 25)", "[25, 35)", "[35, 50)", "[50, 100]"]


# Data


def atomic(wheel, name):
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(f"recbole/dataset_example/ml-100k/ml-100k.{name}")
    frame = pd.read_csv(io.BytesIO(data), sep="\t", dtype=str, keep_default_na=False)
    frame.columns = [column.partition(":")[0] for column in frame.columns]
    return frame


def split(ratings):
    """History and test, both in the order of people and time."""
    ratings = ratings.astype({"user_id": int, "item_id": int, "rating": float, "timestamp": float})
    ratings = ratings.sort_values(["user_id", "timestamp", "item_id"], kind="stable")
    position = ratings.groupby("user_id").cumcount()
    size = ratings.groupby("user_id")["item_id"].transform("size")
    is_test = position >= size - size // 5
    return ratings[~is_test], ratings[is_test]


def recommend(history, users, items):
    user_of, item_of = {u: k for k, u in enumerate(users)}, {i: k for k, i in enumerate(items)}
    chosen = np.zeros((len(users), len(items)))
    chosen[history["user_id"].map(user_of), history["item_id"].map(item_of)] = 1
    counts = chosen.sum(axis=0)
    together = chosen.T @ chosen  # whole numbers, exact in any order of summation
    norm = np.sqrt(np.outer(counts, counts))
    cosine = np.divide(together, norm, out=np.zeros_like(together), where=norm > 0)
    np.fill_diagonal(cosine, 0)
    near = np.zeros_like(cosine)
    for row in range(len(items)):
        best = np.lexsort((np.arange(len(items)), -cosine[row]))[:NEIGHBOURS]
        near[row, best] = cosine[row, best]
    scores = {"most-popular": np.tile(counts, (len(users), 1)), "item-knn": np.round(chosen @ near.T, 9)}
    lists = {}
    for name, score in scores.items():
        rows = []
        for row, user in enumerate(users):
            masked = np.where(chosen[row] > 0, -np.inf, score[row])
            for rank, column in enumerate(np.lexsort((np.arange(len(items)), -masked))[:DEPTH]):
                rows.append((user, items[column], rank + 1, masked[column]))
        lists[name] = pd.DataFrame(rows, columns=["user_id", "item_id", "rank", "score"])
    return lists, counts


def bands(counts):
    """head: the most popular items that together hold half of the history; middle: the next 30 %; tail: the rest."""
    order = np.lexsort((np.arange(len(counts)), -counts))
    share = (counts[order].cumsum() - counts[order]) / counts.sum()
    result = np.empty(len(counts), object)
    result[order] = np.where(share < 0.5, "head", np.where(share < 0.8, "middle", "tail"))
    return result


PLAN = """# MovieLens-100K, {name}. Written by scripts/movielens; never publish this folder.
audit:
  title: Film recommendations, {name}
  system: {{name: {name}, version: "1"}}
  type: self-assessment
  data: test
  purpose: Recommends ten films.

recommendations:
{lists}
  users:
    source: {users}
    id: user_id
    groups: [gender, {{name: age_band, column: age, bins: {ages}}}]
  items:
    source: {items}
    id: item_id
    groups: [popularity_band, {{name: genre, column: class, multiple: " ", counting: fractional}}]
    popularity: popularity
  relevant: {{source: {relevant}{at_least}}}
  history: {{source: {history}, user: user_id, item: item_id}}
  audience: audience.csv
  depth: 10
  attention: logarithmic
  target: catalogue
  tail: 0.2

requirements:
  - {{id: quality, metric: ndcg, across: [gender, age_band], compare: ratio, reference: highest, at-least: 0.8}}
  - {{id: attention, metric: exposure, across: [popularity_band], compare: ratio, reference: highest, at-least: 0.8}}
"""


def write(folder, users, items, history, test, lists):
    """The tables as CSV and as RecBole's atomic files, the lists also as TREC runs, and plans for each."""
    folder.mkdir(parents=True, exist_ok=True)
    typed = {"user_id": "user_id:token", "item_id": "item_id:token", "age": "age:float", "gender": "gender:token",
             "class": "class:token_seq", "popularity": "popularity:float", "popularity_band": "popularity_band:token",
             "rating": "rating:float", "timestamp": "timestamp:float", "rank": "rank:float", "score": "score:float"}
    tables = {"users": users, "items": items, "history": history[["user_id", "item_id"]],
              "relevant": test[["user_id", "item_id", "rating"]]}
    suffix = {"users": "user", "items": "item", "history": "inter", "relevant": "inter"}
    users.to_csv(folder / "audience.csv", columns=["user_id"], index=False, lineterminator="\n")
    for name, frame in tables.items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        frame.rename(columns=typed).to_csv(
            folder / f"{name}.{suffix[name]}", index=False, sep="\t", lineterminator="\n")
    test.assign(zero=0)[["user_id", "zero", "item_id", "rating"]].astype({"rating": int}).to_csv(
        folder / "relevant.qrels", index=False, header=False, sep=" ", lineterminator="\n")
    for name, frame in lists.items():
        frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        frame[["user_id", "item_id", "rank"]].rename(columns=typed).to_csv(
            folder / f"{name}.inter", index=False, sep="\t", lineterminator="\n")
        # TREC tools read the score only, so that it has to repeat the rank.
        frame.assign(q="Q0", score=DEPTH + 1 - frame["rank"], run=name)[
            ["user_id", "q", "item_id", "rank", "score", "run"]].to_csv(
                folder / f"{name}.run", index=False, header=False, sep=" ", lineterminator="\n")
        ranked = "{user: user_id, item: item_id, rank: rank}"
        common = {"name": name, "ages": AGES, "at_least": f", at-least: {AT_LEAST}"}
        pairs = ", user: user_id, item: item_id, grade: rating"
        csv = {"users": "users.csv", "items": "items.csv", "relevant": "relevant.csv" + pairs, "history": "history.csv"}
        atomic_files = {part: f"{{files: [{part}.{end}], format: recbole}}" for part, end in suffix.items()}
        atomic_files["relevant"] += pairs
        qrels = {"relevant": "{files: [relevant.qrels], format: trec-qrels}"}
        for kind, source, files in [
            ("", f"  source: {name}.csv\n  columns: {ranked}", csv),
            ("-graded", f"  source: {name}.csv\n  columns: {ranked}", {**csv, "at_least": ""}),
            ("-recbole", f"  source: {{files: [{name}.inter], format: recbole}}\n  columns: {ranked}",
             atomic_files),
            ("-trec", f"  source: {{files: [{name}.run], format: trec-run}}", {**csv, **qrels}),
        ]:
            (folder / f"{name}{kind}.yaml").write_text(PLAN.format(lists=source, **{**common, **files}), encoding="utf-8")


# Peers


def of_pytrec(run, relevant):
    evaluator = pytrec_eval.RelevanceEvaluator(relevant, {"ndcg_cut.10", "P.10", "recall.10", "recip_rank", "map_cut.10"})
    names = {"ndcg_cut_10": "ndcg", "P_10": "precision-at-k", "recall_10": "recall-at-k", "recip_rank": "reciprocal-rank",
             "map_cut_10": "map over all relevant"}
    found = evaluator.evaluate(run)
    return {name: {u: values[key] for u, values in found.items()} for key, name in names.items()}


def of_ranx(run, relevant):
    names = {"ndcg@10": "ndcg", "precision@10": "precision-at-k", "recall@10": "recall-at-k", "mrr@10": "reciprocal-rank",
             "map@10": "map over all relevant", "ndcg_burges@10": "ndcg with exponential gain"}
    run = ranx.Run(run)
    ranx.evaluate(ranx.Qrels(relevant), run, list(names), make_comparable=True)
    return {name: {u: float(v) for u, v in run.scores[key].items()} for key, name in names.items()}


def of_lenskit(ranked, relevant):
    metrics = {
        "ndcg": NDCG(n=DEPTH, weight=LogRankWeight(offset=1), gain="rating"),
        "ndcg with its own weights": NDCG(n=DEPTH, gain="rating"),
        "precision-at-k": Precision(n=DEPTH), "recall over at most ten": Recall(n=DEPTH),
        "reciprocal-rank": RecipRank(n=DEPTH), "average-precision": AveragePrecision(n=DEPTH),
    }
    result = {name: {} for name in metrics}
    for user, grades in relevant.items():
        listed = ItemList(item_ids=ranked.get(user, []), ordered=True)
        wanted = ItemList(item_ids=list(grades), rating=list(grades.values()))
        for name, metric in metrics.items():
            result[name][user] = float(metric.measure_list(listed, wanted))
    return result


def lenskit_gini(ranked, items, metric):
    lists = [ItemList(item_ids=row, ordered=True) for row in ranked.values()]
    return float(metric.global_aggregate([metric.compute_list_data(row, None) for row in lists]))


def by_group(tool, relevance, values, users, out):
    for metric, of_user in values.items():
        for grouping in ("gender", "age_band"):
            for label in sorted(users[grouping].unique()):
                rows = [of_user[str(u)] for u in users["user_id"][users[grouping] == label] if str(u) in of_user]
                out.append({"tool": tool, "relevance": relevance, "metric": metric, "grouping": [grouping],
                            "group": [label], "count": len(rows), "value": float(np.mean(rows))})


def compare(peers, case):
    """The largest difference between the witness and the peers where definitions agree."""
    ours = {(row["metric"], *row["grouping"], *row["group"]): row for row in case["estimates"] if len(row["group"]) == 1}
    worst = 0.0
    for row in peers:
        key = (row["metric"], *row["grouping"], *row["group"])
        if key in ours:
            assert ours[key]["count"] == row["count"], row
            worst = max(worst, abs(ours[key]["value"] - row["value"]))
    return worst


def gini(x):
    x = np.sort(np.asarray(x, float))
    n = len(x)
    return float(((2 * np.arange(1, n + 1) - n - 1) * x).sum() / (n * x.sum()))


def main(wheel, folder):
    users, items = atomic(wheel, "user"), atomic(wheel, "item")
    users = users.astype({"user_id": int, "age": int})[["user_id", "gender", "age"]].sort_values("user_id")
    items = items.astype({"item_id": int})[["item_id", "class"]].sort_values("item_id")
    history, test = split(atomic(wheel, "inter"))
    lists, counts = recommend(history, list(users["user_id"]), list(items["item_id"]))
    items = items.assign(popularity=counts.astype(int), popularity_band=bands(counts))
    data = folder / "data"
    write(data, users, items, history, test, lists)
    users["age_band"] = pd.cut(users["age"], AGES, right=False, labels=AGE_LABELS).astype(str)
    peers, wholes, largest, of_gini = {}, {}, 0.0, 0.0
    for name, frame in lists.items():
        ranked = {str(u): [str(i) for i in rows["item_id"]] for u, rows in frame.groupby("user_id")}
        run = {u: {i: float(DEPTH - r) for r, i in enumerate(row)} for u, row in ranked.items()}
        peers[name] = []
        for relevance, at_least in (("at-least 4", AT_LEAST), ("graded", None)):
            rows = test if at_least is None else test[test["rating"] >= at_least]
            relevant = {str(u): {str(i): int(g) if at_least is None else 1 for i, g in zip(part["item_id"], part["rating"])}
                        for u, part in rows.groupby("user_id")}
            found = {"pytrec_eval": of_pytrec(run, relevant), "ranx": of_ranx(run, relevant),
                     "lenskit": of_lenskit(ranked, relevant)}
            part = []
            for tool, values in found.items():
                by_group(tool, relevance, values, users, part)
            case = witness.Data(data, f"{name}.csv", "user_id", "item_id", "score", ["gender"],
                                {"popularity_band": ("popularity_band", None), "genre": ("class", " ")}, DEPTH, at_least,
                                "fractional", by="rank", grade="rating")
            case.groups["age_band"] = dict(zip(users["user_id"].astype(str), users["age_band"]))
            result = {"estimates": [], "disparities": [], "summaries": []}
            witness.receivers(case, result)
            largest = max(largest, compare(part, result))
            peers[name] += part
        witness.everything(case, result)
        own = next(row["value"] for row in result["summaries"] if row["metric"] == "exposure-gini")
        catalogue = len(items)
        wholes[name] = {
            "exposure-gini, logarithmic": lenskit_gini(
                ranked, items, ExposureGini(n=DEPTH, items=catalogue, weight=LogRankWeight(offset=1))),
            "exposure-gini, logarithmic-flat": lenskit_gini(
                ranked, items, ExposureGini(n=DEPTH, items=catalogue, weight=LogRankWeight())),
            "exposure-gini, geometric 0.85": lenskit_gini(
                ranked, items, ExposureGini(n=DEPTH, items=catalogue, weight=GeometricRankWeight(0.85))),
            "exposure-gini, uniform": lenskit_gini(ranked, items, ListGini(n=DEPTH, items=catalogue)),
        }
        of_gini = max(of_gini, abs(own - wholes[name]["exposure-gini, logarithmic"]))
    print(f"largest difference between the witness and the peers: quality {largest:.1e}, Gini {of_gini:.1e}", file=sys.stderr)
    assert largest < 1e-12 and of_gini < 1e-9  # LensKit keeps weights in single precision

    differences = reconcile(lists, peers, wholes, items, test)
    document = {
        "tool": ", ".join(f"{k} {v}" for k, v in VERSIONS.items()) + f", python {platform.python_version()}",
        "script": "movielens-peers.py", "data": "MovieLens-100K from recbole 1.2.1", "depth": DEPTH,
        "largest-difference": {"quality": largest, "gini": of_gini}, "people": len(users), "items": len(items),
        "history": len(history), "test": len(test),
        "cases": [{"recommender": name, "receivers": peers[name], "whole": [
            {"tool": "lenskit", "metric": k.partition(",")[0], "attention": k.partition(", ")[2], "value": v}
            for k, v in wholes[name].items()]} for name in lists],
        "differences": differences,
    }
    (HERE / "movielens-peers.json").write_text(witness.lines(document) + "\n", encoding="utf-8")
    write_page(differences, document)


# Differences


def reconcile(lists, peers, wholes, items, test):
    """Numbers that peers print for the same lists, and why they are not ours."""
    rows = []

    def add(tool, quantity, on, theirs, ours, why, ran=True):
        version = VERSIONS.get({"pytrec_eval": "pytrec_eval-terrier", "lenskit": "lenskit"}.get(tool, tool))
        rows.append({"tool": f"{tool} {version}" if ran and version else tool, "quantity": quantity, "on": on,
                     "theirs": theirs, "ours": ours, "ran": ran, "why": why})

    def mean(tool, relevance, metric, name="item-knn"):
        part = [r for r in peers[name] if (r["tool"], r["relevance"], r["metric"], r["grouping"]) ==
                (tool, relevance, metric, ["gender"])]
        return sum(r["value"] * r["count"] for r in part) / sum(r["count"] for r in part)

    knn, graded, binary = "item-knn, everybody", "graded", "at-least 4"
    ndcg, ap = mean("pytrec_eval", graded, "ndcg"), mean("lenskit", binary, "average-precision")
    add("lenskit", "NDCG@10 as it comes", f"{knn}, grades", mean("lenskit", graded, "ndcg with its own weights"), ndcg,
        "Its weight is 1/log₂ max(r, 2), so ranks 1 and 2 count the same; ours is 1/log₂(r + 1). "
        "`LogRankWeight(offset=1)` gives our number.")
    add("ranx", "ndcg_burges@10", f"{knn}, grades", mean("ranx", graded, "ndcg with exponential gain"), ndcg,
        "Its gain is 2^grade − 1; ours is the grade. `ndcg@10` of ranx gives our number.")
    add("pytrec_eval", "map_cut_10", f"{knn}, grade 4 and above", mean("pytrec_eval", binary, "map over all relevant"), ap,
        "It divides by all relevant items of a person, even when they are more than ten; ours by at most `depth`, so that "
        "a perfect list scores 1.")
    add("ranx", "map@10", f"{knn}, grade 4 and above", mean("ranx", binary, "map over all relevant"), ap,
        "The same as pytrec_eval.")
    add("lenskit", "Recall@10", f"{knn}, grade 4 and above", mean("lenskit", binary, "recall over at most ten"),
        mean("pytrec_eval", binary, "recall-at-k"),
        "It divides by at most ten relevant items; ours by all of them, like pytrec_eval and ranx.")

    # People without a relevant item.
    ranked = {str(u): [str(i) for i in part["item_id"]] for u, part in lists["item-knn"].groupby("user_id")}
    run = {u: {i: float(DEPTH - r) for r, i in enumerate(row)} for u, row in ranked.items()}
    judged = {str(u): {str(i): int(g >= AT_LEAST) for i, g in zip(part["item_id"], part["rating"])}
              for u, part in test.groupby("user_id")}
    none = sum(not any(row.values()) for row in judged.values())
    recall = mean("pytrec_eval", binary, "recall-at-k")
    found = of_pytrec(run, judged)["recall-at-k"]
    add("pytrec_eval", "recall_10", f"{knn}, grade 4 and above, lower grades kept in the qrels as 0",
        float(np.mean(list(found.values()))), recall,
        f"{none} people rated nothing 4 or higher in the test. Their recall is 0/0: it prints 0 and averages it; ours leaves "
        "them out of quality and counts them. With only relevant pairs in the qrels it gives our number.")
    found = of_ranx(run, judged)["recall-at-k"]
    add("ranx", "recall@10", "the same", float(np.mean(list(found.values()))), recall, "The same as pytrec_eval.")

    # Lists that are missing or short, and ties: small cases.
    add("ranx", "recall@10", "two people with one relevant item each, one of them without a list (`make_comparable=True`)",
        float(ranx.evaluate(ranx.Qrels({"a": {"x": 1}, "b": {"x": 1}}), ranx.Run({"a": {"x": 1.0}}), "recall@10",
                            make_comparable=True)), 1.0,
        "A person without a list counts as quality 0; ours counts them in `received-nothing`, and averages quality over "
        "lists.")
    short = ItemList(item_ids=["x", "y"], ordered=True)
    add("lenskit", "Precision@10", "one list of two items, one of them relevant",
        float(Precision(n=DEPTH).measure_list(short, ItemList(item_ids=["x"]))), 0.1,
        "It divides by the length of the list; ours by `depth`, like pytrec_eval and ranx.")
    three = ItemList(item_ids=["x", "y"], ordered=True)
    add("lenskit", "AveragePrecision@10", "a list of two items, the first relevant, of three relevant items",
        float(AveragePrecision(n=DEPTH).measure_list(three, ItemList(item_ids=["x", "z", "w"]))), 1 / 3,
        "It divides by the length of the list where that is shorter; ours by the relevant items, at most `depth`.")
    tie = of_pytrec({"a": {"x": 1.0, "y": 1.0}}, {"a": {"x": 1}})
    add("pytrec_eval", "recip_rank", "two items with the same score, the one that sorts first relevant",
        tie["reciprocal-rank"]["a"], 0.75,
        "trec_eval puts tied items in the reverse order of their names; ours averages over both orders.")

    # Attention and concentration.
    knn_gini = wholes["item-knn"]["exposure-gini, logarithmic"]
    n = len(items)
    add("lenskit", "ExposureGini as it comes", "item-knn", wholes["item-knn"]["exposure-gini, geometric 0.85"], knn_gini,
        "Its weight is 0.85^(r − 1); ours is the plan's `attention`. `LogRankWeight(offset=1)`, or `attention: {geometric: "
        "0.85}`, gives the same number.")
    add("lenskit", "ListGini", "item-knn", wholes["item-knn"]["exposure-gini, uniform"], knn_gini,
        "It counts lists whatever the rank: our `attention: uniform`.")
    add("holisticai, WarpRec", "Gini, divided by n − 1", "item-knn", knn_gini * n / (n - 1), knn_gini,
        "They divide by n − 1, so that one item with everything gives 1; ours by n. Computed with our attention.",
        ran=False)
    attention = np.zeros(n)
    index = {i: k for k, i in enumerate(items["item_id"])}
    for item, rank in zip(lists["item-knn"]["item_id"], lists["item-knn"]["rank"]):
        attention[index[item]] += 1 / math.log2(rank + 1)
    add("ClayRS, Evidently", "Gini over listed items only", "item-knn", gini(attention[attention > 0]), knn_gini,
        f"They leave out items that were never listed ({int((attention == 0).sum())} of {n} here); ours has the whole "
        "catalogue. Evidently also divides by m − 1. Computed with our attention.", ran=False)
    add("Elliot", "Gini", "item-knn", 1 - knn_gini, knn_gini, "It prints 1 − Gini. Computed with our attention.", ran=False)
    counts = np.array([0, 0, 1, 3, 6]) / 10
    entropy = float(-(counts[counts > 0] * np.log(counts[counts > 0])).sum())
    add("RecBole", "ShannonEntropy", "five items, listed 0, 0, 1, 3 and 6 times", entropy / 3, entropy,
        "It divides by the number of listed items.", ran=False)

    # One list.
    text = "AAABABBBBB"
    frame, of = pd.DataFrame([f"i{k}" for k in range(10)]), {f"i{k}": c for k, c in enumerate(text)}
    ours = witness.golden()["one-list"]
    add("FairRankTune", "NDKL", f"the list {text}, target 0.4 and 0.6", float(NDKL(frame, of)), ours["ndkl"],
        "It adds 10⁻⁷ to every share; ours adds nothing. Its target is the list's own mix; ours is the plan's.")
    add("FairRankTune", "AWRF, MinMaxRatio", f"the list {text}", float(AWRF(frame, of, 0.5, "MinMaxRatio")[0]),
        ours["attention"][3]["awrf"],
        "Another metric of the same name: lowest ÷ highest attention an item, geometric with p = 0.5. Ours is 1 − JS "
        "distance² between shares of attention and the target, as in TREC 2022 (same attention in this row); its number is "
        "the min ÷ max of our `exposure`.")
    add("Raj and Ekstrand 2022", "AWRF", f"the list {text}, target 0.4 and 0.6",
        abs(ours["attention"][0]["share-of-A"] - 0.4), ours["attention"][0]["awrf"],
        "The distance of one group's share from its target, so lower is better; ours is 1 − JS distance², so higher is.",
        ran=False)
    expected = witness.golden()["expected-exposure"]
    add("Raj and Ekstrand 2022", "EE-R", "four items, the second and third relevant, geometric 0.5",
        2 * expected["relevance"], expected["relevance"], "It prints 2 ε·ε*; ours is ε·ε*.", ran=False)
    add("Credo", "skew@5", f"group A of the list {text}", 4 / 5 / 0.4, ours["skew-at-5-of-A"],
        "It prints the ratio; ours is its logarithm.", ran=False)
    add("LinkedIn Fairness Toolkit", "skew@5", f"group A of the list {text}",
        math.log((4 + 1) / (5 + 2) / ((4 + 1) / (10 + 2))), ours["skew-at-5-of-A"], "It adds 1 to every count of the list and of the pool; ours adds nothing.", ran=False)
    add("FairRankTune", "EXP, MinMaxRatio", f"the list {text}", float(EXP(frame, of, "MinMaxRatio")[0]),
        ours["attention"][0]["exposure-min-max"],
        "No difference: lowest ÷ highest of our `exposure`. For several lists it sums where ours averages, which ratios do "
        "not see.")
    return rows


def write_page(rows, document):
    shown = lambda v: f"{v:.6f}".rstrip("0").rstrip(".")
    lines = [
        "# Why another tool prints another number",
        "",
        f"Generated by `scripts/movielens`. Two recommenders were trained on MovieLens-100K ({document['people']:,} people, "
        f"{document['items']:,} films; the last",
        "fifth of each person's ratings is the test), and peers computed what they can from the same lists of ten.",
        "",
        "**Where definitions agree**, the numbers of `Tests/Reference/recommendations.py` and of the peers are equal: nDCG,",
        "precision, recall and reciprocal rank with pytrec_eval, ranx and (except recall) LensKit, average precision with LensKit,",
        "by gender and age band, with grades and with `at-least: 4`, within 10⁻¹²; exposure Gini with LensKit within 10⁻⁹, because",
        "LensKit keeps weights in single precision. The peers' numbers are in `Tests/Reference/movielens-peers.json`.",
        "",
        "**Where they differ**, this is why. \"Not run\" means that the number comes from the tool's published formula.",
        "",
        "| tool | what it prints | on | its number | ours | why |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        tool = row["tool"] if row["ran"] else f"{row['tool']} (not run)"
        numbers = f"{shown(row['theirs'])} | {shown(row['ours'])}"
        lines.append(f"| {tool} | {row['quantity']} | {row['on']} | {numbers} | {row['why']} |")
    path = HERE.parent.parent / "docs" / "reconciliation.md"
    # The section about decisions is not ours.
    _, heading, decisions = path.read_text(encoding="utf-8").partition("\n## Decisions\n")
    path.write_text("\n".join(lines) + "\n" + heading + decisions, encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
