"""What people do with an organization, and what the screens that explain it need of every kind of thing.

Each kind has its list of deeds (settings.DEEDS), from every app that knows something to do with it.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Admission, Organization
from ..models.organization import LAW_ENFORCEMENT
from .grounds import Asked, ByAdmission, ByRole, Deed, Everywhere
from .roles import ROLES


def _role_in(right):
    return ByRole(right, Organization.objects.all, organization="pk")


def _not_law_enforcement():
    """Organizations whose student-level rows anybody reads at all (DOMAIN.md "Law")."""
    return Organization.objects.exclude(kind__in=LAW_ENFORCEMENT)


SEE = Deed("see", _("Open its workspace pages"), (_role_in(None), Everywhere(None)))
READ_ROWS = Deed(
    "read_student_rows",
    _("Read the organization's student-level rows"),
    (
        ByRole("read_student_rows", _not_law_enforcement, organization="pk"),
        ByAdmission(_not_law_enforcement, organization="pk"),
    ),
)


def of_organization():
    """A Deed for each right that roles give on an organization."""
    words = {}
    for codename, name in Organization._meta.permissions:
        words.setdefault(codename.removeprefix("every_"), name)
    by_role = {codename: Deed(codename, _(name), (_role_in(codename),)) for codename, name in words.items()}
    return [SEE, *(by_role | {READ_ROWS.key: READ_ROWS}).values()]


def deeds_of(thing):
    """Every Deed that is known of the thing's kind."""
    return [deed for dotted in settings.DEEDS[thing._meta.label_lower] for deed in import_string(dotted)()]


@dataclass
class Because:
    """One person, one reason, and all that it allows: a line of "who can do what here". user None: everybody."""

    user: object
    membership: object
    told: object
    deeds: list = field(default_factory=list)
    # {key of a deed: what opens it beside the role: agreements}
    opened_by: dict = field(default_factory=dict)

    @property
    def is_outside(self):
        """Whether the reason is a role of an organization that one need not be told the people of: neither the
        partnership's staff nor an evaluator who was admitted by name.
        """
        if self.membership is None or isinstance(self.told, Admission):
            return False
        return not ROLES[self.membership.role].partnership_wide

    @property
    def in_words(self):
        """["Data coordinator in Alder", "admitted ..."], for people to read."""
        return self.words_for(*self.deeds)

    def words_for(self, *deeds):
        """The same for some of the deeds: an agreement stands only beside what it opens."""
        words = []
        if self.membership:
            words.append(
                gettext("%(role)s in %(organization)s")
                % {"role": self.membership.get_role_display(), "organization": self.membership.organization}
            )
        told = self.told
        if isinstance(told, Admission):
            told = gettext("admitted for “%(project)s” until %(day)s") % {
                "project": told.project,
                "day": date_format(told.ends_on),
            }
        opened_by = [each for deed in deeds for each in self.opened_by.get(deed.key, [])]
        return [*words, *([str(told)] if told else []), *dict.fromkeys(opened_by)]


def who_may(thing):
    """[Because] of everybody who may do anything with the thing, by name, and [Deed] closed to everybody for now.

    A person stands there once for each reason. Queries: a few, whatever the number of people.
    """
    asked, lines, closed = Asked(thing), {}, []
    for deed in deeds_of(thing):
        opened_by = deed.needs(thing) if deed.needs else []
        if opened_by is None:
            closed.append(deed)
            continue
        for reason in deed.reasons(asked):
            key = (reason.membership and reason.membership.pk, str(reason.told))
            line = lines.setdefault(key, Because(reason.user, reason.membership, reason.told))
            line.deeds.append(deed)
            line.opened_by[deed.key] = opened_by
    return sorted(lines.values(), key=_order), closed


def _order(line):
    """Everybody, the people of organizations by name, then those who reach every organization."""
    if line.membership is None:
        return (0, "", "")
    wide = ROLES[line.membership.role].partnership_wide
    return (2 if wide else 1, str(line.user).lower(), line.membership.role)
