"""The same bytes again within a scope: a scheduled export that is sent twice creates nothing new."""

from django.db.models import Exists, OuterRef, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.submissions.identity import keyed_hash
from outcomes.submissions.models import Claim, State, Submission

ENDED = [State.ACCEPTED, State.WITHDRAWN, State.REFUSED, State.DISCARDED]


def same_file(organization, dataset, period, program, *, name, content):
    """The submission of the same bytes for the same scope that waits, or counts with every claim; or None.

    A file that was accepted and then replaced by another may come again: it says what counts now. name: decides
    only where the file's name may have told the school year.
    """
    same = Submission.objects.filter(
        organization=organization,
        dataset=dataset,
        program=program if DATASETS[dataset].needs_program else None,
        content_hash=keyed_hash(content),
    )
    same = same.filter(period=period) if period else same.filter(Q(period="") | Q(file_name=name))
    replaced = Claim.objects.filter(submission=OuterRef("pk"), in_effect=False)
    counts = Q(state=State.ACCEPTED) & ~Exists(replaced)
    return same.filter(~Q(state__in=ENDED) | counts).order_by("-created_at").first()


def sentence(submission):
    """What is said of it."""
    if submission.accepted_at:
        return _("The same file was already accepted on %(day)s. Nothing new was stored.") % {
            "day": formats.date_format(timezone.localtime(submission.accepted_at), "DATE_FORMAT")
        }
    return _("The same file was already handed in on %(day)s. Nothing new was stored.") % {
        "day": formats.date_format(timezone.localtime(submission.created_at), "DATE_FORMAT")
    }
