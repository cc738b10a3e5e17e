"""Words that nobody knew: asked about by count, said once, remembered; and the kinds of missing."""

import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from outcomes.datasets import DATASETS
from outcomes.datasets.declaration import Column
from outcomes.datasets.frame import (
    BLANK,
    NOT_APPLICABLE,
    NOT_MEASURABLE,
    NOT_REPORTED,
    SUPPRESSED,
    VALUE,
    Coded,
)
from outcomes.models import AttendanceMonth, DisciplineEvent, Mapping, Problem, SchoolTotal
from outcomes.submissions.accept import accept
from outcomes.submissions.journey import stage_now
from outcomes.submissions.mapping.answer import answer_words, revoke
from outcomes.submissions.mapping.words import asked_about
from outcomes.submissions.models import State
from outcomes.submissions.understand import understand_column
from partnership.models import VaultItem

from .test_mapping import mean

DISCIPLINE = "school,student_id,date,action,days"
EVENTS = [
    "Lincoln ES,1,2024-10-01,Sent Home,1",
    "Lincoln ES,2,2024-10-02,Sent Home,2",
    "Alder School 1,3,2024-10-03,Cool Down,",
    "Alder School 1,4,2024-10-04,OSS,1",
]


def asked(submission):
    unknown = asked_about(submission, DATASETS[submission.dataset], by=submission.created_by)
    return {each.key: each.words for each in unknown}


def events(submission):
    rows = DisciplineEvent.objects.filter(claim_id__in=submission.claims.values("pk"))
    return sorted(rows.values_list("date__day", "action", "days"))


@pytest.fixture
def staged(hand_in):
    return hand_in("student_discipline", DISCIPLINE, EVENTS, period="2024-25")


def test_unknown_words_are_asked_about_with_their_counts_and_rest_in_the_vault(staged):
    assert staged.state == State.STAGED
    assert asked(staged) == {"school": [("Lincoln ES", 2)], "action": [("Sent Home", 2), ("Cool Down", 1)]}
    assert {item.purpose for item in VaultItem.objects.all()} == {"submission", "unknown words"}
    assert "Sent Home" not in json.dumps(list(Problem.objects.values_list("detail", "message")))


def test_what_words_mean_is_said_once_for_all_files(staged, hand_in, world):
    school = f"school:{world.places['alder-2'].pk}"
    submission = mean(
        staged,
        school={"Lincoln ES": school},
        action={"Sent Home": "word:out", "Cool Down": "leave_out"},
    )
    assert (submission.state, submission.problems.filter(severity="error").count()) == (State.STAGED, 0)
    assert events(submission) == [(1, "out", 100), (2, "out", 200), (4, "out", 100)]
    assert submission.left_out == 1 and submission.unknown_words is None
    lincoln = submission.claims.get(place=world.places["alder-2"])
    assert lincoln.rows == 2
    accept(submission, by=submission.created_by)
    assert not VaultItem.objects.exists()

    # The next file, written a little differently, is understood by it and says so.
    second = hand_in(
        "student_discipline", DISCIPLINE, ["LINCOLN  es,7,2024-11-05,sent home,3"], period="2024-25"
    )
    assert events(second) == [(5, "out", 300)]
    assert second.word_mapping == Mapping.objects.get(kind="words")
    notice = next(each for each in second.recognized["notices"] if each["code"] == "words_remembered")
    assert notice["detail"]["number"] == 2 and notice["detail"]["version"] == 1


def test_each_change_is_a_version_and_a_revoked_one_no_longer_counts(staged, hand_in):
    submission = mean(staged, action={"Sent Home": "word:out"})
    submission = mean(submission, action={"Cool Down": "word:in"})
    first, second = Mapping.objects.order_by("version")
    assert first.choices == {"action": {"sent home": "word:out"}}
    assert second.choices == {"action": {"sent home": "word:out", "cool down": "word:in"}}
    revoke(second, by=submission.created_by)
    again = hand_in("student_discipline", DISCIPLINE, EVENTS, period="2024-25")
    assert asked(again)["action"] == [("Sent Home", 2), ("Cool Down", 1)]


def test_only_what_is_offered_can_be_said(staged, world):
    for targets in (
        {"action": {"Sent Home": "word:nonsense"}},
        {"action": {"Never there": "word:out"}},
        {"school": {"Lincoln ES": f"school:{world.places['birch-1'].pk}"}},
        {"student_id": {"1": "leave_out"}},
        {"action": {"Sent Home": ""}},
    ):
        unknown = asked_about(staged, DATASETS[staged.dataset], by=staged.created_by)
        with pytest.raises(ValidationError):
            answer_words(staged, unknown, by=staged.created_by, targets=targets)
    assert not Mapping.objects.exists()


def test_words_for_missing_are_said_of_counts_and_never_become_zero(hand_in):
    header = (
        "AcademicYear,CDSCode,Student Group,Cumulative Enrollment,Total Suspensions,unduplicated_suspensions"
    )
    rows = [
        "2023-24,99100010100001,All students,400,31,20",
        "2023-24,99100010100001,Newcomers,tiny,tiny,tiny",
        "2023-24,99100010100002,All students,300,hid.,hid.",
    ]
    submission = hand_in("school_totals", header, rows)
    found = asked(submission)
    assert found["group_title"] == [("Newcomers", 1)] and found["enrollment"] == [("tiny", 1)]
    submission = mean(
        submission,
        group_title={"Newcomers": "word:english_learner"},
        enrollment={"tiny": "missing:suppressed"},
        suspensions={"tiny": "missing:suppressed", "hid.": "missing:not_reported"},
        suspended={"tiny": "missing:suppressed", "hid.": "missing:not_reported"},
    )
    facts = SchoolTotal.objects.filter(claim_id__in=submission.claims.values("pk"))
    told = {
        (fact.group, fact.element): (fact.count, fact.state) for fact in facts.filter(group="english_learner")
    }
    assert set(told.values()) == {(None, "suppressed")} and len(told) == 3
    assert not facts.filter(count=0).exists()


def test_a_column_of_free_text_is_not_listed(hand_in):
    rows = [f"Alder School 1,{n},2024-10-01,Note number {'x' * (n % 60)},1" for n in range(1, 60)]
    submission = hand_in("student_discipline", DISCIPLINE, rows, period="2024-25")
    assert submission.state == State.STAGED and submission.unknown_words is None


# --- Kinds of missing ------------------------------------------------------------------------------

MISSING = {
    "*": SUPPRESSED,
    "**": SUPPRESSED,
    "NS": SUPPRESSED,
    "<11": SUPPRESSED,
    "N/A": NOT_APPLICABLE,
    "NR": NOT_REPORTED,
    "NULL": NOT_REPORTED,
    "-9999": NOT_REPORTED,
    "-999": NOT_REPORTED,
    "--": NOT_REPORTED,
    "not reported": NOT_REPORTED,
    "#DIV/0!": NOT_MEASURABLE,
    "": BLANK,
}
# Columns of words have one kind for what a program writes where it has nothing.
WORDLESS = {"NULL": BLANK, "N/A": BLANK, "-9999": BLANK, "-999": BLANK}


@pytest.mark.parametrize(
    "type", ["count", "days", "rate", "date", "word", "flag", "grade", "month", "school_year", "code"]
)
@pytest.mark.parametrize("text", MISSING)
def test_each_word_for_missing_is_a_kind_and_never_a_value(type, text):
    column = Column("x", "X", type, words={"a": "A"}, width=7 if type == "code" else 0)
    understood = understand_column(column, Coded.of([text, f" {text} "]))
    kind = (
        WORDLESS.get(text, MISSING[text]) if type not in ("count", "days", "rate", "date") else MISSING[text]
    )
    assert set(understood.kinds) == {kind} and set(understood.values) == {None}


@pytest.mark.parametrize("text", ["NULL", "-9999", "Unknown", "*", "N/A", "pending", "none"])
def test_no_word_for_missing_is_a_student(text):
    understood = understand_column(Column("student_id", "Id", "student_id"), Coded.of([text]))
    assert VALUE not in understood.kinds


def test_a_needed_date_that_is_missing_in_whatever_way_stops_its_row(hand_in):
    rows = ["Alder School 1,1,NULL,OSS,1", "Alder School 1,2,N/A,OSS,1", "Alder School 1,3,2024-10-03,OSS,1"]
    submission = hand_in("student_discipline", DISCIPLINE, rows, period="2024-25")
    problem = submission.problems.get(severity="error")
    assert (problem.reason, problem.rows) == ("blank", [[2, 3]])
    assert events(submission) == [(3, "out", 100)]


# --- Real files, and the command line --------------------------------------------------------------


def run(*arguments):
    out, code = io.StringIO(), 0
    try:
        call_command("submit", *map(str, arguments), "--json", stdout=out)
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(out.getvalue())


def by(world, dataset):
    person = world.person("data_coordinator")
    return ["--organization", "alder", "--dataset", dataset, "--by", person.email]


def test_an_attendance_dump_of_events_is_no_file_of_monthly_days(real_files, world):
    code, outcome = run(real_files / "insights/attendance_dump.csv", *by(world, "student_attendance"))
    assert code == 3 and outcome["state"] in ("mapping", "refused")
    if outcome["state"] == "mapping":
        assert "expected" in {column["column"] for column in outcome["unmapped"]}


def test_the_command_says_what_is_unmapped_and_takes_the_answer(world, tmp_path):
    path = tmp_path / "asistencia.csv"
    path.write_text(
        "Plantel,Clave,Mes,Posibles,Con aviso,Sin aviso\n"
        "Alder School 1,00100,2024-09,20,1,0\nAlder School 1,00101,2024-09,20,0,2\n"
    )
    code, outcome = run(path, *by(world, "student_attendance"))
    assert (code, outcome["state"]) == (3, "mapping")
    assert {column["column"] for column in outcome["unmapped"]} >= {"excused", "unexcused"}
    assert all({"column", "title", "suggestions"} == column.keys() for column in outcome["unmapped"])

    answers = [
        "School=Plantel",
        "student_id=Clave",
        "Month=Mes",
        "expected=Posibles",
        "Excused absences=Con aviso",
    ]
    options = [part for text in [*answers, "unexcused=Sin aviso"] for part in ("--map", text)]
    code, outcome = run(path, *by(world, "student_attendance"), *options, "--accept")
    assert (code, outcome["state"], outcome["rows"]) == (0, "accepted", 2)
    # From now on without being told.
    path.write_text(path.read_text().replace("2024-09", "2024-10"))
    code, outcome = run(path, *by(world, "student_attendance"))
    assert (code, outcome["state"]) == (0, "staged")
    assert any(notice["code"] == "columns_remembered" for notice in outcome["notices"])


def test_the_command_refuses_what_is_no_id(world, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text(
        "Plantel,Quien,Mes,Posibles,Con aviso,Sin aviso\nAlder School 1,Maria Zeisig,2024-09,20,1,0\n"
        "Alder School 1,Pedro Zeisig,2024-09,20,0,2\n"
    )
    answers = ["School=Plantel", "student_id=Quien", "Month=Mes", "expected=Posibles", "excused=Con aviso"]
    options = [part for text in [*answers, "unexcused=Sin aviso"] for part in ("--map", text)]
    code, outcome = run(path, *by(world, "student_attendance"), *options)
    assert (code, outcome["state"]) == (3, "refused")
    assert "names" in outcome["refusal"] and "Zeisig" not in json.dumps(outcome)
    assert not VaultItem.objects.exists() and not Mapping.objects.exists()


def test_a_district_that_uses_a_usual_code_otherwise_says_so_once(hand_in):
    """“U” is unexcused nearly everywhere, and “unverified, later excused” in some district."""
    header = "STU.SC,STU.ID,ATT.DT,ATT.AL"
    submission = hand_in("student_attendance", header, ["0100001,501,9/3/2024,U", "0100001,501,9/4/2024,X"])

    def days():
        claims = submission.claims.values("pk")
        return AttendanceMonth.objects.filter(claim_id__in=claims).values_list("excused", "unexcused")

    assert list(days()) == [(100, 100)]
    assert submission.recognized["words"] == {"unknown": 0, "usual": 2}
    (codes,) = asked_about(submission, DATASETS["student_attendance"], by=submission.created_by)
    assert codes.words == [("U", 1), ("X", 1)]
    assert codes.meanings == {"U": "word:unexcused", "X": "word:excused"}
    with pytest.raises(ValidationError, match="at least one"):
        answer_words(submission, [codes], by=submission.created_by, targets={"code": dict(codes.meanings)})
    answer_words(
        submission,
        [codes],
        by=submission.created_by,
        targets={"code": {"U": "word:excused", "X": "word:excused"}},
        in_background=False,
    )
    submission.refresh_from_db()
    submission = stage_now(submission)
    assert list(days()) == [(200, 0)]
    (codes,) = asked_about(submission, DATASETS["student_attendance"], by=submission.created_by)
    assert codes.meanings["U"] == "word:excused"
    submission = hand_in("student_attendance", header, ["0100001,502,10/3/2024,u", "0100001,502,10/4/2024,X"])
    assert list(days()) == [(200, 0)]
    assert "words_remembered" in {notice["code"] for notice in submission.recognized["notices"]}
