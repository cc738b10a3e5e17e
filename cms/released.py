"""Released outcomes beside the pages: found through outcomes.releases, the only door out of outcomes."""

from outcomes.releases.models import LevelKind, Release, ReleaseState
from outcomes.releases.tables import rows


def public_releases():
    """What everybody may read and nothing has taken the place of, newest first."""
    return Release.objects.public().filter(state=ReleaseState.PUBLISHED)


def latest(program=None):
    """The newest public release of a program, or of the partnership as a whole; None where there is none."""
    return public_releases().of_numbers().filter(program=program).first()


def agency_rows(release, measures):
    """The rows (outcomes.releases.tables.Row) of single agencies for some measures of a release."""
    cells = release.cells.filter(measure__in=measures, level=LevelKind.ORGANIZATION)
    return rows(release, cells)
