"""Before and after: what participants did, never what the program did. Always labelled so."""

from ..estimates import DESCRIPTIVE, Estimate
from .sample import scale_of

NAME = "descriptive"


def pre_post(rows):
    """Average change of participants from the last baseline; beside it that of everyone else, if there are.

    No interval and no p: either would be read as an effect. details: averages of both sides.
    """
    frame, ours = rows.frame, rows.participant
    change = (frame["post"] - frame["before"]).to_numpy()
    details = {
        "before": _mean(frame["before"], ours),
        "after": _mean(frame["post"], ours),
        "comparison_before": _mean(frame["before"], ~ours),
        "comparison_after": _mean(frame["post"], ~ours),
        "comparison_change": _mean(change, ~ours),
    }
    return Estimate(
        NAME,
        scale_of(rows.kind),
        _mean(change, ours),
        participants=int(ours.sum()),
        comparison=int((~ours).sum()),
        schools_participants=int(frame.loc[ours, "school"].nunique()),
        schools_comparison=int(frame.loc[~ours, "school"].nunique()),
        withheld=(DESCRIPTIVE,),
        convention="none",
        details=details,
    )


def by_dosage(rows, dosage, parts=3):
    """Change of participants by how much they received: [(least, most, students, change)], least first.

    A secondary reading and never a cause: who comes more often differs in more than that.
    dosage: column of the frame, in one unit.
    """
    ours = rows.frame[rows.participant & rows.frame[dosage].notna()]
    # Whoever received as much is in the same part: no order of the rows decides.
    ranked = ours[dosage].rank(method="average")
    part = ((ranked - 1) * parts // max(len(ours), 1)).astype(int)
    return [
        (float(of[dosage].min()), float(of[dosage].max()), len(of), float((of["post"] - of["before"]).mean()))
        for _, of in ours.groupby(part)
    ]


def _mean(values, of):
    return float(values[of].mean()) if of.any() else None
