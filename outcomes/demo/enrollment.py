"""Three years of coming, going and growing up: who is enrolled where, from when to when, under which id.

A catchment is the neighborhood of one elementary or K-8 school; the feeder table says which school each of
its grades attends. Households move, leave and arrive as one.
"""

from dataclasses import dataclass

import numpy as np

from .calendar import school_years
from .seed import chance
from .students import describe

GRADES = range(13)
# Shares of a year's households or children.
LEAVE_IN_SUMMER, MOVE_IN_SUMMER, ARRIVE_IN_SUMMER = 0.033, 0.020, 0.030
LEAVE_IN_YEAR, MOVE_IN_YEAR, ARRIVE_IN_YEAR = 0.020, 0.028, 0.022
# A school year's movers change on one of these school days.
MOVING_DAYS = (12, 165)
HOUSEHOLD_SIZES = (0.52, 0.35, 0.13)
# How large the neighborhood of an elementary school is, beside an ordinary one.
WEIGHTS = {
    "Dunmarrow School": 0.17,
    "Cistern Road School": 0.13,
    "Juniper Wells School": 0.42,
    "Torrealta Hill Elementary": 0.6,
    "Vallecorto Elementary": 0.7,
    "Walnut Siding Elementary": 0.55,
    "Quillby Green Elementary": 0.8,
    "Thimble Creek Elementary": 0.75,
}
# Districts without a high school send their ninth grade here.
UNION_HIGH = {
    "verbena-park-elementary": "Verbena Park High",
    "oriole-grove-elementary": "East Foothill High",
    "juniper-wells-elementary": "East Foothill High",
}
REASONS_TO_LEAVE = np.array(["moved_out_of_county", "moved_out_of_state", "private_school"], dtype=object)


@dataclass
class Enrollments:
    """One position per stay. student, school: positions in Students and County.schools; year: 0 to 2.

    entry, exit: datetime64[D], exit NaT while the stay lasts to the end of the year. local_id: as the
    district of the school issued it, with its zeros.
    """

    student: np.ndarray
    school: np.ndarray
    year: np.ndarray
    grade: np.ndarray
    entry: np.ndarray
    exit: np.ndarray
    exit_reason: np.ndarray
    local_id: np.ndarray

    def __len__(self):
        return len(self.student)

    def in_year(self, year):
        """Positions of a year's stays."""
        return np.flatnonzero(self.year == year)


def feeder_table(county):
    """Positions of schools, catchments x 13 grades: where each grade of a neighborhood goes."""
    number = {school.code: at for at, school in enumerate(county.schools)}
    rows = []
    for district in county.districts:
        schools = county.schools_of(district.slug)
        first = [school for school in schools if school.kind in ("elementary", "k8")]
        middle = [school for school in schools if school.kind == "middle"]
        high = [school for school in schools if school.kind == "high"]
        if district.slug in UNION_HIGH:
            high = [county.school(UNION_HIGH[district.slug])]
        for at, school in enumerate(first):
            own_middle = school if school.kind == "k8" else middle[at * len(middle) // len(first)]
            own_high = high[at * len(high) // len(first)]
            rows.append([number[school.code]] * 7 + [number[own_middle.code]] * 2)
            rows[-1] += [number[own_high.code]] * 4
    return np.array(rows)


def enroll(county, seed, enrolled):
    """(Students, Enrollments) of three years; about `enrolled` children in each, all year or for a part."""
    table = feeder_table(county)
    weights = np.array([WEIGHTS.get(county.schools[row[0]].name, 1.0) for row in table])
    town = _Town(chance(seed, "enrollment"), table, weights / weights.sum())
    at_start = round(enrolled / (1 + ARRIVE_IN_YEAR))
    town.arrive(at_start, 2023)
    for number, year in enumerate(school_years()):
        if number:
            town.summer(at_start, 2023 + number)
        town.live_through(number, year, round(at_start * ARRIVE_IN_YEAR))
    students = describe(seed, town.first_catchment, town.household, town.kindergarten_year)
    return students, _with_local_ids(county, seed, town.stays())


class _Town:
    """Children as the years go by; arrays grow at the end, so that a child keeps its position."""

    def __init__(self, rng, table, weights):
        self.rng, self.table, self.weights = rng, table, weights
        nothing = np.zeros(0, dtype=int)
        self.first_catchment = self.catchment = self.household = self.kindergarten_year = nothing
        self.grade, self.here, self.homes, self.rows = nothing, np.zeros(0, dtype=bool), 0, []

    def arrive(self, count, year, grade=None):
        """New households with `count` children in all; returns the children's positions."""
        rng = self.rng
        size = rng.choice(3, size=count, p=HOUSEHOLD_SIZES) + 1
        household = np.repeat(np.arange(count), size)[:count]
        catchment = rng.choice(len(self.weights), size=household.max() + 1, p=self.weights)[household]
        if grade is None:
            grade = rng.integers(len(GRADES), size=count)
        self._add(catchment, household + self.homes, grade, year)
        return np.arange(len(self.grade) - count, len(self.grade))

    def _add(self, catchment, household, grade, year):
        self.first_catchment = np.append(self.first_catchment, catchment)
        self.catchment = np.append(self.catchment, catchment)
        self.household = np.append(self.household, household)
        self.kindergarten_year = np.append(self.kindergarten_year, year - grade)
        self.grade = np.append(self.grade, grade)
        self.here = np.append(self.here, np.ones(len(grade), dtype=bool))
        self.homes = max(self.homes, int(household.max()) + 1)

    def _of_households(self, share):
        """Children of a share of households, drawn as households."""
        return (self.rng.random(self.homes) < share)[self.household] & self.here

    def summer(self, usual, year):
        """Everybody a grade older; the oldest leave, kindergarten begins, households move."""
        self.grade = self.grade + 1
        self.here &= self.grade < len(GRADES)
        self.here &= ~self._of_households(LEAVE_IN_SUMMER)
        self._move(self._of_households(MOVE_IN_SUMMER))
        beginners = usual // len(GRADES)
        with_siblings = self.rng.choice(np.flatnonzero(self.here), size=beginners // 2, replace=False)
        self._add(self.catchment[with_siblings], self.household[with_siblings], with_siblings * 0, year)
        self.arrive(beginners - beginners // 2, year, grade=np.zeros(beginners - beginners // 2, dtype=int))
        self.arrive(round(usual * ARRIVE_IN_SUMMER), year)

    def _move(self, who):
        """Whole households to another catchment, larger ones more often."""
        new = self.rng.choice(len(self.weights), size=self.homes, p=self.weights)
        self.catchment = np.where(who, new[self.household], self.catchment)

    def live_through(self, number, year, arriving):
        """Write down a year's stays, with those who leave, move or arrive in the middle of it."""
        days, rng = year.all_days, self.rng
        moving_day = rng.integers(*MOVING_DAYS, size=self.homes)[self.household]
        leaving = self._of_households(LEAVE_IN_YEAR)
        moving = self._of_households(MOVE_IN_YEAR) & ~leaving
        school = self._school()
        self._move(moving)
        new_school = self._school()
        moving &= school != new_school
        staying = self.here & ~leaving & ~moving
        never = np.datetime64("NaT")
        start = np.full(len(self.here), year.first_day)
        self._write(number, staying, school, start, never, "")
        finished = REASONS_TO_LEAVE[rng.integers(len(REASONS_TO_LEAVE), size=len(self.here))]
        self._write(number, leaving, school, start, days[moving_day], finished)
        self._write(number, moving, school, start, days[moving_day], "transferred")
        self._write(number, moving, new_school, days[moving_day + 1], never, "")
        self.here &= ~leaving
        arrived = self.arrive(arriving, int(year.name[:4]))
        day = days[rng.integers(*MOVING_DAYS, size=self.homes)[self.household]]
        who = np.zeros(len(self.here), dtype=bool)
        who[arrived] = True
        self._write(number, who, self._school(), day, never, "")

    def _school(self):
        return self.table[self.catchment, np.minimum(self.grade, len(GRADES) - 1)]

    def _write(self, number, who, school, entry, exit, reason):
        """A stay for each of `who`; the others may be one value for all or one for each child."""
        at = np.flatnonzero(who)

        def of(value, dtype):
            return np.broadcast_to(np.asarray(value, dtype=dtype), who.shape)[at]

        self.rows.append(
            (
                at,
                school[at],
                np.full(len(at), number),
                self.grade[at],
                of(entry, "datetime64[D]"),
                of(exit, "datetime64[D]"),
                of(reason, object),
            )
        )

    def stays(self):
        """Everything written down, as Enrollments without local ids, by year, school and entry."""
        columns = [np.concatenate(column) for column in zip(*self.rows, strict=True)]
        student, school, year, _, entry, *_ = columns
        order = np.lexsort((student, entry, school, year))
        columns = [column[order] for column in columns]
        return Enrollments(*columns, local_id=np.full(len(order), "", dtype=object))


# District: the number its ids begin after, and how many digits they are printed with. Las Garzas and
# Marisol began at the same number, so that one number is two children; some districts print zeros.
LOCAL_IDS = {
    "marisol-unified": (210_000, 6),
    "las-garzas-unified": (210_000, 6),
    "san-telmo-unified": (54_000, 7),
    "tamarindo-unified": (330_500, 6),
    "alder-mesa-unified": (41_000, 8),
    "quillby-unified": (800, 6),
    "caleta-serena-unified": (1_120_000, 7),
    "vallecorto-joint-unified": (7_700, 4),
    "verbena-park-elementary": (61_300, 5),
    "oriole-grove-elementary": (15_000, 6),
    "juniper-wells-elementary": (0, 5),
    "solandra-union-high": (215_000, 6),
}


def _with_local_ids(county, seed, stays):
    """Each district issues an id at a child's first stay, and the child finds it again on coming back."""
    district_of = {district.slug: at for at, district in enumerate(county.districts)}
    district = np.array([district_of[school.district] for school in county.schools])[stays.school]
    for slug, number in district_of.items():
        at = np.flatnonzero(district == number)
        children, first, child = np.unique(stays.student[at], return_index=True, return_inverse=True)
        # In the order of enrollment years, shuffled within a year so that the id tells nothing else.
        shuffled = chance(seed, "local ids", slug).random(len(children))
        order = np.lexsort((shuffled, stays.year[at][first]))
        issued = np.empty(len(children), dtype=int)
        issued[order] = np.arange(1, len(children) + 1)
        begin, width = LOCAL_IDS[slug]
        printed = np.array([f"{begin + n:0{width}d}" for n in issued.tolist()], dtype=object)
        stays.local_id[at] = printed[child]
    return stays
