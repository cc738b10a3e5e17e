"""A mail server that is down loses nobody's message, sends none twice, and makes nobody wait in front of a screen."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage, send_mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import TestCase
from django.utils import timezone

from partnership.actions.invitations import invite
from partnership.mail import send_waiting, write_to
from partnership.models import WaitingMail
from partnership.vault.rotate import rotate_vault

pytestmark = pytest.mark.django_db


class Server(EmailBackend):
    """A mail server that is up, down, or knows a mailbox not (with a code)."""

    state, asked = "up", 0

    def send_messages(self, messages):
        type(self).asked += 1
        if self.state == "down":
            raise ConnectionRefusedError("password=hunter2")
        if isinstance(self.state, int):
            raise SMTPRecipientsRefused(dict.fromkeys(messages[0].to, (self.state, b"")))
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def server(settings, mailoutbox):
    settings.EMAIL_BACKEND = "partnership.mail.PatientBackend"
    settings.MAIL_DELIVERY = f"{__name__}.Server"
    Server.state, Server.asked = "up", 0
    return Server


def write(number=1, **more):
    EmailMessage(f"Letter {number}", "Dear reader", None, [f"reader{number}@example.org"], **more).send()


def test_a_server_that_is_up_gets_it_at_once_and_nothing_is_kept(server, mailoutbox):
    write()
    assert [letter.subject for letter in mailoutbox] == ["Letter 1"]
    assert not WaitingMail.objects.exists()


def test_each_gets_a_letter_of_their_own_once_what_it_tells_of_stands(
    mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        write_to(["b@example.org", "a@example.org", "b@example.org"], "It is done", "Dear reader")
        assert not mailoutbox
    assert [letter.to for letter in mailoutbox] == [["a@example.org"], ["b@example.org"]]


def test_what_a_server_did_not_take_waits_sealed_and_goes_out_once_in_order(server, mailoutbox, caplog):
    server.state = "down"
    with caplog.at_level(logging.ERROR):
        write(1, headers={"List-Unsubscribe": "<https://example.org/out>"}, cc=["copy@example.org"])
        send_mail("Letter 2", "Dear reader", None, ["reader2@example.org"], html_message="<p>Dear</p>")
    assert "hunter2" not in caplog.text and "reader1" not in caplog.text
    assert WaitingMail.objects.count() == 2 and not mailoutbox
    assert "reader1" not in "".join(WaitingMail.objects.values_list("sealed", flat=True))
    assert send_waiting() == 0 and WaitingMail.objects.count() == 2
    server.state = "up"
    assert send_waiting() == 2 and send_waiting() == 0
    first, second = mailoutbox
    assert (first.subject, first.to, first.cc) == ("Letter 1", ["reader1@example.org"], ["copy@example.org"])
    assert first.extra_headers["List-Unsubscribe"] == "<https://example.org/out>"
    assert second.alternatives[0].mimetype == "text/html"
    assert not WaitingMail.objects.exists()


def test_while_it_is_known_to_be_down_nobody_waits_for_it(server, mailoutbox):
    server.state = "down"
    mail.get_connection().send_messages([EmailMessage(str(n), "", None, ["a@example.org"]) for n in range(5)])
    write()
    assert server.asked == 1 and WaitingMail.objects.count() == 6
    WaitingMail.objects.update(tried_at=timezone.now() - timedelta(hours=1))
    server.state = "up"
    write(7)
    assert [letter.subject for letter in mailoutbox] == ["Letter 7"]


@pytest.mark.parametrize(("code", "waits"), [(550, False), (450, True)])
def test_a_mailbox_that_is_not_known_is_given_up_and_one_that_is_busy_is_not(server, code, waits):
    server.state = code
    write()
    assert WaitingMail.objects.exists() == waits


def test_after_five_days_it_is_given_up_and_said(server, caplog):
    server.state = "down"
    write()
    WaitingMail.objects.update(created_at=timezone.now() - timedelta(days=6))
    with caplog.at_level(logging.ERROR):
        assert send_waiting() == 0
    assert "1 e-mails were given up" in caplog.text and not WaitingMail.objects.exists()


def test_what_waits_is_opened_after_the_vaults_secret_was_rotated(server, mailoutbox, settings):
    server.state = "down"
    write()
    settings.VAULT_SECRETS = ["2:" + "n" * 40, *settings.VAULT_SECRETS]
    assert rotate_vault() == 1
    settings.VAULT_SECRETS = settings.VAULT_SECRETS[:1]
    server.state = "up"
    assert send_waiting() == 1


def test_an_invitation_outlives_a_server_that_is_down(server, mailoutbox, world):
    server.state = "down"
    with TestCase.captureOnCommitCallbacks(execute=True):
        invite(
            by=world.person("organization_administrator"),
            email="new@alder.example.org",
            organization=world["alder"],
            role="data_coordinator",
        )
    server.state = "up"
    assert not mailoutbox
    assert send_waiting() == 1
    assert mailoutbox[0].to == ["new@alder.example.org"]
