"""Acceptance bands of shares among the first positions, from exact sums of binomial masses.

    python bands-scipy.py > bands-scipy.json

The Swift code searches a distribution function; here the masses are added up one by one with fractions, and SciPy's
quantiles must agree.
"""

import json
from fractions import Fraction
from math import comb

import scipy
from scipy import stats


def exact(trials, share, tail):
    """The smallest counts with P(X <= k) >= tail, and with P(X > k) <= tail."""
    masses = [comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(trials + 1)]
    lower = next(k for k in range(trials + 1) if sum(masses[: k + 1]) >= tail)
    upper = next(k for k in range(trials + 1) if sum(masses[k + 1 :]) <= tail)
    return lower, upper


def cases():
    rows = []
    for level in (Fraction(95, 100), Fraction(9, 10)):
        for share in (Fraction(1, 50), Fraction(1, 4), Fraction(1, 2), Fraction(7, 8)):
            for trials in (1, 2, 5, 10, 40, 137):
                tail = (1 - level) / 2
                lower, upper = exact(trials, share, tail)
                assert lower == stats.binom.ppf(float(tail), trials, float(share))
                assert upper == stats.binom.ppf(float(1 - tail), trials, float(share))
                rows.append({"share": float(share), "trials": trials, "level": float(level), "lower": lower, "upper": upper})
    for share in (0.1, 0.3333, 0.5125):
        for trials in (1364, 13640):
            rows.append({
                "share": share, "trials": trials, "level": 0.95, "lower": int(stats.binom.ppf(0.025, trials, share)),
                "upper": int(stats.binom.ppf(0.975, trials, share)),
            })
    return rows


print(json.dumps({"tool": f"scipy {scipy.__version__}", "script": "bands-scipy.py", "bands": cases()}, indent=1))
