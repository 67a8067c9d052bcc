"""Expected limits of score intervals and of the studentised range, computed in 40 digits by another road.

    python statistics-mpmath.py > statistics-mpmath.json

Restricted estimates come from the likelihood equation by bisection, not from a closed form; limits by bisection of the
statistic; the studentised range by adaptive Gauss-Legendre quadrature.
"""

import json

import mpmath
from mpmath import mp, mpf

mp.dps = 40


def bisect(f, low, high, steps=150):
    """The change of sign of f, which is true at low and false at high."""
    for _ in range(steps):
        middle = (low + high) / 2
        if f(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def log_likelihood_slope(x, n, p, dp):
    result = mpf(0)
    if x > 0:
        result += x / p * dp
    if n - x > 0:
        result -= (n - x) / (1 - p) * dp
    return result


def restricted(kind, value, xg, ng, xh, nh):
    """The restricted maximum-likelihood rates (group, reference)."""
    if kind == "ratio":
        low, high = mpf(0), min(mpf(1), 1 / value)
        rates = lambda p: (value * p, p)
        slopes = (value, 1)
    else:
        low, high = max(mpf(0), -value), min(mpf(1), 1 - value)
        rates = lambda p: (p + value, p)
        slopes = (1, 1)

    def rising(p):
        g, h = rates(p)
        return log_likelihood_slope(xg, ng, g, slopes[0]) + log_likelihood_slope(xh, nh, h, slopes[1]) > 0

    return rates(bisect(rising, low, high))


def statistic(kind, value, xg, ng, xh, nh):
    pg, ph = restricted(kind, value, xg, ng, xh, nh)
    slope = value if kind == "ratio" else mpf(1)
    offset = mpf(0) if kind == "ratio" else value
    variance = pg * (1 - pg) / ng + slope**2 * ph * (1 - ph) / nh
    if variance <= 0:
        return mpf(0), mpf(0)
    s = (mpf(xg) / ng - slope * mpf(xh) / nh - offset) / mpmath.sqrt(variance)
    moment = pg * (1 - pg) * (1 - 2 * pg) / ng**2 - slope**3 * ph * (1 - ph) * (1 - 2 * ph) / nh**2
    return s, moment / (6 * variance ** mpf("1.5"))


def interval(kind, method, xg, ng, xh, nh, z):
    counts = (xg, ng - xg, xh, nh - xh)
    guard = method == "guarded" and (z > 2 or min(counts) < 20)
    inflation = mpf(1)
    if method == "miettinen-nurminen":
        inflation = mpmath.sqrt(mpf(ng + nh) / (ng + nh - 1))
    edge = max(mpf(0), (z**2 - 1) / 6) if guard else mpf(0)

    def below(value):
        s, a = statistic(kind, value, xg, ng, xh, nh)
        return s >= z * inflation + (max(mpf(0), a * (z**2 - 1)) if guard else 0)

    def above(value):
        s, a = statistic(kind, value, xg, ng, xh, nh)
        return s <= -z * inflation + (min(mpf(0), a * (z**2 - 1)) if guard else 0)

    if kind == "difference":
        estimate = mpf(xg) / ng - mpf(xh) / nh
        tiny = mpf(10) ** -25
        lower = bisect(below, -1 + tiny, estimate) if below(-1 + tiny) else mpf(-1)
        upper = bisect(lambda v: not above(v), estimate, 1 - tiny) if above(1 - tiny) else mpf(1)
        return lower, upper
    low, high = mpf(-40), mpf(40)
    if xg > 0 and xh > 0:
        middle = mpmath.log(mpf(xg) / ng / (mpf(xh) / nh))
    elif xg > 0:
        middle = high
    else:
        middle = low
    lower = mpf(0) if xg <= edge else mpmath.exp(bisect(lambda u: below(mpmath.exp(u)), low, middle))
    upper = None if xh <= edge else mpmath.exp(bisect(lambda u: not above(mpmath.exp(u)), middle, high))
    return lower, upper


def limits():
    pairs = [
        (36, 40, 16, 80), (34, 76, 50, 92), (7, 17, 215, 412), (56, 70, 48, 80), (9, 10, 3, 10), (0, 10, 7, 20),
        (5, 56, 0, 29), (0, 10, 0, 20), (10, 10, 0, 20), (3, 30, 400, 3000), (28, 30, 2500, 3000), (1, 500, 4, 500),
        (450, 1000, 500, 1000), (1661, 3175, 696, 2103), (29, 30, 30, 30), (2, 60, 9000, 100000),
    ]
    cases = []
    for pair in pairs:
        for z in ("1.959963984540054", "3.0"):
            for kind, methods in (("ratio", ["koopman", "guarded"]), ("difference", ["mee", "miettinen-nurminen", "guarded"])):
                for method in methods:
                    ends = interval(kind, method, *pair, mpf(z))
                    cases.append({
                        "comparison": kind, "method": method, "group": pair[:2], "reference": pair[2:], "z": float(z),
                        "interval": [None if end is None else float(end) for end in ends],
                    })
    return cases


def phi(t):
    return mpmath.exp(-t * t / 2) / mpmath.sqrt(2 * mpmath.pi)


def cumulative(t):
    return mpmath.erfc(-t / mpmath.sqrt(2)) / 2


def panels(q):
    # Narrow enough for Gauss-Legendre to resolve a tail that lives on a small part of the line.
    return list(mpmath.linspace(mpf(-12), q + 12, 80))


def range_cumulative(q, k):
    return k * mpmath.quadgl(lambda t: phi(t) * (cumulative(t) - cumulative(t - q)) ** (k - 1), panels(q), maxdegree=4)


def range_upper(q, k):
    def integrand(t):
        share = cumulative(t - q) / cumulative(t)
        return -phi(t) * cumulative(t) ** (k - 1) * mpmath.expm1((k - 1) * mpmath.log1p(-share))

    return k * mpmath.quadgl(integrand, panels(q), maxdegree=4)


def ranges():
    cases = []
    for q, k in [("0.02", 4), ("0.5", 2), ("1", 2), ("3.3", 3), ("4.03", 6), ("2.5", 20), ("5.01", 20), ("12", 20),
                 ("25", 3), ("6", 50), ("3", 300), ("7", 1000), ("8", 50000), ("14", 50000)]:
        q = mpf(q)
        cases.append({"q": float(q), "groups": k, "cumulative": float(range_cumulative(mpf(float(q)), k)),
                      "upper-tail": float(range_upper(mpf(float(q)), k))})
    return cases


def quantiles():
    cases = []
    mp.dps = 25
    for p, k in [("0.95", 2), ("0.95", 6), ("0.95", 20), ("0.8", 2), ("0.8", 6), ("0.8", 20), ("0.999", 10), ("0.1", 5),
                 ("0.95", 1000), ("0.95", 10000), ("0.99", 10000), ("0.95", 50000)]:
        q = mpmath.findroot(lambda q: range_cumulative(q, k) - mpf(p), (mpf("0.5"), mpf(12)), solver="illinois", tol=1e-40,
                            maxsteps=60)
        cases.append({"probability": float(p), "groups": k, "q": float(q)})
    return cases


if __name__ == "__main__":
    print(json.dumps({
        "tool": f"mpmath {mpmath.__version__}", "script": "statistics-mpmath.py",
        "limits": limits(), "studentized-range": ranges(), "studentized-range-quantiles": quantiles(),
    }, indent=1))
