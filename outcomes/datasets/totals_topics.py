"""What school totals are about: the topics, and the counts of each. Each claim is of one topic and family, so
that a file about expulsions takes away nothing of one about suspensions.
"""

import re
from dataclasses import dataclass

from .headers import fold


@dataclass(frozen=True)
class Topic:
    """key: begins the family of a claim ("suspension:race"). counts: what its claims hold. told_by: columns of
    which one must be there for a file to be about it. needed: columns that a file about it must have.
    whole, events, students: columns with the students of whom, what happened, and the students to whom it
    did; rate: with the published students / whole. sums_to: the column that `parts` add up to.
    """

    key: str
    counts: tuple[str, ...]
    told_by: tuple[str, ...]
    needed: tuple[str, ...] = ()
    whole: str = ""
    events: str = ""
    students: str = ""
    rate: str = ""
    sums_to: str = ""
    parts: tuple[str, ...] = ()


SUSPENSION_PARTS = ("injury", "no_injury", "weapons", "drugs", "defiance", "other")
EXPULSION_PARTS = tuple(f"expulsion_{name}" for name in SUSPENSION_PARTS)

TOPICS = {
    topic.key: topic
    for topic in [
        Topic(
            key="suspension",
            counts=("enrollment", "suspensions", "suspended"),
            told_by=("suspensions", "suspended"),
            needed=("enrollment", "suspensions", "suspended"),
            whole="enrollment",
            events="suspensions",
            students="suspended",
            rate="rate",
        ),
        Topic(
            key="suspension_reason",
            counts=("suspended_defiance", *SUSPENSION_PARTS),
            told_by=("suspended_defiance", *SUSPENSION_PARTS),
            sums_to="suspensions",
            parts=SUSPENSION_PARTS,
        ),
        Topic(
            key="chronic_absence",
            counts=("chronic_eligible", "chronically_absent"),
            told_by=("chronic_eligible", "chronically_absent"),
            needed=("chronic_eligible", "chronically_absent"),
            whole="chronic_eligible",
            students="chronically_absent",
            rate="chronic_rate",
        ),
        Topic(
            key="expulsion",
            counts=("enrollment", "expulsions", "expelled"),
            told_by=("expulsions", "expelled"),
            needed=("enrollment", "expulsions", "expelled"),
            whole="enrollment",
            events="expulsions",
            students="expelled",
            rate="expulsion_rate",
        ),
        Topic(
            key="expulsion_reason",
            counts=("expelled_defiance", *EXPULSION_PARTS),
            told_by=("expelled_defiance", *EXPULSION_PARTS),
            sums_to="expulsions",
            parts=EXPULSION_PARTS,
        ),
        # Connecticut counts students with a suspension or an expulsion together, which is neither of the above.
        Topic(
            key="sanction",
            counts=("sanctioned",),
            told_by=("sanctioned",),
            students="sanctioned",
            rate="sanction_rate",
        ),
        Topic(key="census_enrollment", counts=("census_enrollment",), told_by=("census_enrollment",)),
        # Of a file that says nothing else of these students.
        Topic(key="enrollment", counts=("enrollment",), told_by=("enrollment",)),
    ]
}
COUNTS = tuple(dict.fromkeys(name for topic in TOPICS.values() for name in topic.counts))
RATES = tuple(topic.rate for topic in TOPICS.values() if topic.rate)
_ABOUT_ANOTHER = re.compile(r"suspen|expul|expel|absen|truan|disciplin")


def topics_in(names):
    """The topics of a file with these columns."""
    told = [topic for topic in TOPICS.values() if _is_told(topic, names)]
    elsewhere = any("enrollment" in topic.counts for topic in told if topic.key != "enrollment")
    return [topic for topic in told if topic.key != "enrollment" or not elsewhere]


def _is_told(topic, names):
    """A single part ("Other") says too little to tell what it is a part of."""
    told = names & set(topic.told_by)
    return bool(told) and not (topic.parts and len(told) == 1 and topic.sums_to not in names)


def missing_counts(names, unused):
    """Names of the counts that a file lacks. Enrollment alone is a file about enrollment, unless headers that
    nobody understood speak of something else.
    """
    told = topics_in(names)
    if not told or (
        [topic.key for topic in told] == ["enrollment"]
        and any(_ABOUT_ANOTHER.search(fold(header)) for header in unused)
    ):
        told = [TOPICS["suspension"]]
    return [name for name in COUNTS if name not in names and any(name in topic.needed for topic in told)]
