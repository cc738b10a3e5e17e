"""Reading the questions of the public, and following up commitments."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.access.decorators import signed_in
from partnership.access.rights import held, is_partnership_staff
from partnership.screens.common import show_form

from ..actions.commitments import follow_up
from ..actions.questions import decide_question
from ..models import Question
from ..models.listening import CommitmentStatus, QuestionState
from ..told import Told
from .kinds import address_of
from .screens import fetch, step


class AnswerForm(forms.Form):
    publish = forms.TypedChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("yes", gettext_lazy("Publish the question")), ("no", gettext_lazy("Do not publish it"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["publish"] = "no" if question.state == QuestionState.DECLINED else "yes"
        for code, language in settings.LANGUAGES:
            self.fields[f"answer_{code}"] = forms.CharField(
                label=_("Answer in %(language)s") % {"language": language},
                required=False,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
                initial=question.answer.get(code, ""),
            )


@signed_in
def question(request, pk):
    """Publish a question, answer it, or decline it."""
    question = get_object_or_404(Question.objects.select_related("event", "event__organization"), pk=pk)
    event = question.event
    if not event.may_be_written_by(request.user):
        if event.organization_id in held(request.user) or is_partnership_staff(request.user):
            raise PermissionDenied
        raise Http404
    form = AnswerForm(request.POST or None, question=question)
    if request.method == "POST" and form.is_valid():
        decide_question(
            question, by=request.user, publish=form.cleaned_data["publish"], answer=_told(form, "answer")
        )
        messages.success(request, _("Saved."))
        return redirect(address_of(event))
    return show_form(
        request,
        form,
        title=_("A question"),
        lead=question.text,
        submit=_("Save"),
        steps=[step(), (str(event), address_of(event)), (_("A question"), "")],
    )


class FollowUpForm(forms.Form):
    status = forms.ChoiceField(
        label=gettext_lazy("How it stands"), choices=CommitmentStatus.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, commitment, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["status"] = commitment.status
        for code, language in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("What was done, in %(language)s") % {"language": language},
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )


@signed_in
def follow_up_commitment(request, pk):
    _kind, commitment = fetch(request.user, "commitments", pk)
    if not commitment.may_be_published_by(request.user):
        raise PermissionDenied
    form = FollowUpForm(request.POST or None, commitment=commitment)
    if request.method == "POST" and form.is_valid():
        follow_up(commitment, by=request.user, status=form.cleaned_data["status"], text=_told(form, "text"))
        messages.success(request, _("Saved."))
        return redirect(address_of(commitment))
    return show_form(
        request,
        form,
        title=_("Follow up"),
        lead=str(commitment),
        submit=_("Save"),
        steps=[step(), (str(commitment), address_of(commitment)), (_("Follow up"), "")],
    )


def _told(form, name):
    texts = {code: form.cleaned_data[f"{name}_{code}"] for code, _label in settings.LANGUAGES}
    return Told({code: text for code, text in texts.items() if text})
