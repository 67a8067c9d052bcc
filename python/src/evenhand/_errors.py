"""What a person can mend, as exceptions."""

from __future__ import annotations


class EvenhandError(Exception):
    """The audit could not run.

    Attributes:
        code: The error's name, which ``evenhand explain`` knows; None where it has none.
        place: Where it is, such as ``evenhand.yaml:4:17`` or ``decisions``; None where it has no place.
        cause: What is wrong.
        hint: What mends it; None where nobody knows.
        row: The row of the frame, from 0; None where it is about no row of a frame.
        errors: All of them, where a plan has several; this one first.
    """

    def __init__(self, cause, *, code=None, place=None, hint=None, row=None):
        self.code, self.place, self.cause, self.hint, self.row = code, place, cause, hint, row
        self.errors = [self]
        super().__init__(str(self))

    def __str__(self):
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.cause}" + (f" ({self.hint})" if self.hint else "")

    def __reduce__(self):
        return (_made, (type(self), self.cause, self.code, self.place, self.hint, self.row))


class PlanError(EvenhandError):
    """Something in the plan has to be mended; ``place`` is its file, line and column."""


class InputError(EvenhandError):
    """Something in the data has to be mended; ``row`` counts rows of the frame from 0."""


def _made(kind, cause, code, place, hint, row):
    return kind(cause, code=code, place=place, hint=hint, row=row)


def from_program(found, frames):
    """The exception for what the program has said of its errors.

    Args:
        found: Objects with ``kind``, ``message`` and what else is known.
        frames: The names of the tables that came from frames.
    """
    errors = [_one(error, frames) for error in found]
    first = errors[0]
    first.errors = errors
    if len(errors) > 1 and hasattr(first, "add_note"):
        first.add_note("\n".join(str(error) for error in errors[1:]))
    return first


def _one(error, frames):
    file, line, column = error.get("file"), error.get("line"), error.get("column")
    known = {"code": error.get("code"), "hint": error.get("hint")}
    if error["kind"] == "input" and file in frames:
        # The program counts rows from 1, as tables on paper do.
        row = None if error.get("row") is None else error["row"] - 1
        cause = error["message"].replace(f"row {error.get('row')}", f"row {row} (from 0)", 1)
        return InputError(cause, place=file, row=row, **known)
    place = ":".join(str(part) for part in (file, line, column) if part is not None) or None
    kind = {"plan": PlanError, "input": InputError}.get(error["kind"], EvenhandError)
    return kind(error["message"], place=place, **known)
