"""What law enforcement of the demonstration counts: people stopped, trainings, its own people; year by year.

Written by hand, not drawn: an agency has a size, its city has people, and each group of them is stopped so many
times among a thousand. One agency is small, so that many of its numbers have to be hidden.
"""

import csv
import io
from dataclasses import dataclass

RACES = ("Hispanic or Latino", "White", "Asian", "Black or African American", "Two or More Races")
SEXES = ("Female", "Male")
RANKS = ("Officers", "Sergeants", "Command Staff", "Professional Staff")
COURSES = (
    "Crisis intervention and mental health",
    "Implicit bias",
    "Cultural competency",
    "De-escalation",
    "Juvenile law and how young people decide",
)
# Of a hundred who were to take each course, so many did: the first year of each, and what every further year adds.
TAKEN = dict(zip(COURSES, ((46, 14), (71, 8), (38, 17), (64, 11), (29, 21)), strict=True))
# Command staff take their courses earlier, professional staff later.
AHEAD = dict(zip(RANKS, (0, 6, 15, -12), strict=True))
FIRST_YEAR = 2023


@dataclass(frozen=True)
class Agency:
    """residents: people by race, in the order of RACES; of them women and girls: `women` of a thousand.

    stops: so many among a thousand of each race in the first year (none: the agency does not stop people);
    fewer: so many of a hundred stops fewer each year. staff: its people by race in the first year; staff_women:
    how many are women; ranks: its people by rank.
    """

    slug: str
    residents: tuple
    stops: tuple
    fewer: int
    staff: tuple
    staff_women: int
    ranks: tuple
    women: int = 507


AGENCIES = (
    Agency(
        "marisol-police",
        (11_160, 8_930, 2_480, 1_240, 990),
        (104, 71, 32, 168, 64),
        6,
        (21, 43, 5, 4, 3),
        19,
        (46, 9, 5, 16),
    ),
    Agency(
        "las-garzas-police",
        (9_630, 5_160, 860, 690, 860),
        (88, 70, 41, 121, 58),
        2,
        (13, 22, 1, 2, 1),
        8,
        (22, 4, 3, 10),
    ),
    Agency(
        "san-telmo-police",
        (6_930, 6_760, 1_350, 1_180, 680),
        (61, 58, 30, 83, 52),
        11,
        (16, 19, 4, 4, 2),
        14,
        (26, 5, 3, 11),
    ),
    Agency(
        "solandra-sheriff",
        (14_900, 17_300, 3_100, 1_700, 1_900),
        (92, 77, 35, 139, 61),
        4,
        (64, 137, 14, 11, 9),
        52,
        (151, 28, 14, 42),
    ),
    Agency(
        "solandra-probation",
        (62_900, 52_100, 11_200, 6_400, 7_600),
        (),
        0,
        (41, 36, 9, 12, 6),
        61,
        (68, 14, 6, 16),
    ),
)


def counts_of_agencies(year):
    """(organization, dataset, CSV as text) of each file of a calendar year, as text of four digits."""
    number = int(year) - FIRST_YEAR
    for agency in AGENCIES:
        if agency.stops:
            yield agency.slug, "police_stops", _csv(_STOPS, _stops(agency, year, number))
        yield agency.slug, "training_completions", _csv(_TRAININGS, _trainings(agency, year, number))
        yield agency.slug, "workforce", _csv(_WORKFORCE, _workforce(agency, year, number))


_STOPS = (
    "Year",
    "Perceived Race or Ethnicity",
    "Stops",
    "Searches",
    "Contraband Found",
    "Arrests",
    "Population",
)
_TRAININGS = ("Year", "Course", "Rank", "Completed", "Of How Many")
_WORKFORCE = ("Year", "Group", "Headcount", "Community")


def _stops(agency, year, number):
    left = (100 - agency.fewer) ** number / 100**number
    stopped = [
        round(people * rate * left / 1000)
        for people, rate in zip(agency.residents, agency.stops, strict=True)
    ]
    for group, stops, people in _groups(stopped, agency.residents, sum(stopped) * 31 // 100, agency.women):
        searched = stops * 13 // 100
        yield year, group, stops, searched, searched * 22 // 100, stops * 5 // 100, people


def _trainings(agency, year, number):
    for course, (first, further) in TAKEN.items():
        for rank, people in zip(RANKS, agency.ranks, strict=True):
            share = min(100, max(0, first + further * number + AHEAD[rank]))
            yield year, course, rank, people * share // 100, people


def _workforce(agency, year, number):
    """Every year the largest groups lose one and the others gain."""
    staff = [agency.staff[0] + number, agency.staff[1] - number, *agency.staff[2:]]
    for row in _groups(staff, agency.residents, agency.staff_women + number, agency.women):
        yield year, *row


def _groups(counts, residents, women, women_of_thousand):
    """(group, count, residents) of everybody, of each race and of each sex."""
    total, people = sum(counts), sum(residents)
    yield "All", total, people
    yield from zip(RACES, counts, residents, strict=True)
    women_living_there = people * women_of_thousand // 1000
    yield SEXES[0], women, women_living_there
    yield SEXES[1], total - women, people - women_living_there


def _csv(header, rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()
