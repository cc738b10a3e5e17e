"""Survey scores and grades of single students, before and after: instrument or subject, wave, score.

A claim is the program, a school year and the instrument, so that the survey and the grades stand side by side.
Scores of one instrument are compared with each other only.
"""

import numpy as np
import pandas as pd
from django.utils.translation import gettext_lazy as _

from .declaration import DECLARED, Column, Dataset, Facts
from .facts import StudentResult
from .frame import combined
from .students import CODE, ISSUER, PARTICIPANT
from .tallies import STATES

PRE, POST = "pre", "post"
GRADE_POINTS = "grade points"
WAVES = {
    **dict.fromkeys(
        ("pre", "pre test", "pretest", "before", "baseline", "entry", "intake", "time 1", "t1"), PRE
    ),
    **dict.fromkeys(("post", "post test", "posttest", "after", "exit", "end", "time 2", "t2"), POST),
    **dict.fromkeys(("follow up", "followup", "time 3", "t3"), "follow_up"),
    **{name: name for name in ("fall", "winter", "spring", "summer", "year")},
    **dict.fromkeys(("final", "full year", "end of year"), "year"),
    **{f"{word} {number}": f"q{number}" for word in ("q", "quarter", "quarter no") for number in range(1, 5)},
    **{f"{word} {number}": f"s{number}" for word in ("s", "semester", "sem") for number in range(1, 3)},
    **{f"{word} {number}": f"tri{number}" for word in ("tri", "trimester") for number in range(1, 4)},
}


def check_values(frame):
    score, mark = frame["score"], frame["mark"]
    frame.warn("no_score", ~(score.given | mark.given), "score")
    frame.notice("score_used", score.given & mark.given, "mark")


def tell_pairs(frame):
    """How many have both a score before and one after: only these can show a change."""
    wave = frame["wave"].filled("")
    person = combined(frame["student_id"], frame["participant_code"], frame["issuer"], frame["instrument"])
    table = pd.DataFrame({"person": person, "pre": wave == PRE, "post": wave == POST})
    table = table[frame.going_in & (frame["score"].given | frame["mark"].given)].groupby("person").any()
    alone = table.index[table["pre"] != table["post"]]
    pairs = int((table["pre"] & table["post"]).sum())
    of_one = np.isin(person, alone) & np.isin(wave, [PRE, POST])
    frame.notice("without_pair", of_one & frame.going_in, "wave", pairs=pairs, alone=len(alone))


def facts(frame):
    rows = np.flatnonzero(frame.going_in)
    score, mark = frame["score"], frame["mark"]
    is_mark = (mark.given & ~score.given)[rows]
    marks, scores = mark.filled(None)[rows], score.filled(None)[rows]
    instruments = frame["instrument"].filled("")[rows].tolist()
    states = score.taken([str(STATES[kind]) for kind in score.kinds])[rows]
    values = {
        "item": instruments,
        "wave": frame["wave"].filled("")[rows].tolist(),
        "value": np.where(is_mark, marks, scores).tolist(),
        "unit": np.where(is_mark, GRADE_POINTS, frame["scale"].filled("")[rows]).tolist(),
        "status": np.where(is_mark, "reported", states).tolist(),
    }
    return Facts(rows=rows, values=values, families=[name.casefold() for name in instruments])


DATASET = Dataset(
    key="student_scores",
    title=_("Survey scores and grades"),
    row=_("one student's score or grade at one time"),
    fact=StudentResult,
    order=8,
    due_days=45,
    scope=DECLARED,
    place="program",
    columns=(
        PARTICIPANT,
        CODE,
        ISSUER,
        Column(
            "instrument",
            _("Survey, test or subject"),
            "label",
            required=True,
            aliases=(
                "Instrument",
                "Survey",
                "Assessment",
                "Test",
                "Scale Name",
                "Subject",
                "Course",
                "Measure",
            ),
            example="School connectedness",
        ),
        Column(
            "wave",
            _("When"),
            "word",
            required=True,
            aliases=(
                "Wave",
                "Time",
                "Pre/Post",
                "Term",
                "Marking Period",
                "Grading Period",
                "Timepoint",
                "Period",
            ),
            words=WAVES,
            example="pre",
            help=_(
                "pre or post for a survey; a quarter, semester, trimester or season for grades. One row for each."
            ),
        ),
        Column(
            "score",
            _("Score"),
            "amount",
            aliases=("Score", "Points", "Value", "Scale Score", "Percent", "GPA"),
            example="3.25",
        ),
        Column("mark", _("Letter grade"), "mark", aliases=("Letter Grade", "Grade", "Mark"), example="B+"),
        Column(
            "scale",
            _("Scale"),
            "label",
            aliases=("Scale", "Score Type", "Unit", "Scale Range"),
            example="1 to 5",
        ),
    ),
    rules=(check_values, tell_pairs),
    facts=facts,
    identity=("student_key", "item", "wave"),
    reasons={
        "no_score": _("Neither a score nor a grade is told here. It counts as missing, never as zero."),
        "score_used": _("A score and a letter grade are told; the score is used."),
        "without_pair": _(
            "%(pairs)s student(s) have a score before and one after. %(alone)s have only one of the two: no change can be told of them."
        ),
    },
)
