"""Expected numbers of the controls' statistics, from NumPy and SciPy.

    python controls-numpy.py > controls-numpy.json

Slopes are least squares on dummies of the contexts (numpy.linalg.lstsq), and jackknives leave a person out and fit anew.
Fieller's limits are roots of the inequality, found by scipy.optimize.brentq. Large samples are made by a generator of whole
numbers that the test repeats, so that only its results stand here.
"""

import json
from fractions import Fraction

import numpy as np
import scipy
from scipy import optimize, stats

rng = np.random.default_rng(20260918)


def slope(contexts, shown, chosen):
    """b of stacked kinds on stacked kinds, with a dummy for each context and kind."""
    n, k = shown.shape
    keep = [i for i in range(n) if (contexts == contexts[i]).sum() > 1]
    contexts, shown, chosen = contexts[keep], shown[keep], chosen[keep]
    names = sorted(set(contexts.tolist()))
    columns = [chosen.ravel()]
    for name in names:
        for kind in range(k):
            dummy = np.zeros((len(keep), k))
            dummy[contexts == name, kind] = 1
            columns.append(dummy.ravel())
    design = np.array(columns).T
    return np.linalg.lstsq(design, shown.ravel(), rcond=None)[0][0], len(keep), len(names), contexts, shown, chosen


def case(contexts, shown, chosen):
    contexts = np.asarray(contexts)
    b, n, groups, contexts, shown, chosen = slope(contexts, shown, chosen)
    without = []
    for i in range(n):
        rest = np.arange(n) != i
        without.append(slope(contexts[rest], shown[rest], chosen[rest])[0])
    without = np.array(without)
    centred_l, centred_h = shown.copy(), chosen.copy()
    for name in set(contexts.tolist()):
        rows = contexts == name
        centred_l[rows] -= shown[rows].mean(0)
        centred_h[rows] -= chosen[rows].mean(0)
    d = (centred_l * centred_h).sum(1) - b * (centred_h**2).sum(1)
    kappa = n * (d**4).sum() / (d**2).sum() ** 2
    return {
        "people": n, "shared": groups, "value": b, "variance": (n - 1) / n * ((without - without.mean()) ** 2).sum(),
        "df": min(max(2 * n / (kappa - 1), 2), n - groups),
    }


def mixes(n, k, pull):
    base = rng.dirichlet(np.ones(k) * 3)
    chosen = rng.dirichlet(np.ones(k) * 0.5, n)
    shown = np.array([rng.multinomial(10, pull * h + (1 - pull) * base) / 10 for h in chosen])
    return shown.round(6), chosen.round(6)


slopes = []
for n, k, s, pull in [(12, 2, 2, 0.0), (40, 3, 4, 0.3), (60, 6, 9, 0.05), (200, 5, 6, 0.9)]:
    shown, chosen = mixes(n, k, pull)
    contexts = rng.integers(0, s, n)
    slopes.append({"contexts": contexts.tolist(), "shown": shown.tolist(), "chosen": chosen.tolist()}
                  | case(contexts, shown, chosen))

# Worked by hand in the design: kinds A and B as shares of A.
h = [0.4, 0, 0.2, 1, 0.8, 0.9]
l = [0.3, 0.1, 0.2, 0.9, 0.9, 0.8]
both = lambda x: np.array([[a, 1 - a] for a in x])
worked = case([0, 0, 0, 1, 1, 1], both(l), both(h))
assert np.isclose(worked["value"], 2 / 5) and np.isclose(worked["variance"], 1667 / 34680) and worked["df"] == 4
t = stats.t.ppf(0.975, 4)
half = t * worked["variance"] ** 0.5
worked |= {"h": h, "l": l, "interval": [0.4 - half, 0.4 + half],
           "without": case([0] * 6, both(l), both(h))["value"]}
assert np.isclose(worked["without"], float(Fraction(148, 167)))


def large(n, k, s):
    """Whole numbers that any language can repeat."""
    state = 12345
    contexts, shown, chosen = [], [], []
    for _ in range(n):
        row = []
        for _ in range(2 * k + 1):
            state = (1103515245 * state + 12345) % 2**31
            row.append(state // 65536 % 1000)
        contexts.append(row[0] % s)
        hist = np.array(row[1 : k + 1]) + 1
        own = np.array(row[k + 1 :]) + 1 + hist // 4
        chosen.append(hist / hist.sum())
        shown.append(own / own.sum())
    return np.array(contexts), np.array(shown), np.array(chosen)


big = []
for n, k, s in [(5000, 4, 3), (9000, 2, 40)]:
    contexts, shown, chosen = large(n, k, s)
    for name in range(s):
        rows = contexts == name
        shown[rows] -= shown[rows].mean(0)
        chosen[rows] -= chosen[rows].mean(0)
    a, c = (shown * chosen).sum(1), (chosen**2).sum(1)
    b = a.sum() / c.sum()
    big.append({"n": n, "kinds": k, "contexts": s, "value": b, "df": n - s,
                "variance": n / (n - s) * ((a - b * c) ** 2).sum() / c.sum() ** 2})


def fieller(a, va, da, b, vb, db, confidence=0.95):
    r = a / b
    df = (va + r * r * vb) ** 2 / (va**2 / da + (r * r * vb) ** 2 / db)
    t = stats.t.ppf(1 - (1 - confidence) / 2, df)
    f = lambda x: (a - x * b) ** 2 - t * t * (va + x * x * vb)
    if b * b <= t * t * vb:
        return None
    step = 10 * t * (va + (1 + r * r) * vb) ** 0.5 / abs(b) + abs(r) + 1
    while f(r - step) < 0 or f(r + step) < 0:
        step *= 2
    return [optimize.brentq(f, r - step, r, xtol=1e-15), optimize.brentq(f, r, r + step, xtol=1e-15)]


quotients = []
for a, va, da, b, vb, db in [
    (0.02, 1e-4, 200, 0.62, 9e-4, 200), (0.02, 1e-4, 200, 0.05, 9e-4, 200), (-0.01, 4e-5, 31, 0.4, 1e-3, 12),
    (0.3, 2e-3, 8, 0.35, 1e-3, 150), (0.06, 1e-5, 900, 0.6, 1e-5, 700),
]:
    quotients.append({"dividend": [a, va, da], "divisor": [b, vb, db], "limits": fieller(a, va, da, b, vb, db)})

def separation(contexts, groups, x):
    """Every difference by its definition, group by group and context by context."""
    result = []
    names = sorted(set(groups.tolist()))
    for g in names[:1] if len(names) == 2 else names:
        z = (groups == g).astype(float)
        weight, total, v, separate = 0.0, np.zeros(x.shape[1]), np.zeros(x.shape[1]), np.zeros(x.shape[1])
        for s in sorted(set(contexts.tolist())):
            rows = contexts == s
            n, own = rows.sum(), int(z[rows].sum())
            if own in (0, n):
                continue
            w = own * (n - own) / n
            mine, rest = x[rows & (z == 1)], x[rows & (z == 0)]
            weight += w
            total += w * (mine.mean(0) - rest.mean(0))
            v += x[rows].var(0, ddof=1) * ((z[rows] - z[rows].mean()) ** 2).sum()
            for side in (mine, rest):
                if len(side) > 1:
                    separate += w * w * side.var(0, ddof=1) / len(side)
        for i in np.flatnonzero(v > 1e-18):
            result.append({"group": int(g), "feature": int(i), "value": total[i] / weight, "pooled": v[i] ** 0.5 / weight,
                           "separate": separate[i] ** 0.5 / weight})
    return result


separations = []
for n, s, g, f in [(30, 1, 2, 4), (80, 3, 3, 5), (60, 20, 2, 3)]:
    contexts, groups = rng.integers(0, s, n), rng.integers(0, g, n)
    x = rng.dirichlet(np.ones(f), n).round(4)
    x[rng.random((n, f)) < 0.3] = 0
    x[:, f - 1] = 0.5
    separations.append({"contexts": contexts.tolist(), "groups": groups.tolist(), "features": x.tolist(),
                        "differences": separation(contexts, groups, x)})

print(json.dumps({
    "separations": separations,
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "worked": worked, "slopes": slopes, "large": big, "quotients": quotients,
}, default=float))
