"""The screens on which the partnership administrator closes, merges and opens places again."""

from datetime import date

from django.urls import reverse

from partnership.models import Place


def screen(name, place):
    return reverse(f"workspace:{name}", args=[place.pk])


def test_a_place_is_merged_closed_and_opened_again(world, client):
    client.force_login(world.person("partnership_administrator"))
    old, new = world.places["alder-2"], world.places["alder-1"]
    page = client.get(screen("change_place", old)).content.decode()
    assert screen("merge_place", old) in page and screen("close_place", old) in page

    offered = client.get(screen("merge_place", old)).context["form"].fields["into"].queryset
    assert old not in offered and offered[0] == new, "schools of the same district first"
    client.post(screen("merge_place", old), {"into": new.pk, "merged_on": "2025-01-01"})
    merged = Place.objects.get(pk=old.pk)
    assert (merged.merged_into, merged.merged_on, merged.closed_on) == (
        new,
        date(2025, 1, 1),
        date(2024, 12, 31),
    )
    assert (
        "Since Jan. 1, 2025 it is a part of Alder School 1"
        in client.get(screen("change_place", old)).content.decode()
    )
    assert "merged into Alder School 1" in client.get(reverse("workspace:places")).content.decode()

    client.post(screen("reopen_place", old))
    client.post(screen("close_place", old), {"closed_on": "2025-06-30"})
    assert Place.objects.get(pk=old.pk).closed_on == date(2025, 6, 30)
    refused = client.post(screen("close_place", old), {"closed_on": "2025-07-30"})
    assert "is closed already" in refused.content.decode()


def test_changing_other_things_leaves_the_closing_alone(world, client):
    client.force_login(world.person("partnership_administrator"))
    place = world.places["alder-2"]
    client.post(screen("close_place", place), {"closed_on": "2025-06-30"})
    fields = {"name": "Alder Two", "parent": place.parent_id, "in_partnership": "on"}
    client.post(screen("change_place", place), fields)
    changed = Place.objects.get(pk=place.pk)
    assert (changed.name, changed.closed_on) == ("Alder Two", date(2025, 6, 30))
