"""Where submitted facts rest: one table per kind, rows only ever appended, each under a claim.

A row counts only while its claim is in effect (outcomes.submissions). Student-level rows begin with the
student key, so that the tables can be spread over a cluster; nothing ties them across students.
Days are integers of a hundredth of a day (half days occur), so that thresholds compare integers.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

HUNDREDTHS = 100


class CellState(models.TextChoices):
    """A number, or the kind of its absence. None of them is zero (DOMAIN.md)."""

    REPORTED = "reported", _("reported")
    SUPPRESSED = "suppressed", _("suppressed by the source")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    NOT_REPORTED = "not_reported", _("not reported")
    NOT_MEASURABLE = "not_measurable", _("not measurable")


class SchoolTotal(models.Model):
    """One published count of a place, year and group, as its source gives it; claim: place, school year
    and family ("suspension:race"). `group` is a key of datasets.groups.
    """

    pk = models.CompositePrimaryKey("claim_id", "group", "element")
    claim_id = models.BigIntegerField()
    group = models.CharField(max_length=24)
    element = models.CharField(max_length=40)
    count = models.BigIntegerField(null=True)
    state = models.CharField(max_length=16, choices=CellState.choices, default=CellState.REPORTED)

    def __str__(self):
        return f"{self.element} of {self.group}"


class Enrollment(models.Model):
    """A student enrolled at a school from a day on; claim: school and school year."""

    pk = models.CompositePrimaryKey("student_key", "claim_id", "entry_date")
    student_key = models.BigIntegerField()
    claim_id = models.BigIntegerField(db_index=True)
    entry_date = models.DateField()
    exit_date = models.DateField(null=True)
    exit_reason = models.CharField(max_length=40, blank=True)
    grade = models.CharField(max_length=4, blank=True)
    sex = models.CharField(max_length=4, blank=True)
    race = models.CharField(max_length=4, blank=True)
    english_learner = models.BooleanField(null=True)
    disability = models.BooleanField(null=True)
    foster = models.BooleanField(null=True)
    homeless = models.BooleanField(null=True)
    disadvantaged = models.BooleanField(null=True)

    def __str__(self):
        return f"enrollment from {self.entry_date}"


class AttendanceMonth(models.Model):
    """A student's days in a school and month, or school year: the claim's period. All in hundredths of a day.

    expected: null where the source tells absences only; then no rate can be computed. tardies_over_30: how
    often more than 30 minutes late, or absent for a part of the day, without a valid excuse (Ed. Code 48260);
    null where the source does not tell.
    """

    pk = models.CompositePrimaryKey("student_key", "claim_id")
    student_key = models.BigIntegerField()
    claim_id = models.BigIntegerField(db_index=True)
    expected = models.IntegerField(null=True)
    excused = models.IntegerField(default=0)
    unexcused = models.IntegerField(default=0)
    suspended_out = models.IntegerField(default=0)
    suspended_in = models.IntegerField(default=0)
    tardies_over_30 = models.IntegerField(null=True)

    def __str__(self):
        if self.expected is None:
            return "days expected not known"
        return f"{self.expected / HUNDREDTHS} days expected"


class DisciplineAction(models.TextChoices):
    OUT_OF_SCHOOL = "out", _("out-of-school suspension")
    IN_SCHOOL = "in", _("in-school suspension")
    EXPULSION = "expulsion", _("expulsion")


class DisciplineEvent(models.Model):
    """One disciplinary action; claim: school and school year. `number` tells apart several of one day."""

    pk = models.CompositePrimaryKey("student_key", "claim_id", "date", "number")
    student_key = models.BigIntegerField()
    claim_id = models.BigIntegerField(db_index=True)
    date = models.DateField()
    number = models.SmallIntegerField(default=0)
    action = models.CharField(max_length=10, choices=DisciplineAction.choices)
    days = models.IntegerField(null=True)

    def __str__(self):
        return f"{self.action} on {self.date}"


class Engagement(models.Model):
    """A youth in a program from entry to exit; claim: program and school year."""

    pk = models.CompositePrimaryKey("student_key", "claim_id", "entry_date")
    student_key = models.BigIntegerField()
    claim_id = models.BigIntegerField(db_index=True)
    entry_date = models.DateField()
    exit_date = models.DateField(null=True)
    exit_reason = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=40, blank=True)
    consent = models.CharField(max_length=12, blank=True)

    def __str__(self):
        return f"engagement from {self.entry_date}"


class Tally(models.Model):
    """One count that a place, program or organization reports, of a dataset without a table of its own. What a
    dataset does not tell is left to the database's default.

    element: what is counted, e.g. "stops". group: a key of datasets.groups. item: what else tells it apart, as
    the file names it: a course, a rank, a city; "" where nothing does. Days are in hundredths.
    """

    pk = models.CompositePrimaryKey("claim_id", "item", "group", "element")
    claim_id = models.BigIntegerField()
    item = models.CharField(max_length=80, blank=True, db_default="")
    group = models.CharField(max_length=24, db_default="all")
    element = models.CharField(max_length=40)
    count = models.BigIntegerField(null=True)
    state = models.CharField(max_length=16, choices=CellState.choices, default=CellState.REPORTED)

    def __str__(self):
        return f"{self.element} of {self.group} {self.item}".strip()


class StudentFact(models.Model):
    """What a student's row may tell in a dataset without a table of its own.

    item: what it is about, e.g. a service or an instrument, as the file names it. value: in hundredths of the
    unit; values of different units are never added. status, reason: the dataset's own words.
    """

    student_key = models.BigIntegerField()
    claim_id = models.BigIntegerField(db_index=True)
    item = models.CharField(max_length=40, blank=True, db_default="")
    value = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=40, blank=True, db_default="")
    status = models.CharField(max_length=20, blank=True, db_default="")
    reason = models.CharField(max_length=40, blank=True, db_default="")

    class Meta:
        abstract = True


class StudentEvent(StudentFact):
    """Something on a day, e.g. a service delivered. `number` tells apart several of one day and item."""

    pk = models.CompositePrimaryKey("student_key", "claim_id", "date", "item", "number")
    date = models.DateField()
    number = models.SmallIntegerField(db_default=0)

    def __str__(self):
        return f"{self.item} on {self.date}"


class StudentResult(StudentFact):
    """A result of a period, e.g. a score; `wave` tells apart the times it was taken ("pre", "post")."""

    pk = models.CompositePrimaryKey("student_key", "claim_id", "item", "wave")
    wave = models.CharField(max_length=12, blank=True, db_default="")

    def __str__(self):
        return f"{self.item} {self.wave}".strip()


class DirectoryEntry(models.Model):
    """A partner as a list names it; claim: the partnership."""

    pk = models.CompositePrimaryKey("claim_id", "name")
    claim_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    city = models.CharField(max_length=80, blank=True)
    website = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    def __str__(self):
        return self.name
