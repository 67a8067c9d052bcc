"""Worked values of rules 3, by other means than the program's: brute-force restricted likelihoods, closed forms, quadrature.

    python rules3-scipy.py > rules3-scipy.json

Restricted rates are found by bisection of the likelihood's derivative in the reference's rate alone, limits by Brent's method on the statistic; the critical value of a search by Gauss-Legendre
quadrature over every corner; Fisher's test and the range of normal variables by SciPy.
"""

import json

import numpy as np
import scipy
from scipy import optimize, stats
from scipy.special import ndtr

def agreement(n, c, least, most, tail):
    share = 1 - tail ** (1 / n)
    return [c - (c - least) * share, c + (most - c) * share]


def mean_ranges():
    tail = 0.025
    rows = [
        {"people": n, "value": c, "least": least, "most": most, "z": stats.norm.isf(tail),
         "limits": agreement(n, c, least, most, tail)}
        for n, c, least, most in ((30, 1, 0, 1), (100, 1, 0, 1), (943, 0, 0, 2.5), (50, 0.3, 0, 1))
    ]
    few = [
        {"people": n, "contributing": m, "most": most, "z": z,
         "upper": most * (1 if m == n else stats.beta.isf(stats.norm.sf(z), m + 1, n - m))}
        for n, m, most, z in ((943, 3, 0.8, 1.959963984540054), (60, 9, 1.0, 2.8497), (60, 1, 1.0, 3.5))
    ]
    # Two groups of 30 perfect lists: the distance of each limit, added up in squares.
    reach = 1 - 0.8842966917779722
    perfect = {"people": 30, "difference": [-reach, reach]}
    lower = 0.8842966917779722
    perfect["ratio"] = [lower, 1 / lower]
    return {"agreeing": rows, "few": few, "perfect": perfect}


# A2


def restricted(x1, n1, x0, n0, value, comparison):
    """The likelihood's maximum over p0 with p1 = value p0, or p0 + value."""
    if comparison == "ratio":
        slope, shift, low, high = value, 0.0, 0.0, min(1.0, 1 / value)
    else:
        slope, shift, low, high = 1.0, value, max(0.0, -value), min(1.0, 1 - value)

    def derivative(p):
        q = slope * p + shift
        total = 0.0
        for x, n, rate, factor in ((x1, n1, q, slope), (x0, n0, p, 1.0)):
            if x > 0:
                total += factor * x / rate
            if n - x > 0:
                total -= factor * (n - x) / (1 - rate)
        return total

    # The log-likelihood is concave: bisection of its derivative in the open interval.
    a, b = low, high
    for _ in range(80):
        middle = (a + b) / 2
        if middle in (a, b):
            break
        if derivative(middle) > 0:
            a = middle
        else:
            b = middle
    p = (a + b) / 2
    return slope * p + shift, p


def statistic(strata, value, comparison):
    distance = variance = third = 0.0
    slope = value if comparison == "ratio" else 1.0
    for x1, n1, x0, n0 in strata:
        w = n1 * n0 / (n1 + n0)
        p1, p0 = restricted(x1, n1, x0, n0, value, comparison)
        v1, v0 = p1 * (1 - p1), p0 * (1 - p0)
        if comparison == "ratio":
            distance += w * (x1 / n1 - slope * x0 / n0)
        else:
            distance += w * (x1 / n1 - x0 / n0 - value)
        variance += w**2 * (v1 / n1 + slope**2 * v0 / n0)
        third += w**3 * (v1 * (1 - 2 * p1) / n1**2 - slope**3 * v0 * (1 - 2 * p0) / n0**2)
    return float(distance / variance**0.5), float(third / (6 * variance**1.5))


def limits(strata, z, comparison, guarded):
    def below(value):
        t, skewness = statistic(strata, value, comparison)
        return t - z - (max(0, skewness * (z * z - 1)) if guarded else 0)

    def above(value):
        t, skewness = statistic(strata, value, comparison)
        return t + z - (min(0, skewness * (z * z - 1)) if guarded else 0)

    if comparison == "ratio":
        one = sum(n1 * n0 / (n1 + n0) * x1 / n1 for x1, n1, x0, n0 in strata)
        other = sum(n1 * n0 / (n1 + n0) * x0 / n0 for x1, n1, x0, n0 in strata)
        centre = one / other
        lower = optimize.brentq(below, centre / 200, centre, xtol=1e-14)
        upper = optimize.brentq(above, centre, centre * 200, xtol=1e-14)
    else:
        total = sum(n1 * n0 / (n1 + n0) for x1, n1, x0, n0 in strata)
        centre = sum(n1 * n0 / (n1 + n0) * (x1 / n1 - x0 / n0) for x1, n1, x0, n0 in strata) / total
        lower = optimize.brentq(below, max(-1, centre - 0.6) + 1e-9, centre, xtol=1e-14)
        upper = optimize.brentq(above, centre, min(1, centre + 0.6) - 1e-9, xtol=1e-14)
    return [lower, upper]


THREE = [(6, 30, 10, 40), (12, 40, 30, 80), (20, 50, 70, 120)]
# Women against men, admitted of applicants, departments A to F [Bickel1975].
BERKELEY = [(89, 108, 512, 825), (17, 25, 353, 560), (202, 593, 120, 325), (131, 375, 138, 417), (94, 393, 53, 191), (24, 341, 22, 373)]
SPARSE = [(0, 8, 2, 12), (1, 20, 0, 5), (3, 9, 4, 7)]


def stratified():
    rows = []
    for name, strata in (("three", THREE), ("berkeley", BERKELEY), ("sparse", SPARSE)):
        for comparison in ("ratio", "difference"):
            for z, guarded in ((1.959963984540054, False), (1.959963984540054, True), (2.8497, True)):
                if name == "sparse" and guarded:
                    continue
                rows.append({"strata": strata, "comparison": comparison, "z": z, "guarded": guarded,
                             "limits": limits(strata, z, comparison, guarded)})
    return rows


# A3


LEGENDRE = np.polynomial.legendre.leggauss(300)


def corner(width, k, m, shift):
    nodes, weights = LEGENDRE
    low, high = -9.0, 9.0 + shift
    t = (high - low) / 2 * nodes + (high + low) / 2
    own = ndtr(t + width) - ndtr(t)
    other = ndtr(t + width - shift) - ndtr(t - shift)
    f = (k - m) * stats.norm.pdf(t) * own ** (k - m - 1) * other**m
    f += m * stats.norm.pdf(t - shift) * other ** (m - 1) * own ** (k - m)
    return (high - low) / 2 * np.sum(weights * f)


def search():
    rows = []
    for k in (2, 3, 6, 7, 20):
        for shift in (0, 0.1, 0.5, 1, 2, 3):
            values = [
                (optimize.brentq(lambda c: corner(c, k, m, shift) - 0.975, 0.5, shift + 12, xtol=1e-13) - shift) / 2**0.5
                for m in range(1, k)
            ]
            rows.append({"groups": k, "shift": shift, "tail": 0.025, "critical": max(values)})
    return rows


# A4


def adjusted():
    rows = []
    for p, k in ((0.000404158808577, 5), (0.0606060606061, 3), (0.03, 2), (1.0, 4)):
        z = stats.norm.isf(p / 2)
        rows.append({"p": p, "groups": k, "adjusted": p if k == 2 else stats.studentized_range.sf(2**0.5 * z, k, np.inf)})
    fisher = []
    for own, other, k in (((1, 20), (9, 20), 4), ((0, 6), (4, 6), 3)):
        p = stats.fisher_exact([[own[0], own[1] - own[0]], [other[0], other[1] - other[0]]]).pvalue
        fisher.append({"group": own, "reference": other, "groups": k, "p": p,
                       "adjusted": stats.studentized_range.sf(2**0.5 * stats.norm.isf(p / 2), k, np.inf)})
    return {"values": rows, "fisher": fisher}


# A8


def baseline():
    def paired(a, b, c):
        ratio = np.log((a + b) / (a + c))
        return ratio, (b + c) / ((a + b) * (a + c))

    z = stats.norm.isf(0.025)
    g, h = paired(45, 3, 6), paired(480, 20, 15)
    change, error = np.exp(g[0] - h[0]), np.sqrt(g[1] + h[1])
    rows = {"group": [45, 3, 6, 446], "reference": [480, 20, 15, 485], "own": float(np.exp(g[0])), "other": float(np.exp(h[0])),
            "change": float(change), "standardError": float(error),
            "limits": [float(change * np.exp(-z * error)), float(change * np.exp(z * error))]}
    old, new = ((60, 200), (180, 400)), ((66, 220), (171, 390))
    change = (new[0][0] / new[0][1]) / (new[1][0] / new[1][1]) / ((old[0][0] / old[0][1]) / (old[1][0] / old[1][1]))
    error = np.sqrt(sum(1 / x - 1 / n for x, n in old + new))
    rows["independent"] = {"old": old, "new": new, "change": change, "standardError": float(error),
                           "limits": [float(change * np.exp(-z * error)), float(change * np.exp(z * error))]}
    return rows


print(json.dumps({
    "tool": f"scipy {scipy.__version__}", "script": "rules3-scipy.py", "means": mean_ranges(),
    "stratified": stratified(), "search": search(), "adjusted": adjusted(), "baseline": baseline(),
}, indent=1))
