"""The county office's school totals: suspensions in the state's published layout, from the same students.

Cells of populations of ten or fewer are `*`, as the state hides them, and so is "Not Reported" wherever
another group of its kind is hidden. Schools, districts and the county each count their own students once.
"""

import numpy as np

from .discipline import CAUSES, EXPULSION

GROUPS = {
    "TA": "Total",
    "GF": "Female",
    "GM": "Male",
    "GX": "Non-Binary",
    "RB": "African American",
    "RI": "American Indian or Alaska Native",
    "RA": "Asian",
    "RF": "Filipino",
    "RH": "Hispanic or Latino",
    "RD": "Not Reported",
    "RP": "Pacific Islander",
    "RT": "Two or More Races",
    "RW": "White",
    "SE": "English Learners",
    "SD": "Students with Disabilities",
    "SS": "Socioeconomically Disadvantaged",
    "SF": "Foster",
    "SH": "Homeless",
}
LARGEST_HIDDEN = 10
HEADER = (
    "AcademicYear,AggregateLevel,CountyCode,DistrictCode,SchoolCode,CountyName,DistrictName,SchoolName,"
    "CharterYN,ReportingCategory,ReportingCategory_Description,CumulativeEnrollment,Total Suspensions,"
    "Unduplicated Count of Students Suspended (Total),"
    "Unduplicated Count of Students Suspended (Defiance-Only),Suspension Rate (Total),"
    "Suspension Count Violent Incident (Injury),Suspension Count Violent Incident (No Injury),"
    "Suspension Count Weapons Possession,Suspension Count Illicit Drug-Related,"
    "Suspension Count Defiance-Only,Suspension Count Other Reasons"
)
COUNTS = 11


def totals_csv(history, year):
    """The file of one school year (0 to 2), as text."""
    lines = [HEADER]
    for place, stays in _places(history, year):
        lines += _lines(history, history.years[year].name, place, stays)
    return "\n".join([*lines, ""])


def _places(history, year):
    """(cells that name the place, positions of its stays): schools, then districts, then the county."""
    county, enrollments = history.county, history.enrollments
    stays = enrollments.in_year(year)
    name_of = {district.slug: district.name for district in county.districts}
    district_of = np.array([school.district for school in county.schools])[enrollments.school[stays]]
    for at, school in enumerate(county.schools):
        cells = ["S", school.code[:2], school.code[2:7], school.code[7:], county.name]
        yield [*cells, name_of[school.district], school.name, "No"], stays[enrollments.school[stays] == at]
    for district in county.districts:
        cells = ["D", district.code[:2], district.code[2:], "", county.name, district.name, "", "All"]
        yield cells, stays[district_of == district.slug]
    yield ["C", county.code, "", "", county.name, "", "", "All"], stays


def _lines(history, year_name, place, stays):
    students, events = history.students, history.discipline
    enrolled = np.unique(history.enrollments.student[stays])
    here = np.isin(events.stay, stays) & (events.action != EXPULSION)
    suspended, causes = history.enrollments.student[events.stay[here]], events.cause[here]
    counted = {}
    for code in GROUPS:
        members = _members(students, code)
        population = int(members[enrolled].sum())
        if population:
            counted[code] = _counts(population, suspended[members[suspended]], causes[members[suspended]])
    hidden = {code for code, counts in counted.items() if int(counts[0]) <= LARGEST_HIDDEN}
    if any(code[0] == "R" for code in hidden):
        hidden.add("RD")
    return [
        ",".join(
            [
                year_name,
                *place,
                code,
                GROUPS[code],
                *(["*"] * COUNTS if code in hidden else counts),
            ]
        )
        for code, counts in counted.items()
    ]


def _members(students, code):
    """Which students belong to a reporting category (mask over all students)."""
    if code == "TA":
        return np.ones(len(students), dtype=bool)
    if code[0] == "G":
        return students.sex == code[1]
    if code[0] == "R":
        return students.race_ethnicity == code
    return {
        "SE": students.english_learner,
        "SD": students.disability,
        "SS": students.socioeconomically_disadvantaged,
        "SF": students.foster,
        "SH": students.homeless,
    }[code]


def _counts(population, suspended, causes):
    """Enrollment, suspensions, students suspended, those for defiance only, rate in percent, by cause."""
    defiance = causes == CAUSES.index("defiance")
    unduplicated = np.unique(suspended)
    only = np.setdiff1d(suspended[defiance], suspended[~defiance])
    # Half up, as the state rounds, in whole tenths of a percent.
    tenths = (2000 * len(unduplicated) + population) // (2 * population)
    by_cause = np.bincount(causes, minlength=len(CAUSES)).tolist()
    numbers = [population, len(suspended), len(unduplicated), len(only)]
    return [*map(str, numbers), f"{tenths // 10}.{tenths % 10}", *map(str, by_cause)]
