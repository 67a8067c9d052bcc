"""Power by playing the rule, written without a look at the Swift code: the guarded score by the closed form of the restricted
rates, the studentised range and binomial quantiles of scipy, 40,000 tables. scipy 1.17, numpy 2.4.
Prints what Tests/AuditStatisticsTests/PowerAnalysisTests.swift expects."""
import numpy as np
from scipy.stats import binom, norm, studentized_range

TABLES = 40_000
POWER = 0.8


def below(x1, n1, x2, n2, ratio, z):
    """Whether `ratio` lies below the interval of rate 1 / rate 2."""
    a, b, c = (n1 + n2) * ratio, -(n1 * ratio + x1 + n2 + x2 * ratio), x1 + x2
    p2 = np.minimum(2 * c / (-b + np.sqrt(np.maximum(0, b * b - 4 * a * c))), min(1, 1 / ratio))
    p1 = ratio * p2
    v1, v2 = p1 * (1 - p1) / n1, ratio**2 * p2 * (1 - p2) / n2
    with np.errstate(all="ignore"):
        score = np.where(v1 + v2 > 0, (x1 / n1 - ratio * x2 / n2) / np.sqrt(v1 + v2), 0)
        third = v1 * (1 - 2 * p1) / n1 - ratio * v2 * (1 - 2 * p2) / n2
        skew = np.where(v1 + v2 > 0, third / (6 * (v1 + v2) ** 1.5), 0)
    least = np.minimum(np.minimum(x1, n1 - x1), np.minimum(x2, n2 - x2))
    guarded = (z > 2) | (least < 20)
    enough = x1 > np.where(guarded, max(0, (z * z - 1) / 6), 0)
    return enough & (score >= z + np.where(guarded, np.maximum(0, skew * (z * z - 1)), 0))


def above(x1, n1, x2, n2, ratio, z):
    return below(x2, n2, x1, n1, 1 / ratio, z)


def highest(x, n, g, threshold, z, z_family):
    """Met and not met for group g against the highest; where g is the highest itself, against all others."""
    best = np.argmax(x / n, axis=1)
    met, fails = np.ones(len(x), bool), np.zeros(len(x), bool)
    for h in range(len(n)):
        if h == g:
            continue
        met &= below(x[:, g], n[g], x[:, h], n[h], threshold, z)
        met &= (best != h) | below(x[:, h], n[h], x[:, g], n[g], threshold, z)
        fails |= above(x[:, g], n[g], x[:, h], n[h], threshold, z_family)
    return met, fails, best == g


def value(u, n, g, rate, rule, low, high):
    """The value at which `rule` is reached with the power; reached at `high`, not at `low`."""
    base = binom.ppf(u, n, rate)
    for _ in range(14):
        middle = (low + high) / 2
        x = base.copy()
        x[:, g] = binom.ppf(u[:, g], n[g], middle * rate)
        low, high = (low, middle) if rule(x).mean() >= POWER else (middle, high)
    return high


rng = np.random.default_rng(20260)
z = norm.ppf(0.975)

names = ["African-American", "Asian", "Caucasian", "Hispanic", "Other"]
x = np.array([1522, 24, 1600, 447, 298])
n = np.array([3696, 32, 2454, 637, 377])
family = studentized_range.ppf(0.95, 5, np.inf) / np.sqrt(2)
u = rng.random((TABLES, 5))
for g in (0, 2, 3):
    fails = value(u, n, g, 298 / 377, lambda t: highest(t, n, g, 0.8, z, family)[1], 0.8, 0.0)
    met = value(u, n, g, 298 / 377, lambda t: highest(t, n, g, 0.8, z, family)[0], 0.8, 1.0)
    print(f"COMPAS race, {names[g]}: not met {fails:.4f}, met {met:.4f}")
for more in (0, 17, 88, 105, 112, 120):
    size = n.copy()
    size[1] += more
    met, _, chosen = highest(binom.ppf(u, size, x / n), size, 1, 0.8, z, family)
    print(f"Asian and {more} more: met {met.mean():.3f}, met and not itself the highest {(met & ~chosen).mean():.3f}")

named = np.array([400, 900])
u = rng.random((TABLES, 2))


def against(t, tail):
    return tail(t[:, 0], 400, t[:, 1], 900, 0.8, z)


print("400 against 900 named, rate .4: not met", f"{value(u, named, 0, 0.4, lambda t: against(t, above), 0.8, 0.0):.4f}",
      "met", f"{value(u, named, 0, 0.4, lambda t: against(t, below), 0.8, 1.5):.4f}")
print("the same, at most 1.25: not met",
      f"{value(u, named, 0, 0.4, lambda t: below(t[:, 0], 400, t[:, 1], 900, 1.25, z), 1.25, 2.4):.4f}")
five = np.array([3000, 3000, 3000, 2000, 4000])
u = rng.random((TABLES, 5))
every = np.ones(TABLES, bool)
t = binom.ppf(u, five, 0.2)
for g in range(5):
    met, _, chosen = highest(t, five, g, 0.8, z, family)
    every &= met | chosen
print("five groups of 3,000, 3,000, 3,000, 2,000, 4,000, equal at .2: all met", f"{every.mean():.4f}")
