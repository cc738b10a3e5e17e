"""Rates of schools and districts that report counts and no students (docs/decisions/0053).

Their own totals alone: what a county or state has published of a place is a public source table, and never released.
"""

from collections import defaultdict

from django.db.models import F, Q

from ..datasets import groups
from ..datasets.facts import CellState, SchoolTotal
from ..submissions.models import Claim

TOTALS, KIND = "school_totals", "published_totals"
EVERYBODY = "all"
# {topic: {aggregate: (element that it is, element of the students behind it)}}
TOPICS = {
    "suspension": {
        "students_enrolled": ("enrollment", "enrollment"),
        "students_suspended": ("suspended", "suspended"),
        "suspensions": ("suspensions", "suspended"),
    },
    "chronic_absence": {
        "students_expected_over_30_days": ("chronic_eligible", "chronic_eligible"),
        "students_chronically_absent": ("chronically_absent", "chronically_absent"),
    },
    "expulsion": {
        "students_enrolled": ("enrollment", "enrollment"),
        "expulsions": ("expulsions", "expelled"),
    },
}


def topic_of(definition):
    """The topic of totals that tells all that a measure is made of, "" where none does. Not of disparities, which are told
    of groups.
    """
    told = (topic for topic, names in TOPICS.items() if set(definition.aggregates) <= set(names))
    return "" if definition.ratio else next(told, "")


def own_totals(definitions):
    """Claims in effect of totals of all students that measures can be made of, handed in by the organization that
    answers for the place: the steward of it or, where it has none, of what it belongs to.
    """
    families = {f"{topic}:{groups.TOTAL}" for one in definitions if (topic := topic_of(one))}
    claims = Claim.objects.filter(in_effect=True, dataset=TOTALS, family__in=families)
    at, theirs, nobody_below = "place", Q(pk__in=()), Q()
    for _step in ("school", "district", "county"):
        theirs |= nobody_below & Q(**{f"{at}__steward": F("submission__organization")})
        nobody_below &= Q(**{f"{at}__steward__isnull": True})
        at = f"{at}__parent"
    return claims.filter(theirs)


def without_students(claims, definitions, schools, reporting):
    """Those of the claims whose place handed in no students for a measure that its totals tell.

    schools: of the level, with their parent. reporting: {(dataset, year): {school id}} (populations.reported_by).
    """
    needs = defaultdict(set)
    for one in definitions:
        if topic := topic_of(one):
            needs[topic].add(one.needs)
    inside = defaultdict(set)
    for school in schools:
        inside[school.pk].add(school.pk)
        inside[school.parent_id].add(school.pk)

    def silent(claim):
        return any(
            not set.intersection(*(set(reporting.get((need, claim.period), ())) for need in datasets))
            & inside[claim.place_id]
            for datasets in needs[_topic(claim)]
        )

    return [claim for claim in claims if silent(claim)]


def count_totals(claims):
    """{(place's kind, its code, year, topic): {aggregate: (number, students behind it)}}, of what is told of everybody.

    claims: of `own_totals`, with their place. An aggregate is there where both of its numbers are.
    """
    of_claim = {
        claim.pk: (claim.place.kind, claim.place.code, claim.period, _topic(claim)) for claim in claims
    }
    cells = SchoolTotal.objects.filter(
        claim_id__in=list(of_claim), group=EVERYBODY, state=CellState.REPORTED, count__isnull=False
    )
    told = defaultdict(dict)
    for claim, element, count in cells.values_list("claim_id", "element", "count"):
        told[of_claim[claim]][element] = count
    return {
        key: {
            name: (counts[number], counts[behind])
            for name, (number, behind) in TOPICS[key[-1]].items()
            if number in counts and behind in counts
        }
        for key, counts in told.items()
    }


def _topic(claim):
    return claim.family.partition(":")[0]
