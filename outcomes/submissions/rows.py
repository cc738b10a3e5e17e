"""The rows of a submission, for those who may read them (outcomes.submissions.reading), and the rows that count."""

from outcomes.datasets import DATASETS

from .models import Claim


def staged_rows(submission):
    """Queryset of the fact rows under the submission's claims, in a steady order."""
    model = DATASETS[submission.dataset].fact
    claims = submission.claims.values("pk")
    return model.objects.filter(claim_id__in=claims).order_by("pk")


def rows_in_effect(dataset):
    """Queryset of a dataset's fact rows that count now. dataset: its key."""
    claims = Claim.objects.filter(dataset=dataset, in_effect=True)
    return DATASETS[dataset].fact.objects.filter(claim_id__in=claims.values("pk"))
