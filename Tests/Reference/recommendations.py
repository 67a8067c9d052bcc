"""Expected values of every metric over ranked lists, from their definitions, in plain Python and NumPy.

    python recommendations.py > recommendations.json

Reads the tables in recommendations/ and datasets/job-recommendations/. Nothing here shares a route with the Swift code:
ties are resolved by going through all orders of the tied items and averaging, ideal lists by sorting, jackknives by
leaving one person out, gradients by differences, minimum counts of FA*IR by trying every value with exact fractions.
"""

import csv
import itertools
import json
import math
import pathlib
import platform
from collections import Counter, defaultdict
from fractions import Fraction

import numpy as np
import scipy
from scipy import stats
from scipy.spatial.distance import jensenshannon

HERE = pathlib.Path(__file__).resolve().parent
HAND, JOBS = HERE / "recommendations", HERE.parent.parent / "datasets" / "job-recommendations"

CONVENTIONS = [
    "lists: users of the users table with at least one row; an item of no table takes its position and counts as nothing else",
    "ties: the mean over all orders of the tied items, each cut at the depth; sums of ratios average numerator and denominator",
    "relevance: pairs of a known user and a known item; the highest grade of repeated pairs; grade 0 and below is not relevant; "
    "with at-least, a grade that reaches it counts 1 and others nothing",
    "quality (ndcg, precision-at-k, recall-at-k, hit-rate, reciprocal-rank, average-precision): users with a list and at least "
    "one relevant item",
    "item groups: fractional counting shares an item in equal parts among its labels, full counts it whole for each; an item "
    "without a label belongs to no known group; totals are over the known groups",
    "relevance of item groups: pairs of users with a list, listed or not",
    "history: each pair once; of users with a list where it is compared with lists",
    "qualified target: the groups' shares of the relevance of users with a list",
    "pairwise-accuracy: listed items, the better one in g by its share, the other outside or inside g by its share; items "
    "without a known group are in no pair; the score decides, or the rank without one",
    "intra-list-diversity: items with a known label; users with two of them",
    "miscalibration: users with a list and a history that hold known labels",
    "expected exposure, ideal: relevant items by grade, equal parts within a grade, the rest of the depth shared equally by the "
    "rest of the catalogue; every user with a list",
    "long-tail-share: of all positions within the depth, those of unknown items included",
    "quantities over other users' lists (catalogue-overlap): the jackknife leaves out a member of the mean, not its list",
    "list-popularity: users with a known item in the list",
    "intervals: 95 %, Student's t with df = 2n/(kappa - 1) between 2 and n - 1, two groups by Welch and Satterthwaite; "
    "undefined (null) where the value would be undefined without one of the people",
]


# Reading


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def attention(model):
    name, _, parameter = model.partition(" ")
    return {
        "logarithmic": lambda r: 1 / math.log2(r + 1), "logarithmic-flat": lambda r: 1 / math.log2(max(r, 2)),
        "geometric": lambda r: float(parameter) ** (r - 1), "reciprocal": lambda r: 1 / r, "uniform": lambda r: 1.0,
        # Of 0.5: how often a relevant item ends the reading.
        "cascade": lambda r, before=0: float(parameter) ** (r - 1) * 0.5 ** before,
    }[name]


class Data:
    def __init__(self, folder, lists, user, item, engagement, groups, axes, depth, at_least, counting, by="score",
                 model="logarithmic", tail=0.2, items="items.csv", grade="grade",
                 intersections=()):
        self.depth, self.tail, self.model = depth, tail, model
        self.intersections = list(intersections)
        users = rows_of(folder / "users.csv")
        self.users = [row[user] for row in users]
        self.groups = {g: {row[user]: row[g] or None for row in users} for g in groups}
        table = rows_of(folder / items)
        self.items = [row[item] for row in table]
        self.popularity = {row[item]: float(row["popularity"]) for row in table}
        self.membership = {}
        for name, (column, separator) in axes.items():
            self.membership[name] = {}
            for row in table:
                labels = {l for l in (row[column].split(separator) if separator else [row[column]]) if l}
                part = 1.0 if counting == "full" or not labels else 1 / len(labels)
                self.membership[name][row[item]] = dict.fromkeys(sorted(labels), part)
        known_users, known_items = set(self.users), set(self.items)
        self.relevance = defaultdict(dict)
        for row in rows_of(folder / "relevant.csv"):
            value = float(row[grade]) if grade else 1.0
            if at_least is not None:
                value = 1.0 if value >= at_least else 0.0
            if row[user] in known_users and row[item] in known_items and value > 0:
                self.relevance[row[user]][row[item]] = max(value, self.relevance[row[user]].get(row[item], 0))
        self.history = defaultdict(set)
        for row in rows_of(folder / "history.csv"):
            if row[user] in known_users and row[item] in known_items:
                self.history[row[user]].add(row[item])
        self.history = {user: sorted(past) for user, past in self.history.items()}
        self.audience = sorted({row[user] for row in rows_of(folder / "audience.csv")} & known_users)
        received = defaultdict(list)
        for row in rows_of(folder / lists):
            if row[user] in known_users:
                key = float(row["rank"]) if by == "rank" else -float(row["score"])
                received[row[user]].append((key, row[item], float(row[engagement]), float(row["score"])))
        self.engagement, self.orders, self.score = {}, {}, {}
        for name in self.users:
            if name not in received:
                continue
            listed = sorted(received[name])
            self.engagement[name] = {entry[1]: entry[2] for entry in listed}
            self.score[name] = {entry[1]: entry[3] for entry in listed}
            blocks = [[e[1] for e in block] for _, block in itertools.groupby(listed, key=lambda e: e[0])]
            choices = [list(itertools.permutations(block)) for block in blocks]
            self.orders[name] = [
                [i if i in known_items else None for i in itertools.chain(*choice)][:depth]
                for choice in itertools.product(*choices)]
        self.listed = list(self.orders)

    def mean(self, user, function):
        """The mean of a function of the list over all orders of ties."""
        return sum(np.asarray(function(order), float) for order in self.orders[user]) / len(self.orders[user])

    def weights(self, user, order):
        """The attention that each position of a list gets."""
        weight = attention(self.model)
        if not self.model.startswith("cascade"):
            return [weight(r) for r in range(1, len(order) + 1)]
        hits = [i in self.relevance.get(user, {}) for i in order]
        return [weight(r, sum(hits[:r - 1])) for r in range(1, len(order) + 1)]

    def labels(self, axis):
        return sorted({label for shares in self.membership[axis].values() for label in shares})

    def shares(self, axis, item):
        """How much of an item belongs to each label; nothing for an unknown item."""
        own = self.membership[axis].get(item, {})
        return np.array([own.get(label, 0.0) for label in self.labels(axis)])


# Inference


def clustered(vectors, function, scale):
    """The value, jackknife and delta errors, degrees of freedom and interval of a function of means [n × k]."""
    forward, back = {
        "identity": (lambda v: v, lambda v: v), "logarithm": (np.log, np.exp),
        "logit": (lambda v: np.log(v / (1 - v)), lambda v: 1 / (1 + np.exp(-v))),
    }[scale]
    x = np.asarray(vectors, float)
    n = len(x)
    means = x.mean(axis=0)
    with np.errstate(all="ignore"):
        value = function(means)
        if n < 2:
            return None
        left = np.array([forward(function((x.sum(axis=0) - row) / (n - 1))) for row in x])
        if not (np.isfinite(forward(value)) and np.isfinite(left).all()):
            return None
        gradient = np.zeros(len(means))
        for j in range(len(means)):
            def central(h):
                step = np.zeros(len(means))
                step[j] = h
                return (forward(function(means + step)) - forward(function(means - step))) / (2 * h)
            h = 1e-3 * abs(means[j]) or 1e-6
            a, b, c = central(h), central(h / 2), central(h / 4)
            d, e = (4 * b - a) / 3, (4 * c - b) / 3
            gradient[j] = (16 * e - d) / 15
    variance = (n - 1) / n * ((left - left.mean()) ** 2).sum()
    influence = (x - means) @ gradient
    squares = (influence ** 2).sum()
    if variance < 1e-24 or squares == 0:
        return {"scale": scale, "se": 0.0, "delta": 0.0, "df": n - 1, "interval": [float(value)] * 2}
    kappa = n * (influence ** 4).sum() / squares ** 2
    df = min(max(2 * n / (kappa - 1) if kappa > 1 + 1e-9 else np.inf, 2), n - 1)
    half = stats.t.ppf(0.975, df) * math.sqrt(variance)
    centre = forward(value)
    return {"scale": scale, "se": math.sqrt(variance), "delta": math.sqrt(squares / (n - 1) / n), "df": float(df),
            "interval": [float(back(centre - half)), float(back(centre + half))]}


def welch(group, reference, value, reference_value, comparison):
    if group is None or reference is None:
        return None
    v1, v2 = group["se"] ** 2, reference["se"] ** 2
    if v1 + v2 == 0:
        return None
    df = (v1 + v2) ** 2 / (v1 ** 2 / group["df"] + v2 ** 2 / reference["df"])
    half = stats.t.ppf(0.975, df) * math.sqrt(v1 + v2)
    if comparison == "ratio":
        ends = [value / reference_value * math.exp(s * half) for s in (-1, 1)]
    else:
        ends = [value - reference_value + s * half for s in (-1, 1)]
    return {"se": math.sqrt(v1 + v2), "df": df, "interval": ends}


def wilson(x, n):
    z = stats.norm.ppf(0.975)
    centre, half = (x + z * z / 2) / (n + z * z), z * math.sqrt(x * (n - x) / n + z * z / 4) / (n + z * z)
    return [max(0.0, centre - half), min(1.0, centre + half)]


def over_users(data, metric, values, result, extra=None, proportion=False, combine=None):
    """Means (or another function of means) of users' values by group of users, and comparisons of the groups."""
    function = combine or (lambda m: m[0])
    for axes in [(axis,) for axis in data.groups] + data.intersections:
        found = {}
        of_user = {u: tuple(data.groups[axis][u] for axis in axes) for u in data.users}
        for label in sorted({labels for labels in of_user.values() if all(labels)}):
            rows = [np.atleast_1d(v) for u, v in values.items() if of_user[u] == label]
            entry = {"metric": metric, "grouping": list(axes), "group": list(label), **(extra or {}), "count": len(rows)}
            if not rows:
                result["estimates"].append({**entry, "value": None})
                continue
            x = np.array(rows, float)
            value = float(function(x.mean(axis=0)))
            entry["value"] = value if math.isfinite(value) else None
            if proportion:
                entry["numerator"] = float(x.sum())
                entry["wilson"] = wilson(x.sum(), len(x))
            entry["identity"] = clustered(x, function, "identity")
            entry["logarithm"] = clustered(x, function, "logarithm")
            found[label] = entry
            result["estimates"].append(entry)
        for a, b in itertools.combinations(found, 2) if len(axes) == 1 else ():
            one, two = found[a], found[b]
            if one["value"] is None or two["value"] is None:
                continue
            for comparison, scale in (("ratio", "logarithm"), ("difference", "identity")):
                if comparison == "ratio" and two["value"] == 0:
                    continue
                result["disparities"].append({
                    "metric": metric, "grouping": list(axes), "group": list(a), "reference": list(b), **(extra or {}),
                    "comparison": comparison,
                    "value": one["value"] / two["value"] if comparison == "ratio" else one["value"] - two["value"],
                    "welch": welch(one[scale], two[scale], one["value"], two["value"], comparison)})


def over_lists(data, metric, axis, vectors, functions, result, scale, comparisons=True):
    """Functions of the same lists' means, one for each group of items, and comparisons with covariances included."""
    labels = data.labels(axis)
    for label, function in zip(labels, functions):
        with np.errstate(all="ignore"):
            value = float(function(np.mean(vectors, axis=0)))
        result["estimates"].append({
            "metric": metric, "grouping": [axis], "group": [label], "count": len(vectors),
            "value": value if math.isfinite(value) else None,
            "identity": clustered(vectors, function, "identity"),
            **({scale: clustered(vectors, function, scale)} if scale != "identity" else {})})
    for a, b in itertools.combinations(range(len(labels)), 2) if comparisons else ():
        for comparison, scale_of in (("ratio", "logarithm"), ("difference", "identity")):
            one, two = functions[a], functions[b]
            f = (lambda m: one(m) / two(m)) if comparison == "ratio" else (lambda m: one(m) - two(m))
            with np.errstate(all="ignore"):
                value = float(f(np.mean(vectors, axis=0)))
            result["disparities"].append({
                "metric": metric, "grouping": [axis], "group": [labels[a]], "reference": [labels[b]],
                "comparison": comparison, "value": value if math.isfinite(value) else None,
                "joint": clustered(vectors, f, scale_of)})


# Who receives


def receivers(data, result):
    discount = [1 / math.log2(r + 1) for r in range(1, data.depth + 1)]

    def quality(user):
        grades = data.relevance[user]
        ideal = sum(g * w for g, w in zip(sorted(grades.values(), reverse=True), discount))

        def of(order):
            gains = [grades.get(i, 0) for i in order]
            hits = [g > 0 for g in gains]
            before = list(itertools.accumulate(hits))
            return [
                sum(g * w for g, w in zip(gains, discount)) / ideal, sum(hits) / data.depth, sum(hits) / len(grades),
                any(hits), next((1 / (r + 1) for r, hit in enumerate(hits) if hit), 0),
                sum(before[r] / (r + 1) for r, hit in enumerate(hits) if hit) / min(len(grades), data.depth)]

        return data.mean(user, of)

    judged = {u: quality(u) for u in data.listed if data.relevance.get(u)}
    for index, metric in enumerate(
            ["ndcg", "precision-at-k", "recall-at-k", "hit-rate", "reciprocal-rank", "average-precision"]):
        over_users(data, metric, {u: v[index] for u, v in judged.items()}, result, proportion=metric == "hit-rate")
    over_users(data, "received-nothing", {u: u not in data.orders for u in data.audience}, result, proportion=True)

    def popularity(items):
        return sum(data.popularity[i] for i in items) / len(items)

    listed = {u: float(data.mean(u, lambda o: popularity([i for i in o if i])))
              for u in data.listed if any(i for i in data.orders[u][0])}
    over_users(data, "list-popularity", listed, result)
    both = {u: [v, popularity(data.history[u])] for u, v in listed.items() if data.history.get(u)}
    over_users(data, "popularity-lift", both, result, combine=lambda m: (m[0] - m[1]) / m[1])

    index = {item: k for k, item in enumerate(data.items)}
    shown = np.zeros((len(data.listed), len(data.items)))
    for row, user in enumerate(data.listed):
        for order in data.orders[user]:
            for item in order:
                if item:
                    shown[row, index[item]] += 1 / len(data.orders[user])
    common = shown @ shown.T
    others = (common.sum(axis=1) - np.diag(common)) / (len(data.listed) - 1) / data.depth
    over_users(data, "catalogue-overlap", dict(zip(data.listed, others)), result)

    for axis in data.membership:
        extra = {"items": axis}
        values = {}
        for user in data.listed:
            past = sum((data.shares(axis, i) for i in data.history.get(user, ())), np.zeros(len(data.labels(axis))))
            if past.sum() == 0 or not any(data.shares(axis, i).any() for i in data.orders[user][0]):
                continue

            def divergence(order):
                now = sum(data.shares(axis, i) for i in order)
                p, q = past / past.sum(), now / now.sum()
                return sum(a * math.log(a / (0.99 * b + 0.01 * a)) for a, b in zip(p, q) if a > 0)

            values[user] = float(data.mean(user, divergence))
        over_users(data, "miscalibration", values, result, extra)
        values = {}
        for user in data.listed:
            def diversity(order):
                sets = [set(data.membership[axis][i]) for i in order if i and data.membership[axis][i]]
                pairs = list(itertools.combinations(sets, 2))
                return sum(1 - len(a & b) / len(a | b) for a, b in pairs) / len(pairs)

            if sum(bool(i and data.membership[axis][i]) for i in data.orders[user][0]) >= 2:
                values[user] = float(data.mean(user, diversity))
        over_users(data, "intra-list-diversity", values, result, extra)


# Who is shown


def whole(result, metric, axis, value, **more):
    value = float(value)
    result["summaries"].append(
        {"metric": metric, "grouping": [axis] if axis else [], "value": value if math.isfinite(value) else None, **more})


def ideal_exposure(data, user):
    """What each item gets when relevant items stand first by grade, in all orders within a grade."""
    grades, exposure, place = data.relevance.get(user, {}), dict.fromkeys(data.items, 0.0), 0
    blocks = [[i for i in data.items if grades.get(i) == g] for g in sorted(set(grades.values()), reverse=True)]
    by_rank = [attention(data.model)(r) for r in range(1, data.depth + 1)]
    for block in blocks + [[i for i in data.items if i not in grades]]:
        weights = by_rank[place:place + len(block)]
        for item in block:
            exposure[item] = sum(weights) / len(block)
        place += len(block)
    return exposure


def kullback_leibler(p, q):
    p, q = np.asarray(p, float) / sum(p), np.asarray(q, float) / sum(q)
    return float(sum(a * (math.log(a / b) if b > 0 else math.inf) for a, b in zip(p, q) if a > 0))


def providers(data, axis, result):
    labels = data.labels(axis)
    k = len(labels)
    # Shares of all items once, in the order of the table.
    own = {item: data.shares(axis, item) for item in data.items}
    nothing = np.zeros(k)
    of = lambda item: own.get(item, nothing)
    catalogue = sum(own.values())
    attended, slots, relevant, engaged, ideal, past = [], [], [], [], [], []
    prefixes = np.zeros((data.depth, k))
    for user in data.listed:
        attended.append(data.mean(user, lambda o: sum((w * of(i) for w, i in zip(data.weights(user, o), o)), nothing)))
        slots.append(data.mean(user, lambda o: sum((of(i) for i in o), nothing)))
        engaged.append(data.mean(user, lambda o: sum((data.engagement[user].get(i, 0) * of(i) for i in o if i), nothing)))
        relevant.append(sum((g * of(i) for i, g in data.relevance.get(user, {}).items()), nothing))
        ideal.append(sum((e * of(i) for i, e in ideal_exposure(data, user).items()), nothing))
        past.append(sum((of(i) for i in data.history.get(user, ())), nothing))
        prefixes += data.mean(user, lambda o: [sum((of(i) for i in o[:r + 1]), nothing) for r in range(data.depth)])
    attended, slots, relevant, engaged, ideal, past = map(np.array, (attended, slots, relevant, engaged, ideal, past))
    n = len(attended)

    over_lists(data, "exposure", axis, attended, [lambda m, g=g: m[g] / catalogue[g] for g in range(k)], result, "logarithm")
    over_lists(data, "exposure-share", axis, attended, [lambda m, g=g: m[g] / m.sum() for g in range(k)], result, "logit")
    over_lists(data, "top-k-share", axis, slots, [lambda m, g=g: m[g] / m.sum() for g in range(k)], result, "logit")
    for metric, amounts in (("exposure-per-relevance", attended), ("engagement-per-relevance", engaged)):
        over_lists(data, metric, axis, np.hstack([amounts, relevant]),
                   [lambda m, g=g: m[g] / m[k + g] for g in range(k)], result, "logarithm")
    over_lists(data, "bias-disparity", axis, np.hstack([slots, past]),
               [lambda m, g=g: m[g] / m[:k].sum() / (m[k + g] / m[k:].sum()) - 1 for g in range(k)], result, "identity", False)

    targets = {"catalogue": catalogue / catalogue.sum(), "uniform": np.full(k, 1 / k),
               "qualified": relevant.sum(axis=0) / relevant.sum(), "given": np.arange(k, 0, -1) / np.arange(1, k + 1).sum()}
    shares = attended.sum(axis=0) / attended.sum()
    for name, target in targets.items():
        given = {"target": name, "shares": target.tolist()}
        with np.errstate(all="ignore"):
            skews = [np.log(slots[:, g].sum() / slots.sum() / target[g]) for g in range(k)]
        for g, label in enumerate(labels):
            error = clustered(slots, lambda m: np.log(m[g] / m.sum() / target[g]), "identity")
            result["estimates"].append({"metric": "skew", "grouping": [axis], "group": [label], **given, "count": n,
                                        "value": float(skews[g]) if math.isfinite(skews[g]) else None, "identity": error})
        weights = [1 / math.log2(r + 1) for r in range(1, data.depth + 1)]
        divergences = [kullback_leibler(row, target) if row.sum() > 0 else 0 for row in prefixes]
        whole(result, "ndkl", axis, sum(w * d for w, d in zip(weights, divergences)) / sum(weights), **given)
        whole(result, "attention-weighted-rank-fairness", axis, 1 - jensenshannon(shares, target) ** 2, **given)

    # Corrected values lack the variance of the means, which squares of sample means contain.
    correction = lambda x, y: sum(np.cov(x[:, g], y[:, g])[0, 1] for g in range(k)) / n
    e, i = attended.mean(axis=0), ideal.mean(axis=0)
    both = np.hstack([attended, ideal])
    for metric, value, bias, f in [
        ("expected-exposure-disparity", e @ e, correction(attended, attended), lambda m: (m[:k] ** 2).sum()),
        ("expected-exposure-relevance", e @ i, correction(attended, ideal), lambda m: m[:k] @ m[k:]),
        ("expected-exposure-loss", e @ e - 2 * e @ i + i @ i, correction(attended - ideal, attended - ideal),
         lambda m: ((m[:k] - m[k:]) ** 2).sum()),
    ]:
        whole(result, metric, axis, value, corrected=float(value - bias), identity=clustered(both, f, "identity"))

    possible = sum(len(data.listed) * own[item] for item in data.items)
    possible = possible - past.sum(axis=0)
    rates = slots.sum(axis=0) / possible
    whole(result, "statistical-parity-of-recommendation", axis, rates.std() / rates.mean(), rates=rates.tolist())
    hits, reachable = np.zeros(k), np.zeros(k)
    for user in data.listed:
        wanted = data.relevance.get(user, {})
        hits += data.mean(user, lambda o: sum((of(i) for i in o if i in wanted), nothing))
        reachable += sum((of(i) for i in wanted if i not in data.history.get(user, ())), nothing)
    with np.errstate(all="ignore"):
        rates = hits / reachable
        value = rates.std() / rates.mean()
    whole(result, "equal-opportunity-of-recommendation", axis, value,
          rates=[float(r) if math.isfinite(r) else None for r in rates])

    pairs = {"inter": np.zeros((n, 2 * k)), "intra": np.zeros((n, 2 * k))}
    for row, user in enumerate(data.listed):
        grades, score = data.relevance.get(user, {}), data.score[user]
        counted = {"inter": np.zeros(2 * k), "intra": np.zeros(2 * k)}
        for order in data.orders[user]:
            for better, worse in itertools.permutations([i for i in order if i and of(i).any()], 2):
                if grades.get(better, 0) <= grades.get(worse, 0):
                    continue
                right = 1.0 if score[better] > score[worse] else 0.5 if score[better] == score[worse] else 0.0
                for kind, part in (("inter", np.maximum(0, 1 - of(worse))), ("intra", of(worse))):
                    counted[kind] += np.concatenate([right * of(better) * part, of(better) * part]) / len(data.orders[user])
        for kind in pairs:
            pairs[kind][row] = counted[kind]
    for kind, vectors in pairs.items():
        functions = [lambda m, g=g: m[g] / m[k + g] for g in range(k)]
        part = {"estimates": [], "disparities": []}
        over_lists(data, "pairwise-accuracy", axis, vectors, functions, part, "logit")
        for key in part:
            result[key] += [{**row, "pairs": kind} for row in part[key]]


def everything(data, result):
    total, wanted = Counter(), Counter()
    for user in data.listed:
        for order in data.orders[user]:
            for w, item in zip(data.weights(user, order), order):
                if item:
                    total[item] += w / len(data.orders[user])
        wanted.update(data.relevance.get(user, {}))
    a, r = np.array([total[i] for i in data.items]), np.array([wanted[i] for i in data.items])
    whole(result, "equity-of-attention", None, np.abs(a / a.sum() - r / r.sum()).mean())
    whole(result, "exposure-gini", None, np.abs(a[:, None] - a[None, :]).sum() / (2 * len(a) ** 2 * a.mean()))
    whole(result, "coverage", None, (a > 0).mean())
    whole(result, "exposure-entropy", None, stats.entropy(a))
    ordered = sorted(data.items, key=lambda i: data.popularity[i])
    limit, tail, sum_so_far = data.tail * sum(data.popularity.values()), set(), 0.0
    for item in ordered:
        sum_so_far += data.popularity[item]
        if sum_so_far > limit + 1e-9:
            break
        tail.add(item)
    shares = [float(data.mean(u, lambda o: sum(i in tail for i in o) / len(o))) for u in data.listed]
    whole(result, "long-tail-share", None, np.mean(shares), tail=len(tail),
          identity=clustered(np.array(shares)[:, None], lambda m: m[0], "identity"))


# One ranking


def minimums(n, share, alpha):
    """The most demanding table that fails with a probability of at most alpha; exact."""
    rows, mass = [], [Fraction(1)]
    for _ in range(n):
        mass = [(1 - share) * a + share * b for a, b in zip(mass + [0], [0] + mass)]
        rows.append(list(itertools.accumulate(mass)))
    for level in sorted({v for row in rows for v in row if v < 1}, reverse=True):
        table = [next(m for m, v in enumerate(row) if v >= level) for row in rows]
        alive = {0: Fraction(1)}
        for minimum in table:
            following = defaultdict(Fraction)
            for members, chance in alive.items():
                for step, part in ((0, 1 - share), (1, share)):
                    if members + step >= minimum:
                        following[members + step] += chance * part
            alive = following
        failure = 1 - sum(alive.values())
        if failure <= alpha:
            return table, failure
    return [0] * n, Fraction(0)


def ranked_group_representation(data, axis, result, alpha=Fraction(1, 10)):
    """Against the catalogue: which lists without ties and unknown groups fail the exact test, as far as they go."""
    if any(len(shares) > 1 for shares in data.membership[axis].values()):
        return
    for label in data.labels(axis):
        known = [i for i in data.items if data.membership[axis][i]]
        share = Fraction(sum(label in data.membership[axis][i] for i in known), len(known))
        table, failure = minimums(data.depth, share, alpha)
        tested = failed = 0
        for user, orders in data.orders.items():
            order = orders[0]
            if len(orders) > 1 or not order or not all(i and data.membership[axis][i] for i in order):
                continue
            tested += 1
            so_far = itertools.accumulate(label in data.membership[axis][i] for i in order)
            failed += any(c < m for c, m in zip(so_far, table))
        result["summaries"].append({
            "metric": "ranked-group-representation", "grouping": [axis], "group": [label], "significance": float(alpha),
            "share": float(share), "minimums": table, "failure": float(failure), "tested": tested, "failed": failed})


def audit(name, note, data):
    result = {"name": name, "note": note, "depth": data.depth, "attention": data.model, "lists": len(data.listed),
              "estimates": [], "disparities": [], "summaries": []}
    receivers(data, result)
    for axis in data.membership:
        providers(data, axis, result)
        ranked_group_representation(data, axis, result)
    everything(data, result)
    return result


def exposures_only(model):
    data = hand("lists.csv", None, "fractional", model)
    result = {"name": f"hand-{model.replace(' ', '-')}", "note": "exposure under another attention model", "depth": 4,
              "attention": model, "lists": len(data.listed), "estimates": [], "disparities": [], "summaries": []}
    providers(data, "provider", result)
    result["estimates"] = [row for row in result["estimates"] if row["metric"].startswith("exposure")]
    result["disparities"] = [row for row in result["disparities"] if row["metric"].startswith("exposure")]
    # What the ideal is under a cascade is not defined here.
    result["summaries"] = [row for row in result["summaries"] if "expected" in row["metric"] and "cascade" not in model]
    return result


def hand(lists, at_least, counting, model="logarithmic", grade="grade"):
    return Data(HAND, lists, "user", "item", "clicks", ["gender", "region"],
                {"provider": ("provider", None), "genre": ("genre", "|")}, 4, at_least, counting, model=model, grade=grade)


def jobs(folder=JOBS):
    return Data(folder, "recommendations.csv", "seeker", "job", "applied", ["gender", "age_band"],
                {"employer_size": ("employer_size", None), "sector": ("sectors", "|")}, 10, 3, "fractional", by="rank",
                items="jobs.csv", intersections=[("gender", "age_band")])


# Golden vectors, recomputed and held against the printed digits


def agree(value, printed):
    digits = len(printed.partition(".")[2])
    assert abs(value - float(printed)) <= max(0.5000001 * 10 ** -digits, 1e-12), (value, printed)
    return float(value)


def golden():
    text = "AAABABBBBB"
    classes = [c == "B" for c in text]
    target = [0.4, 0.6]
    prefix = lambda k, s=text, g="AB": [s[:k].count(c) for c in g]

    def ndkl(s, g, p):
        weights = [1 / math.log2(k + 1) for k in range(1, len(s) + 1)]
        return sum(w * kullback_leibler(prefix(k, s, g), p) for k, w in zip(range(1, len(s) + 1), weights)) / sum(weights)

    floor = lambda k, p: [math.floor(Fraction(str(q)) * k) for q in p]
    lacking = [[c < f for c, f in zip(prefix(k), floor(k, target))] for k in range(1, 11)]
    one = {
        "ranking": text, "target": target, "ndkl": agree(ndkl(text, "AB", target), "0.499587"),
        "ndkl-bits": agree(ndkl(text, "AB", target) / math.log(2), "0.720751"),
        "ndkl-equal": agree(ndkl(text, "AB", [0.5, 0.5]), "0.360778"),
        "skew-at-5-of-A": agree(math.log(prefix(5)[0] / 5 / 0.4), "0.693147"),
        "infeasible-count": agree(sum(map(sum, lacking)), "6"), "infeasible-index": agree(sum(map(any, lacking)), "6"),
        "attention": [],
    }
    for model, weight, printed in [
        ("logarithmic", attention("logarithmic"), (".554143", ".536392", ".988047", ".982755")),
        ("logarithmic-flat", attention("logarithmic-flat"), (".582664", ".477503", ".983218", ".975788")),
        ("geometric 0.85", attention("geometric 0.85"), (".577962", ".486812", ".984072", ".977021")),
        ("geometric 0.5", attention("geometric 0.5"), (".907136", ".068247", ".845853", ".777613")),
    ]:
        amounts = np.zeros(2)
        for r, is_b in enumerate(classes):
            amounts[int(is_b)] += weight(r + 1)
        shares, per_item = amounts / amounts.sum(), amounts / [4, 6]
        one["attention"].append({
            "model": model, "share-of-A": agree(shares[0], printed[0]),
            "exposure-min-max": agree(per_item.min() / per_item.max(), printed[1]),
            "awrf": agree(1 - jensenshannon(shares, target) ** 2, printed[2]),
            "awrf-bits": agree(1 - jensenshannon(shares, target, 2) ** 2, printed[3])})
    table, failure = minimums(10, Fraction("0.4"), Fraction("0.1"))
    assert table == [0, 0, 0, 0, 0, 1, 1, 1, 2, 2]
    counts = np.array([0, 0, 1, 3, 6.0])
    documents, ideal = np.array([1, 0.5, 0.25, 0.125]), np.array([0.1875, 0.75, 0.75, 0.1875])
    return {
        "one-list": one,
        "ranked-group-representation": {"length": 10, "share": 0.4, "significance": 0.1, "minimums": table,
                                        "failure": agree(float(failure), "0.086967")},
        "expected-exposure": {
            "attention": "geometric 0.5", "relevant": [2, 3], "documents": 4, "ideal": ideal.tolist(),
            "disparity": agree(documents @ documents, "1.328125"), "relevance": agree(documents @ ideal, "0.7734375"),
            "loss": agree(((documents - ideal) ** 2).sum(), "0.9765625")},
        "concentration": {
            "counts": counts.tolist(),
            "gini": agree(np.abs(counts[:, None] - counts).sum() / (2 * 25 * counts.mean()), "0.6"),
            "entropy": agree(stats.entropy(counts), "0.897946"),
            "entropy-bits": agree(stats.entropy(counts, base=2), "1.295462")},
        "ndkl": [
            {"ranking": s, "target": {"f": p[0], "m": p[1]}, "ndkl": agree(ndkl(s, "fm", p), printed)}
            for s, p, printed in [
                ("fffffmmmmm", [0.5, 0.5], "0.4783867384451794"), ("fmfmfmfmfm", [0.5, 0.5], "0.16166361867396412"),
                ("mmmmfmmmff", [0.3, 0.7], "0.21891943962525504")]],
        "awrf-trec22": [
            {"ranking": "mmmmfmmmff", "target": {"f": p[0], "m": p[1]}, "attention": "logarithmic-flat",
             "awrf": agree(trec("mmmmfmmmff", p), printed)}
            for p, printed in [([0.5, 0.5], "0.9490555120197185"), ([0.3, 0.7], "0.9931957277658626")]],
    }


def trec(text, target):
    amounts = np.zeros(2)
    for r, c in enumerate(text):
        amounts["fm".index(c)] += attention("logarithmic-flat")(r + 1)
    return 1 - jensenshannon(amounts, target) ** 2


def lines(value):
    """JSON with one row of a table on a line."""
    has_rows = lambda v: isinstance(v, list) and any(isinstance(row, dict) for row in v)
    if has_rows(value):
        return "[\n" + ",\n".join(map(lines, value)) + "]"
    if isinstance(value, dict) and any(map(has_rows, value.values())):
        return "{" + ",\n".join(f"{json.dumps(key)}: {lines(v)}" for key, v in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    print(lines({
        "tool": f"python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}",
        "script": "recommendations.py", "conventions": CONVENTIONS, "golden": golden(),
        "cases": [
            audit("jobs", "datasets/job-recommendations as its plan reads it", jobs()),
            audit("hand-graded", "lists.csv: by score, grades as gains, fractional", hand("lists.csv", None, "fractional")),
            audit("hand-binary", "lists.csv: by score, at-least 2, full", hand("lists.csv", 2, "full")),
            audit("hand-ungraded", "lists.csv: by score, no grade column, full", hand("lists.csv", None, "full", grade=None)),
            audit("hand-crossing", "lists-crossing.csv: ties reach beyond the depth; grades, fractional",
                  hand("lists-crossing.csv", None, "fractional")),
            *[exposures_only(m) for m in ("logarithmic-flat", "geometric 0.85", "reciprocal", "uniform", "cascade 0.8")],
        ],
    }))
