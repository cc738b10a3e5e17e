"""Who sees which release, and that nobody else learns more than 404."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from outcomes.models import Release
from outcomes.releases.build import build_release
from partnership.access.groups import put_in_groups
from partnership.actions.memberships import end_role, grant_role
from partnership.models import AuditEvent, User
from programs.actions.awards import make_award
from programs.actions.programs import add_program

from .conftest import publish


def sees(user, release):
    user = User.objects.get(pk=user.pk) if user.is_authenticated else user
    return Release.objects.visible_to(user).filter(pk=release.pk).exists()


@pytest.fixture
def funder(world):
    return world.person("funder")


@pytest.fixture
def for_funders(release_of, mentoring, award):
    return release_of(mentoring)


def test_a_funder_with_an_award_sees_what_is_released_for_funders(for_funders, funder):
    assert sees(funder, for_funders)


def test_a_funder_without_an_award_does_not(release_of, mentoring, funder):
    assert not sees(funder, release_of(mentoring))


def test_an_award_past_its_review_closes(for_funders, award, funder):
    award.review_until = award.ends_on = timezone.localdate() - timedelta(days=1)
    award.save()
    assert not sees(funder, for_funders)
    award.review_until = timezone.localdate()
    award.save()
    assert sees(funder, for_funders)


def test_an_award_not_yet_begun_does_not_open(for_funders, award, funder):
    award.starts_on = timezone.localdate() + timedelta(days=1)
    award.save()
    assert not sees(funder, for_funders)


def test_an_award_for_another_program_opens_nothing(release_of, mentoring, world, funder):
    other = add_program(
        by=None,
        name="Sports",
        slug="sports",
        strategy="opportunities_provision",
        owners=[world["open-door"]],
    )
    today = timezone.localdate()
    make_award(
        by=None, funder=world["lantern-fund"], program=other, title="Balls", starts_on=today, ends_on=today
    )
    assert not sees(funder, release_of(mentoring))


def test_an_award_made_later_opens_what_was_released_before(release_of, mentoring, world, funder):
    release = release_of(mentoring)
    today = timezone.localdate()
    make_award(
        by=None, funder=world["lantern-fund"], program=mentoring, title="Late", starts_on=today, ends_on=today
    )
    assert sees(funder, release)


def test_the_partnerships_release_for_funders_is_for_every_funder(release_of, award, funder):
    assert sees(funder, release_of())


def test_a_funder_never_sees_a_draft(data, coordinator, mentoring, award, funder):
    assert not sees(funder, build_release(by=coordinator, program=mentoring))


def test_another_funder_sees_nothing(for_funders, world):
    stranger = User.objects.create_user("funder@elsewhere.example.org")
    grant_role(by=None, user=stranger, organization=world["field-university"], role="funder")
    assert not sees(stranger, for_funders)


def test_a_funder_whose_role_ended_sees_nothing(for_funders, funder):
    end_role(funder.memberships.get(), by=None)
    assert not sees(funder, for_funders)


def test_a_deactivated_funder_sees_nothing(for_funders, funder):
    funder.is_active = False
    funder.save()
    put_in_groups(funder)
    assert not sees(funder, for_funders)


def test_coordinators_see_all_but_what_was_discarded(data, coordinator, for_funders):
    draft = build_release(by=coordinator)
    assert sees(coordinator, draft)
    assert sees(coordinator, for_funders)
    draft.state = "discarded"
    draft.save()
    assert not sees(coordinator, draft)


def test_signers_see_what_counts_their_students_drafts_too(data, coordinator, world, mentoring):
    draft = build_release(by=coordinator, program=mentoring)
    assert sees(world.person("release_signer"), draft)
    assert not sees(world.person("release_signer", world["birch"]), draft)


@pytest.mark.parametrize(
    "role", ["data_coordinator", "editor", "organization_administrator", "evaluator", "incident_officer"]
)
def test_other_roles_see_public_ones_alone(data, coordinator, world, role, for_funders):
    assert not sees(world.person(role), for_funders)


def test_everybody_sees_public_ones_and_no_others(release_of, for_funders, data, coordinator):
    public = release_of(audience="public")
    draft = build_release(by=coordinator, audience="public")
    nobody = AnonymousUser()
    assert sees(nobody, public)
    assert not sees(nobody, for_funders)
    assert not sees(nobody, draft)


def test_a_superseded_release_keeps_its_address(data, coordinator, release_of):
    from outcomes.releases.supersede import supersede_release

    old = release_of(audience="public")
    publish(data, supersede_release(old, by=coordinator, erratum="A school was missing."), coordinator)
    assert sees(AnonymousUser(), old)


class TestAddresses:
    def paths(self, release, key="attendance_rate"):
        base = f"/workspace/releases/{release.slug}/"
        return [
            base,
            f"{base}measures/{key}/",
            f"{base}files/data.csv",
            f"{base}files/data.xlsx",
            f"{base}files/data.json",
            f"{base}charts/chart-{key}.en.svg",
        ]

    def test_404_for_strangers_and_sign_in_for_nobody(self, for_funders, world, client):
        for path in self.paths(for_funders):
            assert client.get(path).status_code == 302
        client.force_login(world.person("editor"))
        for path in self.paths(for_funders):
            assert client.get(path).status_code == 404, path

    def test_200_for_the_funder_and_each_download_is_recorded(self, for_funders, funder, client):
        client.force_login(funder)
        for path in self.paths(for_funders):
            assert client.get(path).status_code == 200, path
        recorded = AuditEvent.objects.filter(verb="release.downloaded", actor_id=funder.pk)
        assert {event.detail["file"] for event in recorded} == {"data.csv", "data.xlsx", "data.json"}

    @pytest.mark.parametrize("name", ["data.csv", "data.xlsx", "data.json"])
    def test_data_leaves_by_the_door_that_records_it_alone(self, for_funders, funder, client, name):
        client.force_login(funder)
        charts = reverse("workspace:release_drawing", args=[for_funders.slug, "chart-attendance_rate.en.svg"])
        assert client.get(charts).status_code == 200
        assert client.get(charts.replace("chart-attendance_rate.en.svg", name)).status_code == 404

    def test_an_expired_award_closes_open_pages(self, for_funders, funder, award, client):
        client.force_login(funder)
        tag = client.get(for_funders.get_absolute_url())["ETag"]
        award.review_until = award.ends_on = timezone.localdate() - timedelta(days=1)
        award.save()
        for path in self.paths(for_funders):
            assert client.get(path, headers={"If-None-Match": tag}).status_code == 404

    def test_the_public_site_shows_public_ones_alone(self, release_of, for_funders, client):
        public = release_of(audience="public")
        for language in ("en", "es"):
            listed = client.get(f"/{language}/outcomes/").content.decode()
            assert public.slug in listed
            assert for_funders.slug not in listed
            assert client.get(f"/{language}/outcomes/{public.slug}/").status_code == 200
            for path in (
                "",
                "measures/attendance_rate/",
                "files/data.csv",
                "charts/chart-attendance_rate.en.svg",
            ):
                assert client.get(f"/{language}/outcomes/{public.slug}/{path}").status_code == 200
                assert client.get(f"/{language}/outcomes/{for_funders.slug}/{path}").status_code == 404
        assert not AuditEvent.objects.filter(verb="release.downloaded").exists()

    @pytest.mark.parametrize("action", ["sign", "publish", "discard"])
    def test_funders_change_nothing(self, for_funders, funder, client, action, world):
        client.force_login(funder)
        path = f"/workspace/releases/{for_funders.slug}/{action}/"
        assert client.get(path).status_code == 405
        assert client.post(path, {"organization": "lantern-fund"}).status_code == 403
        assert client.get(f"/workspace/releases/{for_funders.slug}/correct/").status_code == 403
        assert client.get("/workspace/releases/build/").status_code == 403

    @pytest.mark.parametrize("action", ["sign", "publish", "discard", "correct"])
    def test_strangers_learn_nothing(self, for_funders, world, client, action):
        client.force_login(world.person("editor"))
        assert client.post(f"/workspace/releases/{for_funders.slug}/{action}/").status_code in (403, 404)
        if action != "correct":
            assert client.post(f"/workspace/releases/{for_funders.slug}/{action}/").status_code == 404
