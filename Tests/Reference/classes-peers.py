"""Several classes: what scikit-learn, Fairlearn, SciPy and statsmodels give for rows of three classes, and the limits of verdicts by other means.

    python3 -m venv venv && venv/bin/pip install numpy==2.1.3 scipy==1.14.1 scikit-learn==1.5.2 fairlearn==0.11.0 pandas==2.2.3 statsmodels==0.14.4
    venv/bin/python classes-peers.py > classes-peers.json

Limits of verdicts are those of rules3-scipy.py (restricted likelihoods by bisection, Brent's method on the guarded statistic), at the levels of Bonferroni's correction.
"""

import contextlib
import importlib.util
import io
import json
import os
import warnings

import fairlearn
import numpy as np
import pandas as pd
import scipy
import sklearn
import statsmodels
from fairlearn.metrics import MetricFrame
from scipy import stats
from sklearn.metrics import accuracy_score, precision_score, recall_score
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

warnings.filterwarnings("ignore")
spec = importlib.util.spec_from_file_location("rules3", os.path.join(os.path.dirname(os.path.abspath(__file__)), "rules3-scipy.py"))
rules3 = importlib.util.module_from_spec(spec)
with contextlib.redirect_stdout(io.StringIO()):  # It prints its own values.
    spec.loader.exec_module(rules3)

CLASSES = ["advanced", "held", "rejected"]
# People by group, true class and decided class, in the order of CLASSES.
TABLE = {
    "a": [[420, 60, 40], [70, 260, 50], [30, 55, 215]],
    "b": [[210, 70, 45], [40, 190, 65], [20, 60, 200]],
    "c": [[55, 12, 8], [9, 41, 11], [6, 10, 38]],
}


def rows():
    found = []
    for group, table in TABLE.items():
        for true, line in zip(CLASSES, table):
            for decided, count in zip(CLASSES, line):
                found += [(group, true, decided)] * count
    return pd.DataFrame(found, columns=["group", "truth", "decision"])


def against_the_rest(frame, label):
    """Fairlearn's frame of the class as a yes or no."""
    true, decided = frame.truth == label, frame.decision == label
    return MetricFrame(
        metrics={
            "selection-rate": lambda y, p: float(np.mean(p)),
            "base-rate": lambda y, p: float(np.mean(y)),
            "true-positive-rate": lambda y, p: recall_score(y, p),
            "false-positive-rate": lambda y, p: 1 - recall_score(y, p, pos_label=False),
            "positive-predictive-value": lambda y, p: precision_score(y, p),
            "accuracy": accuracy_score,
        },
        y_true=true, y_pred=decided, sensitive_features=frame.group)


def main():
    frame = rows()
    rates, differences, ratios, intervals = [], [], [], []
    frames = {label: against_the_rest(frame, label) for label in CLASSES}
    for label, found in frames.items():
        for metric in found.by_group.columns:
            for group, value in found.by_group[metric].items():
                rates.append({"class": label, "metric": metric, "group": group, "value": float(value)})
            differences.append({"class": label, "metric": metric, "value": float(found.difference()[metric])})
            ratios.append({"class": label, "metric": metric, "value": float(found.ratio()[metric])})
        counts = {g: (int((frame.decision[frame.group == g] == label).sum()), int((frame.group == g).sum())) for g in TABLE}
        highest = max(counts, key=lambda g: counts[g][0] / counts[g][1])
        for group, (x, n) in counts.items():
            wilson = [float(v) for v in proportion_confint(x, n, method="wilson")]
            row = {"class": label, "group": group, "wilson": wilson, "reference": highest}
            if group != highest:
                y, m = counts[highest]
                row["newcombe"] = [float(v) for v in confint_proportions_2indep(x, n, y, m, method="newcomb", compare="diff")]
                row["koopman"] = [
                    float(v) for v in confint_proportions_2indep(x, n, y, m, method="score", compare="ratio", correction=False)]
            intervals.append(row)
    macro = {
        metric: {
            "difference": float(np.mean([d["value"] for d in differences if d["metric"] == metric])),
            "ratio": float(np.mean([d["value"] for d in ratios if d["metric"] == metric])),
        }
        for metric in frames[CLASSES[0]].by_group.columns
    }
    # scikit-learn's macro recall of a group is the mean over classes of the rates above.
    recalls = {
        g: float(recall_score(frame.truth[frame.group == g], frame.decision[frame.group == g], average="macro")) for g in TABLE}

    # Limits of the mean over classes, two groups: every limit at the level divided by twice the number of classes.
    two = {g: TABLE[g] for g in ("a", "b")}
    z = stats.norm.isf(0.05 / (2 * len(CLASSES)))
    lower, upper, values = [], [], []
    for k, label in enumerate(CLASSES):
        (x1, n1), (x0, n0) = [(sum(line[k] for line in t), sum(map(sum, t))) for t in two.values()]
        if x1 / n1 < x0 / n0:
            (x1, n1), (x0, n0) = (x0, n0), (x1, n1)
        low, high = rules3.limits([(x1, n1, x0, n0)], z, "difference", True)
        values.append(x1 / n1 - x0 / n0)
        lower.append(max(0, low))
        upper.append(high)
    mean = {"value": float(np.mean(values)), "lower": float(np.mean(lower)), "upper": float(np.mean(upper)), "z": z}

    # One requirement on each class, two groups far from the limit: "met" at 1.96, "not met" at the level divided by the classes. The
    # guard is for counts below 20 and for deviates above 2.
    searched = []
    for k, label in enumerate(CLASSES):
        rate = {g: (sum(line[k] for line in t), sum(map(sum, t))) for g, t in two.items()}
        own, other = sorted(rate, key=lambda g: rate[g][0] / rate[g][1])
        stratum = [rate[own] + rate[other]]
        searched.append({
            "class": label, "group": own, "reference": other,
            "lower": rules3.limits(stratum, stats.norm.isf(0.025), "ratio", False)[0],
            "upper": rules3.limits(stratum, stats.norm.isf(0.025 / len(CLASSES)), "ratio", True)[1],
            "upper-alone": rules3.limits(stratum, stats.norm.isf(0.025), "ratio", False)[1],
        })

    critical = [
        {"groups": k, "classes": c, "family": float(stats.studentized_range.ppf(1 - 0.05 / c, k, np.inf) / 2**0.5)}
        for k in (2, 3, 6) for c in (2, 3, 5)]
    distance = np.array([[30, 50, 20], [20, 45, 35]])
    chi = stats.chi2_contingency(distance, correction=False)
    total = {
        "table": distance.tolist(), "total-variation": float(np.abs(distance[0] / 100 - distance[1] / 100).sum() / 2),
        "chi-squared": float(chi.statistic),
    }
    print(json.dumps(
        {
            "versions": {
                "fairlearn": fairlearn.__version__, "numpy": np.__version__, "scikit-learn": sklearn.__version__,
                "scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
            "classes": CLASSES, "table": TABLE, "rates": rates, "differences": differences, "ratios": ratios,
            "intervals": intervals, "macro": macro, "macro-recall": recalls, "mean": mean, "searched": searched,
            "critical": critical, "total-variation": total,
        }, indent=1))


main()
