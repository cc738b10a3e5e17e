import pytest
from django.core.exceptions import ValidationError

from outcomes.models import Claim, Engagement, Release
from outcomes.releases.build import build_release
from outcomes.releases.models import STEPS, ValueState
from partnership.models import AuditEvent

from ..factories import attend, engage, school_year_of_data, withdraw
from .conftest import PARTICIPANTS, YEARS, cell, nearly_everywhere

HIDDEN = (ValueState.SUPPRESSED, ValueState.PROTECTING)


def test_a_release_of_the_partnership(data, coordinator):
    release = build_release(by=coordinator)
    assert release.is_draft
    assert release.years == YEARS
    told = {one["key"] for one in release.definitions}
    assert {"attendance_rate", "stability", "suspension_rate_dashboard", "youth_served"} < told
    assert not told & {"stops_per_1000", "challenge_earned", "jjcpa_arrested"}, "nobody reported any of it"
    whole = cell(release, "suspension_rate", "2024-25", "all")
    assert (whole.numerator, whole.denominator, str(whole.value)) == (85, 680, "12.5000")
    assert (whole.reported, whole.expected) == (4, 4)
    some = cell(release, "suspension_rate", "2024-25", "participants")
    assert (some.numerator, some.denominator) == (20, 60)
    assert {organization.slug for organization in release.contributors.all()} == {
        "alder",
        "birch",
        "open-door",
    }
    assert AuditEvent.objects.filter(verb="release.built", target_id=str(release.pk)).exists()


def test_a_release_of_a_program_is_about_its_sites(data, coordinator, mentoring):
    release = build_release(by=coordinator, program=mentoring)
    whole = cell(release, "suspension_rate", "2024-25", "all")
    assert (whole.numerator, whole.denominator) == (34, 200)
    assert (whole.reported, whole.expected) == (1, 1)
    assert {organization.slug for organization in release.contributors.all()} == {"alder", "open-door"}


def test_small_numbers_are_hidden_and_hold_nothing(data, coordinator):
    release = build_release(by=coordinator)
    hidden = release.cells.filter(state__in=HIDDEN)
    # No participant was expelled: of 60, a step that leaves 0 to 10 open. Twelve were expelled among all.
    none = cell(release, "expulsions_per_1000", "2024-25", "participants")
    assert (none.state, none.value, none.denominator) == (ValueState.AT_MOST, 200, 60)
    assert cell(release, "expulsions_per_1000", "2024-25", "all").numerator == 12
    assert not hidden.filter(measure="expulsions_per_1000").exists()
    for one in release.cells.exclude(state__in=[ValueState.PUBLISHED, *STEPS]):
        assert one.numerator is one.denominator is one.value is None
    for one in release.cells.filter(state__in=STEPS):
        assert one.numerator is None and one.value == int(one.value)


def test_near_nothing_and_near_all_a_step_stands_for_the_number(data, coordinator):
    """Of 150 students at birch-1 four were suspended, at alder-1 all had been measured: a step, in rates and in counts."""
    release = build_release(by=coordinator)
    few = release.cells.get(
        measure="suspension_rate", year="2024-25", place=data.places["birch-1"].code, population="all"
    )
    assert (few.state, few.value, few.denominator, few.numerator) == (ValueState.AT_MOST, 10, 150, None)
    events = release.cells.get(
        measure="suspensions_per_100", year="2024-25", place=data.places["birch-1"].code, population="all"
    )
    assert (events.state, events.value) == (ValueState.AT_MOST, 10)
    everybody = release.cells.get(
        measure="stability", year="2024-25", place=data.places["alder-1"].code, population="all"
    )
    assert (everybody.state, everybody.value) == (ValueState.AT_LEAST, 95)
    # No more than a step is told of those compared with, or divided by, what stands in one.
    repeat = release.cells.get(
        measure="repeat_suspension", year="2024-25", place=data.places["birch-1"].code, population="all"
    )
    assert repeat.state in HIDDEN
    new = cell(release, "youth_carried_over", "2024-25", "participants")
    assert (new.state, new.value, new.denominator) == (ValueState.AT_MOST, 10, None)


def test_nobody_without_consent_is_a_participant(data, coordinator, mentoring):
    withdraw(Claim.objects.filter(dataset="program_roster"))
    consents = dict.fromkeys(PARTICIPANTS, "given")
    consents |= {1045: "declined", 1046: "withdrawn", 1047: ""}
    engage(data, mentoring, "2024-25", consents)
    release = build_release(by=coordinator, program=mentoring, years=["2024-25"])
    assert cell(release, "suspension_rate", "2024-25", "participants").denominator == 58


def test_one_no_takes_a_youth_out_whatever_other_lines_say(data, coordinator, mentoring):
    made = Claim.objects.get(dataset="program_roster", period="2024-25")
    for day, (student, consent) in enumerate([(1000, "withdrawn"), (1001, "given"), (1002, "declined")], 1):
        Engagement.objects.create(
            student_key=student, claim_id=made.pk, entry_date=f"2025-03-{day:02d}", consent=consent
        )
    release = build_release(by=coordinator, program=mentoring, years=["2024-25"])
    assert cell(release, "attendance_rate", "2024-25", "participants").denominator == 58 * 18000


def test_a_school_that_did_not_report_is_neither_above_nor_below_the_line(data, coordinator):
    withdraw(
        Claim.objects.filter(dataset="student_discipline", place=data.places["birch-2"], period="2024-25")
    )
    release = build_release(by=coordinator)
    one = cell(release, "suspension_rate", "2024-25", "all")
    assert (one.reported, one.expected) == (3, 4)
    assert one.denominator == 680 - 150
    assert cell(release, "attendance_rate", "2024-25", "all").reported == 4


def test_a_year_without_a_roster_is_not_reported(data, coordinator):
    withdraw(Claim.objects.filter(dataset="program_roster", period="2023-24"))
    release = build_release(by=coordinator)
    assert cell(release, "attendance_rate", "2023-24", "participants").state == ValueState.NOT_REPORTED
    assert cell(release, "attendance_rate", "2023-24", "all").state == ValueState.PUBLISHED


def test_nobody_with_enough_days_is_not_enough_data(world, coordinator):
    attend(world, world.places["alder-1"], "2025-08", dict.fromkeys(range(50), (10, 1)))
    release = build_release(by=coordinator)
    assert cell(release, "chronic_absence", "2025-26", "all").state == ValueState.NOT_ENOUGH
    assert cell(release, "attendance_rate", "2025-26", "all").state == ValueState.PUBLISHED
    assert cell(release, "attendance_rate", "2025-26", "participants").state == ValueState.NOT_REPORTED


def test_schools_beside_the_partnership_do_not_count(data, coordinator):
    data.places["birch-2"].in_partnership = False
    data.places["birch-2"].save()
    assert cell(build_release(by=coordinator), "suspension_rate", "2024-25", "all").denominator == 530


def test_rows_that_are_out_of_date_are_rebuilt_first(data, coordinator):
    build_release(by=coordinator)
    withdraw(Claim.objects.filter(dataset="student_enrollment", place=data.places["birch-2"]))
    assert cell(build_release(by=coordinator), "suspension_rate", "2024-25", "all").denominator == 530
    # Even where nobody marked them.
    Claim.objects.filter(dataset="student_enrollment", place=data.places["birch-1"]).update(in_effect=False)
    assert cell(build_release(by=coordinator), "suspension_rate", "2024-25", "all").denominator == 380


def test_the_same_pins_give_the_same_bytes(freshly_drawn, data, coordinator, mentoring):
    one, two = (build_release(by=coordinator, program=mentoring) for _ in range(2))
    assert one.slug != two.slug
    assert one.pins == two.pins
    assert one.checksum == two.checksum
    contents = [
        {artifact.name: bytes(artifact.content) for artifact in release.artifacts.all()}
        for release in (one, two)
    ]
    assert contents[0] == contents[1]
    assert {"data.json", "data.csv", "data.xlsx", "chart-attendance_rate.es.narrow.svg"} <= set(contents[0])


def test_without_data_there_is_no_release(world, coordinator):
    with pytest.raises(ValidationError, match="no data"):
        build_release(by=coordinator)
    assert not Release.objects.exists()


def test_data_that_moves_while_it_is_counted_is_noticed(data, coordinator, monkeypatch):
    from outcomes.releases import build

    def tally_then_withdraw(*args):
        found = real(*args)
        Claim.objects.filter(dataset="student_discipline").update(in_effect=False)
        return found

    real = build.tally
    monkeypatch.setattr(build, "tally", tally_then_withdraw)
    with pytest.raises(ValidationError, match="Build it again"):
        build_release(by=coordinator)
    assert not Release.objects.exists()


def test_a_programs_numbers_cannot_be_taken_from_the_partnerships(data, coordinator, world):
    """Three of four schools: what the partnership counts beside them is one school's handful of children."""
    nearly_all = nearly_everywhere(world)
    release = build_release(by=coordinator, program=nearly_all)
    assert cell(release, "suspension_rate", "2024-25", "all").state == ValueState.PROTECTING
    assert cell(release, "suspensions_per_100", "2024-25", "all").state == ValueState.PROTECTING
    assert cell(release, "chronic_absence", "2024-25", "all").state == ValueState.PUBLISHED


def test_programs_within_one_another_protect_each_other(data, coordinator, world, release_of):
    from programs.actions.programs import add_program

    def program(slug, *schools):
        return add_program(
            by=None,
            name=slug,
            slug=slug,
            strategy="opportunities_provision",
            owners=[world["open-door"]],
            sites=[world.places[school] for school in schools],
        )

    small, large = program("small", "alder-1"), program("large", "alder-1", "birch-1")
    # The smaller one yields, whether the larger is released or not ...
    first = build_release(by=coordinator, program=small)
    assert cell(first, "suspension_rate", "2024-25", "all").state == ValueState.PROTECTING
    # ... so that the larger may be shown; and a larger one that comes later yields to what is out.
    assert cell(build_release(by=coordinator, program=large), "suspension_rate", "2024-25", "all").state == (
        ValueState.PUBLISHED
    )
    large.sites.clear()
    out = release_of(small)
    assert cell(out, "suspension_rate", "2024-25", "all").state == ValueState.PUBLISHED
    later = program("later", "alder-1", "birch-1")
    yielding = build_release(by=coordinator, program=later)
    assert cell(yielding, "suspension_rate", "2024-25", "all").state == ValueState.PROTECTING


def test_a_school_year_can_be_chosen(data, coordinator):
    release = build_release(by=coordinator, years=["2024-25"])
    assert release.years == ["2024-25"]
    assert set(release.cells.values_list("year", flat=True)) == {"2024-25"}


def test_building_costs_the_same_for_any_number_of_students(
    data, coordinator, django_assert_max_num_queries, mentoring
):
    school_year_of_data(data, data.places["alder-1"], "2022-23", range(9000, 9040))
    build_release(by=coordinator)
    with django_assert_max_num_queries(120):
        build_release(by=coordinator, program=mentoring)
