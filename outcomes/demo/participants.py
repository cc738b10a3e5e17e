"""Who enters a program, why, and how it went: some nine hundred engagements over the eight programs.

Students are chosen from those enrolled at the program's sites, by what the schools had seen of them.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from .calendar import AUTUMN
from .seed import chance
from .truth import TRUTHS

COMPLETED, EXITED = "completed", "exited"
CONSENTS, CONSENT_SHARES = ("given", "declined", "withdrawn"), (0.92, 0.05, 0.03)
PEER_LEADERS = 0.05
# Fewer expected days than this tell nothing about a student's year (or autumn).
LEAST_DAYS = {"bad_year": 60, "unexcused_absences": 60, "bad_autumn": 40, "signed_up": 0}
# How sharply a program chooses: 0 by lot, 3 nearly always the worst.
SHARPNESS = {"bad_year": 1.1, "unexcused_absences": 2.0, "bad_autumn": 1.0, "signed_up": 0.0}
SUSPENSION_WEIGHT = 0.5
WHO_MAY_JOIN_BOTH = ("families-and-faculty", "home-stretch-challenge")


@dataclass(frozen=True)
class Wave:
    """Youth who enter a program within some days. `season`: autumn (chosen by last year) or spring.

    lasts: days in the program, fewest and most; ends: day on which all end who have not (None: open).
    completes: share of those no longer in it who completed it.
    """

    program: str
    size: int
    entry: tuple[date, date]
    lasts: tuple[int, int]
    completes: float
    ends: date | None = None
    carried_over: float = 0.0

    @property
    def year(self):
        """0 for 2023-24."""
        return self.entry[0].year - 2023 - (self.entry[0].month < 7)

    @property
    def season(self):
        return "autumn" if self.entry[0].month >= 7 else "spring"


WAVES = (
    Wave("summer-academy", 60, (date(2024, 7, 8), date(2024, 7, 12)), (120, 165), 0.78),
    Wave("back-to-class-outreach", 138, (date(2024, 9, 16), date(2024, 10, 25)), (30, 150), 0.55),
    Wave(
        "morning-mentors",
        150,
        (date(2024, 9, 9), date(2024, 10, 4)),
        (60, 290),
        0.80,
        date(2025, 6, 18),
        carried_over=0.12,
    ),
    Wave("kinwork-case-management", 80, (date(2024, 9, 3), date(2024, 11, 22)), (200, 420), 0.70),
    Wave(
        "after-school-studio", 14, (date(2024, 9, 16), date(2024, 9, 27)), (150, 290), 0.85, date(2025, 6, 6)
    ),
    Wave(
        "families-and-faculty",
        80,
        (date(2024, 9, 17), date(2024, 10, 15)),
        (150, 290),
        0.6,
        date(2025, 6, 10),
    ),
    Wave(
        "youth-sports-league", 110, (date(2024, 9, 9), date(2024, 9, 20)), (90, 290), 0.88, date(2025, 6, 13)
    ),
    Wave(
        "home-stretch-challenge",
        175,
        (date(2025, 1, 6), date(2025, 1, 10)),
        (60, 200),
        0.7,
        date(2025, 6, 18),
    ),
    Wave("kinwork-case-management", 26, (date(2025, 1, 6), date(2025, 2, 14)), (200, 400), 0.70),
    Wave("morning-mentors", 20, (date(2025, 9, 8), date(2025, 9, 26)), (60, 290), 0.80, date(2026, 6, 16)),
    Wave("back-to-class-outreach", 22, (date(2025, 9, 15), date(2025, 10, 24)), (30, 150), 0.55),
    Wave(
        "home-stretch-challenge", 35, (date(2026, 1, 5), date(2026, 1, 9)), (60, 200), 0.7, date(2026, 6, 16)
    ),
)


@dataclass(frozen=True)
class Engagement:
    """A youth in a program. student, stay: positions in Students and Enrollments.

    issuer: slug of the district that issued `local_id`; site: 14-digit school code; exit: None while it
    lasts; exit_reason: completed, exited or "".
    """

    program: str
    student: int
    stay: int
    site: str
    issuer: str
    local_id: str
    entry: date
    exit: date | None
    exit_reason: str
    role: str
    consent: str


def engage(history, year, season):
    """Choose the youth of the waves of a year and season; returns their engagements."""
    entered = []
    for wave in WAVES:
        if (wave.year, wave.season) == (year, season):
            taken = [*history.engagements, *entered]
            entered += _enter(history, wave, _choose(history, wave, taken))
    return entered


def _choose(history, wave, taken):
    """Positions of the stays of those chosen, as many as the wave wants or can find."""
    program, truth = history.catalog.program(wave.program), TRUTHS[wave.program]
    stays = _eligible(history, wave, program, taken)
    days, score = _what_schools_saw(history, wave, truth.chosen_for)
    student = history.enrollments.student[stays]
    stays = stays[days[student] >= LEAST_DAYS[truth.chosen_for]]
    score = score[history.enrollments.student[stays]]
    spread = score.std() or 1.0
    lot = chance(history.seed, "chosen", wave.program, wave.entry[0]).gumbel(size=len(stays))
    sharp = SHARPNESS[truth.chosen_for] * (score - score.mean()) / spread + lot
    return stays[np.argsort(-sharp)[: history.scaled(wave.size)]]


def _eligible(history, wave, program, taken):
    """Stays at the sites, in the grades, on the first day of entry (or of the school year after a summer)."""
    enrollments, year = history.enrollments, history.years[wave.year]
    sites = [at for at, school in enumerate(history.county.schools) if school.code in program.sites]
    day = max(np.datetime64(wave.entry[0]), year.first_day)
    there = (enrollments.year == wave.year) & (enrollments.entry <= day)
    there &= np.isnat(enrollments.exit) | (enrollments.exit > day)
    there &= np.isin(enrollments.school, sites) & np.isin(enrollments.grade, list(program.grades))
    elsewhere = [
        engagement.student
        for engagement in taken
        if {engagement.program, wave.program} != set(WHO_MAY_JOIN_BOTH)
    ]
    return np.flatnonzero(there & ~np.isin(enrollments.student, elsewhere))


def _what_schools_saw(history, wave, chosen_for):
    """(expected days, score) of each student before the wave; a higher score is a worse record."""
    enrollments, attendance = history.enrollments, history.attendance
    if chosen_for == "bad_autumn":
        stays, months = enrollments.in_year(wave.year), list(AUTUMN)
    else:
        stays, months = enrollments.in_year(wave.year - 1), slice(None)
    count = len(history.students)

    def per_student(days):
        return np.bincount(enrollments.student[stays], days[stays][:, months].sum(axis=1), minlength=count)

    expected = per_student(attendance.expected)
    share = np.maximum(expected, 1)
    if chosen_for == "unexcused_absences":
        return expected, per_student(attendance.unexcused) / share
    missed = per_student(attendance.absent_halves()) / 2 / share
    events = history.discipline
    seen = np.isin(events.stay, stays)
    if chosen_for == "bad_autumn":
        seen &= events.date < np.datetime64(wave.entry[0])
    suspensions = np.bincount(enrollments.student[events.stay[seen]], minlength=count)
    return expected, missed / 0.06 + SUSPENSION_WEIGHT * np.minimum(suspensions, 3)


def _enter(history, wave, stays):
    rng = chance(history.seed, "engagements", wave.program, wave.entry[0])
    return [_engagement(history, wave, int(stay), rng) for stay in stays]


def _engagement(history, wave, stay, rng):
    enrollments = history.enrollments
    school = history.county.schools[enrollments.school[stay]]
    window = (wave.entry[1] - wave.entry[0]).days
    entry = _weekday(wave.entry[0] + timedelta(days=int(rng.integers(window + 1))))
    exit = _weekday(entry + timedelta(days=int(rng.integers(*wave.lasts))))
    completes, stays_on = rng.random() < wave.completes, rng.random() < wave.carried_over
    role = "peer_leader" if rng.random() < PEER_LEADERS else "participant"
    consent = str(rng.choice(CONSENTS, p=CONSENT_SHARES))
    if completes and wave.ends:
        exit = wave.ends
    elif wave.ends:
        exit = min(exit, wave.ends)
    if stays_on or exit > history.last_day:
        exit, reason = None, ""
    else:
        reason = COMPLETED if completes else EXITED
    return Engagement(
        wave.program,
        int(enrollments.student[stay]),
        stay,
        school.code,
        school.district,
        str(enrollments.local_id[stay]),
        entry,
        exit,
        reason,
        role,
        consent,
    )


def _weekday(day):
    """The day, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))
