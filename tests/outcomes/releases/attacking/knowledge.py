"""What a reader knows of the words: whom each measure counts, who lies within whom. Written anew, from the definitions
that every release tells.
"""

from decimal import Decimal
from typing import NamedTuple


class Key(NamedTuple):
    """What tells the numbers of a release apart, in every form alike."""

    measure: str
    year: str
    population: str
    level: str
    place: str
    dimension: str
    group: str


class Said(NamedTuple):
    """One number as some form of publication prints it; None for what is not printed there."""

    state: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


# Measure: whom its numerator counts, among whom. None: a plain count.
SHARES = {
    "suspension_rate": ("suspended", "enrolled"),
    "suspension_rate_dashboard": ("suspended a day", "enrolled"),
    "suspended_in_school": ("suspended in school", "enrolled"),
    "suspended_out_of_school": ("suspended out of school", "enrolled"),
    "repeat_suspension": ("suspended again", "suspended"),
    "chronic_absence": ("chronically absent", "expected over 30 days"),
    "severe_chronic_absence": ("severely absent", "expected over 30 days"),
    "truancy": ("truant", "with attendance"),
    "chronic_truancy": ("chronically truant", "with attendance"),
    "attendance_measurable": ("measurable twice", "with attendance"),
    "improved_attendance": ("improved", "measurable twice"),
    # Where every school reported enrollment and discipline, those with an enrollment are those enrolled.
    "stability": ("stable", "enrolled"),
    "completion": ("completed", "ended"),
    "youth_served": ("served", None),
    "youth_new": ("new", None),
    "youth_carried_over": ("carried over", None),
}
# Measure: what its numerator counts, the students who have at least one of it each, and among whom.
EVENTS = {
    "suspensions_per_100": ("suspensions", "suspended", "enrolled"),
    "expulsions_per_1000": ("expulsions", "expelled", "enrolled"),
    "days_lost_per_100": (None, "suspended for days", "enrolled"),
    "suspension_risk_ratio": (None, "suspended", "enrolled"),
    "attendance_rate": (None, "with attendance", None),
    "average_days_absent": (None, "absent", None),
    "cost_per_youth": (None, "served", None),
    "length_of_stay": (None, "closed", None),
}
PER = {"suspensions_per_100": 100, "expulsions_per_1000": 1000} | dict.fromkeys(
    (measure for measure, (_counted, among) in SHARES.items() if among), 100
)
# (narrower, wider): students of the one are students of the other.
WITHIN = {(counted, among) for counted, among in SHARES.values() if among} | {
    ("suspended again", "suspended"),
    ("suspended in school", "suspended"),
    ("suspended out of school", "suspended"),
    ("suspended a day", "suspended"),
    ("suspended for days", "suspended out of school"),
    ("expelled", "enrolled"),
    ("severely absent", "chronically absent"),
    ("chronically absent", "absent"),
    ("absent", "with attendance"),
    ("expected over 30 days", "with attendance"),
    ("measurable twice", "expected over 30 days"),
    ("new", "served"),
    ("carried over", "served"),
}
# Nobody's secret (docs/decisions/0023): how many of those with attendance were expected for 30 days at most.
NOT_PROTECTED = {
    ("expected over 30 days", "with attendance"),
    ("measurable twice", "expected over 30 days"),
}
# whole <= sum of parts: who is suspended is so in school or out of it; twice suspended is two suspensions at least.
COVERED = [
    ("suspended", ("suspended in school", "suspended out of school")),
    ("served", ("new", "carried over")),
]
AT_LEAST = [
    ("suspensions", ("suspended", "suspended again")),
    ("suspensions", ("suspended in school", "suspended out of school")),
    ("expulsions", ("expelled",)),
]
RESTS = {(counted, among) for counted, among in SHARES.values() if among} - NOT_PROTECTED
COUNTED = {who for pair in WITHIN for who in pair} | {"served", "completed", "ended"}
FEW = 10


def whom(measure):
    """(what the numerator counts, among whom) of a measure whose numbers are counts; None of any other."""
    if measure in SHARES:
        return SHARES[measure]
    what, _students, among = EVENTS.get(measure, (None, None, None))
    return (what, among) if what else None
