"""Rates by group, without a plan."""

from __future__ import annotations

from . import _frames
from ._audit import audit
from ._errors import InputError
from ._result import frame


def rates(y_true=None, y_pred=None, groups=None, *, favourable=None, positive=None, intersections=(), metrics=None):
    """Rates of each group with confidence intervals: what can be said without requirements. There is no verdict.

    Args:
        y_true: The outcomes, one a row; None where they are not known.
        y_pred: The decisions, one a row.
        groups: A frame whose columns are the groups.
        favourable: The decisions that people want, as they stand; by default 1 or True, whichever occurs.
        positive: The positive outcomes; by default as for ``favourable``.
        intersections: Lists of columns that are combined, or ``"all"``.
        metrics: Ids of metrics; by default every rate that the columns can give.

    Returns:
        A frame of the library of ``groups``: metric, grouping, group, value, its interval, and the counts beside it.

    Raises:
        InputError: The data have to be mended.
    """
    if groups is None or y_pred is None:
        raise TypeError("rates(y_true, y_pred, groups=…) needs decisions and groups")
    names = _frames.names(groups)
    if names is None:
        raise InputError("groups is no frame", hint='hand over columns of a frame, as groups=df[["sex"]]')
    decision, outcome = _free("y_pred", names), _free("y_true", names)
    decisions = {
        "columns": {"decision": decision, "favourable": _wanted(favourable, y_pred, "favourable")},
        "groups": list(names),
    }
    added = {decision: y_pred}
    if y_true is not None:
        decisions["columns"] |= {"outcome": outcome, "positive": _wanted(positive, y_true, "positive")}
        added[outcome] = y_true
    if intersections:
        decisions["intersections"] = intersections if intersections == "all" else [list(one) for one in intersections]
    plan = {"audit": {"title": "Rates"}, "decisions": decisions}
    if metrics is not None:
        plan["metrics"] = list(metrics)
    found = audit(_frames.with_columns(groups, added), plan, input_digest=False)
    rows = [row for row in found.record["estimates"] if row["grouping"]]
    return frame(rows, _frames.kind(groups), keys=_COLUMNS)


#: What a rate has beside its group.
_COLUMNS = [
    "metric",
    "grouping",
    "group",
    "value",
    "interval.lower",
    "interval.upper",
    "interval.level",
    "interval.method",
    "numerator",
    "denominator",
    "count",
    "undefined",
]


def _free(name, taken):
    while name in taken:
        name += "_"
    return name


def _wanted(given, values, name):
    """Labels as the program writes them."""
    if given is not None:
        return [_label(one) for one in (given if isinstance(given, (list, tuple, set)) else [given])]
    seen = set()
    for value in values:
        try:
            if value in (0, 1):
                seen.add(_label(value))
        except TypeError:  # pandas' NA is neither equal nor not.
            continue
    found = sorted(seen & {"1", "true"})
    if not found:
        raise InputError(f"no row has 1 or True, and {name} does not say what is wanted", hint=f'say it, as {name}="yes"')
    return found


def _label(value):
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
