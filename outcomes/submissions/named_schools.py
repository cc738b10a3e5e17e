"""Counts of schools that a file names without their state codes: their codes are looked up in the registry."""

import numpy as np

from outcomes.datasets.frame import BLANK, VALUE, Understood

from .targets import school_of

CODES = ("cds_code", "county_code", "district_code", "school_code")
PARTS = {"county_code": slice(2), "district_code": slice(2, 7), "school_code": slice(7, 14)}


def has_names_only(names):
    """Whether of all columns that tell a place only the school's name is there."""
    return "school_name" in names and not any(code in names for code in CODES)


def fill_in_codes(frame, schools, by_name):
    """Give the rows of named schools the codes of those schools. Mask of the rows whose school is not known, and
    the names of those. by_name: a function from a name to the ids of the schools meant.
    """
    names = frame["school_name"]
    code_of = {school.pk: school.code for school in schools}
    said = {str(school.pk): school.pk for school in schools}
    codes = []
    for name in names.values:
        found = {said[school_of(name, frame.words)]} if school_of(name or "", frame.words) in said else None
        found = found or (by_name(name) if name else set())
        codes.append(code_of[next(iter(found))] if len(found) == 1 else None)
    kinds = np.array([VALUE if code else BLANK for code in codes], np.uint8)
    for column, part in PARTS.items():
        frame.columns[column] = Understood([code and code[part] for code in codes], names.codes, kinds)
    unknown = [name for name, code in zip(names.values, codes, strict=True) if name and not code]
    return names.given & ~names.taken([code is not None for code in codes], bool), unknown
