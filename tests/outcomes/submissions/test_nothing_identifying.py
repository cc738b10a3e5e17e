"""What is written down of a file tells nobody who is in it: neither its rows, nor its name, nor what people typed about
it reach the audit log.
"""

import json

import pytest

from outcomes.submissions.accept import accept, reject
from outcomes.submissions.fixit.correct import correct
from outcomes.submissions.journey import stage_now
from outcomes.submissions.receive import receive
from outcomes.submissions.withdraw import withdraw
from partnership.audit import as_line
from partnership.models import AuditEvent
from tests.audit_lines import CHILD, untold

from .test_hold import ATTENDANCE, colleague, month

pytestmark = pytest.mark.django_db
FILE = (
    "school_code,student_id,school_year,entry_date,exit_date,grade,last_name,birth_date\n"
    "{0},7755331,2024-25,2024-08-15,,06,Vandersloot,2013-02-11\n"
    "{0},,2024-25,2024-08-15,,06,Oyelaran,2012-12-30\n"
)


def test_neither_its_rows_nor_its_name_reach_the_audit_log(world):
    clerk = world.person("data_coordinator")
    submission = stage_now(
        receive(
            by=clerk,
            organization=world["alder"],
            dataset="student_enrollment",
            name="Vandersloot Tamsin 7755331.csv",
            content=FILE.format(world.places["alder-1"].code).encode(),
            in_background=False,
        )
    )
    if submission.problems.exists():
        from outcomes.submissions.accept import leave_out

        leave_out(submission, by=clerk, reasons=submission.problems.values_list("reason", flat=True))
        submission.refresh_from_db()
    withdraw(accept(submission, by=clerk), by=clerk, why="The wrong year.")
    told = "\n".join(as_line(event) for event in AuditEvent.objects.all())
    verbs = {json.loads(line)["verb"] for line in told.splitlines()}
    assert {"vault.put", "submission.received", "submission.accepted", "submission.withdrawn"} <= verbs
    for word in ("Vandersloot", "Tamsin", "7755331", "Oyelaran", "2013-02-11", "2012-12-30"):
        assert word not in told, word


def held(world, accepted, hand_in):
    accepted("student_attendance", ATTENDANCE, month(range(100, 140)))
    submission = hand_in("student_attendance", ATTENDANCE, month(range(100, 140), excused=2))
    return accept(submission, by=submission.created_by, why=CHILD)


def test_why_a_large_change_is_right_stays_with_the_file(world, accepted, hand_in):
    submission = held(world, accepted, hand_in)
    assert submission.holds.get().why == CHILD
    assert untold("submission.held")


def test_why_a_second_person_did_not_approve_stays_with_the_file(world, accepted, hand_in):
    submission = held(world, accepted, hand_in)
    reject(submission, by=colleague(world, "second"), why=CHILD)
    assert submission.holds.get().decided_why == CHILD
    assert untold("submission.rejected")


def test_why_it_was_withdrawn_stays_with_the_file(world, accepted):
    submission = accepted("student_attendance", ATTENDANCE, month(range(100, 110)))
    assert withdraw(submission, by=submission.created_by, why=CHILD).withdrawn_why == CHILD
    assert untold("submission.withdrawn")


def test_the_name_of_a_file_of_corrected_rows_stays_with_the_file(world, hand_in):
    submission = hand_in(
        "student_attendance", ATTENDANCE, month(range(100, 110)) + ["0100001,1,Septembre,20,0,0"]
    )
    correct(submission, by=submission.created_by, name=f"{CHILD}.csv", content=b"x", in_background=False)
    assert submission.corrections.get().file_name == f"{CHILD}.csv"
    assert untold("submission.corrected")
