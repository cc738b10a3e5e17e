"""Facts under claims, made directly: what a submission leaves behind, without its journey.

`claim(world, "student_attendance", school, "2024-09")` is in effect at once; the rows go under it.
Days are given in days and kept in hundredths.
"""

from datetime import date

from django.utils import timezone

from outcomes.models import (
    AttendanceMonth,
    Claim,
    DisciplineEvent,
    Engagement,
    Enrollment,
    Submission,
)
from partnership.follow_ups import follow_up
from partnership.models import User

ACCEPTED = timezone.datetime(2025, 7, 15, 12, tzinfo=timezone.get_default_timezone())


def claim(world, dataset, about, period, *, organization=None, in_effect=True):
    """A claim of a school, program or organization, with a submission of its own."""
    kind = about._meta.model_name
    is_program = kind == "program"
    organization = organization or (
        world["open-door"] if is_program else (about.steward or about.parent.steward)
    )
    person, _ = User.objects.get_or_create(email="clerk@example.org")
    submission = Submission.objects.create(
        organization=organization,
        dataset=dataset,
        file_name=f"{dataset}.csv",
        content_hash="0",
        size=1,
        state="accepted",
        created_by=person,
        program=about if is_program else None,
    )
    made = Claim.objects.create(
        submission=submission,
        dataset=dataset,
        place=about if kind == "place" else None,
        agency=about if kind == "organization" else None,
        program=about if is_program else None,
        period=period,
        in_effect=in_effect,
        accepted_at=ACCEPTED,
    )
    follow_up("claims_changed", submission=submission, claims=submission.claims.all())
    return made


def withdraw(claims):
    """Take claims out of effect, as a withdrawal does."""
    claims.update(in_effect=False)
    follow_up("claims_changed", submission=None, claims=claims)


def enroll(world, school, year, students, **fields):
    """Students enrolled at a school for a year, under one new claim."""
    made = claim(world, "student_enrollment", school, year)
    Enrollment.objects.bulk_create(
        Enrollment(
            student_key=student,
            claim_id=made.pk,
            entry_date=date(int(year[:4]), 8, 15),
            grade="06",
            **fields,
        )
        for student in students
    )
    return made


def attend(world, school, month, days):
    """days: {student: (expected, excused, unexcused, suspended out)} of a month, in days; may be shorter."""
    made = claim(world, "student_attendance", school, month)
    AttendanceMonth.objects.bulk_create(
        AttendanceMonth(
            student_key=student,
            claim_id=made.pk,
            **dict(
                zip(
                    ("expected", "excused", "unexcused", "suspended_out"),
                    (round(100 * number) for number in numbers),
                    strict=False,
                )
            ),
        )
        for student, numbers in days.items()
    )
    return made


def discipline(world, school, year, events):
    """events: [(student, action, days)], one day after the other; an empty list reports that there was none."""
    made = claim(world, "student_discipline", school, year)
    DisciplineEvent.objects.bulk_create(
        DisciplineEvent(
            student_key=student,
            claim_id=made.pk,
            date=date(int(year[:4]), 9, 1 + number % 28),
            number=number,
            action=action,
            days=None if days is None else round(100 * days),
        )
        for number, (student, action, days) in enumerate(events)
    )
    return made


def engage(world, program, year, students, *, consent="given"):
    """Youth engaged in a program for a year; students: keys, or {key: consent}."""
    made = claim(world, "program_roster", program, year)
    consents = students if isinstance(students, dict) else dict.fromkeys(students, consent)
    Engagement.objects.bulk_create(
        Engagement(
            student_key=student,
            claim_id=made.pk,
            entry_date=date(int(year[:4]), 9, 10),
            consent=given,
        )
        for student, given in consents.items()
    )
    return made


def school_year_of_data(world, school, year, students, *, suspended=(), expelled=(), absent=()):
    """A whole year of a school: everybody enrolled, 180 days expected, those named suspended or absent.

    absent: {student: days}; everybody else misses one day.
    """
    absent = dict(absent)
    return [
        enroll(world, school, year, students),
        attend(
            world, school, f"{year[:4]}-09", {student: (180, absent.get(student, 1)) for student in students}
        ),
        discipline(
            world,
            school,
            year,
            [(student, "out", 1) for student in suspended]
            + [(student, "expulsion", None) for student in expelled],
        ),
    ]
