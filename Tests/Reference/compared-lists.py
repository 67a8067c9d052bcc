"""Shares of lists that stand in other lists: of the same people one period earlier, or of their contexts.

Writes compared-lists.json, the tables and what pandas makes of them. Made with Python 3.11, pandas 2.2.3, SciPy 1.14.1:

    python3 compared-lists.py > compared-lists.json
"""

import json
import random

import pandas
from scipy import stats

DEPTH = 4
random.seed(11)
groups = {}
people, lists, before, baseline = [], [], [], []
for number in range(240):
    user, setting = f"u{number}", ["off", "full"][number % 2]
    country, device = ["at", "be", "??", "cy"][number % 4 if number % 29 else 2], ["phone", "desk"][number // 4 % 2]
    people.append((user, setting, country, device))
    if number % 31 == 5:
        continue
    shown = random.sample(range(30), random.choice([2, 4, 6]))
    lists += [(user, f"i{item}", rank) for rank, item in enumerate(shown, 1)]
    if number % 17 != 3:
        keep = 1 if setting == "off" else 3
        older = shown[:keep] + random.sample(range(30), 4)
        before += [(user, f"i{item}", rank) for rank, item in enumerate(older, 1)]
for country in ["at", "be", "dk"]:
    for device in ["phone", "desk"]:
        # Of cy, and of desks in be, nobody says what anybody would be shown.
        if (country, device) != ("be", "desk"):
            ranked = random.sample(range(36), 6)
            baseline += [(country, device, f"i{item}", rank) for rank, item in enumerate(ranked, 0)]
random.shuffle(before)
random.shuffle(baseline)

people = pandas.DataFrame(people, columns=["user", "setting", "country", "device"])
lists = pandas.DataFrame(lists, columns=["user", "item", "rank"])
before = pandas.DataFrame(before, columns=["user", "item", "rank"])
baseline = pandas.DataFrame(baseline, columns=["country", "device", "item", "rank"])
items = pandas.DataFrame({"item": [f"i{number}" for number in range(30)]})


def known(table):
    """Rows of items that are in the table of items."""
    return table[table["item"].isin(items["item"])]


def shares(other, keys):
    """The share of each list's positions that the other list holds."""
    top = lists[lists["rank"] <= DEPTH].merge(people, on="user")
    held = top.merge(other[keys + ["item"]].drop_duplicates().assign(held=1), on=keys + ["item"], how="left")
    found = held.assign(held=held["held"].fillna(0)).groupby(["user", "setting"] + [key for key in keys if key != "user"])
    found = found["held"].mean().reset_index()
    return found.merge(other[keys].drop_duplicates(), on=keys)


def described(found):
    result = {}
    for setting, values in found.groupby("setting")["held"]:
        # Degrees of freedom from the kurtosis, as means over lists have (docs/methods.md).
        number, kurtosis = len(values), stats.kurtosis(values, fisher=False)
        freedom = max(2, min(number - 1, 2 * number / (kurtosis - 1)))
        low, high = stats.t.interval(0.95, freedom, loc=values.mean(), scale=stats.sem(values))
        result[setting] = {"lists": len(values), "value": values.mean(), "interval": [low, high]}
    return result


def text(table):
    return table.to_csv(index=False)


earlier = known(before[before["rank"] <= DEPTH])
anybody = known(baseline[baseline["rank"] < DEPTH])
anybody = anybody[anybody["country"].isin(people["country"])]
print(
    json.dumps(
        {
            "depth": DEPTH,
            "tables": {
                "people": text(people), "lists": text(lists), "before": text(before), "baseline": text(baseline),
                "items": text(items),
            },
            "kept-from-before": described(shares(earlier, ["user"])),
            "baseline-match": described(shares(anybody, ["country", "device"])),
        },
        indent=1))
