"""What counts bound beside their sums: events, two kinds of one event, groups told together in one release alone."""

from types import SimpleNamespace

from outcomes.disclosure.bounds import bounds
from outcomes.measures.definition import registry
from outcomes.releases.auditing.reader import read
from outcomes.releases.hiding.beside import Beside
from outcomes.releases.hiding.facts import EITHER, OCCASIONS, Fact
from outcomes.releases.hiding.relations import pairs
from outcomes.releases.hiding.solve import Solving

ONCE, AGAIN = OCCASIONS["suspensions"]
((_suspended, (IN, OUT)),) = EITHER.items()


def fact(who, group="", **others):
    return Fact(who, "x", "2024-25", "all", "partnership", "", "race" if group else "", group)._replace(
        **others
    )


def solved(values):
    public = SimpleNamespace(hidden=set(), stepped={})
    solving = Solving(values, {}, Beside({}), public, {AGAIN: {ONCE}}, ("partnership", ""), {}, {}, {})
    return solving, solving.run()


def test_a_number_of_events_is_hidden_where_it_bounds_who_had_two():
    """40 suspensions of 34 students: at most six had two, which says more of the five who did than "1 to 10"."""
    values = {
        fact("suspensions"): 240,
        fact("suspensions", "race_white"): 100,
        fact("suspensions", "race_black"): 100,
        fact("suspensions", "race_asian"): 40,
        fact(ONCE): 174,
        fact(ONCE, "race_white"): 70,
        fact(ONCE, "race_black"): 70,
        fact(ONCE, "race_asian"): 34,
        fact(AGAIN): 45,
        fact(AGAIN, "race_white"): 20,
        fact(AGAIN, "race_black"): 20,
        fact(AGAIN, "race_asian"): 5,
    }
    _solving, verdict = solved(values)
    assert fact(AGAIN, "race_asian") in verdict.hidden
    hidden = {one.group for one in verdict.hidden if one.who == "suspensions"}
    assert "race_asian" in hidden and len(hidden) >= 2, "one alone follows from the sum"
    assert fact("suspensions") not in verdict.hidden
    assert not verdict.open


def test_enough_events_leave_who_had_two_open():
    """Sixty suspensions of 34 students: up to 26 may have had two."""
    values = {fact("suspensions"): 60, fact(ONCE): 34, fact(AGAIN): 5}
    _solving, verdict = solved(values)
    assert verdict.hidden == {fact(AGAIN)}


def known(*cells):
    """The Published that a reader makes of the cells of one release: (measure, state, numerator, denominator)."""
    told = []
    for measure, state, numerator, denominator in cells:
        told.append(
            SimpleNamespace(
                measure=measure,
                year="2024-25",
                population="all",
                level="partnership",
                place="",
                dimension="",
                group="",
                state=state,
                kind="district_record",
                numerator=numerator,
                denominator=denominator,
            )
        )
    definitions = [registry()[cell[0]] for cell in cells]
    release = SimpleNamespace(
        pk=1, kind="measures", places={}, program_id=None, pins={}, _definitions=definitions
    )
    return read([(release, told)])


def test_the_auditor_knows_what_events_tell():
    reader = known(
        ("suspension_rate", "published", 34, 200),
        ("suspensions_per_100", "published", 40, 200),
        ("repeat_suspension", "suppressed", None, None),
    )
    published = reader.published
    (again,) = [key for key in published.keys if getattr(key, "who", "") == AGAIN]
    assert bounds(published, [published.position[again]]) == [(0, 6)]


def test_the_auditor_knows_that_a_suspension_is_in_school_or_out_of_it():
    """34 suspended, 30 of them out of school at most: four were so in school at least, of 40 suspensions at most ten."""
    reader = known(
        ("suspension_rate", "published", 34, 200),
        ("suspensions_per_100", "published", 40, 200),
        ("suspended_out_of_school", "published", 30, 200),
        ("suspended_in_school", "suppressed", None, None),
    )
    published = reader.published
    (inside,) = [key for key in published.keys if getattr(key, "who", "") == IN]
    assert bounds(published, [published.position[inside]]) == [(4, 10)]


def test_groups_told_together_here_and_alone_there_are_one_number_to_a_reader():
    """Of the partnership Asian and Filipino students are told alone, of the program together: the rest is known."""
    own = {"level": "program", "place": "mentors"}
    pool = fact(ONCE, "race_asian+race_filipino", **own)
    values = {fact(ONCE, **own): 60, fact(ONCE, "race_white", **own): 25, pool: 35}
    whole = {
        fact(ONCE): {104},
        fact(ONCE, "race_white"): {66},
        fact(ONCE, "race_asian"): {19},
        fact(ONCE, "race_filipino"): {19},
    }
    public = SimpleNamespace(hidden=set(), stepped={})
    solving = Solving(
        values, {}, Beside(dict(whole)), public, {}, ("program", "mentors"), {}, {"mentors": set()}, {}
    )
    verdict = solving.run()
    assert pool in verdict.hidden, "38 less 35 are three children"
    assert pairs([fact(ONCE, pool.group), pool], {"mentors": set()}) == [(fact(ONCE, pool.group), pool)]
