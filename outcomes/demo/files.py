"""The spreadsheets that the demonstration's coordinators hand in, as bytes, in the order they arrived.

    for file in demo_files(county): submit file.content for file.organization ...

What is missing is missing on purpose (`truth.MISSING`): a loader hands in what is here and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from programs.demo.catalog import demo_catalog

from .agencies import counts_of_agencies
from .history import demo_history
from .layouts import FLAGS, dates_as_text, rendered, style_of
from .totals import totals_csv
from .truth import MISSING

COUNTY_OFFICE = "solandra-county-office-of-education"
YEAR_OF_TOTALS = 1


@dataclass(frozen=True)
class DemoFile:
    """One file. organization: slug of who hands it in; period: school year, or the calendar year of what agencies
    count; program: slug, rosters only.

    schools: codes of the schools that it is complete for (declared for discipline, where a school without
    a row has reported zero; a school that does not report is not among them); none for a roster.
    """

    organization: str
    dataset: str
    period: str
    name: str
    content: bytes
    note: str = ""
    program: str = ""
    schools: tuple[str, ...] = ()


def demo_files(county, history=None) -> Iterator[DemoFile]:
    """Every file of the demonstration, one after the other (only one is held in memory).

    history: of `demo_history`; without it, the demonstration's own is lived through first.
    """
    history = history or demo_history(county, demo_catalog(county))
    for number, year in enumerate(history.years):
        for district in county.districts:
            yield from _district_files(history, district, number, year)
        if number == YEAR_OF_TOTALS:
            yield DemoFile(
                COUNTY_OFFICE,
                "school_totals",
                year.name,
                f"suspension_{year.name}.csv",
                totals_csv(history, number).encode("utf-8"),
                "In the state's layout; counts what every school told the state.",
                schools=tuple(school.code for school in county.schools),
            )
        yield from _rosters(history, number, year)
        yield from _counts_of_agencies(year)


def _district_files(history, district, number, year):
    schools = history.county.schools_of(district.slug)
    codes = tuple(school.code for school in schools)
    stays = _stays_of(history, district, number)
    late = (district.slug, year.name) == (MISSING.late_district, MISSING.late_year)
    file = partial(_file, district.slug, year)
    yield file("student_enrollment", _enrollment(history, district, stays, year), codes)
    months = range(len(year.months) - (MISSING.late_months if late else 0))
    note = f"Runs to {year.months[months[-1]]}; the months after it have not come." if late else ""
    yield file("student_attendance", _attendance(history, district, stays, year, months), codes, note)
    if not late:
        reporting = tuple(school.code for school in schools if school.name != MISSING.silent_school)
        note = "" if reporting == codes else f"{MISSING.silent_school} does not report discipline."
        events = _discipline(history, district, stays, number)
        yield file("student_discipline", events, reporting, note)


def _file(organization, year, dataset, columns, schools, note="", program=""):
    style = style_of(organization, dataset)
    stem = f"{program or dataset.removeprefix('student_')}_{year.name}"
    content = rendered(style, dataset, columns)
    name = f"{stem}.{'xlsx' if style.workbook else 'csv'}"
    return DemoFile(organization, dataset, year.name, name, content, note, program, schools)


def _stays_of(history, district, number):
    mine = np.array([school.district == district.slug for school in history.county.schools])
    stays = history.enrollments.in_year(number)
    return stays[mine[history.enrollments.school[stays]]]


def _who(history, stays):
    """The columns that say which school and student a row is about."""
    schools = history.county.schools
    at = history.enrollments.school[stays]
    return {
        "school_code": np.array([school.code for school in schools], dtype=object)[at].tolist(),
        "school_name": np.array([school.name for school in schools], dtype=object)[at].tolist(),
        "student_id": history.enrollments.local_id[stays].tolist(),
    }


def _words(words, positions):
    """Text for each position of a small table of words."""
    return np.array(words, dtype=object)[positions].tolist()


def _school_year(style, year):
    first, last = year.name.split("-")
    return year.name if style.years == "2024-25" else f"{first}-{first[:2]}{last}"


def _enrollment(history, district, stays, year):
    style = style_of(district.slug, "student_enrollment")
    enrollments, students = history.enrollments, history.students
    student = enrollments.student[stays]
    races = students.race_ethnicity[student].tolist()
    columns = _who(history, stays) | {
        "school_year": [_school_year(style, year)] * len(stays),
        "grade": _words([style.kindergarten, *map(str, range(1, 13))], enrollments.grade[stays]),
        "entry_date": dates_as_text(enrollments.entry[stays], style.dates),
        "exit_date": dates_as_text(enrollments.exit[stays], style.dates),
        "exit_reason": enrollments.exit_reason[stays].tolist(),
        "sex": students.sex[student].tolist(),
        "race_ethnicity": [style.races[code] for code in races] if style.races else races,
        "state_id": students.state_id[student].tolist(),
        "first_name": students.first_name[student].tolist(),
        "last_name": students.last_name[student].tolist(),
        "birth_date": dates_as_text(students.birth_date[student], style.dates),
    }
    for flag in FLAGS:
        columns[flag] = _words([style.no, style.yes], getattr(students, flag)[student].astype(int))
    return columns


HALVES = [f"{half // 2}.5" if half % 2 else str(half // 2) for half in range(64)]
WHOLE = [str(day) for day in range(32)]


def _attendance(history, district, stays, year, months):
    """One row for each student, school and month with expected days."""
    style = style_of(district.slug, "student_attendance")
    attendance, months = history.attendance, list(months)
    row, column = np.nonzero(attendance.expected[np.ix_(stays, months)])
    at = stays[row], np.array(months)[column]
    names = [date.fromisoformat(f"{month}-01").strftime(style.months) for month in year.months]
    return _who(history, at[0]) | {
        "school_year": [_school_year(style, year)] * len(row),
        "month": _words(names, at[1]),
        "days_expected": _words(WHOLE, attendance.expected[at]),
        "days_absent_excused": _words(WHOLE, attendance.excused[at]),
        "days_absent_unexcused": _words(WHOLE, attendance.unexcused[at]),
        "days_suspended_out_of_school": _words(HALVES, attendance.out_halves[at]),
        "days_suspended_in_school": _words(HALVES, attendance.in_halves[at]),
    }


def _discipline(history, district, stays, number):
    style, events = style_of(district.slug, "student_discipline"), history.discipline
    silent = [school.name == MISSING.silent_school for school in history.county.schools]
    reported = stays[~np.array(silent)[history.enrollments.school[stays]]]
    at = np.flatnonzero(np.isin(events.stay, reported))
    at = at[np.lexsort((events.action[at].astype(str), events.stay[at], events.date[at]))]
    actions = events.action[at].tolist()
    prefix = f"{history.years[number].name[2:4]}{district.code[-2:]}"
    return _who(history, events.stay[at]) | {
        "incident_date": dates_as_text(events.date[at], style.dates),
        "action": [style.actions[action] for action in actions] if style.actions else actions,
        "days": [HALVES[half] if half else "" for half in events.halves[at].tolist()],
        "incident_id": [f"{prefix}-{serial:04d}" for serial in range(1, len(at) + 1)],
    }


def _counts_of_agencies(year):
    """What law enforcement counts, of the calendar year that ended in the school year."""
    calendar_year = year.name[:4]
    for organization, dataset, text in counts_of_agencies(calendar_year):
        name = f"{dataset}_{calendar_year}.csv"
        yield DemoFile(organization, dataset, calendar_year, name, text.encode("utf-8"))


def _rosters(history, number, year):
    """Each program's roster of a school year: who was in it at some time of the year, as seen at its end."""
    first, last = date(2023 + number, 7, 1), date(2024 + number, 6, 30)
    for program in history.catalog.programs:
        served = [
            engagement
            for engagement in history.engagements
            if engagement.program == program.slug
            and engagement.entry <= last
            and (engagement.exit is None or engagement.exit >= first)
        ]
        if served and (program.slug, year.name) != MISSING.no_roster:
            columns = _roster(history, program.reporter, sorted(served, key=_by_site_and_id), last)
            yield _file(program.reporter, year, "program_roster", columns, (), program=program.slug)


def _by_site_and_id(engagement):
    return engagement.site, engagement.local_id, engagement.entry


def _roster(history, reporter, engagements, last):
    """Whoever left after the last day of the year is still in the program on its roster."""
    style, county = style_of(reporter, "program_roster"), history.county
    name_of_school = {school.code: school.name for school in county.schools}
    left = [engagement.exit is not None and engagement.exit <= last for engagement in engagements]
    both = list(zip(engagements, left, strict=True))
    return {
        "program": [engagement.program for engagement in engagements],
        "site_school_code": [engagement.site for engagement in engagements],
        "site_name": [name_of_school[engagement.site] for engagement in engagements],
        "student_id": [engagement.local_id for engagement in engagements],
        "issuer": [engagement.issuer for engagement in engagements],
        "issuer_name": [county.organization(engagement.issuer).name for engagement in engagements],
        "entry_date": [engagement.entry.strftime(style.dates) for engagement in engagements],
        "exit_date": [engagement.exit.strftime(style.dates) if gone else "" for engagement, gone in both],
        "exit_reason": [engagement.exit_reason if gone else "" for engagement, gone in both],
        "stage": [engagement.exit_reason if gone else "active" for engagement, gone in both],
        "role": [engagement.role for engagement in engagements],
        "consent": [engagement.consent for engagement in engagements],
    }
