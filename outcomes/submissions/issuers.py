"""Who issued the student ids of each row, and the keys that they become."""

import re

import numpy as np
from django.utils.translation import gettext as _

from outcomes.datasets.frame import Coded, combined
from outcomes.datasets.students import OWN_ID_HEADERS
from partnership.models import Organization
from partnership.models.organization import Kind

from .erased import erased_among, erased_digests
from .identity import STATE_ID, kind_of_id, student_keys
from .personal import KINDS, not_an_id
from .refusal import Refused

SAMPLE = 2000


def student_keys_of(dataset, frame, matched, organization, program):
    """The student key of each row (int64); 0 for rows that stay out. Rows of erased students are dropped."""
    ids = frame["student_id"]
    kind = kind_of_id(frame.headers["student_id"])
    issuers = _issuers(frame, matched, organization, program, kind)
    pair = combined(ids, issuers)
    first = np.unique(pair, return_index=True)[1]
    keys, gone = np.zeros(len(first), np.int64), np.zeros(len(first), bool)
    digests = erased_digests()
    id_of, issuer_of = ids.codes[first], issuers.codes[first]
    for code, issuer in enumerate(issuers.values):
        numbers = np.flatnonzero(issuer_of == code)
        texts = [ids.values[id_of[number]] for number in numbers]
        distinct = {text for text in texts if text}
        hashed = student_keys(distinct, issuer=issuer, kind=kind)
        erased = erased_among(distinct, issuer=issuer, kind=kind, digests=digests)
        keys[numbers] = [hashed.get(text, 0) for text in texts]
        gone[numbers] = [text in erased for text in texts]
    if not len(pair):
        return np.zeros(0, np.int64)
    frame.drop_erased(gone[pair])
    return keys[pair]


def refuse_what_is_no_id(data):
    """Raises Refused where the texts of the id column look like something personal."""
    header = data.file_headers["student_id"]
    found = not_an_id(data.columns["student_id"].values[:SAMPLE])
    if found:
        raise Refused(
            "not_an_id",
            _(
                "The column “%(column)s” was taken for student ids, but it seems to hold %(found)s. Such data must "
                "not be handed in. Use the district's or the state's student ids instead. Nothing was stored."
            )
            % {"column": header, "found": KINDS[found]},
        )


def _issuers(frame, matched, organization, program, kind):
    """Coded primary keys of the issuing organizations, "" where unknown; unknown ones are errors."""
    if kind == STATE_ID:
        return Coded.same("state", len(frame))
    if re.sub(r"[^a-z]", "", frame.headers["student_id"].lower()) in OWN_ID_HEADERS:
        return Coded.same(str(organization.pk), len(frame))
    if frame.has("issuer"):
        issuers = _named_issuers(frame["issuer"])
    elif program is not None:
        issuers = Coded.same(_district_of(program, organization), len(frame))
    elif organization.is_source_for_many:
        of_place = [str(_steward(place) or organization.pk) for place in matched.places] or [
            str(organization.pk)
        ]
        distinct = Coded.of(of_place)
        issuers = Coded(distinct.values, distinct.codes[np.maximum(matched.codes, 0)])
    else:
        issuers = Coded.same(str(organization.pk), len(frame))
    frame.error("unknown_issuer", issuers.taken([not value for value in issuers.values], bool), "issuer")
    return issuers


def _steward(school):
    return (school.parent and school.parent.steward_id) or school.steward_id


def _district_of(program, organization):
    """The district whose ids a program's roster holds when the file does not say: the submitter if it is
    one, else the only district among the program's owners, else that of all its sites.
    """
    if organization.kind == Kind.SCHOOL_DISTRICT:
        return str(organization.pk)
    owners = set(program.owners.filter(kind=Kind.SCHOOL_DISTRICT).values_list("pk", flat=True))
    sites = {_steward(site) for site in program.sites.select_related("parent")}
    for candidates in (owners, sites):
        if len(candidates) == 1 and None not in candidates:
            return str(next(iter(candidates)))
    return ""


def _named_issuers(column):
    """Districts by name, short name or the code of a place that they answer for."""
    known = {}
    districts = Organization.objects.filter(kind__in=[Kind.SCHOOL_DISTRICT, Kind.COUNTY_OFFICE])
    for district in districts.prefetch_related("places"):
        for name in (district.name, district.slug, *(place.code for place in district.places.all())):
            known[name.lower()] = str(district.pk)
    return Coded([known.get(str(value or "").lower(), "") for value in column.values], column.codes)
