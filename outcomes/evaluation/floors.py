"""What is too little to say something of: one place, so that page, plan and estimate agree."""

from dataclasses import dataclass

# Fewer matched (or compared) students on a side: descriptive only.
STUDENTS_A_SIDE = 30
# Fewer schools on a side: no p-values.
SCHOOLS_A_SIDE = 5
# Fewer participants with a partner than this share: the matched are too few to stand for all.
MATCHED_SHARE = 0.5
# Fewer events on a side: a rate ratio would rest on a handful of students.
EVENTS_A_SIDE = 10


@dataclass(frozen=True)
class Shortfall:
    """code: what is too few, "students", "schools" or "events"; the smaller side has `have` of `need`."""

    code: str
    have: int
    need: int


def too_few_students(participants, comparison):
    return _shortfall("students", min(participants, comparison), STUDENTS_A_SIDE)


def too_few_schools(participants, comparison):
    return _shortfall("schools", min(participants, comparison), SCHOOLS_A_SIDE)


def too_few_events(participants, comparison):
    return _shortfall("events", min(participants, comparison), EVENTS_A_SIDE)


def _shortfall(code, have, need):
    return Shortfall(code, int(have), need) if have < need else None
