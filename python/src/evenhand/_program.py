"""The program, as a child of this process."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sysconfig
import threading

from ._errors import EvenhandError, from_program


def path():
    """Where the program is: ``EVENHAND_BINARY``, else the one that this package brought, else the one on PATH."""
    named = os.environ.get("EVENHAND_BINARY")
    if named:
        if not os.access(named, os.X_OK):
            raise EvenhandError(f"EVENHAND_BINARY names {named}, which is no program", hint="name another, or unset it")
        return named
    for scheme in dict.fromkeys([None, "posix_user", "posix_prefix"]):
        scripts = sysconfig.get_path("scripts") if scheme is None else sysconfig.get_path("scripts", scheme)
        brought = os.path.join(scripts, "evenhand")
        if os.access(brought, os.X_OK):
            return brought
    found = shutil.which("evenhand")
    if found is None:
        raise EvenhandError(
            "the program evenhand is not here", hint="pip install evenhand brings it, or set EVENHAND_BINARY"
        )
    return found


class Outcome:
    """What the program said: its exit code, its standard output, and its errors, if any."""

    def __init__(self, code, output, errors, talk, frames):
        self.code, self.output, self.errors, self.talk, self.frames = code, output, errors, talk, frames

    def failure(self):
        """The exception for it."""
        if self.errors:
            return from_program(self.errors, self.frames)
        how = f"ended by signal {-self.code}" if self.code < 0 else f"ended with {self.code}"
        return EvenhandError(f"the program {how}" + (f": {self.talk.strip()}" if self.talk.strip() else ""))

    def check(self):
        """Raises where the program could not run."""
        if self.code == 2 or self.code < 0 or self.code > 4:
            raise self.failure()
        return self


def run(arguments, tables=None):
    """Runs the program to its end.

    Args:
        arguments: Words of the command line.
        tables: By name, what writes a table as an Arrow stream into a binary file; each gets a pipe. They are written one after the
            other, in this order, which is that in which the program reads them (``evenhand plan --columns``).
    """
    tables = tables or {}
    readers, writers, failures = {}, {}, []
    words = [path(), *arguments]
    try:
        for name in tables:
            readers[name], writers[name] = os.pipe()
            words += ["--source", f"{name}=/dev/fd/{readers[name]}"]
        child = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=tuple(readers.values()),
            env={**os.environ, "EVENHAND_ERRORS": "json"},
        )
    except BaseException:
        for descriptor in [*readers.values(), *writers.values()]:
            os.close(descriptor)
        raise
    for descriptor in readers.values():
        os.close(descriptor)
    thread = threading.Thread(
        target=_write, args=([(tables[name], writers[name]) for name in tables], child, failures), daemon=True
    )
    try:
        thread.start()
        output, talk = child.communicate()
        thread.join()
    except BaseException:
        # An interrupted notebook leaves no child.
        child.kill()
        child.wait()
        raise
    errors, rest = [], []
    for line in talk.decode("utf-8", "replace").splitlines():
        if line.startswith('{"error":'):
            errors.append(json.loads(line)["error"])
        else:
            rest.append(line)
    if failures:
        raise failures[0]
    return Outcome(child.returncode, output.decode("utf-8"), errors, "\n".join(rest), set(tables))


def _write(tables, child, failures):
    files = [os.fdopen(descriptor, "wb") for _, descriptor in tables]
    try:
        for (write, _), file in zip(tables, files):
            write(file)
            file.close()
    except BrokenPipeError:
        pass  # The program has stopped reading, and says why.
    except BaseException as error:  # noqa: BLE001 - it is raised where the caller waits
        failures.append(error)
        # A part of a table must not pass for the whole.
        child.kill()
        child.wait()
    finally:
        for file in files:
            with contextlib.suppress(BrokenPipeError):
                file.close()
