"""The forms of commitments, policies, ways to commend or complain, trainings and openings."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.screens.forms.fields import DayField

from ..access.choosing import choosable
from ..models import Commitment, Download, Event, FeedbackWays, Opening, Policy, Training
from ..models.events import LISTENING
from .forms import PostingForm, review_day


class DocumentForm(PostingForm):
    """A form that offers the documents which the person may put on a page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = choosable(Download, self.user).order_by("title")
        self.fields["document"].help_text = _("Upload it in the page editor first, under Documents.")


class CommitmentForm(PostingForm):
    due_on = DayField(label=gettext_lazy("By when"))
    next_review_on = review_day()

    class Meta:
        model = Commitment
        fields = ["organization", "event", "title", "text", "who", "due_on", "next_review_on"]
        help_texts = {
            "title": gettext_lazy("What will be done, so that anybody can see whether it was."),
            "who": gettext_lazy("An office or a role, not a person’s name."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = Event.objects.visible_to(self.user).filter(kind__in=LISTENING)


class PolicyForm(DocumentForm):
    adopted_on = DayField(label=gettext_lazy("Adopted on"))
    next_review_on = review_day()

    class Meta:
        model = Policy
        fields = ["organization", "topic", "title", "adopted_on", "summary", "changes", "document", "url"] + [
            "next_review_on"
        ]
        help_texts = {
            "title": gettext_lazy("As your manual calls it, with its number."),
            "summary": gettext_lazy(
                "What an officer must do and must not do, in words that a ninth grader knows."
            ),
            "changes": gettext_lazy("Against the version before; left blank for the first one."),
        }


class FeedbackForm(PostingForm):
    next_review_on = review_day()

    class Meta:
        model = FeedbackWays
        fields = ["organization", "title", "commend", "complain", "afterwards"] + [
            "phone",
            "email",
            "url",
            "address",
            "next_review_on",
        ]
        help_texts = {
            "afterwards": gettext_lazy("Who reads it, how long it takes, and what the sender is told."),
        }

    def clean(self):
        cleaned = super().clean()
        organization = cleaned.get("organization")
        if self.instance._state.adding and organization and organization.feedbackways_postings.exists():
            self.add_error(
                "organization",
                ValidationError(_("There is one already. Change that one, so that people find one answer.")),
            )
        return cleaned


class TrainingForm(DocumentForm):
    next_review_on = review_day()

    class Meta:
        model = Training
        fields = ["organization", "topic", "title", "text", "hours", "teachers", "audience"] + [
            "has_community_instructors",
            "document",
            "url",
            "next_review_on",
        ]


class OpeningForm(PostingForm):
    closes_on = DayField(label=gettext_lazy("Last day to apply"), required=False)
    next_review_on = review_day()

    class Meta:
        model = Opening
        fields = [
            "organization",
            "kind",
            "title",
            "text",
            "how",
            "closes_on",
            "city",
            "phone",
            "url",
            "next_review_on",
        ]
