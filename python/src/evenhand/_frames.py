"""Frames of several libraries, none of which is imported before somebody hands one over."""

from __future__ import annotations

import difflib
import sys

from ._errors import EvenhandError, InputError

#: Rows of a batch: few enough that the program holds little, and enough that a batch costs nothing.
BATCH = 65_536


def kind(frame):
    """Which library a frame is of: ``pandas``, ``polars``, ``pyarrow``, ``duckdb``, or ``arrow`` for anything with an Arrow stream."""
    for module, names in [
        ("pandas", ["DataFrame"]),
        ("polars", ["DataFrame", "LazyFrame"]),
        ("pyarrow", ["Table", "RecordBatch", "RecordBatchReader"]),
        ("duckdb", ["DuckDBPyRelation"]),
    ]:
        library = sys.modules.get(module)
        if library is not None and any(isinstance(frame, getattr(library, name, ())) for name in names):
            return module
    return "arrow" if hasattr(frame, "__arrow_c_stream__") else None


def names(frame):
    """The names of the columns."""
    which = kind(frame)
    if which == "pandas":
        return [str(name) for name in frame.columns]
    if which == "polars":
        return list(frame.collect_schema().names() if hasattr(frame, "collect_schema") else frame.columns)
    if which == "duckdb":
        return list(frame.columns)
    if which == "pyarrow":
        return list(frame.schema.names)
    return None


def writer(frame, table, wanted):
    """What writes the wanted columns of a frame as an Arrow stream into a binary file.

    Raises:
        InputError: A column is missing, or the frame is none.
    """
    which = kind(frame)
    if which is None:
        raise InputError(
            f"{type(frame).__name__} is no frame that can be read",
            code="unreadable-input",
            place=table,
            hint="hand over a frame of pandas, Polars or pyarrow, a DuckDB relation, or anything with __arrow_c_stream__",
        )
    present = names(frame)
    if present is not None:
        _check(present, table, wanted)
    return lambda file: _guarded(_WRITERS[which], frame, table, wanted, file)


def _guarded(write, frame, table, wanted, file):
    try:
        write(frame, table, wanted, file)
    except (BrokenPipeError, EvenhandError):
        raise
    except OSError as error:
        # pyarrow wraps a closed pipe.
        if "roken pipe" in str(error):
            raise BrokenPipeError from error
        raise


def _check(present, table, wanted):
    seen = set()
    for name in present:
        if name in seen and name in wanted:
            raise InputError(
                f"two columns are called “{name}”",
                code="duplicate-column",
                place=table,
                hint="give every column a name of its own",
            )
        seen.add(name)
    for name in wanted:
        if name in seen:
            continue
        near = difflib.get_close_matches(name, present, n=1)
        shown = ", ".join(f"“{one}”" for one in present[:30]) + (" …" if len(present) > 30 else "")
        raise InputError(
            f"the column “{name}” is not in the frame; it has {shown}",
            code="missing-column",
            place=table,
            hint=f"did you mean “{near[0]}”?" if near else "name it in the plan as the frame does",
        )


def _pyarrow(what):
    try:
        import pyarrow
    except ImportError as error:
        raise EvenhandError(f"{what} are handed over by pyarrow, which is not installed", hint="pip install pyarrow") from error
    return pyarrow


def _write_pandas(frame, table, wanted, file):
    pyarrow = _pyarrow("pandas frames")
    part = frame.loc[:, [name for name in frame.columns if str(name) in set(wanted)]]
    changed = {}
    for name in part.columns:
        kind = part[name].dtype
        categories = getattr(kind, "categories", None)
        if categories is not None and categories.dtype.name.startswith(("interval", "period")):
            changed[name] = part[name].cat.rename_categories([str(one) for one in categories])
        elif kind.name.startswith(("interval", "period")):
            changed[name] = part[name].astype(str).where(part[name].notna())
    if changed:
        part = part.assign(**changed)
    try:
        whole = pyarrow.Table.from_pandas(part, preserve_index=False)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as error:
        raise InputError(
            str(error.args[0]).splitlines()[0] if error.args else "the frame has values of several kinds in one column",
            code="unsupported-column",
            place=table,
            hint="give each column one kind, as frame[name] = frame[name].astype(\"string\")",
        ) from error
    _write_table(pyarrow, whole.rename_columns([str(name) for name in whole.schema.names]), file)


def _write_table(pyarrow, whole, file):
    stream = pyarrow.ipc.new_stream(file, whole.schema)
    stream.write_table(whole, max_chunksize=BATCH)
    stream.close()


def _write_polars(frame, table, wanted, file):
    part = frame.select([name for name in names(frame) if name in set(wanted)])
    if hasattr(part, "collect"):
        part = part.collect()
    # One batch, whatever the frame's chunks: the program holds all of its wanted columns while it reads them.
    part.write_ipc_stream(file)


def _write_pyarrow(frame, table, wanted, file):
    pyarrow = _pyarrow("Arrow tables")
    if isinstance(frame, pyarrow.RecordBatchReader):
        return _write_batches(pyarrow, frame, table, wanted, file)
    if isinstance(frame, pyarrow.RecordBatch):
        frame = pyarrow.Table.from_batches([frame])
    _write_table(pyarrow, frame.select(list(dict.fromkeys(wanted))), file)


def _write_batches(pyarrow, reader, table, wanted, file):
    _check(reader.schema.names, table, wanted)
    order = list(dict.fromkeys(wanted))
    schema = pyarrow.schema([reader.schema.field(name) for name in order])
    # Not `with`: where the frame fails, the end must not be marked.
    stream = pyarrow.ipc.new_stream(file, schema)
    for batch in reader:
        for start in range(0, batch.num_rows, BATCH):
            stream.write_batch(batch.select(order).slice(start, BATCH))
    stream.close()


def _write_duckdb(frame, table, wanted, file):
    quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in dict.fromkeys(wanted))
    _write_arrow(frame.project(quoted), table, wanted, file)


def _write_arrow(frame, table, wanted, file):
    if "pyarrow" not in sys.modules and "polars" in sys.modules:
        import polars

        part = polars.DataFrame(frame)
        _check(part.columns, table, wanted)
        return _write_polars(part, table, wanted, file)
    pyarrow = _pyarrow("frames of this kind")
    _write_batches(pyarrow, pyarrow.RecordBatchReader.from_stream(frame), table, wanted, file)


_WRITERS = {
    "pandas": _write_pandas,
    "polars": _write_polars,
    "pyarrow": _write_pyarrow,
    "duckdb": _write_duckdb,
    "arrow": _write_arrow,
}


def made(rows, labels, like):
    """Rows as a frame of a library.

    Args:
        rows: Dictionaries with the same keys.
        labels: The keys whose values are labels.
        like: ``pandas``, ``polars``, ``pyarrow``; otherwise whichever of them is there already, else the rows themselves.
    """
    library = like if like in ("pandas", "polars") else "pyarrow" if like in ("pyarrow", "duckdb") else None
    if library is None:
        library = next((one for one in ("pandas", "polars", "pyarrow") if one in sys.modules), None)
    keys = list(rows[0]) if rows else []
    table = {key: [row[key] for row in rows] for key in keys}
    if library == "pandas":
        import pandas

        frame = pandas.DataFrame(table)
        return frame.assign(**{key: frame[key].astype("category") for key in keys if key in labels})
    if library == "polars":
        import polars

        frame = polars.DataFrame(table, infer_schema_length=None)
        return frame.with_columns([polars.col(key).cast(polars.Categorical) for key in keys if key in labels])
    if library == "pyarrow":
        import pyarrow

        columns = {
            key: pyarrow.array(values, pyarrow.string()).dictionary_encode() if key in labels else values
            for key, values in table.items()
        }
        return pyarrow.table(columns)
    return rows


def with_columns(frame, added):
    """A frame with further columns, given as anything that has as many values as it has rows."""
    which = kind(frame)
    if which == "pandas":
        import pandas

        def values(column):
            # By place, not by index: rows of both belong together as they stand.
            return pandas.Series(getattr(column, "array", column), index=frame.index, copy=False)

        return frame.assign(**{name: values(column) for name, column in added.items()})
    if which == "polars":
        import polars

        columns = [
            column.alias(name) if isinstance(column, polars.Series) else polars.Series(name, list(column))
            for name, column in added.items()
        ]
        return frame.with_columns(columns)
    pyarrow = _pyarrow("frames of this kind")
    table = pyarrow.table(frame) if which != "duckdb" else pyarrow.RecordBatchReader.from_stream(frame).read_all()
    for name, column in added.items():
        if not isinstance(column, (pyarrow.Array, pyarrow.ChunkedArray)):
            column = pyarrow.array(column)
        table = table.append_column(name, column)
    return table
