"""Expected numbers of people who have several lists each: a list is counted, and a person is drawn.

    python several-lists.py > several-lists.json        (numpy, pandas, statsmodels)

Hit rates by pandas; their standard errors by leaving one person out at a time (numpy), and beside them the cluster-robust error
of a regression on a constant (statsmodels, without small-sample correction), which differs by terms of order 1/people. Overlap:
every pair of lists of two different people, one by one.
"""

import json

import numpy as np
import pandas as pd
import statsmodels.api as sm

DEPTH = 3


def made():
    rng = np.random.default_rng(20)
    items = [f"i{n}" for n in range(12)]
    lists, relevant, users = [], [], []
    for number in range(90):
        user, sex = f"u{number}", "fm"[number % 2]
        users.append([user, sex])
        wanted = rng.choice(items, size=2, replace=False)
        relevant += [[user, item] for item in wanted]
        # Some people are hit in most of their lists, others in hardly any.
        favoured = rng.random() < (0.5 if sex == "f" else 0.7)
        for session in range(1 + int(rng.integers(0, 5))):
            weights = np.array([4.0 if item in wanted and favoured else 1.0 for item in items])
            shown = rng.choice(items, size=DEPTH, replace=False, p=weights / weights.sum())
            lists += [[user, f"s{session}", item, rank + 1] for rank, item in enumerate(shown)]
    return users, relevant, lists


def main():
    users, relevant, rows = made()
    lists = pd.DataFrame(rows, columns=["user", "session", "item", "rank"])
    wanted = set(map(tuple, relevant))
    lists["hit"] = [(u, i) in wanted for u, i in zip(lists.user, lists.item)]
    per = lists.groupby(["user", "session"], sort=False).agg(hit=("hit", "any")).reset_index()
    per = per.merge(pd.DataFrame(users, columns=["user", "sex"]), on="user")
    hits = {}
    for sex, own in per.groupby("sex"):
        sums = own.groupby("user")["hit"].agg(["sum", "count"])
        total, count = sums["sum"].sum(), sums["count"].sum()
        left = (total - sums["sum"]) / (count - sums["count"])
        n = len(sums)
        jackknife = np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum())
        fit = sm.OLS(own["hit"].astype(float), np.ones(len(own))).fit(
            cov_type="cluster", cov_kwds={"groups": own["user"].astype("category").cat.codes, "use_correction": False})
        hits[sex] = {
            "people": n, "lists": int(count), "hits": int(total), "value": total / count,
            "standard-error": float(jackknife), "statsmodels": float(fit.bse.iloc[0]),
        }
    shown = {
        key: set(own.item) for key, own in lists.groupby(["user", "session"], sort=False)
    }
    sexes = dict(users)
    overlap = {}
    for sex in "fm":
        shares = [
            len(one & other) / DEPTH
            for (user, _), one in shown.items() if sexes[user] == sex
            for (another, _), other in shown.items() if another != user
        ]
        overlap[sex] = float(np.mean(shares))
    print(json.dumps({
        "made-by": "several-lists.py, pandas, statsmodels", "users": users, "relevant": relevant, "lists": rows,
        "hits": hits, "overlap": overlap}))


main()
