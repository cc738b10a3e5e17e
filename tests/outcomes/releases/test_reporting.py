"""Who reported, who was late, and when a change is shown; and that every level is counted from its own students."""

from datetime import date

import pytest
from django.utils import timezone

from outcomes.models import Claim
from outcomes.releases import trend
from outcomes.releases.build import build_release
from outcomes.timeliness.models import Extension

from ..factories import claim, enroll, school_year_of_data, withdraw
from .conftest import SCHOOLS, YEARS, cell

BOTH = "student_discipline+student_enrollment"


def noon(day):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))


def code(world, slug):
    return world.places[slug].code


@pytest.mark.parametrize(
    ("before", "now", "flagged", "participants", "reason"),
    [
        (None, "abc", False, False, trend.FIRST),
        ("abc", "abc", True, False, trend.NOT_COMPARABLE),
        ("abcdefghij", "abcdefghij", False, False, ""),
        # One of ten reported in only one of the years: still shown. Two of eleven: not.
        ("abcdefghij", "abcdefghi", False, False, ""),
        ("abcdefghij", "bcdefghijk", False, False, trend.OTHERS_REPORTED),
        ("ab", "a", False, False, trend.OTHERS_REPORTED),
        ("", "", False, False, ""),
        ("abc", "abc", False, True, trend.OTHER_YOUTH),
    ],
)
def test_when_a_change_is_withheld(before, now, flagged, participants, reason):
    before = None if before is None else frozenset(before)
    found = trend.withheld(before=before, now=frozenset(now), flagged=flagged, participants=participants)
    assert found == reason
    assert not reason or trend.REASONS[reason]


def test_a_cell_knows_who_reported_and_who_was_late(data, coordinator):
    # Due 31 days after the end of June.
    files = Claim.objects.filter(dataset="student_discipline", period="2024-25")
    files.filter(place=data.places["alder-1"]).update(accepted_at=noon(date(2025, 8, 1)))
    files.filter(place=data.places["birch-1"]).update(accepted_at=noon(date(2025, 7, 31)))
    withdraw(files.filter(place=data.places["birch-2"]))
    release = build_release(by=coordinator)
    one = cell(release, "suspension_rate", "2024-25", "all")
    assert (one.reported, one.expected, one.late) == (3, 4, 1)
    told = release.reporting[BOTH]["2024-25"]
    assert told["late"] == [code(data, "alder-1")]
    assert set(told["expected"]) - set(told["reported"]) == {code(data, "birch-2")}
    # One of four is more than one in ten.
    assert one.trend == trend.OTHERS_REPORTED
    assert cell(release, "attendance_rate", "2024-25", "all").trend == ""
    assert cell(release, "attendance_rate", "2023-24", "all").trend == trend.FIRST
    assert cell(release, "attendance_rate", "2024-25", "participants").trend == trend.OTHER_YOUTH
    # The district whose schools all reported has its change.
    alder = release.cells.get(
        measure="suspension_rate", year="2024-25", level="district", place=data.places["alder-1"].parent.code
    )
    assert (alder.reported, alder.expected, alder.late, alder.trend) == (2, 2, 1, "")


def test_more_time_and_a_correction_are_not_late(data, coordinator):
    files = Claim.objects.filter(dataset="student_discipline", period="2024-25")
    late = noon(date(2025, 9, 1))
    files.filter(place=data.places["alder-1"]).update(accepted_at=late)
    Extension.objects.create(
        organization=data["alder"], dataset="student_discipline", period="2024-25", until=date(2025, 9, 1)
    )
    # Birch's second file came in September, its first one in time.
    files.filter(place=data.places["birch-1"]).update(in_effect=False)
    again = claim(data, "student_discipline", data.places["birch-1"], "2024-25")
    Claim.objects.filter(pk=again.pk).update(accepted_at=late)
    assert cell(build_release(by=coordinator), "suspension_rate", "2024-25", "all").late == 0


def test_a_certified_year_is_attendance_reported(world, coordinator):
    school_year_of_data(world, world.places["alder-1"], "2024-25", range(50))
    Claim.objects.filter(dataset="student_attendance").update(
        dataset="student_absence_summary", period="2024-25"
    )
    assert cell(build_release(by=coordinator), "attendance_rate", "2024-25", "all").reported == 1


def test_schools_closed_before_the_year_are_not_expected(data, coordinator):
    school = data.places["birch-2"]
    withdraw(Claim.objects.filter(place=school, period__in=["2024-25", "2024-09"]))
    type(school).objects.filter(pk=school.pk).update(closed_on=date(2024, 6, 30))
    one = cell(build_release(by=coordinator), "attendance_rate", "2024-25", "all")
    assert (one.reported, one.expected) == (3, 3)


def test_every_school_district_and_city_has_its_own_number(data, coordinator):
    release = build_release(by=coordinator)
    of_year = release.cells.filter(measure="suspension_rate", year="2024-25", population="all", dimension="")
    for slug, (students, suspended, _chronic, _expelled) in SCHOOLS.items():
        one = of_year.get(level="school", place=code(data, slug))
        if one.state == "published":
            assert (one.numerator, one.denominator) == (suspended, len(students))
        assert release.places["school"][code(data, slug)]["name"] == data.places[slug].name
        assert release.places["school"][code(data, slug)]["district"] == data.places[slug].parent.code
    assert of_year.filter(level="district").count() == 2
    assert set(release.places["district"]) == {data.places[slug].parent.code for slug in SCHOOLS}
    assert {one.place for one in of_year.filter(level="city")} == set(release.places["city"])


def test_a_student_of_two_schools_counts_once_in_the_district(data, coordinator):
    withdraw(
        Claim.objects.filter(dataset="student_enrollment", place=data.places["alder-2"], period="2024-25")
    )
    enroll(data, data.places["alder-2"], "2024-25", [*SCHOOLS["alder-2"][0], 1000, 1001])
    release = build_release(by=coordinator)
    of_year = release.cells.filter(measure="stability", year="2024-25", population="all", dimension="")
    schools = {
        one.place: one.denominator for one in of_year.filter(level="school") if one.state == "published"
    }
    district = of_year.get(level="district", place=data.places["alder-1"].parent.code)
    if district.state == "published" and schools.keys() >= {code(data, "alder-1"), code(data, "alder-2")}:
        assert schools[code(data, "alder-1")] + schools[code(data, "alder-2")] == district.denominator + 2
    assert cell(release, "stability", "2024-25", "all").denominator == 680


def test_groups_add_up_to_everybody_where_they_are_shown(data, coordinator):
    Claim.objects.filter(dataset="student_enrollment", place=data.places["alder-1"]).update(in_effect=False)
    for year in YEARS:
        enroll(data, data.places["alder-1"], year, SCHOOLS["alder-1"][0], sex="F", race="RH")
    release = build_release(by=coordinator)
    found = release.cells.filter(measure="stability", year="2024-25", population="all", level="partnership")
    sexes = {one.group: one.denominator for one in found.filter(dimension="sex")}
    assert sexes == {"female": 200, "sex_not_reported": 480}
    # Nobody was told apart by foster care.
    assert not found.filter(dimension="foster").exists()


def test_what_is_released_keeps_the_version_it_was_counted_by(data, coordinator, release_of, monkeypatch):
    from dataclasses import replace

    from outcomes.measures.definition import registry
    from outcomes.releases import build

    released = release_of(audience="public")
    changed = {
        key: replace(one, version=2, denominator="students_with_an_enrollment")
        if key == "suspension_rate"
        else one
        for key, one in registry().items()
    }
    monkeypatch.setattr(build, "registry", lambda: changed)
    later = build_release(by=coordinator)
    versions = [
        next(one["version"] for one in release.definitions if one["key"] == "suspension_rate")
        for release in (released, later)
    ]
    assert versions == [1, 2]
    released.refresh_from_db()
    assert released.pins["definitions"]["suspension_rate"] == 1
