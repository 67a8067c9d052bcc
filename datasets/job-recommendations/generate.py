"""Makes the job recommendations: lists of ten jobs for made-up seekers, with planted disparities of known size.

    python3 generate.py                  writes the tables and truth.json beside this file
    python3 generate.py --check 200000   draws so many seekers and compares their numbers with the true values
    python3 generate.py --table          prints the true values as they stand in README.md

Standard library only. All randomness comes from Random.random(), whose sequence Python guarantees for a seed, so any
version writes the same bytes. The true values are those of the distribution below, not of the sample: expectations over
seekers for the jobs of jobs.csv, computed exactly by going through all that can happen in a list.
"""

import hashlib
import itertools
import json
import math
import pathlib
import random
import sys

SEED = 20260707  # see README.md for how it was chosen
SEEKERS = 1500
DEPTH = 10

# Who receives. Gender and age are independent of each other and of everything that is not named here.
GENDERS = {"female": 0.485, "male": 0.485, "nonbinary": 0.03}
GENDER_NOT_RECORDED = 0.02
AGES = {"18-29": 0.25, "30-44": 0.35, "45-64": 0.29, "65+": 0.11}
OPTED_OUT = 0.04  # they want no list, and stand in users.csv but not in audience.csv
LEFT_OUT = {"18-29": 0.03, "30-44": 0.03, "45-64": 0.03, "65+": 0.18}  # planted

# How often the job at ranks 1 to 10 is a relevant one, for men; for others times a factor.
HIT = [0.60, 0.55, 0.50, 0.46, 0.42, 0.38, 0.35, 0.32, 0.30, 0.28]
FACTOR = {"female": 0.75, "male": 1.0, "nonbinary": 0.9}  # planted

# What is shown. Small employers offer half of the jobs.
JOBS = {"small": 200, "medium": 100, "large": 100}
PULL = {"small": 0.5, "medium": 1.0, "large": 1.0}  # planted: how strongly a job of each size is drawn into a list
# How many relevant jobs, and jobs of the past, a seeker has of each size: always in proportion to JOBS.
RELEVANT = [((6, 3, 3), 0.75), ((8, 4, 4), 0.25)]
PAST = [((2, 1, 1), 0.5), ((4, 2, 2), 0.5)]
AT_LEAST = 3  # grades 3, 4 and 5 are relevant; each seeker also judged two jobs with grade 1 or 2

# Applications: the chance to look at a rank, times the chance to apply for what is seen there.
LOOK = [1 / r for r in range(1, DEPTH + 1)]
APPLY_RELEVANT, APPLY_OTHER = 0.6, 0.06

SECTORS = ["care", "construction", "education", "hospitality", "retail", "technology", "transport"]
HOME = 4.0  # jobs of the seeker's own sector are so many times as likely to be relevant or to be in the past

SIZES = list(JOBS)
WEIGHTS = [1 / math.log2(r + 1) for r in range(1, DEPTH + 1)]


# The sample


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


def draw_jobs(generator):
    jobs = []
    for size in SIZES:
        for _ in range(JOBS[size]):
            count = 1 + pick(generator, [0.6, 0.3, 0.1])
            sectors = set()
            while len(sectors) < count:
                sectors.add(SECTORS[pick(generator, [1] * len(SECTORS))])
            # Views of the past year, unrelated to size: a long tail.
            views = int(5 / (1 - generator.random()) ** 0.8)
            jobs.append({"size": size, "sectors": sorted(sectors), "views": min(views, 2000)})
    order = [(generator.random(), index) for index in range(len(jobs))]
    jobs = [jobs[index] for _, index in sorted(order)]
    for number, job in enumerate(jobs):
        job["id"] = f"j{number + 1:03d}"
    return jobs


def take(generator, pool, weights, count):
    """Some of the pool, without replacement; both lists lose them."""
    taken = []
    for _ in range(count):
        index = pick(generator, weights)
        taken.append(pool.pop(index))
        weights.pop(index)
    return taken


def draw_seeker(generator, jobs):
    gender = labelled(generator, GENDERS)
    seeker = {
        "gender": "" if generator.random() < GENDER_NOT_RECORDED else gender,
        "age": labelled(generator, AGES), "home": SECTORS[pick(generator, [1] * len(SECTORS))],
        "past": [], "grades": {}, "list": None, "size of relevant": 0,
    }
    pools = {size: [index for index, job in enumerate(jobs) if job["size"] == size] for size in SIZES}
    past = PAST[pick(generator, [chance for _, chance in PAST])][0]
    relevant = RELEVANT[pick(generator, [chance for _, chance in RELEVANT])][0]
    wanted = {}
    for size, of_past, of_relevant in zip(SIZES, past, relevant):
        weights = [HOME if seeker["home"] in jobs[index]["sectors"] else 1.0 for index in pools[size]]
        # Past choices also follow the views.
        viewed = [weight * jobs[index]["views"] for weight, index in zip(weights, pools[size])]
        chosen = take(generator, pools[size], viewed, of_past)
        seeker["past"] += chosen
        weights = [HOME if seeker["home"] in jobs[index]["sectors"] else 1.0 for index in pools[size]]
        wanted[size] = take(generator, pools[size], weights, of_relevant)
        for index in wanted[size]:
            seeker["grades"][index] = 3 + pick(generator, [0.5, 0.3, 0.2])
    for _ in range(2):  # judged, but not relevant: they stay among the others
        size = SIZES[pick(generator, list(JOBS.values()))]
        job = pools[size][int(generator.random() * len(pools[size]))]
        seeker["grades"].setdefault(job, 1 + pick(generator, [1, 1]))
    seeker["in audience"] = generator.random() >= OPTED_OUT
    if not seeker["in audience"] or generator.random() < LEFT_OUT[seeker["age"]]:
        return seeker
    seeker["list"] = []
    for rank in range(DEPTH):
        is_hit = generator.random() < HIT[rank] * FACTOR[gender]
        from_pools = wanted if is_hit else pools
        size = SIZES[pick(generator, [PULL[s] * len(from_pools[s]) for s in SIZES])]
        pool = from_pools[size]
        job = pool.pop(int(generator.random() * len(pool)))
        applies = generator.random() < LOOK[rank] * (APPLY_RELEVANT if is_hit else APPLY_OTHER)
        score = 1 - 0.07 * rank - 0.06 * generator.random()
        seeker["list"].append((job, score, int(applies)))
    return seeker


def write_tables(folder):
    generator = random.Random(SEED)
    jobs = draw_jobs(generator)
    tables = {
        "users.csv": ["seeker,gender,age_band"], "jobs.csv": ["job,employer_size,sectors,popularity"],
        "recommendations.csv": ["seeker,job,rank,score,applied"], "relevant.csv": ["seeker,job,grade"],
        "history.csv": ["seeker,job"], "audience.csv": ["seeker"],
    }
    for job in jobs:
        tables["jobs.csv"].append(f"{job['id']},{job['size']},{'|'.join(job['sectors'])},{job['views']}")
    for number in range(SEEKERS):
        seeker, name = draw_seeker(generator, jobs), f"s{number + 1:04d}"
        tables["users.csv"].append(f"{name},{seeker['gender']},{seeker['age']}")
        if seeker["in audience"]:
            tables["audience.csv"].append(name)
        for index in sorted(seeker["past"]):
            tables["history.csv"].append(f"{name},{jobs[index]['id']}")
        for index, grade in sorted(seeker["grades"].items()):
            tables["relevant.csv"].append(f"{name},{jobs[index]['id']},{grade}")
        for rank, (index, score, applies) in enumerate(seeker["list"] or []):
            tables["recommendations.csv"].append(f"{name},{jobs[index]['id']},{rank + 1},{score:.3f},{applies}")
    for name, lines in tables.items():
        data = ("\n".join(lines) + "\n").encode()
        (folder / name).write_bytes(data)
        print(f"| `{name}` | {len(lines) - 1:,} | {len(data):,} | `{hashlib.sha256(data).hexdigest()}` |")


# The true values


def quality(factor):
    """The expected quality of one list, over all 1,024 patterns of relevant and other jobs."""
    ideal = sum(WEIGHTS)  # everybody has at least ten relevant jobs
    recall_unit = sum(chance / sum(counts) for counts, chance in RELEVANT)
    result = dict.fromkeys(["ndcg", "precision-at-k", "recall-at-k", "hit-rate", "reciprocal-rank", "average-precision"], 0)
    for pattern in itertools.product((0, 1), repeat=DEPTH):
        chance = math.prod(h * factor if hit else 1 - h * factor for h, hit in zip(HIT, pattern))
        hits = list(itertools.accumulate(pattern))
        precisions = [hits[r] / (r + 1) for r in range(DEPTH) if pattern[r]]
        result["ndcg"] += chance * sum(w for w, hit in zip(WEIGHTS, pattern) if hit) / ideal
        result["precision-at-k"] += chance * hits[-1] / DEPTH
        result["recall-at-k"] += chance * hits[-1] * recall_unit
        result["hit-rate"] += chance * any(pattern)
        result["reciprocal-rank"] += chance * (1 / (pattern.index(1) + 1) if any(pattern) else 0)
        result["average-precision"] += chance * sum(precisions) / DEPTH
    return result


def positions():
    """The chance that each rank holds a relevant, or another, job of each size [10 × 2 × 3]."""
    result = [[[0.0] * 3 for _ in range(2)] for _ in range(DEPTH)]
    cases = itertools.product(GENDERS.items(), RELEVANT, PAST)
    for (gender, of_gender), (relevant, of_relevant), (past, of_past) in cases:
        others = [JOBS[s] - a - b for s, a, b in zip(SIZES, relevant, past)]
        states = {(*others, *relevant): of_gender * of_relevant * of_past}
        for rank in range(DEPTH):
            following = {}
            for state, chance in states.items():
                for is_hit in (0, 1):
                    of_hit = HIT[rank] * FACTOR[gender]
                    pulls = [PULL[s] * state[3 * is_hit + i] for i, s in enumerate(SIZES)]
                    for i, pull in enumerate(pulls):
                        if pull == 0:
                            continue
                        mass = chance * (of_hit if is_hit else 1 - of_hit) * pull / sum(pulls)
                        result[rank][is_hit][i] += mass
                        left = list(state)
                        left[3 * is_hit + i] -= 1
                        following[tuple(left)] = following.get(tuple(left), 0) + mass
            states = following
    return result


def kullback_leibler(p, q):
    return sum(a * math.log(a / b) for a, b in zip(p, q) if a > 0)


def spread(values):
    mean = sum(values) / len(values)
    return math.sqrt(sum((v - mean) ** 2 for v in values) / len(values)) / mean


def truth():
    rows = []

    def add(metric, grouping, group, value, reference=None):
        row = {"metric": metric, "grouping": grouping, "group": group, "value": value}
        if reference:
            row["comparison"], row["reference"] = reference
        row["obtained"] = obtained
        rows.append(row)

    obtained = "all 1,024 patterns of hits"

    qualities = {gender: quality(factor) for gender, factor in FACTOR.items()}
    for metric in qualities["male"]:
        for gender in GENDERS:
            add(metric, ["gender"], [gender], qualities[gender][metric])
        for gender in ("female", "nonbinary"):
            add(metric, ["gender"], [gender], qualities[gender][metric] / qualities["male"][metric], ("ratio", ["male"]))
        everybody = sum(chance * qualities[gender][metric] for gender, chance in GENDERS.items())
        for age in AGES:
            add(metric, ["age_band"], [age], everybody)
        add(metric, ["age_band"], ["65+"], 1.0, ("ratio", ["30-44"]))
    obtained = "a parameter, or a mean of parameters"
    for age in AGES:
        add("received-nothing", ["age_band"], [age], LEFT_OUT[age])
    add("received-nothing", ["age_band"], ["65+"], LEFT_OUT["65+"] - LEFT_OUT["30-44"], ("difference", ["30-44"]))
    left_out = sum(chance * LEFT_OUT[age] for age, chance in AGES.items())
    for gender in GENDERS:
        add("received-nothing", ["gender"], [gender], left_out)
    add("received-nothing", ["gender"], ["female"], 0.0, ("difference", ["male"]))

    obtained = "all states of a list"
    at = positions()
    shown = [[at[r][0][i] + at[r][1][i] for i in range(3)] for r in range(DEPTH)]
    attention = [sum(WEIGHTS[r] * shown[r][i] for r in range(DEPTH)) for i in range(3)]
    slots = [sum(shown[r][i] for r in range(DEPTH)) for i in range(3)]
    hits = [sum(at[r][1][i] for r in range(DEPTH)) for i in range(3)]
    applied = [
        sum(LOOK[r] * (APPLY_RELEVANT * at[r][1][i] + APPLY_OTHER * at[r][0][i]) for r in range(DEPTH)) for i in range(3)]
    relevant = [sum(chance * counts[i] for counts, chance in RELEVANT) for i in range(3)]
    past = [sum(chance * counts[i] for counts, chance in PAST) for i in range(3)]
    catalogue = [JOBS[s] / sum(JOBS.values()) for s in SIZES]
    shares = [a / sum(attention) for a in attention]
    per_group = {
        "exposure": [a / JOBS[s] for a, s in zip(attention, SIZES)], "exposure-share": shares,
        "exposure-per-relevance": [a / b for a, b in zip(attention, relevant)],
        "engagement-per-relevance": [a / b for a, b in zip(applied, relevant)],
        "top-k-share": [s / DEPTH for s in slots], "skew": [math.log(s / DEPTH / c) for s, c in zip(slots, catalogue)],
        "bias-disparity": [s / DEPTH / (p / sum(past)) - 1 for s, p in zip(slots, past)],
    }
    for metric, values in per_group.items():
        for size, value in zip(SIZES, values):
            add(metric, ["employer_size"], [size], value)
        if metric in ("exposure", "exposure-per-relevance", "engagement-per-relevance"):
            for i in (0, 1):
                add(metric, ["employer_size"], [SIZES[i]], values[i] / values[2], ("ratio", ["large"]))

    prefixes = [[sum(shown[r][i] for r in range(k + 1)) / (k + 1) for i in range(3)] for k in range(DEPTH)]
    divergences = [kullback_leibler(p, catalogue) for p in prefixes]
    middle = [(a + b) / 2 for a, b in zip(shares, catalogue)]
    # Every list could hold ten relevant jobs, and of those each size has its share of the catalogue.
    ideal = [sum(WEIGHTS) * c for c in catalogue]
    disparity, relevance = sum(a * a for a in attention), sum(a * b for a, b in zip(attention, ideal))
    whole = {
        "ndkl": sum(w * d for w, d in zip(WEIGHTS, divergences)) / sum(WEIGHTS),
        "attention-weighted-rank-fairness":
            1 - (kullback_leibler(shares, middle) + kullback_leibler(catalogue, middle)) / 2,
        "expected-exposure-disparity": disparity, "expected-exposure-relevance": relevance,
        "expected-exposure-loss": disparity - 2 * relevance + sum(a * a for a in ideal),
        "statistical-parity-of-recommendation": spread([s / (JOBS[g] - p) for s, g, p in zip(slots, SIZES, past)]),
        "equal-opportunity-of-recommendation": spread([h / r for h, r in zip(hits, relevant)]),
    }
    for metric, value in whole.items():
        add(metric, ["employer_size"], None, value)
    return rows


# Brute force against the exact values


def check(count):
    """Estimates what can be estimated by a mean or a ratio of means, with its Monte-Carlo error, and counts deviations."""
    generator = random.Random(SEED)
    jobs = draw_jobs(generator)
    generator = random.Random(SEED + 1)
    moments = {}  # key -> [n, sum, sum of squares]

    def see(key, value):
        entry = moments.setdefault(key, [0, 0.0, 0.0])
        entry[0] += 1
        entry[1] += value
        entry[2] += value * value

    for _ in range(count):
        seeker = draw_seeker(generator, jobs)
        groups = [("gender", seeker["gender"]), ("age_band", seeker["age"])]
        if seeker["in audience"]:
            for group in groups:
                see(("received-nothing", *group), seeker["list"] is None)
        if seeker["list"] is None:
            continue
        relevant = {index for index, grade in seeker["grades"].items() if grade >= AT_LEAST}
        pattern = [index in relevant for index, _, _ in seeker["list"]]
        hits = list(itertools.accumulate(pattern))
        values = {
            "ndcg": sum(w for w, hit in zip(WEIGHTS, pattern) if hit) / sum(WEIGHTS[:len(relevant)]),
            "precision-at-k": hits[-1] / DEPTH, "recall-at-k": hits[-1] / len(relevant), "hit-rate": any(pattern),
            "reciprocal-rank": 1 / (pattern.index(True) + 1) if any(pattern) else 0,
            "average-precision":
                sum(hits[r] / (r + 1) for r in range(DEPTH) if pattern[r]) / min(DEPTH, len(relevant)),
        }
        for metric, value in values.items():
            for group in groups:
                see((metric, *group), value)
        for size in SIZES:
            at = [r for r, (index, _, _) in enumerate(seeker["list"]) if jobs[index]["size"] == size]
            attention = sum(WEIGHTS[r] for r in at)
            wanted = sum(jobs[index]["size"] == size for index in relevant)
            see(("exposure", "employer_size", size), attention / JOBS[size])
            see(("exposure-share", "employer_size", size), attention / sum(WEIGHTS))
            see(("top-k-share", "employer_size", size), len(at) / DEPTH)
            # A ratio of means: the mean of numerator − truth · denominator must be 0.
            for metric, amount in (("exposure-per-relevance", attention),
                                   ("engagement-per-relevance", sum(seeker["list"][r][2] for r in at))):
                true = next(r["value"] for r in TRUTH if r["metric"] == metric and r["group"] == [size])
                expected = sum(chance * counts[SIZES.index(size)] for counts, chance in RELEVANT)
                see((metric, "employer_size", size), true + (amount - true * wanted) / expected)
    worst = 0.0
    for row in TRUTH:
        key = (row["metric"], row["grouping"][0], (row["group"] or [""])[0])
        if key not in moments or "comparison" in row:
            continue
        n, total, squares = moments[key]
        mean = total / n
        error = math.sqrt((squares / n - mean * mean) / n)
        deviation = (mean - row["value"]) / error
        worst = max(worst, abs(deviation))
        print(f"{' '.join(key):<48} true {row['value']:.6f}  drawn {mean:.6f} ± {error:.6f}  {deviation:+.2f}")
    print(f"largest deviation: {worst:.2f} Monte-Carlo standard errors")


def table():
    for row in TRUTH:
        group = row["group"][0] if row["group"] else "all"
        if "comparison" in row:
            group += f" {'÷' if row['comparison'] == 'ratio' else '−'} {row['reference'][0]}"
        print(f"| {row['metric']} | {row['grouping'][0]} | {group} | {row['value']:.6f} | {row['obtained']} |")


TRUTH = truth()

if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"]:
        check(int(sys.argv[2]))
    elif sys.argv[1:] == ["--table"]:
        table()
    elif not sys.argv[1:]:
        here = pathlib.Path(__file__).resolve().parent
        write_tables(here)
        document = {
            "script": "generate.py", "depth": DEPTH, "attention": "logarithmic", "at-least": AT_LEAST,
            "target": "catalogue", "of": "expectations over seekers, for the jobs of jobs.csv", "truth": TRUTH,
        }
        (here / "truth.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    else:
        sys.exit(__doc__)
