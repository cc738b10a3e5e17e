"""Names out of a file, in memory: a partner's roster, a district's list of students."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.datasets.headers import fold, positions_of
from outcomes.datasets.program_roster import CONSENTS
from outcomes.datasets.students import CODE, PARTICIPANT, STUDENT
from outcomes.submissions.codes import canonical_code
from outcomes.submissions.identity import canonical_id
from outcomes.submissions.reader import Limits, Refused, read
from outcomes.submissions.reader.values import parse_date
from outcomes.submissions.recognize import refuse_gang_designation
from outcomes.submissions.refusal import Refused as RefusedByUs

from .names import person

LIMITS = Limits(content=50 * 1024 * 1024, rows=500_000, columns=200)
GIVEN = (
    "given_name",
    "First Name",
    "FirstName",
    "First",
    "Given Name",
    "Legal First Name",
    "Nombre",
    "Nombres",
)
FAMILY = (
    "surname",
    "Last Name",
    "LastName",
    "Last",
    "Family Name",
    "Legal Last Name",
    "Apellido",
    "Apellidos",
)
BIRTH = (
    "birth_date",
    "Birth Date",
    "Birthdate",
    "Date of Birth",
    "DateOfBirth",
    "DOB",
    "Fecha de Nacimiento",
)
CONSENT = ("consent", "Consent Given", "Parent Consent")
CODES = (CODE.name, *CODE.aliases)
OWN_IDS = (PARTICIPANT.name, *PARTICIPANT.aliases)
STUDENT_IDS = (STUDENT.name, *STUDENT.aliases)
GROUPS = {"grade": ("grade", "Grade Level"), "sex": ("sex", "Gender"), "school": ("school", "School Name")}
REFUSALS = ("declined", "withdrawn")


@dataclass(frozen=True)
class Row:
    """One person of a file: the id (a code or an id, canonical), names and date as written, groups as told."""

    id: str
    given: str
    surname: str
    birth: str
    groups: dict

    def as_person(self, key):
        return person(key, self.given, self.surname, self.birth)

    @property
    def name(self):
        return f"{self.given} {self.surname}".strip()


def read_roster(content, name):
    """([Row], "code" or "own", number left out for want of consent) of a partner's roster."""
    columns = _columns(content, name)
    kind = "code" if _find(columns, CODES) is not None else "own"
    ids = _find(columns, CODES if kind == "code" else OWN_IDS)
    if ids is None:
        raise ValidationError(
            _(
                "No column of the roster holds participant codes or ids. Print codes for the program, write one beside each "
                "name in a column “participant_code”, and upload the roster again. Nothing was kept."
            )
        )
    consents = _find(columns, CONSENT) or [""] * len(ids)
    rows = _rows(columns, ids, canonical_code if kind == "code" else canonical_id)
    said_no = [CONSENTS.get(text.strip().casefold()) in REFUSALS for text in consents]
    kept = [row for row, no in zip(rows, said_no, strict=True) if row and not no]
    if not kept:
        raise ValidationError(_("No row of the roster has an id and a name. Nothing was kept."))
    if len({row.id for row in kept}) < len(kept):
        raise ValidationError(
            _(
                "The roster names a participant's id twice. Leave one row for each, and upload it again. Nothing was kept."
            )
        )
    return kept, kind, sum(said_no)


def read_students(content, name):
    """([Row], header of the id column) of a district's list."""
    columns = _columns(content, name)
    ids = _find(columns, STUDENT_IDS)
    if ids is None:
        raise ValidationError(
            _(
                "No column of the list is known as the student's id. Name it “student_id” (or “SSID” for the state's id). "
                "Nothing was kept."
            )
        )
    header = next(text for text in columns if columns[text] is ids)
    rows = {row.id: row for row in _rows(columns, ids, canonical_id) if row}
    return list(rows.values()), header


def _columns(content, name):
    """{header: texts} of the first table of a file."""
    try:
        with read(content, name, limits=LIMITS) as reading:
            for table in reading.tables():
                refuse_gang_designation(DATASETS["student_enrollment"], table.header)
                columns = {header: [] for header in table.header}
                for batch in table.batches():
                    for header, column in zip(table.header, batch.columns, strict=True):
                        columns[header] += column
                return columns
    except (Refused, RefusedByUs) as refusal:
        raise ValidationError(str(refusal)) from None
    raise ValidationError(_("The file holds no table. Check that it is the right file."))


def _find(columns, aliases):
    """The texts of the first column that one of the names fits, or None."""
    headers = list(columns)
    positions = positions_of(headers)
    for alias in aliases:
        if fold(alias) in positions:
            return columns[headers[positions[fold(alias)]]]
    return None


def _rows(columns, ids, canonical):
    """[Row or None where the row has no id or no name]"""
    given, surname, birth = (_find(columns, aliases) for aliases in (GIVEN, FAMILY, BIRTH))
    if given is None or surname is None:
        raise ValidationError(
            _(
                "The file needs a column of first names and one of last names. Name them “First Name” and “Last Name”. Nothing was kept."
            )
        )
    days = _days(birth) if birth is not None else [""] * len(ids)
    told = {
        group: found for group, aliases in GROUPS.items() if (found := _find(columns, aliases)) is not None
    }
    rows = []
    for place, text in enumerate(ids):
        try:
            known = canonical(text.strip())
        except ValueError:
            known = ""
        if not known or not (given[place].strip() or surname[place].strip()):
            rows.append(None)
            continue
        groups = {group: found[place].strip()[:40] for group, found in told.items() if found[place].strip()}
        rows.append(Row(known, given[place].strip()[:60], surname[place].strip()[:80], days[place], groups))
    return rows


def _days(texts):
    """ "2014-03-09" of each text, "" where it is no date."""
    return ["" if value is None else value.isoformat() for value in parse_date(texts).values]
