"""How the audit log words the verbs of this app."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "page.newer_numbers_taken": _("accepted newer released numbers on the page"),
}
