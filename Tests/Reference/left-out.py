"""Expected ends of comparisons from which people were left out, by trying every way in which they may turn out.

    python left-out.py > left-out.json

People whose group is not known join any of the groups; people of a known group stay in it; people whose place in the rate is
not known take any that they may have. Nothing is searched: all completions are made, in exact fractions. `tipping` is the least
number of people of which some placement takes the value below the threshold.
"""

import itertools
import json
import random
from fractions import Fraction

# What a person may add to (successes, trials).
PLACES = {
    "counted": [(1, 1)],
    "uncounted": [(0, 1)],
    "counted-or-not": [(1, 1), (0, 0)],
    "uncounted-or-not": [(0, 1), (0, 0)],
    "either": [(1, 1), (0, 1)],
}


def compared(groups, group, reference, comparison):
    x, n = groups[group]
    own = Fraction(x, n)
    if reference == "value":
        return own
    if reference == "complement":
        others = [g for i, g in enumerate(groups) if i != group]
        x, n = sum(o[0] for o in others), sum(o[1] for o in others)
        rivals = [Fraction(x, n)]
    elif reference == "overall":
        rivals = [Fraction(sum(g[0] for g in groups), sum(g[1] for g in groups))]
    elif reference == "highest":
        rivals = [Fraction(*g) for i, g in enumerate(groups) if i != group]
    else:
        rivals = [Fraction(*groups[reference])]
    if comparison == "ratio":
        return min(own / r for r in rivals) if all(rivals) else None
    return min(own - r for r in rivals)


def tables(groups, people):
    """Every table to which all people are added, each in one of its places."""
    seen = set()
    for choice in itertools.product(*people):
        table = [list(g) for g in groups]
        for group, (x, n) in choice:
            table[group][0] += x
            table[group][1] += n
        seen.add(tuple(map(tuple, table)))
    return seen


def options(groups, left, unknown):
    people = []
    for group, kinds in enumerate(left):
        for kind, count in kinds.items():
            people += [[(group, place) for place in PLACES[kind]]] * count
    for kind, count in unknown.items():
        people += [[(group, place) for group in range(len(groups)) for place in PLACES[kind]]] * count
    return people


def case(groups, left, unknown, group, reference, comparison, threshold):
    people = options(groups, left, unknown)
    values = [compared(t, group, reference, comparison) for t in tables(groups, people)]
    values = [v for v in values if v is not None]
    tipping = None
    for count in range(1, len(people) + 1):
        placed = (
            value
            for some in itertools.combinations(range(len(people)), count)
            for value in (compared(t, group, reference, comparison) for t in tables(groups, [people[i] for i in some]))
        )
        if any(v is not None and v < threshold for v in placed):
            tipping = count
            break
    return {
        "groups": groups, "left": left, "unknown": unknown, "group": group, "reference": reference,
        "comparison": comparison, "threshold": float(threshold), "low": float(min(values)), "high": float(max(values)),
        "tipping": tipping,
    }


def drawn(rng, most):
    kinds = rng.choices(list(PLACES), k=rng.randint(0, most))
    return {kind: kinds.count(kind) for kind in PLACES if kind in kinds}


def cases(seed, many, references):
    rng = random.Random(seed)
    found = []
    for number in range(many):
        count = 2 if number % 2 else 3
        groups = []
        for _ in range(count):
            n = rng.randint(4, 12)
            groups.append([rng.randint(2, n), n])
        known = ["counted-or-not", "uncounted-or-not", "either"]
        left = []
        for _ in range(count):
            kinds = rng.choices(known, k=rng.randint(0, 2))
            left.append({kind: kinds.count(kind) for kind in known if kind in kinds})
        unknown = drawn(rng, 3 if count == 2 else 2)
        reference = rng.choice(references)
        comparison = rng.choice(["ratio", "difference"])
        base = compared(groups, 0, reference, comparison)
        threshold = base * Fraction(799, 1000) if comparison == "ratio" else base - Fraction(101, 1000)
        found.append(case(groups, left, unknown, 0, reference, comparison, threshold))
    return found


if __name__ == "__main__":
    found = cases(13, 60, ["value", "complement", "highest", 1]) + cases(14, 30, ["overall"])
    print(json.dumps({"made-by": "left-out.py, Python fractions", "cases": found}, indent=0))
