"""Writes made-up data as CSV, the same for the same number, in constant memory.

Usage: generate.py decisions ROWS FILE, or generate.py lists USERS PREFIX: users, items, lists of 20 and what is relevant.
"""

import sys

import numpy as np
import polars as pl

CHUNK = 1_000_000
GENDERS = np.array(["female", "male", "nonbinary"])
RACES = np.array(["Asian", "Black", "Hispanic", "Native", "Other", "White"])
AGES = np.array(["18-24", "25-34", "35-49", "50-64", "65+"])
REGIONS = np.array([f"Region {number:02d}" for number in range(20)])


def chunk(first: int, rows: int) -> pl.DataFrame:
    rng = np.random.default_rng([20261123, first])
    gender = rng.choice(3, rows, p=[0.49, 0.49, 0.02])
    race = rng.choice(6, rows, p=[0.07, 0.14, 0.19, 0.02, 0.03, 0.55])
    base = np.array([0.30, 0.35, 0.28])[gender] + np.array([0.02, -0.06, -0.04, -0.05, 0, 0.03])[race]
    outcome = rng.random(rows) < base
    lean = np.array([0, 0.15, -0.1])[gender] + np.array([0.05, -0.2, -0.1, -0.15, 0, 0.05])[race]
    score = 1 / (1 + np.exp(-(1.6 * outcome - 0.8 + lean + rng.standard_normal(rows))))
    return pl.DataFrame({
        "user_id": np.arange(first + 1, first + rows + 1), "gender": GENDERS[gender], "race": RACES[race],
        "age_band": AGES[rng.choice(5, rows, p=[0.15, 0.25, 0.3, 0.2, 0.1])],
        "region": REGIONS[rng.integers(0, 20, rows)], "y_true": outcome.astype(np.int8),
        "y_pred": (score >= 0.5).astype(np.int8), "score": score,
    })


def decisions(rows: int, path: str) -> None:
    with open(path, "wb") as file:
        for first in range(0, rows, CHUNK):
            chunk(first, min(CHUNK, rows - first)).write_csv(file, include_header=first == 0, float_precision=6)


def lists(users: int, prefix: str) -> None:
    length, items = 20, 100_000
    rng = np.random.default_rng(20261127)
    popularity = 1 / np.arange(1, items + 1) ** 0.8
    cumulative = np.cumsum(popularity / popularity.sum())
    number = rng.permutation(items)
    providers = np.array([f"provider_{letter}" for letter in "ABCDE"])
    pl.DataFrame({
        "item": np.arange(items), "provider": providers[rng.choice(5, items, p=[0.4, 0.25, 0.2, 0.1, 0.05])],
    }).write_csv(f"{prefix}_items.csv")
    gender = rng.choice(3, users, p=[0.48, 0.5, 0.02])
    pl.DataFrame({
        "user": np.arange(users), "gender": GENDERS[gender], "age_band": AGES[rng.choice(5, users)],
    }).write_csv(f"{prefix}_users.csv")
    with open(f"{prefix}_lists.csv", "wb") as shown_file, open(f"{prefix}_relevant.csv", "wb") as relevant_file:
        for start in range(0, users, 100_000):
            block = min(100_000, users - start)
            drawn = np.minimum(np.searchsorted(cumulative, rng.random((block, length))), items - length)
            # No item twice in a list.
            drawn = np.sort(drawn, axis=1) + np.arange(length)
            shown = number[rng.permuted(drawn, axis=1)]
            user = np.arange(start, start + block)
            pl.DataFrame({
                "user": np.repeat(user, length), "item": shown.ravel(),
                "rank": np.tile(np.arange(1, length + 1), block),
                "score": np.sort(rng.random((block, length)), axis=1)[:, ::-1].ravel().round(6),
            }).write_csv(shown_file, include_header=start == 0)
            wanted = number[np.minimum(np.searchsorted(cumulative, rng.random((block, 10))), items - 1)]
            seen = np.array([0.26, 0.30, 0.24])[gender[start:start + block]][:, None]
            slot = np.minimum((rng.random((block, 10)) ** 1.5 * length).astype(int), length - 1)
            wanted = np.where(rng.random((block, 10)) < seen, np.take_along_axis(shown, slot, 1), wanted)
            key = np.unique(np.repeat(user, 10).astype(np.int64) * items + wanted.ravel())
            pl.DataFrame({"user": key // items, "item": key % items}).write_csv(
                relevant_file, include_header=start == 0)


{"decisions": decisions, "lists": lists}[sys.argv[1]](int(sys.argv[2]), sys.argv[3])
