"""How the audit log words the verbs of this app."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "award.changed": _("changed the award"),
    "award.made": _("recorded the award"),
    "challenge.added": _("added the challenge"),
    "challenge.changed": _("changed the challenge"),
    "program.added": _("added the program"),
    "program.changed": _("changed the program"),
    "program.owners_set": _("chose the owners of the program"),
    "program.sites_set": _("chose the sites of the program"),
    "session.closed": _("closed the session"),
    "session.opened": _("opened the session"),
    "session.reopened": _("opened again the session"),
    "target.added": _("recorded a target of the award"),
    "target.changed": _("changed a target of the award"),
    "target.dropped": _("dropped a target of the award"),
}
