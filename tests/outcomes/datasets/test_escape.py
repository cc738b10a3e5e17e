import pytest

from outcomes.datasets.export import escape_formula


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_text_that_would_run_as_a_formula_is_made_harmless(text):
    assert escape_formula(text) == "'" + text


@pytest.mark.parametrize("value", ["Alder", "a=b", "", None, -1, 1.5, True])
def test_everything_else_stays(value):
    assert escape_formula(value) == value
