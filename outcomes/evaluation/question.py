"""What an evaluation asks: fixed before anybody looks at results."""

from dataclasses import dataclass, field

from . import floors
from .designs.sample import SAME_SCHOOLS

HIGHER, LOWER = "higher", "lower"
# How children came into the program: decided anew each period, or once for all before the first entry.
EACH_PERIOD, ONCE = "each_period", "once"


@dataclass(frozen=True)
class Question:
    """outcome: what is measured, as a word in a sentence ("attendance", "suspensions"), translated.

    kind: "rate" (percent), "count" (events with enrolled days) or "yes_no". behind: "rate" or "count", what a yes
    is made of, in the panel's column of that name. better: which way is favorable.
    window: period (or tuple of them) after entry; baselines: the last one before it first; earlier: a window
    before the baselines that the program cannot have changed. other_windows: {name: (window, baselines)}.
    units: "students", or "schools" for totals only. subgroups: columns of the panel.
    least_students, least_schools: minimum sizes a side, which a plan may raise above those of `floors`.
    """

    outcome: str
    window: object
    baselines: tuple
    kind: str = "rate"
    behind: str | None = None
    better: str = HIGHER
    earlier: object = None
    comparison: str = SAME_SCHOOLS
    chosen: str = EACH_PERIOD
    covariates: tuple = ()
    subgroups: tuple = ()
    dosage: str | None = None
    other_windows: dict = field(default_factory=dict)
    least_days: float = 1
    units: str = "students"
    least_students: int = floors.STUDENTS_A_SIDE
    least_schools: int = floors.SCHOOLS_A_SIDE

    def rows_like(self, window=None, baselines=None):
        """Arguments of `rows.student_rows` for this question, or for another window of it."""
        extra = [*self.subgroups, *([self.dosage] if self.dosage else [])]
        return {
            "outcome": self.window if window is None else window,
            "baselines": self.baselines if baselines is None else baselines,
            "earlier": self.earlier if window is None else None,
            "kind": self.kind,
            "behind": self.behind,
            "covariates": self.covariates,
            "kept": tuple(dict.fromkeys(extra)),
            "least_days": self.least_days,
        }
