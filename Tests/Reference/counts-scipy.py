"""Numbers made of the four counts of decision and outcome, by other means than the program's.

    python counts-scipy.py > counts-scipy.json

Values come from scikit-learn (scores of rows written out). Limits of F1 are SciPy's Wilson limits of TP/(TP + FP + FN), mapped. Variances of functions are those of a
multinomial with derivatives by central differences in 50 digits (mpmath). Odds ratios: Woolf's limits written out, and SciPy's exact conditional ones, at several levels.
"""

import json

import mpmath
import numpy
import scipy
import sklearn
from scipy import stats
from sklearn import metrics

mpmath.mp.dps = 50
tables = [(30, 20, 15, 60), (12, 10, 47, 300), (555, 120, 210, 800), (11, 900, 14, 25), (5, 3, 2, 9)]


def rows(tp, fp, fn, tn):
    y = [1] * tp + [0] * fp + [1] * fn + [0] * tn
    d = [1] * (tp + fp) + [0] * (fn + tn)
    return y, d


def variance(f, counts):
    h = mpmath.mpf("1e-15")
    counts = [mpmath.mpf(c) for c in counts]
    gradient = []
    for i in range(4):
        up, down = list(counts), list(counts)
        up[i] += h
        down[i] -= h
        gradient.append((f(*up) - f(*down)) / (2 * h))
    people = sum(counts)
    mean = sum(g * c for g, c in zip(gradient, counts)) / people
    return float(sum(c * (g - mean) ** 2 for g, c in zip(gradient, counts)))


def f_beta(beta):
    b = mpmath.mpf(beta) ** 2
    return lambda tp, fp, fn, tn: (1 + b) * tp / ((1 + b) * tp + b * fn + fp)


def balanced(tp, fp, fn, tn):
    return (tp / (tp + fn) + tn / (tn + fp)) / 2


found = []
for counts in tables:
    tp, fp, fn, tn = counts
    y, d = rows(*counts)
    limits = stats.binomtest(tp, tp + fp + fn).proportion_ci(0.95, method="wilson")
    found.append(
        {
            "counts": counts,
            "f1": metrics.f1_score(y, d),
            "f1Limits": [2 * q / (1 + q) for q in (limits.low, limits.high)],
            "fBeta2": metrics.fbeta_score(y, d, beta=2),
            "fBeta2Variance": variance(f_beta(2), counts),
            "fBetaHalf": metrics.fbeta_score(y, d, beta=0.5),
            "fBetaHalfVariance": variance(f_beta(0.5), counts),
            "balancedAccuracy": metrics.balanced_accuracy_score(y, d),
            "balancedAccuracyVariance": variance(balanced, counts),
        }
    )

odds = []
for group, reference in [((30, 20), (45, 60)), ((10, 12), (900, 1100)), ((400, 20), (60, 61)), ((11, 10), (10, 40)), ((2, 3), (0, 7))]:
    table = numpy.array([group, reference])
    exact = stats.contingency.odds_ratio(table)
    woolf = stats.contingency.odds_ratio(table, kind="sample") if table.all() else None
    odds.append(
        {
            "group": group,
            "reference": reference,
            "exact": {
                str(level): [min(limit, 1e300) for limit in exact.confidence_interval(level)] for level in (0.9, 0.95, 0.995)
            },
            "value": woolf.statistic if woolf else None,
            "woolf": list(woolf.confidence_interval(0.95)) if woolf else None,
        }
    )

print(
    json.dumps(
        {
            "made": f"counts-scipy.py, SciPy {scipy.__version__}, scikit-learn {sklearn.__version__}, mpmath {mpmath.__version__}",
            "tables": found,
            "odds": odds,
        },
        indent=1,
    )
)
