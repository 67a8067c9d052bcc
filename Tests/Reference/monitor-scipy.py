"""Evidence of monitoring, window by window, by SciPy's root finder and beta quantiles.

    python3 monitor-scipy.py > monitor-scipy.json

For alternatives theta outside a region, e = Bin(theta) / Bin(theta0), theta0 the point of the region nearest to theta in
Kullback-Leibler divergence, here found as a root of the derivative along the region's border; mixed over five quantiles of a
beta distribution of the reference's rate; evidence by restarts with weights 1 / (s (s + 1)).
"""

import json

import numpy
from scipy.optimize import brentq
from scipy.stats import beta

FACTORS = [0.975, 0.95, 0.9, 0.85, 0.8, 0.7, 0.55]
STEPS = [0.01, 0.02, 0.05, 0.1, 0.2]
MARGIN = 1e-9


def alternatives(region, limit, level):
    if region == "ratio-at-least":
        return [(limit * f * level, level) for f in FACTORS]
    if region == "ratio-at-most":
        return [(limit / f * level, level) for f in FACTORS]
    return [pair for s in STEPS for pair in ((level + limit + s, level), (level - limit - s, level))]


def holds(region, limit, group, other):
    if region == "ratio-at-least":
        return group >= limit * other
    if region == "ratio-at-most":
        return group <= limit * other
    return abs(group - other) <= limit


def nearest(region, limit, group, other, n, m):
    """The point of the border where the divergence has no slope."""
    if region == "difference":
        shift = limit if group > other else -limit
        lower, upper = max(0, -shift), min(1, 1 - shift)
        first, slope = lambda q: q + shift, 1
    else:
        lower, upper = 0, min(1, 1 / limit)
        first, slope = lambda q: limit * q, limit

    def derivative(q):
        p = first(q)
        return n * slope * (group / p - (1 - group) / (1 - p)) + m * (other / q - (1 - other) / (1 - q))

    q = brentq(derivative, lower + 1e-13, upper - 1e-13, xtol=1e-16, rtol=1e-15, maxiter=500)
    return first(q), q


def likelihood(x, n, p):
    return (x * numpy.log(p) if x else 0) + ((n - x) * numpy.log1p(-p) if n - x else 0)


def logs(region, limit, window, memory):
    x, n, y, m = window
    past, people = memory
    rows = []
    for level in beta.ppf((numpy.arange(1, 6) - 0.5) / 5, past + 0.5, people - past + 0.5):
        level = min(max(level, MARGIN), 1 - MARGIN)
        row = []
        for group, other in alternatives(region, limit, level):
            group = min(max(group, MARGIN), 1 - MARGIN)
            if holds(region, limit, group, other):
                row.append(0.0)
                continue
            p, q = nearest(region, limit, group, other, n, m)
            row.append(
                likelihood(x, n, group) + likelihood(y, m, other) - likelihood(x, n, p) - likelihood(y, m, q))
        rows.append(row)
    rows = numpy.array(rows)
    most = rows.max(axis=0)
    return most + numpy.log(numpy.exp(rows - most).mean(axis=0))


def case(region, limit, windows):
    memory, products, result = (0.0, 0.0), None, {"region": region, "limit": limit, "windows": windows, "logs": [], "evidence": []}
    for number, window in enumerate(windows, 1):
        values = logs(region, limit, window, memory)
        products = (0 if products is None else products) + numpy.full(len(values), 1 / (number * (number + 1)))
        products = products * numpy.exp(values)
        result["logs"].append(values.tolist())
        result["evidence"].append(float(numpy.mean(products + 1 / (number + 1))))
        fade = numpy.exp(-1 / 13)
        memory = (fade * memory[0] + window[2], fade * memory[1] + window[3])
    return result


def main():
    random = numpy.random.default_rng(13)

    def draw(count, people, group, other):
        return [
            [int(random.binomial(people, group)), people, int(random.binomial(people, other)), people] for _ in range(count)
        ]

    worked = [[78, 200, 101, 200], [70, 200, 99, 200], [64, 200, 104, 200], [61, 200, 97, 200], [66, 200, 103, 200]]
    print(
        json.dumps(
            [
                case("ratio-at-least", 0.8, worked),
                case("ratio-at-least", 0.8, draw(6, 150, 0.28, 0.3) + draw(6, 150, 0.18, 0.3)),
                case("ratio-at-most", 1.25, draw(8, 120, 0.5, 0.3)),
                case("difference", 0.1, draw(8, 300, 0.35, 0.5)),
                case("difference", 0.05, draw(5, 80, 0.12, 0.1)),
            ], indent=1))


if __name__ == "__main__":
    main()
