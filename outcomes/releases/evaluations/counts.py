"""The counts of students that an evaluation's document tells, in the words of the audit: facts as released cells have them.

How the program was run is told by the same facts as a release of measures tells them; the number of participants in a
result is a part of the youth served. So the joint audit sees both, and what the two tell of each other.
"""

import json

from ...evaluation.plans.hide import HIDDEN, is_small
from ...measures.definition import registry
from ..artifacts import JSON
from ..hiding.facts import Fact, who_of
from ..models import LevelKind, Population

# Names of the document's numbers of a year: the measure, and the aggregate of it, that counts the same youth.
OF_A_YEAR = {
    "served": ("youth_served", "youth_served"),
    "new": ("youth_new", "youth_new"),
    "carried_over": ("youth_carried_over", "youth_carried_over"),
    "youth_with_hours": ("hours_per_youth", "youth_with_hours"),
}
# Of those, the ones that the others give back.
TOGETHER = {
    "new": ("new", "carried_over"),
    "carried_over": ("new", "carried_over"),
    "served": tuple(OF_A_YEAR),
}
IN_RESULT = "in the result of "


def told_by(document, program):
    """{Fact: number, or None where the document hides it}. program: short name."""
    result, found = document["result"], {}
    for year, numbers in _years(result):
        for name in OF_A_YEAR:
            if numbers.get(name) is not None:
                found[_fact(name, year, program)] = None if numbers[name] == HIDDEN else numbers[name]
        for part in result["outcomes"]:
            number = part["flow"].get("in_result")
            # What is said in tens leaves open to whom it belongs.
            if isinstance(number, int) and not _is_about(part):
                found[_in_result(part, year, program)] = number
    return found


def told_of_evaluation(release):
    """{Fact: number or None} of a stored release."""
    content = release.artifacts.get(name=JSON).content
    return told_by(json.loads(bytes(content)), release.program.slug)


def within(facts):
    """{condition: conditions that contain it} of the facts that only evaluations tell."""
    served = who_of("youth_served")
    return {fact.who: {served} for fact in facts if fact.who.startswith(IN_RESULT)}


def primary_of(document, operation, program):
    """Keys of the facts and differences that must not be known. operation: the true numbers, {year: {name: number}}."""
    found = []
    for year, _numbers in _years(document["result"]):
        true = operation.get(year, {})
        served = true.get("served")
        for name in OF_A_YEAR:
            if is_small(true.get(name)):
                found.append(_fact(name, year, program))
        for part in document["result"]["outcomes"]:
            number = part["flow"].get("in_result")
            if isinstance(number, int) and served and is_small(served - number):
                found.append((_fact("served", year, program), "minus", _in_result(part, year, program)))
    return found


def without(document, narrowed):
    """The document with the year's numbers hidden that tell of some facts; None where a result tells of them."""
    result = document["result"]
    if any(fact.who.startswith(IN_RESULT) for fact in narrowed):
        return None
    whos, years = {(fact.who, fact.year) for fact in narrowed}, {}
    for year, numbers in _years(result):
        gone = [
            other
            for name in OF_A_YEAR
            if (_fact(name, year, "").who, year) in whos
            for other in TOGETHER.get(name, (name,))
        ]
        years[year] = numbers | {name: HIDDEN for name in gone if numbers.get(name) is not None}
    operation = (result.get("operation") or {}) | ({"years": years} if years else {})
    return {**document, "result": {**result, "operation": operation}}


def _is_about(part):
    return bool(part.get("about"))


def _years(result):
    return sorted(((result.get("operation") or {}).get("years") or {}).items())


def _fact(name, year, program):
    measure, aggregate = OF_A_YEAR[name]
    return Fact(
        who_of(aggregate),
        "+".join(sorted(registry()[measure].needs)),
        year,
        str(Population.PARTICIPANTS),
        str(LevelKind.PROGRAM),
        program,
        "",
        "",
    )


def _in_result(part, year, program):
    return _fact("served", year, program).with_who(f"{IN_RESULT}{part['key']}")
