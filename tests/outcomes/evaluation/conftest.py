"""Published data sets of the golden numbers; skipped where the folder is absent."""

import pandas as pd
import pytest


@pytest.fixture
def golden(real_files):
    """golden(name) reads one of the published files."""

    def read(name):
        return pd.read_csv(real_files / "golden" / name, sep=r"\s+" if name.endswith(".tab") else ",")

    return read
