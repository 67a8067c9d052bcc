"""Audits in MLflow: ``evenhand.mlflow.log(result)`` within a run."""

from __future__ import annotations

import re


def log(result, *, artifact_path="evenhand"):
    """Logs an audit into the active run, or a new one.

    Metrics are called ``evenhand.<requirement>.<grouping>.<group>``, with the limits of their intervals as ``.lower`` and ``.upper``.
    Tags are ``evenhand.verdict``, ``evenhand.exit_code`` and ``evenhand.record``, the SHA-256 of the record. The bundle is an artifact.

    Args:
        result: A :class:`evenhand.Result`.
        artifact_path: Where the bundle stands among the artifacts; None leaves it out.
    """
    import mlflow

    mlflow.log_metrics(metrics(result))
    mlflow.set_tags(
        {
            "evenhand.verdict": result.verdict or "nothing-to-judge",
            "evenhand.exit_code": str(result.exit_code),
            "evenhand.record": result.digest,
        }
    )
    if artifact_path is not None:
        mlflow.log_artifacts(result.folder, artifact_path)


def metrics(result):
    """The numbers of an audit by their names; those that are not defined are left out."""
    found = {}
    for finding in result.record["findings"]:
        parts = [finding["requirement"], " x ".join(finding["grouping"]), " x ".join(finding["group"] or [])]
        if finding.get("within"):
            parts.append("within " + str(finding["within"]))
        name = ".".join(["evenhand", *(_name(part) for part in parts if part)])
        while name in found:
            name += "_"
        interval = finding.get("interval") or {}
        for suffix, value in [("", finding.get("value")), (".lower", interval.get("lower")), (".upper", interval.get("upper"))]:
            if value is not None:
                found[name + suffix] = value
    return found


def _name(text):
    """What MLflow takes as part of a name."""
    return re.sub(r"[^\w\- /]", "_", text)
