"""Partner directory: the partners as a list, with what the public may know of each.

A claim is the partnership itself, of no period: the latest accepted list is in effect. Accepting it adds and changes
organizations (outcomes.submissions.directory); a partner that a list leaves out stays.
"""

import re
from collections import Counter

import numpy as np
from django.utils.translation import gettext_lazy as _

from partnership.models import Organization, Place
from partnership.models.organization import Kind
from partnership.models.place import PlaceKind

from .declaration import ALWAYS, Column, Dataset, Facts
from .facts import DirectoryEntry
from .frame import BAD, VALUE, Understood

KINDS = {
    **{kind.value: kind.value for kind in Kind if kind != Kind.PARTNERSHIP},
    **dict.fromkeys(("police department", "law enforcement", "pd"), Kind.POLICE.value),
    **dict.fromkeys(("sheriffs office", "sheriff's department"), Kind.SHERIFF.value),
    **dict.fromkeys(("district", "schools", "school"), Kind.SCHOOL_DISTRICT.value),
    **dict.fromkeys(("county", "county office of education", "county agency"), Kind.COUNTY_OFFICE.value),
    **dict.fromkeys(("community organization", "cbo", "ngo"), Kind.NONPROFIT.value),
    **dict.fromkeys(("church", "faith group", "congregation", "faith based"), Kind.FAITH.value),
    **dict.fromkeys(("company", "corporate", "sponsor"), Kind.BUSINESS.value),
    **dict.fromkeys(("municipality", "city government"), Kind.CITY.value),
    **dict.fromkeys(("funder", "philanthropy"), Kind.FOUNDATION.value),
    **dict.fromkeys(("university or evaluator", "evaluator", "college"), Kind.UNIVERSITY.value),
}
WEB = re.compile(r"https?://[^\s/]+\.\S+")


def complete_addresses(frame):
    """An address without its beginning gets it; what is no address is left away and told."""
    site = frame["website"]
    known = [value and (value if "://" in value else f"https://{value}") for value in site.values]
    kinds = np.array(
        [
            BAD if value and not WEB.fullmatch(value) else kind
            for value, kind in zip(known, site.kinds, strict=True)
        ]
    )
    frame.columns["website"] = found = Understood(known, site.codes, kinds)
    frame.warn("no_address", found.is_(BAD), "website")


def check_partners(frame):
    """One kind for a partner, the one it has already: another kind would end roles, which is not for a list to do."""
    kinds = dict(Organization.objects.values_list("name", "kind"))
    kinds = {name.casefold(): kind for name, kind in kinds.items()}
    names = [name and name.casefold() for name in frame["name"].values]
    known = frame["name"].taken([kinds.get(name, "") for name in names])
    given = frame["kind"].filled("")
    frame.error("other_kind", (known != "") & (given != "") & (known != given), "kind")
    twice = {name for name, times in Counter(names).items() if times > 1}
    frame.error("written_two_ways", frame["name"].taken([name in twice for name in names], bool), "name")


def check_cities(frame):
    known = Place.objects.filter(kind=PlaceKind.CITY).values_list("name", flat=True)
    known = {name.casefold(): name for name in known}
    city = frame["city"]
    names = [value and known.get(value.casefold()) for value in city.values]
    unknown = city.taken(
        [bool(value) and not name for value, name in zip(city.values, names, strict=True)], bool
    )
    frame.warn("unknown_city", unknown, "city")
    kinds = [
        VALUE if name else kind if not value else BAD
        for value, name, kind in zip(city.values, names, city.kinds, strict=True)
    ]
    frame.columns["city"] = Understood(names, city.codes, np.array(kinds))


def facts(frame):
    rows = np.flatnonzero(frame.going_in)
    names = ("name", "kind", "city", "website", "phone")
    return Facts(rows=rows, values={name: frame[name].filled("")[rows].tolist() for name in names})


DATASET = Dataset(
    key="partner_directory",
    title=_("Partner directory"),
    row=_("one partner"),
    fact=DirectoryEntry,
    order=14,
    kinds=frozenset({Kind.PARTNERSHIP}),
    needs_agreement=False,
    also_needs="manage_partnership",
    is_student_level=False,
    place="organization",
    period=ALWAYS,
    cadence=ALWAYS,
    # A single partner is added on the screen of organizations.
    typed=(),
    columns=(
        Column(
            "name",
            _("Name"),
            "name",
            required=True,
            width=200,
            aliases=(
                "Name",
                "Organization",
                "Organization Name",
                "Partner",
                "Partner Name",
                "Agency",
                "Account Name",
            ),
            example="Open Door Youth Services",
        ),
        Column(
            "kind",
            _("Kind"),
            "word",
            required=True,
            aliases=("Kind", "Type", "Organization Type", "Partner Type", "Sector"),
            words=KINDS,
            example="nonprofit",
        ),
        Column("city", _("City"), "name", aliases=("City", "Town"), example="Harbor"),
        Column(
            "website",
            _("Website"),
            "name",
            width=190,
            aliases=("Website", "Web Site", "URL", "Homepage", "Web"),
            example="https://www.example.org",
        ),
        Column(
            "phone",
            _("Telephone of the office"),
            "name",
            width=40,
            aliases=("Phone", "Telephone", "Office Phone", "Main Phone"),
            example="(555) 010-0100",
            help=_("The office's number, never a person's own: everybody can read it."),
        ),
    ),
    rules=(complete_addresses, check_partners, check_cities),
    facts=facts,
    identity=("name",),
    reasons={
        "no_address": _("“%(column)s” is not an address of the web here. It is left away; the row goes in."),
        "households": _(
            "Households are families, not partners. They stay out, and nothing of them was stored."
        ),
        "other_kind": _(
            "These partners are in the directory as another kind. A list does not change a partner's kind, because roles depend on it: correct the row, or change the organization on its page first."
        ),
        "written_two_ways": _("The same partner is written in two ways. Keep one of them."),
        "unknown_city": _(
            "These cities are not in the registry of places. The partners go in without a city."
        ),
    },
)
