"""Quantiles of binomial distributions that are wide: binomial-quantiles-scipy.json. SciPy 1.17.1."""

import json
import pathlib

import numpy as np
from scipy.stats import binom

rows = []
for trials, probability in [(360_001, 0.52), (9_200_000, 0.0099), (9_200_000, 0.9901), (1_000_000, 0.101), (90_000_000, 0.001)]:
    uniforms = np.concatenate([[1e-9, 1e-6, 1e-4], np.random.default_rng(7).random(194), [1 - 1e-4, 1 - 1e-6, 1 - 1e-9]])
    counts = binom.ppf(uniforms, trials, probability)
    rows.append({
        "trials": trials, "probability": probability, "uniforms": uniforms.tolist(), "counts": counts.astype(int).tolist()})
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"distributions": rows}) + "\n")
