"""Which rows of datasets/loan-consents show no ground, and what that does to the comparison, from pandas and SciPy.

    python lawful-use.py > lawful-use.json

The causes are worked out from the tables with joins and masks, and not from the program's order of work; the bounds by
trying every split of those who were left out.
"""

import datetime
import json
import pathlib

import numpy as np
import pandas as pd
import scipy
from scipy import stats

FOLDER = pathlib.Path(__file__).parents[2] / "datasets" / "loan-consents"
CAUSES = [
    "no-consent", "other-purpose", "before-consent", "after-withdrawal", "past-retention", "minor", "unknown-basis",
]


def instant(column):
    """Moments in UTC, one by one: of a column of mixed forms pandas 2.3 reads some without a zone in the zone of another row."""

    def read(text):
        moment = datetime.datetime.fromisoformat(text)
        return pd.Timestamp(moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)).tz_convert("UTC")

    return pd.Series([read(text) if text else pd.NaT for text in column], index=column.index, dtype="datetime64[ns, UTC]")


def causes(rows, consents, covers, as_of, retention, minimum):
    rows = rows.reset_index(drop=True)
    rows["row"] = rows.index
    missing = rows["basis"].isin(["", "NULL"])
    pairs = rows.merge(consents, on="id", suffixes=("", "_given"))
    pairs["covered"] = [given in covers.get(asked, [asked]) for asked, given in zip(pairs.purpose, pairs.purpose_given)]
    pairs["holds"] = pairs.covered & (pairs["from"] <= pairs.used) & (pairs.until.isna() | (pairs.used < pairs.until))
    by_row = pairs.groupby("row")
    any_given = rows.row.isin(pairs.row)
    any_covering = rows.row.map(by_row.covered.any()).eq(True)
    holds = rows.row.map(by_row.holds.any()).eq(True)
    first = rows.row.map(pairs[pairs.covered].groupby("row")["from"].min())
    on_consent = rows.basis == "consent"
    masks = {
        "no-consent": on_consent & ~any_given,
        "other-purpose": on_consent & any_given & ~any_covering,
        "before-consent": on_consent & any_covering & ~holds & (rows.used < first),
        "after-withdrawal": on_consent & any_covering & ~holds & ~(rows.used < first),
        "past-retention": (as_of - rows.collected) > pd.Timedelta(days=retention),
        "minor": (pd.to_numeric(rows.age, errors="coerce") < minimum) & ~rows.guardian.isin(["yes", "true"]),
        "unknown-basis": missing,
    }
    found = pd.Series([None] * len(rows), dtype=object)
    for cause in reversed(CAUSES):
        found[masks[cause]] = cause
    return found


rows = pd.read_csv(FOLDER / "decisions.csv", dtype=str, keep_default_na=False)
rows["used"], rows["collected"] = instant(rows.decided_at), instant(rows.collected_at)
consents = pd.read_csv(FOLDER / "consents.csv", dtype=str, keep_default_na=False)
consents["from"] = instant(consents.granted_at)
consents["until"] = instant(consents.withdrawn_at)
rows["cause"] = causes(
    rows, consents, {"scoring": ["scoring", "personal-terms"]}, pd.Timestamp("2026-10-01", tz="UTC"), 730, 16)

counted = rows[rows.cause.isna()]
left = int(rows.cause.notna().sum())
rates = {
    sex: [int((own.decision == "approved").sum()), len(own)] for sex, own in counted.groupby("sex")
}
(x, n), (y, m) = rates["f"], rates["m"]


def extreme(people, low):
    """The ratio f / m where `people` join either group, all against f, or all for it: every split is tried."""
    a = np.arange(people + 1)
    own, other = (x + (0 if low else a)) / (n + a), (y + (people - a if low else 0)) / (m + people - a)
    ratios = own / other
    return float(ratios.min() if low else ratios.max())


limits = stats.beta.ppf(0.025, left, len(rows) - left + 1), stats.beta.ppf(0.975, left + 1, len(rows) - left)
print(json.dumps({
    "versions": {"pandas": pd.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
    "rows": len(rows),
    "causes": {cause: int((rows.cause == cause).sum()) for cause in CAUSES},
    "by-sex": {
        sex: {cause: int(((rows.cause == cause) & (rows.sex == sex)).sum()) for cause in CAUSES} for sex in ["f", "m"]
    },
    "unknown-age": int((counted.age == "").sum()),
    "counted": rates,
    "ratio": (x / n) / (y / m),
    "worst": extreme(left, True), "best": extreme(left, False),
    "tipping-on-the-point": next(k for k in range(left + 1) if extreme(k, True) < 0.8),
    "share-left-out": left / len(rows),
    "clopper-pearson": [float(limit) for limit in limits],
}, indent=1))
