"""Who may do what with a release, and on which grounds: the one place that answers."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partnership.access.grounds import Anybody, ByRole, Deed, Everywhere
from programs.access import tell
from programs.models import Award

from .frozen import FrozenQuerySet

BUILD = "build_release"
SIGN = "sign_release"
REVIEW = "review_release"


class ReleaseQuerySet(FrozenQuerySet):
    def released(self):
        """Published ones, also those that another has superseded since: their addresses stay."""
        return self.filter(state__in=["published", "superseded"])

    def kept(self):
        """All but discarded drafts."""
        return self.exclude(state="discarded")

    def of_numbers(self):
        """Those that hold numbers of measures; an evaluation holds its own document."""
        return self.filter(kind="outcomes")

    def in_lists(self):
        """Without what only a release's own page shows, which is nearly all of its weight."""
        return self.defer("places", "reporting", "pins", "definitions", "checks")

    def public(self):
        """What everybody may read without an account."""
        return self.released().filter(audience="public")

    def visible_to(self, user):
        """Public ones for all; drafts and everything for coordinators; what counts their students, drafts
        too, for release signers; and for funders what was released to them, while an award is open.
        """
        if not user.is_authenticated or not user.is_active:
            return self.public()
        return SEE.among(user, self)


def _kept():
    return _releases().kept()


def _drafts():
    return _releases().filter(state="draft")


def _released():
    return _releases().released()


def _public():
    return _releases().public()


def _releases():
    from .models import Release

    return Release.objects.all()


def _counted():
    """What ties a release to the organizations whose students it counts."""
    from .models import Contributor

    return Contributor.objects.filter(release__in=_kept())


def _counted_in_draft():
    return _counted().filter(release__state="draft")


def _granted_to_funders():
    """What ties a release for funders to those it was released to, while they have an open award on what it is
    about. A release of the whole partnership is for every funder who has an open award on any program.
    """
    from .models import ReleaseGrant

    awards = Award.objects.open_for_review().filter(funder=OuterRef("group__role_group__organization"))
    on_anything = Q(content_object__program=None) & Exists(awards)
    return ReleaseGrant.objects.filter(
        on_anything | Exists(awards.filter(program=OuterRef("content_object__program"))),
        permission__codename=REVIEW,
        content_object__in=_released().filter(audience="funders"),
    )


def _awards_told(release, funders):
    awards = Award.objects.open_for_review().filter(funder__in=funders)
    return tell(awards.filter(program=release.program_id) if release.program_id else awards)


FUNDERS = ByRole(
    "review_outcomes",
    _granted_to_funders,
    thing="content_object",
    organization="group__role_group__organization",
    told=_awards_told,
)
SEE = Deed(
    "see",
    _("See the release"),
    (
        Anybody(_public, _("it is published for everybody")),
        Everywhere(BUILD, _kept),
        ByRole(SIGN, _counted, thing="release"),
        FUNDERS,
    ),
)
# Each organization whose students are counted; the partnership by those who build.
SIGNING = Deed(
    "sign",
    _("Sign the draft"),
    (Everywhere(BUILD, _drafts), ByRole(SIGN, _counted_in_draft, thing="release")),
)
BUILDING = Deed("build", _("Build, publish, correct and discard releases"), (Everywhere(BUILD, _kept),))
SHARING = Deed(
    "share",
    _("Make a link to it for a reader without an account"),
    (Everywhere(BUILD, _released), FUNDERS),
)


def of_release():
    return [SEE, SIGNING, BUILDING, SHARING]
