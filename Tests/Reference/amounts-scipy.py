"""Means and medians of amounts, by other means than the program's.

    python amounts-scipy.py > amounts-scipy.json

Means, variances, skewness and kurtosis come from SciPy, Student's limits from its t-test, Johnson's shift is written out; Welch's test is
SciPy's. Medians come from NumPy, the ranks of the sign test from SciPy's binomial distribution, tried one by one, and blocks from plain
slices of the sorted numbers.
Made with Python 3.11, SciPy 1.17.1, NumPy 2.4.6.
"""

import json
import math

import numpy as np
from scipy import stats

DEVIATES = [1.0, float(stats.norm.ppf(0.975)), 2.8497, 4.5]


def mean(x):
    x = np.array(x, float)
    n = len(x)
    error = float(stats.sem(x))
    kurtosis = float(stats.kurtosis(x, fisher=False))
    skewness = float(stats.skew(x, bias=False))
    freedom = min(max(2 * n / (kurtosis - 1), 2), n - 1)
    limits, plain = [], []
    for z in DEVIATES:
        tail = stats.norm.sf(z)
        t = stats.t.isf(tail, freedom)
        shift = 1.5 * skewness * (2 * t * t + 1) / (6 * math.sqrt(n))
        limits.append([x.mean() - error * (t + max(0, -shift)), x.mean() + error * (t + max(0, shift))])
        interval = stats.ttest_1samp(x, 0).confidence_interval(1 - 2 * tail)
        plain.append([float(interval.low), float(interval.high)])
    return {
        "mean": float(x.mean()), "variance": error * error, "skewness": skewness, "freedom": freedom,
        "limits": limits, "plain": plain,
    }


def median(x):
    x = sorted(x)
    n = len(x)
    half, size = n // 2, max(5, math.ceil(math.sqrt(n) / 20))
    low, high = x[(n - 1) // 2], x[n // 2]
    plain = float(np.median(x))
    if x.count(low) >= 5 and x.count(high) >= 5:
        value = plain
    else:
        value = float(np.mean(x[(n - 1) // 2 - 2:n // 2 + 3]))

    def rank(z):
        return max(k for k in range(0, n // 2 + 1) if k == 0 or stats.binom.cdf(k - 1, n, 0.5) <= stats.norm.sf(z))

    inside = max(0, half // size - 1)
    if rank(5.0) > 0:
        inside = min(inside, math.ceil((half - rank(5.0)) / size) + 1)
    below = [float(np.mean(x[half - (j + 1) * size:half - j * size])) for j in range(inside)]
    above = [float(np.mean(x[n - half + j * size:n - half + (j + 1) * size])) for j in range(inside)]
    limits = []
    for z in DEVIATES:
        k = rank(z)
        block = math.ceil((half - k) / size)
        limits.append(
            [min(below[block], value), max(above[block], value)] if k > 0 and block < inside else [None, None])
        if limits[-1][0] is not None:
            # No nearer to the middle than the sign test's own.
            assert limits[-1][0] <= x[k - 1] and limits[-1][1] >= x[n - k], (z, k)
    return {"median": plain, "value": value, "size": size, "below": below, "above": above, "limits": limits}


def residuals(e):
    e = np.array(e)
    square = mean(e**2)
    return {
        "numbers": [float(v) for v in e], "residual": mean(e)["plain"], "mean": float(e.mean()),
        "absolute": float(np.mean(np.abs(e))), "absolutePlain": mean(np.abs(e))["plain"],
        "root": float(np.sqrt(np.mean(e**2))),
        "rootPlain": [[math.sqrt(max(0, low)), math.sqrt(high)] for low, high in square["plain"]],
        "rootLimits": [[math.sqrt(max(0, low)), math.sqrt(high)] for low, high in square["limits"]],
    }


def sample(x):
    return {"numbers": x, "mean": mean(x), "median": median(x)}


def main():
    rng = np.random.default_rng(20)
    pay = [float(round(v, -2)) for v in rng.lognormal(10.6, 0.5, 120)]
    other = [float(round(v, -2)) for v in rng.lognormal(10.7, 0.4, 61)]
    waits = [float(round(v, 2)) for v in rng.exponential(3, 31)]
    days = [float(v) for v in rng.integers(1, 6, 400)]
    change = [float(round(v, 3)) for v in -rng.lognormal(0, 0.8, 50)]
    few = [float(v) for v in (3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5)]
    many = [float(round(v, 3)) for v in rng.normal(50, 10, 30001)]
    samples = [sample(x) for x in (pay, other, waits, days, change, few)]
    test = stats.ttest_ind(pay, other, equal_var=False)
    # The two groups of errors that the design works out, and two larger ones.
    worked = [[0.5, -0.2, 0.1, 0.9, -0.4, 0.3, 0.7, -0.1], [-0.3, 0.2, -0.6, -0.1, 0.4, -0.8, 0.1, -0.2, -0.5]]
    assert abs(math.sqrt(np.mean(np.square(worked[0]))) - 0.482182538050) < 1e-12
    errors = worked + [[float(round(v, 3)) for v in rng.normal(0.3, 2, n)] for n in (40, 75)]
    worked_test = stats.ttest_ind(*worked, equal_var=False)
    print(json.dumps({
        "errors": [residuals(e) for e in errors],
        "workedTest": {
            "t": float(worked_test.statistic), "freedom": float(worked_test.df), "p": float(worked_test.pvalue)},
        "deviates": DEVIATES, "samples": samples,
        "welch": {"t": float(test.statistic), "freedom": float(test.df), "p": float(test.pvalue)},
        "large": [len(many), median(many)["size"], len(median(many)["below"])],
    }, indent=1))


main()
