"""One navigation joins the three places; each app adds its own entries, lowest app first.

settings.WORKSPACE_NAVIGATION and WORKSPACE_HOME_CARDS name functions of a request: the first return Items,
the second Cards. A function must cost a constant number of queries, whatever the number of organizations.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .access.groups import PAGE_PERMISSIONS
from .access.rights import can, held, holds_everywhere, is_partnership_staff, organizations_of

# More organizations than this are reached through the list instead of the side navigation.
NAMED_IN_NAVIGATION = 3


@dataclass
class Item:
    """An entry of a navigation; without `url` it is the heading of its `children`.

    Headings with the same label become one, so that apps can add to each other's: an organization's name, or
    `whole_partnership()`.
    """

    label: str
    url: str = ""
    children: list["Item"] = field(default_factory=list)
    current: bool = False


@dataclass
class Line:
    """One line of a card: what it is, where it leads, in which state (a word of the state tag)."""

    label: str
    url: str = ""
    text: str = ""
    state: str = ""


@dataclass
class Card:
    """Something on the workspace's home. `waits`: the person is expected to do something about it."""

    title: str
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    url: str = ""
    url_label: str = ""
    waits: bool = False


def workspace_items(request):
    """Items of the workspace from every app; the one the person is on is marked."""
    if not request.user.is_authenticated:
        return []
    items = [item for dotted in settings.WORKSPACE_NAVIGATION for item in import_string(dotted)(request)]
    return _marked(_gathered(items), request.path)


def home_cards(request):
    """Cards of the workspace's home from every app, lowest app first."""
    return [card for dotted in settings.WORKSPACE_HOME_CARDS for card in import_string(dotted)(request)]


def site_items(request):
    """Items of the public site, given by settings.SITE_NAVIGATION; none where no app provides them."""
    try:
        items = import_string(settings.SITE_NAVIGATION)
    except ImportError:
        return []
    return items(request)


def footer_items(request):
    """Items at the foot of every page, given by settings.SITE_FOOTER; none where no app provides them."""
    try:
        items = import_string(settings.SITE_FOOTER)
    except ImportError:
        return []
    return items(request)


def places(request):
    """The places the person may enter: public site, workspace, page editor."""
    user = request.user
    entries = [Item(_("Public site"), "/")]
    if user.is_authenticated:
        entries.append(Item(_("Workspace"), reverse("workspace:home")))
        if any(PAGE_PERMISSIONS & codenames for codenames in held(user).values()):
            entries.append(Item(_("Page editor"), url_or_blank("wagtailadmin_home")))
    entries = [entry for entry in entries if entry.url]
    inside = [entry for entry in entries[1:] if request.path.startswith(entry.url)]
    (inside or entries)[0].current = True
    return entries


def workspace(request):
    """The entries of this app: home, the person's organizations, and what the partnership keeps."""
    user = request.user
    items = [Item(_("Home"), reverse("workspace:home"))]
    # One query more than shown tells whether there are too many to name.
    own = list(organizations_of(user)[: NAMED_IN_NAVIGATION + 1])
    if len(own) <= NAMED_IN_NAVIGATION:
        items += [_of_organization(user, organization) for organization in own]
    else:
        items.append(Item(_("Your organizations"), reverse("workspace:organizations")))
    whole = _of_partnership(user)
    if whole:
        items.append(Item(whole_partnership(), "", whole))
    return items


def whole_partnership():
    """The heading of what the partnership's staff keeps for everybody."""
    return _("Whole partnership")


def url_or_blank(name, *args):
    """The address of a screen that an upper app may or may not provide."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _of_organization(user, organization):
    slug = [organization.slug]
    children = [Item(_("Who can do what"), reverse("workspace:organization", args=slug))]
    if can(user, "manage_people", organization):
        children.append(Item(_("People"), reverse("workspace:people", args=slug)))
    if can(user, "admit_evaluators", organization) and not organization.is_law_enforcement:
        children.append(Item(_("Evaluators"), reverse("workspace:admissions", args=slug)))
    if can(user, "manage_agreements", organization) and not is_partnership_staff(user):
        children.append(Item(_("Agreements"), reverse("workspace:agreements")))
    if can(user, "view_audit", organization) and not is_partnership_staff(user):
        children.append(Item(_("Audit log"), reverse("workspace:audit")))
    return Item(organization.name, "", children)


def _of_partnership(user):
    if not is_partnership_staff(user):
        return []
    items = [Item(_("Organizations"), reverse("workspace:organizations"))]
    if holds_everywhere(user, "manage_people"):
        items.append(Item(_("Everybody"), reverse("workspace:everybody")))
    if holds_everywhere(user, "manage_agreements"):
        items.append(Item(_("Agreements"), reverse("workspace:agreements")))
    if can(user, "manage_partnership"):
        items.append(Item(_("Places"), reverse("workspace:places")))
    if holds_everywhere(user, "view_audit"):
        items.append(Item(_("Audit log"), reverse("workspace:audit")))
    return items


def _gathered(items):
    """Single entries first, then the headings; entries that apps put under the same heading stand together."""
    singles = [item for item in items if item.url]
    headings = {}
    for item in items:
        if not item.url:
            headings.setdefault(item.label, Item(item.label)).children.extend(item.children)
    return singles + list(headings.values())


def _marked(items, path):
    """The items, with the one whose address is the longest beginning of the path marked as current."""
    home = reverse("workspace:home")
    every = [item for parent in items for item in (parent, *parent.children) if item.url]
    around = [item for item in every if path == item.url or (item.url != home and path.startswith(item.url))]
    if around:
        max(around, key=lambda item: len(item.url)).current = True
    return items
