"""Detectable ratios and differences by the score rule on expected counts (Farrington and Manning 1990), written without
a look at the Swift code: restricted rates by numerical maximum likelihood, roots by brentq. scipy 1.17, numpy 2.4.
Prints what Tests/AuditStatisticsTests/PlanningTests.swift expects."""
import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm


def restricted(x1, n1, x2, n2, value, kind):
    """Most likely (p1, p2) with p1 = value * p2, or p1 = p2 + value."""
    def rates(p2):
        return (value * p2 if kind == "ratio" else p2 + value), p2

    def loss(p2):
        p1, p2 = rates(p2)
        return -(x1 * np.log(p1) + (n1 - x1) * np.log1p(-p1) + x2 * np.log(p2) + (n2 - x2) * np.log1p(-p2))

    low, high = (0, min(1, 1 / value)) if kind == "ratio" else (max(0, -value), min(1, 1 - value))
    best = minimize_scalar(loss, bounds=(low + 1e-12, high - 1e-12), method="bounded", options={"xatol": 1e-13})
    return rates(best.x)


def shortfall(p1, n1, p2, n2, threshold, kind, z, power, upwards):
    slope = threshold if kind == "ratio" else 1
    offset = 0 if kind == "ratio" else threshold
    r1, r2 = restricted(n1 * p1, n1, n2 * p2, n2, threshold, kind)
    v1, v2 = r1 * (1 - r1) / n1, slope**2 * r2 * (1 - r2) / n2
    deviation = np.sqrt(v1 + v2)
    third = v1 * (1 - 2 * r1) / n1 - v2 * slope * (1 - 2 * r2) / n2
    skew = third / (6 * deviation**3) * (z * z - 1)
    guarded = z > 2 or min(n1 * p1, n1 * (1 - p1), n2 * p2, n2 * (1 - p2)) < 20
    correction = max(0, skew if upwards else -skew) if guarded else 0
    spread = np.sqrt(p1 * (1 - p1) / n1 + slope**2 * p2 * (1 - p2) / n2)
    distance = (p1 - slope * p2 - offset) * (1 if upwards else -1)
    return z + correction + norm.ppf(power) * spread / deviation - distance / deviation


def detectable(kind, n1, n2, p2, threshold, z, power, upwards):
    start = threshold * p2 if kind == "ratio" else p2 + threshold
    end = 1 - 1e-9 if upwards else 1e-9
    p1 = brentq(lambda p: shortfall(p, n1, p2, n2, threshold, kind, z, power, upwards), start, end, xtol=1e-14)
    return p1 / p2 if kind == "ratio" else p1 - p2


print("ratio 400 900 .4 t .8 not met z 2.85 power .9:", detectable("ratio", 400, 900, 0.4, 0.8, 2.85, 0.9, False))
print("ratio 400 900 .4 t .8 met z 1.96 power .9:", detectable("ratio", 400, 900, 0.4, 0.8, 1.96, 0.9, True))
print("difference 400 900 .4 t -.1 not met z 2.85 power .9:", detectable("difference", 400, 900, 0.4, -0.1, 2.85, 0.9, False))
print("difference 400 900 .4 t -.1 met z 1.96 power .9:", detectable("difference", 400, 900, 0.4, -0.1, 1.96, 0.9, True))
