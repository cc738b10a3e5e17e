import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from outcomes.models import Artifact, Claim, Release, ReleaseCell, Signature
from outcomes.releases.approve import missing_signatures, organizations_to_sign, sign_release
from outcomes.releases.build import build_release
from outcomes.releases.demo import build_demo_releases
from outcomes.releases.frozen import ReleaseIsFrozen
from outcomes.releases.publish import discard_release, publish_release
from outcomes.releases.supersede import supersede_release
from partnership.actions.memberships import grant_role
from partnership.models import AuditEvent

from ..factories import school_year_of_data, withdraw
from .conftest import publish, sign_for_all


def bytes_of(release):
    return {artifact.name: bytes(artifact.content) for artifact in release.artifacts.all()}


def everything(release):
    """All that a reader could ever see of a release."""
    fresh = Release.objects.get(pk=release.pk)
    return (
        {name: getattr(fresh, name) for name in ("title", "years", "pins", "definitions", "checksum")},
        list(fresh.cells.order_by("pk").values()),
        bytes_of(fresh),
    )


def test_the_partnership_and_each_organization_sign(draft, coordinator, world):
    signer = world.person("release_signer")
    assert len(missing_signatures(draft)) == 4
    sign_release(draft, by=coordinator, organization=world.partnership)
    with pytest.raises(ValidationError, match="whose students are counted"):
        publish_release(draft, by=coordinator)
    assert organizations_to_sign(draft, signer) == [world["alder"]]
    sign_release(draft, by=signer, organization=world["alder"])
    # One organization of several is not enough: each stands for its own students.
    with pytest.raises(ValidationError, match="Birch") as refusal:
        publish_release(draft, by=coordinator)
    assert len(refusal.value.messages) == 2
    for slug in ("birch", "open-door"):
        sign_release(draft, by=world.person("release_signer", world[slug]), organization=world[slug])
    assert missing_signatures(draft) == []
    release = publish_release(draft, by=coordinator)
    assert release.state == "published"
    assert release.published_by == coordinator
    verbs = set(AuditEvent.objects.filter(target_id=str(release.pk)).values_list("verb", flat=True))
    assert verbs >= {"release.built", "release.signed", "release.published"}


def test_an_organization_alone_is_not_enough(draft, coordinator, world):
    sign_release(draft, by=world.person("release_signer"), organization=world["alder"])
    with pytest.raises(ValidationError, match="coordinator has not signed"):
        publish_release(draft, by=coordinator)


def test_two_keys_need_two_people(draft, coordinator, world):
    grant_role(by=None, user=coordinator, organization=world["alder"], role="release_signer")
    sign_release(draft, by=coordinator, organization=world.partnership)
    assert organizations_to_sign(draft, coordinator) == []
    with pytest.raises(ValidationError, match="two people"):
        sign_release(draft, by=coordinator, organization=world["alder"])


def test_nobody_signs_for_another_organization(draft, coordinator, world):
    with pytest.raises(PermissionDenied):
        sign_release(draft, by=world.person("release_signer"), organization=world["birch"])
    with pytest.raises(PermissionDenied):
        sign_release(draft, by=world.person("release_signer"), organization=world.partnership)
    with pytest.raises(PermissionDenied):
        sign_release(draft, by=coordinator, organization=world["alder"])


def test_an_organization_without_students_in_it_has_nothing_to_sign(data, coordinator, world, mentoring):
    draft = build_release(by=coordinator, program=mentoring)
    signer = world.person("release_signer", world["birch"])
    assert organizations_to_sign(draft, signer) == []
    with pytest.raises(ValidationError, match="no students"):
        sign_release(draft, by=signer, organization=world["birch"])


def test_only_those_who_build_publish_and_discard(draft, coordinator, world):
    signer = world.person("release_signer")
    for action in (publish_release, discard_release):
        with pytest.raises(PermissionDenied):
            action(draft, by=signer)


def test_what_was_signed_is_what_is_published(draft, coordinator, world):
    sign_release(draft, by=coordinator, organization=world.partnership)
    sign_for_all(world, draft)
    Artifact.objects.filter(release=draft, name="data.csv").update(content=b"better numbers")
    with pytest.raises(ValidationError, match="not those that were signed"):
        publish_release(draft, by=coordinator)


def test_the_checksums_are_those_of_the_bytes(release_of):
    release = release_of()
    lines = ""
    for artifact in release.artifacts.order_by("name"):
        assert hashlib.sha256(bytes(artifact.content)).hexdigest() == artifact.sha256
        lines += f"{artifact.sha256}  {artifact.name}\n"
    assert release.checksum == hashlib.sha256(lines.encode()).hexdigest()


def test_a_release_never_changes_whatever_arrives_later(data, coordinator, release_of, mentoring):
    one, two = release_of(), release_of(mentoring)
    before = everything(one), everything(two)
    for slug, school in [("alder-1", range(1000, 1300)), ("birch-1", range(3000, 3400))]:
        withdraw(Claim.objects.filter(place=data.places[slug], period="2024-25"))
        withdraw(Claim.objects.filter(place=data.places[slug], dataset="student_attendance"))
        school_year_of_data(data, data.places[slug], "2024-25", school, suspended=school[:90])
        school_year_of_data(data, data.places[slug], "2025-26", school)
    later = build_release(by=coordinator)
    assert later.years == ["2023-24", "2024-25", "2025-26"]
    assert (everything(one), everything(two)) == before


def test_the_models_refuse_every_change(release_of):
    release = release_of()
    cell, artifact = release.cells.first(), release.artifacts.first()
    cell.reported = 60
    release.title = "Better"
    for change in (
        release.save,
        lambda: release.save(update_fields=["title"]),
        release.delete,
        cell.save,
        cell.delete,
        artifact.delete,
        lambda: Release.objects.filter(pk=release.pk).update(audience="public"),
        lambda: ReleaseCell.objects.filter(release=release).update(value=None),
        lambda: Signature.objects.filter(release=release).delete(),
        lambda: Release.objects.all().delete(),
    ):
        with pytest.raises(ReleaseIsFrozen, match="never changes"):
            change()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE outcomes_releasecell SET value = 99",
        "UPDATE outcomes_releasecell SET reported = 99",
        "UPDATE outcomes_artifact SET content = sha256",
        "UPDATE outcomes_signature SET checksum = ''",
        "UPDATE outcomes_release SET title = 'Better'",
        "UPDATE outcomes_release SET audience = 'public'",
        "UPDATE outcomes_release SET state = 'draft'",
        "UPDATE outcomes_release SET checksum = ''",
        "INSERT INTO outcomes_artifact (release_id, name, content_type, content, sha256) "
        "SELECT release_id, 'more.csv', content_type, content, sha256 FROM outcomes_artifact",
    ],
)
def test_the_database_refuses_as_well(release_of, statement):
    release = release_of()
    before = everything(release)
    statement = statement.replace("content = sha256", "content = " + _bytes())
    refused = pytest.raises(DatabaseError, match="never changes")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert everything(release) == before


def _bytes():
    return "X'00'" if connection.vendor == "sqlite" else r"'\x00'"


@pytest.mark.parametrize("table", ["outcomes_releasecell", "outcomes_artifact", "outcomes_signature"])
def test_postgresql_refuses_deletion_too(release_of, table):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite deletion is left to the guard of the models")
    release_of()
    refused = pytest.raises(DatabaseError, match="never changes")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_a_correction_supersedes_and_says_why(data, coordinator, release_of):
    old = release_of()
    before = everything(old)
    with pytest.raises(ValidationError, match="Say what"):
        supersede_release(old, by=coordinator, erratum="  ")
    draft = supersede_release(old, by=coordinator, erratum="Two schools had sent last year's file.")
    with pytest.raises(ValidationError, match="already under way"):
        supersede_release(old, by=coordinator, erratum="Again.")
    assert Release.objects.get(pk=old.pk).state == "published"
    new = publish(data, draft, coordinator)
    old.refresh_from_db()
    assert old.state == "superseded"
    assert (new.supersedes, old.superseded_by) == (old, new)
    assert everything(old) == before
    with pytest.raises(ValidationError, match="Only a published"):
        supersede_release(old, by=coordinator, erratum="Too late.")


def test_a_discarded_draft_holds_no_numbers_and_blocks_nothing(data, coordinator, release_of):
    old = release_of()
    draft = supersede_release(old, by=coordinator, erratum="A mistake.")
    discard_release(draft, by=coordinator)
    draft.refresh_from_db()
    assert draft.state == "discarded"
    assert not draft.cells.exists()
    assert not draft.artifacts.exists()
    assert supersede_release(old, by=coordinator, erratum="A mistake.").is_draft
    with pytest.raises(ValidationError, match="Only a draft"):
        discard_release(old, by=coordinator)


def test_the_demonstration_publishes_once(data, coordinator, world, award, mentoring):
    for slug in ("alder", "birch", "open-door"):
        world.person("release_signer", world[slug])
    made = build_demo_releases(by=coordinator, say=lambda text: None)
    assert [(release.program, release.audience, release.state) for release in made] == [
        (None, "public", "published"),
        (mentoring, "funders", "published"),
    ]
    assert build_demo_releases(by=coordinator, say=lambda text: None) == []


def test_the_demonstration_leaves_a_draft_where_nobody_can_sign(data, coordinator, award):
    made = build_demo_releases(by=coordinator, say=lambda text: None)
    assert {release.state for release in made} == {"draft"}
