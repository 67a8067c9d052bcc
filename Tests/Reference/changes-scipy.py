"""Changes of a comparison between two audits, by other means than the program's.

    python changes-scipy.py > changes-scipy.json

Limits of each audit come from rules3-scipy.py (restricted likelihoods by bisection, Brent's method); MOVER, the correlation, the size of a gap over a grid of signs, deviates by bisection and Holm's
adjustment with families are written out here. The first row is D13 of the design: everybody's cut of COMPAS moved from 4 to 5, African-American against Caucasian.
"""

import contextlib
import importlib.util
import io
import itertools
import json
import math
import pathlib
import sys

import scipy
from scipy import stats

spec = importlib.util.spec_from_file_location("rules3", pathlib.Path(__file__).parent / "rules3-scipy.py")
rules3 = importlib.util.module_from_spec(spec)
sys.modules["rules3"] = rules3
with contextlib.redirect_stdout(io.StringIO()):
    spec.loader.exec_module(rules3)

Z = stats.norm.isf(0.025)


def limits(rates, z, comparison):
    x1, n1, x0, n0 = rates
    guarded = z > 2 or min(x1, n1 - x1, x0, n0 - x0) < 20
    return rules3.limits([rates], z, comparison, guarded)


def value(rates, comparison):
    x1, n1, x0, n0 = rates
    return x1 / n1 / (x0 / n0) if comparison == "ratio" else x1 / n1 - x0 / n0


def mover(first, second, first_limits, second_limits, r):
    """Limits of first - second."""
    d = first - second
    a, b = first - first_limits[0], second_limits[1] - second
    c, e = first_limits[1] - first, second - second_limits[0]
    return [d - math.sqrt(a * a + b * b - 2 * r * a * b), d + math.sqrt(c * c + e * e - 2 * r * c * e)]


def change(before, now, comparison, z, r):
    return mover(value(now, comparison), value(before, comparison), limits(now, z, comparison), limits(before, z, comparison), r)


def gap(before, now, z, r):
    half = stats.norm.isf(stats.norm.sf(z) / 2)
    db, dc = value(before, "difference"), value(now, "difference")
    lb, lc = limits(before, half, "difference"), limits(now, half, "difference")

    def times(sign, d, ends):
        return sign * d, sorted(sign * end for end in ends)

    s, t = math.copysign(1, db), math.copysign(1, dc)
    found = {}
    for now_sign, before_sign in itertools.product((1, -1), repeat=2):
        (c, cl), (b, bl) = times(now_sign, dc, lc), times(before_sign, db, lb)
        found[now_sign, before_sign] = mover(c, b, cl, bl, now_sign * before_sign * r)
    return [min(found[t, 1][0], found[t, -1][0]), max(found[1, s][1], found[-1, s][1])]


def correlation(comparison, pairs):
    """Of (both, before, now, people) in the group and in the reference group."""
    covariance, old, new = 0.0, 0.0, 0.0
    for both, before, now, n in pairs:
        pb, pc, p11 = before / n, now / n, both / n
        if comparison == "ratio":
            covariance += (p11 - pb * pc) / (n * pb * pc)
            old += (1 - pb) / (n * pb)
            new += (1 - pc) / (n * pc)
        else:
            covariance += (p11 - pb * pc) / n
            old += pb * (1 - pb) / n
            new += pc * (1 - pc) / n
    return covariance / math.sqrt(old * new)


def deviate(interval, size):
    """Where the interval ends at 0."""
    a, b = 1e-3, 4.75
    for _ in range(60):
        middle = (a + b) / 2
        low, high = interval(middle)
        if (low if size > 0 else -high) > 0:
            a = middle
        else:
            b = middle
    return (a + b) / 2


def rejects(p, families, level):
    """The procedure itself: as long as the smallest p-value left is at most the level over the families left, it goes."""
    left = list(range(len(p)))
    while left:
        smallest = min(left, key=lambda i: p[i])
        if p[smallest] > level / len({families[i] for i in left}):
            break
        left.remove(smallest)
    return set(range(len(p))) - set(left)


def holm(p, families):
    """The least level that rejects each, by bisection."""
    result = []
    for i in range(len(p)):
        a, b = 0.0, 1.0
        if i not in rejects(p, families, 1.0):
            result.append(1.0)
            continue
        for _ in range(60):
            middle = (a + b) / 2
            a, b = (a, middle) if i in rejects(p, families, middle) else (middle, b)
        result.append(b)
    return result


PAIRED = {
    "compas": [(1522, 1522, 1887, 3696), (1600, 1600, 1841, 2454)],
    "small": [(31, 40, 52, 90), (60, 71, 78, 130)],
    "apart": [(5, 40, 52, 90), (30, 71, 78, 130)],
}
INDEPENDENT = {
    "better": ((300, 1000, 800, 1600), (420, 1000, 790, 1600)),
    "worse": ((45, 120, 50, 110), (20, 100, 55, 100)),
    "alike": ((250, 500, 260, 500), (245, 480, 255, 490)),
    "other side": ((60, 200, 90, 200), (110, 210, 80, 205)),
}


def rows():
    result = []
    for name, pairs in PAIRED.items():
        before = (pairs[0][1], pairs[0][3], pairs[1][1], pairs[1][3])
        now = (pairs[0][2], pairs[0][3], pairs[1][2], pairs[1][3])
        for comparison in ("ratio", "difference"):
            result.append(row(name, before, now, comparison, correlation(comparison, pairs), pairs))
    for name, (before, now) in INDEPENDENT.items():
        for comparison in ("ratio", "difference"):
            result.append(row(name, before, now, comparison, 0.0, None))
    return result


def row(name, before, now, comparison, r, pairs):
    size = value(now, comparison) - value(before, comparison)
    found = {
        "name": name, "comparison": comparison, "before": before, "now": now, "pairs": pairs, "correlation": r,
        "values": [value(before, comparison), value(now, comparison)],
        "limits": [limits(before, Z, comparison), limits(now, Z, comparison)],
        "change": change(before, now, comparison, Z, r), "independent": change(before, now, comparison, Z, 0.0),
        "wide": change(before, now, comparison, 2.8, r), "gap": None, "gap-size": None,
    }
    if abs(size) > 1e-6:
        found["deviate"] = deviate(lambda z: change(before, now, comparison, z, r), size)
    if comparison == "difference":
        found["gap"] = gap(before, now, Z, r)
        found["gap-size"] = abs(value(now, comparison)) - abs(value(before, comparison))
    return found


print(json.dumps({
    "made": f"changes-scipy.py, SciPy {scipy.__version__}",
    "z": Z,
    "rows": rows(),
    "holm": [
        {"p": p, "families": f, "adjusted": holm(p, f)}
        for p, f in (
            ([0.01, 0.02, 0.03, 0.04], [0, 1, 2, 3]),
            ([0.01, 0.04, 0.03, 0.004], [0, 0, 0, 1]),
            ([0.001, 0.002, 0.2, 0.03, 0.4], [0, 0, 1, 1, 2]),
            ([0.6, 0.5], [0, 0]),
        )
    ],
}, indent=1))
