"""What a reader must know besides the finding: short sentences, each by its own rule, none left out."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import attrition, balance, sensitivity
from .designs import descriptive, staggered
from .estimates import RATIO
from .question import HIGHER
from .wording import at_most_few, change, decimals_for, is_few, number, tells_of_few


def notes(evaluation, helped):
    """Sentences; helped: whether the finding is favorable."""
    found = [
        *_own_change(evaluation, helped),
        _alike_before(evaluation),
        _check_before(evaluation),
        *_left_aside(evaluation),
        _missing_outcomes(evaluation),
        _one_school(evaluation),
        _other_ways(evaluation),
        _subgroups(evaluation),
    ]
    return tuple(note for note in found if note)


def _own_change(evaluation, helped):
    """Before and after, and why it is not the effect; the more needed the better it looks."""
    described, estimate = evaluation.described, evaluation.estimate
    if described.value is None or estimate is None or estimate.value is None:
        return []
    if tells_of_few(described, evaluation.question.kind):
        return []
    decimals = decimals_for(described.value)
    own = _("By itself, %(outcome)s of participants %(change)s. That is not the effect of the program.") % {
        "outcome": evaluation.question.outcome,
        "change": change(described.value, described.scale, decimals),
    }
    own = " ".join([own, *_of_similar(evaluation)])
    improved = described.value > 0 if evaluation.question.better == HIGHER else described.value < 0
    if helped or not improved:
        return [own]
    return [
        own,
        _(
            "It looks like success and is not shown to be one: those chosen after a bad year usually "
            "improve without any program."
        ),
    ]


def _of_similar(evaluation):
    if "change_comparison" not in evaluation.estimate.details:
        return
    change_of = {
        name: evaluation.estimate.details[f"change_{name}"] for name in ("participants", "comparison")
    }
    decimals = decimals_for(*change_of.values())
    ours, theirs = (change(value, evaluation.estimate.scale, decimals) for value in change_of.values())
    yield _(
        "Of those who have similar students beside them, that of participants %(ours)s, that of similar "
        "students %(theirs)s."
    ) % {"ours": ours, "theirs": theirs}


def _alike_before(evaluation):
    if not evaluation.balance:
        return None
    apart = [row for row in evaluation.balance if row.verdict == balance.NOT_SATISFIED]
    if not apart and _passed(evaluation) is False:
        return _(
            "Participants and the students compared were alike in the last years before, but not earlier."
        )
    if not apart:
        return _("Participants and the students compared were alike in the years before.")
    return _(
        "Participants and the students compared were not alike before in %(count)s of %(all)s respects."
    ) % {
        "count": number(len(apart), 0),
        "all": number(len(evaluation.balance), 0),
    }


def _check_before(evaluation):
    if evaluation.design == descriptive.NAME:
        return None
    passed = _passed(evaluation)
    if passed is None:
        return _(
            "There was no earlier time in which to check that the comparison finds nothing where nothing was."
        )
    if passed:
        return _(
            "In an earlier time, before the program, the same comparison found no difference, as it should."
        )
    return None


def _passed(evaluation):
    """Whether a time that the program cannot have changed shows no difference; None: it was not looked at."""
    if evaluation.design == staggered.NAME:
        return evaluation.estimate.details["before_entry"]
    tested = evaluation.placebo is not None and evaluation.placebo.estimate.p is not None
    return not sensitivity.failed(evaluation.placebo) if tested else None


def _left_aside(evaluation):
    if evaluation.withhold:
        yield _(
            "Some participants are not in the result, because they could not be measured or have no similar "
            "student to be compared with. Their number is not given: beside the others it would show a few."
        )
        return
    few = [is_few(n) for n in (evaluation.unmatched or 0, evaluation.unmeasurable, evaluation.already_served)]
    if any(few):
        yield from _few_left_aside(few)
    if evaluation.unmatched and not few[0]:
        yield ngettext(
            "%(count)s participant has no similar student to be compared with and is not in the result.",
            "%(count)s participants have no similar student to be compared with and are not in the result.",
            evaluation.unmatched,
        ) % {"count": number(evaluation.unmatched, 0)}
    if evaluation.unmeasurable and not few[1]:
        yield ngettext(
            "%(count)s participant could not be measured before the program.",
            "%(count)s participants could not be measured before the program.",
            evaluation.unmeasurable,
        ) % {"count": number(evaluation.unmeasurable, 0)}
    if evaluation.already_served and not few[2]:
        yield ngettext(
            "%(count)s student was in the program before already and counts on neither side.",
            "%(count)s students were in the program before already and count on neither side.",
            evaluation.already_served,
        ) % {"count": number(evaluation.already_served, 0)}


def _few_left_aside(few):
    """The same sentences where their numbers may not be said."""
    sentences = (
        _(
            "A few participants (%(few)s) have no similar student to be compared with and are not in the result."
        ),
        _("A few participants (%(few)s) could not be measured before the program."),
        _("A few students (%(few)s) were in the program before already and count on neither side."),
    )
    for sentence, holds in zip(sentences, few, strict=True):
        if holds:
            yield sentence % {"few": at_most_few()}


def _missing_outcomes(evaluation):
    lost = evaluation.attrition
    if not lost.overall:
        return None
    if is_few(lost.participants_lost) or is_few(lost.comparison_lost):
        if lost.verdict == attrition.HIGH:
            return _(
                "Results after are missing for some students, too few on one side to give their number; that "
                "is enough to distort the result."
            )
        return _("Results after are missing for some students, too few on one side to give their number.")
    figures = {
        "participants": number(100 * lost.participants),
        "comparison": number(100 * lost.comparison),
    }
    if lost.verdict == attrition.HIGH:
        return (
            _(
                "Results after are missing for %(participants)s percent of participants and "
                "%(comparison)s percent of the others; that is enough to distort the result."
            )
            % figures
        )
    return (
        _(
            "Results after are missing for %(participants)s percent of participants and %(comparison)s "
            "percent of the others."
        )
        % figures
    )


def _one_school(evaluation):
    if evaluation.left_out is None or not evaluation.estimate.is_effect:
        return None
    if evaluation.left_out.changes_sign:
        return _("The direction of the difference depends on single schools.")
    return _("The direction of the difference stays the same whichever school is left out.")


def _other_ways(evaluation):
    """How many of the other readings have an interval on the other side of no difference, or lose it."""
    readings = [r for r in evaluation.readings if r.estimate.low is not None and r.name != "tried"]
    if not readings or evaluation.estimate.low is None:
        return None
    here = _side(evaluation.estimate)
    other = sum(_side(reading.estimate) != here for reading in readings)
    if not other:
        return ngettext(
            "The one other way of calculating leads to the same conclusion.",
            "All %(all)s other ways of calculating lead to the same conclusion.",
            len(readings),
        ) % {"all": number(len(readings), 0)}
    return ngettext(
        "%(other)s of %(all)s other way of calculating leads to another conclusion.",
        "%(other)s of %(all)s other ways of calculating lead to another conclusion.",
        len(readings),
    ) % {"other": number(other, 0), "all": number(len(readings), 0)}


def _side(estimate):
    nothing = 1.0 if estimate.scale == RATIO else 0.0
    return (estimate.low > nothing) - (estimate.high < nothing)


def _subgroups(evaluation):
    tested = [part for part in evaluation.subgroups if part.estimate.p_adjusted is not None]
    if not tested:
        return None
    shown = sum(part.estimate.p_adjusted < 0.05 for part in tested)
    return ngettext(
        "%(all)s group of students was looked at by itself; allowing for that, %(shown)s shows a difference.",
        "%(all)s groups of students were looked at by themselves; allowing for their number, %(shown)s "
        "show a difference.",
        len(tested),
    ) % {"all": number(len(tested), 0), "shown": number(shown, 0)}
