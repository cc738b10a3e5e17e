"""What a plan says: everything that is fixed before anybody looks at a result."""

from dataclasses import asdict, dataclass, fields

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import floors
from ..designs.sample import OTHER_SCHOOLS, SAME_SCHOOLS
from ..question import EACH_PERIOD, ONCE, Question
from . import periods
from .outcomes import OUTCOMES, SUBGROUPS, TOTALS

SCHOOL_TOTALS = "school_totals"
COMPARISONS = {
    SAME_SCHOOLS: gettext_lazy("Students of the same schools and grades who are not in the program"),
    OTHER_SCHOOLS: gettext_lazy("Students of the same grades in schools without the program"),
    SCHOOL_TOTALS: gettext_lazy("Schools without the program, by their totals (no rows of students needed)"),
}
CHOSEN = {
    EACH_PERIOD: gettext_lazy("Anew in each period, for example after a bad spell"),
    ONCE: gettext_lazy("Once, before the first of them entered"),
}
# Two earlier periods tell a bad spell from habit; a third, if the data reach back so far, checks the design.
BASELINES = 2
MOST_PRIMARY = 2


@dataclass(frozen=True)
class Terms:
    """question: in the planners' own words. window: periods in which outcomes are measured; before: the last
    period before the program; all are integers of `periods`. primary: one or two keys of OUTCOMES.
    planned_*: sessions in the window's school years, and hours for each participant, 0 where nothing is planned.
    least_*: minimum sizes, never below those of `floors`; least_days: enrolled days that a period must hold.
    """

    question: str
    step: str
    window: tuple
    before: int
    primary: tuple
    secondary: tuple = ()
    subgroups: tuple = ()
    comparison: str = SAME_SCHOOLS
    chosen: str = EACH_PERIOD
    least_students: int = floors.STUDENTS_A_SIDE
    least_schools: int = floors.SCHOOLS_A_SIDE
    least_days: int = 20
    dosage: bool = True
    planned_sessions: int = 0
    planned_hours: int = 0

    @classmethod
    def from_json(cls, stored):
        """From what `as_json` gave; lists become tuples."""
        known = {field.name for field in fields(cls)}
        return cls(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in stored.items()
                if name in known
            }
        )

    def as_json(self):
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }

    @property
    def is_of_totals(self):
        return self.comparison == SCHOOL_TOTALS

    @property
    def outcomes(self):
        """Keys of all outcomes, the primary ones first."""
        return (*self.primary, *(key for key in self.secondary if key not in self.primary))

    @property
    def baselines(self):
        return tuple(self.before - back for back in range(BASELINES))

    @property
    def years(self):
        """School years from the first baseline to the end of the outcome's window."""
        steps = range(min(self.baselines), max(self.window) + 1)
        return list(dict.fromkeys(periods.year_of(self.step, period) for period in steps))

    @property
    def outcome_years(self):
        return list(dict.fromkeys(periods.year_of(self.step, period) for period in self.window))

    def problems(self):
        """Sentences about what does not hold together: [] for a plan that can be locked."""
        found = []
        if not self.window or min(self.window) <= self.before:
            found.append(
                _(
                    "The outcome is measured before the program began. Choose a later window, or an earlier last period before."
                )
            )
        if not 1 <= len(self.primary) <= MOST_PRIMARY:
            found.append(_("Choose one or two primary outcomes: what the program is for."))
        if self.is_of_totals and (self.step != periods.YEAR or not set(self.outcomes) <= TOTALS.keys()):
            found.append(
                _(
                    "Totals of schools are counted by school year, and only for chronic absence and students suspended."
                )
            )
        if self.least_students < floors.STUDENTS_A_SIDE or self.least_schools < floors.SCHOOLS_A_SIDE:
            found.append(
                _(
                    "The minimum sizes may be raised, but not lowered below %(students)s students and %(schools)s schools a side."
                )
                % {"students": floors.STUDENTS_A_SIDE, "schools": floors.SCHOOLS_A_SIDE}
            )
        return found

    def question_of(self, key, frame):
        """The `Question` of one outcome, for a gathered frame (which tells what periods there are)."""
        outcome, known = OUTCOMES[key], sorted(set(frame["period"].tolist()))
        earlier = min(self.baselines) - 1
        covariates = ("suspensions_before",) if _tells(frame, "suspensions_before") else ()
        return Question(
            outcome.word,
            window=self.window,
            baselines=self.baselines,
            kind="rate" if self.is_of_totals else outcome.kind,
            behind=OUTCOMES[outcome.behind].kind if outcome.behind and not self.is_of_totals else None,
            better=outcome.better,
            earlier=earlier if earlier in known else None,
            comparison=SAME_SCHOOLS if self.is_of_totals else self.comparison,
            chosen=self.chosen,
            covariates=() if self.is_of_totals or outcome.kind == "count" else covariates,
            subgroups=() if self.is_of_totals else tuple(n for n in self.subgroups if _tells(frame, n)),
            dosage="hours" if self.dosage and _tells(frame, "hours") else None,
            other_windows={
                str(period): (period, self.baselines)
                for period in known
                if period > self.before and (period,) != self.window
            },
            least_days=1 if self.is_of_totals else self.least_days,
            units="schools" if self.is_of_totals else "students",
            least_students=self.least_students,
            least_schools=self.least_schools,
        )


def _tells(frame, column):
    return column in frame and frame[column].notna().any()


def facts_of(terms):
    """[(what, how it is fixed)]: a plan in words, in the active language."""
    step = terms.step
    facts = [
        (_("Question"), terms.question),
        (_("Who counts as served"), _("Everybody who entered the program, whether or not they stayed")),
        (_("Counted by"), str(periods.STEPS[step])),
        (_("Before"), periods.span_label(step, terms.baselines)),
        (_("After"), periods.span_label(step, terms.window)),
        (_("Compared with"), str(COMPARISONS[terms.comparison])),
        (_("How students were chosen"), str(CHOSEN[terms.chosen])),
        (_("Primary outcomes"), _titles(OUTCOMES, terms.primary)),
        (_("Secondary outcomes"), _titles(OUTCOMES, terms.secondary)),
    ]
    if terms.subgroups:
        named = ", ".join(str(SUBGROUPS[key]) for key in terms.subgroups)
        facts.append((_("Groups looked at by themselves"), named))
    facts.append(
        (
            _("Minimum sizes"),
            _("%(students)s students and %(schools)s schools a side, %(days)s enrolled days in each period")
            % {"students": terms.least_students, "schools": terms.least_schools, "days": terms.least_days},
        )
    )
    if terms.planned_sessions:
        facts.append((_("Sessions planned"), str(terms.planned_sessions)))
    if terms.planned_hours:
        facts.append((_("Hours planned for each participant"), str(terms.planned_hours)))
    return [(what, how) for what, how in facts if how]


def _titles(table, keys):
    return ", ".join(str(table[key].title) for key in keys)


def changes_between(old, new):
    """[(what, before, after)] in words of two Terms, only what differs."""
    before, after = dict(facts_of(old)), dict(facts_of(new))
    names = list(dict.fromkeys([*before, *after]))
    return [
        (name, before.get(name, "–"), after.get(name, "–"))
        for name in names
        if before.get(name) != after.get(name)
    ]
