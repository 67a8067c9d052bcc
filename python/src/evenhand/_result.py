"""What an audit has found."""

from __future__ import annotations

import functools
import hashlib
import html
import json
import os

from . import _frames, _program

#: What joins the columns of an intersection, as reports do.
_CROSS = " × "


class Result:
    """An audit: its bundle, and what a gate says of it.

    True where the exit code is 0, and only there: not where a requirement is undecided, where there are too few people, or
    where nothing is required.

    Attributes:
        folder: The folder of the bundle: record, report, dossier, digests. Without ``output`` it ends with this object.
        exit_code: 0 every blocking requirement met, 1 one is not met, 2 one could not run, 3 one could not be judged, 4 a required
            sign-off is missing.
        result: What the gate says, as ``evenhand gate --format json`` does.
    """

    def __init__(self, folder, outcome, *, like=None, kept=None):
        self.folder, self.exit_code = folder, outcome.code
        self.result = json.loads(outcome.output)
        self._text, self._like, self._kept = outcome.talk, like, kept
        if kept is not None:
            # What ends with this object is no place to send somebody to.
            self._text = "\n".join(line for line in self._text.split("\n") if not line.startswith("read    "))

    @functools.cached_property
    def record(self):
        """The record: every number, as ``record.json`` has it."""
        return json.loads(self._bytes("record.json"))

    @property
    def digest(self):
        """The SHA-256 of the record, which is its identity."""
        return hashlib.sha256(self._bytes("record.json")).hexdigest()

    @property
    def verdict(self):
        """``met``, ``not-met``, ``cannot-tell``, ``not-enough-data`` or ``could-not-run``; None where nothing is required."""
        return self.record["verdict"]["overall"]

    def __bool__(self):
        return self.exit_code == 0

    @property
    def text(self):
        """The result as a terminal shows it; its last line says what passed or failed, and why."""
        return self._text

    def assert_met(self):
        """Raises AssertionError with the text of the result unless the exit code is 0."""
        if not self:
            raise AssertionError(self._text)

    # Frames: of the library of the audited frame, else of one that is there, else lists of dictionaries.

    @property
    def estimates(self):
        """The numbers of each group, with their intervals."""
        return frame([row for row in self.record["estimates"] if row["grouping"]], self._like)

    @property
    def everybody(self):
        """The same numbers of everybody, whatever is known of their groups."""
        return frame([row for row in self.record["estimates"] if not row["grouping"]], self._like)

    @property
    def disparities(self):
        """How groups compare, with intervals and tests."""
        return self._frame("disparities")

    @property
    def findings(self):
        """What each requirement found for each group, with its verdict."""
        return self._frame("findings")

    def _frame(self, name):
        return frame(self.record[name], self._like)

    # Documents.

    def report(self, form="html"):
        """The report as ``html``, ``markdown``, ``text``, ``summary``, ``json``, ``sarif``, ``junit``, ``github``, ``gitlab`` or
        ``openmetrics``."""
        stored = {"html": "report.html", "markdown": "report.md"}.get(form)
        if stored:
            return self._bytes(stored).decode("utf-8")
        return _program.run(["report", self.folder, "--format", form]).check().output

    def gate(self, plan=None, *, baseline=None, require_sign_off=False):
        """Judges the stored numbers again, by the requirements of another plan if one is named; no data are needed.

        Args:
            plan: The path of a plan; without it the record's own requirements.
            baseline: An earlier audit to compare with: a result, or a path.
            require_sign_off: Whether a missing sign-off is exit code 4.
        """
        words = ["gate", self.folder, "--format", "json"]
        if plan is not None:
            words += ["--plan", os.fspath(plan)]
        if baseline is not None:
            words += ["--baseline", baseline.folder if isinstance(baseline, Result) else os.fspath(baseline)]
        if require_sign_off:
            words.append("--require-sign-off")
        outcome = _program.run(words)
        if not outcome.output.strip():
            raise outcome.failure()
        return GateResult(outcome)

    def _bytes(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def __repr__(self):
        last = self._text.strip().splitlines()[-1:] or [f"exit {self.exit_code}"]
        return f"<evenhand.Result {self.verdict or 'nothing required'}: {last[0]}>"

    def _repr_html_(self):
        """The first page of the report, in a frame of its own."""
        return framed(first_page(self.report("html")))


class GateResult:
    """What a gate says of a record. True where the exit code is 0, and only there."""

    def __init__(self, outcome):
        self.exit_code, self.result, self.text = outcome.code, json.loads(outcome.output), outcome.talk

    def __bool__(self):
        return self.exit_code == 0

    def assert_met(self):
        """Raises AssertionError with the text unless the exit code is 0."""
        if not self:
            raise AssertionError(self.text)

    def __repr__(self):
        return f"<evenhand.GateResult exit {self.exit_code}>\n{self.text}"


class Comparison:
    """How a later audit differs from an earlier one. True where nothing is worse and everything is comparable.

    Attributes:
        exit_code: 0 none is worse, 1 one is worse, 3 none is worse and one is gone or not comparable.
        changes: The changes, as ``evenhand compare --format json`` has them.
    """

    def __init__(self, outcome, places):
        self.exit_code, self.changes, self._places = outcome.code, json.loads(outcome.output), places

    def __bool__(self):
        return self.exit_code == 0

    @functools.cached_property
    def text(self):
        """The changes in words."""
        return _program.run(["compare", *self._places]).check().output

    def __repr__(self):
        return f"<evenhand.Comparison exit {self.exit_code}>\n{self.text}"


def first_page(page):
    """The first section of a report, with its head; without the contents, which lead beyond it."""
    first = page.find("<section")
    second = page.find("<section", first + 1)
    if second >= 0:
        page = page[:second] + "</main></body></html>"
    start, end = page.find("<nav"), page.find("</nav>")
    return page if start < 0 else page[:start] + page[end + len("</nav>") :]


def framed(page, height=640):
    """A page that can neither run scripts nor reach anything, within another one."""
    # Without an origin some browsers print nothing of it; without scripts the origin is of no use to the page.
    return (
        f'<iframe sandbox="allow-same-origin" srcdoc="{html.escape(page, quote=True)}" '
        f'style="width: 100%; height: {height}px; border: 1px solid #d5dadd; background: #fff"></iframe>'
    )


#: What people look for first; the other columns follow in the order of their names.
_FIRST = [
    "requirement",
    "metric",
    "grouping",
    "group",
    "stratifier",
    "within",
    "comparison",
    "reference.rule",
    "reference.group",
    "value",
    "interval.lower",
    "interval.upper",
    "interval.level",
    "interval.method",
    "bound",
    "threshold",
    "threshold.lower",
    "threshold.upper",
    "verdict",
    "numerator",
    "denominator",
    "count",
    "undefined",
]


def frame(entries, like, keys=None):
    """Entries of a record as a frame, columns named as in the record, with a full stop between a member and its own.

    Args:
        entries: The entries.
        like: The library of the frame.
        keys: The columns; by default all.
    """
    rows = [_flat(entry) for entry in entries]
    if keys is None:
        found = {key for row in rows for key in row}
        # Where a member has members of its own in some rows, it is nothing in the others.
        found = {key for key in found if not any(other.startswith(key + ".") for other in found)}
        keys = sorted(found, key=lambda key: (_FIRST.index(key) if key in _FIRST else len(_FIRST), key))
    rows = [{key: row.get(key) for key in keys} for row in rows]
    labels = {key for key in keys if key.rpartition(".")[2] != "sentence" and _are_labels(rows, key)}
    return _frames.made(rows, labels, like)


def _are_labels(rows, key):
    values = [row[key] for row in rows if row[key] is not None]
    return bool(values) and all(isinstance(value, str) for value in values)


def _flat(entry, before=""):
    row = {}
    for key, value in entry.items():
        name = before + key
        if isinstance(value, dict):
            row.update(_flat(value, name + "."))
        elif isinstance(value, list):
            if all(isinstance(one, str) for one in value):
                # Over everybody, the grouping has no column.
                row[name] = _CROSS.join(value)
            elif len(value) == 2 and all(isinstance(one, (int, float)) for one in value):
                row[name + ".lower"], row[name + ".upper"] = float(value[0]), float(value[1])
            else:
                row[name] = json.dumps(value, ensure_ascii=False)
        elif isinstance(value, int) and not isinstance(value, bool) and name.rpartition(".")[2] not in _COUNTS:
            row[name] = float(value)
        else:
            row[name] = value
    return row


#: What is counted; any other number may have decimals, and is one kind in all rows.
_COUNTS = {"numerator", "denominator", "count"}
