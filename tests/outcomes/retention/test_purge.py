"""After end and retention, rows are destroyed, with a certificate; history and other claims stay."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from outcomes.measures.student_year import rebuild_stale
from outcomes.models import (
    AttendanceMonth,
    Claim,
    DestructionCertificate,
    Enrollment,
    SchoolTotal,
    StudentYear,
    Submission,
)
from outcomes.retention import purge
from outcomes.retention.purge import purge_due
from outcomes.submissions.accept import decide_contested
from outcomes.submissions.withdraw import withdraw
from partnership.actions.agreements import hold_data, lift_hold, sign_agreement
from partnership.models import Agreement, AuditEvent, VaultItem

ENROLLMENT = "school_code,student_id,school_year,entry_date,exit_date,grade"
ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused"
TOTALS = (
    "AcademicYear,AggregateLevel,CountyCode,DistrictCode,SchoolCode,ReportingCategory,"
    "ReportingCategory_Description,CumulativeEnrollment,Total Suspensions,"
    "Unduplicated Count of Students Suspended (Total)"
)
SCHOOL = "99100010100001"
BIRCH = "99100020100001"


def enrollment(year="2024-25", school=SCHOOL, students=(1, 2)):
    return [f"{school},{student},{year},{year[:4]}-08-15,,06" for student in students]


def attendance(*months, school=SCHOOL):
    return [f"{school},1,{month},20,1,0" for month in months]


def test_rows_go_and_history_stays(world, accepted, over):
    ours = accepted("student_enrollment", ENROLLMENT, enrollment())
    accepted("student_attendance", ATTENDANCE, attendance("2024-09", "2024-10"))
    theirs = accepted("student_enrollment", ENROLLMENT, enrollment(school=BIRCH), organization="birch")
    rebuild_stale()
    assert StudentYear.objects.count() == 4
    assert purge_due() == 0
    over(world["alder"].agreements.get())
    assert purge_due() == 4
    assert set(Enrollment.objects.values_list("claim_id", flat=True)) == set(
        theirs.claims.values_list("pk", flat=True)
    )
    assert not AttendanceMonth.objects.exists()
    assert StudentYear.objects.count() == 2
    claim = ours.claims.get()
    assert (claim.in_effect, claim.rows) == (False, 2) and claim.purged_at and claim.accepted_at
    certificate = DestructionCertificate.objects.get()
    assert certificate.completed_at and certificate.rows == 4
    assert certificate.datasets == [
        {"dataset": "student_attendance", "periods": ["2024-09", "2024-10"], "claims": 2, "rows": 2},
        {"dataset": "student_enrollment", "periods": ["2024-25"], "claims": 1, "rows": 2},
    ]
    verbs = AuditEvent.objects.filter(verb__startswith="data.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["data.condemned", "data.destroyed"]
    assert purge_due() == 0 and DestructionCertificate.objects.count() == 1


def test_the_last_day_of_the_retention_still_counts(world, accepted, over):
    accepted("student_enrollment", ENROLLMENT, enrollment())
    over(world["alder"].agreements.get(), ago=0)
    assert purge_due() == 0
    over(world["alder"].agreements.get(), ago=1)
    assert purge_due() == 2


def test_a_legal_hold_keeps_everything_until_it_is_lifted(world, accepted, over):
    accepted("student_enrollment", ENROLLMENT, enrollment())
    agreement = over(world["alder"].agreements.get(), ago=500)
    hold_data(agreement, by=None, reason="A court asked.")
    assert purge_due() == 0 and Claim.objects.get().in_effect
    lift_hold(agreement, by=None)
    assert purge_due() == 2


def test_a_renewal_keeps_what_it_covers_and_no_more(world, accepted, over):
    accepted("student_enrollment", ENROLLMENT, enrollment("2023-24") + enrollment("2024-25"))
    accepted("student_attendance", ATTENDANCE, attendance("2024-09"))
    over(world["alder"].agreements.get())
    renewed = sign_agreement(
        by=None,
        organization=world["alder"],
        datasets=["student_enrollment"],
        title="Renewed",
        purpose="To go on.",
        starts_on=date(2020, 7, 1),
        ends_on=timezone.localdate() + timedelta(days=5),
        first_year="2024-25",
    )
    assert purge_due() == 3
    assert list(Claim.objects.filter(purged_at=None).values_list("dataset", "period")) == [
        ("student_enrollment", "2024-25")
    ]
    over(renewed)
    assert purge_due() == 2
    assert not Claim.objects.filter(purged_at=None).exists()


def totals(suspended):
    return [f"2023-24,S,99,10001,0100001,TA,Total,400,{suspended},{suspended}"]


def test_purging_never_revives_an_older_claim(world, accepted, over):
    """The county office's numbers replaced the district's; when they are purged, the district's stay replaced."""
    coordinator = world.person("partnership_coordinator")
    accepted("school_totals", TOTALS, totals(20))
    newer = accepted("school_totals", TOTALS, totals(30), organization="county-office")
    decide_contested(newer, by=coordinator, admit=True)
    over(world["county-office"].agreements.get())
    assert purge_due() > 0
    assert not Claim.objects.filter(in_effect=True).exists()
    third = accepted("school_totals", TOTALS, totals(40))
    assert Claim.objects.filter(in_effect=True).exists()
    withdraw(third, by=third.created_by, why="Wrong")
    assert not Claim.objects.filter(in_effect=True).exists()
    newer = Submission.objects.get(pk=newer.pk)
    with pytest.raises(ValidationError, match="destroyed"):
        withdraw(newer, by=newer.created_by, why="Too late")
    assert SchoolTotal.objects.exists()


def test_withdrawing_a_half_purged_file_takes_back_what_is_left(world, accepted, over):
    first = accepted(
        "student_enrollment",
        ENROLLMENT,
        enrollment("2023-24", students=(1,)) + enrollment("2024-25", students=(1,)),
    )
    second = accepted("student_enrollment", ENROLLMENT, enrollment("2023-24") + enrollment("2024-25"))
    over(world["alder"].agreements.get())
    sign_agreement(
        by=None,
        organization=world["alder"],
        datasets=["student_enrollment"],
        title="Renewed",
        purpose="To go on.",
        starts_on=date(2020, 7, 1),
        ends_on=timezone.localdate(),
        first_year="2024-25",
    )
    purge_due()
    withdraw(second, by=second.created_by, why="Wrong export")
    in_effect = Claim.objects.filter(in_effect=True).values_list("submission", "period")
    assert list(in_effect) == [(first.pk, "2024-25")]


def test_files_that_still_wait_are_discarded(world, hand_in, over):
    waiting = hand_in("student_enrollment", ENROLLMENT, enrollment())
    over(world["alder"].agreements.get())
    purge_due()
    waiting.refresh_from_db()
    assert waiting.state == "discarded"
    assert not VaultItem.objects.exists()


def test_a_killed_run_is_taken_up_by_the_next(world, accepted, over, monkeypatch):
    accepted("student_enrollment", ENROLLMENT, enrollment())
    over(world["alder"].agreements.get())

    def killed(*_args):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(purge.bulk, "delete_of_claims", killed)
        with pytest.raises(SystemExit):
            purge_due()
    assert Enrollment.objects.count() == 2
    assert not Claim.objects.get().in_effect
    assert DestructionCertificate.objects.get().completed_at is None
    assert purge_due() == 2
    assert not Enrollment.objects.exists() and DestructionCertificate.objects.get().completed_at


def test_tick_purges(world, accepted, over, capsys):
    accepted("student_enrollment", ENROLLMENT, enrollment())
    over(world["alder"].agreements.get())
    call_command("tick")
    assert "purge_due: 2" in capsys.readouterr().out


def test_the_certificate_is_read_by_those_who_keep_the_agreement(world, accepted, over, client):
    submission = accepted("student_enrollment", ENROLLMENT, enrollment())
    agreement = over(world["alder"].agreements.get())
    purge_due()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(world.person("organization_administrator"), backend=backend)
    address = reverse("workspace:certificate", args=[DestructionCertificate.objects.get().pk])
    assert address in client.get(reverse("workspace:certificates")).content.decode()
    page = client.get(address).content.decode()
    for told in (agreement.title, "2024-25", str(agreement.kept_until), "Kept for 365 days"):
        assert told in page
    client.force_login(world.person("data_coordinator"), backend=backend)
    assert client.get(address).status_code == 403
    of_submission = client.get(reverse("workspace:submission", args=[submission.pk])).content.decode()
    assert "Rows were destroyed" in of_submission and "Restores rows" not in of_submission
    client.force_login(world.person("organization_administrator", world["birch"]), backend=backend)
    assert client.get(address).status_code == 404
    assert Agreement.objects.get(pk=agreement.pk).certificates.exists()
