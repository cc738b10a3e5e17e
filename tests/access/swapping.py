"""Whatever names an object, in addresses and in forms, exchanged for the same of another organization.

Nothing is listed here: addresses come from the URL conf, fields from the forms that screens really show, and what
belongs to whom from the objects' own relations. Only exceptions are written down, each with its reason.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from django import forms
from django.core.files import File
from django.db import connection, models
from django.forms.formsets import BaseFormSet
from wagtail.models import Collection, Page

from cms.models import OrganizationPage
from partnership.models import Organization, User
from programs.models import Program

WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM|COPY)\s+"?(\w+)', re.IGNORECASE)
# What an answer may leave behind whoever asks: the session, that somebody was here, that somebody wants to hear of an
# own page's comments, small pictures of own images.
TRACES = {
    "django_session",
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "cms_picturerendition",
}
# Wagtail notes the size of an own file when it is first looked at.
SIZES = re.compile(r'UPDATE "cms_(picture|download)" SET "file_(size|hash)" = ')
DEPTH = 3
# Inputs that templates write without a form of Django, and that name an object: its kind and part (scene.py).
RAW_OBJECTS = {
    "organization": ("organization", "slug"),
    "district": ("organization", "slug"),
    "came": ("code", "pk"),
    "was": ("code", "pk"),
    "collection": ("collection", "pk"),
    "collection_id": ("collection", "pk"),
    "revision_id": ("page", "revision_id"),
}
# Such inputs that name none.
RAW_OTHERS = {
    "csrfmiddlewaretoken": "the token against forged forms",
    "next": "where to go afterwards; never to another site",
    "city": "a city, which belongs to no organization",
    "role": "a role by its name, in the organization of the address",
    "sheet": "a sheet of the file that is looked at",
    "do": "make or revoke the own calendar link",
    "draft_key": "signed",
    "q": "words to look for",
    "files[]": "what is uploaded",
}
# What Wagtail's own screens bring along: how to look at things and what was loaded, no object of anybody's.
WAGTAIL_OTHERS = re.compile(
    r"(action|action-\w+|is_\w+|has_child_pages|content_type|locale|site|layout|ordering|preview-size"
    r"|wagtail-side-panel-width|loaded_revision_\w+|revision_created_at|\w+_(from|to|min|max))$"
)
# What is kept of a form that is refused: the composer's draft, for its writer alone (cms/posting/composer.py).
KEPT = {"workspace:compose": {"cms_composerdraft"}}
# Fields that offer what belongs to others, and why that is right.
OFFERS_OTHERS = {
    "workspace:sign_agreement further_parties": "any partner can be a further party; the directory is public",
    "wagtailadmin_pages:move new_parent_page": "Wagtail offers every page, and asks for the right afterwards",
    "wagtailadmin_pages:copy new_parent_page": "Wagtail offers every page, and asks for the right afterwards",
}


@contextmanager
def writing():
    """Yields the set of tables that are written to meanwhile, but for TRACES."""
    tables = set()

    def look(execute, sql, params, many, context):
        if (found := WRITES.match(sql)) and not SIZES.match(sql):
            tables.add(found[2])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield tables
    tables -= TRACES


def owners_of(thing, depth=DEPTH):
    """Slugs of the organizations that an object belongs to, by following what it points to."""
    if isinstance(thing, Organization):
        return {thing.slug}
    if isinstance(thing, Page):
        sections = OrganizationPage.objects.ancestor_of(thing, inclusive=True)
        return set(sections.values_list("organization__slug", flat=True))
    if isinstance(thing, Collection):
        return set(
            OrganizationPage.objects.filter(collection=thing).values_list("organization__slug", flat=True)
        )
    if isinstance(thing, Program):
        return set(thing.owners.values_list("slug", flat=True))
    if isinstance(thing, User):
        return set(thing.memberships.values_list("organization__slug", flat=True))
    if not depth:
        return set()
    return {
        slug
        for field in thing._meta.concrete_fields
        # Who made or decided something does not own it.
        if isinstance(field, models.ForeignKey)
        and field.related_model is not User
        and (target := getattr(thing, field.name))
        for slug in owners_of(target, depth - 1)
    }


class Foreign:
    """What belongs to Birch alone, by model; looked up once."""

    def __init__(self):
        self._found = {}

    def of(self, model):
        if model not in self._found:
            self._found[model] = [
                thing for thing in model._default_manager.all()[:400] if owners_of(thing) == {"birch"}
            ]
        return self._found[model]


def forms_shown(response):
    """{name in the form: (form, field)} of every Django form of an answer."""
    found = {}
    for context in _flat(response.context):
        for value in list(context.values()):
            for form in _forms_in(value):
                for name in form.fields:
                    found.setdefault(form.add_prefix(name), (form, name))
    return found


def _flat(contexts):
    for context in contexts or ():
        for layer in getattr(context, "dicts", [context]):
            if isinstance(layer, dict):
                yield layer


def _forms_in(value):
    if isinstance(value, BaseFormSet):
        yield from value.forms
    elif isinstance(value, forms.BaseForm):
        yield value
        for nested in getattr(value, "formsets", {}).values():
            yield from nested.forms
    elif isinstance(value, (list, tuple)):
        for each in value:
            if isinstance(each, (forms.BaseForm, BaseFormSet)):
                yield from _forms_in(each)


class Sent(HTMLParser):
    """What the forms of a page would send: [(method, action, {name: [values]})]"""

    def __init__(self, text):
        super().__init__()
        self.forms, self._select = [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "form":
            self.forms.append((told.get("method", "get").lower(), told.get("action") or "", {}))
        elif tag == "select":
            self._select = told.get("name")
            if self.forms and self._select:
                self.forms[-1][2].setdefault(self._select, [])
        elif self.forms:
            name = self._select if tag == "option" else told.get("name")
            if name and tag in ("option", "button", "input"):
                self.forms[-1][2].setdefault(name, []).append(told.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None


@dataclass(frozen=True)
class Swap:
    """One thing exchanged in what a screen's form would send."""

    name: str
    method: str
    address: str
    data: dict
    # The foreign object is among those that the field offers.
    offered: bool = False


def swaps_on(response, address, foreign, things):
    """Every Swap that a screen makes possible. foreign: Foreign; things: {name of a raw input: the foreign value}."""
    shown = forms_shown(response)
    sent = Sent(response.content.decode()).forms
    for name, (form, field) in shown.items():
        of = form.fields[field]
        if isinstance(of, forms.ModelChoiceField) and (others := foreign.of(of.queryset.model)):
            known = set(
                of.queryset.filter(pk__in=[other.pk for other in others]).values_list("pk", flat=True)
            )
            method, action = where_sent(name, sent)
            data = filled(shown) | {name: of.prepare_value(_first_unknown(others, known))}
            yield Swap(name, method, urljoin(address, action), data, offered=bool(known))
    for method, action, names in sent:
        for name in names:
            if name not in shown and name in things:
                data = names | filled(shown)
                yield Swap(
                    name, method, urljoin(address, action), data | {name: [*names[name], things[name]]}
                )


def unexplained(response):
    """Names of inputs that come from a template alone, from no form of Django, and that nobody has explained."""
    shown, sent = forms_shown(response), Sent(response.content.decode()).forms
    names = {name for _method, _action, names in sent for name in names} - shown.keys()
    names -= RAW_OBJECTS.keys() | RAW_OTHERS.keys()
    return {name for name in names if not WAGTAIL_OTHERS.match(name)}


def where_sent(name, sent):
    """(method, action) of the form on the page that holds the input; the page itself where a script sends it."""
    return next(((method, action) for method, action, names in sent if name in names), ("post", ""))


def _first_unknown(others, known):
    return next((other for other in others if other.pk not in known), others[0])


def filled(shown):
    """What somebody would send who changes nothing: {name: value} of forms as they were shown."""
    data = {}
    for name, (form, field) in shown.items():
        value = form[field].value()
        if isinstance(value, bool):
            data |= {name: "on"} if value else {}
        elif isinstance(value, (list, tuple, set)):
            data[name] = [getattr(each, "pk", each) for each in value]
        elif value is not None and not isinstance(value, (File, type(None))):
            data[name] = getattr(value, "pk", value)
    return data
