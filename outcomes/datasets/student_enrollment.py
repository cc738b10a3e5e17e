"""Student enrollment: who was enrolled where, from when to when, in which groups. Every denominator comes from it.

A claim is a school and a school year. A student may enroll, leave and come back: one row for each time.
"""

from django.utils.translation import gettext_lazy as _

from .declaration import SCHOOLS, Column, Dataset, Facts
from .facts import Enrollment
from .groups import RACE_WORDS, SEX_WORDS
from .spans import check_span, iso
from .students import SCHOOL, STUDENT, YEAR

FLAGS = ("english_learner", "disability", "foster", "homeless", "disadvantaged")
TEXTS = ("exit_reason", "grade", "sex", "race")


def facts(frame):
    rows = frame.going_in.nonzero()[0]
    values = {name: iso(frame[name])[rows].tolist() for name in ("entry_date", "exit_date")}
    values |= {name: frame[name].filled("")[rows].tolist() for name in TEXTS}
    values |= {name: frame[name].filled(None)[rows].tolist() for name in FLAGS}
    return Facts(rows=rows, values=values)


def _flag(name, title, *aliases):
    return Column(name, title, "flag", aliases=aliases)


DATASET = Dataset(
    key="student_enrollment",
    title=_("Student enrollment"),
    row=_("one enrollment of a student at a school"),
    fact=Enrollment,
    order=2,
    kinds=SCHOOLS,
    due_days=31,
    period_column="year",
    day_column="entry_date",
    columns=(
        *SCHOOL,
        STUDENT,
        YEAR,
        Column(
            "entry_date",
            _("First day"),
            "date",
            required=True,
            aliases=("EntryDate", "Enrollment Start Date", "Enter Date", "Start Date", "Enrollment Date"),
        ),
        Column(
            "exit_date",
            _("Last day"),
            "date",
            aliases=("ExitDate", "Enrollment Exit Date", "Leave Date", "End Date", "ExitWithdrawDate"),
        ),
        Column(
            "exit_reason",
            _("Reason of leaving"),
            "code",
            aliases=(
                "Exit Reason",
                "Exit Code",
                "Student Exit Reason Code",
                "Leave Code",
                "ExitWithdrawType",
            ),
        ),
        Column(
            "grade",
            _("Grade"),
            "grade",
            aliases=("Grade Level", "GradeLevel", "Grade Level Code", "EntryGradeLevel"),
        ),
        Column(
            "sex",
            _("Sex"),
            "word",
            aliases=("Gender", "Sex Code", "Student Gender Code", "BirthSex"),
            words=SEX_WORDS,
        ),
        Column(
            "race",
            _("Race and ethnicity"),
            "word",
            aliases=("Race", "Ethnicity", "Race Ethnicity", "Race Code", "Federal Race Ethnicity"),
            words=RACE_WORDS,
        ),
        _flag(
            "english_learner", _("English learner"), "EL", "ELL", "English Learner", "English Learner Status"
        ),
        _flag(
            "disability",
            _("Student with a disability"),
            "SWD",
            "Special Education",
            "Students with Disabilities",
            "SpEd",
        ),
        _flag("foster", _("Foster youth"), "Foster Youth", "Foster"),
        _flag("homeless", _("Homeless"), "Homeless", "Homeless Status"),
        _flag(
            "disadvantaged",
            _("Socioeconomically disadvantaged"),
            "SED",
            "Socioeconomically Disadvantaged",
            "Economically Disadvantaged",
        ),
    ),
    rules=(check_span,),
    facts=facts,
    identity=("student_key", "entry_date"),
    reasons={
        "no_show": _("These students never came (no show), so that they were not enrolled. They stay out."),
        "not_enrolled_here": _(
            "These records are of services to students of another school, not of an enrollment. They stay out."
        ),
    },
)
