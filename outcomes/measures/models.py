"""Derived tables: rebuilt set-based for just the schools and years that a submission changed."""

from django.db import models

from partnership.models import Place


class StudentYear(models.Model):
    """What is known of a student in a school and school year. Days in hundredths of a day."""

    pk = models.CompositePrimaryKey("student_key", "school_id", "year")
    student_key = models.BigIntegerField()
    school_id = models.UUIDField()
    year = models.CharField(max_length=7)

    enrolled = models.BooleanField(default=False)
    entry_date = models.DateField(null=True)
    exit_date = models.DateField(null=True)
    grade = models.CharField(max_length=4, blank=True)
    sex = models.CharField(max_length=4, blank=True)
    race = models.CharField(max_length=4, blank=True)
    english_learner = models.BooleanField(null=True)
    disability = models.BooleanField(null=True)
    foster = models.BooleanField(null=True)
    homeless = models.BooleanField(null=True)
    disadvantaged = models.BooleanField(null=True)

    # Null: no attendance reported for the student, which is not a perfect year. Expected and absent are of the
    # same days: of those months alone whose expected days are known.
    expected = models.IntegerField(null=True)
    absent = models.IntegerField(null=True)
    excused = models.IntegerField(null=True)
    unexcused = models.IntegerField(null=True)
    # Of the same days as expected, where `unexcused` is of all.
    unexcused_of_expected = models.IntegerField(null=True)
    # Occasions of more than 30 minutes (AttendanceMonth.tardies_over_30); null where no source tells them.
    tardies = models.IntegerField(null=True)
    # Calendar days of the longest single enrollment within the school year.
    longest_enrollment = models.IntegerField(null=True)

    # Null: the school's discipline was not reported.
    suspensions_out = models.IntegerField(null=True)
    suspensions_in = models.IntegerField(null=True)
    suspended_days = models.IntegerField(null=True)
    # Of those days, the ones out of school.
    suspended_days_out = models.IntegerField(null=True)
    expulsions = models.IntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school_id", "year"])]

    def __str__(self):
        return f"{self.year}"


class StudentYearBuild(models.Model):
    """Which claims the rows of a school and year were built from, and whether they are stale."""

    school = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    year = models.CharField(max_length=7)
    stale = models.BooleanField(default=True)
    claims = models.JSONField(default=list)
    built_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "year"], name="one_build_per_school_year")]

    def __str__(self):
        return f"{self.school} {self.year}"
