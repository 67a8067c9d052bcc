#!/usr/bin/env python3
"""Attacks public editions from outside.

Reads only the files of a public folder (record.json, report.md, report.html), collects every count that they show by its
place, states all of them as sums of one table of unknown people, and asks SciPy's HiGHS for the least and the most that each
hidden count can be, in fractions and in whole people. A range that lies inside 1 … k-1 must be all of it.

  editions-attack.py PUBLIC [INTERNAL]     attacks one edition; INTERNAL is the whole record.json, used only to say which hidden
                                           counts are small, and for the planted search
  editions-attack.py --generate N EVENHAND makes N data sets with planted small groups, audits them with the program, and
                                           attacks each; as many again with outcomes

Exit code 1 if a count is exposed. Made with SciPy 1.13 and later.
"""
import itertools, json, os, random, re, subprocess, sys, tempfile

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

# decision × outcome: favourable with a positive, negative, no outcome; unfavourable likewise
class Masks(dict):
    """A rate within strata counts what the rate counts."""

    def __missing__(self, name):
        return self[name.removeprefix("conditional-")] if name.startswith("conditional-") else dict.__getitem__(self, name)

    def __contains__(self, name):
        return super().__contains__(name.removeprefix("conditional-"))


MASKS = Masks({
    "selection-rate": (0b000111, 0b111111),
    "base-rate": (0b001001, 0b011011),
    "true-positive-rate": (0b000001, 0b001001),
    "false-positive-rate": (0b000010, 0b010010),
    "true-negative-rate": (0b010000, 0b010010),
    "false-negative-rate": (0b001000, 0b001001),
    "positive-predictive-value": (0b000001, 0b000011),
    "negative-predictive-value": (0b010000, 0b011000),
    "false-discovery-rate": (0b000010, 0b000011),
    "false-omission-rate": (0b001000, 0b011000),
    "accuracy": (0b010001, 0b011011),
})
KINDS = {"people": 0b111111, "favourable": 0b000111, "unfavourable": 0b111000, "positive": 0b001001,
         "negative": 0b010010, "no outcome": 0b100100, "TP": 1, "FP": 2, "FN": 8, "TN": 16}


class Table:
    """All that an edition shows, as sums over cells."""

    def __init__(self, public):
        self.public = public
        self.k = public["hiding"]["minimum-cell"]
        columns, labels = [], {}
        for grouping in public["groupings"]:
            names = grouping["grouping"] + ([grouping["stratifier"]] if grouping["stratifier"] else [])
            for name in names:
                if name not in columns:
                    columns.append(name)
                    labels[name] = []
            for group in grouping["groups"]:
                values = group["group"] + ([grouping["within"]] if grouping["stratifier"] else [])
                for name, value in zip(names, values):
                    if value not in labels[name]:
                        labels[name].append(value)
        for grouping in public["groupings"]:
            if len(grouping["grouping"]) == 1 and not grouping["stratifier"]:
                if (grouping["unknown"] or {}).get("count", 0) != 0:
                    labels[grouping["grouping"][0]].append(None)
        for name in columns:
            if not any(g["grouping"] == [name] for g in public["groupings"]) and None not in labels[name]:
                labels[name].append(None)
        self.columns = columns
        totals = {total["name"]: total["people"]["count"] for total in public["people"]}
        self.parts = [4, 32] if "missing-outcome" not in totals else [1, 2, 8, 16] + (
            [] if totals["missing-outcome"] == 0 else [4, 32])
        tuples = list(itertools.product(*[labels[c] for c in columns])) or [()]
        for grouping in public["groupings"]:
            if len(grouping["grouping"]) > 1 and not grouping["stratifier"]:
                seen = {tuple(g["group"]) for g in grouping["groups"]}
                at = [columns.index(c) for c in grouping["grouping"]]
                tuples = [t for t in tuples if None in [t[i] for i in at] or tuple(t[i] for i in at) in seen]
        self.tuples = tuples
        self.cells = len(tuples) * len(self.parts)
        self.excluded = [t for t in public["people"] if t["is-exclusion"]]
        self.rows, self.values, self.hidden = [], [], []
        self.read(totals)

    def members(self, belongs, mask):
        return frozenset(i * len(self.parts) + j for i, t in enumerate(self.tuples) if belongs(dict(zip(self.columns, t)))
                         for j, part in enumerate(self.parts) if mask & part)

    def state(self, name, members, count):
        if count is None or count.get("count") is None:
            if count is not None:
                assert count.get("hidden") == "c", name
                self.hidden.append((name, members))
        else:
            self.rows.append(members)
            self.values.append(count["count"])

    def read(self, totals):
        everybody = self.members(lambda t: True, 63)
        extra = [self.cells + i for i in range(len(self.excluded))]
        for total in self.public["people"]:
            name = total["name"]
            if name == "judged":
                members = everybody
            elif name == "received":
                members = everybody | frozenset(extra)
            elif name == "missing-outcome":
                members = self.members(lambda t: True, 36)
            else:
                members = frozenset([extra[self.excluded.index(total)]])
            self.state(name, members, total["people"])
        self.groups = []
        for grouping in self.public["groupings"]:
            for group in grouping["groups"]:
                want = dict(zip(grouping["grouping"], group["group"]))
                if grouping["stratifier"]:
                    want[grouping["stratifier"]] = grouping["within"]
                def belongs(t, want=want):
                    return all(t[c] == v for c, v in want.items())
                self.groups.append((want, belongs))
                self.state((tuple(want.items()), "people"), self.members(belongs, 63), group["people"])
                for share in group["shares"]:
                    part, whole = MASKS[share["measure"]]
                    self.state((tuple(want.items()), share["measure"], "part"), self.members(belongs, part), share["numerator"])
                    self.state((tuple(want.items()), share["measure"], "whole"), self.members(belongs, whole), share["denominator"])
                    if share["numerator"]["count"] is None or share["denominator"]["count"] is None:
                        assert share["value"] is None and share["interval"] is None, want
            if grouping["unknown"] is not None:
                names = grouping["grouping"]
                self.state((tuple(names), "unknown"), self.members(lambda t: any(t[c] is None for c in names), 63), grouping["unknown"])

    def matrix(self):
        n = self.cells + len(self.excluded)
        at = [(i, j) for i, members in enumerate(self.rows) for j in members]
        return csr_matrix((np.ones(len(at)), ([a for a, _ in at], [b for _, b in at])), shape=(len(self.rows), n))

    def range(self, members, whole=False):
        n = self.cells + len(self.excluded)
        cost = np.zeros(n)
        cost[list(members)] = 1
        ends = []
        for sign in (1, -1):
            if whole:
                found = milp(sign * cost, constraints=LinearConstraint(self.matrix(), self.values, self.values),
                             integrality=np.ones(n), bounds=Bounds(0, np.inf), options={"time_limit": 20})
                if found.x is None and found.status in (3, 4):
                    ends.append(np.inf)
                    continue
            else:
                found = linprog(sign * cost, A_eq=self.matrix(), b_eq=self.values, method="highs")
                if found.status in (3, 4):
                    ends.append(np.inf)
                    continue
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]

    def truth(self, internal):
        """The true value of every meaningful count of a shown group that the whole record tells."""
        known = {}
        for e in internal["estimates"]:
            if e["metric"] in MASKS and e["within"] != "*" and e["numerator"] is not None and e["lists"] is None:
                want = dict(zip(e["grouping"], e["group"]))
                if e["stratifier"]:
                    want[e["stratifier"]] = e["within"]
                part, whole = MASKS[e["metric"]]
                key = tuple(sorted(want.items()))
                known.setdefault(key, {})[part] = int(e["numerator"])
                known[key][whole] = int(e["denominator"])
        found = []
        for want, belongs in self.groups:
            counts = known.get(tuple(sorted(want.items())), {})
            masks = list(counts)
            for name, mask in KINDS.items():
                bits = np.array([[m >> b & 1 for b in range(6)] for m in masks], float).T
                if not masks:
                    continue
                target = np.array([mask >> b & 1 for b in range(6)], float)
                solution, *_ = np.linalg.lstsq(bits, target, rcond=None)
                if np.allclose(bits @ solution, target, atol=1e-9):
                    value = round(float(solution @ [counts[m] for m in masks]))
                    found.append(((tuple(want.items()), name), self.members(belongs, mask), value))
        for exclusion in internal["units"]["excluded"]:
            for i, e in enumerate(self.excluded):
                if e["name"] == exclusion["reason"]:
                    found.append((e["name"], frozenset([self.cells + i]), exclusion["rows"]))
        for grouping in internal["groupings"]:
            names = grouping["grouping"]
            found.append(((tuple(names), "unknown"), self.members(lambda t: any(t[c] is None for c in names), 63), grouping["unknown"]))
        return found


def shown_in_text(public, folder):
    """Counts that the report shows must be those of the record, hidden ones marked, and no row of a hidden count may hold more."""
    exposed = []
    for name in ("report.md", "report.html"):
        text = open(os.path.join(folder, name), encoding="utf-8").read()
        plain = re.sub(r"<[^>]*>", "\t", text) if name.endswith("html") else text.replace("\\", "")
        for grouping in public["groupings"]:
            if grouping["stratifier"]:
                continue
            for group in grouping["groups"]:
                label = " × ".join(group["group"])
                for share in group["shares"]:
                    if share["numerator"]["count"] is None and share["denominator"]["count"] is None:
                        continue
                    part, whole = [("[c]" if c["count"] is None else f"{c['count']:,}") for c in (share["numerator"], share["denominator"])]
                    if f"{part} of {whole}" not in plain:
                        exposed.append(f"{name}: {label} {share['measure']} does not stand as the record says")
    return exposed


def planted(public, folder, truth):
    """No cell of a hidden count's row holds its true value as a number."""
    exposed = []
    text = open(os.path.join(folder, "report.md"), encoding="utf-8").read().replace("\\", "")
    lines = [l for l in text.splitlines() if l.startswith("|")]
    by = {}
    for name, members, value in truth:
        by[name] = value
    for grouping in public["groupings"]:
        if grouping["stratifier"]:
            continue
        for group in grouping["groups"]:
            label = " × ".join(group["group"])
            own = [l for l in lines if l.startswith(f"| {label} |")]
            for share in group["shares"]:
                part, whole = MASKS[share["measure"]]
                for count, mask in ((share["numerator"], part), (share["denominator"], whole)):
                    if count["count"] is not None:
                        continue
                    names = [n for n, m in KINDS.items() if m == mask]
                    key = (tuple(zip(grouping["grouping"], group["group"])), names[0]) if names else None
                    if key not in by:
                        continue
                    shown = {c["count"] for s in group["shares"] for c in (s["numerator"], s["denominator"])} | {(group["people"] or {}).get("count")}
                    if by[key] in shown:
                        continue
                    for line in own:
                        if re.search(rf"(?<![\d.,]){by[key]:,}(?![\d.,]*\d|\u00a0%)", line):
                            exposed.append(f"{label}: the hidden {by[key]} stands in “{line}”")
    return exposed


def attack(folder, internal=None, whole=True):
    public = json.load(open(os.path.join(folder, "record.json"), encoding="utf-8"))
    table = Table(public)
    k = table.k
    exposed = shown_in_text(public, folder)
    targets = table.truth(internal) if internal else [(n, m, None) for n, m in table.hidden]
    if internal:
        exposed += planted(public, folder, targets)
    small = 0
    done = {}
    for name, members, value in targets:
        if not members or (value is not None and not 1 <= value < k):
            continue
        small += 1
        if members in done:
            continue
        low, high = table.range(members)
        if whole and (low > 0 or high < np.inf):
            a, b = table.range(members, whole=True)
            low, high = max(low, a), min(high, b)
        done[members] = (low, high)
        if value is None:
            inside = low >= 1 - 1e-6 and high <= k - 1 + 1e-6
            bad = inside and (low > 1 + 1e-6 or high < k - 1 - 1e-6)
        else:
            bad = low > 1 + 1e-6 or high < k - 1 - 1e-6
        if bad:
            exposed.append(f"{name}: {value} is known to lie in {low:g} … {high:g}")
    return dict(sums=public["hiding"]["counts"], hidden=public["hiding"]["hidden"], small=len(done), exposed=exposed)


def beside(last, now):
    """Attacks an edition beside the one that it contains: who came since, and what was hidden then. Both are (folder, record)."""
    publics = [json.load(open(os.path.join(folder, "record.json"), encoding="utf-8")) for folder, _ in (last, now)]
    old, new = Table(publics[0]), Table(publics[1])
    k = new.k
    size = new.cells + len(new.excluded)
    place = {(frozenset(zip(new.columns, t)), p): i * len(new.parts) + j for i, t in enumerate(new.tuples) for j, p in enumerate(new.parts)}
    link = {}
    for i, t in enumerate(old.tuples):
        for j, part in enumerate(old.parts):
            link[place.get((frozenset(zip(old.columns, t)), part))] = size + i * len(old.parts) + j
    for i, e in enumerate(old.excluded):
        for j, other in enumerate(new.excluded):
            if e["name"] == other["name"]:
                link[new.cells + j] = size + old.cells + i
    # First the cells of those who came, then those of the earlier edition.
    both = Table.__new__(Table)
    both.cells, both.excluded = size + old.cells + len(old.excluded), []
    both.rows = [m | frozenset(link[c] for c in m if c in link) for m in new.rows] + [frozenset(size + c for c in m) for m in old.rows]
    both.values = new.values + old.values
    values = {name: value for name, _, value in old.truth(last[1])}
    exposed, small = [], 0
    targets = [(("since", n), m, v - values[n]) for n, m, v in new.truth(now[1]) if n in values]
    targets += [(("then", n), frozenset(size + c for c in m), v) for n, m, v in old.truth(last[1])]
    for name, members, value in targets:
        if members and 1 <= value < k:
            small += 1
            low, high = both.range(members)
            # What nobody could know before may be narrowed to a range that is not one of small counts.
            if low >= 1 - 1e-6 and high <= k - 1 + 1e-6 and (low > 1 + 1e-6 or high < k - 1 - 1e-6):
                exposed.append(f"{name}: {value} is known to lie in {low:g} … {high:g}")
    return dict(sums=publics[1]["hiding"]["counts"], hidden=publics[1]["hiding"]["hidden"], small=small, exposed=exposed)


PLAN = """
audit: {{title: Generated set {seed}}}
decisions:
  source: rows.csv
  columns: {{decision: d, favourable: ["1"], unfavourable: ["0"], count: n{outcome}}}
  groups: [a, b]
  intersections: [[a, b]]
requirements:
  - {{id: parity, metric: selection-rate, across: [a, b, [a, b]], compare: ratio, reference: highest, at-least: 0.8}}
{more}
replicates: 0
power: false
"""


def generate(seed, program, outcomes, folder, cumulative=False):
    rng = random.Random(seed)
    rows = []
    people = rng.choice([600, 1500, 3000, 6000])
    shares = [rng.random() ** 2 + 0.01 for _ in range(5)]
    for a in ("f", "m", ""):
        for b, share in zip(("p", "q", "r", "s", "t", ""), shares + [0.02]):
            size = people * share / sum(shares) / 2 * (0.02 if a == "" else 1)
            rate = rng.uniform(0.2, 0.7)
            for d in "10":
                for o in (["1", "0", ""] if outcomes else [None]):
                    weight = (rate if d == "1" else 1 - rate) * ({"1": 0.45, "0": 0.5, "": 0.05, None: 1}[o])
                    n = max(0, round(rng.gauss(size * weight, (size * weight) ** 0.5)))
                    if n:
                        rows.append([a, b, d] + ([o] if outcomes else []) + [n])
    rows.append(["f", "p", "", *([""] if outcomes else []), rng.randint(1, 30)])
    last = audit(rows, seed, program, outcomes, folder)
    if not cumulative or isinstance(last, str):
        return last
    os.rename(os.path.join(folder, "out"), os.path.join(folder, "last"))
    last = os.path.join(folder, "last", "public"), last[1]
    now = audit([r[:-1] + [r[-1] + (rng.randint(0, 12) if rng.random() < 0.7 else rng.randint(12, 60))] for r in rows], seed, program, outcomes,
                folder, "privacy: {cumulative: true, published: [last/public/record.json]}")
    return now if isinstance(now, str) else (last, now)


def audit(rows, seed, program, outcomes, folder, privacy=""):
    open(os.path.join(folder, "rows.csv"), "w").write(
        "\n".join([",".join(["a", "b", "d"] + (["o"] if outcomes else []) + ["n"])] + [",".join(map(str, r)) for r in rows]) + "\n")
    more = '  - {id: errors, metric: equalized-odds, across: [a, b, [a, b]], at-most: 0.1}' if outcomes else ""
    outcome = ', outcome: o, positive: ["1"], negative: ["0"]' if outcomes else ""
    open(os.path.join(folder, "evenhand.yaml"), "w").write(PLAN.format(seed=seed, more=more, outcome=outcome) + privacy + "\n")
    out = os.path.join(folder, "out")
    subprocess.run([program, "audit", os.path.join(folder, "evenhand.yaml"), "-o", out, "--quiet"], stdout=subprocess.DEVNULL)
    made = subprocess.run([program, "report", out, "--edition", "public"], capture_output=True, text=True)
    if made.returncode != 0:
        return made.stderr.strip()
    return os.path.join(out, "public"), json.load(open(os.path.join(out, "record.json"), encoding="utf-8"))


def main():
    if sys.argv[1] == "--generate":
        count, program = int(sys.argv[2]), os.path.abspath(sys.argv[3])
        failures = 0
        for outcomes, cumulative in ((False, False), (True, False), (False, True)):
            total = dict(sums=0, hidden=0, small=0)
            refused = 0
            for seed in range(count):
                with tempfile.TemporaryDirectory() as folder:
                    made = generate(seed, program, outcomes, folder, cumulative)
                    if isinstance(made, str):
                        refused += 1
                        print(f"set {seed}: {made}")
                        continue
                    found = beside(*made) if cumulative else attack(*made)
                    for key in total:
                        total[key] += found[key]
                    for line in found["exposed"]:
                        failures += 1
                        print(f"set {seed}: {line}")
            print(f"{'with outcomes' if outcomes else 'beside the last' if cumulative else 'decisions only'}: {count} sets, {refused} refused, {total['sums']} sums, "
                  f"{total['small']} small, {total['hidden']} hidden")
        print(f"{failures} exposed")
        return failures > 0
    internal = json.load(open(sys.argv[2], encoding="utf-8")) if len(sys.argv) > 2 else None
    found = attack(sys.argv[1], internal)
    for line in found["exposed"]:
        print(line)
    print(f"{found['sums']} sums, {found['hidden']} hidden, {found['small']} looked at, {len(found['exposed'])} exposed")
    return len(found["exposed"]) > 0


if __name__ == "__main__":
    sys.exit(main())
