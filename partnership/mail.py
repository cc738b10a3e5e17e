"""E-mail that outlives its mail server: what it does not take waits, sealed, and `manage.py tick` tries again.

Whatever sends mail sends it through PatientBackend (settings.EMAIL_BACKEND), which hands it to the server's own backend
(settings.MAIL_DELIVERY). So an action is not undone, and nobody misses a notice, because a mail server was down.
"""

import json
import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models.functions import Now

from .models import WaitingMail
from .scrub import describe
from .vault.sealing import seal, unseal

logger = logging.getLogger(__name__)
PURPOSE = "waiting mail"
# While the server is known to be down, nobody waits for it in front of a screen.
PAUSE = timedelta(minutes=4)
# After so long an invitation or a reminder says nothing any more.
LONGEST = timedelta(days=5)
DOWN = (OSError, SMTPException)


def write_to(addresses, subject, text):
    """Write to each of the addresses by themselves, once what is being done stands. No letter undoes what it tells of."""

    def send():
        for address in sorted(set(addresses)):
            send_mail(subject, text, None, [address])

    transaction.on_commit(send, robust=True)


class PatientBackend(BaseEmailBackend):
    """Delivers, or keeps for later."""

    def send_messages(self, messages):
        messages = [message for message in messages if message.recipients()]
        down = WaitingMail.objects.filter(tried_at__gte=Now() - PAUSE).exists()
        for number, message in enumerate(messages):
            if down or not _delivered(message):
                down = True
                _keep(messages[number:])
                break
        return len(messages)


def send_waiting():
    """Try what waits once more, the oldest first (`manage.py tick`). Returns how many were sent."""
    given_up = WaitingMail.objects.filter(created_at__lt=Now() - LONGEST).delete()[0]
    if given_up:
        logger.error("%s e-mails were given up: the mail server took none for five days.", given_up)
    sent = 0
    for waiting in WaitingMail.objects.all():
        if not _delivered(_open(waiting.sealed)):
            WaitingMail.objects.update(tried_at=Now())
            break
        waiting.delete()
        sent += 1
    return sent


def seal_anew(is_newest):
    """Seal with the newest secret what an older one still seals. Returns how many."""
    old = [waiting for waiting in WaitingMail.objects.select_for_update() if not is_newest(waiting.sealed)]
    for waiting in old:
        waiting.sealed = seal(unseal(waiting.sealed, purpose=PURPOSE), purpose=PURPOSE)
        waiting.save(update_fields=["sealed"])
    return len(old)


def _delivered(message):
    """Whether the mail server took the message, or never will."""
    try:
        get_connection(settings.MAIL_DELIVERY, fail_silently=False).send_messages([message])
    except SMTPRecipientsRefused as refused:
        # Codes of 400 and more ask to try again later.
        for_ever = all(code >= 500 for code, _words in refused.recipients.values())
        if for_ever:
            logger.error("The mail server knows no such mailbox; one e-mail was given up.")
        return for_ever
    except DOWN as problem:
        logger.error("The mail server took no e-mail (%s); it waits and is tried again.", describe(problem))
        return False
    return True


def _keep(messages):
    WaitingMail.objects.bulk_create(
        WaitingMail(sealed=_sealed(message), tried_at=Now()) for message in messages
    )


PARTS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers", "content_subtype")


def _sealed(message):
    if message.attachments:
        raise ValueError("An e-mail with attachments cannot wait; link to what it would hold.")
    parts = {name: getattr(message, name) for name in PARTS}
    parts["alternatives"] = [list(each) for each in getattr(message, "alternatives", ())]
    return seal(json.dumps(parts, default=str), purpose=PURPOSE)


def _open(sealed):
    parts = json.loads(unseal(sealed, purpose=PURPOSE))
    content_subtype, headers = parts.pop("content_subtype"), parts.pop("extra_headers")
    message = EmailMultiAlternatives(headers=headers, **parts)
    message.content_subtype = content_subtype
    return message
