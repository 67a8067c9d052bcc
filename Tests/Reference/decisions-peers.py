"""What peers print about the decisions of datasets/compas-two-year, and why it is not what an audit prints.

    pip install fairlearn==0.15.0 aif360==0.6.1 aequitas==1.1.0 scikit-learn scipy
    python decisions-peers.py > decisions-peers.json

Favourable is Low, positive is "no new offence within two years". Each number is named by the tool and the row of docs/reconciliation.md; `ours` is worked out here from the counts alone. Rows that were
not run come from the published formulas of the tools.
"""

import json
import logging
import math
import pathlib
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import aequitas  # noqa: E402
import fairlearn  # noqa: E402
import fairlearn.metrics as fm  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from aequitas.bias import Bias  # noqa: E402
from aequitas.group import Group  # noqa: E402
from aif360.datasets import BinaryLabelDataset  # noqa: E402
from aif360.metrics import BinaryLabelDatasetMetric, ClassificationMetric  # noqa: E402
from sklearn.metrics import precision_score  # noqa: E402

path = pathlib.Path(__file__).parent.parent.parent / "datasets" / "compas-two-year" / "counts.csv"
data = pd.read_csv(path, keep_default_na=False)
data = data.loc[data.index.repeat(data.people)].reset_index(drop=True)
data["low"] = (data.risk == "Low").astype(int)
data["none"] = (data.reoffended_within_two_years == "no").astype(int)
data["both"] = data.race + ", " + data.sex


def cells(rows):
    favourable, positive = rows.low == 1, rows.none == 1
    return [int(n) for n in ((favourable & positive).sum(), (favourable & ~positive).sum(), (~favourable & positive).sum(), (~favourable & ~positive).sum())]


counts = {race: cells(rows) for race, rows in data.groupby("race")}
selection = {g: ((tp + fp), tp + fp + fn + tn) for g, (tp, fp, fn, tn) in counts.items()}
tpr = {g: (tp, tp + fn) for g, (tp, fp, fn, tn) in counts.items()}
fpr = {g: (fp, fp + tn) for g, (tp, fp, fn, tn) in counts.items()}


def large(rates):
    return {g: x / n for g, (x, n) in rates.items() if n >= 30}


def gap(rates):
    values = large(rates).values()
    return max(values) - min(values)


def share(rates, group):
    return rates[group][0] / rates[group][1]


rows = {}


def row(name, theirs, ours):
    clean = lambda x: None if x is None or (isinstance(x, float) and math.isnan(x)) else float(x)  # noqa: E731
    rows[name] = {"theirs": clean(theirs), "ours": clean(ours)}


# Fairlearn
y, d, race = data.none, data.low, data.race
row("fairlearn demographic_parity_ratio", fm.demographic_parity_ratio(y, d, sensitive_features=race), min(large(selection).values()) / max(large(selection).values()))
row("fairlearn demographic_parity_difference", fm.demographic_parity_difference(y, d, sensitive_features=race), gap(selection))
row("fairlearn equalized_odds_difference", fm.equalized_odds_difference(y, d, sensitive_features=race), max(gap(tpr), gap(fpr)))
row("fairlearn equalized_odds_difference mean", fm.equalized_odds_difference(y, d, sensitive_features=race, agg="mean"), (gap(tpr) + gap(fpr)) / 2)
npv = lambda zero: lambda t, p: precision_score(t, p, pos_label=0, zero_division=zero)  # noqa: E731
for name, zero in (("0/0", 0), ("nan", np.nan)):
    frame = fm.MetricFrame(metrics=npv(zero), y_true=y, y_pred=d, sensitive_features=data.both)
    row(f"fairlearn group_min {name}", frame.group_min(), None if zero == 0 else frame.by_group.dropna().min())


# AIF360
def dataset(frame, column):
    return BinaryLabelDataset(df=frame[["group", column]].rename(columns={column: "y"}).astype(float), label_names=["y"], protected_attribute_names=["group"])


two = data[data.race.isin(["African-American", "Caucasian"])].reset_index(drop=True)
two["group"] = (two.race == "Caucasian").astype(int)
pair = ClassificationMetric(dataset(two, "none"), dataset(two, "low"), unprivileged_groups=[{"group": 0}], privileged_groups=[{"group": 1}])
a, c = "African-American", "Caucasian"
row("aif360 disparate_impact", pair.disparate_impact(), share(selection, a) / share(selection, c))
row("aif360 statistical_parity_difference", pair.statistical_parity_difference(), share(selection, a) - share(selection, c))
row("aif360 average_odds_difference", pair.average_odds_difference(), (abs(share(tpr, a) - share(tpr, c)) + abs(share(fpr, a) - share(fpr, c))) / 2)
row("aif360 equalized_odds_difference", pair.equalized_odds_difference(), max(abs(share(tpr, a) - share(tpr, c)), abs(share(fpr, a) - share(fpr, c))))
data["group"] = data.race.map({g: i for i, g in enumerate(sorted(counts))})
everybody = ClassificationMetric(dataset(data, "none"), dataset(data, "low"), unprivileged_groups=[{"group": 0}], privileged_groups=[{"group": 2}])


def entropy(groups, alpha):
    benefits = [(n, b) for g in groups for n, b in g]
    people = sum(n for n, _ in benefits)
    mean = sum(n * b for n, b in benefits) / people
    f = (lambda r: r * math.log(r) if r > 0 else 0) if alpha == 1 else (lambda r: (r**alpha - 1) / (alpha * (alpha - 1)))
    return sum(n * f(b / mean) for n, b in benefits) / people


people = [[(fn, 0), (tp + tn, 1), (fp, 2)] for tp, fp, fn, tn in counts.values()]
means = [[(sum(n for n, _ in g), sum(n * b for n, b in g) / sum(n for n, _ in g))] for g in people]
row("aif360 theil_index", everybody.theil_index(), entropy(people, 1))
row("aif360 generalized_entropy_index", everybody.generalized_entropy_index(), entropy(people, 2))
row("aif360 between_all_groups_theil_index", everybody.between_all_groups_theil_index(), entropy(means, 1))
row("aif360 between_all_groups_generalized_entropy_index", everybody.between_all_groups_generalized_entropy_index(), entropy(means, 2))
row("aif360 coefficient_of_variation", everybody.coefficient_of_variation(), entropy(people, 2))
smooth = [(x + 1) / (n + 2) for x, n in selection.values() if n >= 30]
epsilon = max(math.log(max(smooth) / min(smooth)), math.log((1 - min(smooth)) / (1 - max(smooth))))
decisions = BinaryLabelDatasetMetric(dataset(data, "low"), unprivileged_groups=[{"group": 0}], privileged_groups=[{"group": 2}])
row("aif360 smoothed_empirical_differential_fairness", decisions.smoothed_empirical_differential_fairness(), epsilon)

# Aequitas
frame = pd.DataFrame({"score": data.low, "label_value": data.none, "race": data.race, "both": data.both})
table = Group().get_crosstabs(frame, attr_cols=["race"])[0].set_index("attribute_value")
row("aequitas ppr", table.ppr[c], share(selection, c))
row("aequitas pprev", table.pprev[c], share(selection, c))
bias = Bias().get_disparity_major_group(table.reset_index(), original_df=frame).set_index("attribute_value")
row("aequitas ppr_disparity", bias.ppr_disparity[c], share(selection, c) / share(selection, a))
crossed = Group().get_crosstabs(frame, attr_cols=["both"])[0]
bias = Bias().get_disparity_predefined_groups(crossed, original_df=frame, ref_groups_dict={"both": "Native American, Female"}).set_index("attribute_value")
row("aequitas fpr_disparity by zero", bias.fpr_disparity["Hispanic, Male"], None)
row("aequitas fpr_disparity 0/0", bias.fpr_disparity["Native American, Female"], None)
harm = pd.DataFrame({"score": 1 - data.low, "label_value": 1 - data.none, "race": data.race})
harms = Group().get_crosstabs(harm, attr_cols=["race"])[0].set_index("attribute_value")
row("aequitas fpr of a burden", harms.fpr[a], share(fpr, a))

# Not run: published formulas.
difference = share(selection, a) - share(selection, c)
row("clarify DPL", -difference, difference)
row("lift demographic parity", abs(difference), difference)
row("jurity four fifths", share(selection, "Other") / share(selection, c), share(selection, "Other") / share(selection, c))

versions = {"fairlearn": fairlearn.__version__, "aif360": "0.6.1", "aequitas": "1.1.0"}
print(json.dumps({"made": "decisions-peers.py", "versions": versions, "rows": rows}, indent=1))
