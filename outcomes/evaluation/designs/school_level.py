"""Schools with the program against schools without, for partners who hand in totals only.

    rate after = constant + b * program + g1 * rate before + g2 * rate the year before that

One row per school, each counting once. Convention: the jackknife, one school left out at a time (CR3 with
every school its own cluster), t(schools - coefficients).
"""

import numpy as np

from ..estimates import POINTS, of_students
from ..regression import least_squares

NAME = "school_level"
CONVENTION = "schools as units, jackknife (CR3), t"


def school_comparison(rows):
    """The effect on a school's rate, in points.

    rows: `student_rows` of a panel whose students are the schools themselves; `days` are their enrollments.
    """
    frame, ours = rows.frame, rows.participant
    students = frame["post_days"].to_numpy()
    schools = (int(ours.sum()), int((~ours).sum()))
    known = {
        "participants": students[ours].sum(),
        "comparison": students[~ours].sum(),
        "schools": schools,
        "convention": CONVENTION,
        "baselines": len(rows.baselines),
    }
    names = ["participant", *rows.baselines, *rows.covariates, "constant"]
    if min(schools) < 2 or len(frame) <= len(names):
        return of_students(NAME, POINTS, **known)
    X = np.column_stack([ours.astype(float), frame[names[1:-1]].to_numpy(float), np.ones(len(frame))])
    labels = frame["student"].to_numpy()
    fit = least_squares(
        frame["post"], X, names=names, kind="CR3", clusters=labels, df=len(frame) - len(names)
    )
    return of_students(
        NAME,
        POINTS,
        value=fit["participant"],
        se=fit.se("participant"),
        df=fit.df,
        left_out=fit.left_out("participant"),
        details={"units": "schools"},
        **known,
    )


def beside_total(rows, total_before, total_after):
    """Change of the program's schools minus that of the county or state row: described, never an effect."""
    ours = rows.frame[rows.participant]
    change = float(np.average(ours["post"] - ours["pre"], weights=ours["post_days"]))
    return change, change - (total_after - total_before)
