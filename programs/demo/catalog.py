"""What the demonstration partnership does: eight programs, who owns them, where, for whom, who pays.

Definitions only. Whom they reached and whether they helped is `outcomes.demo`; the prose that a county
would publish is in `descriptions/*.md`, one file for each program.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

DESCRIPTIONS = Path(__file__).parent / "descriptions"


@dataclass(frozen=True)
class Program:
    """A program; owners and reporter are organization slugs, sites 14-digit school codes.

    `reporter` is the owner that hands in the roster: never a law-enforcement organization.
    """

    slug: str
    name: str
    summary: str
    strategy: str
    owners: tuple[str, ...]
    reporter: str
    sites: tuple[str, ...]
    starts: date
    grades: range = range(4, 9)

    @property
    def description(self):
        """Two or three paragraphs for the program's page, separated by blank lines."""
        return (DESCRIPTIONS / f"{self.slug}.md").read_text(encoding="utf-8").strip()

    @property
    def grade_span(self):
        """`4-8`."""
        return f"{self.grades[0]}-{self.grades[-1]}"


@dataclass(frozen=True)
class Challenge:
    """One round of the incentive challenge: its window, its rules and its reward."""

    program: str
    title: str
    starts: date
    ends: date
    reward: str
    no_unexcused_absence: bool = True
    no_suspension: bool = True
    better_attendance: bool = True


@dataclass(frozen=True)
class Target:
    """What an award promises: a measure of its participants in a school year, and when the result is due."""

    measure: str
    year: str
    bound: str
    value: str
    due: date
    words: str = ""
    baseline_year: str = ""


@dataclass(frozen=True)
class Award:
    """Money of a foundation for a program. The funder may read its outcomes until `review_until`."""

    title: str
    program: str
    funder: str
    starts: date
    ends: date
    dollars: int
    targets: tuple["Target", ...] = ()
    is_public: bool = False

    @property
    def review_until(self):
        """The results of the last year arrive after the money has ended: two years are allowed for that."""
        return self.ends.replace(year=self.ends.year + 2)


@dataclass(frozen=True)
class Catalog:
    programs: tuple[Program, ...]
    challenges: tuple[Challenge, ...]
    awards: tuple[Award, ...]

    @cached_property
    def _by_slug(self):
        return {program.slug: program for program in self.programs}

    def program(self, slug):
        """The program of a slug; KeyError when there is none."""
        return self._by_slug[slug]


def demo_catalog(county):
    """The eight programs, at schools of the county (`partnership.demo.county.demo_county`)."""

    def program(slug, name, summary, strategy, owners, reporter, starts, sites, grades=range(4, 9)):
        codes = tuple(county.school(site.strip()).code for site in sites.split(","))
        return Program(slug, name, summary, strategy, tuple(owners.split()), reporter, codes, starts, grades)

    programs = (
        program(
            "morning-mentors",
            "Morning Mentors",
            "School staff who meet one student before the first bell, three mornings a week, all year.",
            "social_intervention",
            "marisol-unified saltmarsh-youth-mentors las-garzas-unified san-telmo-unified",
            "marisol-unified",
            date(2024, 8, 15),
            "Lantern Hill Elementary, Saltmarsh Lane Elementary, Old Tannery Elementary, "
            "Figtree Court Elementary, Signal Bluff Elementary, Kite Field Elementary, Copperline Middle, "
            "Wharf Street Middle, Heron Bend Elementary, Garzas Creek Middle, Brickyard Middle",
        ),
        program(
            "kinwork-case-management",
            "Kinwork Case Management",
            "One case manager who stays with a family for nine months, at home and at school.",
            "social_intervention",
            "kinwork-family-services solandra-probation",
            "kinwork-family-services",
            date(2023, 1, 9),
            "Bellfounder Elementary, Weavers Row Elementary, Brickyard Middle, Railspur Elementary, "
            "Windrow School, Tamarindo Middle, Reedwater Elementary, Garzas Creek Middle, "
            "Walnut Siding Elementary, Vallecorto Middle",
        ),
        program(
            "home-stretch-challenge",
            "Home Stretch Challenge",
            "January to June without an unexcused absence or a suspension, and an evening at the ballpark.",
            "opportunities_provision",
            "solandra-county-office-of-education solandra-partnership marisol-police",
            "solandra-county-office-of-education",
            date(2024, 10, 1),
            "Millrace Elementary, Plum Orchard Elementary, Garzas Creek Middle, Mesa Edge Elementary, "
            "Stonecutter Elementary, Alder Mesa Middle, Thimble Creek Elementary, Quillby Middle, "
            "Nine Oaks Elementary, Canal Steps Elementary, Verbena Park Middle, Nest Hill Elementary, "
            "Cider Press Elementary, Oriole Grove Middle, Juniper Wells School, Tamarindo Middle",
        ),
        program(
            "youth-sports-league",
            "County Youth Sports League",
            "Six sports for everyone in grades 4 to 8, without tryouts or fees.",
            "community_mobilization",
            "solandra-youth-sports-league las-garzas-unified tamarindo-police",
            "las-garzas-unified",
            date(2022, 9, 1),
            "Heron Bend Elementary, Plum Orchard Elementary, Garzas Creek Middle, Packinghouse Elementary, "
            "Railspur Elementary, Windrow School, Tamarindo Middle, Alder Mesa Middle",
        ),
        program(
            "families-and-faculty",
            "Families and Faculty",
            "Parents and teachers of the same students at one table, eight evenings a year.",
            "organizational_change",
            "families-at-the-table san-telmo-unified",
            "families-at-the-table",
            date(2023, 9, 5),
            "Adobe Row Elementary, Chalk Ridge Elementary, Weavers Row Elementary, Brickyard Middle, "
            "Gatehouse Elementary, Oriole Grove Middle",
        ),
        program(
            "back-to-class-outreach",
            "Back to Class Outreach",
            "Home visits to the students who missed the most school without an excuse.",
            "suppression",
            "solandra-district-attorney solandra-probation solandra-county-office-of-education",
            "solandra-county-office-of-education",
            date(2024, 9, 3),
            "Copperline Middle, Wharf Street Middle, Citron Avenue Elementary, Packinghouse Elementary, "
            "Tamarindo Middle, Adobe Row Elementary, Brickyard Middle, Trolley Barn Elementary, "
            "Verbena Park Middle, Oriole Grove Middle",
        ),
        program(
            "after-school-studio",
            "Open Gate After-School Studio",
            "Painting, printing and music for fourteen students, four afternoons a week.",
            "opportunities_provision",
            "open-gate-studio city-of-caleta-serena",
            "open-gate-studio",
            date(2024, 9, 16),
            "Lighthouse Row Elementary, Kelp Cove Elementary",
            range(4, 7),
        ),
        program(
            "summer-academy",
            "Mesa and Valley Summer Academy",
            "Five summer weeks of reading, mathematics and water, with a visit a month until winter.",
            "opportunities_provision",
            "city-of-alder-mesa alder-mesa-unified solandra-sheriff",
            "city-of-alder-mesa",
            date(2024, 7, 1),
            "Mesa Edge Elementary, Stonecutter Elementary, Larkmeadow Elementary, Alder Mesa Middle, "
            "Vallecorto Elementary, Dunmarrow School, Vallecorto Middle",
        ),
    )
    return Catalog(programs, _challenges(), _awards())


def _challenges():
    reward = "An evening at the ballpark with the Marisol Tidehawks, for the student and two guests"
    # From the first school day of January to the last one of June.
    windows = ((date(2025, 1, 6), date(2025, 6, 18)), (date(2026, 1, 5), date(2026, 6, 16)))
    return tuple(
        Challenge("home-stretch-challenge", f"Home Stretch {starts.year}", starts, ends, reward)
        for starts, ends in windows
    )


def _awards():
    lantern, harborlight, health = (
        "tule-lantern-foundation",
        "harborlight-community-fund",
        "solandra-health-trust",
    )
    mentors, league = "morning-mentors", "youth-sports-league"
    return (
        Award(
            "Adults Who Show Up",
            mentors,
            lantern,
            date(2024, 7, 1),
            date(2027, 6, 30),
            540_000,
            is_public=True,
            targets=(
                Target(
                    "attendance_rate",
                    "2025-26",
                    "at_least",
                    "90",
                    date(2026, 10, 1),
                    words="Nine of ten school days, for youth who missed more than one in ten.",
                    baseline_year="2024-25",
                ),
                Target(
                    "chronic_absence", "2025-26", "at_most", "30", date(2026, 10, 1), baseline_year="2024-25"
                ),
                Target(
                    "suspension_rate", "2025-26", "at_most", "6", date(2026, 10, 1), baseline_year="2024-25"
                ),
                Target("attendance_rate", "2026-27", "at_least", "92", date(2027, 10, 1)),
            ),
        ),
        Award("A Game Every Week", league, lantern, date(2023, 7, 1), date(2025, 6, 30), 60_000),
        Award(
            "Tables Not Letters",
            "families-and-faculty",
            lantern,
            date(2024, 7, 1),
            date(2026, 6, 30),
            75_000,
        ),
        Award(
            "Nine Months With a Family",
            "kinwork-case-management",
            health,
            date(2024, 7, 1),
            date(2026, 6, 30),
            420_000,
        ),
        Award(
            "First Visit",
            "back-to-class-outreach",
            health,
            date(2024, 7, 1),
            date(2027, 6, 30),
            210_000,
            targets=(
                Target(
                    "chronic_absence",
                    "2025-26",
                    "at_most",
                    "45",
                    date(2026, 10, 1),
                    words="Fewer than half of the children visited stay chronically absent.",
                    baseline_year="2024-25",
                ),
            ),
        ),
        Award(
            "The Home Stretch",
            "home-stretch-challenge",
            harborlight,
            date(2024, 10, 1),
            date(2026, 9, 30),
            95_000,
        ),
        Award(
            "Five Summer Weeks",
            "summer-academy",
            harborlight,
            date(2024, 6, 1),
            date(2026, 9, 30),
            130_000,
        ),
        Award(
            "Room for Fourteen",
            "after-school-studio",
            harborlight,
            date(2024, 9, 1),
            date(2026, 6, 30),
            18_000,
        ),
    )
