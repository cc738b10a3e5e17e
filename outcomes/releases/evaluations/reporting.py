"""The same numbers in the forms that funders ask for: JJCPA, 21st CCLC GPRA, Results-Based Accountability.

Nothing is computed here. What an evaluation does not hold is "not reported", what is hidden is `*`.
"""

from outcomes.evaluation.plans.hide import HIDDEN
from outcomes.evaluation.plans.presenter import sections
from outcomes.evaluation.plans.terms import Terms

NOT_REPORTED = "not reported"
# What Welf. & Inst. Code 749.22 asks of every program paid by the act, in its order.
JJCPA = {
    "arrested": "Arrest rate of participants",
    "incarcerated": "Incarceration rate of participants",
    "probation_completed": "Rate of successful completion of probation",
    "restitution_completed": "Rate of successful completion of restitution",
    "service_completed": "Rate of successful completion of court-ordered community service",
    "violated": "Rate of probation violations",
}


def report_sheets(document):
    """[(name of the sheet, rows)]"""
    return [("JJCPA", _jjcpa(document)), ("21st CCLC GPRA", _gpra(document)), ("RBA", _rba(document))]


def _jjcpa(document):
    operation = document["result"].get("operation", {})
    rows = [["Measure that the act asks for", "Of", "Number", "Percent"]]
    for key, title in JJCPA.items():
        told = operation.get("jjcpa", {}).get(key)
        rows.append([title, *_share(told)])
    rows += [[], ["Local measures, from the evaluation"], ["Measure", "Result", "", ""]]
    rows += [[section.title, section.words["fact"]] for section in _sections(document)]
    return rows


def _gpra(document):
    gpra = document["result"].get("gpra", {})
    return [
        ["Measure", "Of", "Number", "Percent"],
        [
            "GPRA 3: attendance of 90 percent or less before, and higher after",
            *_share(gpra.get("attendance")),
        ],
        [
            "GPRA 4: suspended in school before, and fewer in-school suspensions after",
            *_share(gpra.get("in_school_suspensions")),
        ],
        [],
        ["These are before and after of participants: descriptions, not effects of the program."],
    ]


def _rba(document):
    operation = _of_the_last_year(document["result"].get("operation") or {})
    rows = [["How much did we do?", "", ""]]
    rows += [[title, _number(operation.get(name))] for name, title in MUCH.items()]
    rows += [[], ["How well did we do it?", "", ""]]
    rows += [[title, _number(operation.get(name))] for name, title in WELL.items()]
    rows += [
        [],
        [
            "Is anyone better off?",
            "Baseline",
            "Actual",
            "Compared with similar students",
            "Story behind the curve",
        ],
    ]
    for section, one in zip(_sections(document), document["result"]["outcomes"], strict=True):
        details, estimate = one["described"]["details"], one["estimate"]
        effect = NOT_REPORTED
        if estimate and estimate["value"] is not None:
            effect = f"{estimate['value']:.2f} ({estimate['low']:.2f} to {estimate['high']:.2f})"
        rows.append(
            [
                section.title,
                _number(details["before"]),
                _number(details["after"]),
                effect,
                section.words["answer"],
            ]
        )
    return rows


MUCH = {
    "served": "Youth served",
    "new": "of these new",
    "carried_over": "of these carried over",
    "hours": "Hours of service received",
    "sessions": "Sessions received",
}
WELL = {
    "completed_percent": "Completed, of those whose engagement ended (percent)",
    "sessions_attended": "Sessions that were held and signed in to",
    "challenge_earned": "Challenge earned",
    "challenge_entered": "of entrants",
}


def _of_the_last_year(operation):
    """{name: number} of the newest school year, the sessions and the last challenge."""
    years, challenges = operation.get("years") or {}, operation.get("challenges") or [{}]
    last = years[max(years)] if years else {}
    sessions = operation.get("sessions") or {}
    return {
        **last,
        "sessions_attended": sessions.get("attended"),
        "challenge_earned": challenges[-1].get("earned"),
        "challenge_entered": challenges[-1].get("entered"),
    }


def _sections(document):
    return sections(document["result"], Terms.from_json(document["plan"]["terms"]).step)


def _share(told):
    """[of, number, percent] of {"students", "count"}; hidden and missing ones as their words."""
    if not told:
        return [NOT_REPORTED] * 3
    if HIDDEN in told.values():
        return ["*"] * 3
    percent = round(100 * told["count"] / told["students"], 1) if told["students"] else NOT_REPORTED
    return [told["students"], told["count"], percent]


def _number(value):
    if value is None:
        return NOT_REPORTED
    return "*" if value == HIDDEN else value
