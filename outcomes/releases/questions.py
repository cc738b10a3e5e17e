"""What a board asks, in its order, and which measures answer it: the order of every page about a release."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Question:
    """headlines: the measures that answer it best; others: the rest, in order."""

    key: str
    title: str
    headlines: tuple
    others: tuple = ()

    @property
    def measures(self):
        return (*self.headlines, *self.others)

    def place(self, measure):
        """Sort key of a measure within the question."""
        return self.measures.index(measure) if measure in self.measures else len(self.measures)


QUESTIONS = (
    Question(
        "came",
        _("Did children come to school?"),
        ("attendance_rate", "chronic_absence"),
        ("severe_chronic_absence", "average_days_absent", "truancy", "chronic_truancy")
        + ("improved_attendance", "attendance_measurable", "stability"),
    ),
    Question(
        "kept",
        _("Were they kept in class?"),
        ("suspension_rate", "days_lost_per_100"),
        ("suspension_rate_dashboard", "suspended_out_of_school", "suspended_in_school", "suspensions_per_100")
        + ("repeat_suspension", "expulsions_per_1000"),
    ),
    Question(
        "done",
        _("What did the programs do?"),
        ("youth_served", "completion"),
        ("youth_new", "youth_carried_over", "hours_per_youth", "sessions_per_youth", "meals_per_youth")
        + (
            "dollars_per_youth",
            "length_of_stay",
            "challenge_earned",
            "challenge_measurable",
            "scores_rose",
            "cost_per_youth",
        ),
    ),
    Question(
        "court",
        _("What became of youth on probation?"),
        (),
        ("jjcpa_probation_completed", "jjcpa_arrested", "jjcpa_violated", "jjcpa_incarcerated")
        + ("jjcpa_restitution_completed", "jjcpa_service_completed"),
    ),
    Question(
        "fair",
        _("Is everybody treated alike?"),
        (),
        ("suspension_risk_ratio", "stop_disparity", "stops_per_1000", "workforce_representation")
        + ("workforce_per_1000", "training_completion"),
    ),
    # Measures of releases that are older than the list.
    Question("other", _("What else was counted?"), ()),
)
# So many measures stand on the page of a release with their charts; the others have a line and their own page.
FEATURED = 6


def question_of(measure):
    """The Question that a measure answers."""
    return next((one for one in QUESTIONS if measure in one.measures), QUESTIONS[-1])


def featured(measures):
    """At most FEATURED of some measures, in the order of the page: headlines of the questions, then what comes first."""
    measures = sorted(measures, key=_place)
    best = [key for key in measures if key in question_of(key).headlines]
    chosen = [*best, *(key for key in measures if key not in best)][:FEATURED]
    return sorted(chosen, key=_place)


def _place(measure):
    question = question_of(measure)
    return QUESTIONS.index(question), question.place(measure), measure
