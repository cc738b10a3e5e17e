"""How the program was run, beside what came of it: served, received, kept, offered, as planned, and its challenge.

Counts of few are hidden with what would give them back (`hide`). Nothing here is an effect.
"""

from django.db.models import Count, Q

from outcomes.datasets.challenge_results import EARNED, NOT_EARNED, NOT_MEASURABLE
from outcomes.datasets.facts import CellState, Tally
from outcomes.datasets.periods import first_day, last_day
from outcomes.datasets.probation_outcomes import OUTCOMES as JJCPA
from outcomes.measures.agencies import PROBATION
from outcomes.measures.programs import CHALLENGES, ROSTER, SERVICES, count_programs
from outcomes.submissions.models import Claim
from programs.models import Session

from ..answers.challenge import answers, entrants
from .hide import HIDDEN, is_small


def operation_of(program, terms):
    """{"years": {school year: {name: number or HIDDEN}}, "sessions": {...}, "challenges": [...]}, plain JSON."""
    return {
        "years": _by_year(program, terms.years),
        "sessions": _sessions(program, terms),
        "jjcpa": _jjcpa(program),
        "challenges": [_challenge(each) for each in _challenges_of(program, terms.years)],
    }


def true_numbers(program, years):
    """{school year: {name: youth}} as they are, for the audit of a release; they never leave the building."""
    names = {"served": "youth_served", "new": "youth_new", "carried_over": "youth_carried_over"}
    names["youth_with_hours"] = "youth_with_hours"
    return {
        year: {name: numbers.get(aggregate, (None, 0))[0] for name, aggregate in names.items()}
        for year, numbers in _counted(program, years).items()
    }


def _by_year(program, years):
    found = {year: _year(numbers) for year, numbers in _counted(program, years).items()}
    return {year: found[year] for year in sorted(found)}


def _counted(program, years):
    """{school year: {aggregate: (number, youth behind it)}}"""
    claims = Claim.objects.filter(
        in_effect=True, dataset__in=[ROSTER, SERVICES, CHALLENGES], program=program, period__in=years
    ).select_related("program")
    return {
        where.year: numbers
        for where, numbers in count_programs(list(claims), years).items()
        if where.place == program.slug
    }


def _year(numbers):
    """Numbers of a school year; numbers: {aggregate: (number, youth behind it)}."""

    def count(name):
        number, behind = numbers.get(name, (None, 0))
        return HIDDEN if number is not None and (is_small(number) or is_small(behind)) else number

    told = {
        "served": count("youth_served"),
        "new": count("youth_new"),
        "carried_over": count("youth_carried_over"),
        "completed": count("engagements_completed"),
        "ended": count("engagements_ended"),
        "closed": count("engagements_closed"),
        "youth_with_hours": count("youth_with_hours"),
    }
    # Parts of what is shown: where one is hidden, its counterpart is.
    if HIDDEN in (told["new"], told["carried_over"]):
        told["new"] = told["carried_over"] = HIDDEN
    if _apart_by_few(told["completed"], told["ended"]):
        told["completed"] = HIDDEN
    told["completed_percent"] = _percent(told["completed"], told["ended"])
    told["days_in_program"] = _per(numbers, "days_in_program", told["closed"])
    for unit, hundredths in (("hours", 6000), ("sessions", 100), ("meals", 100), ("dollars", 100)):
        amount, behind = numbers.get(f"{unit}_received", (None, 0))
        told[unit] = HIDDEN if is_small(behind) else amount and round(amount / hundredths, 1)
    return told


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


def _jjcpa(program):
    """{outcome of the act: {"students", "count"}} of the newest period in which probation named this program."""
    claims = dict(
        Claim.objects.filter(in_effect=True, dataset=PROBATION).order_by("period").values_list("pk", "period")
    )
    rows = Tally.objects.filter(claim_id__in=list(claims), group="all", state=CellState.REPORTED)
    counts = {}
    for claim, item, element, count in rows.values_list("claim_id", "item", "element", "count"):
        if item.casefold() == program.name.casefold() and count is not None:
            counts.setdefault(claims[claim], {})[element] = count
    newest = counts[max(counts)] if counts else {}
    return {
        part: _share_of(newest[part], newest[whole])
        for part, whole in JJCPA.items()
        if part in newest and whole in newest
    }


def _share_of(count, people):
    few = any(map(is_small, (count, people, people - count)))
    return {"students": HIDDEN, "count": HIDDEN} if few else {"students": people, "count": count}


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


def _apart_by_few(one, other):
    known = [each for each in (one, other) if isinstance(each, int)]
    return HIDDEN in (one, other) or (len(known) == 2 and is_small(abs(one - other)))


def _percent(part, whole):
    if HIDDEN in (part, whole):
        return HIDDEN
    return round(100 * part / whole, 1) if part is not None and whole else None


def _per(numbers, name, whole):
    amount, behind = numbers.get(name, (None, 0))
    if whole == HIDDEN or is_small(behind):
        return HIDDEN
    return round(amount / whole, 1) if amount and whole else None
