"""Which published releases counted a submission: withdrawing it names them and leaves them as they are."""

from django.urls import reverse

from outcomes.models import Claim
from outcomes.releases.build import build_release
from outcomes.releases.counting import releases_counting

from ..factories import attend


def test_published_releases_that_pin_a_claim_of_the_submission(data, coordinator, release_of, client):
    counted = (
        Claim.objects.filter(place=data.places["alder-1"], dataset="student_attendance").first().submission
    )
    assert releases_counting(counted) == []
    build_release(by=coordinator, title="A draft only")
    assert releases_counting(counted) == [], "a draft can still be made anew"
    release = release_of(title="Outcomes of all")
    assert releases_counting(counted) == [("Outcomes of all", release.published_at)]
    later = attend(data, data.places["alder-1"], "2025-01", {1000: (20, 1)}).submission
    assert releases_counting(later) == []

    client.force_login(data.person("data_coordinator"))
    counted.accepted_by, counted.accepted_at = coordinator, release.published_at
    counted.save()
    page = client.get(reverse("workspace:submission", args=[counted.pk])).content.decode()
    assert "These published releases counted it" in page and "Outcomes of all, published on" in page
