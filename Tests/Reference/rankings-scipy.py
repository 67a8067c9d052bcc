"""Expected numbers of the building blocks for rankings, from SciPy, NumPy and exact fractions.

    python rankings-scipy.py > rankings-scipy.json

Nothing here shares a formula's route with the Swift code: tables of minimum counts come from scipy.stats.binom, failure
probabilities from exact fractions, p-values from enumerating all rankings, jackknives from recomputing without a row,
Gini coefficients from mean absolute differences, tied attention from enumerating all orders.
"""

import itertools
import json
from fractions import Fraction

import numpy as np
import scipy
from scipy import stats
from scipy.spatial.distance import jensenshannon


# Ranked group representation


def distribution(n, p):
    """F(m; i, p) for i = 1..n as fractions."""
    rows, mass = [], [Fraction(1)]
    for _ in range(n):
        mass = [(1 - p) * a + p * b for a, b in zip(mass + [0], [0] + mass)]
        rows.append(list(itertools.accumulate(mass)))
    return rows


def failure(table, p):
    alive = {0: Fraction(1)}
    for minimum in table:
        following = {}
        for members, mass in alive.items():
            for step, chance in ((0, 1 - p), (1, p)):
                if members + step >= minimum:
                    following[members + step] = following.get(members + step, 0) + mass * chance
        alive = following
    return 1 - sum(alive.values())


def table_at(rows, level):
    return [next(m for m, value in enumerate(row) if value >= level) for row in rows]


def adjusted(n, p, alpha):
    """The largest level with P(fail) <= alpha, by trying every value of F from the largest down."""
    rows = distribution(n, p)
    for level in sorted({value for row in rows for value in row if value < 1}, reverse=True):
        table = table_at(rows, level)
        probability = failure(table, p)
        if probability <= alpha:
            lower = max(rows[i][m - 1] for i, m in enumerate(table) if m > 0) if any(table) else 0
            return {"minimums": table, "failure": float(probability), "level": float(level), "above": float(lower)}


def ranked():
    cases = []
    for n, p, alpha in [
        (1, "0.5", "0.1"), (3, "0.5", "0.125"), (10, "0.2", "0.15"), (10, "0.4", "0.1"), (10, "0.5", "0.1"),
        (12, "0.7", "0.1"), (20, "0.25", "0.1"), (30, "0.3", "0.05"), (30, "0.3", "0.15"), (40, "0.9", "0.01"),
        (60, "0.05", "0.1"),
    ]:
        share, level = Fraction(p), Fraction(alpha)
        plain = [int(m) for m in stats.binom.ppf(float(level), np.arange(1, n + 1), float(share))]
        exact = table_at(distribution(n, share), level)
        if plain != exact:  # an atom equal to the level, which scipy misses by rounding
            assert (n, p, alpha) in [(3, "0.5", "0.125"), (40, "0.9", "0.01")], (n, p, alpha)
        cases.append({
            "length": n, "share": float(share), "significance": float(level), "minimums": exact,
            "failure": float(failure(exact, share)), "adjusted": adjusted(n, share, level),
        })
    return cases


def surprises():
    cases = []
    for text, p in [("0000000011", "0.4"), ("0001", "0.5"), ("1111", "0.5"), ("000000000000", "0.3"),
                    ("010010000001", "0.5"), ("0", "0.25"), ("10000001", "0.6")]:
        share, n = Fraction(p), len(text)
        rows = distribution(n, share)

        def worst(ranking):
            counts = itertools.accumulate(ranking)
            return min((rows[i][c], i + 1, c) for i, c in enumerate(counts))

        value, rank, members = worst([int(c) for c in text])
        probability = sum(
            share ** sum(r) * (1 - share) ** (n - sum(r))
            for r in itertools.product((0, 1), repeat=n) if worst(r)[0] <= value)
        cases.append({"membership": text, "share": float(share), "p": float(probability), "rank": rank,
                      "members": members, "prefix": float(value)})
    return cases


# Clusters


def sample(seed, n, k):
    generator = np.random.default_rng(seed)
    return np.round(generator.lognormal(0, 1, (n, k)), 3)


FUNCTIONS = {
    "mean": (lambda m: m[0], "identity"),
    "log-mean": (lambda m: m[0], "logarithm"),
    "ratio": (lambda m: m[0] / m[1], "logarithm"),
    "share": (lambda m: m[0] / (m[0] + m[1] + m[2]), "logit"),
    "share-difference": (lambda m: (m[0] - m[1]) / (m[0] + m[1] + m[2]), "identity"),
    "ratio-of-ratios": (lambda m: (m[0] / m[2]) / (m[1] / m[2] + m[1]), "logarithm"),
}
SCALES = {"identity": lambda v: v, "logarithm": np.log, "logit": lambda v: np.log(v / (1 - v))}
BACK = {"identity": lambda v: v, "logarithm": np.exp, "logit": lambda v: 1 / (1 + np.exp(-v))}


def numeric_gradient(f, means):
    """Central differences with Richardson extrapolation, good to about 1e-10."""
    result = []
    for j in range(len(means)):
        def central(h):
            step = np.zeros(len(means))
            step[j] = h
            return (f(means + step) - f(means - step)) / (2 * h)
        h = 1e-3 * means[j]
        a, b, c = central(h), central(h / 2), central(h / 4)
        d, e = (4 * b - a) / 3, (4 * c - b) / 3
        result.append((16 * e - d) / 15)
    return np.array(result)


def clusters():
    cases = []
    for seed, n in [(1, 2), (2, 3), (3, 12), (4, 60)]:
        rows = sample(seed, n, 3)
        for name, (function, scale) in FUNCTIONS.items():
            f = lambda m: SCALES[scale](function(m))
            means = rows.mean(axis=0)
            left = np.array([f(np.delete(rows, u, axis=0).mean(axis=0)) for u in range(n)])
            variance = (n - 1) / n * ((left - left.mean()) ** 2).sum()
            gradient = numeric_gradient(f, means)
            influence = (rows - means) @ gradient
            kappa = n * (influence ** 4).sum() / (influence ** 2).sum() ** 2
            df = min(max(2 * n / (kappa - 1) if kappa > 1 + 1e-9 else np.inf, 2), n - 1)
            half = stats.t.ppf(0.975, df) * np.sqrt(variance)
            cases.append({
                "rows": rows.tolist(), "function": name, "value": function(means), "jackknife": np.sqrt(variance),
                "df": df, "interval": [BACK[scale](f(means) - half), BACK[scale](f(means) + half)],
                "delta": np.sqrt(gradient @ np.cov(rows.T) @ gradient / n),
            })
    return cases


def welch():
    """Two groups; equal kurtosis is not assumed, so SciPy's Welch test is the witness for delta-only samples."""
    cases = []
    for seed, n, m in [(5, 8, 30), (6, 100, 25)]:
        a, b = sample(seed, n, 1), sample(seed + 100, m, 1)
        test = stats.ttest_ind(a[:, 0], b[:, 0], equal_var=False)
        interval = test.confidence_interval(0.9)
        cases.append({"group": a.tolist(), "reference": b.tolist(), "df": test.df,
                      "se": (a.mean() - b.mean()) / test.statistic, "interval": [interval.low, interval.high]})
    return cases


# Random weights


def philox(counter, key):
    for _ in range(10):
        a, b = 0xD2511F53 * counter[0], 0xCD9E8D57 * counter[2]
        counter = [(b >> 32) ^ counter[1] ^ key[0], b & 0xFFFFFFFF, (a >> 32) ^ counter[3] ^ key[1], a & 0xFFFFFFFF]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return counter


def words(value):
    return [value & 0xFFFFFFFF, value >> 32]


def weights():
    cases = []
    for seed, unit in [(1, 2), (20240601, 0xFEDCBA9876543210), (2 ** 40, 2 ** 63)]:
        key = philox(words(unit) + [0x506F6973, 0], words(seed))[:2]
        numbers = [w for block in range(6) for w in philox(words(block) + [0, 0], key)]
        drawn = [int(stats.poisson.ppf((w + 0.5) / 2 ** 32, 1)) for w in numbers]
        cases.append({"seed": str(seed), "unit": str(unit), "weights": drawn[:22]})
    return cases


# Composition


def gini(x):
    x = np.array(x, float)
    return np.abs(x[:, None] - x[None, :]).sum() / (2 * len(x) ** 2 * x.mean())


def lorenz(x, steps):
    x = np.sort(np.array(x, float))
    return np.interp(np.linspace(0, 1, steps + 1), np.linspace(0, 1, len(x) + 1), np.r_[0, x.cumsum()] / x.sum()).tolist()


def concentrations():
    return [{"values": x, "gini": gini(x), "entropy": stats.entropy(x), "lorenz": lorenz(x, 7)}
            for x in ([0, 0, 1, 3, 6], [5], [2, 2, 2, 2], [0.5, 9, 1e-3, 4, 4, 0], np.arange(1.0, 30).tolist())]


def divergences():
    pairs = [([3, 1], [1, 1]), ([0, 4, 1], [0.2, 0.3, 0.5]), ([1, 2, 3, 4], [4, 3, 2, 1]), ([1e-6, 1], [1, 1e-6])]
    return [{"p": p, "q": q, "kl": stats.entropy(p, q), "js": jensenshannon(p, q) ** 2} for p, q in pairs]


def ndkl(classes, target):
    n = len(classes)
    z = sum(1 / np.log2(k + 1) for k in range(1, n + 1))
    return sum(
        stats.entropy(np.bincount(classes[:k], minlength=len(target)), target) / np.log2(k + 1)
        for k in range(1, n + 1)) / z


def compositions():
    cases = []
    for classes, target in [
        ([0, 0, 1, 2, 1, 0, 2, 2], ["0.29", "0.31", "0.4"]), ([1] * 100, ["0.29", "0.71"]),
        ([0] * 29 + [1] * 71, ["0.29", "0.71"]), ([1, 1, 0] * 30, ["0.3", "0.7"]), ([2, 0, 1], ["1/3", "1/3", "1/3"]),
    ]:
        shares = [Fraction(t) for t in target]
        lacking = [[classes[:k].count(g) < (s * k).__floor__() for g, s in enumerate(shares)]
                   for k in range(1, len(classes) + 1)]
        cases.append({
            "classes": classes, "target": [float(s) for s in shares], "ndkl": ndkl(classes, [float(s) for s in shares]),
            "index": sum(map(any, lacking)), "count": sum(map(sum, lacking)),
        })
    return cases


# Attention


def cascade_ties():
    """The cascade over every order of a tie: positions first.., relevance of the tied items, the item asked for."""
    cases = []
    for patience, stop, first, before, relevance in [
        (0.5, 0.5, 1, 0, [1, 0, 0]), (0.9, 0.3, 4, 2, [1, 1, 0, 1, 0]), (0.8, 1.0, 2, 0, [0, 1]), (0.7, 0.6, 3, 1, [1]),
    ]:
        totals = np.zeros(len(relevance))
        orders = list(itertools.permutations(range(len(relevance))))
        for order in orders:
            seen = before
            for offset, item in enumerate(order):
                totals[item] += patience ** (first + offset - 1) * (1 - stop) ** seen
                seen += relevance[item]
        for item, total in enumerate(totals):
            cases.append({
                "patience": patience, "satisfaction": stop, "first": first, "last": first + len(relevance) - 1,
                "before": before, "tied": sum(relevance) - relevance[item], "weight": total / len(orders),
            })
    return cases


print(json.dumps({
    "tool": f"scipy {scipy.__version__}, numpy {np.__version__}", "script": "rankings-scipy.py",
    "ranked": ranked(), "surprises": surprises(), "clusters": clusters(), "welch": welch(), "weights": weights(),
    "concentrations": concentrations(), "divergences": divergences(), "compositions": compositions(),
    "ties": cascade_ties(),
}, indent=1))
