"""What one kind of count shows must not open another that was decided before it."""

from types import SimpleNamespace

from outcomes.disclosure.audit import audit
from outcomes.disclosure.published import Published
from outcomes.releases.hiding.beside import Beside
from outcomes.releases.hiding.facts import Fact
from outcomes.releases.hiding.solve import Solving

SCHOOLS = ("alder", "birch", "cedar", "dune")
# Students suspended at all, in school, for a day or more. At birch eight, none of them either way.
COUNTS = {"suspended": (15, 8, 40, 60), "in school": (11, 0, 20, 30), "a day": (15, 0, 40, 40)}
WITHIN = {"in school": {"suspended"}, "a day": {"suspended"}}


def fact(who, school=""):
    level = "school" if school else "partnership"
    return Fact(who, "discipline", "2024-25", "all", level, school, "", "")


def hidden():
    values = {fact(who): sum(numbers) for who, numbers in COUNTS.items()}
    values |= {
        fact(who, school): number
        for who, numbers in COUNTS.items()
        for school, number in zip(SCHOOLS, numbers, strict=True)
    }
    public = SimpleNamespace(hidden=set(), stepped={})
    schools = {school: {} for school in SCHOOLS}
    solving = Solving(values, {}, Beside({}), public, WITHIN, ("partnership", ""), schools, {}, {})
    return values, solving.run().hidden


def test_shown_narrower_counts_do_not_bound_a_hidden_wider_one():
    """Fifteen of a day or more were fifteen suspended: with that shown, birch would have eight at most."""
    values, not_shown = hidden()
    keys = [*values, *(("rest", who, school) for who in WITHIN for school in SCHOOLS)]
    at = {key: place for place, key in enumerate(keys)}
    numbers = [float("nan") if key in not_shown else values.get(key, float("nan")) for key in keys]
    equations = [(at[fact(who)], tuple(at[fact(who, school)] for school in SCHOOLS)) for who in COUNTS]
    equations += [
        (at[fact("suspended", school)], (at[fact(who, school)], at["rest", who, school]))
        for who in WITHIN
        for school in SCHOOLS
    ]
    few = [fact("suspended", "birch"), ("rest", "in school", "alder")]
    few += [("rest", "in school", "birch"), ("rest", "a day", "birch")]
    assert audit(Published.of(numbers, equations, keys), few).passed
    assert not_shown < set(values)
