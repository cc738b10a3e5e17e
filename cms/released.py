"""Released outcomes beside the pages: found through outcomes.releases, the only door out of outcomes."""

from outcomes.releases.models import LevelKind, Release, ReleaseKind, ReleaseState
from outcomes.releases.numbers import kinds_of
from outcomes.releases.tables import rows

__all__ = ["agency_rows", "evaluations", "kinds_of", "latest", "public_releases"]


def public_releases():
    """What everybody may read and nothing has taken the place of, newest first."""
    return Release.objects.public().filter(state=ReleaseState.PUBLISHED)


def latest(program=None):
    """The newest public release of a program, or of the partnership as a whole; None where there is none."""
    return public_releases().of_numbers().filter(program=program).first()


def evaluations(program):
    """The public evaluations of a program, newest first."""
    return public_releases().filter(program=program, kind=ReleaseKind.EVALUATION)


def agency_rows(release, measures):
    """The rows (outcomes.releases.tables.Row) of single agencies for some measures of a release."""
    cells = release.cells.filter(measure__in=measures, level=LevelKind.ORGANIZATION)
    return rows(release, cells)
