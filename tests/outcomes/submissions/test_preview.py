"""Examples of what acceptance would change, and who may see them."""

import pytest
from django.urls import reverse

from outcomes.datasets import DATASETS
from outcomes.submissions.examples import examples
from partnership.models import AuditEvent

ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused"
DISCIPLINE = "school,student_id,date,action,days"
TOTALS = (
    "AcademicYear,CountyCode,DistrictCode,SchoolCode,SchoolName,DistrictName,ReportingCategory_Description,"
    "CumulativeEnrollment,Total Suspensions,Unduplicated Count of Students Suspended (Total)"
)


def total(group, enrolled):
    return f"2023-24,99,10001,0100001,Alder School 1,Alder,{group},{enrolled},9,5"


def told(submission, **options):
    """{kind: [(what it is about without the key, {title: (before, after)})]}"""
    return {
        kind: [
            (example.of, {value.title: (value.before, value.after) for value in example.values})
            for example in rows
        ]
        for kind, rows in examples(DATASETS[submission.dataset], submission, **options).items()
    }


def test_rows_of_students_before_and_after(accepted, hand_in):
    accepted(
        "student_attendance",
        ATTENDANCE,
        ["0100001,1,2024-09,20,1,0", "0100001,2,2024-09,20,0.5,0", "0100001,3,2024-09,20,3,0"],
    )
    submission = hand_in(
        "student_attendance",
        ATTENDANCE,
        ["0100001,1,2024-09,20,1,0", "0100001,2,2024-09,20,2.25,0", "0100001,4,2024-09,19,0,1"],
    )
    found = told(submission)
    assert list(found) == ["changed", "new", "removed"]
    ((about, values),) = found["changed"]
    assert about[:2] == ["Alder School 1", "2024-09"]
    assert len(about[2]) == 9 and about[2].endswith("…"), "a student stands under a shortened key"
    assert {title: sides for title, sides in values.items() if sides[0] != sides[1]} == {
        "Excused absences": ("0.5", "2.25")
    }
    ((_about, new),) = found["new"]
    assert (new["Days expected"], new["Unexcused absences"]) == ((None, "19"), (None, "1"))
    ((_about, removed),) = found["removed"]
    assert removed["Excused absences"] == ("3", None)


def test_events_say_their_day_and_action_in_words(accepted, hand_in):
    accepted("student_discipline", DISCIPLINE, ["0100001,1,2024-10-01,OSS,1"], period="2024-25")
    submission = hand_in(
        "student_discipline",
        DISCIPLINE,
        ["0100001,1,2024-10-01,ISS,1", "0100001,2,2024-10-02,OSS,"],
        period="2024-25",
    )
    found = told(submission)
    ((about, values),) = found["changed"]
    assert about[3] == "10/01/2024"
    assert values["Action"] == ("out-of-school suspension", "in-school suspension")
    ((_about, new),) = found["new"]
    assert new["Days"] == (None, "–")


def test_rows_of_counts_before_and_after(accepted, hand_in):
    accepted("school_totals", TOTALS, [total("Total", 50), total("Female", 20), total("Male", 29)])
    submission = hand_in(
        "school_totals", TOTALS, [total("Total", 52), total("Female", "*"), total("Non-Binary", 11)]
    )
    found = told(submission)
    by_group = {about[2]: values for about, values in found["changed"]}
    assert by_group.keys() == {"All students", "Female"}
    assert by_group["All students"]["Cumulative enrollment"] == ("50", "52")
    assert by_group["Female"]["Cumulative enrollment"] == ("20", "suppressed by the source")
    assert [about for about, _values in found["removed"]] == [["Alder School 1", "2023-24", "Male"]]
    ((about, new),) = found["new"]
    assert (about[2], new["Suspensions"]) == ("Non-binary", (None, "9"))


def test_a_place_that_only_the_file_knows_has_examples_too(hand_in):
    row = "2023-24,42,66666,0100007,Tern School,Cove,Total,50,9,5"
    submission = hand_in("school_totals", TOTALS, [row], organization="county-office")
    ((about, _values),) = told(submission)["new"]
    assert about == ["Tern School", "2023-24", "All students"]


def test_there_are_only_a_few_and_a_constant_number_of_queries(
    accepted, hand_in, django_assert_max_num_queries
):
    accepted("student_attendance", ATTENDANCE, [f"0100001,{n},2024-09,20,1,0" for n in range(501, 541)])
    rows = [f"0100001,{n},2024-09,20,2,0" for n in range(501, 521)]
    rows += [f"0100001,{n},2024-09,20,1,0" for n in range(601, 641)]
    submission = hand_in("student_attendance", ATTENDANCE, rows)
    with django_assert_max_num_queries(15):
        found = told(submission, most=3)
    assert {kind: len(rows) for kind, rows in found.items()} == {"changed": 3, "new": 3, "removed": 3}


def page(client, name, submission, **headers):
    return client.get(reverse(f"workspace:{name}", args=[submission.pk]), **headers)


def test_examples_of_totals_are_a_part_of_the_page_of_all_who_follow(accepted, hand_in, client, world):
    accepted("school_totals", TOTALS, [total("Total", 50)])
    submission = hand_in("school_totals", TOTALS, [total("Total", 52)])
    client.force_login(world.person("partnership_coordinator"))
    address = reverse("workspace:submission_examples", args=[submission.pk])
    assert f'hx-get="{address}"' in page(client, "submission", submission).content.decode()
    part = page(client, "submission_examples", submission, headers={"HX-Request": "true"}).content.decode()
    assert "Rows that change" in part and "<strong>52</strong>" in part and "<html" not in part
    assert page(client, "submission_effect", submission).status_code == 302
    client.force_login(world.person("data_coordinator", world["birch"]))
    assert page(client, "submission_examples", submission).status_code == 404
    assert not AuditEvent.objects.filter(verb="student_rows.read").exists()


def test_after_acceptance_there_is_nothing_to_preview(accepted, client):
    submission = accepted("student_attendance", ATTENDANCE, ["0100001,501,2024-09,20,1,0"])
    client.force_login(submission.created_by)
    for name in ("submission_examples", "submission_effect"):
        assert page(client, name, submission).status_code == 302


@pytest.fixture
def changing(accepted, hand_in):
    accepted("student_attendance", ATTENDANCE, ["0100001,1,2024-09,20,1,0"])
    return hand_in("student_attendance", ATTENDANCE, ["0100001,1,2024-09,20,5,0"])


def test_examples_of_students_are_read_by_few_and_each_reading_is_logged(changing, client, world):
    for role, status in [
        ("organization_administrator", 403),
        ("partnership_coordinator", 403),
        ("partnership_administrator", 403),
    ]:
        client.force_login(world.person(role))
        assert page(client, "submission_examples", changing).status_code == status
        assert page(client, "submission_effect", changing).status_code == status
        assert "/examples/" not in page(client, "submission", changing).content.decode()
    client.force_login(world.person("data_coordinator", world["birch"]))
    assert page(client, "submission_examples", changing).status_code == 404
    assert not AuditEvent.objects.filter(verb="student_rows.read").exists()

    client.force_login(changing.created_by)
    assert "/examples/" in page(client, "submission", changing).content.decode()
    text = page(client, "submission_examples", changing).content.decode()
    assert "Rows that change" in text and "<strong>5</strong>" in text
    logged = AuditEvent.objects.get(verb="student_rows.read")
    assert (logged.actor_id, logged.detail["rows"]) == (changing.created_by.pk, 1)


def test_without_an_agreement_there_are_no_examples_and_no_measures(changing, client, world):
    world["alder"].agreements.update(ends_on="2021-06-30")
    client.force_login(changing.created_by)
    assert page(client, "submission_examples", changing).status_code == 403
    assert page(client, "submission_effect", changing).status_code == 403


def test_the_measures_stand_beside_each_other(changing, client):
    client.force_login(changing.created_by)
    text = page(client, "submission_effect", changing).content.decode()
    assert "<html" in text and "95.0" in text and "75.0" in text and "worse" in text
    part = page(client, "submission_effect", changing, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "95.0" in part


def test_whole_rows_are_shown_under_the_columns_titles(changing, client):
    client.force_login(changing.created_by)
    text = page(client, "submission_rows", changing).content.decode()
    assert "Days expected" in text and "<td>20</td>" in text
