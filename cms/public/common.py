"""What the public views beside the pages share."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def crumbs(*steps):
    """Breadcrumb items: the home page of the reader's language, then (label, address) pairs."""
    home = {"label": _("Home"), "url": f"/{get_language()}/"}
    return [home, *({"label": label, "url": address} for label, address in steps)]
