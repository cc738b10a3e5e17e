"""Programs in the workspace: kept by the partnership, seen by their owners and funders."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from partnership.access.guard import permissions_by_object
from partnership.models import AuditEvent
from programs.access import programs_reviewable_by
from programs.actions.awards import change_award, make_award
from programs.actions.programs import set_owners
from programs.models import Award, Challenge, Program


def screen(name, *args):
    return reverse(f"workspace:{name}", args=args)


@pytest.fixture
def keeper(world, client):
    client.force_login(world.person("partnership_administrator"))
    return client


@pytest.fixture
def mentoring(world):
    return world.programs["mentoring"]


def award_of(world, slug, program, title, **fields):
    today = timezone.localdate()
    fields = {"starts_on": today - timedelta(days=400), "ends_on": today + timedelta(days=30)} | fields
    return make_award(by=None, funder=world[slug], program=program, title=title, **fields)


def test_a_program_is_added_with_its_first_owner_and_gets_more(world, keeper):
    fields = {"name": "Night League", "strategy": "opportunities_provision", "owner": world["open-door"].pk}
    assert keeper.post(screen("add_program"), fields).url == screen("program", "night-league")
    program = Program.objects.get(slug="night-league")
    assert list(program.owners.all()) == [world["open-door"]]
    keeper.post(
        screen("program_owners", "night-league"), {"keep": [world["open-door"].pk], "add": world["birch"].pk}
    )
    assert set(program.owners.all()) == {world["open-door"], world["birch"]}
    refused = keeper.post(screen("program_owners", "night-league"), {"add": ""})
    assert "needs at least one owner" in refused.content.decode()
    assert program.owners.count() == 2


def test_editors_of_owners_edit_and_those_of_former_owners_no_longer(world, mentoring):
    editor = world.person("editor")
    assert "edit_program" in permissions_by_object(editor, Program)[mentoring.pk]
    set_owners(mentoring, by=None, owners=[world["open-door"]])
    assert not permissions_by_object(editor, Program)


def test_sites_are_kept_dropped_and_added_one_at_a_time(world, keeper, mentoring):
    keeper.post(
        screen("program_sites", mentoring.slug),
        {"keep": [world.places["alder-1"].pk], "add": world.places["birch-2"].pk},
    )
    assert set(mentoring.sites.all()) == {world.places["alder-1"], world.places["birch-2"]}
    keeper.post(screen("program_sites", mentoring.slug), {"add": ""})
    assert not mentoring.sites.exists()


def test_what_is_said_of_a_program_changes_and_its_address_does_not(keeper, mentoring):
    fields = {"name": "Mentors", "strategy": "social_intervention", "slug": "other", "grades": "4-8"}
    keeper.post(screen("change_program", mentoring.slug), fields)
    mentoring.refresh_from_db()
    assert (mentoring.name, mentoring.slug, mentoring.grades) == ("Mentors", "campus-mentors", "4-8")
    assert sorted(AuditEvent.objects.get(verb="program.changed").detail["fields"]) == [
        "grades",
        "name",
        "strategy",
    ]
    backwards = fields | {"starts_on": "2025-02-01", "ends_on": "2025-01-01"}
    assert (
        "last day is before the first"
        in keeper.post(screen("change_program", mentoring.slug), backwards).content.decode()
    )


def test_an_award_is_reviewed_for_a_year_after_it_ends_unless_said_otherwise(world, keeper, mentoring):
    fields = {"title": "Three years", "funder": world["lantern-fund"].pk, "dollars": "210000"}
    fields |= {"starts_on": "2024-07-01", "ends_on": "2027-06-30"}
    assert keeper.post(screen("add_award", mentoring.slug), fields).status_code == 302
    award = Award.objects.get()
    assert award.review_until == date(2028, 6, 29)
    fields["review_until"] = "2027-01-01"
    refused = keeper.post(screen("change_award", award.pk), fields)
    assert "The review ends before the award does" in refused.content.decode()
    keeper.post(screen("change_award", award.pk), fields | {"review_until": "2029-06-30"})
    award.refresh_from_db()
    assert award.review_until == date(2029, 6, 29) + timedelta(days=1)


def test_a_funder_sees_the_program_and_the_own_award_and_not_what_others_give(world, client, mentoring):
    award_of(world, "lantern-fund", mentoring, "Lantern award")
    award_of(world, "field-university", mentoring, "Other award")
    client.force_login(world.person("funder"))
    page = client.get(screen("program", mentoring.slug)).content.decode()
    assert "Lantern award" in page and "Other award" not in page
    client.force_login(world.person("editor", world["lantern-fund"]))
    assert client.get(screen("program", mentoring.slug)).status_code == 404, "only its funders review"
    client.force_login(world.person("organization_administrator"))
    page = client.get(screen("program", mentoring.slug)).content.decode()
    assert "Lantern award" in page and "Other award" in page, "an owner knows all of its awards"


def test_the_right_to_review_ends_with_the_award(world, mentoring):
    award, funder = award_of(world, "lantern-fund", mentoring, "Lantern award"), world.person("funder")
    assert list(programs_reviewable_by(funder)) == [mentoring]
    yesterday = timezone.localdate() - timedelta(days=1)
    change_award(award, by=None, ends_on=yesterday - timedelta(days=1), review_until=yesterday)
    assert not programs_reviewable_by(funder).exists()
    with pytest.raises(ValidationError):
        change_award(award, by=None, review_until=award.starts_on)


def test_a_challenge_is_announced_and_changed(keeper, mentoring):
    fields = {"title": "Spring challenge", "starts_on": "2026-01-05", "ends_on": "2026-06-05"}
    fields |= {"no_suspension": "on", "reward": "A game of the county league"}
    keeper.post(screen("add_challenge", mentoring.slug), fields)
    challenge = Challenge.objects.get()
    assert challenge.no_suspension and not challenge.no_unexcused_absence
    page = keeper.get(screen("program", mentoring.slug)).content.decode()
    assert "A game of the county league" in page
    keeper.post(screen("change_challenge", challenge.pk), fields | {"title": "Summer challenge"})
    challenge.refresh_from_db()
    assert challenge.title == "Summer challenge"


def test_the_list_holds_what_one_owns_or_funds(world, client, mentoring):
    award_of(world, "lantern-fund", mentoring, "Lantern award")
    for role, organization, found in [
        ("editor", world["alder"], [mentoring]),
        ("editor", world["birch"], []),
        ("funder", world["lantern-fund"], [mentoring]),
        ("partnership_coordinator", None, [mentoring]),
    ]:
        client.force_login(world.person(role, organization))
        assert list(client.get(screen("programs")).context["page"]) == found, (role, organization)
