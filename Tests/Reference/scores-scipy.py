"""Numbers of scores, by other means than the program's.

    python scores-scipy.py > scores-scipy.json

Areas under the curve and Brier scores come from scikit-learn, distances from SciPy. DeLong's variance is written out over all pairs, Newcombe's limits by Brent's method, the projection of bins from
SciPy's quantiles. Smirnov's exact test is the share of all ways of dealing the scores out, one by one; without ties SciPy's own p is checked to be the same.
Made with Python 3.11, SciPy 1.16.3, scikit-learn 1.7.2, NumPy 2.4.6.
"""

import itertools
import json
import math

import numpy as np
from scipy import optimize, stats
from sklearn import metrics

Z = float(stats.norm.ppf(0.975))


def worked():
    """The two groups of the design."""
    a = ([0.9, 0.8, 0.8, 0.7, 0.6, 0.6, 0.5, 0.4, 0.3, 0.2], [1, 1, 0, 1, 1, 0, 0, 1, 0, 0])
    b = ([0.9, 0.7, 0.7, 0.6, 0.5, 0.5, 0.4, 0.4, 0.3, 0.1, 0.1, 0.8], [1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0])
    return [([s for s, y in zip(*g) if y], [s for s, y in zip(*g) if not y]) for g in (a, b)]


def kernel(positives, negatives):
    return np.array([[1.0 if p > n else 0.5 if p == n else 0.0 for n in negatives] for p in positives])


def area(positives, negatives):
    pairs = kernel(positives, negatives)
    value = float(metrics.roc_auc_score([1] * len(positives) + [0] * len(negatives), positives + negatives))
    assert abs(value - pairs.mean()) < 1e-12
    rows, columns = pairs.mean(axis=1), pairs.mean(axis=0)
    variance = float(rows.var(ddof=1) / len(positives) + columns.var(ddof=1) / len(negatives))
    return value, variance


def newcombe(value, m, n, z=Z):
    size = (m + n) / 2

    def excess(t):
        return (value - t) ** 2 - z * z * t * (1 - t) / (m * n) * (
            1 + (size - 1) * ((1 - t) / (2 - t) + t / (1 + t))
        )

    # At 1 the area itself is a root that limits nothing.
    low = optimize.brentq(excess, 0, value if value < 1 else 1 - 1e-9, xtol=1e-15) if value > 0 else 0.0
    high = optimize.brentq(excess, value, 1, xtol=1e-15) if value < 1 else 1.0
    return [low, high]


def logit(value, variance, z=Z):
    centre, reach = math.log(value / (1 - value)), z * math.sqrt(variance) / (value * (1 - value))
    return [1 / (1 + math.exp(-centre + reach)), 1 / (1 + math.exp(-centre - reach))]


def mover(one, other):
    (a, (al, au)), (b, (bl, bu)) = one, other
    return [a - b - math.hypot(a - al, bu - b), a - b + math.hypot(au - a, b - bl)]


def entry(positives, negatives):
    value, variance = area(positives, negatives)
    limits = newcombe(value, len(positives), len(negatives))
    return {
        "positives": positives, "negatives": negatives, "area": value, "variance": variance,
        "logit": logit(value, variance) if 0 < value < 1 and variance > 0 else limits, "newcombe": limits,
    }


def comparison(one, other):
    a, b = entry(*one), entry(*other)
    va, vb = a["variance"], b["variance"]
    na, nb = len(one[0]) + len(one[1]), len(other[0]) + len(other[1])
    t = (a["area"] - b["area"]) / math.sqrt(va + vb)
    df = (va + vb) ** 2 / (va**2 / (na - 1) + vb**2 / (nb - 1))
    return {
        "one": a, "other": b, "t": t, "degreesOfFreedom": df, "p": float(2 * stats.t.sf(abs(t), df)),
        "difference": mover((a["area"], a["newcombe"]), (b["area"], b["newcombe"])),
        "printed": mover((a["area"], a["logit"]), (b["area"], b["logit"])),
    }


def wilson(x, n, z):
    p, centre = x / n, x + z * z / 2
    half = z * math.sqrt(x * (1 - p) + z * z / 4)
    return (centre - half) / (n + z * z), (centre + half) / (n + z * z)


def calibration(bins):
    people = sum(n for n, _, _ in bins)
    each = float(stats.norm.isf(0.025 / len(bins)))
    low = high = 0.0
    for n, s, x in bins:
        l, u = wilson(x, n, each)
        low += n / people * max(0, l - s, s - u)
        high += n / people * max(abs(l - s), abs(u - s))
    chi = sum(n * (x / n - s) ** 2 / (s * (1 - s)) for n, s, x in bins)
    return {
        "bins": bins, "error": sum(n / people * abs(x / n - s) for n, s, x in bins),
        "debiased": sum(n / people * ((x / n - s) ** 2 - x / n * (1 - x / n) / (n - 1)) for n, s, x in bins),
        "chiSquared": chi, "p": float(stats.chi2.sf(chi, len(bins))), "limits": [low, high],
        "inTheLarge": sum(x - n * s for n, s, x in bins) / people,
    }


def gap(own, other):
    values = sorted(set(own) | set(other))
    return max(abs(sum(v <= x for v in own) / len(own) - sum(v <= x for v in other) / len(other)) for x in values)


def smirnov(own, other):
    """The share of all ways of dealing the scores out whose largest gap is as large."""
    both = own + other
    found = gap(own, other) - 1e-12
    ways = list(itertools.combinations(range(len(both)), len(own)))
    count = 0
    for way in ways:
        chosen = set(way)
        count += gap([both[i] for i in way], [v for i, v in enumerate(both) if i not in chosen]) >= found
    return count / len(ways)


def bands(value, m, n, z, span):
    tail = float(stats.norm.sf(z))
    reach = sum(math.sqrt(math.log(2 / tail) / (2 * k)) for k in (m, n))
    return [max(0, value - reach * span), value + reach * span]


def distance(own, other, exact=True):
    test = stats.ks_2samp(own, other, method="exact")
    w = float(stats.wasserstein_distance(own, other))
    p = smirnov(own, other) if exact else float(test.pvalue)
    if exact and len(set(own) | set(other)) == len(own) + len(other):
        assert abs(p - test.pvalue) < 1e-9
    v = [float(np.var(x, ddof=1)) / len(x) for x in (own, other)]
    df = sum(v) ** 2 / sum(u * u / (len(x) - 1) for u, x in zip(v, (own, other)))
    least = abs(np.mean(own) - np.mean(other)) - stats.t.ppf(0.975, df) * math.sqrt(sum(v))
    low, high = bands(w, len(own), len(other), Z, 1)
    return {
        "own": own, "other": other, "gap": float(test.statistic), "p": p,
        "gapLimits": [g if i == 0 else min(1, g) for i, g in enumerate(bands(float(test.statistic), len(own), len(other), Z, 1))],
        "area": w, "areaLimits": [max(0, low, float(least)), min(1, high)],
        "means": [float(np.mean(own)), float(np.mean(other))], "variances": v,
    }


def brier(positives, negatives):
    y, s = [1] * len(positives) + [0] * len(negatives), positives + negatives
    e = np.array(y) - np.array(s)
    d = 1 - 2 * np.array(s)
    z = float((e * d).sum() / math.sqrt((d**2 * np.array(s) * (1 - np.array(s))).sum()))
    return {
        "positives": positives, "negatives": negatives, "brier": float(metrics.brier_score_loss(y, s)),
        "brierVariance": float(np.var(e**2, ddof=1) / len(e)), "inTheLarge": float(e.mean()),
        "inTheLargeVariance": float(np.var(e, ddof=1) / len(e)), "spiegelhalter": z, "p": float(2 * stats.norm.sf(abs(z))),
    }


def drawn(seed, m, n, digits):
    rng = np.random.default_rng(seed)
    return (
        [float(v) for v in np.round(rng.beta(3, 2, m), digits)],
        [float(v) for v in np.round(rng.beta(2, 3, n), digits)],
    )


a, b = worked()
groups = [drawn(1, 40, 60, 2), drawn(2, 33, 57, 1), drawn(3, 100, 31, 6), drawn(4, 35, 35, 3)]
separated = ([0.9] * 10, [0.1] * 15)
output = {
    "z": Z,
    "areas": [entry(*g) for g in [a, b, *groups]]
    + [{"positives": separated[0], "negatives": separated[1], "area": 1.0, "variance": 0.0,
        "logit": newcombe(1.0, 10, 15), "newcombe": newcombe(1.0, 10, 15)}],
    "comparisons": [comparison(a, b), comparison(groups[0], groups[1]), comparison(groups[2], groups[3])],
    "cross": [comparison((a[0], b[1]), (b[0], a[1]))],
    "calibration": [
        calibration([(20, 0.10, 3), (20, 0.25, 4), (20, 0.45, 12), (20, 0.70, 13)]),
        calibration([(31, 0.05, 0), (30, 0.5, 22), (45, 0.95, 45)]),
    ],
    "distances": [
        distance([0.1, 0.2, 0.35, 0.5, 0.6, 0.8, 0.9, 0.95], [0.05, 0.15, 0.2, 0.3, 0.4, 0.55, 0.6, 0.7, 0.75, 0.85]),
        distance([0.11, 0.22, 0.35, 0.51, 0.66], [0.05, 0.15, 0.2, 0.34, 0.4, 0.555, 0.6]),
        distance([0.2, 0.2, 0.4, 0.4, 0.6], [0.2, 0.6, 0.6, 0.8, 0.8, 0.8]),
        distance([float(v) for v in np.random.default_rng(8).random(150)],
                 [float(v) for v in np.random.default_rng(9).beta(2, 2, 90)], exact=False),
    ],
    "brier": [brier(*g) for g in [a, b, *groups]],
}
print(json.dumps(output, indent=1))
