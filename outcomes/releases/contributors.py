"""Which organization answers for which claims: the one whose students a claim counts, and who signs for them."""

RELATED = (
    "submission__organization",
    "place__steward",
    "place__parent__steward",
    "place__parent__parent__steward",
)


def contributors_of(claims):
    """The organizations whose students are counted: stewards of the schools, and who keeps the rosters."""
    return sorted({answers_for(claim) for claim in claims}, key=lambda organization: organization.slug)


def answered_by(claims, slugs):
    """Ids of the claims (queryset) that some organizations, by short name, answer for."""
    slugs = set(slugs)
    return [claim.pk for claim in claims.select_related(*RELATED) if answers_for(claim).slug in slugs]


def answers_for(claim):
    """The steward of its school, else of what the school belongs to, else who handed it in."""
    place = claim.place
    while place is not None:
        if place.steward is not None:
            return place.steward
        place = place.parent
    return claim.submission.organization
