"""Writes decisions as CSV: the same rows for the same number of them, in constant memory. Usage: generate.py ROWS FILE"""

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


rows, path = int(sys.argv[1]), sys.argv[2]
with open(path, "wb") as file:
    for first in range(0, rows, CHUNK):
        chunk(first, min(CHUNK, rows - first)).write_csv(file, include_header=first == 0, float_precision=6)
