"""What a peer says about decisions or ranked lists. Usage: peers.py PEER FILE-OR-PREFIX [REPLICATES]

Prints one line of JSON. Of decisions, for each group of gender and race, joined by a bar: selection rate, true and false
positive rate. Of lists: NDCG by gender and, from those that can, exposure by provider. Everything a peer does not need is
imported by the others only.
"""

import json
import sys

peer, path = sys.argv[1], sys.argv[2]
COLUMNS = ["gender", "race", "y_true", "y_pred"]


def rates(tp: int, fp: int, fn: int, tn: int) -> list[float]:
    return [(tp + fp) / (tp + fp + fn + tn), tp / (tp + fn), fp / (fp + tn)]


def polars() -> dict:
    import polars as pl

    rows = pl.scan_csv(path).group_by(COLUMNS).len().collect(engine="streaming").rows()
    cells: dict = {}
    for gender, race, outcome, decision, count in rows:
        cells.setdefault(f"{gender}|{race}", [0, 0, 0, 0])[[3, 1, 2, 0][2 * outcome + decision]] = count
    return {group: rates(*counts) for group, counts in cells.items()}


def duckdb() -> dict:
    import duckdb as db

    case = "count(*) filter (y_true = {} and y_pred = {})"
    counts = ", ".join(case.format(*pair) for pair in ((1, 1), (0, 1), (1, 0), (0, 0)))
    rows = db.sql(f"select gender, race, {counts} from read_csv('{path}') group by all").fetchall()
    return {f"{gender}|{race}": rates(*counts) for gender, race, *counts in rows}


def aequitas() -> dict:
    import pandas as pd
    from aequitas.bias import Bias
    from aequitas.group import Group

    data = pd.read_csv(path, usecols=COLUMNS)
    data["group"] = data.gender + "|" + data.race
    data = data.rename(columns={"y_true": "label_value", "y_pred": "score"})
    table, _ = Group().get_crosstabs(data, attr_cols=["group"])
    Bias().get_disparity_predefined_groups(
        table, original_df=data, ref_groups_dict={"group": "male|White"}, alpha=0.05, mask_significance=False)
    return {row.attribute_value: rates(row.tp, row.fp, row.fn, row.tn) for row in table.itertuples()}


def fairlearn() -> dict:
    import pandas as pd
    from fairlearn.metrics import (
        MetricFrame, count, false_negative_rate, false_positive_rate, selection_rate, true_positive_rate)
    from sklearn.metrics import accuracy_score, precision_score

    data = pd.read_csv(path, usecols=COLUMNS)
    replicates = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    options = {"n_boot": replicates, "ci_quantiles": [0.025, 0.975], "random_state": 1} if replicates else {}
    frame = MetricFrame(
        metrics={
            "selection": selection_rate, "tpr": true_positive_rate, "fpr": false_positive_rate,
            "fnr": false_negative_rate, "precision": precision_score, "accuracy": accuracy_score, "count": count,
        }, y_true=data.y_true, y_pred=data.y_pred, sensitive_features=data[["gender", "race"]], **options)
    frame.difference()
    frame.ratio()
    if replicates:
        frame.by_group_ci
    return {"|".join(group): [row.selection, row.tpr, row.fpr] for group, row in frame.by_group.iterrows()}


def aif360() -> dict:
    import warnings

    warnings.filterwarnings("ignore")
    import pandas as pd
    from aif360.datasets import BinaryLabelDataset
    from aif360.metrics import ClassificationMetric

    data = pd.read_csv(path, usecols=COLUMNS)
    genders, races = (data[name].astype("category") for name in ("gender", "race"))
    data["gender"], data["race"] = genders.cat.codes, races.cat.codes
    options = {
        "label_names": ["y"], "protected_attribute_names": ["gender", "race"], "favorable_label": 1,
        "unfavorable_label": 0,
    }
    true, predicted = (
        BinaryLabelDataset(df=data[["gender", "race", name]].rename(columns={name: "y"}), **options)
        for name in ("y_true", "y_pred"))
    result = {}
    for g, gender in enumerate(genders.cat.categories):
        for r, race in enumerate(races.cat.categories):
            other = {"gender": 1, "race": 5} if (g, r) != (1, 5) else {"gender": 0, "race": 5}
            metric = ClassificationMetric(
                true, predicted, unprivileged_groups=[{"gender": g, "race": r}], privileged_groups=[other])
            result[f"{gender}|{race}"] = [
                metric.selection_rate(privileged=False), metric.true_positive_rate(False),
                metric.false_positive_rate(False)]
    return result


def numpy() -> dict:
    """The cluster bootstrap: `path` is the number of clusters, each with 16 numbers."""
    import numpy as np

    clusters, replicates, rng = int(path), int(sys.argv[3]), np.random.default_rng(1)
    sums = np.zeros((replicates, 17))
    for first in range(0, clusters, 4096):
        count = min(4096, clusters - first)
        vectors = rng.integers(0, 8, (count, 17)).astype(np.float32)
        vectors[:, 0] = 1
        sums += rng.poisson(1.0, (replicates, count)).astype(np.float32) @ vectors
    means = sums[:, 1] / sums[:, 0]
    return {"interval": [float(value) for value in np.quantile(means, [0.025, 0.975])]}


def polars_lists() -> dict:
    import math

    import polars as pl

    names = ("lists", "relevant", "users", "items")
    lists, relevant, users, items = (pl.scan_csv(f"{path}_{name}.csv") for name in names)
    weight = 1 / ((pl.col("rank") + 1).log(2))
    best = [sum((1 / math.log2(rank + 1) for rank in range(1, count + 1)), 0.0) for count in range(21)]
    ideal = pl.DataFrame({"wanted": list(range(21)), "ideal": best}).lazy()
    gains = lists.join(relevant, on=["user", "item"], how="semi").group_by("user").agg(weight.sum().alias("gain"))
    quality = (
        relevant.group_by("user").len("wanted").with_columns(pl.col("wanted").clip(0, 20).cast(pl.Int64))
        .join(ideal, on="wanted").join(gains, on="user", how="left")
        .with_columns((pl.col("gain").fill_null(0) / pl.col("ideal")).alias("ndcg"))
        .join(users, on="user").group_by("gender").agg(pl.col("ndcg").mean()))
    exposure = lists.join(items, on="item").group_by("provider").agg(weight.sum())
    quality, exposure = pl.collect_all([quality, exposure], engine="streaming")
    return {"ndcg": dict(quality.rows()), "exposure": dict(exposure.rows())}


def duckdb_lists() -> dict:
    import duckdb as db

    def table(name: str) -> str:
        return f"read_csv('{path}_{name}.csv')"

    quality = db.sql(f"""
        with gains as (
          select l.user, sum(1 / log2(l.rank + 1)) gain from {table("lists")} l
          semi join {table("relevant")} r on l.user = r.user and l.item = r.item group by 1),
        wanted as (select user, least(count(*), 20) n from {table("relevant")} group by 1),
        ideal as (
          select n, sum(1 / log2(i + 1)) ideal from range(1, 21) x(n), range(1, 21) y(i) where i <= n group by n)
        select gender, avg(coalesce(gain, 0) / ideal) from wanted join ideal using (n) left join gains using (user)
        join {table("users")} using (user) group by 1""").fetchall()
    exposure = db.sql(f"""
        select provider, sum(1 / log2(rank + 1)) from {table("lists")} join {table("items")} using (item)
        group by 1""").fetchall()
    return {"ndcg": dict(quality), "exposure": dict(exposure)}


def mean_by_gender(quality: dict) -> dict:
    import polars as pl

    users = pl.read_csv(f"{path}_users.csv", schema_overrides={"user": pl.String})
    values = pl.DataFrame({"user": list(quality), "ndcg": list(quality.values())})
    return {"ndcg": dict(users.join(values, on="user").group_by("gender").agg(pl.col("ndcg").mean()).rows())}


def pytrec_eval() -> dict:
    import polars as pl
    import pytrec_eval as trec

    relevant, run = {}, {}
    strings = {"user": pl.String, "item": pl.String}
    for user, item in pl.read_csv(f"{path}_relevant.csv", schema_overrides=strings).iter_rows():
        relevant.setdefault(user, {})[item] = 1
    columns = ["user", "item", "rank"]
    for user, item, rank in pl.read_csv(f"{path}_lists.csv", columns=columns, schema_overrides=strings).iter_rows():
        run.setdefault(user, {})[item] = float(-rank)
    found = trec.RelevanceEvaluator(relevant, {"ndcg_cut.20"}).evaluate(run)
    return mean_by_gender({user: values["ndcg_cut_20"] for user, values in found.items()})


def ranx() -> dict:
    import pandas as pd
    from ranx import Qrels, Run, evaluate

    strings = {"user": str, "item": str}
    relevant = pd.read_csv(f"{path}_relevant.csv", dtype=strings).astype({"user": object, "item": object})
    lists = pd.read_csv(f"{path}_lists.csv", dtype=strings).astype({"user": object, "item": object})
    relevant["grade"] = 1
    lists["score"] = -lists["rank"].astype(float)
    qrels = Qrels.from_df(relevant, q_id_col="user", doc_id_col="item", score_col="grade")
    run = Run.from_df(lists, q_id_col="user", doc_id_col="item", score_col="score")
    evaluate(qrels, run, "ndcg@20", make_comparable=True)
    return mean_by_gender({user: float(value) for user, value in run.scores["ndcg@20"].items()})


decisions = (polars, duckdb, aequitas, fairlearn, aif360, numpy)
known = {function.__name__: function for function in (*decisions, polars_lists, duckdb_lists, pytrec_eval, ranx)}
print(json.dumps(known[peer]()))
