"""Who can see and do what with a thing, and because of what: the same screen for every kind of thing."""

from dataclasses import dataclass, field

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..access.deeds import deeds_of, who_may
from ..models import Membership, Organization, User
from .common import crumbs, page_of
from .forms.filters import Filter

# So many people without any right are offered to one search.
SHOWN = 20


class NameFilter(Filter):
    q = forms.CharField(label=gettext_lazy("Name or e-mail address"), widget=forms.SearchInput)

    def fits(self, user):
        words = (self.chosen("q") or "").lower().split()
        return all(word in f"{user.name} {user.email}".lower() for word in words)


@dataclass
class Row:
    """A line for the reader: a person by name, or how many people of an organization whose people are not named."""

    line: object
    people: set = field(default_factory=set)
    is_named: bool = True


def explain(request, thing, *, steps):
    """A page of its own: who may, and for one person (`?person=`) why, or that not. steps: breadcrumbs up to the
    thing.
    """
    title = _("Who can do what: %(thing)s") % {"thing": thing}
    context = context_of(request, thing) | {
        "title": title,
        "crumbs": crumbs(*steps, (_("Who can do what"), "")),
    }
    return render(request, "partnership/explained.html", context)


def context_of(request, thing):
    """What `partnership/_who_may.html` shows."""
    lines, closed = who_may(thing)
    rows = _rows(lines, Organization.objects.visible_to(request.user))
    chosen = request.GET.get("person")
    person = (
        next((user for user in _people_known_to(request.user) if str(user.pk) == chosen), None)
        if chosen
        else None
    )
    own = [row for row in rows if row.is_named and row.line.user and str(row.line.user.pk) == chosen]
    person = own[0].line.user if own else person
    filter_form = NameFilter(request.GET)
    without = []
    if filter_form.is_used():
        there = {row.line.user for row in rows if row.is_named and row.line.user}
        without = [
            user for user in _people_known_to(request.user) if user not in there and filter_form.fits(user)
        ]
        rows = [row for row in rows if row.is_named and row.line.user and filter_form.fits(row.line.user)]
    return {
        "thing": thing,
        "who_may": page_of(request, rows),
        "filter": filter_form,
        "closed_deeds": closed,
        "without": without[:SHOWN],
        "chosen_person": person,
        "answers": _answers(thing, own, closed) if person else [],
    }


def _people_known_to(reader):
    """People of the organizations that the reader may open, whether or not they may do anything with the thing."""
    running = Membership.objects.in_force().filter(
        organization__in=Organization.objects.visible_to(reader), user__is_active=True
    )
    return User.objects.filter(pk__in=running.order_by().values("user")).order_by("name", "email")


def _rows(lines, visible):
    """People of organizations that the reader may open, the partnership's staff and admitted evaluators by name;
    others together, as so many people of a role.
    """
    known = set(visible.values_list("pk", flat=True))
    rows, together = [], {}
    for line in lines:
        if not line.is_outside or line.membership.organization_id in known:
            rows.append(Row(line))
            continue
        key = (line.membership.organization_id, line.membership.role, str(line.told))
        if key not in together:
            together[key] = Row(line, is_named=False)
            rows.append(together[key])
        together[key].people.add(line.user.pk)
    return rows


def _answers(thing, rows, closed):
    """[(Deed, [reason in words], [what closes it])] for one person."""
    is_closed = {deed.key for deed in closed}
    return [
        (
            deed,
            [row.line.words_for(deed) for row in rows if deed.key in {may.key for may in row.line.deeds}],
            deed.closed if deed.key in is_closed else "",
        )
        for deed in deeds_of(thing)
    ]
