"""What anybody in the field knows of the measures, from the words of their definitions: whom each of them counts.

A number counts students (or youth, entries, people), or events and days of students. `count` names those counted above
the line, `of` those below; two measures with the same words count the same people.
"""

from typing import NamedTuple


class Counted(NamedTuple):
    count: str
    of: str = ""
    # Whether what is above the line is events or days of those students, not the students themselves.
    events: bool = False
    # The unit of the printed rate: 100 for percent.
    per: int = 100
    # Days may be halves, so they bound no number of students from above.
    whole: bool = True


ENROLLED, EXPECTED, LONG = "enrolled", "with attendance", "expected for more than 30 days"
MEASURES = {
    "attendance_rate": Counted("with a day attended", EXPECTED, events=True, whole=False),
    "average_days_absent": Counted("absent", "absent", events=True, per=1, whole=False),
    "chronic_absence": Counted("chronically absent", LONG),
    "severe_chronic_absence": Counted("severely absent", LONG),
    "truancy": Counted("truant", EXPECTED),
    "chronic_truancy": Counted("chronically truant", EXPECTED),
    "attendance_measurable": Counted("measurable twice", EXPECTED),
    "improved_attendance": Counted("improved", "measurable twice"),
    "suspension_rate": Counted("suspended", ENROLLED),
    "suspension_rate_dashboard": Counted("suspended for a day", ENROLLED),
    "suspension_risk_ratio": Counted("suspended", ENROLLED, per=0),
    "suspensions_per_100": Counted("suspended", ENROLLED, events=True),
    "days_lost_per_100": Counted("suspended for days out of school", ENROLLED, events=True, whole=False),
    "repeat_suspension": Counted("suspended twice", "suspended"),
    "suspended_in_school": Counted("suspended in school", ENROLLED),
    "suspended_out_of_school": Counted("suspended out of school", ENROLLED),
    "expulsions_per_1000": Counted("expelled", ENROLLED, events=True, per=1000),
    "stability": Counted("stable", "with an enrollment"),
    "youth_served": Counted("served", per=1),
    "youth_new": Counted("new", per=1),
    "youth_carried_over": Counted("carried over", per=1),
    "completion": Counted("completed", "ended", events=True),
    "length_of_stay": Counted("closed", "closed", events=True, per=1, whole=False),
    "hours_per_youth": Counted("with hours", "with hours", events=True, per=1, whole=False),
    "sessions_per_youth": Counted("with sessions", "with sessions", events=True, per=1),
    "meals_per_youth": Counted("with meals", "with meals", events=True, per=1),
    "dollars_per_youth": Counted("with dollars", "with dollars", events=True, per=1, whole=False),
    "cost_per_youth": Counted("", "served", events=True, per=1, whole=False),
    "challenge_earned": Counted("earned", "with a result", events=True),
    "challenge_measurable": Counted("with a result", "entered", events=True),
    "jjcpa_arrested": Counted("arrested", "under the program"),
    "jjcpa_violated": Counted("violated", "under the program"),
    "jjcpa_incarcerated": Counted("incarcerated", "under the program"),
    "jjcpa_probation_completed": Counted("probation completed", "probation ended"),
    "jjcpa_restitution_completed": Counted("restitution completed", "restitution due"),
    "jjcpa_service_completed": Counted("service completed", "service due"),
    "stops_per_1000": Counted("stopped", "living there", per=1000),
    "stop_disparity": Counted("stopped", "living there", per=0),
    "workforce_representation": Counted("employed", "of the community", per=0),
    "training_completion": Counted("trained", "to be trained"),
}
# Below the line stand entries or money, not people: what is below is not the people above and others.
ENTRIES = {"completion", "challenge_earned", "challenge_measurable"}
# Of the first there are no more than of the second, whatever the line.
WITHIN = [
    ("severely absent", "chronically absent"),
    ("suspended for a day", "suspended"),
    ("suspended in school", "suspended"),
    ("suspended out of school", "suspended"),
    ("suspended for days out of school", "suspended out of school"),
    ("chronically truant", "truant"),
]
# Every one of the first is one of the others, and of no two of them.
SUMS = [("served", ("new", "carried over"))]
