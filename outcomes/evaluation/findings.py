"""Numbers into plain words, by fixed rules: the same three answers whatever the result.

Did it help, how sure are we, what would change our mind. Favorable, unfavorable and inconclusive results get
sentences of the same build; nothing is claimed that a rule here does not derive from a number.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import reasons
from .designs import matched
from .designs.assumptions import WORDS
from .estimates import EARLIER_DIFFER, ONE_BASELINE, RATIO
from .notes import notes
from .question import HIGHER
from .sentences import FACTS, LESS, MORE, PAIRS, SAME
from .wording import (
    amount,
    decimals_for,
    detectable,
    in_hundred,
    in_tens,
    limit,
    number,
    rounded,
    tells_of_few,
)

FAVORABLE, UNFAVORABLE, INCONCLUSIVE = "favorable", "unfavorable", "inconclusive"
NOT_TESTED, ONE_TIME = "not_tested", "one_time"
NOT_COMPARABLE, DESCRIPTIVE = "not_comparable", "descriptive"
SURE = 0.05

ANSWERS = {
    FAVORABLE: gettext_lazy(
        "Favorable: on %(outcome)s, participants did better than those they were compared with."
    ),
    UNFAVORABLE: gettext_lazy(
        "Unfavorable: on %(outcome)s, participants did worse than those they were compared with."
    ),
    INCONCLUSIVE: gettext_lazy(
        "Inconclusive: on %(outcome)s, it cannot be told whether participants did better or worse than "
        "those they were compared with."
    ),
    NOT_TESTED: gettext_lazy(
        "Not tested: there are too few schools to tell whether participants did better or worse on "
        "%(outcome)s."
    ),
    ONE_TIME: gettext_lazy(
        "Not tested: only one earlier time is known, too little to tell whether participants did better "
        "or worse on %(outcome)s."
    ),
    NOT_COMPARABLE: gettext_lazy(
        "Not comparable: participants and the students compared already differed before the program, so "
        "that a difference on %(outcome)s afterwards says nothing about it."
    ),
    DESCRIPTIVE: gettext_lazy(
        "Too little to tell: there are not enough data to say whether participants did better or worse on "
        "%(outcome)s."
    ),
}


@dataclass(frozen=True)
class Finding:
    """verdict: a code above; the rest are sentences.

    answer: did it help; fact: the numbers behind it; certainty: how sure; change_mind: what would change our
    mind; label, assumption, limit: of the design; notes: what a reader must know besides; not_possible: why
    no stronger design.
    """

    verdict: str
    answer: str
    fact: str
    certainty: str
    change_mind: str
    label: str
    assumption: str
    limit: str
    notes: tuple
    not_possible: tuple


def verdict(estimate, better=HIGHER):
    """Code of the result. Only a p-value (the adjusted one if there is one) below 5 % gives a direction."""
    if estimate is None or not estimate.is_effect:
        return DESCRIPTIVE
    if EARLIER_DIFFER in estimate.withheld:
        return NOT_COMPARABLE
    if ONE_BASELINE in estimate.withheld:
        return ONE_TIME
    if estimate.p is None:
        return NOT_TESTED
    p = estimate.p if estimate.p_adjusted is None else estimate.p_adjusted
    if p >= SURE:
        return INCONCLUSIVE
    return FAVORABLE if (estimate.value > estimate.nothing) == (better == HIGHER) else UNFAVORABLE


def finding(evaluation):
    """The `Finding` of an `evaluate.Evaluation`, in the active language."""
    code = verdict(evaluation.estimate, evaluation.question.better)
    words = WORDS[evaluation.design]
    return Finding(
        verdict=code,
        answer=str(ANSWERS[code]) % {"outcome": evaluation.question.outcome},
        fact=fact(evaluation),
        certainty=_certainty(code, evaluation),
        change_mind=_change_mind(code, evaluation),
        label=str(words.label),
        assumption=str(words.assumption),
        limit=str(words.limit),
        notes=notes(evaluation, helped=code == FAVORABLE),
        not_possible=tuple(reasons.why_not(reason) for reason in evaluation.not_possible),
    )


def fact(evaluation):
    """The estimate in one sentence, or what is described where there is no estimate."""
    estimate = evaluation.estimate
    if estimate is None or estimate.value is None:
        return _described(evaluation)
    decimals = decimals_for(estimate.low, estimate.high)
    pairs = (
        evaluation.design == matched.NAME and estimate.participants == estimate.comparison == estimate.sets
    )
    by_schools = estimate.details.get("units") == "schools"
    ratio = estimate.scale == RATIO
    apart = estimate.value - estimate.nothing
    seen = rounded(apart, 2 if ratio else decimals)
    sentence = FACTS[PAIRS if pairs else evaluation.design][MORE if seen > 0 else LESS if seen < 0 else SAME]
    return str(sentence) % {
        "n": _people(evaluation, estimate.schools_participants if by_schools else estimate.participants),
        "m": _people(evaluation, estimate.schools_comparison if by_schools else estimate.comparison),
        "outcome": evaluation.question.outcome,
        "size": limit(estimate, estimate.value) if ratio else amount(apart, estimate.scale, decimals),
        "value": number(estimate.value, decimals),
        "low": limit(estimate, estimate.low, decimals),
        "high": limit(estimate, estimate.high, decimals),
    }


def _described(evaluation):
    described = evaluation.described
    if described.value is None:
        return _("No participant has results both before and after.")
    if tells_of_few(described, evaluation.question.kind):
        return _(
            "Too few participants stand behind the results before and after to show them. Numbers of so few "
            "would tell of single students."
        )
    decimals = decimals_for(described.details["before"], described.details["after"])
    return _(
        "%(outcome)s of %(n)s participants was %(before)s before and %(after)s after. This is a "
        "description, not an effect of the program."
    ) % {
        "outcome": _capitalized(evaluation.question.outcome),
        "n": _people(evaluation, described.participants),
        "before": number(described.details["before"], decimals),
        "after": number(described.details["after"], decimals),
    }


def _people(evaluation, count):
    """A number of students, in tens where another number beside it would show a few."""
    if not evaluation.about:
        return number(count, 0)
    return _("about %(count)s") % {"count": number(in_tens(count), 0)}


def _certainty(code, evaluation):
    estimate = evaluation.estimate
    if code in (FAVORABLE, UNFAVORABLE, INCONCLUSIVE):
        by_chance = _(
            "If the program changed nothing, chance alone would bring a difference at least this large in "
            "%(count)s of 100 such studies."
        ) % {"count": in_hundred(estimate.p if estimate.p_adjusted is None else estimate.p_adjusted)}
        could_see = _("The study could have detected a difference of %(detectable)s or more.") % {
            "detectable": detectable(estimate, decimals_for(estimate.detectable))
        }
        return f"{by_chance} {could_see}"
    if code == NOT_TESTED:
        return _(
            "How much of the difference is chance cannot be judged from %(have)s schools on the smaller "
            "side; %(need)s on each side are needed."
        ) % {
            "have": number(min(estimate.schools_participants, estimate.schools_comparison), 0),
            "need": number(evaluation.question.least_schools, 0),
        }
    if code == ONE_TIME:
        return _(
            "One earlier time cannot tell a bad spell from habit. Students chosen for a bad spell "
            "recover by themselves, so that a chance cannot be calculated."
        )
    if code == NOT_COMPARABLE:
        return _(
            "The same comparison was made for a time before the program, which it cannot have changed, "
            "and it showed a difference there as well. So no chance is calculated."
        )
    return _("Nothing can be said about how sure this is. %(why)s") % {"why": _missing(evaluation)}


def _change_mind(code, evaluation):
    estimate = evaluation.estimate
    if code in (FAVORABLE, UNFAVORABLE):
        advantage = evaluation.bound.advantage if evaluation.bound else None
        if advantage is None:
            return _("A repeated study with another result.")
        if estimate.scale == RATIO:
            return _(
                "Something unrecorded that makes taking part and %(outcome)s each %(times)s times as "
                "likely would be enough to explain the result."
            ) % {"outcome": evaluation.question.outcome, "times": number(evaluation.bound.e_value_interval)}
        return _(
            "Something unrecorded that set participants apart, worth %(advantage)s of %(outcome)s by "
            "itself, would be enough for the result to be inconclusive."
        ) % {
            "outcome": evaluation.question.outcome,
            "advantage": amount(advantage, estimate.scale, decimals_for(advantage)),
        }
    if code == INCONCLUSIVE:
        return _(
            "More participants in more schools: with four times as many, a study could detect "
            "differences half as large."
        )
    if code == NOT_TESTED:
        return _(
            "The same program in at least %(need)s schools, with students to compare with in as many."
        ) % {"need": number(evaluation.question.least_schools, 0)}
    if code == ONE_TIME:
        return _("Results of participants and others from one more time before the program.")
    if code == NOT_COMPARABLE:
        return _(
            "A longer record of earlier years, so that students can be found who moved as participants "
            "did before the program."
        )
    return _missing(evaluation)


def _missing(evaluation):
    """What the weakest design that failed would have needed: the easiest way to an answer."""
    if not evaluation.not_possible:
        return ""
    return reasons.because(evaluation.not_possible[-1])


def _capitalized(text):
    text = str(text)
    return text[:1].upper() + text[1:]
