"""Makes a feed whose users can turn personalisation off or down, with planted truths of known size.

    python3 generate.py                  writes the tables and truth.json beside this file
    python3 generate.py --check 200000   draws so many users and compares their slopes with the true values

Standard library only. All randomness comes from Random.random(), whose sequence Python guarantees for a seed, so any
version writes the same bytes. Two services are made for the same people: `lists.csv` is one whose control is soft,
`lists-honest.csv` one whose control does what it says.
"""

import datetime
import hashlib
import itertools
import json
import math
import pathlib
import random
import sys

SEED = 20260918
USERS = 3000
DEPTH = 10

LEVELS = {"off": 0.4, "low": 0.25, "full": 0.35}
GENDERS = {"f": 0.5, "m": 0.5}
AGES = {"16-24": 0.25, "25-44": 0.4, "45+": 0.35}
# Who turns it off: chances of the levels, by age. The middle band is as LEVELS says.
LEVELS_BY_AGE = {"16-24": [0.25, 0.25, 0.5], "25-44": [0.4, 0.25, 0.35], "45+": [0.5, 0.25, 0.25]}
COUNTRIES = {"AT": 0.3, "IE": 0.3, "PT": 0.4}
DEVICES = {"phone": 0.7, "web": 0.3}

KINDS = ["culture", "film", "games", "music", "news", "sport"]
PER_KIND = 30
# What a list that is not personalised gives to each kind, by context: country and device shape it openly.
BASE = {
    ("AT", "phone"): [10, 25, 20, 20, 15, 10], ("AT", "web"): [20, 20, 5, 10, 35, 10],
    ("IE", "phone"): [5, 15, 20, 20, 10, 30], ("IE", "web"): [10, 10, 10, 15, 25, 30],
    ("PT", "phone"): [10, 15, 25, 30, 10, 10], ("PT", "web"): [25, 15, 10, 15, 25, 10],
}
# Tastes lean to what is shown in one's context, so that a context that is left out looks like dependence.
LEAN = 3.0
HISTORY = 20

# The share of a list's positions that is drawn from the owner's own taste: planted.
PULL = {"soft": {"off": 0.05, "low": 0.25, "full": 0.6}, "honest": {"off": 0.0, "low": 0.25, "full": 0.6}}
# At the level off, lists of the soft service give this item to people of 16 to 24 so often, at their first place: planted.
TARGETED, TARGETED_AGE, TARGETED_CHANCE = "i100", "16-24", 0.3
# Of those at off or low, so many were put back to the full profile without being asked: planted.
SWITCHED_BACK = 0.12
# Requests shortly after a choice that still used the old mode: within the claimed lag of a day.
LATE = 0.15

START = datetime.datetime(2026, 6, 1)
DAYS = 100
REQUESTS = 6
MODES = {"off": "unprofiled", "low": "light", "full": "profiled"}

ITEMS = [f"i{number + 1:03d}" for number in range(len(KINDS) * PER_KIND)]
KIND_OF = [number % len(KINDS) for number in range(len(ITEMS))]
BY_KIND = [[item for item in range(len(ITEMS)) if KIND_OF[item] == kind] for kind in range(len(KINDS))]
WEIGHTS = [1 / math.log2(rank + 2) for rank in range(DEPTH)]


def pick(generator, weights):
    """An index, with the chance of its weight."""
    place = generator.random() * sum(weights)
    for index, weight in enumerate(weights):
        place -= weight
        if place < 0:
            return index
    return len(weights) - 1


def labelled(generator, chances):
    return list(chances)[pick(generator, list(chances.values()))]


def draw_list(generator, base, taste, pull, popular):
    """Ten different items: each place from one's own taste with the chance `pull`, else from what the context shows."""
    shown = []
    while len(shown) < DEPTH:
        kind = pick(generator, taste if generator.random() < pull else base)
        pool = [item for item in BY_KIND[kind] if item not in shown]
        weights = [popular[item] for item in pool]
        shown.append(pool[pick(generator, weights)])
    return shown


def draw_user(generator, popular):
    age = labelled(generator, AGES)
    user = {
        "gender": labelled(generator, GENDERS), "age": age,
        "level": list(LEVELS)[pick(generator, LEVELS_BY_AGE[age])],
        "country": labelled(generator, COUNTRIES), "device": labelled(generator, DEVICES),
    }
    base = [share / 100 for share in BASE[user["country"], user["device"]]]
    # Everybody has one favourite kind: three in five of what they choose is of it.
    favourite = pick(generator, [1 + LEAN * share for share in base])
    taste = [0.6 * (kind == favourite) + 0.4 * base[kind] for kind in range(len(KINDS))]
    user["history"] = sorted({BY_KIND[kind][int(generator.random() * PER_KIND)] for kind in (
        pick(generator, taste) for _ in range(HISTORY))})
    chosen = [sum(KIND_OF[item] == kind for item in user["history"]) for kind in range(len(KINDS))]
    # The service knows the history, and nothing else of the taste.
    own = [count / sum(chosen) for count in chosen]
    user["lists"] = {
        name: draw_list(generator, base, own, pull[user["level"]], popular) for name, pull in PULL.items()}
    user["before"] = draw_list(generator, base, own, PULL["soft"]["full"], popular)
    targeted = ITEMS.index(TARGETED)
    if user["level"] == "off" and age == TARGETED_AGE and generator.random() < TARGETED_CHANCE:
        shown = user["lists"]["soft"]
        user["lists"]["soft"] = [targeted] + [item for item in shown if item != targeted][: DEPTH - 1]
    return user


def draw_log(generator, user):
    """When a level was chosen, and what was served: [(seconds, level)], [(seconds, mode)]."""
    changes, served = [], []
    level, chosen = user["level"], None
    if level != "full":
        chosen = int(generator.random() * 60 * 86400)
        changes.append((chosen, level))
    times = sorted(int(generator.random() * DAYS * 86400) for _ in range(REQUESTS))
    back = level != "full" and generator.random() < SWITCHED_BACK
    turned = None
    for time in times:
        in_force = "full" if chosen is None or time < chosen else level
        mode = MODES[in_force]
        if in_force != "full":
            kept = [t for t, m in served if t >= chosen and m == MODES[level]]
            if back and kept and turned is None:
                turned = time
            if turned is not None:
                mode = "profiled"
            elif time - chosen < 86400 and generator.random() < LATE:
                mode = "profiled"
        served.append((time, mode))
    return changes, served


def stamp(seconds):
    return (START + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def popularity(generator):
    return [1 / (1 + int(generator.random() * 10)) for _ in ITEMS]


def write_tables(folder):
    generator = random.Random(SEED)
    popular = popularity(generator)
    tables = {
        "users.csv": ["user,gender,age_band,personalisation,country,device"], "items.csv": ["item,category"],
        "lists.csv": ["user,item,rank"], "lists-honest.csv": ["user,item,rank"], "history.csv": ["user,item"],
        "before.csv": ["user,item,rank"], "baseline.csv": ["country,device,item,rank"],
        "settings.csv": ["user,changed_at,level"], "served.csv": ["user,served_at,mode"],
    }
    for item, kind in zip(ITEMS, KIND_OF):
        tables["items.csv"].append(f"{item},{KINDS[kind]}")
    for (country, device), base in BASE.items():
        shown = draw_list(generator, base, base, 0, popular)
        for rank, item in enumerate(shown):
            tables["baseline.csv"].append(f"{country},{device},{ITEMS[item]},{rank + 1}")
    for number in range(USERS):
        user, name = draw_user(generator, popular), f"u{number + 1:04d}"
        tables["users.csv"].append(
            ",".join([name, user["gender"], user["age"], user["level"], user["country"], user["device"]]))
        for item in user["history"]:
            tables["history.csv"].append(f"{name},{ITEMS[item]}")
        for table, shown in (("lists.csv", user["lists"]["soft"]), ("lists-honest.csv", user["lists"]["honest"]),
                             ("before.csv", user["before"])):
            for rank, item in enumerate(shown):
                tables[table].append(f"{name},{ITEMS[item]},{rank + 1}")
        changes, served = draw_log(generator, user)
        tables["settings.csv"] += [f"{name},{stamp(time)},{level}" for time, level in changes]
        tables["served.csv"] += [f"{name},{stamp(time)},{mode}" for time, mode in served]
    for name, lines in tables.items():
        data = ("\n".join(lines) + "\n").encode()
        (folder / name).write_bytes(data)
        print(f"| `{name}` | {len(lines) - 1:,} | {len(data):,} | `{hashlib.sha256(data).hexdigest()}` |")


def mix(items, weights):
    row = [0.0] * len(KINDS)
    for item, weight in zip(items, weights):
        row[KIND_OF[item]] += weight
    total = sum(row)
    return [value / total for value in row]


def check(count):
    """The slopes of many users; the true ones, since each differs from its limit by Monte-Carlo error alone."""
    generator = random.Random(SEED + 1)
    popular = popularity(generator)
    cells = {}
    for _ in range(count):
        user = draw_user(generator, popular)
        chosen = mix(user["history"], [1] * len(user["history"]))
        for service in PULL:
            for context in ((user["country"], user["device"]), ()):
                key = (service, user["level"], bool(context))
                cells.setdefault(key, {}).setdefault(context, []).append((mix(user["lists"][service], WEIGHTS), chosen))
    for (service, level, within), contexts in sorted(cells.items()):
        numerator = denominator = 0.0
        for people in contexts.values():
            n = len(people)
            means = [[sum(p[side][k] for p in people) / n for k in range(len(KINDS))] for side in (0, 1)]
            for shown, chosen in people:
                for k in range(len(KINDS)):
                    numerator += (shown[k] - means[0][k]) * (chosen[k] - means[1][k])
                    denominator += (chosen[k] - means[1][k]) ** 2
        print(f"{service:7} {level:5} {'within contexts' if within else 'without contexts':17} {numerator / denominator:.4f}")


if __name__ == "__main__":
    if "--check" in sys.argv:
        check(int(sys.argv[sys.argv.index("--check") + 1]))
    else:
        write_tables(pathlib.Path(__file__).parent)
