"""An organization's own numbers of a draft."""

from django.db.models import Q

from partnership.models import Place
from programs.models import Program

from ..models import LevelKind
from ..tables import rows


def own_rows(release, organization):
    """[Row] of everybody at the organization's schools, districts and programs, and of itself."""
    stewarded = Place.objects.filter(Q(steward=organization) | Q(parent__steward=organization, steward=None))
    codes = list(stewarded.values_list("code", flat=True))
    programs = list(Program.objects.filter(owners=organization).values_list("slug", flat=True))
    mine = (
        Q(level__in=[LevelKind.SCHOOL, LevelKind.DISTRICT, LevelKind.CITY], place__in=codes)
        | Q(level=LevelKind.PROGRAM, place__in=programs)
        | Q(level=LevelKind.ORGANIZATION, place=organization.slug)
    )
    return rows(release, release.cells.filter(mine, dimension=""))


def by_measure(table):
    """[(title, [Row])]"""
    found = {}
    for row in table:
        found.setdefault(row.definition.key, []).append(row)
    return list(found.values())
