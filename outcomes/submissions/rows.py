"""The staged or accepted rows of a submission, for those who may read them (outcomes.submissions.reading)."""

from outcomes.datasets import DATASETS


def staged_rows(submission):
    """Queryset of the fact rows under the submission's claims, in a steady order."""
    model = DATASETS[submission.dataset].fact
    claims = submission.claims.values("pk")
    return model.objects.filter(claim_id__in=claims).order_by("pk")
