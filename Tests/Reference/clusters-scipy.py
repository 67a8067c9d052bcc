"""Expected numbers for groups that are compared by averages over people, from NumPy and SciPy.

    python clusters-scipy.py > clusters-scipy.json

Nothing here shares a formula's route with the Swift code: jackknives recompute without a row, Welch's test is
scipy.stats.ttest_ind, the paired one ttest_rel, Hotelling's test is checked against a regression F test, detectable values
are found by root search.
"""

import json

import numpy as np
import scipy
from scipy import optimize, stats

rng = np.random.default_rng(20240601)


def rounded(a):
    return np.round(a, 6)


def lognormal(n, k, zeros=0.0):
    common = rng.normal(size=(n, 1))
    x = np.exp(0.6 * common + 0.8 * rng.normal(size=(n, k)))
    return rounded(x * (rng.random((n, k)) >= zeros))


def functions(x):
    """Four numbers of the means of six components: two shares, one ratio, and the mean of the last."""
    m = x.mean(0)
    return np.array([(m[0] + m[1]) / m[:5].sum(), m[2] / m[:5].sum(), m[3] / (2 * m[4] + m[5]), m[5]])


def gradient(x, index):
    """The influence of each row by a weight that is moved a little: complex steps are exact to rounding."""
    n = len(x)
    h = 1e-30
    result = []
    for u in range(n):
        w = np.full(n, 1 / n, dtype=complex)
        w += h * 1j * ((np.arange(n) == u) - 1 / n)
        m = (w[:, None] * x).sum(0)
        total = m[:5].sum()
        values = [(m[0] + m[1]) / total, m[2] / total, m[3] / (2 * m[4] + m[5]), m[5]]
        result.append(values[index].imag / h)
    return np.array(result)


def df(d):
    n = len(d)
    kurtosis = n * (d ** 4).sum() / (d ** 2).sum() ** 2
    return min(max(2 * n / (kurtosis - 1), 2), n - 1)


def joint(n, zeros):
    x = lognormal(n, 6, zeros)
    theta = functions(x)
    without = np.array([functions(np.delete(x, u, 0)) for u in range(n)])
    influence = np.array([gradient(x, g) for g in range(4)])
    case = {"rows": x.tolist(), "values": theta.tolist(), "scales": {}}
    for scale, f, slope in (("identity", lambda v: v, np.ones(4)), ("logarithm", np.log, 1 / theta)):
        jackknife = np.cov(f(without).T, ddof=0) * (n - 1)
        d = influence * slope[:, None]
        delta = np.cov(d, ddof=1) / n
        triangle = [(g, h) for g in range(4) for h in range(g + 1)]
        case["scales"][scale] = {
            "covariance": [jackknife[g, h] for g, h in triangle],
            "df": [df(d[g] if g == h else d[g] - d[h]) for g, h in triangle],
            "delta": [delta[g, h] for g, h in triangle],
        }
    return case


def welch(sizes):
    groups = [rounded(rng.exponential(1 + i, n) * (rng.random(n) < 0.6)) for i, n in enumerate(sizes)]
    tests = []
    for g in range(len(groups)):
        for h in range(g):
            found = stats.ttest_ind(groups[g], groups[h], equal_var=False)
            interval = found.confidence_interval(0.9)
            tests.append({"group": g, "reference": h, "t": found.statistic, "df": found.df, "p": found.pvalue,
                          "interval": [interval.low, interval.high]})
    # All others together, weighed by their numbers: a linear contrast with Satterthwaite's degrees of freedom.
    weights = np.array([10.0, 20, 5, 0][:len(groups)])
    complements = []
    for g in range(len(groups)):
        others = [h for h in range(len(groups)) if h != g]
        c = -weights / weights[others].sum()
        c[g] = 1
        v = np.array([x.var(ddof=1) / len(x) for x in groups])
        parts = c ** 2 * v
        se = np.sqrt(parts.sum())
        degrees = parts.sum() ** 2 / sum(p ** 2 / (len(x) - 1) for p, x in zip(parts, groups))
        d = sum(ci * x.mean() for ci, x in zip(c, groups))
        t = d / se
        m = sum(weights[h] * groups[h].mean() for h in others) / weights[others].sum()
        # ln(theta/m): the same contrast, each term divided by what it belongs to.
        b = -weights / (weights[others].sum() * m)
        b[g] = 1 / groups[g].mean()
        logs = b ** 2 * v
        log_df = logs.sum() ** 2 / sum(p ** 2 / (len(x) - 1) for p, x in zip(logs, groups))
        half = stats.t.ppf(0.95, log_df) * np.sqrt(logs.sum())
        ratio = groups[g].mean() / m
        complements.append({"difference": d, "t": t, "df": degrees, "p": 2 * stats.t.sf(abs(t), degrees),
                            "ratio": [ratio * np.exp(-half), ratio * np.exp(half)]})
    return {"groups": [x.tolist() for x in groups], "weights": weights.tolist(), "tests": tests,
            "complements": complements}


def paired(n):
    x = lognormal(n, 2)
    found = stats.ttest_rel(x[:, 0], x[:, 1])
    interval = found.confidence_interval(0.95)
    return {"rows": x.tolist(), "t": found.statistic, "df": float(found.df), "p": found.pvalue,
            "interval": [interval.low, interval.high]}


def hotelling(n, k, target):
    """All exposure shares against a target: k - 1 contrasts, by regressing the constant 1 on them without intercept."""
    x = lognormal(n, k)
    target = np.array(target)
    y = (x - target * x.sum(1, keepdims=True))[:, :-1]
    p = k - 1
    mean, s = y.mean(0), np.cov(y.T, ddof=1).reshape(p, p)
    t2 = n * mean @ np.linalg.solve(s, mean)
    f = t2 * (n - p) / (p * (n - 1))
    # Independent route: F of the regression of ones on y.
    ones = np.ones(n)
    fitted = y @ np.linalg.lstsq(y, ones, rcond=None)[0]
    explained = fitted @ fitted
    assert np.isclose(f, explained / p / ((n - explained) / (n - p)))
    return {"rows": x.tolist(), "target": target.tolist(), "t2": t2, "df": [p, n - p], "p": stats.f.sf(f, p, n - p)}


def divergence(n, k, target):
    """sum of p ln(p/t), the shares p of the means: jackknife with influences from leave-one-out values; delta by weights."""
    x = lognormal(n, k)
    target = np.array(target)

    def value(m):
        p = m / m.sum()
        return (p * np.log(p / target)).sum()

    theta = value(x.mean(0))
    without = np.array([value(np.delete(x, u, 0).mean(0)) for u in range(n)])
    d = without - without.mean()
    h = 1e-30
    influence = [value(((np.full(n, 1 / n) + h * 1j * ((np.arange(n) == u) - 1 / n))[:, None] * x).sum(0)).imag / h
                 for u in range(n)]
    return {"rows": x.tolist(), "target": target.tolist(), "value": theta,
            "jackknife": np.sqrt((n - 1) * d.var()), "df": df(d), "delta": np.sqrt(np.var(influence, ddof=1) / n)}


def detectable():
    """The truth from which an estimate lies beyond threshold + critical * se with the power, by root search."""
    cases = []
    for se, degrees, scale, threshold, single, family, power in [
        (0.05, None, "identity", -0.1, 1.96, 2.85, 0.8), (0.08, 12.5, "logarithm", 0.8, 1.96, 2.85, 0.8),
        (0.2, 40.0, "logarithm", 0.9, 1.645, 1.645, 0.9),
    ]:
        start = threshold if scale == "identity" else np.log(threshold)

        def truth(z, sign):
            c = z if degrees is None else stats.t.isf(stats.norm.sf(z), degrees)
            chance = lambda x: stats.norm.sf((start + sign * c * se - x) * sign / se) - power
            found = optimize.brentq(chance, start - 20 * se, start + 20 * se, xtol=1e-14)
            return found if scale == "identity" else np.exp(found)

        cases.append({"se": se, "df": degrees, "scale": scale, "threshold": threshold, "single": single,
                      "family": family, "power": power, "met": truth(single, 1), "not-met": truth(family, -1)})
    return cases


print(json.dumps({
    "tool": f"scipy {scipy.__version__}, numpy {np.__version__}", "script": "clusters-scipy.py",
    "joint": [joint(12, 0.2), joint(40, 0.3)], "welch": [welch([15, 30, 9]), welch([8, 8, 50, 20])],
    "paired": [paired(10), paired(35)],
    "hotelling": [hotelling(20, 3, [0.3, 0.3, 0.4]), hotelling(12, 6, [0.1, 0.1, 0.2, 0.2, 0.2, 0.2]),
                  hotelling(60, 4, [0.4, 0.2, 0.2, 0.2])],
    "divergence": [divergence(25, 3, [0.2, 0.3, 0.5]), divergence(50, 5, [0.3, 0.1, 0.2, 0.2, 0.2])],
    "f-tails": [{"x": x, "df": [a, b], "p": stats.f.sf(x, a, b)} for x, a, b in
                [(0, 1, 1), (1, 2, 5), (4.5, 3, 20), (300, 5, 40), (0.1, 60, 3)]],
    "detectable": detectable(),
}))
