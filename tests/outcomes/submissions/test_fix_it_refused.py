"""Corrected rows that do not fit are refused with a sentence, and everything is as it was before."""

import logging
import tempfile

import pytest
from django.core.exceptions import ValidationError

from outcomes.models import AttendanceMonth, Claim, Correction, Submission
from outcomes.submissions import bulk, journey, resource
from outcomes.submissions.accept import accept, leave_out
from outcomes.submissions.fixit import titles
from outcomes.submissions.fixit.correct import correct
from outcomes.submissions.fixit.hand_back import hand_back
from outcomes.submissions.fixit.marks import ERRORS, WHOLE
from outcomes.submissions.journey import stage_now
from outcomes.submissions.tasks import stage_submission
from outcomes.submissions.withdraw import discard
from partnership.models import AuditEvent, VaultItem
from partnership.vault import destroy_due
from partnership.work import WorkFailed
from tests.outcomes.submissions.spreadsheet import download, upload
from tests.outcomes.submissions.test_fix_it import BAD_DAYS, BAD_MONTH, GOOD, HEADER, ROWS, outcome, reasons
from tests.outcomes.submissions.test_personal import _everything_stored
from tests.outcomes.submissions.test_tasks import INSERT, Killed, dies_at


@pytest.fixture
def staged(hand_in):
    return hand_in("student_attendance", HEADER, ROWS)


@pytest.fixture
def decided(staged):
    """With a decision of the person that must not be lost."""
    leave_out(staged, by=staged.created_by, reasons=["too_few_fields"])
    staged.refresh_from_db()
    return staged


def assert_refused(submission, content, before, *, name="corrected.xlsx"):
    """Upload; nothing has changed; returns the sentence."""
    upload(submission, content, name=name)
    correction = submission.corrections.last()
    assert correction.state == "refused"
    assert correction.vault_item is None
    assert outcome(submission) == before
    assert AuditEvent.objects.filter(verb="submission.correction_refused").exists()
    return correction.refusal


def test_a_workbook_of_another_submission(decided, hand_in):
    other = hand_in("student_attendance", HEADER, [BAD_DAYS, BAD_MONTH, BAD_DAYS, BAD_DAYS, BAD_DAYS])
    content = download(other).saved()
    assert "belongs to another submission" in assert_refused(decided, content, outcome(decided))
    content = download(other).saved_as_csv()
    assert "belongs to another submission" in assert_refused(
        decided, content, outcome(decided), name="rows.csv"
    )


def test_a_workbook_whose_rows_were_corrected_otherwise_meanwhile(staged):
    mine, yours = download(staged), download(staged)
    mine.write(3, days_excused="1")
    upload(staged, mine.saved())
    yours.write(3, days_excused="2")
    yours.write(4, month="2024-09")
    sentence = assert_refused(staged, yours.saved(), outcome(staged))
    assert "corrected otherwise: 3." in sentence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"Row,{HEADER}\n99,{GOOD}\n", "not rows of the submitted file: 99"),
        (f"Row,{HEADER}\n1,{GOOD}\n", "not rows of the submitted file: 1"),
        (f"Row,{HEADER}\n3,{GOOD}\n3,{GOOD}\n", "stand twice: 3"),
        (f"Row,{HEADER}\n,{GOOD}\n3,{GOOD}\n", "no row number in the first column: 2"),
        (f"Row,{HEADER}\nthree,{GOOD}\n", "no row number in the first column: 2"),
        (f"{HEADER}\n{GOOD}\n", "no column “Row”"),
        (f"Row,{HEADER.replace('month', 'Month of year')}\n3,{GOOD}\n", "lacks these columns"),
        (f"Row,{HEADER}\n3,{GOOD},more\n4,{GOOD}\n5,{GOOD}\n", "more or fewer fields than its header: 2"),
        (f"Row,{HEADER}\n", "holds no corrected row"),
        ("nothing at all", "not a table|No table"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_what_is_no_list_of_corrected_rows(decided, content, said):
    content = content if isinstance(content, bytes) else content.encode()
    sentence = assert_refused(decided, content, outcome(decided), name="rows.csv")
    assert any(part in sentence for part in said.split("|")), sentence


def test_too_many_rows_at_once(decided, monkeypatch):
    monkeypatch.setattr("outcomes.submissions.fixit.uploaded.MOST_ROWS", 2)
    content = download(decided, WHOLE).saved()
    assert "More than 2 rows" in assert_refused(decided, content, outcome(decided))


def test_a_sheet_added_to_the_workbook(decided):
    sheet = download(decided)
    added = sheet.book.create_sheet("more")
    for row in (["a", "b"], ["1", "2"]):
        added.append(row)
    assert "Several sheets" in assert_refused(decided, sheet.saved(), outcome(decided))


def test_an_empty_file_is_not_even_taken(decided):
    with pytest.raises(ValidationError, match="empty"):
        correct(decided, by=decided.created_by, name="a.csv", content=b"")
    assert not Correction.objects.exists()


def test_corrections_that_would_refuse_the_file_are_refused_instead(staged):
    """Social security numbers in the column of ids: told by the checks, when the rows were already in place."""
    before = outcome(staged)
    sheet = download(staged, WHOLE)
    for number in sheet.numbers():
        sheet.write(number, student_id="123-45-6789")
    sentence = assert_refused(staged, sheet.saved(), before)
    assert "social security numbers" in sentence and "123-45" not in sentence


def test_a_workbook_of_rows_is_never_taken_for_a_file(hand_in, staged):
    content = download(staged).saved()
    submission = hand_in("student_attendance", None, content, name="rows.xlsx")
    assert submission.state == "refused"
    assert "workbook of rows to fix" in submission.refusal


def test_after_the_vault_has_destroyed_the_file_nothing_can_be_corrected(staged):
    content = download(staged).saved()
    VaultItem.objects.update(destroy_on="2020-01-01")
    destroy_due()
    staged.refresh_from_db()
    with pytest.raises(ValidationError, match="no longer in the vault"):
        hand_back(staged, by=staged.created_by, which=ERRORS)
    with pytest.raises(ValidationError, match="no longer in the vault"):
        correct(staged, by=staged.created_by, name="a.xlsx", content=content)
    assert reasons(staged), "the problems stay"


def test_correcting_and_accepting_at_once_one_wins(hand_in):
    submission = hand_in("student_attendance", HEADER, [GOOD])
    content = f"Row,{HEADER}\n2,{GOOD}\n".encode()
    correct(submission, by=submission.created_by, name="a.csv", content=content, in_background=False)
    with pytest.raises(ValidationError, match="“Received”"):
        accept(submission, by=submission.created_by)
    stage_now(Submission.objects.get())
    accept(submission, by=submission.created_by)
    with pytest.raises(ValidationError, match="“Accepted”"):
        correct(submission, by=submission.created_by, name="a.csv", content=content)


def test_discarded_while_corrections_wait(staged):
    content = download(staged).saved()
    correct(staged, by=staged.created_by, name="a.xlsx", content=content, in_background=False)
    discard(staged, by=staged.created_by)
    stage_now(Submission.objects.get())
    assert Submission.objects.get().state == "discarded"
    assert VaultItem.objects.count() == 0


def test_the_same_file_again_is_told_honestly(hand_in):
    rows = [GOOD, BAD_DAYS]
    submission = hand_in("student_attendance", HEADER, rows)
    sheet = download(submission)
    sheet.write(3, days_excused="1")
    upload(submission, sheet.saved())
    accept(submission, by=submission.created_by)
    again = hand_in("student_attendance", HEADER, rows)
    codes = [notice["code"] for notice in again.recognized["notices"]]
    assert "same_file_corrected" in codes and "same_file" not in codes
    sheet = download(again)
    sheet.write(3, days_excused="1")
    upload(again, sheet.saved())
    codes = [notice["code"] for notice in again.recognized["notices"]]
    assert not {"same_file", "same_file_corrected"} & set(codes), "with its rows corrected it is another file"
    assert (again.unchanged, again.new, again.changed) == (2, 0, 0)


# --- Dying at every step ----------------------------------------------------------------------------

CHECKPOINTS = [
    (journey, "overlay_of", 1),
    (journey, "read_columns", 1),
    (journey, "mark_read", 1),
    (resource, "check", 1),
    (resource, "clear", 1),
    (bulk, INSERT, 1),
    (resource, "keep_problems", 1),
    (journey, "mark_applied", 1),
]


def run(submission):
    stage_submission.call(str(submission.pk))
    submission.refresh_from_db()


@pytest.mark.parametrize(("module", "name", "nth"), CHECKPOINTS)
def test_killed_anywhere_and_run_again_it_ends_as_if_nothing_had_happened(
    staged, monkeypatch, module, name, nth
):
    sheet = download(staged)
    sheet.write(3, days_excused="1")
    correct(staged, by=staged.created_by, name="a.xlsx", content=sheet.saved(), in_background=False)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, dies_at(nth, getattr(module, name)))
        with pytest.raises(Killed):
            run(staged)
    run(staged)
    assert (staged.state, staged.new) == ("staged", 2)
    assert Correction.objects.values_list("state", "rows").get() == ("applied", 1)
    assert AttendanceMonth.objects.count() == 2


@pytest.mark.parametrize(("module", "name"), [(journey, "read_columns"), (resource, "compare")])
def test_an_error_of_the_platform_costs_the_corrections_not_the_submission(staged, monkeypatch, module, name):
    before = outcome(staged)
    sheet = download(staged)
    sheet.write(3, days_excused="1")
    correct(staged, by=staged.created_by, name="a.xlsx", content=sheet.saved(), in_background=False)

    def err(*args, **kwargs):
        raise RuntimeError("Zyxwvuts, Maria")

    with monkeypatch.context() as patch:
        patch.setattr(module, name, err)
        with pytest.raises(WorkFailed):
            run(staged)
    staged.refresh_from_db()
    if staged.state == "received":
        run(staged)
    assert outcome(staged) == before
    refusal = Correction.objects.get().refusal
    assert "RuntimeError" in refusal and "Maria" not in refusal


def test_made_again_because_others_accepted_the_corrections_stay(staged, hand_in):
    sheet = download(staged)
    sheet.write(3, days_excused="1")
    upload(staged, sheet.saved())
    leave_out(staged, by=staged.created_by, reasons=list(reasons(staged)))
    other = hand_in("student_attendance", HEADER, [GOOD])
    accept(other, by=other.created_by)
    with pytest.raises(ValidationError, match="another file"):
        accept(staged, by=staged.created_by)
    run(staged)
    assert (staged.state, staged.new, staged.unchanged) == ("staged", 1, 1)
    assert "absent_over_expected" not in reasons(staged)


def test_the_codes_of_workbooks_outlive_a_change_of_the_key(staged, settings):
    sheet = download(staged)
    sheet.write(3, days_excused="1")
    upload(staged, sheet.saved())
    settings.SECRET_KEY = "another key, as long as it has to be, for a test"
    assert 3 not in download(staged).numbers()


# --- Nothing in clear -------------------------------------------------------------------------------


def test_neither_way_makes_a_temporary_file(staged, monkeypatch):
    sheet = download(staged)
    sheet.write(3, days_excused="1")
    saved = sheet.saved()

    def no_file(*args, **kwargs):
        raise AssertionError("a temporary file")

    for name in ("mkstemp", "NamedTemporaryFile", "TemporaryFile", "mkdtemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, no_file)
    assert hand_back(staged, by=staged.created_by, which=WHOLE).content.startswith(b"PK")
    assert "absent_over_expected" not in reasons(upload(staged, saved))


def test_what_comes_and_goes_rests_nowhere_in_clear(hand_in, caplog):
    caplog.set_level(logging.DEBUG)
    rows = [
        "0100001,77001234,2024-09,20,19,2,Quetzalcoatlus,8",
        "0100001,77005678,then,20,0,0,Zyxwvuts,9",
        "0100002,77009999,2024-09,20,0,0,Smith,Archaeopteryx,9",
    ]
    submission = hand_in("student_attendance", HEADER, rows)
    sheet = download(submission)
    sheet.write(2, days_excused="1", **{"First Name": "Plesiosaurus"})
    upload(submission, sheet.saved())
    sheet.write(3, month="2024-13", student_id="88001234")
    upload(submission, sheet.saved_as_csv(), name="rows.csv")
    upload(submission, b"Row,Plesiosaurus,88001234\n2,Plesiosaurus\n3,88001234,88001234,1\n", name="bad.csv")
    assert list(Correction.objects.values_list("state", flat=True)) == ["applied", "applied", "refused"]
    assert VaultItem.objects.count() == 3
    stored = "\n".join(_everything_stored()) + caplog.text
    for canary in ("Quetzal", "Zyxwvu", "Archaeopteryx", "77001234", "77009999", "88001234"):
        assert canary.lower() not in stored.lower(), canary
    leave_out(submission, by=submission.created_by, reasons=list(reasons(submission)))
    accept(submission, by=submission.created_by)
    assert (VaultItem.objects.count(), Claim.objects.filter(in_effect=True).count()) == (0, 1)
    assert Correction.objects.count() == 3, "who corrected how many rows when stays"


def test_codes_differ_by_submission_and_round(staged, hand_in):
    other = hand_in("student_attendance", HEADER, ROWS)
    codes = {titles.code_of(submission, number) for submission in (staged, other) for number in range(3)}
    assert len(codes) == 6
