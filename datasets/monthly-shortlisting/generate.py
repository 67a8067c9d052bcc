"""Makes a year of monthly shortlisting decisions, and plants a break in July, its mending in September, and a second break.

    python3 generate.py      writes 2026-01.csv to 2026-12.csv and truth.json beside this file

Standard library only. All randomness comes from Random.random(), whose sequence Python guarantees for a seed, so any
version writes the same bytes.
"""

import csv
import json
import pathlib
import random

SEED = 20260701
APPLICANTS = {"f": 1500, "m": 1700}
# The rate of men in each month: it swings over the year, and no requirement asks about it.
LEVEL = [0.32, 0.31, 0.30, 0.29, 0.30, 0.31, 0.30, 0.29, 0.30, 0.32, 0.33, 0.31]
# The version of the shortlister in each month, and the true ratio of women's rate to men's.
VERSION = ["2026.1"] * 6 + ["2026.2"] * 2 + ["2026.3"] * 3 + ["2026.4"]
RATIO = {"2026.1": 0.98, "2026.2": 0.62, "2026.3": 0.98, "2026.4": 0.60}


def main():
    draw = random.Random(SEED).random
    here = pathlib.Path(__file__).parent
    truth = []
    for index, (level, version) in enumerate(zip(LEVEL, VERSION)):
        month = f"2026-{index + 1:02d}"
        rates = {"f": level * RATIO[version], "m": level}
        rows, counts = [], {}
        for sex, people in APPLICANTS.items():
            chosen = sum(draw() < rates[sex] for _ in range(people))
            rows += [(sex, "yes", chosen), (sex, "no", people - chosen)]
            counts[sex] = [chosen, people]
        with open(here / f"{month}.csv", "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("sex", "shortlisted", "applicants"), *rows])
        truth.append(
            {
                "month": month, "version": version, "true-ratio": RATIO[version], "counts": counts,
                "ratio": counts["f"][0] / counts["f"][1] / (counts["m"][0] / counts["m"][1]),
            })
    (here / "truth.json").write_text(json.dumps(truth, indent=1) + "\n")


if __name__ == "__main__":
    main()
