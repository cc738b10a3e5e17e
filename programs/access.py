"""What people do with a program, and on which grounds."""

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnership.access.grounds import ByRole, Deed, Everywhere

from .models import Award, Program, ProgramOwner


def of_owners(right):
    """A role in an organization that owns the program gives the right."""
    return ByRole(right, ProgramOwner.objects.all, thing="program")


def tell(awards):
    """{funder's id: [what ties it, for people to read]} of a queryset of awards."""
    by_funder = {}
    for award in awards:
        by_funder.setdefault(award.funder_id, []).append(
            gettext("award “%(award)s”, under review until %(day)s")
            % {"award": award, "day": date_format(award.review_until)}
        )
    return by_funder


def of_funders(awards):
    """The review right in an organization that funds the program. awards: callable, the awards that count."""
    return ByRole(
        "review_outcomes",
        awards,
        thing="program",
        organization="funder",
        told=lambda program, funders: tell(awards().filter(program=program, funder__in=funders)),
    )


SEE = Deed(
    "see", _("Open its workspace page"), (of_owners(None), of_funders(Award.objects.all), Everywhere(None))
)
REVIEW = Deed(
    "review", _("Review its released outcomes as a funder"), (of_funders(Award.objects.open_for_review),)
)
CHANGE = Deed(
    "change", _("Change it, its owners, sites, awards and challenges"), (Everywhere("manage_partnership"),)
)
SIGN_IN = Deed(
    "sign_in_sessions",
    _("Print participant codes and tick who came to a session"),
    (of_owners("sign_in_sessions"),),
)


def of_program():
    return [SEE, CHANGE, SIGN_IN, REVIEW]


def programs_reviewable_by(user):
    """Programs whose outcomes the person may review as a funder today."""
    return REVIEW.among(user, Program.objects.all())
