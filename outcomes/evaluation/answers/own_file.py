"""A district's own list of student ids, handed back with the results of its own students beside them.

The file goes through the guarded reader and comes back in memory; no row, id or result of it is kept. What is
logged: who asked, for which challenge, and how many students were answered for.
"""

import csv
import io
from dataclasses import dataclass

import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.datasets import DATASETS
from outcomes.datasets.export import escape_formula
from outcomes.datasets.facts import Enrollment
from outcomes.datasets.headers import fold, positions_of
from outcomes.datasets.students import STUDENT
from outcomes.participation.links import places_of
from outcomes.submissions.bulk import chunks
from outcomes.submissions.erased import erased_among, erased_digests
from outcomes.submissions.identity import DamagedId, canonical_id, kind_of_id, student_keys
from outcomes.submissions.models import Claim
from outcomes.submissions.reader import Limits, Refused, read
from outcomes.submissions.recognize import refuse_gang_designation
from outcomes.submissions.refusal import Refused as RefusedByUs
from partnership.access.rights import require
from partnership.actions.agreements import agreement_for
from partnership.audit import record
from partnership.models.place import PlaceKind

from ..wording import number
from .challenge import answers
from .words import REASONS, RESULTS

RIGHT = "read_student_rows"
NEEDED = ("student_enrollment", "student_attendance", "student_discipline")
LIMITS = Limits(content=20 * 1024 * 1024, rows=200_000, columns=200)
NOT_OURS = gettext_lazy("no student with this id is enrolled in the district")
NO_ID = gettext_lazy("the row holds no student id")
DAMAGED = gettext_lazy("a spreadsheet program has rounded this id; export the file anew")
NOT_A_ROW = gettext_lazy("the row does not fit the header")


@dataclass(frozen=True)
class Answered:
    """content, name, content_type of the file to hand back; students: how many were answered for."""

    content: bytes
    name: str
    content_type: str
    students: int


def answer_file(*, by, organization, challenge, name, content):
    """The district's file with its results; see `Answered`.

    Raises ValidationError with the reason: no agreement in force, no id column, an unreadable file. Nothing is
    kept in any case.
    """
    require(by, RIGHT, organization)
    _require_agreements(organization)
    schools = places_of(organization).filter(kind=PlaceKind.SCHOOL)
    if not schools.exists():
        raise ValidationError(
            _(
                "%(organization)s answers for no school here, so that it has no students of its own to ask about."
            )
            % {"organization": organization}
        )
    try:
        tables, form, delimiter = _tables(content, name)
    except (Refused, RefusedByUs) as refusal:
        raise ValidationError(str(refusal)) from None
    keys = {}
    for table in tables:
        keys |= _keys(organization, table)
    own = _enrolled(schools, set(keys.values()))
    found = answers(challenge, own, places=schools)
    for table in tables:
        table.answer(lambda text, header: _columns_for(text, header, keys, found))
    made = _as_workbook(tables) if form == "xlsx" else _as_text(tables[0], delimiter)
    record(
        "answers.given",
        by=by,
        organization=organization,
        target=challenge,
        right=RIGHT,
        rows=sum(len(table.rows) for table in tables),
        students=len(own),
    )
    return Answered(made, _file_name(name, form), _CONTENT_TYPES[form], len(own))


_CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def titles():
    """Headers of the columns that are added."""
    return [
        _("Challenge"),
        _("Why"),
        _("Attendance before, percent"),
        _("Attendance in the window, percent"),
        _("Change, points"),
    ]


class _Table:
    """A table of the file in memory: rows in the file's order, the place of its id column."""

    def __init__(self, table):
        self.sheet, self.header = table.sheet, list(table.header)
        rows = []
        for batch in table.batches():
            columns = [list(column) for column in batch.columns]
            rows += [(row, cells, True) for row, *cells in zip(batch.rows, *columns, strict=True)]
            rows += [(problem.row, problem.cells, False) for problem in batch.problems]
        self.rows = sorted(rows, key=lambda row: row[0])
        self.place = _id_place(self.header)
        self.added = []

    @property
    def ids(self):
        """Texts of the id column."""
        return [cells[self.place] for _row, cells, fits in self.rows if fits]

    def answer(self, columns_for):
        header = self.header[self.place]
        self.added = [
            columns_for(cells[self.place], header) if fits else ["", str(NOT_A_ROW), "", "", ""]
            for _row, cells, fits in self.rows
        ]


def _tables(content, name):
    with read(content, name, limits=LIMITS) as reading:
        found = []
        for table in reading.tables():
            refuse_gang_designation(DATASETS["student_enrollment"], table.header)
            found.append(_Table(table))
        if not found:
            raise ValidationError(_("The file holds no table. Check that it is the right file."))
        return found, reading.format, reading.delimiter or ","


def _id_place(header):
    positions = positions_of(header)
    for alias in (STUDENT.name, *STUDENT.aliases):
        if fold(alias) in positions:
            return positions[fold(alias)]
    raise ValidationError(
        _(
            "No column of the file is known as the student's id. Name it “student_id” (or “SSID” for the state's id), and "
            "upload the file again. Nothing was kept."
        )
    )


def _keys(organization, table):
    """{(text, header): student key} of the ids that can be one."""
    header = table.header[table.place]
    kind, canonical = kind_of_id(header), {}
    for text in set(table.ids):
        try:
            canonical[text] = canonical_id(text.strip())
        except ValueError:
            continue
    issuer = str(organization.pk)
    erased = erased_among(set(canonical.values()), issuer=issuer, kind=kind, digests=erased_digests())
    hashed = student_keys(set(canonical.values()) - set(erased), issuer=issuer, kind=kind)
    return {(text, header): hashed[known] for text, known in canonical.items() if known in hashed}


def _enrolled(schools, keys):
    """Those of the keys that are students of the schools, by the enrollment in effect."""
    claims = set(
        Claim.objects.filter(
            in_effect=True, dataset="student_enrollment", place__in=schools.values("pk")
        ).values_list("pk", flat=True)
    )
    found = set()
    for some in chunks(sorted(keys)):
        rows = Enrollment.objects.filter(student_key__in=some).values_list("student_key", "claim_id")
        found |= {student for student, claim in rows if claim in claims}
    return found


def _columns_for(text, header, keys, found):
    """The added cells of a row."""
    key = keys.get((text, header))
    if key not in found:
        return ["", str(_why_nobody(text)), "", "", ""]
    answer = found[key]
    return [
        str(RESULTS[answer.result]),
        "; ".join(str(REASONS[reason]) for reason in answer.reasons),
        _percent(answer.before),
        _percent(answer.during),
        "" if answer.change is None else number(answer.change),
    ]


def _why_nobody(text):
    if not text.strip():
        return NO_ID
    try:
        canonical_id(text.strip())
    except DamagedId:
        return DAMAGED
    except ValueError:
        return NO_ID
    return NOT_OURS


def _percent(days):
    if not days:
        return ""
    expected, absent = days
    return number(100 * (expected - absent) / expected)


def _as_text(table, delimiter):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([escape_formula(cell) for cell in [*table.header, *titles()]])
    for (_row, cells, _fits), added in zip(table.rows, table.added, strict=True):
        writer.writerow([escape_formula(cell) for cell in [*cells, *added]])
    # The mark lets spreadsheet programs know the encoding.
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _as_workbook(tables):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    plain = book.add_format({"num_format": "@"})
    for table in tables:
        sheet = book.add_worksheet(table.sheet[:31] or None)
        for column, title in enumerate([*table.header, *titles()]):
            sheet.write_string(0, column, title, plain)
        for place, ((_row, cells, _fits), added) in enumerate(zip(table.rows, table.added, strict=True), 1):
            for column, text in enumerate([*cells, *added]):
                sheet.write_string(place, column, text, plain)
    book.close()
    return out.getvalue()


def _file_name(name, form):
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0][:80] or "file"
    return f"{stem}-{_('results')}.{form}"


def _require_agreements(organization):
    missing = [dataset for dataset in NEEDED if agreement_for(organization, dataset) is None]
    if missing or organization.is_law_enforcement:
        raise ValidationError(
            _(
                "No data-sharing agreement of %(organization)s that covers enrollment, attendance and discipline is in force "
                "today, so that its student-level rows are closed. Renew the agreement first."
            )
            % {"organization": organization}
        )
