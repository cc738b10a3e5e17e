"""The releases of the demonstration: of the partnership for everyone, of each awarded program for funders."""

from partnership.access.roles import ROLES
from partnership.models import Membership
from programs.models import Award, Program

from .approve import missing_signatures, sign_release
from .build import build_release
from .models import Audience, Release, ReleaseState
from .publish import publish_release
from .visibility import SIGN

SIGNING_ROLES = [key for key, role in ROLES.items() if SIGN in role.permissions]


def build_demo_releases(*, by, say=print):
    """Build, sign and publish what is not there yet; returns the releases.

    by: a partnership coordinator. A release for which no counted organization has a release signer stays a
    draft, so that the demonstration has one of those as well.
    """
    awarded = Program.objects.filter(pk__in=Award.objects.values("program")).order_by("name")
    wanted = [(None, Audience.PUBLIC), *((program, Audience.FUNDERS) for program in awarded)]
    made = []
    for program, audience in wanted:
        if Release.objects.filter(program=program).exclude(state=ReleaseState.DISCARDED).exists():
            continue
        release = build_release(by=by, program=program, audience=audience)
        _sign(release, by=by)
        if not missing_signatures(release):
            release = publish_release(release, by=by)
        say(f"  {release.title} ({release.get_state_display()})")
        made.append(release)
    return made


def _sign(release, *, by):
    membership = (
        by.memberships.filter(organization__kind="partnership").select_related("organization").first()
    )
    sign_release(release, by=by, organization=membership.organization)
    signer = (
        Membership.objects.in_force()
        .filter(organization__in=release.contributors.all(), role__in=SIGNING_ROLES)
        .exclude(user=by)
        .select_related("user", "organization")
        .order_by("organization__slug", "pk")
        .first()
    )
    if signer:
        sign_release(release, by=signer.user, organization=signer.organization)
