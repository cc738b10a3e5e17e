"""Who is who: on FEBRL4, whose answers are published, and on our own families."""

import csv

import pytest

from outcomes.evaluation.linking.match import match
from outcomes.evaluation.linking.names import edits, likeness, person, sound
from outcomes.evaluation.linking.score import Scores
from outcomes.evaluation.linking.tokens import candidates, tokens

from .people import made


def quality(ours, theirs, pairs, truth):
    """(recall, precision) of pairs; truth(person): the key of the person in the other list, or None."""
    right = sum(truth(ours[pair.ours]) == theirs[pair.theirs].key for pair in pairs)
    possible = sum(truth(each) is not None for each in ours)
    return right / possible, right / len(pairs)


def test_febrl4_by_name_and_birth_date_alone(real_files):
    def people(name):
        with open(real_files / "linkage" / name, encoding="utf-8") as file:
            rows = csv.DictReader(file, skipinitialspace=True)
            return [
                person(row["rec_id"].split("-")[1], row["given_name"], row["surname"], row["date_of_birth"])
                for row in rows
            ]

    ours, theirs = people("dataset4a.csv"), people("dataset4b.csv")
    pairs = [pair for pair in match(ours, theirs) if pair.sure]
    recall, precision = quality(ours, theirs, pairs, lambda each: each.key)
    assert precision >= 0.999 and recall >= 0.87, (recall, precision)


@pytest.mark.parametrize("seed", [11, 12])
def test_families_with_siblings_twins_and_double_surnames(seed):
    known = made(seed, families=1500)
    pairs = [pair for pair in match(known.roster, known.district) if pair.sure]
    recall, precision = quality(known.roster, known.district, pairs, lambda each: each.key[1])
    assert precision >= 0.996 and recall >= 0.96, (recall, precision)
    sure = [(known.roster[pair.ours], known.district[pair.theirs]) for pair in pairs]
    assert not any(Scores.may_be_siblings(one, other) for one, other in sure)
    assert len({pair.ours for pair in pairs}) == len({pair.theirs for pair in pairs}) == len(pairs)


def test_a_twin_who_is_not_in_the_district_is_not_taken_for_the_other_one():
    district = [person("ana", "Ana", "Solis Vega", "2014-03-09"), person("x", "Bo", "Chan", "2013-01-02")]
    roster = [person("eva", "Eva", "Solis Vega", "2014-03-09")]
    assert not any(pair.sure for pair in match(roster, district))
    both = [*district, person("eva", "Eva", "Solis Vega", "2014-03-09")]
    (pair,) = match(roster, both)
    assert both[pair.theirs].key == "eva" and pair.sure


def crowd(size=900):
    """Strangers, so that names and days are rare."""
    return [
        person(n, f"Kid{n:03d}", f"Family{n:03d}", f"{2005 + n % 14}-{1 + n % 12:02d}-{1 + n % 28:02d}")
        for n in range(size)
    ]


def test_however_little_is_asked_twins_are_never_called_one_person():
    district = [*crowd(), person("ana", "Ana", "Zbarsky", "2014-03-09")]
    (pair,) = match([person("eva", "Eva", "Zbarsky", "2014-03-09")], district, sure=-20, likely=0)
    assert district[pair.theirs].key == "ana" and not pair.sure


def test_birthdays_more_than_a_slip_apart_need_more_weight():
    district = [*crowd(), person("j", "Jorge", "Salas", "2014-03-09")]

    def of(day, **more):
        (pair,) = match([person("x", "Jorge", "Salas", day)], district, **more)
        return pair

    assert of("2014-09-03").sure
    weight = of("2014-03-21").weight
    assert not of("2014-03-21", sure=weight - 1).sure and of("2014-03-21", sure=weight - 3).sure


def test_half_a_double_surname_accents_and_swapped_names_are_one_person():
    district = [
        person("a", "Lucía", "García Núñez", "2014-03-09"),
        person("b", "Xiomara", "Peralta", "2013-11-30"),
    ]
    roster = [person(1, "Lucia", "Nunez", "2014-03-09"), person(2, "Peralta", "Xiomara", "2013-11-30")]
    found = {roster[pair.ours].key: district[pair.theirs].key for pair in match(roster, district)}
    assert found == {1: "a", 2: "b"}


def test_two_who_are_equally_alike_are_suggested_and_not_sure():
    district = [person(1, "Jo", "Kim", "2014-03-09"), person(2, "Jo", "Kim", "2014-03-09")]
    (pair,) = match([person("x", "Jo", "Kim", "2014-03-09")], district)
    assert not pair.sure


def test_a_rare_name_says_more_than_a_common_one():
    crowd = [person(n, "Ana", "Lopez", f"2014-01-{n:02d}") for n in range(1, 29)]
    rare = person("r", "Quillan", "Zbar", "2014-02-01")
    scores = Scores(crowd, [*crowd, rare])
    same = person("s", "Quillan", "Zbar", "")
    assert scores.weight(rare, same) > scores.weight(crowd[0], person("t", "Ana", "Lopez", "")) + 5


def test_tokens_are_hashes_of_one_run_and_tell_nothing_without_its_key():
    one = person(1, "Lucía", "Garcia", "2014-03-09")
    assert tokens(one, b"k" * 32) == tokens(person(2, "lucia", "GARCÍA", "20140309"), b"k" * 32)
    assert not tokens(one, b"k" * 32) & tokens(one, b"j" * 32)
    assert len(tokens(one, b"k" * 32)) >= 12
    assert candidates([one], [person(2, "Bo", "Chan", "2013-01-02")]) == set()


def test_sounds_likeness_and_edits_as_published():
    assert [sound(name) for name in ("robert", "rupert", "ashcraft", "tymczak", "pfister")] == [
        "r163", "r163", "a261", "t522", "p236",
    ]  # fmt: skip
    assert likeness("martha", "marhta") == pytest.approx(0.9611, abs=1e-4)
    assert likeness("dwayne", "duane") == pytest.approx(0.84, abs=1e-4)
    assert likeness("dixon", "dicksonx") == pytest.approx(0.8133, abs=1e-4)
    assert (edits("20140309", "20140390"), edits("abc", "abc"), edits("", "abcd")) == (1, 0, 3)
