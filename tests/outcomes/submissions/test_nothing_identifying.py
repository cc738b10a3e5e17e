"""What is written down of a file tells nobody who is in it: neither its rows nor its name reach the audit log."""

import json

import pytest

from outcomes.submissions.accept import accept
from outcomes.submissions.journey import stage_now
from outcomes.submissions.receive import receive
from outcomes.submissions.withdraw import withdraw
from partnership.audit import as_line
from partnership.models import AuditEvent

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
