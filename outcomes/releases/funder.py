"""What a funder sees first: each program with an award, and its latest release at a glance."""

from dataclasses import dataclass, field

from django.db.models import Q

from programs.access import programs_reviewable_by
from programs.models import Award, Program

from .models import Release, ReleaseCell, ReleaseState
from .presenter import Page, page_of
from .promised import promised
from .tables import rows


@dataclass
class Summary:
    """One program (or, without, the partnership) with its latest release, if there is any."""

    program: Program | None
    awards: list[Award] = field(default_factory=list)
    release: Release | None = None
    page: Page | None = None
    # What each award promises, beside the latest release (promised.Account).
    accounts: list = field(default_factory=list)


def summaries(user):
    """[Summary]: the programs that the person funds, the partnership, other programs; each by name. A
    constant number of queries, whatever the number of programs.
    """
    released = Release.objects.visible_to(user).of_numbers().filter(state=ReleaseState.PUBLISHED)
    newest = dict(released.order_by("published_at").values_list("program", "pk"))
    found = Release.objects.filter(pk__in=newest.values()).select_related("program")
    latest = {release.program_id: release for release in found}
    funded = programs_reviewable_by(user)
    awards = {}
    own_awards = Award.objects.open_for_review().filter(
        program__in=funded, funder__role_groups__group__user=user
    )
    for award in own_awards.select_related("funder").prefetch_related("targets").distinct():
        awards.setdefault(award.program_id, []).append(award)
    cells = {}
    for cell in ReleaseCell.objects.that_can_be_promised().filter(release__in=list(latest.values())):
        cells.setdefault(cell.release_id, []).append(cell)
    programs = Program.objects.filter(Q(pk__in=funded) | Q(pk__in=[key for key in latest if key]))
    order = [*programs.order_by("name"), *([None] if None in latest else [])]
    order.sort(key=lambda program: 1 if program is None else 0 if program.pk in awards else 2)
    return [
        _summary(program, awards, latest.get(program.pk if program else None), cells) for program in order
    ]


def _summary(program, awards, release, cells):
    own = awards.get(program.pk, []) if program else []
    some = cells.get(release.pk, []) if release else []
    return Summary(
        program=program,
        awards=own,
        release=release,
        page=page_of(release, some) if release else None,
        accounts=promised(own, rows(release, some) if release else []),
    )
