"""Who has a level of the control of datasets/feed-controls, by group, counted by pandas with Wilson limits of SciPy.

    python setting-share.py > setting-share.json
"""

import json
import pathlib

import pandas as pd
import scipy
from scipy import stats

FOLDER = pathlib.Path(__file__).parents[2] / "datasets" / "feed-controls"
users = pd.read_csv(FOLDER / "users.csv", dtype=str, keep_default_na=False)
result = {"versions": {"pandas": pd.__version__, "scipy": scipy.__version__}, "shares": []}
for grouping in (["gender"], ["age_band"], ["gender", "age_band"]):
    for levels in (["off"], ["off", "low"]):
        for group, rows in users.groupby(grouping):
            have, all = int(rows["personalisation"].isin(levels).sum()), len(rows)
            interval = stats.binomtest(have, all).proportion_ci(0.95, method="wilson")
            result["shares"].append(
                {"grouping": grouping, "levels": levels, "group": list(group), "have": have, "all": all,
                 "interval": [interval.low, interval.high]})
print(json.dumps(result, indent=1))
