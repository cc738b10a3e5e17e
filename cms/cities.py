"""The cities of the partnership, for the map and the lists."""

from django.db.models import Count

from partnership.models import Organization, Place


def cities_with_counts():
    """Cities of the partnership, by name, each with `partners`: how many organizations have their seat there."""
    found = Place.objects.filter(kind="city", in_partnership=True, closed_on=None)
    counts = dict(
        Organization.objects.exclude(kind="partnership")
        .filter(city__isnull=False)
        .order_by()
        .values_list("city")
        .annotate(number=Count("pk"))
    )
    listed = list(found.order_by("name"))
    for city in listed:
        city.partners = counts.get(city.pk, 0)
    return listed
