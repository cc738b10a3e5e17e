"""Somebody without an account sends one file: what the link opens, and when it is used up."""

from datetime import timedelta
from threading import Barrier, Thread
from unittest.mock import Mock

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from outcomes.models import Submission, UploadLink
from outcomes.submissions.accept import accept, leave_out
from outcomes.ways_in.links import receive_by_link, revoke_link
from partnership.actions.agreements import sign_agreement, terminate_agreement
from partnership.actions.memberships import end_role
from partnership.models import AuditEvent, Membership, VaultItem

from .conftest import attendance, path_of, read, subjects


def test_a_file_comes_through_a_link_and_its_maker_accepts(world, client, link, send_by_link):
    sent, maker = link(days=7), world.person("data_coordinator")
    assert subjects() == [("clerk@elsewhere.example.org", "Please send a file")]
    assert sent.address in mail.outbox[0].body
    page = client.get(path_of(sent)).content.decode()
    assert "Alder Unified" in page and "Student attendance" in page and "Data-sharing agreement" in page

    answer = send_by_link(sent, attendance(), note="As agreed")
    submission = read()
    assert (submission.way, submission.created_by, submission.sent_by, submission.state) == (
        "link",
        maker,
        "Pat Clerk",
        "staged",
    )
    assert subjects()[1:] == [(maker.email, "A file is ready to review")]
    receipt = client.get(answer.url).content.decode()
    assert "the file has arrived" in receipt
    assert client.get(path_of(sent)).status_code == 404, "it has served"
    assert send_by_link(sent, attendance()).status_code == 404
    event = AuditEvent.objects.get(verb="submission.received")
    assert (event.actor_id, event.right) == (maker.pk, "upload link sent to clerk@elsewhere.example.org")
    assert accept(submission, by=maker).state == "accepted"
    client.force_login(maker)
    page = client.get(reverse("workspace:submission", args=[submission.pk])).content.decode()
    assert "sent to clerk@elsewhere.example.org" in page and "Pat Clerk" in page


def test_errors_are_shown_by_row_number_and_a_corrected_file_takes_the_place(client, link, send_by_link):
    sent = link()
    answer = send_by_link(sent, attendance(absent=21))
    first = read()
    receipt = client.get(answer.url).content.decode()
    assert "More days absent than expected" in receipt and "open the link that you were sent again" in receipt
    assert "101" not in receipt, "no student's value"
    assert send_by_link(sent, attendance()).status_code == 302
    assert read().state == "staged"
    first.refresh_from_db()
    assert first.state == "discarded" and VaultItem.objects.count() == 1
    assert client.get(path_of(sent)).status_code == 404


def test_a_refused_file_may_be_followed_by_another(client, link, send_by_link):
    sent = link()
    answer = send_by_link(sent, b"this,is\nanother,file\n")
    assert read().state == "refused"
    assert "Nothing was stored." in client.get(answer.url).content.decode()
    assert send_by_link(sent, attendance()).status_code == 302


def test_the_receipt_tells_how_far_it_is(client, link, send_by_link):
    receipt = send_by_link(link(), attendance()).url
    assert 'class="progress"' in client.get(receipt).content.decode()
    ask = {"HX-Request": "true"}
    assert 'class="progress"' in client.get(receipt, headers=ask).content.decode()
    read()
    assert client.get(receipt, headers=ask).headers["HX-Refresh"] == "true"
    assert client.get("/upload/receipt/guessed:1/").status_code == 404


def test_while_a_file_is_read_no_other_comes(link, send_by_link):
    sent = link()
    send_by_link(sent, attendance())
    page = send_by_link(sent, attendance(3)).content.decode()
    assert "is being read" in page and Submission.objects.count() == 1


def test_what_the_maker_has_decided_on_is_not_replaced(world, link, send_by_link):
    sent, maker = link(), world.person("data_coordinator")
    send_by_link(sent, attendance(absent=21))
    submission = read()
    leave_out(submission, by=maker, reasons=["absent_over_expected"])
    assert "has arrived" in send_by_link(sent, attendance()).content.decode()
    accept(submission, by=maker)
    assert "has arrived" in send_by_link(sent, attendance()).content.decode()
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("end", ["revoked", "over", "role", "unknown"])
def test_a_link_ends(world, client, link, send_by_link, end):
    sent, maker = link(), world.person("data_coordinator")
    if end == "revoked":
        revoke_link(sent, by=maker)
    elif end == "over":
        UploadLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "role":
        end_role(Membership.objects.get(user=maker), by=None)
    else:
        sent.address = sent.address[:-3] + "xx/"
    assert client.get(path_of(sent)).status_code == 404
    assert send_by_link(sent, attendance()).status_code == 404
    assert not Submission.objects.exists()


def test_what_the_form_misses_is_said(link, send_by_link, settings):
    sent = link()
    assert "Confirm that you are allowed" in send_by_link(sent, attendance(), allowed="").content.decode()
    settings.LARGEST_UPLOAD_BYTES = 10
    assert "too large to take in" in send_by_link(sent, attendance()).content.decode()
    assert not Submission.objects.exists()


def test_the_agreement_gates_it(world, client, link, send_by_link):
    sent = link()
    for agreement in world["alder"].agreements.all():
        terminate_agreement(agreement, by=None)
    page = client.get(path_of(sent)).content.decode()
    assert "is in force today" in page and "<form" not in page
    send_by_link(sent, attendance())
    assert not Submission.objects.exists()
    with pytest.raises(ValidationError):
        link()


def test_who_may_make_one(world, link):
    for role in ("organization_administrator", "editor", "partnership_administrator"):
        with pytest.raises(PermissionDenied):
            link(by=world.person(role))
    with pytest.raises(ValidationError):
        link(days=15)
    coordinator = world.person("partnership_coordinator")
    with pytest.raises(ValidationError) as refusal:
        link(by=coordinator, organization="birch")
    assert refusal.value.code == "nobody_accepts", "nobody in Birch accepts student-level data"
    assert mail.outbox == []


def test_a_link_of_the_partnerships_coordinator(world, client, link, send_by_link):
    """Student-level: the partner's own data coordinator accepts; the maker sees no row and accepts nothing."""
    clerk, coordinator = world.person("data_coordinator"), world.person("partnership_coordinator")
    send_by_link(link(by=coordinator), attendance())
    submission = read()
    assert (submission.created_by, submission.on_behalf) == (coordinator, False)
    assert set(subjects()[1:]) == {
        (coordinator.email, "A file is ready to review"),
        (clerk.email, "A file is ready to review"),
    }
    with pytest.raises(PermissionDenied):
        accept(submission, by=coordinator)
    client.force_login(coordinator)
    assert client.get(reverse("workspace:submission_rows", args=[submission.pk])).status_code == 403
    assert accept(submission, by=clerk).state == "accepted"


def test_law_enforcement_sends_totals_only(world, link, send_by_link):
    police, coordinator = world["harbor-police"], world.person("partnership_coordinator")
    sign_agreement(
        by=None,
        organization=police,
        datasets=["police_stops"],
        title="Totals",
        purpose="To see.",
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=30),
    )
    with pytest.raises(ValidationError) as refusal:
        link(by=coordinator, organization="harbor-police")
    assert refusal.value.code == "law_enforcement"
    stops = b"year,race,stops,searches\n2024,All,420,61\n"
    send_by_link(link(by=coordinator, organization="harbor-police", dataset="police_stops"), stops)
    assert Submission.objects.get().on_behalf


@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_through_one_link(link, monkeypatch):
    """Two connections, one moment: one file stands, the other sender is told."""
    monkeypatch.setattr("outcomes.submissions.receive.stage_submission", Mock())
    sent = link()
    start, ends = Barrier(2), []

    def send_now(absent):
        try:
            start.wait(timeout=10)
            ends.append(_insisting(lambda: receive(sent, attendance(absent))))
        except ValidationError as refusal:
            ends.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=send_now, args=[absent]) for absent in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(ends) == ["received", "under_way"]
    assert Submission.objects.count() == VaultItem.objects.count() == 1


def receive(link, content):
    link = UploadLink.objects.select_related("membership__user").get(pk=link.pk)
    return receive_by_link(link, name="file.csv", content=content, sent_by="Pat Clerk").state


def _insisting(action):
    """SQLite's databases in memory do not wait for each other: ask again, as its files do by themselves."""
    until = timezone.now() + timedelta(seconds=20)
    while True:
        try:
            return action()
        except OperationalError as locked:
            if "locked" not in str(locked) or timezone.now() > until:
                raise
