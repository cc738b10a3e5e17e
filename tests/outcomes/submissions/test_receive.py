"""Who may hand in what, for whom, and when; and which files are refused with a sentence."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from outcomes.models import Claim, Submission
from outcomes.submissions.accept import accept
from outcomes.submissions.receive import is_school_year, receive
from partnership.actions.agreements import terminate_agreement
from partnership.models import Agreement, AuditEvent, VaultChunk, VaultItem

FILE = b"school,student_id,school_year,entry_date\n0100001,1,2024-25,2024-08-15\n"


@pytest.fixture
def hand(world):
    def hand(by=None, organization="alder", dataset="student_enrollment", content=FILE, **kwargs):
        return receive(
            by=by or world.person("data_coordinator"),
            organization=world[organization],
            dataset=dataset,
            name=kwargs.pop("name", "file.csv"),
            content=content,
            in_background=False,
            **kwargs,
        )

    return hand


def refused(error, action):
    with pytest.raises(ValidationError) as refusal:
        action()
    assert refusal.value.code == error
    assert not Submission.objects.exists() and not VaultItem.objects.exists()


def test_the_bytes_rest_encrypted_and_for_a_stated_time(hand):
    submission = hand()
    item = submission.vault_item
    assert item.owner == submission.organization
    assert item.destroy_on == timezone.localdate() + timedelta(days=30)
    assert b"student_id" not in b"".join(bytes(chunk.ciphertext) for chunk in VaultChunk.objects.all())
    assert submission.content_hash not in ("", FILE.hex())
    assert AuditEvent.objects.filter(verb="submission.received").count() == 1


def test_strangers_learn_nothing_and_members_without_the_role_are_told(hand, world):
    with pytest.raises(Http404):
        hand(by=world.person("data_coordinator", world["birch"]))
    with pytest.raises(PermissionDenied):
        hand(by=world.person("editor"))
    assert not Submission.objects.exists()


def test_an_agreement_gates_every_upload(hand, world):
    for agreement in Agreement.objects.filter(organization=world["alder"]):
        terminate_agreement(agreement, by=None)
    refused("no_agreement", hand)


def test_an_agreement_that_ends_closes_acceptance_too(hand_in, world):
    submission = hand_in("student_enrollment", "", FILE)
    for agreement in Agreement.objects.filter(organization=world["alder"]):
        terminate_agreement(agreement, by=None)
    with pytest.raises(ValidationError) as refusal:
        accept(submission, by=submission.created_by)
    assert refusal.value.code == "no_agreement"
    assert not Claim.objects.filter(in_effect=True).exists()


def test_what_is_missing_is_said_before_anything_is_stored(hand, world):
    refused("unknown_dataset", lambda: hand(dataset="horoscopes"))
    refused("empty", lambda: hand(content=b""))
    refused("period_needed", lambda: hand(dataset="student_discipline"))
    refused("period_unknown", lambda: hand(dataset="student_discipline", period="2024"))
    refused("program_needed", lambda: hand(dataset="program_roster", period="2024-25"))
    others = world.person("data_coordinator", world["birch"])
    refused(
        "program_of_others",
        lambda: hand(
            by=others,
            organization="birch",
            dataset="program_roster",
            period="2024-25",
            program=world.programs["mentoring"],
        ),
    )


def test_only_the_name_of_the_file_is_kept_not_its_folder(hand):
    assert hand(name="C:\\Users\\clerk\\my files\\september.csv").file_name == "september.csv"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2024-25", True),
        ("1999-00", True),
        ("2024-26", False),
        ("2024", False),
        ("2024-2025", False),
        ("", False),
    ],
)
def test_school_years(text, is_one):
    assert is_school_year(text) == is_one


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\n1 0 obj\n", "attendance.csv"),
        (b"\x00" * 100, "attendance.csv"),
        (b"just one line of text", "attendance.csv"),
        (b"PK\x03\x04 broken", "attendance.xlsx"),
        (b"a,b\n1,2\n", "attendance.csv"),
        (b"school,student_id,school_year,entry_date\n", "attendance.csv"),
    ],
)
def test_a_file_that_cannot_be_it_is_refused_with_a_sentence_and_not_kept(hand_in, content, name):
    submission = hand_in("student_enrollment", "", content, name=name)
    assert submission.state == "refused"
    assert submission.refusal.endswith(".") and len(submission.refusal.split()) > 5
    assert not VaultItem.objects.exists() and not Claim.objects.exists()
    assert AuditEvent.objects.filter(verb="submission.refused").count() == 1


def test_the_school_year_may_be_told_by_the_files_name(hand_in):
    submission = hand_in(
        "student_enrollment", "", FILE.replace(b"school_year", b"whatever"), name="enrolled 2024-25.csv"
    )
    assert (submission.state, submission.period) == ("staged", "2024-25")
    assert "year_of_file" in {notice["code"] for notice in submission.recognized["notices"]}
