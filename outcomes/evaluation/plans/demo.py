"""The demonstration's evaluations: one program that works, one that does not, one that only looks as if it did,
one too small to say. What is planted is in outcomes.demo.truth.
"""

from programs.models import Program

from . import periods
from .actions import draft_plan, lock_plan
from .models import EvaluationPlan, EvaluationRun
from .run import compute
from .terms import Terms

# Entered in the autumn of 2024-25; measured in the term after, against the two terms before.
ENTRY = periods.period_of_month(periods.TERM, "2024-09")
PROGRAMS = {
    "morning-mentors": "Morning Mentors: do mentored students come to school more often?",
    "back-to-class-outreach": "Back to Class Outreach: does a home visit bring students back?",
    "youth-sports-league": "Youth Sports League: does playing in a team raise attendance?",
    "after-school-studio": "After-School Studio: does an afternoon of art raise attendance?",
}


def build_demo_evaluations(*, by, say):
    """Plan, lock and compute the evaluations that are not there yet."""
    for slug, title in PROGRAMS.items():
        program = Program.objects.get(slug=slug)
        if EvaluationPlan.objects.filter(program=program).exists():
            continue
        plan = draft_plan(by=by, program=program, title=title, terms=terms_of(title))
        plan = lock_plan(
            plan,
            by=by,
            people="The program's owner, the districts of its schools and the partnership's coordinator",
        )
        run = EvaluationRun.objects.create(
            plan=plan, version=plan.versions.get(), ordered_by=by, total=len(plan.content.outcomes) + 2
        )
        run = compute(run)
        (first, *_rest) = run.result["outcomes"]
        say(f"  {program}: {first['words']['en']['verdict']}")


def terms_of(title):
    return Terms(
        question=title.split(": ", 1)[-1].capitalize(),
        step=periods.TERM,
        window=(ENTRY + 1,),
        before=ENTRY - 1,
        primary=("attendance",),
        secondary=("chronic_absence", "suspensions"),
        subgroups=("grade", "sex"),
    )
