"""Numbers of the control's audits of datasets/feed-controls, from NumPy and SciPy on the tables themselves.

    python controls-audit.py > controls-audit.json
"""

import csv
import json
import pathlib

import numpy as np
import scipy
from scipy import stats

FOLDER = pathlib.Path(__file__).parents[2] / "datasets" / "feed-controls"


def table(name):
    with open(FOLDER / name, newline="") as file:
        return list(csv.DictReader(file))


users = {row["user"]: row for row in table("users.csv")}
kind_of = {row["item"]: row["category"] for row in table("items.csv")}
kinds = sorted(set(kind_of.values()))


def mixes(name, weight):
    result = {user: np.zeros(len(kinds)) for user in users}
    for row in table(name):
        result[row["user"]][kinds.index(kind_of[row["item"]])] += weight(row)
    return {user: row / row.sum() for user, row in result.items() if row.sum() > 0}


history = mixes("history.csv", lambda row: 1)
attention = lambda row: 1 / np.log2(int(row["rank"]) + 1)


def slope(people, shown, columns):
    contexts = np.array(["/".join(users[user][column] for column in columns) for user in people])
    l = np.array([shown[user] for user in people])
    h = np.array([history[user] for user in people])
    sizes = np.zeros(len(people))
    for context in set(contexts):
        rows = contexts == context
        l[rows] -= l[rows].mean(0)
        h[rows] -= h[rows].mean(0)
        sizes[rows] = rows.sum()
    a, c = (l * h).sum(1), (h * h).sum(1)
    n, s = len(people), len(set(contexts))
    b = a.sum() / c.sum()
    factor = sizes / (sizes - 1)
    without = (a.sum() - factor * a) / (c.sum() - factor * c)
    d = a - b * c
    kappa = n * (d**4).sum() / (d**2).sum() ** 2
    variance = (n - 1) / n * ((without - without.mean()) ** 2).sum()
    df = min(max(2 * n / (kappa - 1), 2), n - s)
    half = stats.t.ppf(0.975, df) * variance**0.5
    return {"people": n, "contexts": s, "value": b, "variance": variance, "df": df, "interval": [b - half, b + half]}


result = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__}, "slopes": {}, "groups": {}, "without": {}}
for service, name in (("soft", "lists.csv"), ("honest", "lists-honest.csv")):
    shown = mixes(name, attention)
    for level in ("off", "low", "full"):
        people = [user for user in users if users[user]["personalisation"] == level]
        result["slopes"][f"{service} {level}"] = slope(people, shown, ["country", "device"])
        result["without"][f"{service} {level}"] = slope(people, shown, [])["value"]
        for gender in ("f", "m"):
            own = [user for user in people if users[user]["gender"] == gender]
            result["groups"][f"{service} {level} {gender}"] = slope(own, shown, ["country", "device"])



def separation(people, column, features, permutations=4000):
    contexts = np.array([users[user]["country"] + users[user]["device"] for user in people])
    labels = np.array([users[user][column] for user in people])
    names = sorted(set(labels))
    compared = names[:1] if len(names) == 2 else names
    x = features
    blocks = [np.flatnonzero(contexts == context) for context in sorted(set(contexts))]

    def totals(labels):
        out = []
        for name in compared:
            z = (labels == name).astype(float)
            total = np.zeros(x.shape[1])
            for rows in blocks:
                total += (z[rows] - z[rows].mean()) @ x[rows]
            out.append(total)
        return np.array(out)

    weights, v = [], []
    for name in compared:
        z = (labels == name).astype(float)
        weights.append(sum(((z[rows] - z[rows].mean()) ** 2).sum() for rows in blocks))
        v.append(sum(x[rows].var(0, ddof=1) * ((z[rows] - z[rows].mean()) ** 2).sum() for rows in blocks))
    weights, v = np.array(weights), np.array(v)
    usable = v > 1e-18
    scale = np.sqrt(np.where(usable, v, np.inf))
    own = totals(labels)
    delta = own / weights[:, None]
    t = (np.abs(own) / scale).max()
    rng = np.random.default_rng(1)
    drawn = []
    for _ in range(permutations):
        shuffled = labels.copy()
        for rows in blocks:
            shuffled[rows] = rng.permutation(labels[rows])
        drawn.append((np.abs(totals(shuffled)) / scale).max())
    where = np.unravel_index(np.abs(delta).argmax(), delta.shape)
    clear = np.unravel_index((np.abs(own) / scale).argmax(), delta.shape)
    return {"value": np.abs(delta).max(), "group": compared[where[0]], "feature": int(where[1]),
            "clearest": [compared[clear[0]], int(clear[1])], "statistic": t, "critical": np.quantile(drawn, 0.95),
            "p": (1 + sum(d >= t for d in drawn)) / (permutations + 1)}


items = [row["item"] for row in table("items.csv")]
for service, name in (("soft", "lists.csv"), ("honest", "lists-honest.csv")):
    shown = mixes(name, attention)
    people = [user for user in users if users[user]["personalisation"] == "off"]
    kind = np.array([shown[user] for user in people])
    held = np.zeros((len(people), len(items)))
    place = {user: row for row, user in enumerate(people)}
    for row in table(name):
        if row["user"] in place:
            held[place[row["user"]], items.index(row["item"])] = 1
    enough = np.flatnonzero(held.sum(0) >= 10)
    for column in ("gender", "age_band"):
        result.setdefault("separations", {})[f"{service} {column} kinds"] = separation(people, column, kind)
        found = separation(people, column, held[:, enough])
        found["feature"] = int(enough[found["feature"]])
        found["clearest"][1] = int(enough[found["clearest"][1]])
        result["separations"][f"{service} {column} items"] = found

print(json.dumps(result, default=float, indent=1))
