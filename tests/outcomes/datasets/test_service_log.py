"""Hours are never added to lunches, lunches never to dollars; what cannot be told apart is said."""

import csv
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from django.db.models import Sum

from outcomes.models import Claim, StudentEvent
from outcomes.submissions.accept import accept, leave_out
from outcomes.submissions.journey import stage_now
from outcomes.submissions.receive import receive
from outcomes.submissions.rows import rows_in_effect

HEADER = "student_id,date,service,quantity,unit,attendance_status"


def problems(submission):
    return {problem.reason: (problem.severity, problem.count) for problem in submission.problems.all()}


def by_unit():
    return dict(rows_in_effect("service_log").values_list("unit").annotate(Sum("value")).order_by())


def test_each_unit_is_summed_by_itself(accepted):
    accepted(
        "service_log",
        [
            "1,2024-09-10,Tutoring,1.5,Hours,Present",
            "2,2024-09-10,Tutoring,0.75,hrs,Present",
            "1,2024-09-10,Lunch,1,Lunches,",
            "2,2024-09-11,Lunch,2,meal,",
            "1,2024-10-01,Rent,$200.00,USD,",
            "1,2024-10-02,Letters,3,Letters,",
        ],
        header=HEADER,
    )
    assert by_unit() == {"hours": 225, "meals": 300, "dollars": 20_000, "letters": 300}


def test_a_quantity_without_its_unit_is_an_error_that_says_why(hand_in):
    submission = hand_in(
        "service_log",
        ["1,2024-09-10,Tutoring,1.5,,", "2,2024-09-10,Tutoring,1,hours,", "3,2024-09-10,Call,,,"],
        header=HEADER,
    )
    found = problems(submission)
    assert found["no_unit"] == ("error", 1) and found["no_quantity"] == ("warning", 1)
    message = submission.problems.get(reason="no_unit").message
    assert "Hours are never added to lunches or dollars" in message and "Add a column" in message
    leave_out(submission, by=submission.created_by, reasons=["no_unit"])
    accept(submission, by=submission.created_by)
    assert by_unit() == {"hours": 100, "": None}


def test_one_entered_twice_counts_once_and_two_of_one_day_are_kept(accepted):
    submission = accepted(
        "service_log",
        [
            "1,2024-09-10,Tutoring,1.5,hours,Present",
            "01,9/10/2024,Tutoring,1.50,hour,present",
            "2,2024-09-10,Tutoring,1,hours,",
            "2,2024-09-10,Tutoring,0.5,hours,",
        ],
        header=HEADER,
    )
    found = problems(submission)
    assert found["repeated_delivery"] == ("left_out", 1)
    assert found["several_deliveries"] == ("warning", 2)
    assert by_unit() == {"hours": 300}


def test_who_was_absent_received_nothing_and_mixed_units_are_told(hand_in):
    submission = hand_in(
        "service_log",
        ["1,2024-09-10,Club,1,hours,No show", "2,2024-09-10,Club,1,session,Excused Absence"],
        header=HEADER,
    )
    found = problems(submission)
    assert found["absent_with_quantity"] == ("warning", 2) and found["several_units"] == ("notice", 2)
    assert set(StudentEvent.objects.values_list("status", flat=True)) == {"absent", "excused"}


def test_days_outside_the_year_are_errors(hand_in):
    submission = hand_in("service_log", ["1,2025-09-10,Club,1,hours,"], header=HEADER)
    assert problems(submission)["outside_year"] == ("error", 1)


def test_the_programs_own_ids_are_not_taken_for_the_districts(accepted):
    accepted("service_log", ["27,2024-09-10,Club,1,hours,"], header=HEADER)
    accepted(
        "service_log",
        ["27,2024-09-10,Club,1,hours,"],
        header=HEADER.replace("student_id", "Contact__c"),
    )
    assert StudentEvent.objects.values("student_key").distinct().count() == 2


@pytest.fixture
def pmm(real_files):
    """Deliveries of Salesforce's Program Management Module, and the unit of each service."""
    deliveries = list(csv.DictReader((real_files / "pmm/servicedelivery.csv").open(encoding="utf-8-sig")))
    services = csv.DictReader((real_files / "pmm/service.csv").open(encoding="utf-8-sig"))
    return deliveries, {service["id"]: service["UnitOfMeasurement__c"] for service in services}


def hand_in_file(world, submitter, content, year):
    submission = receive(
        by=submitter(world["open-door"]),
        organization=world["open-door"],
        dataset="service_log",
        period=year,
        program=world.programs["mentoring"],
        name="servicedelivery.csv",
        content=content,
        in_background=False,
    )
    return stage_now(submission)


def test_deliveries_of_salesforce_without_their_units(world, submitter, real_files, pmm):
    """The file itself: mixed units in one column, and the unit in another file. Nothing goes in unseen."""
    deliveries, _unit_of = pmm
    content = (real_files / "pmm/servicedelivery.csv").read_bytes()
    submission = hand_in_file(world, submitter, content, "2020-21")
    assert submission.state == "staged", submission.refusal
    found = problems(submission)
    outside = sum(not "2020-07-01" <= each["DeliveryDate__c"] <= "2021-06-30" for each in deliveries)
    told = sum(bool(each["Quantity__c"]) for each in deliveries)
    assert found["outside_year"] == ("error", outside) and found["no_unit"] == ("error", told)
    assert "Name" in submission.recognized["personal"] + submission.recognized["unused"]
    assert "Name" not in submission.recognized["columns"].values()


def test_deliveries_of_salesforce_with_their_units(world, submitter, pmm):
    """As the report has it once the service's unit is added: the sums are those of a slow count, unit by unit."""
    deliveries, unit_of = pmm
    lines = ["Contact__c,DeliveryDate__c,Service__c,Quantity__c,UnitOfMeasurement__c,AttendanceStatus__c"]
    names = ("Contact__c", "DeliveryDate__c", "Service__c", "Quantity__c")
    for each in deliveries:
        cells = [each[name] for name in names] + [unit_of[each["Service__c"]], each["AttendanceStatus__c"]]
        lines.append(",".join(cells))
    submission = hand_in_file(world, submitter, "\n".join(lines).encode(), "2020-21")
    leave_out(submission, by=submission.created_by, reasons=["outside_year"])
    accept(submission, by=submission.created_by)
    slow, seen = defaultdict(Decimal), set()
    for line in lines[1:]:
        _who, day, _service, quantity, unit, _status = line.split(",")
        if "2020-07-01" <= day <= "2021-06-30" and line not in seen:
            seen.add(line)
            slow[unit.lower()] += Decimal(quantity or 0)
    merged = Counter()
    words = {"lunches": "meals", "session": "sessions", "field trips": "trips"}
    for unit, total in slow.items():
        merged[words.get(unit, unit)] += int(total * 100)
    assert {unit: total or 0 for unit, total in by_unit().items()} == dict(merged)
    assert {"hours", "meals", "dollars"} <= set(merged)
    assert Claim.objects.get(in_effect=True).rows == len(seen)
    assert problems(submission)["status_blank"][0] == "notice"
