"""Numbers of students that stand beside each other must not show a few by their difference.

The outcomes of one plan are about nearly the same participants: 110 in one result and 106 in another say that
four were measured in one way only. Then the later number is said in tens; and how many were left aside is said
for all outcomes of the plan or for none.
"""

import dataclasses

from .hide import is_small


def without_differences(found):
    """{key: Evaluation} with `about` and `withhold` set where they are needed; the first outcome is exact."""
    exact, about = [], set()
    for key, evaluation in found.items():
        numbers = _in_result(evaluation)
        if any(_near(numbers, others) for others in exact):
            about.add(key)
        else:
            exact.append(numbers)
    withhold = _shows_few(found.values(), [participants for participants, _others in exact])
    return {
        key: dataclasses.replace(evaluation, about=key in about, withhold=withhold)
        for key, evaluation in found.items()
    }


def _near(numbers, others):
    """Whether two outcomes' numbers of a side differ by a few."""
    return any(is_small(abs(one - other)) for one, other in zip(numbers, others, strict=True))


def without_differences_to_served(found, operation):
    """Beside the number of youth served, nobody left aside is counted where a few are missing; and a result of only a
    few less is said in tens, for how many were served is told elsewhere as well.
    """
    years = (operation or {}).get("years") or {}
    served = [each["served"] for each in years.values() if isinstance(each.get("served"), int)]
    if not served:
        return found
    if any(is_small(each.attrition.participants_lost) for each in found.values()):
        found = {key: dataclasses.replace(each, withhold=True) for key, each in found.items()}
    return {
        key: dataclasses.replace(each, about=True)
        if any(is_small(abs(number - _in_result(each)[0])) for number in served)
        else each
        for key, each in found.items()
    }


def _in_result(evaluation):
    """(participants, others) that the outcome's sentence names."""
    estimate = evaluation.estimate
    if estimate is None or estimate.value is None:
        estimate = evaluation.described
    return estimate.participants, estimate.comparison


def _shows_few(evaluations, shown):
    """Whether a number of those measured or left aside, in any outcome, shows a few beside the others."""
    evaluations = list(evaluations)
    measured = [each.described.participants for each in evaluations]
    if any(is_small(abs(one - other)) for one in measured for other in [*shown, *measured]):
        return True
    for name in ("unmatched", "unmeasurable", "already_served"):
        counts = [getattr(each, name) or 0 for each in evaluations]
        if len(counts) > 1 and any(is_small(abs(one - other)) for one in counts for other in counts):
            return True
    return len(evaluations) > 1 and any(is_small(each.unmatched or 0) for each in evaluations)


def differences_of_few(one, other):
    """Whether two results of a plan (documents), laid beside each other, differ somewhere by a few students."""
    numbers = {part["key"]: part for part in other["outcomes"]}
    for part in one["outcomes"]:
        if part["key"] in numbers and any(
            is_small(abs(a - b)) for a, b in zip(_counts(part), _counts(numbers[part["key"]]), strict=True)
        ):
            return True
    return False


def _counts(part):
    """The numbers of students that an outcome's part of a document tells; 0 where it tells none."""
    estimate = part["estimate"] or {}
    told = [*part["flow"].values(), estimate.get("participants"), estimate.get("comparison")]
    return [each if isinstance(each, int) else 0 for each in told]
