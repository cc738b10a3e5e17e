"""What can be wrong with published totals: rows that count students twice, hidden cells that became zeros,
parts and wholes. Each finding names the spreadsheet's rows.
"""

import numpy as np
import pandas as pd

from . import groups
from .frame import Coded, Understood, combined
from .headers import fold
from .rates import check_rate
from .totals_topics import COUNTS, topics_in

# The exact doubling of a year is told from chance by this many nonzero counts, every one even.
ENOUGH_TO_TELL_DOUBLING = 30
# Stand for no school at CDE: the district's own office, and nonpublic schools.
PLACEHOLDERS = ["0000000", "0000001"]
PLACE = ("level", "county_code", "district_code", "school_code", "place_code", "school_name", "district_name")
# Every student is in exactly one group of each of these.
DISJOINT = {groups.RACE: (groups.RACE, groups.RACE_NOT_REPORTED), groups.SEX: (groups.SEX,)}


def counts_of(frame):
    """Names of the counts that the file has."""
    return [name for name in COUNTS if frame.has(name)]


def topics_of(frame):
    return topics_in(frame.headers.keys())


def split_cds(frame):
    """A file with 14-digit codes has county, district and school in one."""
    cds = frame["cds_code"]
    if not frame.has("cds_code") or frame.has("school_code"):
        return
    for name, part in {
        "county_code": slice(2),
        "district_code": slice(2, 7),
        "school_code": slice(7, 14),
    }.items():
        values = [value and value[part] for value in cds.values]
        frame.columns[name] = Understood(values, cds.codes, cds.kinds)


def recognize_groups(frame):
    """Give each row its group; one that nobody knows is an error. Without any column of groups, every row is
    of all students.
    """
    code, title, category = (frame[name] for name in ("group_code", "group_title", "group_category"))
    if not any(frame.has(name) for name in ("group_code", "group_title")):
        frame.columns["group"] = Coded.same("all", len(frame))
        return
    scheme = groups.scheme_of({value for value in code.values if value})
    if scheme is None and fold(frame.headers.get("group_code", "")) == "reportingcategory":
        scheme = groups.CDE
    triple = combined(code, title, category)
    first = pd.Series(triple).drop_duplicates().index.to_numpy()
    texts = [column.filled("") for column in (code, title, category)]
    known = {triple[at]: groups.recognize(texts[0][at], texts[1][at], texts[2][at], scheme) for at in first}
    found = Coded(list(known.values()), pd.factorize(triple)[0].astype(np.int32))
    frame.columns["group"] = found
    unknown = found.taken([key is None for key in found.values], bool)
    frame.error("not_understood", unknown, "group_title", expected="group")


def leave_out_aggregates(frame):
    """CDE repeats the rows of a place for charter and other schools apart: only the row of all counts once."""
    frame.leave_out("state_total", frame["level"].filled("") == "state")
    partial = np.zeros(len(frame), bool)
    for name in ("charter", "dass"):
        partial |= frame[name].given & (frame[name].filled("") != "all")
    # D2 of older files: a district without its charter schools.
    partial |= frame["level"].filled("") == "part"
    aggregate = np.isin(frame["level"].filled(""), ["district", "county", "part"])
    same = combined(*(frame[name] for name in PLACE), frame["year"], frame["group"])
    whole = np.isin(same, np.unique(same[_for_all(frame) & ~partial]))
    frame.leave_out("part_of_aggregate", partial & (aggregate | whole))


def _for_all(frame):
    """Mask of the rows that say that they are for all schools, charter or not."""
    columns = [frame[name] for name in ("charter", "dass") if frame.has(name)]
    return np.logical_and.reduce([column.filled("") == "all" for column in columns] or [frame["year"].given])


def leave_out_placeholders(frame):
    a_school = np.isin(frame["level"].filled(""), ["", "school"])
    frame.leave_out(
        "no_school", a_school & np.isin(frame["school_code"].filled(""), PLACEHOLDERS), "school_code"
    )


def leave_out_doubled_years(frame):
    """A year whose counts are all even was summed twice (all schools plus charter and other schools); where
    only one column is, that column is suspicious.
    """
    counts = {name: frame[name].numbers() for name in counts_of(frame)}
    years = frame["year"]
    doubled, numbers = {}, 0
    even = {name: np.zeros(len(frame), bool) for name in counts}
    for code, year in enumerate(years.values):
        rows = years.codes == code
        nonzero = {name: count[rows & (count != 0)] for name, count in counts.items()}
        is_even = {name: not (found % 2).any() for name, found in nonzero.items()}
        in_year = sum(map(len, nonzero.values()))
        if in_year >= ENOUGH_TO_TELL_DOUBLING and all(is_even.values()):
            doubled[code] = str(year or "")
            numbers += in_year
            continue
        for name in counts:
            if is_even[name] and len(nonzero[name]) >= ENOUGH_TO_TELL_DOUBLING:
                even[name] |= rows
    mask = np.isin(years.codes, list(doubled))
    frame.leave_out("doubled_year", mask, "year", years=", ".join(sorted(doubled.values())), numbers=numbers)
    for name, rows in even.items():
        frame.warn("even_column", rows, name)


def leave_out_zero_of_zero(frame):
    """0 students of 0: a suppressed cell that somebody turned into zeros. Nothing can be known from it."""
    wholes = {topic.whole for topic in topics_of(frame) if topic.whole and frame.has(topic.whole)}
    if not wholes:
        return
    zero = np.logical_and.reduce([frame[name].given & (frame[name].numbers() == 0) for name in wholes])
    for name in set(counts_of(frame)) - wholes:
        zero &= frame[name].numbers() == 0
    frame.leave_out("zero_of_zero", zero, sorted(wholes)[0])


def check_counts(frame):
    """Part and whole, and counts that cannot exceed one another."""
    for topic in topics_of(frame):
        whole, events, students = (frame[name] for name in (topic.whole, topic.events, topic.students))
        more = whole.given & students.given & (students.numbers() > whole.numbers())
        frame.error("more_than_enrolled", more, topic.students)
        more = events.given & students.given & (students.numbers() > events.numbers())
        frame.error("more_students_than_events", more, topic.students)
        if topic.parts and all(frame.has(name) for name in topic.parts):
            parts = [frame[name] for name in topic.parts]
            complete = frame[topic.sums_to].given & np.logical_and.reduce([part.given for part in parts])
            added = sum(part.numbers() for part in parts)
            frame.warn("parts_disagree", complete & (added != frame[topic.sums_to].numbers()), topic.sums_to)


def check_rates(frame):
    """Every published rate against its counts."""
    for topic in topics_of(frame):
        if topic.rate:
            check_rate(frame, topic)


def check_groups_add_up(frame):
    """The groups of a place and year that leave out no student add up to all students, where no cell of them
    is hidden or missing.
    """
    if "group" not in frame.columns or not len(frame):
        return
    place = combined(*(frame[name] for name in PLACE), frame["year"])
    group = frame["group"]
    each = combined(place, group)
    once = frame.going_in & ~_repeats(each, frame.going_in)
    # A row that stays out without another in its place is a cell that nobody can see.
    unseen = ~np.isin(each, each[once])
    total = once & group.taken([key == "all" for key in group.values], bool)
    for family, members in DISJOINT.items():
        of_family = group.taken(
            [bool(key) and groups.GROUPS[key].family in members for key in group.values], bool
        )
        if not (of_family & once).any() or not total.any():
            continue
        for name in counts_of(frame):
            hidden = of_family & (unseen | once & ~frame[name].given)
            wrong = _not_adding_up(frame[name], place, total, of_family & once, hidden)
            frame.warn("groups_disagree", wrong, name, family=family)


def _repeats(keys, among):
    """Mask of the rows whose key an earlier one of `among` has."""
    repeated = np.zeros(len(keys), bool)
    at = np.flatnonzero(among)
    repeated[at] = pd.Series(keys[at]).duplicated().to_numpy()
    return repeated


def _not_adding_up(count, place, total, member, hidden):
    """Mask of the rows, total and parts, of the places whose parts do not add up to their total."""
    length = int(place.max()) + 1
    whole = np.full(length, -1, np.int64)
    told = total & count.given
    whole[place[told]] = count.numbers()[told]
    not_known = np.bincount(place[hidden], minlength=length) > 0
    some = np.bincount(place[member], minlength=length) > 0
    added = np.zeros(length, np.int64)
    np.add.at(added, place[member], count.numbers()[member])
    wrong = some & ~not_known & (whole >= 0) & (added != whole)
    return wrong[place] & (total | member)
