"""Participant codes: one slip of the hand never names another child."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.submissions.codes import ALPHABET, canonical_code, check_character, new_code, printed

bodies = st.text(ALPHABET, min_size=5, max_size=5)
places = st.integers(0, 5)


def is_code(text):
    try:
        return canonical_code(text) == text
    except ValueError:
        return False


@given(bodies, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(body, place, other):
    code = body + check_character(body)
    wrong = code[:place] + other + code[place + 1 :]
    assert is_code(wrong) == (wrong == code)


@given(bodies, places, places)
def test_two_exchanged_characters_are_found(body, one, two):
    code = list(body + check_character(body))
    right = "".join(code)
    code[one], code[two] = code[two], code[one]
    wrong = "".join(code)
    assert is_code(wrong) == (wrong == right)


@pytest.mark.parametrize("written", ["KF4-92X", "kf492x", " KF4 92X ", "KF4–92X", "K F 4 - 9 2 X"])
def test_the_same_code_however_it_is_written(written):
    assert canonical_code(written) == "KF492X"
    assert printed("KF492X") == "KF4-92X"


@pytest.mark.parametrize("written", ["", "KF4-92M", "KF4-92", "KF4-92XX", "KFO-92X", "12345"])
def test_what_is_no_code(written):
    with pytest.raises(ValueError):
        canonical_code(written)


def test_no_two_letters_look_alike():
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    assert not set(ALPHABET) & set("01ILOUSZB5AEQG") - {"5"}


def test_new_codes_are_codes():
    assert all(is_code(new_code()) for _each in range(200))
