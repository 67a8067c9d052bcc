"""Rates of rows that weigh differently, or of which several belong to one person, by sums over the rows themselves.

    python sampling-numpy.py > sampling-numpy.json

Nothing is added up beforehand: each row has its influence, influences are added by primary sampling unit and centred by stratum
(Taylor linearisation of a ratio of totals; units outside a group count as 0, as R's survey package has them). Quantiles
of Student's t and of beta are SciPy's. `samplics` holds what that package gives for the same rows (pip install samplics).
"""

import json
import math

import numpy as np
import scipy
from scipy import stats

Z = stats.norm.isf(0.025)


def same_tail(z, df):
    return stats.t.isf(stats.norm.sf(z), df)


class Design:
    """Rows with the weight, the stratum and the primary sampling unit of each."""

    def __init__(self, w, strata, units):
        self.w = np.asarray(w, float)
        self.strata = np.asarray(strata)
        self.units = [f"{s}/{u}" for s, u in zip(strata, units)]
        names = sorted(set(self.units))
        self.place = np.array([names.index(u) for u in self.units])
        stratum = {u: s for u, s in zip(self.units, strata)}
        self.of = np.array([stratum[n] for n in names])

    def totals(self, row_values):
        return np.bincount(self.place, weights=row_values, minlength=len(self.of))

    def covariance(self, a, b):
        """Of two estimates, from the influence of each row."""
        a, b = self.totals(a), self.totals(b)
        total = 0.0
        for s in sorted(set(self.of)):
            inside = self.of == s
            n = inside.sum()
            total += n / (n - 1) * ((a[inside] - a[inside].mean()) * (b[inside] - b[inside].mean())).sum()
        return total

    def degrees(self, x, influence):
        """The smaller of the rule of the kurtosis, for one stratum, and units less strata, of those that hold anybody."""
        held = self.totals((x > 0).astype(float)) > 0
        plain = held.sum() - len(set(self.of[held]))
        if len(set(self.of)) > 1:
            return float(plain)
        d = self.totals(influence)[held]
        n = len(d)
        if (d ** 2).sum() <= 0:
            return float(plain)
        kappa = n * (d ** 4).sum() / (d ** 2).sum() ** 2
        return float(min(max(2 * n / (kappa - 1), 2), n - 1, plain) if kappa > 1 else plain)

    def kappa(self, x, influence):
        held = self.totals((x > 0).astype(float)) > 0
        d = self.totals(influence)[held]
        return float(len(d) * (d ** 4).sum() / (d ** 2).sum() ** 2)

    def rate(self, x, y):
        x, y = np.asarray(x, float), np.asarray(y, float) * np.asarray(x, float)
        total = (self.w * x).sum()
        p = (self.w * y).sum() / total
        influence = self.w * (y - p * x) / total
        v = self.covariance(influence, influence)
        n = int(x.sum())
        units = int((self.totals(x) > 0).sum())
        df = self.degrees(x, influence)
        effective = min(p * (1 - p) / v, n) if 0 < p < 1 and v > 0 else float(units)
        star = effective * (Z / same_tail(Z, df)) ** 2
        found = {
            "value": float(p), "standardError": math.sqrt(v), "rows": n, "weight": float(total), "units": units,
            "degreesOfFreedom": df, "effective": float(effective), "verdict": float(star),
            "weighting": float(n * ((self.w * x) ** 2).sum() / total ** 2),
        }
        grown = effective * (stats.t.isf(0.025, n - 1) / stats.t.isf(0.025, df)) ** 2 if n > 1 else effective
        found["kornGraubard"] = clopper(p * grown, grown)
        centre, half = p * star + Z * Z / 2, Z * math.sqrt(p * (1 - p) * star + Z * Z / 4)
        found["wilson"] = [max(0.0, (centre - half) / (star + Z * Z)), min(1.0, (centre + half) / (star + Z * Z))]
        return found, influence


def clopper(x, n):
    return [
        0.0 if x <= 0 else float(stats.beta.ppf(0.025, x, n - x + 1)),
        1.0 if x >= n else float(stats.beta.isf(0.025, x + 1, n - x)),
    ]


def groups(name, w, strata, units, group, y):
    """Each group's rate, and how the rates of each pair vary together."""
    design = Design(w, strata, units)
    group, y = np.asarray(group), np.asarray(y, float)
    names = sorted(set(group))
    rates, influences = {}, {}
    for g in names:
        rates[g], influences[g] = design.rate(group == g, y)
    pairs = []
    for i, g in enumerate(names):
        for h in names[:i]:
            c = design.covariance(influences[g], influences[h])
            own, other = rates[g], rates[h]
            vg, vh = own["standardError"] ** 2, other["standardError"] ** 2
            pair = {"group": g, "reference": h, "covariance": c}
            if min(vg, vh) > 0:
                pair["correlation"] = c / math.sqrt(vg * vh)
                pair["logErrorOfRatio"] = math.sqrt(
                    max(0, vg / own["value"] ** 2 + vh / other["value"] ** 2 - 2 * c / own["value"] / other["value"]))
            pairs.append(pair)
    rows = [{"weight": float(a), "stratum": str(b), "unit": str(c), "group": str(d), "favourable": bool(e)}
            for a, b, c, d, e in zip(w, strata, units, group, y)]
    return {"name": name, "rows": rows, "groups": rates, "pairs": pairs, "samplics": witness(w, strata, units, group, y)}


def witness(w, strata, units, group, y):
    try:
        from samplics.estimation import TaylorEstimator
        from samplics.utils.types import PopParam
    except ImportError:
        return None
    found = {}
    for g in sorted(set(group)):
        estimator = TaylorEstimator(PopParam.ratio)
        inside = (np.asarray(group) == g).astype(float)
        many = len(set(strata)) > 1
        estimator.estimate(
            y=np.asarray(y, float) * inside, x=inside, samp_weight=np.asarray(w, float),
            stratum=np.asarray(strata) if many else None,
            psu=np.array([f"{s}/{u}" for s, u in zip(strata, units)]))
        value = estimator.point_est
        error = estimator.stderror
        pick = lambda v: float(next(iter(v.values()))) if isinstance(v, dict) else float(v)
        found[g] = {"value": pick(value), "standardError": pick(error)}
    return found


def random_rows(seed, people, most, spread, strata, shared):
    random = np.random.default_rng(seed)
    w, s, u, g, y = [], [], [], [], []
    for person in range(people):
        stratum = str(random.integers(strata))
        own = "abc"[random.integers(3)]
        lean = random.beta(1.2, 1.8)
        for _ in range(random.integers(1, most + 1)):
            w.append(round(float(np.exp(spread * random.normal())), 6))
            s.append(stratum)
            u.append(str(person))
            g.append("abc"[random.integers(3)] if shared else own)
            y.append(int(random.random() < lean))
    return w, s, u, g, y


def main():
    trials = [(2, 3), (0, 1), (4, 5), (1, 4), (3, 3), (0, 2), (1, 1), (2, 2), (5, 9), (0, 1), (1, 2), (3, 4)]
    y = [k < s for s, n in trials for k in range(n)]
    units = [str(i) for i, (s, n) in enumerate(trials) for _ in range(n)]
    ones = [1.0] * len(y)
    people = groups("people", ones, ["-"] * len(y), units, ["all"] * len(y), y)
    design = Design(ones, ["-"] * len(y), units)
    _, influence = design.rate(np.ones(len(y)), y)
    people["kappa"] = design.kappa(np.ones(len(y)), influence)
    people["uncapped"] = people["groups"]["all"]["value"] * (1 - people["groups"]["all"]["value"]) \
        / people["groups"]["all"]["standardError"] ** 2
    grown = people["uncapped"] * (stats.t.isf(0.025, 36) / stats.t.isf(0.025, 11)) ** 2
    people["kornGraubardUncapped"] = clopper(people["groups"]["all"]["value"] * grown, grown)
    survey = groups(
        "survey", [10, 10, 12, 12, 8, 8, 20, 20, 25, 25, 15, 15, 30, 30], ["1"] * 6 + ["2"] * 8,
        ["1", "1", "2", "2", "3", "3", "1", "1", "2", "2", "3", "3", "4", "4"], list("ababbaabababba"),
        [1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 0, 1, 1, 0])
    cases = [
        people, survey,
        groups("weights", *random_rows(1, 120, 1, 0.8, 1, False)),
        groups("weights in strata", *random_rows(2, 150, 1, 0.6, 3, False)),
        groups("clusters", *random_rows(3, 90, 9, 0, 1, False)),
        groups("clusters that groups share", *random_rows(4, 60, 8, 0, 1, True)),
        groups("everything", *random_rows(5, 80, 6, 0.7, 3, True)),
    ]
    print(json.dumps({"tool": f"numpy {np.__version__}, scipy {scipy.__version__}", "script": "sampling-numpy.py",
                      "cases": cases}, indent=1))


if __name__ == "__main__":
    main()
