"""Writing to those who subscribed to the updates of a city."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from partnership.models import Organization
from partnership.work import background

from ..models.updates import Subscription, Update
from ..public.subscribing import key_of


@background
def send_update(key):
    """One message to each confirmed address of the update's city, in its language, with the way out."""
    update = Update.objects.published().select_related("organization", "city").filter(pk=key).first()
    if update is None:
        return 0
    subscriptions = Subscription.objects.filter(city=update.city, confirmed_at__isnull=False)
    messages = [_message(update, subscription) for subscription in subscriptions]
    with get_connection() as connection:
        return connection.send_messages(messages) or 0


def _message(update, subscription):
    with override(subscription.language):
        way_out = settings.BASE_URL + reverse("site:unsubscribe", args=[key_of(subscription)])
        context = {
            "update": update,
            "facts": update.facts.all(),
            "address": settings.BASE_URL + update.get_absolute_url(),
            "way_out": way_out,
            "partnership_name": Organization.name_of_partnership(),
        }
        return EmailMessage(
            _("%(city)s: %(title)s") % {"city": update.city, "title": update.title},
            render_to_string("cms/email/update.txt", context),
            None,
            [subscription.email],
            headers={
                "List-Unsubscribe": f"<{way_out}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
