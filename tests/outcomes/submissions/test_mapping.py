"""A file whose columns nobody knows: it waits, a person says once which are which, the next one is not asked about."""

import io
import json

import pytest
import xlsxwriter
from django.core.exceptions import PermissionDenied, ValidationError

from outcomes.datasets import DATASETS
from outcomes.models import AttendanceMonth, Claim, Mapping, Problem, Submission
from outcomes.submissions.identity import student_keys
from outcomes.submissions.journey import stage_now
from outcomes.submissions.mapping.answer import answer_columns, answer_words, revoke
from outcomes.submissions.mapping.look import look
from outcomes.submissions.mapping.words import asked_about
from outcomes.submissions.models import State
from outcomes.submissions.withdraw import discard
from partnership.models import AuditEvent, VaultItem

ODD = "Plantel,Matrícula,Mes,Días lectivos,Faltas justificadas,Sin justificar,Nombre"
ROWS = [
    "Alder School 1,00100,2024-09,20,1,0,Maria Zeisig",
    "Alder School 1,00101,2024-09,20,0,2,Pedro Zeisig",
    "Alder School 2,00102,2024-09,19,0,2,Ana Zeisig",
    "Alder School 2,00103,2024-09,19,0,0,Luz Zeisig",
]


def suggested(seen):
    return {name: seen.header[found.position] for name, found in seen.suggestions.items()}


def answer(submission, *, by=None, fixed=None, id_kind="", look_for=None, **columns):
    """Answer with what is suggested, and what is said otherwise: {our column: header or None}; then read on."""
    by = by or submission.created_by
    seen = look(submission, by=by, **(look_for or {}))
    chosen = {name: found.position for name, found in seen.suggestions.items()}
    chosen |= {name: seen.header.index(header) if header else None for name, header in columns.items()}
    chosen = {
        name: place for name, place in chosen.items() if place is not None and name not in (fixed or {})
    }
    answered = answer_columns(
        submission, seen, by=by, columns=chosen, fixed=fixed, id_kind=id_kind, in_background=False
    )
    return stage_now(answered)


def mean(submission, **targets):
    """Say what words mean, {key: {word: target}}, and read on."""
    unknown = asked_about(submission, DATASETS[submission.dataset], by=submission.created_by)
    return stage_now(
        answer_words(submission, unknown, by=submission.created_by, targets=targets, in_background=False)
    )


def days(submission):
    claims = submission.claims.values("pk")
    return sorted(
        AttendanceMonth.objects.filter(claim_id__in=claims).values_list("expected", "excused", "unexcused")
    )


def test_it_waits_and_nothing_is_stored_but_the_file_in_the_vault(hand_in):
    submission = hand_in("student_attendance", ODD, ROWS)
    assert submission.state == State.MAPPING
    assert VaultItem.objects.get() == submission.vault_item
    assert (
        not AttendanceMonth.objects.exists() and not Problem.objects.exists() and not Claim.objects.exists()
    )
    assert "columns" not in submission.recognized
    assert AuditEvent.objects.filter(verb="submission.waits_for_columns").exists()


def test_what_is_said_once_reads_the_next_file_without_asking(hand_in, world):
    first = answer(hand_in("student_attendance", ODD, ROWS))
    assert first.state == State.STAGED
    assert days(first) == [(1900, 0, 0), (1900, 0, 200), (2000, 0, 200), (2000, 100, 0)]
    mapping = Mapping.objects.get()
    assert (mapping.version, mapping.made_by, first.column_mapping) == (1, first.created_by, mapping)
    assert mapping.choices["columns"]["unexcused"] == "Sin justificar"
    assert not [notice for notice in first.recognized["notices"] if notice["code"] == "columns_remembered"]

    # The same headers in another order, with other rows.
    header = "Nombre,Mes,Plantel,Matrícula,Días lectivos,Sin justificar,Faltas justificadas"
    second = hand_in("student_attendance", header, ["Ana Zeisig,2024-10,Alder School 2,00102,21,3,1"])
    assert (second.state, second.column_mapping) == (State.STAGED, mapping)
    assert days(second) == [(2100, 100, 300)]
    notice = next(each for each in second.recognized["notices"] if each["code"] == "columns_remembered")
    assert notice["detail"]["version"] == 1 and notice["detail"]["person"] == mapping.made_by.get_full_name()
    assert "Nombre" in second.recognized["personal"]
    again = read_again(second)
    assert notice in again.recognized["notices"], "it is still said after another reading"


def test_another_organization_or_dataset_is_asked_itself(hand_in, world):
    answer(hand_in("student_attendance", ODD, ROWS))
    assert hand_in("student_attendance", ODD, ROWS, organization="birch").state == State.MAPPING


def test_a_changed_answer_is_a_new_version_and_a_revoked_one_is_asked_again(hand_in):
    submission = answer(hand_in("student_attendance", ODD, ROWS))
    again = answer(submission, excused="Sin justificar", unexcused="Faltas justificadas")
    assert days(again) == [(1900, 0, 0), (1900, 200, 0), (2000, 0, 100), (2000, 200, 0)]
    first, second = Mapping.objects.order_by("version")
    assert (first.version, second.version, again.column_mapping) == (1, 2, second)
    with pytest.raises(ValidationError):
        revoke(first, by=submission.created_by)
    revoke(second, by=submission.created_by)
    assert hand_in("student_attendance", ODD, ROWS).state == State.MAPPING, "the older one is not revived"
    assert [
        event.verb for event in AuditEvent.objects.filter(verb__startswith="mapping.").order_by("pk")
    ] == [
        "mapping.columns_said",
        "mapping.columns_said",
        "mapping.revoked",
    ]


def test_the_same_answer_again_is_no_new_version(hand_in):
    answer(answer(hand_in("student_attendance", ODD, ROWS)))
    assert Mapping.objects.count() == 1


def test_what_stands_in_no_column_is_said_for_every_row(hand_in, world):
    header = "Matrícula,Días lectivos,Faltas justificadas,Sin justificar"
    submission = hand_in("student_attendance", header, ["00100,20,1,0", "00101,20,0,2"])
    assert submission.state == State.MAPPING
    fixed = {"school_code": world.places["alder-2"].code, "month": "2024-09"}
    submission = answer(submission, fixed=fixed)
    claim = submission.claims.get()
    assert (submission.state, claim.place, claim.period) == (State.STAGED, world.places["alder-2"], "2024-09")
    assert submission.recognized["fixed"] == fixed


def test_a_file_that_lacks_only_its_year_asks_for_the_year(hand_in):
    header = "school_code,student_id,entry_date"
    submission = hand_in("student_enrollment", header, ["0100001,1,2024-08-15"])
    assert submission.state == State.MAPPING
    with pytest.raises(ValidationError) as refused:
        answer(submission)
    assert list(refused.value.message_dict) == ["year"]
    assert answer(submission, fixed={"year": "2024-25"}).claims.get().period == "2024-25"


def test_whose_ids_they_are_decides_the_key(hand_in, world):
    submission = hand_in("student_attendance", ODD, ROWS[:1])
    answer(submission, id_kind="state")
    state = student_keys(["100"], issuer="", kind="state")["100"]
    assert AttendanceMonth.objects.get().student_key == state
    answer(submission, id_kind="local")
    local = student_keys(["100"], issuer=str(world["alder"].pk), kind="local")["100"]
    assert AttendanceMonth.objects.get().student_key == local


@pytest.mark.parametrize(
    ("column", "header", "said"),
    [
        ("student_id", "Nombre", "seems to hold names"),
        ("school_name", "Nombre", "personal data (names)"),
        ("student_id", "Seguro", "social security numbers"),
        ("month", "Nacimiento", "personal data"),
        ("excused", "Seguro", "personal data (social security numbers)"),
    ],
)
def test_personal_columns_are_taken_for_nothing_else(hand_in, column, header, said):
    rows = [f"{row},078-05-112{number},2010-0{number + 1}-03" for number, row in enumerate(ROWS)]
    submission = hand_in("student_attendance", f"{ODD},Seguro,Nacimiento", rows)
    with pytest.raises(ValidationError) as refused:
        answer(submission, **{column: header})
    assert said in refused.value.message_dict[column][0]
    submission.refresh_from_db()
    assert (submission.state, Mapping.objects.count()) == (State.MAPPING, 0)


def test_one_column_stands_for_one_thing_and_needed_ones_are_asked_for(hand_in):
    submission = hand_in("student_attendance", ODD, ROWS)
    with pytest.raises(ValidationError) as refused:
        answer(submission, excused="Sin justificar", month=None)
    assert refused.value.message_dict.keys() == {"excused", "unexcused", "month"}
    with pytest.raises(ValidationError) as refused:
        answer(submission, fixed={"excused": "0"})
    assert refused.value.message_dict.keys() == {"excused"}


def test_no_sample_shows_who_somebody_is(hand_in):
    header = f"{ODD},Seguro,Notas,Edad"
    rows = [f"{row},078-05-112{number},Zeisig llamó,1{number}" for number, row in enumerate(ROWS)]
    submission = hand_in("student_attendance", header, rows)
    seen = look(submission, by=submission.created_by)
    shown = {content.header: content.samples for content in seen.contents}
    assert shown["Nombre"] == [] and shown["Seguro"] == [] and shown["Notas"] == []
    assert shown["Matrícula"] == ["99999"]
    assert shown["Plantel"] == ["Alder School 1", "Alder School 2"] and shown["Mes"] == ["2024-09"]
    everything = repr(seen) + json.dumps(shown) + json.dumps(submission.recognized)
    assert "Zeisig" not in everything and "00100" not in everything and "078-05" not in everything
    opened = AuditEvent.objects.filter(verb="vault.opened").order_by("pk").last()
    assert opened.detail["why"] == "to ask which of its columns are which"


def test_a_gang_designation_is_refused_before_anything_is_asked(hand_in):
    submission = hand_in("student_attendance", f"{ODD},Gang Affiliation", [f"{row},x" for row in ROWS])
    assert submission.state == State.REFUSED and "gang designation" in submission.refusal


def test_a_file_of_something_else_is_refused_and_not_asked_about(hand_in):
    assert hand_in("student_attendance", "a,b", ["1,2"]).state == State.REFUSED
    assert hand_in("student_attendance", "f,g,h,i,j,k", ["x,y,z,u,v,w"]).state == State.REFUSED


def test_only_those_who_hand_in_data_are_asked(hand_in, world):
    submission = hand_in("student_attendance", ODD, ROWS)
    seen = look(submission, by=submission.created_by)
    with pytest.raises(PermissionDenied):
        answer_columns(submission, seen, by=world.person("organization_administrator"), columns={})
    mapping = answer(submission).column_mapping
    with pytest.raises(PermissionDenied):
        revoke(mapping, by=world.person("editor"))


def test_what_waits_can_be_discarded_and_is_not_asked_about_afterwards(hand_in):
    submission = hand_in("student_attendance", ODD, ROWS)
    seen = look(submission, by=submission.created_by)
    discard(submission, by=submission.created_by)
    assert not VaultItem.objects.exists()
    with pytest.raises(ValidationError):
        answer_columns(
            submission,
            seen,
            by=submission.created_by,
            columns={n: s.position for n, s in seen.suggestions.items()},
        )


# --- Sheets and rows -------------------------------------------------------------------------------


def test_among_several_sheets_the_only_one_that_fits_is_read(hand_in):
    good = [ODD.split(","), *(row.split(",") for row in ROWS)]
    content = as_workbook({"Leyenda": [["Clave", "Texto"], ["a", "b"]], "Asistencia": good})
    submission = hand_in("student_attendance", "", content, name="book.xlsx")
    assert submission.state == State.MAPPING
    submission = answer(submission, look_for={"sheet": "Asistencia"})
    assert (submission.state, submission.rows) == (State.STAGED, 4)
    # The next book is read without asking, though its sheets bear other names and stand in another order.
    content = as_workbook({"Octubre": [good[0], good[1]], "Otra": [["Clave", "Texto"], ["a", "b"]]})
    second = hand_in("student_attendance", "", content, name="second.xlsx")
    assert (second.state, second.rows) == (State.STAGED, 1)
    assert "other_sheets" in [notice["code"] for notice in second.recognized["notices"]]
    assert read_again(second).rows == 1


def read_again(submission):
    """Read a staged submission again, as after an acceptance that came in between."""
    Submission.objects.filter(pk=submission.pk).update(state=State.RECEIVED)
    return stage_now(Submission.objects.get(pk=submission.pk))


def as_workbook(sheets):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    return made.getvalue()


def test_where_the_header_was_guessed_wrong_the_person_says_the_row(hand_in):
    titles = ["Informe,de,asistencia,del,distrito,Alder,x", "a,b,c,d,e,f,g"]
    rows = [titles[1], ODD, *ROWS]
    submission = hand_in("student_attendance", titles[0], rows)
    assert submission.state == State.MAPPING
    submission = answer(submission, look_for={"header_row": 3})
    assert (submission.state, submission.rows) == (State.STAGED, 4)
    assert hand_in("student_attendance", titles[0], rows).state == State.STAGED, "remembered with its row"
