"""An audit as a test: pytest examples/test_release.py"""

import pathlib

import pandas as pd
import pytest

DATA = pathlib.Path(__file__).parent.parent / "datasets" / "berkeley-admissions-1973"


@pytest.mark.evenhand(DATA / "evenhand.yaml")
def test_admissions():
    return pd.read_csv(DATA / "admissions.csv")
