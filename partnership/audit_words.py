"""How the audit log words the verbs of this app; each app has its own dictionary (settings.AUDIT_WORDS)."""

from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .access.roles import ROLES
from .audit import OWN_ACCOUNT, OWN_ROLE

WORDS = {
    "account.left": _("took out of the organization the person"),
    "account.closed": _("closed the account"),
    "account.factor_added": _("set up a second step for the account"),
    "account.factor_failed": _("refused a wrong code of the account"),
    "account.factor_forgotten": _("took away the lost second step of the account"),
    "account.factor_made_anew": _("made new recovery codes of the account"),
    "account.factor_removed": _("took a second step from the account"),
    "account.new_device": _("signed in from a new device as"),
    "account.password_set": _("set the password of the account"),
    "account.reopened": _("reopened the account"),
    "account.sign_in_failed": _("refused a sign-in"),
    "account.session_closed": _("ended one of the sessions of the account"),
    "account.session_ended": _("was signed out after some time without a click"),
    "account.sign_on_connected": _("signed in at the organization for the first time"),
    "account.sign_on_refused": _("refused what the organization's sign-on said"),
    "account.signed_in": _("signed in"),
    "account.signed_out": _("signed out"),
    "agreement.document_attached": _("attached the signed document of the agreement"),
    "agreement.held": _("placed a legal hold on the agreement"),
    "agreement.hold_lifted": _("lifted the legal hold on the agreement"),
    "agreement.reminded": _("announced the end of the agreement"),
    "agreement.signed": _("recorded the agreement"),
    "agreement.terminated": _("terminated the agreement"),
    "backup.made": _("made a backup"),
    "backup.restored": _("restored a backup"),
    "evaluator.admission_ended": _("ended the admission"),
    "evaluator.admitted": _("admitted the evaluator"),
    "invitation.accepted": _("accepted the invitation"),
    "invitation.revoked": _("withdrew the invitation"),
    "invitation.sent": _("sent the invitation"),
    "invitation.sent_again": _("sent the invitation again"),
    "organization.added": _("added the organization"),
    "organization.changed": _("changed the organization"),
    "organization.removed": _("took out the organization"),
    "place.added": _("entered the place"),
    "place.changed": _("changed the place"),
    "place.closed": _("closed the place"),
    "place.merged": _("merged into another the place"),
    "place.reopened": _("opened again the place"),
    "place.named": _("added a name of the place"),
    "role.confirmation_reminded": _("reminded to confirm who still needs a role"),
    "role.confirmed": _("confirmed the role"),
    "role.ended": _("ended the role"),
    "role.granted": _("gave the role"),
    "role.last_day_changed": _("changed the last day of the role"),
    "role.viewed_as": _("began to see the workspace as the role would"),
    "role.viewed_as_itself": _("stopped seeing the workspace as another role would"),
    "sign_on.closed": _("closed the sign-on"),
    "sign_on.kept": _("set up the sign-on"),
    "sign_on.opened": _("opened the sign-on"),
    "vault.destroyed": _("destroyed in the vault"),
    "vault.opened": _("opened in the vault"),
    "vault.rotated": _("locked the vault anew"),
    "vault.put": _("locked in the vault"),
}


def every_word():
    """{verb: words} of all apps, in the order of the verbs."""
    words = {}
    for dotted in settings.AUDIT_WORDS:
        words |= import_string(dotted)
    return dict(sorted(words.items()))


def in_words(verb):
    """A verb as people read it; one that no app has worded is shown by its own name."""
    return every_word().get(verb) or verb.replace(".", " ").replace("_", " ")


def detail_in_words(event):
    """The particulars of an event as "name: value", without the keys of other rows, which say nothing to people."""
    told = {name: _readable(value) for name, value in event.detail.items()}
    return [f"{name.replace('_', ' ')}: {value}" for name, value in told.items() if value != ""]


def right_in_words(event):
    """Under which right, as people read it: roles by their names, everything else as it was written down."""
    told = []
    for part in event.right.split(", "):
        role, _in, slug = part.partition(" in ")
        known = ROLES.get(role)
        name = known.name if known else _own(part)
        told.append(
            gettext("%(role)s in %(organization)s") % {"role": name, "organization": slug}
            if known and slug
            else str(name)
        )
    return ", ".join(told)


def _own(right):
    return {OWN_ACCOUNT: gettext("the own account"), OWN_ROLE: gettext("the own role")}.get(right, right)


def _readable(value):
    if value is None or _is_key(value):
        return ""
    if isinstance(value, list | tuple):
        shown = [str(each) for each in value if not _is_key(each)]
        return ", ".join(shown) or (str(len(value)) if value else "")
    return str(value)


def _is_key(value):
    try:
        UUID(value)
    except (AttributeError, TypeError, ValueError):
        return False
    return True
