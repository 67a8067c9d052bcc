"""Audits a pandas frame: who was admitted at Berkeley in 1973."""

import pathlib

import pandas as pd

import evenhand

data = pathlib.Path(__file__).parent.parent / "datasets" / "berkeley-admissions-1973" / "admissions.csv"
applications = pd.read_csv(data)

plan = {
    "audit": {"title": "Berkeley graduate admissions, autumn 1973", "purpose": "Who is admitted to graduate study."},
    "decisions": {
        "columns": {"decision": "admitted", "favourable": ["yes"], "unfavourable": ["no"], "count": "applicants"},
        "groups": ["sex"],
        "within": [{"column": "department", "justification": "Applicants chose one department, and each decided on its own."}],
    },
    "requirements": [
        {"id": "admission-ratio", "metric": "selection-rate", "at-least": 0.8, "severity": "warn"},
        {
            "id": "admission-ratio-within-departments",
            "metric": "conditional-selection-rate",
            "reference": {"group": "male"},
            "at-least": 0.8,
        },
    ],
}

result = evenhand.audit(applications, plan, output="berkeley")
print(result.text)

# Each check with its interval; in a notebook, `result` alone shows the first page of the report.
columns = ["requirement", "group", "value", "interval.lower", "interval.upper", "verdict"]
print(result.findings[columns].to_string(index=False))

# Without a plan: rates and intervals, and no verdict.
people = applications.loc[applications.index.repeat(applications["applicants"])]
print(evenhand.rates(None, people["admitted"], groups=people[["sex"]], favourable="yes").to_string(index=False))
