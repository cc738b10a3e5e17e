"""Agreements in full: the signed document, the legal hold, and the reminders before they end."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from partnership.actions.agreements import (
    attach_document,
    hold_data,
    lift_hold,
    sign_agreement,
    terminate_agreement,
    withheld_columns,
    years_without_agreement,
)
from partnership.actions.reminders import remind_of_ending_agreements
from partnership.models import Agreement, AuditEvent, VaultItem
from tests.audit_lines import CHILD, untold

PDF = b"%PDF-1.7 signed by everybody"


@pytest.fixture
def agreement(world):
    return world["alder"].agreements.get()


def ending_in(agreement, days):
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=timezone.localdate() + timedelta(days=days))
    agreement.refresh_from_db()


def remind(capture):
    with capture(execute=True):
        return remind_of_ending_agreements()


def test_each_reminder_goes_out_once(
    world, agreement, mailoutbox, django_capture_on_commit_callbacks, settings
):
    keeper, staff = world.person("organization_administrator"), world.person("partnership_administrator")
    world.person("organization_administrator", world["birch"])
    told = {}
    for days in (61, 60, 59, 30, 8, 7, 6, 0, -1):
        ending_in(agreement, days)
        mailoutbox.clear()
        remind(django_capture_on_commit_callbacks)
        remind(django_capture_on_commit_callbacks)
        told[days] = sorted(address for mail in mailoutbox for address in mail.to)
    people = sorted([keeper.email, staff.email])
    assert {days: to for days, to in told.items() if to} == {60: people, 30: people, 7: people}
    assert list(agreement.reminders.order_by("-days").values_list("days", flat=True)) == [60, 30, 7]


def test_a_missed_run_is_made_up_for_by_the_nearest_reminder_alone(
    world, agreement, mailoutbox, django_capture_on_commit_callbacks
):
    world.person("organization_administrator")
    ending_in(agreement, 20)
    remind(django_capture_on_commit_callbacks)
    remind(django_capture_on_commit_callbacks)
    assert [mail.subject.startswith("Agreement ends on") for mail in mailoutbox] == [True]
    assert "20 days" in mailoutbox[0].body and str(agreement.pk) in mailoutbox[0].body


def test_tick_sends_reminders(world, agreement, capsys):
    ending_in(agreement, 7)
    call_command("tick")
    assert "remind_of_ending_agreements: 1" in capsys.readouterr().out


def test_an_agreement_covers_its_school_years_alone(world):
    sign_agreement(
        by=None,
        organization=world["harbor-police"],
        datasets=["school_totals"],
        title="Two years",
        purpose="To count.",
        starts_on=date(2020, 7, 1),
        ends_on=timezone.localdate(),
        first_year="2023-24",
        last_year="2024-25",
    )
    years = ["2022-23", "2023-24", "2024-25", "2025-26"]
    closed = years_without_agreement(world["harbor-police"], "school_totals", years)
    assert closed == ["2022-23", "2025-26"]
    assert years_without_agreement(world["harbor-police"], "student_enrollment", years) == years


@pytest.mark.parametrize("years", [("2024", ""), ("2024-26", ""), ("2024-25", "2023-24")])
def test_school_years_that_make_no_sense_are_refused(world, years):
    with pytest.raises(ValidationError):
        sign_agreement(
            by=None,
            organization=world["alder"],
            datasets=["school_totals"],
            title="Odd",
            purpose="Odd",
            starts_on=date(2020, 7, 1),
            ends_on=date(2030, 7, 1),
            first_year=years[0],
            last_year=years[1],
        )


def test_the_data_is_kept_from_the_real_end_on(agreement):
    agreement.terminated_on = date(2025, 3, 10)
    agreement.retention_days = 10
    assert agreement.last_day == date(2025, 3, 9)
    assert agreement.kept_until == date(2025, 3, 19)
    assert agreement.keeps_data(date(2025, 3, 19)) and not agreement.keeps_data(date(2025, 3, 20))
    agreement.held_since = date(2025, 3, 1)
    assert agreement.keeps_data(date(2035, 3, 20))


def test_a_hold_keeps_the_signed_document_too(world, agreement):
    keeper = world.person("organization_administrator")
    attach_document(agreement, by=keeper, content=PDF)
    usual = agreement.document.destroy_on
    hold_data(agreement, by=keeper, reason="A court asked.")
    assert agreement.document.destroy_on == date.max
    with pytest.raises(ValidationError):
        hold_data(agreement, by=keeper, reason="Again.")
    lift_hold(agreement, by=keeper)
    assert VaultItem.objects.get().destroy_on == usual > agreement.kept_until
    verbs = AuditEvent.objects.filter(verb__startswith="agreement.", actor_id=keeper.pk).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "agreement.document_attached",
        "agreement.held",
        "agreement.hold_lifted",
    ]


def test_the_signed_document_on_screen(world, agreement, client):
    keeper = world.person("organization_administrator")
    client.force_login(keeper, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = reverse("workspace:agreement_document", args=[agreement.pk])
    wrong = client.post(page, {"document": SimpleUploadedFile("signed.pdf", b"PK not a pdf")})
    assert "This is not a PDF" in wrong.content.decode()
    assert client.post(page, {"document": SimpleUploadedFile("signed.pdf", PDF)}).status_code == 302
    answer = client.get(reverse("workspace:read_agreement_document", args=[agreement.pk]))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert AuditEvent.objects.filter(verb="vault.opened", actor_id=keeper.pk).count() == 1
    client.post(page, {"document": SimpleUploadedFile("signed.pdf", PDF + b", again")})
    assert VaultItem.objects.count() == 1


def test_an_agreement_is_recorded_in_full_on_screen(world, client):
    keeper = world.person("partnership_administrator")
    client.force_login(keeper, backend="allauth.account.auth_backends.AuthenticationBackend")
    today = timezone.localdate()
    answer = client.post(
        reverse("workspace:sign_agreement", args=["alder"]),
        {
            "title": "Second agreement",
            "purpose": "To see what helps.",
            "legal_basis": "34 CFR 99.31(a)(6)",
            "further_parties": [world["field-university"].pk],
            "permitted_recipients": "The evaluator of the project.",
            "starts_on": today,
            "ends_on": today + timedelta(days=100),
            "first_year": "2024-25",
            "last_year": "",
            "retention_days": 30,
            "datasets": ["student_enrollment", "school_totals"],
            "withheld": ["student_enrollment:race", "student_enrollment:homeless"],
        },
    )
    signed = Agreement.objects.get(title="Second agreement")
    assert answer.url == reverse("workspace:agreement", args=[signed.pk])
    assert list(signed.further_parties.all()) == [world["field-university"]]
    assert withheld_columns(world["alder"], "student_enrollment") == {"race", "homeless"}
    page = client.get(answer.url).content.decode()
    for told in ("Field University", "The evaluator of the project.", "2024-25 to …", "Not shared: Race and"):
        assert told in page
    terminate_agreement(signed, by=keeper)
    assert withheld_columns(world["alder"], "student_enrollment") == set()


def test_why_there_is_a_legal_hold_stays_with_the_agreement(agreement):
    hold_data(agreement, by=None, reason=CHILD)
    assert agreement.hold_reason == CHILD
    assert untold("agreement.held")
