"""The clerk's hand of the submissions' tests, and agreements whose time is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.models import Agreement
from tests.outcomes.submissions.conftest import accepted, hand_in

__all__ = ["accepted", "hand_in"]


@pytest.fixture
def over():
    """Put the end of an agreement so far back that its retention ended yesterday (or `ago` days ago)."""

    def over(agreement, ago=1):
        last = timezone.localdate() - timedelta(days=agreement.retention_days + ago)
        Agreement.objects.filter(pk=agreement.pk).update(ends_on=last)
        agreement.refresh_from_db()
        return agreement

    return over
