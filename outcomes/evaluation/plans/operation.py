"""How the program was run, beside what came of it: served, received, kept, offered, as planned, and its challenge.

Counts of few are hidden with what would give them back (`hide`). Nothing here is an effect.
"""

from django.db.models import Count, Q

from outcomes.datasets.challenge_results import EARNED, NOT_EARNED, NOT_MEASURABLE
from outcomes.datasets.periods import first_day, last_day
from programs.models import Session

from ..answers.challenge import answers, entrants
from .hide import HIDDEN, is_small


def operation_of(program, terms):
    """{"sessions": {...}, "challenges": [...]}, plain JSON."""
    return {
        "sessions": _sessions(program, terms),
        "challenges": [_challenge(each) for each in _challenges_of(program, terms.years)],
    }


def _sessions(program, terms):
    """Sessions that were offered and signed in to, and how many were planned."""
    span = (first_day(terms.outcome_years[0]), last_day(terms.outcome_years[-1]))
    found = Session.objects.filter(program=program, date__range=span)
    told = found.aggregate(
        offered=Count("pk", distinct=True),
        attended=Count("pk", distinct=True, filter=Q(sign_ins__isnull=False, closed_at__isnull=False)),
    )
    planned = terms.planned_sessions
    return {
        **told,
        "planned": planned or None,
        "as_planned_percent": round(100 * told["offered"] / planned) if planned else None,
        "planned_hours": terms.planned_hours or None,
    }


def _challenges_of(program, years):
    first, last = first_day(years[0]), last_day(years[-1])
    return program.challenges.filter(starts_on__lte=last, ends_on__gte=first).order_by("starts_on")


def _challenge(challenge):
    """Window, rules, entrants, results and reasons of one incentive challenge, computed from submitted data."""
    found = answers(challenge, entrants(challenge)).values()
    counts = {
        result: sum(answer.result == result for answer in found)
        for result in (EARNED, NOT_EARNED, NOT_MEASURABLE)
    }
    reasons = {}
    for answer in found:
        for reason in answer.reasons:
            reasons[reason] = reasons.get(reason, 0) + 1
    entered = len(found)
    if any(map(is_small, (entered, *counts.values()))):
        # Three results make up the entrants: with one of them hidden, none is told.
        counts = dict.fromkeys(counts, HIDDEN)
        entered = HIDDEN if is_small(entered) else entered
    return {
        "title": challenge.title,
        "starts_on": challenge.starts_on.isoformat(),
        "ends_on": challenge.ends_on.isoformat(),
        "rules": [
            name
            for name in ("no_unexcused_absence", "no_suspension", "better_attendance")
            if getattr(challenge, name)
        ],
        "entered": entered,
        **counts,
        "reasons": {
            reason: HIDDEN if is_small(number) or HIDDEN in counts.values() else number
            for reason, number in sorted(reasons.items())
        },
    }
