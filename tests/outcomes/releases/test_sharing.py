"""A link to a release: opens it for a reader without an account, nothing else, and not for ever."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from outcomes.releases.build import build_release
from outcomes.releases.sharing.links import (
    LONGEST_DAYS,
    make_share_link,
    membership_to_share,
    open_share_link,
    revoke_share_link,
)
from outcomes.releases.sharing.models import ShareLink
from partnership.actions.memberships import end_role
from partnership.models import AuditEvent
from tests.audit_lines import CHILD, untold


@pytest.fixture
def release(release_of, mentoring, award):
    return release_of(mentoring)


@pytest.fixture
def funder(world):
    return world.person("funder")


@pytest.fixture
def link(release, funder):
    return make_share_link(release, by=funder, reader="Board, spring meeting", days=14)


def path(link, rest=""):
    return "/shared/" + link.address.rstrip("/").rsplit("/", 1)[1] + "/" + rest


def pages(link, key="attendance_rate"):
    return [
        path(link),
        path(link, f"measures/{key}/"),
        path(link, f"charts/chart-{key}.en.svg"),
        path(link, "files/data.csv"),
    ]


def test_data_is_no_chart(link, client):
    """Files are noted as they are taken; the address of charts, which are not, gives no file."""
    assert client.get(path(link, "charts/data.csv")).status_code == 404


def numbers(html):
    return re.findall(r"<strong>([\d.,]+%?)</strong>", html)


def test_a_reader_without_an_account_sees_the_same_numbers(link, release, funder, client):
    client.force_login(funder)
    own = client.get(release.get_absolute_url()).content.decode()
    client.logout()
    shared = client.get(path(link)).content.decode()
    assert numbers(shared) == numbers(own) and len(numbers(own)) > 10
    assert "Shared with you for reading by Lantern Fund" in shared
    for address in pages(link):
        assert client.get(address).status_code == 200, address


def test_it_leads_nowhere_else(link, release, client):
    for address in pages(link)[:2]:
        shared = client.get(address).content.decode()
        assert "/workspace/releases/" not in shared
        assert f"/outcomes/{release.slug}" not in shared


def test_only_its_hash_is_kept(link):
    secret = path(link).split("/")[2]
    stored = ShareLink.objects.values().get()
    assert secret not in str(stored)
    assert len(secret) >= 43


def test_the_secret_is_told_to_no_other_site(link, client):
    answer = client.get(path(link))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "private" in answer["Cache-Control"]


def test_openings_are_counted_and_logged(link, release, client):
    client.get(path(link))
    client.get(path(link, "files/data.csv"))
    client.get(path(link, "charts/chart-attendance_rate.en.svg"))
    link.refresh_from_db()
    assert link.opened == 2 and link.last_opened_at
    logged = AuditEvent.objects.filter(verb="release.share_opened").order_by("pk")
    assert [event.detail for event in logged] == [
        {"link": str(link.pk), "what": "page"},
        {"link": str(link.pk), "what": "data.csv"},
    ]


def test_for_whom_a_link_is_stays_with_the_link(release, funder, client):
    link = make_share_link(release, by=funder, reader=CHILD, days=14)
    client.get(path(link))
    revoke_share_link(link, by=funder)
    assert link.reader == CHILD
    assert all(untold(f"release.{verb}") for verb in ("shared", "share_opened", "share_revoked"))


class TestItEnds:
    def closed(self, client, link):
        return all(client.get(address).status_code == 404 for address in pages(link))

    def test_on_its_last_day(self, link, client):
        tag = client.get(path(link))["ETag"]
        ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert self.closed(client, link)
        assert client.get(path(link), headers={"If-None-Match": tag}).status_code == 404

    def test_when_it_is_revoked(self, link, client, funder):
        revoke_share_link(link, by=funder)
        assert self.closed(client, link)

    def test_with_the_role_of_its_maker(self, link, client, funder):
        end_role(funder.memberships.get(), by=None)
        assert self.closed(client, link)

    def test_with_the_account_of_its_maker(self, link, client, funder):
        funder.is_active = False
        funder.save()
        assert self.closed(client, link)

    def test_with_the_award(self, link, client, award):
        award.review_until = award.ends_on = timezone.localdate() - timedelta(days=1)
        award.save()
        assert self.closed(client, link)

    def test_a_wrong_secret_opens_nothing(self, link, client):
        assert client.get(path(link)[:-2] + "/").status_code == 404
        assert open_share_link("") is None


class TestWhoShares:
    def test_a_funder_for_what_it_reads_and_a_coordinator(self, release, funder, coordinator, world):
        assert membership_to_share(release, funder).organization == world["lantern-fund"]
        assert membership_to_share(release, coordinator).organization == world.partnership

    @pytest.mark.parametrize("role", ["release_signer", "editor", "data_coordinator", "evaluator"])
    def test_nobody_else(self, release, world, role):
        with pytest.raises(PermissionDenied):
            make_share_link(release, by=world.person(role), reader="Somebody", days=3)

    def test_no_draft(self, data, coordinator, mentoring):
        draft = build_release(by=coordinator, program=mentoring)
        with pytest.raises(PermissionDenied):
            make_share_link(draft, by=coordinator, reader="Somebody", days=3)

    def test_what_is_public_needs_no_link(self, release_of, coordinator):
        with pytest.raises(ValidationError, match="Everybody may read"):
            make_share_link(release_of(audience="public"), by=coordinator, reader="Somebody", days=3)

    @pytest.mark.parametrize("days", [0, LONGEST_DAYS + 1])
    def test_not_for_ever(self, release, coordinator, days):
        with pytest.raises(ValidationError, match="1 to 90 days"):
            make_share_link(release, by=coordinator, reader="Somebody", days=days)


class TestDesk:
    def test_made_listed_and_revoked_on_screen(self, release, funder, client):
        client.force_login(funder)
        desk = f"{release.get_absolute_url()}share/"
        made = client.post(desk, {"reader": "Board", "days": "7"}).content.decode()
        address = re.search(r"/shared/[\w-]+/", made)[0]
        assert client.get(address).status_code == 200
        assert address not in client.get(desk).content.decode(), "shown only once"
        link = ShareLink.objects.get()
        answer = client.post(f"/workspace/share-links/{link.pk}/revoke/", follow=True).content.decode()
        assert "no longer works" in answer
        assert client.get(address).status_code == 404

    def test_what_was_typed_wrongly_is_told(self, release, funder, client):
        client.force_login(funder)
        desk = f"{release.get_absolute_url()}share/"
        assert client.post(desk, {"reader": "", "days": "400"}).status_code == 200
        assert not ShareLink.objects.exists()

    def test_a_funder_sees_and_ends_own_links_alone(self, release, link, coordinator, funder, client):
        theirs = make_share_link(release, by=coordinator, reader="County council", days=3)
        client.force_login(funder)
        desk = f"{release.get_absolute_url()}share/"
        assert "County council" not in client.get(desk).content.decode()
        assert client.post(f"/workspace/share-links/{theirs.pk}/revoke/").status_code == 403
        client.force_login(coordinator)
        assert "Board, spring meeting" in client.get(desk).content.decode()
        assert client.post(f"/workspace/share-links/{link.pk}/revoke/").status_code == 302

    def test_strangers_find_no_desk(self, release, world, client):
        client.force_login(world.person("editor"))
        assert client.get(f"{release.get_absolute_url()}share/").status_code == 404
