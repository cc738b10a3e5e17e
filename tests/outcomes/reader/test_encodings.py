"""Letters: what is certain, what is guessed and said, what is refused."""

import pytest

from outcomes.submissions.reader import Refused

from .files import codes, notice, read_one

SCHOOLS = "school,span,note\nPeña Élite,2018–19,don’t\nJosé Martí,2019–20,café “Sol”\nMuñoz,2020–21,O’Brien\n"


@pytest.mark.parametrize(
    ("encoding", "shown", "said"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8-sig", "utf-8", None),
        ("utf-16", "utf-16-le", "encoding_utf16"),
        ("utf-16-le", "utf-16-le", "encoding_utf16"),
        ("utf-16-be", "utf-16-be", "encoding_utf16"),
        ("cp1252", "cp1252", "encoding_guessed"),
        ("mac_roman", "mac_roman", "encoding_guessed"),
    ],
)
def test_the_same_table_in_every_encoding(encoding, shown, said):
    reading, whole = read_one(SCHOOLS.encode(encoding))
    assert reading.encoding == shown
    assert whole.header[0] == "school"
    assert whole.rows[2] == ("Peña Élite", "2018–19", "don’t")
    assert whole.rows[4] == ("Muñoz", "2020–21", "O’Brien")
    assert codes(reading) == ([said] if said else [])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("a,b\n2019–20,x\n", "mac_roman"),
        ("a,b\n2019–20,x\n", "cp1252"),
        ("a,b\nNúñez,x\n", "cp1252"),
        ("a,b\nNúñez,x\n", "mac_roman"),
        ("a,b\nNUÑEZ,IBÁÑEZ\n", "cp1252"),
        ("a,b\nNUÑEZ,IBÁÑEZ\n", "mac_roman"),
        ("a,b\nL’Académie,O’Neill\n", "cp1252"),
        ("a,b\nL’Académie,O’Neill\n", "mac_roman"),
        ("a,b\nSan José,it’s\n", "cp1252"),
        ("a,b\nSan José,it’s\n", "mac_roman"),
        ("a,b\nCañon – Norte,über\n", "cp1252"),
        ("a,b\nCañon – Norte,über\n", "mac_roman"),
    ],
)
def test_one_telling_word_is_enough_to_tell_windows_from_mac(text, encoding):
    reading, whole = read_one(text.encode(encoding))
    assert (reading.encoding, ",".join(whole.rows[2])) == (encoding, text.split("\n")[1])


def test_the_guess_is_told_in_words():
    reading, _ = read_one(SCHOOLS.encode("mac_roman"))
    assert "MacRoman" in notice(reading, "encoding_guessed").sentence


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"school,days\nA,1\nB\x00,2\n", "nul_bytes"),
        ("\ufeffschool,days\nA\x00,1\n".encode(), "nul_bytes"),
        ("school,days\nA\x00B,1\n".encode("utf-16"), "nul_bytes"),
        ("school,days\nPeña,1\nMuñoz,2\nIbáñez,3\n".encode() + b"caf\xe9,4\n", "mixed_encoding"),
        (b"\xef\xbb\xbfschool,days\ncaf\xe9,4\n", "mixed_encoding"),
        (b"\xff\xfes\x00c\x00,\x00d\x00\n\x00\x00\xd8a\x00", "mixed_encoding"),
    ],
)
def test_text_that_is_no_text_is_refused(content, code):
    with pytest.raises(Refused) as refused:
        read_one(content)
    assert refused.value.code == code
    assert "line" in refused.value.sentence
