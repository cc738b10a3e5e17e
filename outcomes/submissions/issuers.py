"""Who issued the student ids of each row, and the keys that they become."""

import re

import numpy as np
from django.utils.translation import gettext as _

from outcomes.datasets.frame import BLANK, Coded, combined, firsts
from outcomes.datasets.students import OWN_ID_HEADERS
from partnership.models import Organization
from partnership.models.organization import Kind

from .codes import CODE
from .erased import erased_among, erased_digests
from .identity import STATE_ID, kind_of_id, student_keys
from .participants import ParticipantCode
from .personal import KINDS, not_an_id
from .refusal import Refused

SAMPLE = 2000


def student_keys_of(dataset, frame, matched, organization, program):
    """The student key of each row (int64); 0 for rows that stay out. Rows of erased students are dropped."""
    ids, codes = frame["student_id"], frame["participant_code"]
    if frame.has("participant_code"):
        frame.warn("id_and_code", ids.given & codes.given, "participant_code")
        has_neither = ids.is_(BLANK) & codes.is_(BLANK)
        frame.error("blank", has_neither, "student_id" if frame.has("student_id") else "participant_code")
    digests = erased_digests()
    keys, gone = np.zeros(len(frame), np.int64), np.zeros(len(frame), bool)
    if frame.has("student_id"):
        kind = frame.id_kind or kind_of_id(frame.headers["student_id"])
        issuers = _issuers(frame, matched, organization, program, kind)
        keys, gone = _keys(ids, issuers, kind, digests)
    if frame.has("participant_code"):
        issuers = _issuers_of_codes(codes, program)
        by_code = codes.given & ~ids.given
        frame.error(
            "unknown_code", by_code & ~issuers.taken([*map(bool, issuers.values)], bool), "participant_code"
        )
        code_keys, code_gone = _keys(codes, issuers, CODE, digests)
        keys, gone = np.where(by_code, code_keys, keys), np.where(by_code, code_gone, gone)
    frame.drop_erased(gone)
    return keys


def _keys(ids, issuers, kind, digests):
    """(student key of each row or 0, whether the student was erased); each distinct pair is hashed once."""
    pair = combined(ids, issuers)
    first = firsts(pair)
    keys, gone = np.zeros(len(first), np.int64), np.zeros(len(first), bool)
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
        return np.zeros(0, np.int64), np.zeros(0, bool)
    return keys[pair], gone[pair]


def refuse_what_is_no_id(data):
    """Raises Refused where the texts of the id column look like something personal."""
    if "student_id" not in data.columns:
        return
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
    unknown = issuers.taken([not value for value in issuers.values], bool)
    frame.error("unknown_issuer", unknown & ~frame["student_id"].is_(BLANK), "issuer")
    return issuers


def _issuers_of_codes(codes, program):
    """Coded primary keys of the organizations that printed the codes for the program, "" where nobody did."""
    printed = dict(ParticipantCode.objects.filter(program=program).values_list("code", "organization_id"))
    return Coded([str(printed.get(value, "")) for value in codes.values], codes.codes)


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
