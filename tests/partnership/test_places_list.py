"""What the list of places says where it is empty."""

from django.urls import reverse

from partnership.actions.founding import found_partnership
from partnership.models import Place


def test_the_first_administrator_is_told_where_to_begin_and_not_to_clear_a_filter(db, client):
    client.force_login(found_partnership(by=None, name="Solandra", admin_email="first@example.org"))
    assert not Place.objects.exists()
    untouched = client.get(reverse("workspace:places")).content.decode()
    assert "Begin with the county" in untouched and "clear the filter" not in untouched
    searched = client.get(reverse("workspace:places"), {"q": "nowhere"}).content.decode()
    assert "clear the filter" in searched and "Begin with the county" not in searched
