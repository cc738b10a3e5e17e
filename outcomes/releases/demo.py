"""The releases of the demonstration: of the partnership for everyone, of some awarded programs for funders."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from programs.models import Award, Program

from .approve import missing_signatures, sign_release
from .build import build_release
from .models import Audience, Release, ReleaseState
from .publish import publish_release
from .review.actions import tell_story
from .review.people import signers_of

STORY = _(
    "Two of our schools changed how they record partial days in the first year; from the second year on all follow the "
    "same rule. Mentors began at the schools with the most absences, so their participants start lower."
)

# Each release is audited together with all before it, which takes longer each time: the other programs' are left to
# whoever tries the demonstration.
PROGRAMS = 3


def build_demo_releases(*, by, say=print):
    """Build, sign and publish what is not there yet; returns the releases.

    by: a partnership coordinator. A release that counts students of an organization without a release signer
    stays a draft, so that the demonstration has one of those as well.
    """
    awarded = Program.objects.filter(pk__in=Award.objects.values("program")).order_by("name")
    some = awarded[:PROGRAMS]
    wanted = [(None, Audience.PUBLIC), *((program, Audience.FUNDERS) for program in some)]
    made = []
    for program, audience in wanted:
        if (
            Release.objects.of_numbers()
            .filter(program=program)
            .exclude(state=ReleaseState.DISCARDED)
            .exists()
        ):
            continue
        release = build_release(by=by, program=program, audience=audience)
        sign_for_all(release, by=by)
        if not missing_signatures(release):
            release = _published(release, by, say)
        say(f"  {release.title} ({release.get_state_display()})")
        made.append(release)
    return made


def _published(release, by, say):
    """The release, published; or the draft that its audit holds back, for people to look at."""
    try:
        return publish_release(release, by=by)
    except ValidationError as held_back:
        say(f"  {' '.join(held_back.messages)}")
        return release


def sign_for_all(release, *, by):
    """The partnership's key, and that of every organization that has somebody to turn it."""
    partnership = (
        by.memberships.filter(organization__kind="partnership").select_related("organization").first()
    )
    sign_release(release, by=by, organization=partnership.organization)
    organizations = list(release.contributors.all())
    signers = signers_of(organizations)
    for number, organization in enumerate(organizations):
        signer = next((one for one in signers.get(organization.pk, ()) if one != by), None)
        if signer is None:
            continue
        if number == 0:
            tell_story(release, by=signer, organization=organization, text=str(STORY))
        sign_release(release, by=signer, organization=organization)
