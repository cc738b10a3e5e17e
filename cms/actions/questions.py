"""Questions from the public: asked without an account, read by the organization, answered in public."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from partnership.audit import record
from partnership.mail import write_to

from ..models.listening import Question, QuestionState

CONTACT_KEPT = timedelta(days=90)


@transaction.atomic
def ask(event, *, by=None, text, language, contact=""):
    """Send a question in; the organization reads it before anybody else does."""
    if not (event.is_published and event.is_listening):
        raise ValidationError(_("Questions are taken for hearings and listening sessions only."))
    question = Question.objects.create(event=event, text=text, language=language, contact=contact)
    record("question.asked", by=by, organization=event.organization, target=event)
    return question


@transaction.atomic
def decide_question(question, *, by, publish, answer):
    """Publish a question, with its answer where there is one already, or decline it."""
    if not question.event.may_be_written_by(by):
        raise PermissionDenied
    is_new_answer = publish and bool(answer) and not question.answer
    question.state = QuestionState.PUBLISHED if publish else QuestionState.DECLINED
    question.answer, question.decided_at = answer, timezone.now()
    question.save(update_fields=["state", "answer", "decided_at"])
    verb = "question.published" if publish else "question.declined"
    record(verb, by=by, organization=question.organization, target=question.event)
    if is_new_answer and question.contact:
        _tell(question)


def forget_contacts():
    """Delete how to reach those who asked long ago (`manage.py tick`)."""
    limit = timezone.now() - CONTACT_KEPT
    return Question.objects.filter(asked_at__lt=limit).exclude(contact="").update(contact="")


def _tell(question):
    with override(question.language):
        subject = _("Your question is answered")
        text = _("You asked:\n%(question)s\n\nThe answer:\n%(answer)s\n\n%(address)s\n") % {
            "question": question.text,
            "answer": question.answer,
            "address": settings.BASE_URL + question.event.get_absolute_url() + "#questions",
        }
    write_to([question.contact], subject, text)
