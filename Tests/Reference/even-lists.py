"""What lists show that make no difference between items, by numpy's own random numbers and by trying every list.

    python even-lists.py > even-lists.json

`gini` and `entropy` are means over 4,000 drawn sets of lists, with their standard errors; `coverage` is exact for the small
catalogue by trying all lists of two, and by 1 − Π(1 − length/items) for the others.
"""

import itertools
import json

import numpy as np


def gini(x):
    x = np.sort(x)
    n = len(x)
    return ((2 * np.arange(1, n + 1) - n - 1) * x).sum() / (n * x.sum())


def entropy(x):
    p = x[x > 0] / x.sum()
    return -(p * np.log(p)).sum()


def case(items, lengths, draws=4000):
    rng = np.random.default_rng(7)
    weights = 1 / np.log2(np.arange(max(lengths)) + 2)
    found = []
    for _ in range(draws):
        attention = np.zeros(items)
        for length in lengths:
            attention[rng.permutation(items)[:length]] += weights[:length]
        found.append((gini(attention), entropy(attention)))
    found = np.array(found)
    mean, error = found.mean(axis=0), found.std(axis=0, ddof=1)
    coverage = 1 - np.prod([1 - length / items for length in lengths])
    return {
        "items": items, "lengths": lengths, "gini": mean[0], "gini-deviation": error[0], "entropy": mean[1],
        "entropy-deviation": error[1], "coverage": coverage,
    }


def exact_coverage():
    every = list(itertools.combinations(range(4), 2))
    return float(np.mean([len(set(a) | set(b)) / 4 for a in every for b in every]))


print(json.dumps({
    "made-by": "even-lists.py, numpy",
    "two-lists-of-two-among-four": exact_coverage(),
    "cases": [case(30, [5] * 20), case(12, [1, 2, 3, 3, 3, 3]), case(200, [10] * 50)],
}, indent=0))
