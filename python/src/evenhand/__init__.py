"""Audits decisions and ranked lists for disparities between groups, from frames.

    import evenhand

    result = evenhand.audit(frame, "evenhand.yaml", output="reports/q3")
    result.verdict, result.exit_code, bool(result)
    result.assert_met()

A frame is one of pandas, Polars or pyarrow, a DuckDB relation, or anything with ``__arrow_c_stream__``. The program ``evenhand``
does the work; only the columns that the plan names leave the frame, and nothing leaves the machine.
"""

from ._audit import audit, columns, compare, load
from ._errors import EvenhandError, InputError, PlanError
from ._rates import rates
from ._result import Comparison, GateResult, Result

__all__ = [
    "Comparison",
    "EvenhandError",
    "GateResult",
    "InputError",
    "PlanError",
    "Result",
    "audit",
    "columns",
    "compare",
    "load",
    "rates",
]
