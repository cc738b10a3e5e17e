"""A way in is open until its last day is over: one at a time, in the list, and on its page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import Opening


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "is_open"), [(None, True), (1, True), (0, True), (-1, False)])
def test_it_takes_somebody_until_its_last_day_is_over(world, client, days, is_open):
    told = {"en": "Ride along"}
    opening = Opening.objects.create(
        organization=world["harbor-police"],
        created_by=world.person("editor", world["harbor-police"]),
        title=told,
        text=told,
        how=told,
        kind="ride_along",
        slug="ride-along",
        state="published",
        published_at=timezone.now(),
        closes_on=None if days is None else timezone.localdate() + timedelta(days=days),
    )
    assert opening.is_open is is_open
    assert Opening.objects.open().filter(pk=opening.pk).exists() is is_open
    page = client.get(opening.get_absolute_url()).content.decode()
    assert ("The last day to apply has passed" in page) is not is_open
    assert ("Ride along" in client.get("/en/openings/").content.decode()) is is_open
