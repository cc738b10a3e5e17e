"""From a draft to its publication: checks, own numbers, stories, the day, silent organizations, the moment."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from outcomes.models import AttendanceMonth, Claim, Release
from outcomes.releases.approve import missing_signatures, sign_release
from outcomes.releases.build import build_release
from outcomes.releases.models import ValueState
from outcomes.releases.publish import publish_release
from outcomes.releases.review.actions import (
    open_review,
    publish_due,
    rebuild_without_silent,
    remind_of_review,
    schedule_release,
    silent_organizations,
    tell_story,
)
from outcomes.releases.supersede import supersede_release
from partnership.models import AuditEvent

from ..factories import school_year_of_data, withdraw
from .conftest import YEARS, cell, publish, sign_for_all


def text(response):
    return " ".join(response.content.decode().split())


def days(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def signer(world):
    return world.person("release_signer")


class TestChecks:
    def test_every_draft_carries_them(self, draft):
        assert [(check["key"], check["passed"]) for check in draft.checks] == [
            ("audit", True),
            ("completeness", True),
            ("moved", True),
        ]

    def test_who_has_not_reported_is_said(self, data, coordinator):
        withdraw(
            Claim.objects.filter(dataset="student_discipline", place=data.places["birch-2"], period="2024-25")
        )
        (check,) = [one for one in build_release(by=coordinator).checks if one["key"] == "completeness"]
        assert not check["passed"]
        assert any("suspension_rate, 2024-25: 3 of 4" in line for line in check["details"])

    def test_a_number_that_moved_without_new_data_is_noticed(
        self, data, coordinator, release_of, monkeypatch
    ):
        release_of()
        from outcomes.models import StudentYear

        # Somebody changed the derived rows behind everyone's back.
        StudentYear.objects.filter(student_key__in=range(2030, 2050)).update(absent=9000)
        (check,) = [one for one in build_release(by=coordinator).checks if one["key"] == "moved"]
        assert not check["passed"]
        assert any("attendance_rate" in line for line in check["details"])

    def test_a_number_with_new_data_behind_it_is_not(self, data, coordinator, release_of):
        release_of()
        withdraw(Claim.objects.filter(place=data.places["alder-1"]))
        for year in YEARS:
            school_year_of_data(data, data.places["alder-1"], year, range(1000, 1200))
        (check,) = [one for one in build_release(by=coordinator).checks if one["key"] == "moved"]
        assert check["passed"]

    def test_a_draft_that_fails_the_audit_is_not_published(self, draft, coordinator, world):
        draft.checks = [{"key": "audit", "passed": False, "blocks": True, "sentence": "Could be narrowed."}]
        draft.save()
        sign_release(draft, by=coordinator, organization=world.partnership)
        sign_for_all(world, draft)
        with pytest.raises(ValidationError, match="Could be narrowed"):
            publish_release(draft, by=coordinator)


class TestStories:
    def test_an_organization_tells_its_story_until_it_signs(self, draft, signer, world):
        tell_story(draft, by=signer, organization=world["alder"], text=" A late start. ")
        assert draft.stories.get().text == "A late start."
        tell_story(draft, by=signer, organization=world["alder"], text="A very late start.")
        assert draft.stories.get().text == "A very late start."
        sign_release(draft, by=signer, organization=world["alder"])
        with pytest.raises(ValidationError, match="has signed"):
            tell_story(draft, by=signer, organization=world["alder"], text="Another.")
        assert AuditEvent.objects.filter(verb="release.story_told", target_id=str(draft.pk)).count() == 2

    def test_nobody_tells_anothers_story(self, draft, signer, coordinator, world):
        for person, slug in [(signer, "birch"), (coordinator, "alder")]:
            with pytest.raises(PermissionDenied):
                tell_story(draft, by=person, organization=world[slug], text="Not mine.")

    def test_after_the_day_it_is_too_late(self, draft, signer, coordinator, world):
        open_review(draft, by=coordinator, until=days(3))
        Release.objects.filter(pk=draft.pk).update(review_until=days(-1))
        with pytest.raises(ValidationError, match="Stories could be told until"):
            tell_story(draft, by=signer, organization=world["alder"], text="Late.")

    def test_readers_see_it_beside_the_numbers_for_good(self, data, coordinator, signer, world, client):
        draft = build_release(by=coordinator, audience="public")
        tell_story(draft, by=signer, organization=world["alder"], text="Mentors began in January.")
        release = publish(world, draft, coordinator)
        assert "Mentors began in January." in text(client.get(f"/en/outcomes/{release.slug}/"))
        with pytest.raises(ValidationError):
            tell_story(release, by=signer, organization=world["alder"], text="No, in May.")
        with pytest.raises(ValidationError, match="never changes"):
            release.stories.update(text="No, in May.")


class TestReview:
    def test_each_organization_is_asked_by_mail(
        self, draft, coordinator, signer, world, django_capture_on_commit_callbacks
    ):
        birch = world.person("release_signer", world["birch"])
        with django_capture_on_commit_callbacks(execute=True):
            open_review(draft, by=coordinator, until=days(10))
        assert {tuple(one.to) for one in mail.outbox} == {(signer.email,), (birch.email,)}
        assert all(f"/workspace/releases/{draft.slug}/own/" in one.body for one in mail.outbox)

    def test_those_who_have_not_signed_are_reminded_once(
        self, draft, coordinator, signer, world, django_capture_on_commit_callbacks
    ):
        birch = world.person("release_signer", world["birch"])
        open_review(draft, by=coordinator, until=days(2))
        sign_release(draft, by=signer, organization=world["alder"])
        with django_capture_on_commit_callbacks(execute=True):
            remind_of_review()
            assert remind_of_review() == 0
        assert [one.to for one in mail.outbox] == [[birch.email]]

    def test_the_day_is_not_past_and_the_asker_builds(self, draft, coordinator, signer):
        with pytest.raises(ValidationError, match="past"):
            open_review(draft, by=coordinator, until=days(-1))
        with pytest.raises(PermissionDenied):
            open_review(draft, by=signer, until=days(5))

    def test_own_numbers_are_marked_as_a_draft(self, draft, signer, client, world):
        client.force_login(signer)
        page = text(client.get(f"/workspace/releases/{draft.slug}/own/alder/"))
        assert "This is a draft" in page
        assert "Sign for Alder Unified School District" in page
        assert client.get(f"/workspace/releases/{draft.slug}/own/birch/").status_code == 404
        client.post(f"/workspace/releases/{draft.slug}/story/", {"organization": "alder", "text": "By hand."})
        assert draft.stories.get().text == "By hand."


class TestSilence:
    def test_after_the_day_it_is_built_without_those_who_stayed_silent(
        self, draft, coordinator, signer, world
    ):
        open_review(draft, by=coordinator, until=days(1))
        with pytest.raises(ValidationError, match="Nobody is left out before the day"):
            rebuild_without_silent(draft, by=coordinator)
        tell_story(draft, by=signer, organization=world["alder"], text="Kept.")
        sign_release(draft, by=signer, organization=world["alder"])
        open_door = world.person("release_signer", world["open-door"])
        sign_release(draft, by=open_door, organization=world["open-door"])
        Release.objects.filter(pk=draft.pk).update(review_until=days(-1))
        draft.refresh_from_db()
        assert silent_organizations(draft) == [world["birch"]]
        with pytest.raises(PermissionDenied):
            rebuild_without_silent(draft, by=signer)
        made = rebuild_without_silent(draft, by=coordinator)
        draft.refresh_from_db()
        assert draft.state == "discarded"
        assert {one.slug for one in made.contributors.all()} == {"alder", "open-door"}
        told = cell(made, "suspension_rate", "2024-25", "all")
        # Alder's two schools alone; the other two are expected and have not reported.
        assert (told.numerator, told.denominator, told.reported, told.expected) == (59, 380, 2, 4)
        assert made.pins["without"] == ["birch"]
        assert made.stories.get().text == "Kept."
        assert made.checks[0]["passed"]
        # What was signed was another draft: everybody signs this one.
        assert len(missing_signatures(made)) == 3

    def test_whoever_reads_it_is_told(self, draft, coordinator, signer, world, client):
        open_door = world.person("release_signer", world["open-door"])
        sign_release(draft, by=signer, organization=world["alder"])
        sign_release(draft, by=open_door, organization=world["open-door"])
        Release.objects.filter(pk=draft.pk).update(review_until=days(-1))
        made = publish(world, rebuild_without_silent(draft, by=coordinator), coordinator)
        client.force_login(coordinator)
        page = text(client.get(f"/workspace/releases/{made.slug}/sources/"))
        assert "Without the numbers of some organizations" in page
        assert "Birch Elementary School District" in page or "Birch" in page


class TestMoment:
    def test_a_signed_draft_comes_out_at_its_moment(self, draft, coordinator, world, client):
        later = timezone.now() + timedelta(hours=2)
        with pytest.raises(ValidationError, match="has not signed"):
            schedule_release(draft, by=coordinator, at=later)
        sign_release(draft, by=coordinator, organization=world.partnership)
        sign_for_all(world, draft)
        with pytest.raises(ValidationError, match="past"):
            schedule_release(draft, by=coordinator, at=timezone.now() - timedelta(hours=1))
        schedule_release(draft, by=coordinator, at=later)
        assert publish_due() == 0
        assert Release.objects.get(pk=draft.pk).is_draft
        Release.objects.filter(pk=draft.pk).update(publish_at=timezone.now() - timedelta(minutes=1))
        assert publish_due() == 1
        published = Release.objects.get(pk=draft.pk)
        assert (published.state, published.published_by) == ("published", coordinator)
        assert publish_due() == 0

    def test_what_may_not_be_published_then_stays_a_draft_and_says_why(self, draft, coordinator, world):
        sign_release(draft, by=coordinator, organization=world.partnership)
        sign_for_all(world, draft)
        schedule_release(draft, by=coordinator, at=timezone.now() + timedelta(hours=1))
        draft.signatures.filter(organization=world["birch"]).delete()
        Release.objects.filter(pk=draft.pk).update(publish_at=timezone.now())
        assert publish_due() == 0
        left = Release.objects.get(pk=draft.pk)
        assert (left.state, left.publish_at) == ("draft", None)
        assert AuditEvent.objects.filter(verb="release.not_published", target_id=str(draft.pk)).exists()

    def test_the_moment_can_be_taken_back(self, draft, coordinator, world, client):
        sign_release(draft, by=coordinator, organization=world.partnership)
        sign_for_all(world, draft)
        schedule_release(draft, by=coordinator, at=timezone.now() + timedelta(hours=1))
        client.force_login(coordinator)
        client.post(f"/workspace/releases/{draft.slug}/schedule/", {"at": ""})
        assert Release.objects.get(pk=draft.pk).publish_at is None


class TestSources:
    def test_they_are_told_and_purged_ones_are_said(self, release_of, client):
        release = release_of(audience="public")
        page = text(client.get(f"/en/outcomes/{release.slug}/sources/"))
        assert "Alder Unified School District" in page
        assert "destroyed" not in page
        Claim.objects.filter(dataset="student_attendance").update(purged_at=timezone.now(), in_effect=False)
        AttendanceMonth.objects.all().delete()
        page = text(client.get(f"/en/outcomes/{release.slug}/sources/"))
        assert "destroyed" in page
        assert "can no longer be counted again" in page

    def test_rows_are_for_those_who_build(self, release_of, client, coordinator):
        release = release_of(audience="public")
        assert 'data-label="Rows"' not in text(client.get(f"/en/outcomes/{release.slug}/sources/"))
        client.force_login(coordinator)
        assert 'data-label="Rows"' in text(client.get(f"/workspace/releases/{release.slug}/sources/"))


class TestChanges:
    def test_what_changed_since_the_version_you_saw(self, data, coordinator, release_of, client, world):
        old = release_of(audience="public")
        before = cell(old, "chronic_absence", "2024-25", "all")
        withdraw(Claim.objects.filter(place=data.places["alder-1"], period="2024-25"))
        withdraw(Claim.objects.filter(place=data.places["alder-1"], dataset="student_attendance"))
        more = list(range(1000, 1300))
        school_year_of_data(
            data, data.places["alder-1"], "2024-25", more, absent=dict.fromkeys(more[:90], 20)
        )
        new = publish(
            world, supersede_release(old, by=coordinator, erratum="A file was last year's."), coordinator
        )
        after = cell(new, "chronic_absence", "2024-25", "all")
        assert after.state == before.state == ValueState.PUBLISHED
        page = text(client.get(f"/en/outcomes/{new.slug}/changes/"))
        assert "A file was last year" in page
        assert f">{before.value:.1f}<" in page
        assert f">{after.value:.1f}<" in page
        assert client.get(f"/en/outcomes/{old.slug}/changes/").status_code == 404
