"""What a submitter declares a file complete for, where the rows cannot tell."""

from django.db.models import Q

from outcomes.datasets.periods import first_day, last_day
from partnership.models import Place
from partnership.models.place import PlaceKind


def declared_schools(submission):
    """Schools that a submission is complete for, whether a row names them or not."""
    return schools_open_in(submission.organization, submission.period).exclude(
        pk__in=submission.silent_schools.values("pk")
    )


def schools_open_in(organization, year):
    """Every school that the organization itself answers for and that was open in the school year."""
    return (
        Place.objects.filter(kind=PlaceKind.SCHOOL)
        .filter(
            Q(steward=organization)
            | Q(parent__steward=organization)
            | Q(parent__parent__steward=organization)
        )
        .filter(Q(closed_on=None) | Q(closed_on__gte=first_day(year)))
        .filter(Q(opened_on=None) | Q(opened_on__lte=last_day(year)))
    )
