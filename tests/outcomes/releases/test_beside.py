"""A draft beside what other releases hide: both are solved together."""

from types import SimpleNamespace

import pytest

from outcomes.disclosure.bounds import bounds
from outcomes.disclosure.published import Published
from outcomes.releases.hiding.beside import Beside, Kept
from outcomes.releases.hiding.facts import Fact
from outcomes.releases.hiding.solve import Solving


def fact(level, group=""):
    place = "mentors" if level == "program" else ""
    return Fact("enrolled", "x", "2024-25", "all", level, place, "race" if group else "", group)


# Of the partnership's students all white ones are told, black and Asian ones are hidden; the program lies within.
WHOLE = {fact("partnership"): {165}, fact("partnership", "race_white"): {100}}
HIDDEN = {
    fact("partnership", "race_black"): Kept(50, None),
    fact("partnership", "race_asian"): Kept(15, None),
}
OWN = {
    fact("program"): 97,
    fact("program", "race_white"): 40,
    fact("program", "race_black"): 45,
    fact("program", "race_asian"): 12,
}


def verdict(kept):
    public = SimpleNamespace(hidden=set(), stepped={})
    solving = Solving(
        OWN, {}, Beside(dict(WHOLE), kept), public, {}, ("program", "mentors"), {}, {"mentors": set()}, {}
    )
    return solving.run()


def difference(group, hidden):
    """What a reader computes of the partnership's students of a group who are not in the program."""
    groups = ("race_white", "race_black", "race_asian")
    keys = [fact(level, one) for level in ("partnership", "program") for one in ("", *groups)]
    shown = {key: min(values) for key, values in WHOLE.items()} | OWN
    values = [float("nan") if key in hidden else shown.get(key, float("nan")) for key in keys]
    at = {key: number for number, key in enumerate(keys)}
    equations = [
        (at[fact(level)], tuple(at[fact(level, one)] for one in groups))
        for level in ("partnership", "program")
    ]
    for number, one in enumerate(["", *groups]):
        equations.append((at[fact("partnership", one)], (at[fact("program", one)], len(keys) + number)))
    rests = [("rest", one) for one in ["", *groups]]
    published = Published.of([*values, *[float("nan")] * len(rests)], equations, [*keys, *rests])
    return bounds(published, [published.position["rest", group]])[0]


@pytest.mark.parametrize("group", ["race_black", "race_asian"])
def test_what_the_partnership_hides_bounds_a_programs_numbers_as_well(group):
    """Five black and three Asian students are outside the program: eight together, by subtraction."""
    lowest, highest = difference(group, verdict(HIDDEN).hidden)
    assert lowest <= 1 and highest >= 10
    # Solved without them, both numbers of the program were shown, and the eight with them.
    alone = verdict({})
    assert not alone.hidden
    assert difference(group, alone.hidden) == (0, 8)


def test_a_step_elsewhere_is_a_range_to_the_draft():
    """Of the partnership's Asian students a step says 0 to 10; the program's cannot be more."""
    own = OWN | {fact("program", "race_asian"): 8, fact("program"): 93}
    kept = {
        fact("partnership", "race_asian"): Kept(9, (0, 10)),
        fact("partnership", "race_black"): Kept(56, None),
    }
    public = SimpleNamespace(hidden=set(), stepped={})
    around = Beside(dict(WHOLE), kept)
    ranges = {fact("program", "race_asian"): (0, 10)}
    solving = Solving(own, ranges, around, public, {}, ("program", "mentors"), {}, {"mentors": set()}, {})
    found = solving.run()
    assert fact("program", "race_asian") in found.primary
    assert not found.open
