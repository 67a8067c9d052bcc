"""How often limits of means of skewed amounts miss the truth, in multiples of the nominal one-sided error.

    python amounts-errors.py

Prints the table of docs/methods.md: the worst of the upper limit of a mean, and both limits of the difference and of the ratio of two groups with
the same distribution; first the limits of verdicts, then Student's. 3,000 samples each.
"""

import numpy as np
from scipy import stats

rng = np.random.default_rng(5)
Z = 1.959964
NOMINAL = 0.025


def draw(kind, size):
    if kind == "normal":
        return 10 + 2 * rng.standard_normal(size)
    if kind.startswith("lognormal"):
        s = float(kind.split()[1])
        return np.exp(s * rng.standard_normal(size) - s * s / 2)
    numbers = rng.exponential(1, size)
    return numbers if kind == "exponential" else numbers * (rng.random(size) < 0.2) / 0.2


def limits(x, is_verdict):
    n = x.shape[1]
    mean = x.mean(1)
    d = x - mean[:, None]
    squares = np.maximum((d**2).mean(1), 1e-300)
    error = np.sqrt(squares / (n - 1))
    if not is_verdict:
        t = stats.t.isf(NOMINAL, n - 1)
        return mean, mean - t * error, mean + t * error
    kurtosis = (d**4).mean(1) / squares**2
    skewness = (d**3).mean(1) / squares**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    t = stats.t.isf(stats.norm.sf(Z), np.clip(2 * n / (kurtosis - 1), 2, n - 1))
    shift = 1.5 * skewness * (2 * t * t + 1) / (6 * np.sqrt(n))
    return mean, mean - error * (t + np.maximum(0, -shift)), mean + error * (t + np.maximum(0, shift))


def errors(x, y, truth, is_verdict):
    m1, l1, u1 = limits(x, is_verdict)
    m2, l2, u2 = limits(y, is_verdict)
    with np.errstate(all="ignore"):
        low = np.log(m1 / m2) - np.hypot(np.log(m1 / l1), np.log(u2 / m2))
        high = np.log(m1 / m2) + np.hypot(np.log(u1 / m1), np.log(m2 / l2))
    wrong = [
        u1 < truth, m1 - m2 - np.hypot(m1 - l1, u2 - m2) > 0, m1 - m2 + np.hypot(u1 - m1, m2 - l2) < 0,
        (l1 > 0) & (low > 0), (l2 > 0) & (high < 0),
    ]
    return max(np.mean(w) for w in wrong) / NOMINAL


for kind in ("normal", "lognormal 0.5", "exponential", "lognormal 1", "mostly 0"):
    cells = []
    for sizes in ((30, 30), (30, 300), (100, 100), (100, 1000)):
        x, y = (draw(kind, (3000, n)) for n in sizes)
        truth = 10 if kind == "normal" else 1
        cells.append("{:.1f}, {:.1f}".format(*(errors(x, y, truth, v) for v in (True, False))))
    print("|", kind, "|", " | ".join(cells), "|", flush=True)
