"""The kinds of things that organizations post: for each its model, its form, and the words on its screens."""

from dataclasses import dataclass, field
from functools import cache

from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """`key`: in addresses. `columns`: (heading, attribute of a posting) of the list. `extra`: dotted path of a
    callable of (request, posting) that returns what the posting's own screen shows besides: {"template", ...}.
    `page`: dotted path of a callable of (request, posting) that answers with its public page.
    `after_writing`: dotted path of a callable of (posting, values before, by). `publishing`: the action that
    publishes one. Without a form, the composer writes it.
    """

    key: str
    model_path: str
    form_path: str
    plural: str
    add_label: str
    sentence: str
    page: str
    columns: tuple = ()
    extra: str = ""
    after_writing: str = ""
    publishing: str = "cms.actions.postings.publish_posting"
    initial: dict = field(default_factory=dict)

    @property
    def model(self):
        return import_string(self.model_path)

    @property
    def form(self):
        return import_string(self.form_path)

    @property
    def is_composed(self):
        return not self.form_path


ALL = [
    Kind(
        "events",
        "cms.models.Event",
        "cms.posting.event_form.EventForm",
        _("Events"),
        _("Add an event"),
        _("Games, academies, meetings, hearings and listening sessions, in one calendar for everybody."),
        "cms.public.calendar.event_page",
        columns=((_("Begins"), "starts_at"), (_("Place"), "venue")),
        extra="cms.posting.event_extra.extra",
        after_writing="cms.posting.event_extra.after_writing",
    ),
    Kind(
        "updates",
        "cms.models.Update",
        "",
        _("Updates"),
        _("Write an incident update"),
        _("What is known, what is not, and what comes next; and what was heard at a listening session."),
        "cms.public.updates.update_page",
        columns=((_("Kind"), "kind"),),
        extra="cms.posting.update_extra.extra",
        publishing="cms.actions.updates.publish_update",
    ),
    Kind(
        "commitments",
        "cms.models.Commitment",
        "cms.posting.other_forms.CommitmentForm",
        _("Commitments"),
        _("Add a commitment"),
        _("What your organization said it would do, by when, and how far it has come."),
        "cms.public.listening.commitment_page",
        columns=((_("By when"), "due_on"), (_("How it stands"), "status")),
        extra="cms.posting.commitment_extra.extra",
    ),
    Kind(
        "policies",
        "cms.models.Policy",
        "cms.posting.other_forms.PolicyForm",
        _("Policies"),
        _("Add a version of a policy"),
        _("Each version with its day, its document and a summary in plain language."),
        "cms.public.library.policy_page",
        columns=((_("Policy"), "topic"), (_("Adopted on"), "adopted_on")),
    ),
    Kind(
        "commend-or-complain",
        "cms.models.FeedbackWays",
        "cms.posting.other_forms.FeedbackForm",
        _("Commend or complain"),
        _("Say how to commend or complain"),
        _("How people thank your organization, how they complain, and what happens then."),
        "cms.public.library.feedback_page",
    ),
    Kind(
        "trainings",
        "cms.models.Training",
        "cms.posting.other_forms.TrainingForm",
        _("Trainings"),
        _("Add a training"),
        _("What is taught, by whom, for how long. Who completed it comes from released numbers."),
        "cms.public.library.training_page",
        columns=((_("Topic"), "topic"), (_("Hours"), "hours")),
    ),
    Kind(
        "openings",
        "cms.models.Opening",
        "cms.posting.other_forms.OpeningForm",
        _("Openings"),
        _("Add an opening"),
        _("Jobs, academies, ride-alongs, and places to help."),
        "cms.public.library.opening_page",
        columns=((_("Kind"), "kind"), (_("Last day"), "closes_on")),
    ),
]


@cache
def kinds():
    """{key: Kind}, in the order of the screens."""
    return {kind.key: kind for kind in ALL}


def kind_of(posting):
    return next(kind for kind in kinds().values() if kind.model is type(posting))


def address_of(posting):
    """The workspace's screen of a posting."""
    return reverse("workspace:posting", args=[kind_of(posting).key, posting.pk])
