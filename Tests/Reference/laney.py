"""Limits of Laney's p' chart, by the published formula (Laney 2002, Quality Engineering 14(4), 531-537).

    python3 laney.py > laney.json

z_i = (p_i - p) / sqrt(p (1 - p) / n_i); sigma_z = mean |z_i - z_(i-1)| / 1.128; limits p -/+ 3 sigma_z sqrt(p (1 - p) / n_i), where
sigma_z counts as 1 at least: limits widen, and are never narrower than those of counts alone.
Exact fractions up to the square roots, which are taken with 40 digits.
"""

import json
import pathlib
from decimal import Decimal, getcontext
from fractions import Fraction

import numpy

getcontext().prec = 40


def decimal(fraction):
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def case(numerators, denominators):
    mean = Fraction(sum(numerators), sum(denominators))
    deviations = [decimal(mean * (1 - mean) / n).sqrt() for n in denominators]
    scores = [decimal(Fraction(x, n) - mean) / s for x, n, s in zip(numerators, denominators, deviations)]
    ranges = [abs(b - a) for a, b in zip(scores, scores[1:])]
    # Neighbours that differ less than counting explains narrow nothing.
    excess = max(Decimal(1), sum(ranges) / len(ranges) / Decimal("1.128"))
    return {
        "numerators": numerators, "denominators": denominators, "mean": float(decimal(mean)), "excess": float(excess),
        "limits": [
            [max(0.0, float(decimal(mean) - 3 * excess * s)), min(1.0, float(decimal(mean) + 3 * excess * s))]
            for s in deviations
        ],
    }


def main():
    random = numpy.random.default_rng(2002)
    year = json.loads(
        (pathlib.Path(__file__).parents[2] / "datasets/monthly-shortlisting/truth.json").read_text())
    cases = [case(*zip(*[month["counts"]["f"] for month in year]))]
    for periods, people, spread, level in [(12, 200, 0, 0.3), (24, 20000, 0.01, 0.4), (15, 30, 0, 0.03), (60, 1000, 0.05, 0.9)]:
        sizes = random.integers(people // 2, people * 2, periods).tolist()
        levels = numpy.clip(level + spread * random.standard_normal(periods), 0.001, 0.999)
        cases.append(case([int(random.binomial(n, p)) for n, p in zip(sizes, levels)], sizes))
    print(json.dumps(cases, indent=1))


if __name__ == "__main__":
    main()
