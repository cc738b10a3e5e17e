"""What the page of a submission shows of how it came in, and of the partner's word."""

from django import template

from outcomes.submissions.rights import ON_BEHALF, is_of_the_partner
from outcomes.submissions.screens.forms import CertifyForm, ReasonForm
from outcomes.ways_in.people import who_confirms
from partnership.access.rights import can

register = template.Library()


@register.inclusion_tag("outcomes/ways_in/_provenance.html")
def provenance(submission):
    """Lines of a list of facts: the way in, and for whom by whom."""
    return {
        "submission": submission,
        "confirmation": getattr(submission, "confirmation", None) if submission.on_behalf else None,
    }


@register.inclusion_tag("outcomes/ways_in/_confirmation.html", takes_context=True)
def confirmation(context, submission):
    """Asking the partner, or answering, for whoever may."""
    user, organization = context["user"], submission.organization
    shown = {"submission": submission, "csrf_token": context.get("csrf_token")}
    if not submission.on_behalf:
        return shown
    may_ask = submission.state == "staged" and can(user, ON_BEHALF, organization)
    return shown | {
        "confirmation": getattr(submission, "confirmation", None),
        "may_ask": may_ask and not context.get("errors"),
        "people": who_confirms(organization) if may_ask else [],
        "may_take_back": submission.state == "unconfirmed" and can(user, ON_BEHALF, organization),
        "may_answer": submission.state == "unconfirmed" and is_of_the_partner(user, organization),
        "certify_form": CertifyForm(auto_id="id_confirm_%s", asks_why=False),
        "reason_form": ReasonForm(auto_id="id_decline_%s"),
    }
