"""What an evaluation can ask about, and the groups it can look at by themselves."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext_lazy as _

from ..question import HIGHER, LOWER


@dataclass(frozen=True)
class Outcome:
    """title: as a heading; word: within a sentence; unit: what its figures are, as a word. needs: the columns
    of the gathered frame that it is made of. behind: the outcome of which its yes or no is a part, and of which
    baselines are.
    """

    key: str
    title: str
    word: str
    kind: str
    better: str
    needs: tuple
    behind: str = ""

    def values(self, frame):
        """y of each row: percent, events, or 0/1; NaN where it cannot be told."""
        expected = frame["expected"].to_numpy(float)
        known = np.where(expected > 0, expected, np.nan)
        column = frame[self.needs[0]].to_numpy(float)
        if self.key == "attendance":
            return 100 * (1 - column / known)
        if self.key == "unexcused":
            return 100 * column / known
        if self.key == "chronic_absence":
            # Integers of hundredths of a day are compared: exactly a tenth counts (DOMAIN.md).
            return np.where(np.isfinite(known), (10 * column >= expected).astype(float), np.nan)
        if self.key == "suspended":
            return np.where(np.isfinite(column), (column > 0).astype(float), np.nan)
        return column


OUTCOMES = {
    outcome.key: outcome
    for outcome in (
        Outcome("attendance", _("Attendance"), _("attendance"), "rate", HIGHER, ("absent",)),
        Outcome("unexcused", _("Unexcused absence"), _("unexcused absence"), "rate", LOWER, ("unexcused",)),
        Outcome(
            "chronic_absence",
            _("Chronic absence"),
            _("chronic absence"),
            "yes_no",
            LOWER,
            ("absent",),
            behind="attendance",
        ),
        Outcome("suspensions", _("Suspensions"), _("suspensions"), "count", LOWER, ("suspensions",)),
        Outcome(
            "suspended",
            _("Students suspended"),
            _("suspension"),
            "yes_no",
            LOWER,
            ("suspensions",),
            behind="suspensions",
        ),
    )
}

# Outcomes for which schools hand in totals (school_totals): element of those counted, element of all.
TOTALS = {
    "chronic_absence": ("chronically_absent", "chronic_eligible"),
    "suspended": ("suspended", "enrollment"),
}

SUBGROUPS = {
    "grade": _("Grade"),
    "sex": _("Sex"),
    "race": _("Race and ethnicity"),
    "english_learner": _("English learners"),
    "disability": _("Students with disabilities"),
    "disadvantaged": _("Socioeconomically disadvantaged students"),
}
