"""How each district's system writes a spreadsheet: headers, words, dates, file format.

Six styles, as coordinators meet them: our own plain one; exports in the manner of three school information
systems; Ed-Fi's words; and a workbook somebody made by hand. Columns that nobody asked for are in some of
them, names and birth dates in one: the platform has to drop those at the gate.
"""

import io
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import xlsxwriter

FLAGS = ("english_learner", "disability", "foster", "homeless", "socioeconomically_disadvantaged")
RACE_WORDS = {
    "RB": "Black or African American",
    "RI": "American Indian or Alaska Native",
    "RA": "Asian",
    "RF": "Filipino",
    "RH": "Hispanic or Latino",
    "RP": "Pacific Islander",
    "RT": "Two or More Races",
    "RW": "White",
    "RD": "Race Not Reported",
}
ACTION_WORDS = {
    "codes": {"out_of_school_suspension": "100", "in_school_suspension": "110", "expulsion": "200"},
    "words": {
        "out_of_school_suspension": "Out of School Suspension",
        "in_school_suspension": "In School Suspension",
        "expulsion": "Expulsion",
    },
    "letters": {"out_of_school_suspension": "OSS", "in_school_suspension": "ISS", "expulsion": "E"},
}


@dataclass(frozen=True)
class Style:
    """headers: dataset -> {our column: header}, in the file's order; what is not in it is not written.

    dates, months: strftime patterns. yes, no: words of flags. races, actions: words in place of codes (None:
    as they are). workbook: XLSX instead of CSV. start: bytes before the first header. newline: of CSV.
    """

    headers: dict[str, dict[str, str]]
    dates: str = "%Y-%m-%d"
    months: str = "%Y-%m"
    years: str = "2024-25"
    yes: str = "Y"
    no: str = "N"
    kindergarten: str = "K"
    races: dict[str, str] | None = None
    actions: dict[str, str] | None = None
    workbook: bool = False
    start: bytes = b""
    newline: str = "\n"


def _same(names):
    return {name: name for name in names.split()}


_ENROLLMENT = (
    "school_code student_id school_year grade entry_date exit_date exit_reason sex race_ethnicity "
    "english_learner disability foster homeless socioeconomically_disadvantaged"
)
_DAYS = (
    "days_expected",
    "days_absent_excused",
    "days_absent_unexcused",
    "days_suspended_out_of_school",
    "days_suspended_in_school",
)
_GROUPS = ("sex", "race_ethnicity", *FLAGS)
_STAY = ("grade", "entry_date", "exit_date", "exit_reason")
_EVENT = ("incident_date", "action", "days")


def _named(names, headers):
    """{our column: header} of two parallel lists, the second parted by commas."""
    return dict(zip(names, (header.strip() for header in headers.split(",")), strict=True))


PLAIN = Style(
    {
        "student_enrollment": _same(_ENROLLMENT),
        "student_attendance": _same("school_code student_id school_year month " + " ".join(_DAYS)),
        "student_discipline": _same("school_code student_id incident_date action days incident_id"),
        "program_roster": _same(
            "program site_school_code student_id issuer entry_date exit_date exit_reason stage role consent"
        ),
    }
)
_AERIES_WHO = {"school_code": "School Code", "student_id": "Student ID"}
AERIES_LIKE = Style(
    {
        "student_enrollment": {"school_name": "School Name", **_AERIES_WHO, "state_id": "State Student ID"}
        | _named(_STAY, "Grade, Enter Date, Leave Date, Exit Reason")
        | _named(_GROUPS, "Gender, Ethnicity, EL, SWD, Foster Youth, Homeless, SED"),
        "student_attendance": _AERIES_WHO
        | {"month": "Month"}
        | _named(
            _DAYS,
            "Days Enrolled, Excused Absences, Unexcused Absences, Out of School Suspension Days, "
            "In School Suspension Days",
        ),
        "student_discipline": {"incident_id": "Incident ID", **_AERIES_WHO}
        | _named(_EVENT, "Start Date, Disposition, Days"),
    },
    dates="%m/%d/%Y",
    months="%m/%Y",
    kindergarten="KN",
    actions=ACTION_WORDS["codes"],
)
_POWERSCHOOL_WHO = {"school_code": "SchoolID", "student_id": "Student_Number"}
POWERSCHOOL_LIKE = Style(
    {
        "student_enrollment": _POWERSCHOOL_WHO
        | _named(_STAY, "Grade_Level, EntryDate, ExitDate, Exit_Code")
        | _named(
            _GROUPS, "Gender, Ethnicity, ELL, Special_Education, Foster, Homeless, Economically_Disadvantaged"
        ),
        "student_attendance": _POWERSCHOOL_WHO
        | {"month": "Year_Month"}
        | _named(_DAYS, "Expected_Days, Days_Excused, Days_Unexcused, OSS, ISS"),
        "student_discipline": _POWERSCHOOL_WHO | _named(_EVENT, "Action_Date, Action_Taken, Duration_Days"),
    },
    dates="%m/%d/%Y",
    yes="1",
    no="0",
    kindergarten="0",
    actions=ACTION_WORDS["letters"],
    newline="\r\n",
)
# The same system with the names and birth dates that its standard export adds.
POWERSCHOOL_WITH_NAMES = Style(
    POWERSCHOOL_LIKE.headers
    | {
        "student_enrollment": {
            "student_id": "Student_Number",
            "last_name": "Last_Name",
            "first_name": "First_Name",
            "birth_date": "DOB",
            **POWERSCHOOL_LIKE.headers["student_enrollment"],
        }
    },
    dates="%m/%d/%Y",
    yes="1",
    no="0",
    kindergarten="0",
    actions=ACTION_WORDS["letters"],
    start=b"\xef\xbb\xbf",
    newline="\r\n",
)
_EDFI_WHO = {"school_code": "SchoolId", "student_id": "StudentUniqueId"}
EDFI_WORDS = Style(
    {
        "student_enrollment": {**_EDFI_WHO, "school_year": "SchoolYear"}
        | _named(_STAY, "EntryGradeLevel, EntryDate, ExitWithdrawDate, ExitWithdrawType")
        | _named(
            _GROUPS,
            "BirthSex, Race, EnglishLearnerStatus, StudentsWithDisabilities, FosterYouth, HomelessStatus, "
            "EconomicallyDisadvantaged",
        ),
        "student_attendance": _EDFI_WHO
        | {"month": "ReportingMonth"}
        | _named(
            _DAYS,
            "ExpectedDays, ExcusedAbsences, UnexcusedAbsences, OutOfSchoolSuspensionDays, InSchoolSuspensionDays",
        ),
        "student_discipline": _EDFI_WHO
        | _named(_EVENT, "DisciplineDate, Discipline, ActualDisciplineActionLength"),
    },
    years="2024-2025",
    yes="true",
    no="false",
    kindergarten="Kindergarten",
    races=RACE_WORDS,
    actions=ACTION_WORDS["words"],
)
PLAIN_WORKBOOK = Style(PLAIN.headers, workbook=True)
_HANDMADE_WHO = {"school_name": "School name", "student_id": "Student number"}
HANDMADE_WORKBOOK = Style(
    {
        "student_enrollment": _HANDMADE_WHO
        | {"school_year": "School year"}
        | _named(_STAY, "Grade level, Start date, End date, Exit reason")
        | _named(
            _GROUPS,
            "Sex, Race, English learner, Special education, Foster youth, Homeless, Economically disadvantaged",
        ),
        "student_attendance": _HANDMADE_WHO
        | {"month": "Month"}
        | _named(_DAYS, "Expected days, Excused absences, Unexcused absences, OSS, ISS"),
        "student_discipline": _HANDMADE_WHO | _named(_EVENT, "Date, Action taken, Days suspended"),
        "program_roster": _named(
            ("site_name", "student_id", "issuer_name", "entry_date", "exit_date", "exit_reason"),
            "School, Student number, School district, Start date, End date, Outcome",
        )
        | {"stage": "Status", "role": "Role", "consent": "Parent consent"},
    },
    dates="%m/%d/%Y",
    months="%b %Y",
    yes="Yes",
    no="No",
    races=RACE_WORDS,
    actions=ACTION_WORDS["words"],
    workbook=True,
)


# District: style of its files.
STYLES = {
    "marisol-unified": AERIES_LIKE,
    "las-garzas-unified": POWERSCHOOL_WITH_NAMES,
    "san-telmo-unified": PLAIN,
    "tamarindo-unified": EDFI_WORDS,
    "alder-mesa-unified": AERIES_LIKE,
    "quillby-unified": PLAIN,
    "caleta-serena-unified": POWERSCHOOL_LIKE,
    "vallecorto-joint-unified": EDFI_WORDS,
    "verbena-park-elementary": PLAIN,
    "oriole-grove-elementary": PLAIN,
    "juniper-wells-elementary": HANDMADE_WORKBOOK,
    "solandra-union-high": AERIES_LIKE,
}
# Some hand in a workbook of what is small, and CSV of the monthly attendance.
WORKBOOKS_OF_SMALL_FILES = {"verbena-park-elementary": PLAIN_WORKBOOK}
ROSTER_STYLES = {"open-gate-studio": HANDMADE_WORKBOOK, "families-at-the-table": HANDMADE_WORKBOOK}


def style_of(organization, dataset):
    """The style in which an organization (slug) writes a dataset."""
    if dataset == "program_roster":
        return ROSTER_STYLES.get(organization, PLAIN)
    if dataset != "student_attendance" and organization in WORKBOOKS_OF_SMALL_FILES:
        return WORKBOOKS_OF_SMALL_FILES[organization]
    return STYLES[organization]


def dates_as_text(dates, pattern):
    """datetime64[D] as text, "" for NaT; each distinct day is written once."""
    days, position = np.unique(dates, return_inverse=True)
    words = ["" if np.isnat(day) else day.item().strftime(pattern) for day in days]
    return np.array(words, dtype=object)[position].tolist()


def rendered(style, dataset, columns):
    """The bytes of a file: `columns` maps our names to equally long lists of text."""
    headers = style.headers[dataset]
    lists = [columns[name] for name in headers]
    if style.workbook:
        return _workbook(list(headers.values()), lists)
    lines = [",".join(headers.values()), *map(",".join, zip(*lists, strict=True)), ""]
    return style.start + style.newline.join(lines).encode("utf-8")


def _workbook(headers, lists):
    """An XLSX file with one sheet; every cell is text, as careful people make them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": False}) as book:
        # A fixed day, so that the same rows are the same bytes.
        book.set_properties({"created": datetime(2026, 8, 1)})
        sheet = book.add_worksheet("Students")
        for at, (header, values) in enumerate(zip(headers, lists, strict=True)):
            sheet.write_string(0, at, header)
            for row, value in enumerate(values, 1):
                if value:
                    sheet.write_string(row, at, value)
    return file.getvalue()
