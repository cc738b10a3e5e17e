"""The rule, case by case; and that no difference of two shown numbers tells of a few students."""

from hypothesis import given
from hypothesis import strategies as st

from outcomes.disclosure.policy import policy
from outcomes.disclosure.protect import PRIMARY, SECONDARY, SHOWN, Cell, is_primary, protect


def cell(key, students, involved):
    return Cell(key, students, involved, students - involved)


def test_the_policy_is_stricter_than_the_states():
    assert (policy().smallest_population_hidden, policy().largest_count_hidden) == (10, 10)
    assert policy().version >= 1


def test_small_populations_and_counts_are_hidden():
    assert is_primary(cell("ten students", 10, 0))
    assert is_primary(cell("nobody", 0, 0))
    assert is_primary(cell("one of eleven", 11, 1))
    assert is_primary(cell("ten of many", 5000, 10))
    assert not is_primary(cell("eleven of many", 5000, 11))
    assert not is_primary(cell("none of eleven", 11, 0))


def test_what_is_left_out_counts_as_well():
    assert is_primary(cell("all but three", 500, 497))
    assert not is_primary(cell("all of them", 500, 500))


def test_few_students_behind_many_events_are_hidden():
    assert is_primary(Cell("thirty suspensions of four students", 400, 4, 396))


def test_participants_yield_where_the_others_would_be_few():
    verdicts = protect([cell("all", 400, 40), cell("participants", 60, 35)], [("all", "participants")])
    assert verdicts == {"all": SHOWN, "participants": SECONDARY}


def test_participants_stay_where_the_others_are_many_or_nobody():
    pair = [("all", "participants")]
    assert protect([cell("all", 400, 80), cell("participants", 60, 35)], pair)["participants"] == SHOWN
    assert protect([cell("all", 60, 35), cell("participants", 60, 35)], pair)["participants"] == SHOWN


def test_a_number_that_is_hidden_anyway_hides_nothing_else():
    verdicts = protect([cell("all", 400, 9), cell("participants", 60, 0)], [("all", "participants")])
    assert verdicts == {"all": PRIMARY, "participants": SHOWN}


def test_what_is_published_already_does_not_yield():
    published = Cell("published part", 60, 35, 25, decided=SHOWN)
    verdicts = protect([cell("mine", 400, 40), published], [("mine", "published part")])
    assert verdicts == {"mine": SECONDARY, "published part": SHOWN}


@st.composite
def chains(draw):
    """Populations within one another, the smallest first, each with those involved."""
    students = involved = 0
    cells = []
    for number in range(draw(st.integers(2, 4))):
        more = draw(st.integers(0, 60))
        students, involved = students + more, involved + draw(st.integers(0, more))
        cells.append(cell(number, students, involved))
    return cells


@given(chains(), st.randoms())
def test_no_difference_of_shown_numbers_is_small(cells, random):
    pairs = [(whole.key, part.key) for whole in cells for part in cells if whole.key > part.key]
    verdicts = protect(cells, pairs)
    shown = [one for one in cells if verdicts[one.key] == SHOWN]
    for whole in shown:
        assert not is_primary(whole)
        for part in shown:
            rest = whole.minus(part)
            if whole.key > part.key and rest.students:
                assert rest.students > 10
                assert rest.involved not in range(1, 11)
                assert rest.others not in range(1, 11)
    random.shuffle(cells)
    random.shuffle(pairs)
    assert protect(cells, pairs) == verdicts
