"""The rows to fix leave as a workbook and come back corrected, as if the whole file had been corrected."""

import csv
import io
import random

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from outcomes.models import AttendanceMonth, Correction
from outcomes.submissions.accept import accept
from outcomes.submissions.fixit.correct import correct
from outcomes.submissions.fixit.hand_back import hand_back
from outcomes.submissions.fixit.marks import ERRORS, PROBLEMS, WHOLE, count_rows
from outcomes.submissions.fixit.overlay import Overlay
from outcomes.submissions.fixit.uploaded import read_round
from outcomes.submissions.reader import read
from outcomes.submissions.withdraw import discard
from partnership.models import AuditEvent, VaultItem
from tests.outcomes.submissions.spreadsheet import download, upload

HEADER = "school_code,student_id,month,days_expected,days_excused,days_unexcused,First Name,room"
GOOD = "0100001,00100,2024-09,20,1,0,Canary,007"
BAD_DAYS = "0100001,00101,2024-09,20,19,2,Quetzal,008"
BAD_MONTH = "0100001,00102,Septembre,20,0,0,Zyxwvu,=1+1"
TOO_LONG = "0100002,00103,2024-09,20,0,0,Smith, John,009"
TOO_SHORT = "0100002,00104,2024-09"
ROWS = [GOOD, BAD_DAYS, BAD_MONTH, TOO_LONG, TOO_SHORT]


@pytest.fixture
def staged(hand_in):
    return hand_in("student_attendance", HEADER, ROWS)


def outcome(submission):
    """Everything that a staged submission shows and holds, apart from its own key."""
    claims = {
        claim.pk: (claim.place.code, claim.period, claim.rows)
        for claim in submission.claims.select_related("place")
    }
    rows = AttendanceMonth.objects.filter(claim_id__in=claims).order_by("student_key", "claim_id")
    names = ("rows", "new", "changed", "unchanged", "removed", "left_out", "state", "period")
    return {
        "counts": {name: getattr(submission, name) for name in names},
        "claims": sorted(claims.values()),
        "facts": sorted(
            (claims[row.claim_id], row.student_key, row.expected, row.excused, row.unexcused) for row in rows
        ),
        "problems": sorted(
            (p.reason, p.severity, p.column, str(p.rows), p.count, p.message)
            for p in submission.problems.all()
        ),
        "recognized": {key: submission.recognized[key] for key in ("columns", "personal", "unused")},
    }


def reasons(submission, severity="error"):
    return {problem.reason: problem.rows for problem in submission.problems.filter(severity=severity)}


# --- What is handed back --------------------------------------------------------------------------


def test_rows_with_errors_come_back_as_they_are_with_their_numbers(staged):
    sheet = download(staged)
    assert sheet.numbers() == [3, 4, 5, 6]
    assert sheet.header[1:] == ["Problem", *HEADER.split(","), "Beyond the header"]
    assert sheet.row(3) == [*BAD_DAYS.split(","), ""], "text, zeros kept, personal columns too"
    assert sheet.row(5) == TOO_LONG.split(",")
    assert sheet.row(6) == [*TOO_SHORT.split(","), *[""] * 6]
    assert sheet.cell(4, "room").value == "'=1+1", "a formula is made harmless"
    assert {cell.data_type for row in sheet.sheet.iter_rows(min_row=2, min_col=2) for cell in row} <= {
        "s",
        "n",
    }
    assert sheet.sheet.freeze_panes == "C2"
    assert sheet.sheet.auto_filter.ref == "A1:K5"


def test_bad_cells_are_marked_by_color_comment_and_sentence(staged):
    sheet = download(staged)
    month = sheet.cell(4, "month")
    assert month.fill.fgColor.rgb == "FFFBD9D5"
    assert "“month” does not hold what is expected there" in month.comment.text
    assert sheet.cell(4, "Problem").value.startswith("Error: “month” does not hold")
    assert sheet.cell(4, "days_expected").comment is None
    expected = sheet.cell(3, "days_expected")
    assert "More days absent than expected" in expected.comment.text
    assert sheet.sheet.cell(4, 1).comment, "a problem of the whole row is marked at its number"
    assert sheet.cell(5, "Beyond the header").comment is None
    assert sheet.cell(5, "Beyond the header").fill.fgColor.rgb == "FFFBD9D5"


def test_the_first_sheet_says_what_to_do(staged):
    book = openpyxl.load_workbook(io.BytesIO(hand_back(staged, by=staged.created_by, which=ERRORS).content))
    guide = " ".join(str(cell.value) for (cell,) in book.worksheets[0].iter_rows() if cell.value)
    assert "Correct the colored cells" in guide and str(staged.pk) in guide


def test_more_rows_on_demand(hand_in):
    submission = hand_in("student_attendance", HEADER, [GOOD, GOOD, BAD_DAYS])
    assert count_rows(submission) == {ERRORS: 1, PROBLEMS: 3, WHOLE: 3}
    assert download(submission).numbers() == [4]
    # Warnings: the student is not enrolled; the second row repeats the first.
    assert download(submission, PROBLEMS).numbers() == [2, 3, 4]
    whole = download(submission, WHOLE)
    assert whole.numbers() == [2, 3, 4]
    assert whole.cell(3, "Problem").value.startswith("Left out: These rows repeat")


def test_workbooks_end_where_people_stop_and_say_so(hand_in, monkeypatch):
    monkeypatch.setattr("outcomes.submissions.fixit.hand_back.MOST_ROWS", 2)
    submission = hand_in("student_attendance", HEADER, [GOOD, BAD_DAYS, BAD_DAYS, BAD_DAYS])
    handed = hand_back(submission, by=submission.created_by, which=ERRORS)
    assert (handed.rows, handed.of) == (2, 3)
    book = openpyxl.load_workbook(io.BytesIO(handed.content))
    assert "first 2 of 3 rows" in " ".join(str(row[0].value) for row in book.worksheets[0].iter_rows())


def test_own_columns_never_take_a_name_of_the_file(hand_in):
    header = HEADER.replace("room", "Problem").replace("First Name", "Row")
    submission = hand_in("student_attendance", header, [GOOD, BAD_DAYS])
    sheet = download(submission)
    assert sheet.header[1:3] == ["Problem 2", "school_code"] and sheet.header[0].startswith("Row (")
    sheet.write(3, days_excused="1", Problem="9")
    assert reasons(upload(submission, sheet.saved())) == {}


def test_nothing_to_fix_is_said(hand_in):
    submission = hand_in("student_attendance", HEADER, [GOOD])
    with pytest.raises(ValidationError, match="no such row"):
        hand_back(submission, by=submission.created_by, which=ERRORS)


def test_who_may_not_hand_in_gets_no_rows(staged, world):
    with pytest.raises(Http404):
        hand_back(staged, by=world.person("data_coordinator", world["birch"]), which=ERRORS)
    with pytest.raises(PermissionDenied):
        hand_back(staged, by=world.person("data_steward"), which=ERRORS)
    with pytest.raises(PermissionDenied):
        correct(staged, by=world.person("data_steward"), name="a.csv", content=b"Row,a\n2,b\n")


def test_opening_and_handing_back_are_logged(staged):
    download(staged)
    event = AuditEvent.objects.get(verb="submission.handed_back")
    assert (event.target_id, event.detail["rows"]) == (str(staged.pk), 4)
    opened = AuditEvent.objects.filter(verb="vault.opened").values_list("detail", flat=True)
    assert opened[0]["why"] == "to hand back the rows to correct"


def test_an_ended_agreement_closes_the_file(staged, world):
    world["alder"].agreements.update(ends_on=staged.created_at.date().replace(year=2021))
    for act in (
        lambda: hand_back(staged, by=staged.created_by, which=ERRORS),
        lambda: correct(staged, by=staged.created_by, name="a.csv", content=b"x"),
    ):
        with pytest.raises(ValidationError, match="no longer in force"):
            act()


# --- The way back ---------------------------------------------------------------------------------


def test_corrected_rows_alone_mend_the_file(staged):
    sheet = download(staged)
    sheet.write(3, days_excused="1")
    sheet.write(4, month="2024-09")
    sheet.write_row(5, ["0100002", "00103", "2024-09", "20", "0", "0", "Smith John", "009"])
    sheet.empty(6)
    upload(staged, sheet.saved())
    assert (staged.state, staged.rows, staged.new, reasons(staged)) == ("staged", 4, 4, {})
    correction = Correction.objects.get()
    assert (correction.state, correction.rows, correction.taken_out) == ("applied", 4, 1)
    accept(staged, by=staged.created_by)
    assert VaultItem.objects.count() == 0, "what was uploaded goes with the file"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_saved_as_text_it_is_taken_as_well(staged, delimiter):
    sheet = download(staged)
    sheet.write(3, days_excused="1")
    upload(staged, sheet.saved_as_csv(delimiter), name="rows.csv")
    assert set(reasons(staged)) == {"not_understood", "too_many_fields", "too_few_fields"}


def test_a_hand_made_list_of_rows_needs_only_the_column_row(staged):
    upload(staged, f"Row,{HEADER}\n3,{GOOD.replace('00100', '00101')}\n".encode(), name="rows.csv")
    assert "absent_over_expected" not in reasons(staged)
    assert Correction.objects.get().rows == 1


def test_rows_that_nobody_touched_stay_as_they_were(staged):
    before = outcome(staged)
    upload(staged, download(staged, WHOLE).saved())
    assert outcome(staged) == before
    assert Correction.objects.get().rows == 0
    sheet = download(staged)
    for number in (3, 4, 5):
        sheet.delete(number)
    assert outcome(upload(staged, sheet.saved())) == before


def test_a_sheet_sorted_filtered_and_with_columns_of_ones_own_is_matched_by_number(staged):
    sheet = download(staged)
    sheet.write(3, days_excused="1")
    sheet.write(4, month="2024-09")
    rows = [[cell.value for cell in row] for row in sheet.sheet.iter_rows()]
    mixed = [row[5:] + row[:5] + ["asked Ana"] for row in [rows[0], *reversed(rows[1:])]]
    mixed[0][-1] = "my notes"
    out = io.StringIO()
    csv.writer(out).writerows(mixed)
    upload(staged, out.getvalue().encode(), name="mixed.csv")
    assert set(reasons(staged)) == {"too_many_fields", "too_few_fields"}


def test_several_rounds_lie_over_each_other(staged):
    sheet = download(staged)
    sheet.write(3, days_excused="1")
    upload(staged, sheet.saved())
    sheet = download(staged)
    assert sheet.numbers() == [4, 5, 6]
    sheet.write(4, month="2024-09")
    upload(staged, sheet.saved())
    assert set(reasons(staged)) == {"too_many_fields", "too_few_fields"}
    assert staged.new == 3


def test_a_workbook_may_be_uploaded_again_with_more_rows_corrected(staged):
    sheet = download(staged)
    sheet.write(3, days_excused="1")
    upload(staged, sheet.saved())
    sheet.write(4, month="2024-09")
    upload(staged, sheet.saved())
    assert set(reasons(staged)) == {"too_many_fields", "too_few_fields"}
    assert [correction.rows for correction in Correction.objects.all()] == [1, 1]


def test_two_people_may_correct_different_rows_of_the_same_download(staged):
    mine, yours = download(staged), download(staged)
    mine.write(3, days_excused="1")
    yours.write(4, month="2024-09")
    upload(staged, mine.saved())
    upload(staged, yours.saved())
    assert set(reasons(staged)) == {"too_many_fields", "too_few_fields"}


def test_whole_file_corrected_is_the_same_as_its_rows_corrected(hand_in):
    """The slow, obvious way: a file with errors of every kind, random corrections in two rounds, and the same
    file corrected as a whole and handed in anew."""
    for seed in range(3):
        draw = random.Random(seed)
        rows = [_drawn(draw, number) for number in range(60)]
        corrected = hand_in("student_attendance", HEADER, [",".join(row) for row in rows])
        for _round in range(2):
            sheet = download(corrected, draw.choice([ERRORS, PROBLEMS, WHOLE]))
            for number in draw.sample(sheet.numbers(), min(25, len(sheet.numbers()))):
                if draw.random() < 0.2:
                    sheet.empty(number)
                    rows[number - 2] = [""] * 8
                else:
                    rows[number - 2] = _drawn(draw, number, width=draw.choice([8, 8, 8, 9]), extra=sheet)
                    sheet.write_row(number, rows[number - 2])
            upload(corrected, sheet.saved())
            assert corrected.corrections.last().rows > 5, corrected.corrections.last().refusal
        whole = hand_in("student_attendance", HEADER, [",".join(row) for row in rows])
        assert outcome(corrected) == outcome(whole), seed
        discard(corrected, by=corrected.created_by)
        discard(whole, by=whole.created_by)
        AttendanceMonth.objects.all().delete()


def _drawn(draw, number, width=None, extra=None):
    """Cells of a row that may be right, wrong, too long or too short."""
    row = [
        draw.choice(["0100001", "0100002", "0100009", "Alder School 1"]),
        draw.choice(["", "1.2E+09", *(str(student) for student in range(1, 40))]),
        draw.choice(["2024-09", "2024-10", "Sep 2024", "soon"]),
        draw.choice(["20", "20.0", "", "32", "-1"]),
        draw.choice(["0", "1", "19", "n/a"]),
        draw.choice(["0", "2.5", "0.125"]),
        f"Canary {number}",
        draw.choice(["007", "=A1", "'x", " y "]),
    ]
    if width is None:
        width = draw.choice([8] * 8 + [9, 4])
    if width == 9 and (extra is None or len(extra.header) > 10):
        row.append("beyond")
    return row[:width]


def test_a_workbook_with_titles_above_its_header_keeps_its_own_row_numbers(hand_in):
    rows = [["Attendance of September"], [], *(row.split(",") for row in (HEADER, GOOD, BAD_DAYS))]
    content = _workbook({"data": rows, "notes": [["nothing"]]})
    submission = hand_in("student_attendance", None, content, name="september.xlsx")
    sheet = download(submission)
    assert sheet.numbers() == [5]
    sheet.write(5, days_excused=1)
    assert reasons(upload(submission, sheet.saved())) == {}


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_other_encodings_and_delimiters(hand_in, encoding):
    text = "\n".join([HEADER, GOOD.replace("Canary", "Peña"), BAD_DAYS.replace("Quetzal", "Muñoz–Díaz")])
    submission = hand_in("student_attendance", None, text.replace(",", ";").encode(encoding))
    sheet = download(submission)
    assert sheet.cell(3, "First Name").value == "Muñoz–Díaz"
    sheet.write(3, days_excused="1")
    assert reasons(upload(submission, sheet.saved())) == {}


def test_cells_come_back_as_they_left(hand_in):
    """Odd contents, unchanged, are no corrections; changed beside them, they stay what they are."""
    odd = ["=1+1", "-5", "-x", "'=1", "'", "<r>a</r>", "a\nb", " c ", "\tq", "@d", "+3", '"', "_x0041_"]
    rows = [[*BAD_DAYS.split(",")[:6], text, "007"] for text in odd]
    submission = hand_in("student_attendance", HEADER, rows)
    upload(submission, hand_back(submission, by=submission.created_by, which=ERRORS).content)
    assert Correction.objects.get().rows == 0
    sheet = download(submission)
    for number in sheet.numbers()[:-1]:
        sheet.write(number, room="008")
    upload(submission, sheet.saved())
    whole = download(submission, WHOLE)
    shown = [whole.cell(number, "First Name").value for number in whole.numbers()[:-1]]
    assert shown == ["'=1+1", "-5", "'-x", "'=1", "'", "'<r>a</r>", "a\nb", " c ", "'\tq", "'@d", "+3", '"']


def test_rows_of_several_sheets_are_told_apart_by_their_sheet():
    file = _workbook({"2022-23": [["a", "b"], ["1", "x"]], "2023-24": [["a", "b"], ["2", "y"], ["3", "z"]]})
    sheets = {"2022-23": [["Row", "a", "b"], [2, "1", "new"]], "2023-24": [["Row", "b", "a"], [3, "z", "4"]]}
    overlay = Overlay([read_round(_workbook(sheets), "rows.xlsx")], "2022-23, 2023-24")
    with read(file, "file.xlsx") as reading:
        found = {
            table.sheet: [batch.columns for batch in overlay.over(table).batches()]
            for table in reading.tables()
        }
    overlay.check_newest()
    assert found == {"2022-23": [[["1"], ["new"]]], "2023-24": [[["2", "4"], ["y", "z"]]]}
    assert overlay.rounds[0].changed == 2


def _workbook(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
