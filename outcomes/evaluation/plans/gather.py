"""Facts in effect, gathered for a plan: one frame with a row per student, school and period.

    student            numbered anew for each plan, in an order that its seed decides
    school, grade      the school's code; the grade in that school year
    period             of `periods`
    participant, entry engaged in the program; the period of first entry
    expected, absent, unexcused, suspensions, suspensions_in (in school)    of the period; days in hundredths; suspensions empty where the
                       school did not report its discipline
    suspensions_before up to the last baseline, the same in every row of a student
    hours              of service received by the end of the window (participants)
    grade, sex, race, english_learner, disability, disadvantaged

The sums are made in the database; what arrives here has the size of the result. Who is in it: everybody in the
schools that are compared. Participants whose family said no are on neither side, and students of other
programs are left out of the comparison, as their own program may have changed them.
"""

import hmac
from dataclasses import dataclass

import numpy as np
import pandas as pd
from django.db import connection

from outcomes.datasets.facts import DisciplineEvent, Engagement, StudentEvent
from outcomes.datasets.service_log import HOURS, NOT_RECEIVED
from outcomes.measures.models import StudentYear
from outcomes.measures.populations import ROSTER, WITHOUT_CONSENT, schools_of
from outcomes.measures.student_year import ATTENDANCE, DISCIPLINE, outdated, rebuild
from outcomes.submissions.models import Claim
from outcomes.submissions.participants import linked
from partnership.models import Place

from ..designs.sample import SAME_SCHOOLS
from . import periods

SERVICE_LOG = "service_log"
DESCRIBED = ("grade", "sex", "race", "english_learner", "disability", "disadvantaged")
# How many periods before the first baseline are looked at: a check of the design, and staggered entry.
BACK = 3


@dataclass(frozen=True)
class Gathered:
    """frame: as above (or of schools, see `gather_totals`); refused: participants whose family said no;
    unlinked: participants who are no student of any district here (codes that nobody has linked, other ids).
    claims: ids of all claims that were read.
    """

    frame: pd.DataFrame
    refused: int
    unlinked: int
    claims: list


def gather(program, terms, seed):
    """The `Gathered` of a plan of single students."""
    span = range(min(terms.baselines) - BACK, max(terms.window) + 1)
    years = list(dict.fromkeys(periods.year_of(terms.step, period) for period in span))
    schools = schools_looked_at(program, terms)
    rebuild(outdated(years, list(schools)))
    rosters = _rosters(years)
    own, others, refused = _engaged(program, rosters, terms)
    attended, claims = _attended(terms.step, span, years, list(schools))
    if attended.empty:
        return Gathered(attended, len(refused), len(own), sorted(claims))
    described = _described(years, list(schools), terms.step)
    frame = attended.merge(described, on=["student", "school", "year"], how="left")
    frame, discipline = _with_suspensions(frame, terms, span, years, list(schools))
    known = frame["student"].isin(own).to_numpy()
    left_out = frame["student"].isin(refused | (others - own.keys())).to_numpy()
    entry = frame["student"].map(own)
    frame = frame.assign(participant=known.astype(int), entry=entry.astype(float))[~left_out]
    hours, logs = _hours(program, years, terms, own)
    frame = frame.assign(hours=frame["student"].map(hours).where(frame["participant"] == 1).astype(float))
    seen = set(frame.loc[frame["participant"] == 1, "student"])
    rosters = [claim for claim, _program in rosters]
    return Gathered(
        _numbered(frame.assign(school=frame["school"].map(schools)), seed),
        len(refused),
        len(own.keys() - seen),
        sorted({*claims, *discipline, *logs, *rosters}),
    )


def schools_looked_at(program, terms):
    """{id: code} of the schools whose students are looked at."""
    found = schools_of(program if terms.comparison == SAME_SCHOOLS else None)
    return dict(found.values_list("pk", "code"))


def _rosters(years):
    """[(claim id, program id)] of the rosters of all programs in the years."""
    claims = Claim.objects.filter(in_effect=True, dataset=ROSTER, program__isnull=False, period__in=years)
    return list(claims.order_by("pk").values_list("pk", "program_id"))


def _engaged(program, rosters, terms):
    """({student: period of first entry} of the program, students of other programs, refused students).

    One line that says no takes a participant out, whatever other lines say.
    """
    program_of = dict(rosters)
    own, others, refused = {}, set(), set()
    rows = Engagement.objects.filter(claim_id__in=list(program_of)).annotate(student=linked())
    for claim, student, day, consent in rows.values_list("claim_id", "student", "entry_date", "consent"):
        if program_of[claim] != program.pk:
            others.add(student)
            continue
        if consent in WITHOUT_CONSENT:
            refused.add(student)
        entered = periods.period_of_day(terms.step, day)
        own[student] = min(own.get(student, entered), entered)
    return {student: entry for student, entry in own.items() if student not in refused}, others, refused


def _attended(step, span, years, schools):
    """(frame of days by student, school and period; ids of the claims)."""
    if step == periods.YEAR:
        return _attended_by_year(years, schools)
    months = {month: period for period in span for month in periods.months_of(step, period)}
    claims = Claim.objects.filter(
        in_effect=True, dataset=ATTENDANCE, period__in=list(months), place__in=schools
    )
    found = list(claims.values_list("pk", "period", "place_id"))
    if not found:
        return _nothing(), []
    cases = " ".join(f"WHEN %(month_{i})s THEN {period}" for i, period in enumerate(months.values()))
    values = {f"month_{i}": month for i, month in enumerate(months)}
    prepare = Place._meta.pk.get_db_prep_value
    values |= {f"school_{i}": prepare(school, connection) for i, school in enumerate(schools)}
    places = ", ".join(f"%(school_{i})s" for i in range(len(schools)))
    sql = f"""
        SELECT f.student_key, f.place_id, f.step, SUM(f.expected), SUM(f.absent), SUM(f.unexcused)
        FROM (SELECT a.student_key, c.place_id, CASE c.period {cases} END AS step, a.expected,
                a.excused + a.unexcused + a.suspended_out AS absent, a.unexcused
            FROM outcomes_claim c JOIN outcomes_attendancemonth a ON a.claim_id = c.id
            WHERE c.in_effect AND c.dataset = '{ATTENDANCE}' AND c.place_id IN ({places})
              AND c.period IN ({", ".join(f"%(month_{i})s" for i in range(len(months)))})
              AND a.expected IS NOT NULL) f
        GROUP BY f.student_key, f.place_id, f.step"""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        frame = pd.DataFrame(cursor.fetchall(), columns=list(_nothing())[:-1])
    frame = _typed(frame)
    years_of = {period: periods.year_of(step, period) for period in frame["period"].unique()}
    return frame.assign(year=frame["period"].map(years_of)), [claim for claim, *_rest in found]


def _attended_by_year(years, schools):
    rows = StudentYear.objects.filter(year__in=years, school_id__in=schools, expected__isnull=False)
    names = ("student_key", "school_id", "year", "expected", "absent", "unexcused")
    frame = pd.DataFrame(rows.values_list(*names), columns=names)
    frame = frame.rename(columns={"student_key": "student", "school_id": "school"})
    period_of = {year: periods.period_of_year(periods.YEAR, year) for year in years}
    frame.insert(2, "period", frame["year"].map(period_of))
    claims = Claim.objects.filter(in_effect=True, place__in=schools)
    read = claims.filter(dataset="student_absence_summary", period__in=years) | claims.filter(
        dataset=ATTENDANCE,
        period__in=[
            month
            for year in years
            for month in periods.months_of(periods.YEAR, periods.period_of_year(periods.YEAR, year))
        ],
    )
    return frame[list(_nothing())], list(read.values_list("pk", flat=True))


def _nothing():
    names = ["student", "school", "period", "expected", "absent", "unexcused", "year"]
    return pd.DataFrame({name: pd.Series(dtype=object) for name in names})


def _typed(frame):
    """Schools as the ids that the rest uses; numbers as numbers, whatever the database returned."""
    to_python = Place._meta.pk.to_python
    schools = {value: to_python(value) for value in frame["school"].unique()}
    numbers = {name: frame[name].astype(np.int64) for name in ("period", "expected", "absent", "unexcused")}
    return frame.assign(school=frame["school"].map(schools), **numbers)


def _described(years, schools, step):
    """Grade and groups of each student in a school and year."""
    rows = StudentYear.objects.filter(year__in=years, school_id__in=schools)
    names = ("student_key", "school_id", "year", *DESCRIBED)
    frame = pd.DataFrame(rows.values_list(*names), columns=["student", "school", "year", *DESCRIBED])
    for name in ("english_learner", "disability", "disadvantaged"):
        frame[name] = frame[name].map({True: "yes", False: "no"})
    for name in ("grade", "sex", "race"):
        frame[name] = frame[name].where(frame[name] != "", "" if name == "grade" else None)
    return frame


def _with_suspensions(frame, terms, span, years, schools):
    """(the frame with suspensions of the period and before, ids of the claims).

    A school that reported its discipline of a year has also reported those without any: 0, not nothing.
    """
    claims = dict(
        Claim.objects.filter(in_effect=True, dataset=DISCIPLINE, period__in=years, place__in=schools)
        .order_by("pk")
        .values_list("pk", "place_id")
    )
    reported = set(Claim.objects.filter(pk__in=list(claims)).values_list("place_id", "period"))
    events = DisciplineEvent.objects.filter(claim_id__in=list(claims), action__in=["out", "in"])
    counted = pd.DataFrame(
        events.values_list("student_key", "claim_id", "date", "action"),
        columns=["student", "claim", "date", "action"],
    )
    counted = counted.assign(
        school=counted["claim"].map(claims),
        period=[periods.period_of_day(terms.step, day) for day in counted["date"]],
    )
    counted = counted.assign(suspensions=1, suspensions_in=(counted["action"] == "in").astype(int))
    names = ["suspensions", "suspensions_in"]
    sums = counted.groupby(["student", "school", "period"])[names].sum().reset_index()
    frame = frame.merge(sums, on=["student", "school", "period"], how="left")
    pairs = pd.MultiIndex.from_arrays([frame["school"], frame["year"]])
    is_reported = pairs.isin(list(reported)) if reported else np.zeros(len(frame), bool)
    for name in names:
        frame[name] = frame[name].astype(float).fillna(0).where(is_reported)
    before = frame[(frame["period"] <= terms.before) & (frame["period"] >= min(terms.baselines))]
    before = before.dropna(subset=["suspensions"]).groupby("student")["suspensions"].sum()
    frame["suspensions_before"] = frame["student"].map(before)
    return frame, list(claims)


def _hours(program, years, terms, own):
    """({student: hours received by the end of the window}, ids of the claims)."""
    claims = list(
        Claim.objects.filter(
            in_effect=True, dataset=SERVICE_LOG, program=program, period__in=years
        ).values_list("pk", flat=True)
    )
    hours = {}
    rows = StudentEvent.objects.filter(claim_id__in=claims, unit=HOURS).exclude(status__in=NOT_RECEIVED)
    for student, day, value in rows.annotate(student=linked()).values_list("student", "date", "value"):
        period = periods.period_of_day(terms.step, day)
        if value and student in own and terms.before < period <= max(terms.window):
            hours[student] = hours.get(student, 0) + value / 100
    return hours, claims


def _numbered(frame, seed):
    """Students by numbers of their own, which no other plan shares and nobody can undo without the keys."""
    secret = bytes.fromhex(seed)
    students = pd.unique(frame["student"])
    digests = [
        hmac.digest(secret, int(key).to_bytes(8, "big", signed=True), "sha256")[:8] for key in students
    ]
    order = np.argsort(np.array([int.from_bytes(digest, "big") for digest in digests], dtype=np.uint64))
    number = np.empty(len(students), np.int64)
    number[order] = np.arange(1, len(students) + 1)
    frame = frame.assign(student=frame["student"].map(dict(zip(students, number.tolist(), strict=True))))
    return frame.drop(columns="year").sort_values(["student", "period", "school"], ignore_index=True)
