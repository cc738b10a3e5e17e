"""Codes of groups mean different things in different files; words decide."""

import pytest

from outcomes.datasets import groups


@pytest.mark.parametrize(
    ("code", "words", "category", "key"),
    [
        ("SE", "English Learners", "", "english_learner"),
        ("SE", "Students with Disabilities", "Special Education", "disability"),
        ("SD", "Students with Disabilities", "", "disability"),
        ("SD", "Socioeconomically Disadvantaged", "Socioeconomic", "disadvantaged"),
        ("SF", "Foster", "", "foster"),
        ("SF", "Female", "Sex", "female"),
        ("SM", "Male", "Sex", "male"),
        ("GX", "Non-Binary Gender (Beginning 2019–20)", "", "nonbinary"),
        ("RD", "Not Reported", "", "race_not_reported"),
        ("SNR", "Not Reported", "Sex", "sex_not_reported"),
        ("TA", "Total", "", "all"),
        ("TA", "All Students", "Total", "all"),
    ],
)
def test_words_beside_a_code_decide(code, words, category, key):
    for scheme in (groups.CDE, groups.ANALYST, None):
        assert groups.recognize(code, words, category, scheme) == key


def test_without_words_the_other_codes_of_the_file_tell_the_scheme():
    state = groups.scheme_of({"SE", "SD", "GF", "TA"})
    analyst = groups.scheme_of({"SE", "SD", "EL", "TA"})
    assert groups.recognize("SE", "", "", state) == "english_learner"
    assert groups.recognize("SE", "", "", analyst) == "disability"


def test_codes_that_both_schemes_have_are_not_guessed():
    assert groups.scheme_of({"SE", "SD", "TA"}) is None
    assert groups.recognize("SE", "", "", None) is None


def test_words_that_nobody_knows_are_not_overruled_by_silence():
    assert groups.recognize("", "Left-handed", "", groups.CDE) is None
