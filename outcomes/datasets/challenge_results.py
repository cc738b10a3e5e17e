"""Challenge results: who earned the reward of an incentive challenge, who did not, and who could not be measured.

A claim is the program, a school year and the challenge, so that a program may hand in one file for each challenge.
"""

from django.utils.translation import gettext_lazy as _

from .declaration import DECLARED, Column, Dataset, Facts
from .facts import StudentResult
from .students import CODE, ISSUER, PARTICIPANT

EARNED, NOT_EARNED, NOT_MEASURABLE = "earned", "not_earned", "not_measurable"
RESULTS = {
    "earned": EARNED,
    "yes": EARNED,
    "y": EARNED,
    "met": EARNED,
    "won": EARNED,
    "qualified": EARNED,
    "not earned": NOT_EARNED,
    "no": NOT_EARNED,
    "n": NOT_EARNED,
    "not met": NOT_EARNED,
    "did not qualify": NOT_EARNED,
    "disqualified": NOT_EARNED,
    "not measurable": NOT_MEASURABLE,
    "not measured": NOT_MEASURABLE,
    "nm": NOT_MEASURABLE,
    "unknown": NOT_MEASURABLE,
    "incomplete data": NOT_MEASURABLE,
    "moved": NOT_MEASURABLE,
}


def ask_for_reasons(frame):
    without = ~frame["reason"].given & (frame["result"].filled("") == NOT_MEASURABLE)
    frame.warn("no_reason", without, "reason")


def facts(frame):
    rows = frame.going_in.nonzero()[0]
    challenges = frame["challenge"].filled("")[rows].tolist()
    values = {
        "item": challenges,
        "status": frame["result"].filled("")[rows].tolist(),
        "reason": frame["reason"].filled("")[rows].tolist(),
    }
    return Facts(rows=rows, values=values, families=[challenge.casefold() for challenge in challenges])


DATASET = Dataset(
    key="challenge_results",
    title=_("Challenge results"),
    row=_("one student's result of a challenge"),
    fact=StudentResult,
    order=7,
    due_days=45,
    scope=DECLARED,
    place="program",
    may_be_empty=True,
    columns=(
        PARTICIPANT,
        CODE,
        ISSUER,
        Column(
            "challenge",
            _("Challenge"),
            "label",
            aliases=("Challenge", "Challenge Name", "Incentive Challenge", "Incentive"),
            example="Spring challenge",
            help=_("Only where the program has several challenges in a school year."),
        ),
        Column(
            "result",
            _("Result"),
            "word",
            required=True,
            aliases=("Result", "Earned", "Outcome", "Met", "Qualified", "Challenge Result"),
            words=RESULTS,
            example="earned",
        ),
        Column(
            "reason",
            _("Reason"),
            "label",
            aliases=("Reason", "Why", "Reason Not Earned", "Comment Code"),
            example="unexcused absence",
            help=_(
                "Why it was not earned or not measurable, in a few words that recur; nothing about the student."
            ),
        ),
    ),
    rules=(ask_for_reasons,),
    facts=facts,
    identity=("student_key", "item"),
    reasons={
        "no_reason": _(
            "No reason is told why these results were not measurable. They count neither as earned nor as not earned; a reason helps the reader."
        ),
    },
)
