"""Audits, and what was audited before."""

from __future__ import annotations

import contextlib
import copy
import json
import os
import tempfile

from . import _frames, _program
from ._errors import InputError
from ._result import Comparison, Result

#: Where the keys of a plan made in Python say which table they are about.
_KEYS = {
    "decisions": ("decisions",),
    "lists": ("recommendations",),
    "users": ("recommendations", "users"),
    "items": ("recommendations", "items"),
    "relevance": ("recommendations", "relevant"),
    "history": ("recommendations", "history"),
    "audience": ("recommendations", "audience"),
    "settings": ("controls", "settings"),
    "served": ("controls", "log"),
    "before": ("recommendations", "before"),
    "baseline": ("recommendations", "baseline"),
    "consents": ("lawful-use", "consents"),
}


def audit(
    data=None,
    plan="evenhand.yaml",
    output=None,
    *,
    baseline=None,
    input_digest=True,
    memory=None,
    ran_by=None,
    require_sign_off=False,
    threads=2,
):
    """Audits frames by a plan.

    Args:
        data: A frame, for the table that the plan has (its decisions, or its lists); a dictionary of frames by table
            (``decisions``, ``lists``, ``users``, ``items``, ``relevance``, ``history``, ``audience``, ``before``,
            ``baseline``, ``settings``, ``served``, ``consents``); or
            None where the plan's own files are read. A table without a frame is read from where the plan says.
        plan: The path of a plan, or the plan itself as a dictionary; the tables of a dictionary need no ``source``.
        output: The folder of the bundle; without it a folder that ends with the result.
        baseline: An earlier audit to compare with: a result, or the path of a bundle or record.
        input_digest: Whether what was read is digested; without digests a bundle stays a draft.
        memory: Memory that the audit may take, such as ``"512MB"``.
        ran_by: Who runs the audit, by the name in ``allowed_signers``.
        require_sign_off: Whether a missing sign-off is exit code 4.
        threads: Threads at most; the record is the same for any number.

    Returns:
        A :class:`Result`, whatever the verdict.

    Raises:
        PlanError: The plan has to be mended.
        InputError: The data have to be mended.
        EvenhandError: The audit could not run for another reason.
    """
    with contextlib.ExitStack() as stack:
        kept = None
        if output is None:
            kept = tempfile.TemporaryDirectory(prefix="evenhand-")
            output = os.path.join(kept.name, "bundle")
        path = stack.enter_context(_plan(plan, data))
        frames = _tables(data, path)
        words = ["audit", "--plan", path, "--output", os.fspath(output), "--format", "json", "--threads", str(threads)]
        if baseline is not None:
            words += ["--baseline", baseline.folder if isinstance(baseline, Result) else os.fspath(baseline)]
        if not input_digest:
            words.append("--no-input-digest")
        if memory is not None:
            words += ["--memory", str(memory)]
        if ran_by is not None:
            words += ["--ran-by", str(ran_by)]
        if require_sign_off:
            words.append("--require-sign-off")
        outcome = _program.run(words, {name: write for name, (_, write) in frames.items()})
        # An audit one of whose checks could not run has a record; one that could not run at all has none.
        if not outcome.output.strip():
            raise outcome.failure()
        like = next((_frames.kind(frame) for frame, _ in frames.values()), None)
        return Result(os.fspath(output), outcome, like=like, kept=kept)


def load(folder):
    """The result of an earlier audit.

    Args:
        folder: The folder of its bundle.

    Raises:
        EvenhandError: It is none, or was changed since.
    """
    outcome = _program.run(["gate", os.fspath(folder), "--format", "json"])
    if not outcome.output.strip():
        raise outcome.failure()
    return Result(os.fspath(folder), outcome)


def compare(baseline, candidate):
    """What got better, worse, or cannot be told apart since an earlier audit.

    Args:
        baseline: The earlier audit: a result, or the path of a bundle or record.
        candidate: The later one, likewise.
    """
    places = [one.folder if isinstance(one, Result) else os.fspath(one) for one in (baseline, candidate)]
    outcome = _program.run(["compare", *places, "--format", "json"])
    if not outcome.output.strip():
        raise outcome.failure()
    return Comparison(outcome, places)


def columns(plan="evenhand.yaml"):
    """The columns that a plan reads, by table: all that leaves a frame.

    Args:
        plan: The path of a plan, or the plan itself as a dictionary.
    """
    with _plan(plan, None) as path:
        return json.loads(_program.run(["plan", "--columns", "--plan", path]).check().output)


@contextlib.contextmanager
def _plan(plan, data):
    """The path of a plan; one made in Python is written while it is used."""
    if not isinstance(plan, dict):
        yield os.fspath(plan)
        return
    plan = copy.deepcopy(plan)
    for table, keys in _KEYS.items():
        part = plan
        for key in keys:
            part = part.get(key) if isinstance(part, dict) else None
        if isinstance(part, dict):
            part.setdefault("source", f"{table}.arrow")
    with tempfile.TemporaryDirectory(prefix="evenhand-") as folder:
        path = os.path.join(folder, "evenhand.yaml")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(plan, file, ensure_ascii=False, indent=1)
        yield path


def _tables(data, plan):
    """By table, each frame with what writes it."""
    if data is None:
        return {}
    wanted = json.loads(_program.run(["plan", "--columns", "--plan", plan]).check().output)
    if not isinstance(data, dict):
        table = next(name for name in ("decisions", "lists") if name in wanted)
        data = {table: data}
    for name in data:
        if name not in wanted:
            raise InputError(
                f"the plan has no table “{name}”", code="unknown-table", hint=f"it has {', '.join(wanted)}"
            )
    # In the order in which the program reads tables, which names them so.
    return {name: (data[name], _frames.writer(data[name], name, wanted[name])) for name in wanted if name in data}
