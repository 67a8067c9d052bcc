"""Gates a release in a pipeline: python examples/release_gate.py CANDIDATE.csv [BUNDLE OF THE RELEASE BEFORE]

Exit codes are those of `evenhand gate`: 0 passes, 1 a blocking requirement is not met or a check is worse than before, 2 the audit
could not run, 3 a check could not be judged or compared.
"""

import pathlib
import sys

import polars as pl

import evenhand

PLAN = pathlib.Path(__file__).parent.parent / "datasets" / "berkeley-admissions-1973" / "evenhand.yaml"


def main(candidate, before=None):
    try:
        result = evenhand.audit(pl.read_csv(candidate), PLAN, output="release")
    except evenhand.EvenhandError as error:
        print(f"could not run: {error}", file=sys.stderr)
        return 2
    print(result.text)
    if before is None or not result:
        return result.exit_code
    changes = evenhand.compare(before, result)
    print(changes.text)
    return changes.exit_code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
