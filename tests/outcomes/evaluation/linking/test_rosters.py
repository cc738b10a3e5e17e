"""A roster's way: locked away, confirmed one to one by the district's steward, destroyed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from outcomes.evaluation.linking.actions import confirm, give_up, hand_over_roster, suggest, suggestions_of
from outcomes.evaluation.linking.models import RosterLinking
from outcomes.models import Engagement, StudentLink
from outcomes.retention.erase import erase_again, erase_student
from outcomes.submissions.identity import LOCAL_ID, student_keys
from partnership import vault
from partnership.models import AuditEvent, VaultChunk, VaultItem

from ...factories import claim, enroll

ROSTER = b"""Client ID,First Name,Last Name,Birth Date,Consent,Sex
c1,Lucia,Nunez,3/9/2014,yes,F
c2,Bo,Chan,1/2/2013,yes,M
c3,Eva,Solis,5/5/2014,no,F
c4,Nobody,Elsewhere,6/6/2014,yes,M
"""
STUDENTS = b"""student_id,First Name,Last Name,DOB
100,Luc\xc3\xada,Garc\xc3\xada N\xc3\xba\xc3\xb1ez,2014-03-09
101,Bo,Chan,2013-01-02
102,Eva,Solis,2014-05-05
999,Nobody,Elsewhere,2014-06-06
"""


@pytest.fixture
def program(world):
    return world.programs["mentoring"]


@pytest.fixture
def steward(world):
    return world.person("data_steward")


@pytest.fixture
def keys(world):
    """Keys of the district's students who are enrolled: 999 is not."""
    keys = student_keys({"100", "101", "102"}, issuer=str(world["alder"].pk), kind=LOCAL_ID)
    enroll(world, world.places["alder-1"], "2024-25", keys.values())
    return keys


@pytest.fixture
def partner_keys(world):
    return student_keys({"C1", "C2", "C4"}, issuer=str(world["open-door"].pk), kind=LOCAL_ID)


def hand_over(world, program, content=ROSTER, **changes):
    told = {
        "by": world.person("program_manager", world["open-door"]),
        "program": program,
        "organization": world["open-door"],
        "district": world["alder"],
        "name": "roster.csv",
        "content": content,
    }
    return hand_over_roster(**told | changes)


@pytest.fixture
def waiting(world, program, keys):
    return hand_over(world, program)


@pytest.fixture
def suggested(waiting, steward):
    return suggest(waiting, by=steward, name="students.csv", content=STUDENTS)


def test_names_rest_encrypted_and_those_who_declined_do_not_rest_at_all(waiting, world):
    assert waiting.rows == 3
    item = VaultItem.objects.get(pk=waiting.roster_id)
    assert item.owner == world["alder"]
    assert not any(b"Nunez" in bytes(chunk.ciphertext) for chunk in VaultChunk.objects.all())
    assert b"Eva" not in vault.open_item(item, by=None, why="a test")


def test_pairs_are_suggested_and_the_list_of_the_district_is_not_kept(suggested, steward):
    pairs = {tuple(one["ours"]): one for one in suggestions_of(suggested, by=steward)}
    assert {name for name, _day in pairs} == {"Lucia Nunez", "Bo Chan"}
    assert pairs["Bo Chan", "2013-01-02"]["theirs"] == ["Bo Chan", "2013-01-02"]
    kept = b"".join(vault.open_item(item, by=None, why="a test") for item in VaultItem.objects.all())
    assert b"Solis" not in kept


def test_confirmed_pairs_are_linked_and_every_name_is_destroyed(suggested, steward, keys, partner_keys):
    rows = {one["ours"][0]: one["row"] for one in suggestions_of(suggested, by=steward)}
    done = confirm(suggested, by=steward, rows=[rows["Lucia Nunez"]])
    (link,) = StudentLink.objects.all()
    assert (link.from_key, link.to_key) == (partner_keys["C1"], keys["100"])
    assert (done.linked, done.unlinked, done.state) == (1, 2, "done")
    assert done.groups["sex"] == {"F": [1, 1], "M": [2, 0]}
    assert not VaultItem.objects.exists() and not VaultChunk.objects.exists()
    with pytest.raises(ValidationError, match="destroyed"):
        confirm(done, by=steward, rows=[])


def test_a_family_that_declined_on_the_roster_in_effect_is_not_linked(
    suggested, steward, world, program, partner_keys
):
    roster = claim(world, "program_roster", program, "2024-25")
    Engagement.objects.create(
        student_key=partner_keys["C2"], claim_id=roster.pk, entry_date="2024-09-01", consent="withdrawn"
    )
    rows = [one["row"] for one in suggestions_of(suggested, by=steward)]
    assert confirm(suggested, by=steward, rows=rows).linked == 1
    assert not StudentLink.objects.filter(from_key=partner_keys["C2"]).exists()


def test_a_family_that_withdraws_while_the_roster_waits_is_neither_shown_nor_kept(
    waiting, steward, world, program, partner_keys
):
    roster = claim(world, "program_roster", program, "2024-25")
    Engagement.objects.create(
        student_key=partner_keys["C2"], claim_id=roster.pk, entry_date="2024-09-01", consent="withdrawn"
    )
    suggested = suggest(waiting, by=steward, name="students.csv", content=STUDENTS)
    assert [one["ours"][0] for one in suggestions_of(suggested, by=steward)] == ["Lucia Nunez"]
    assert b"Chan" not in in_the_vault() and suggested.rows == 2


def in_the_vault():
    return b"".join(vault.open_item(item, by=None, why="a test") for item in VaultItem.objects.all())


def test_an_erased_student_leaves_a_matched_roster_and_the_others_stay(
    suggested, steward, world, keys, partner_keys
):
    erase_student(by=steward, issuer=world["alder"], student_id="100", kind=LOCAL_ID)
    left = in_the_vault()
    assert b"Nunez" not in left and str(keys["100"]).encode() not in left and b"Chan" in left
    suggested.refresh_from_db()
    (pair,) = suggestions_of(suggested, by=steward)
    assert pair["ours"] == ["Bo Chan", "2013-01-02"] and suggested.rows == 2
    done = confirm(suggested, by=steward, rows=[pair["row"]])
    (link,) = StudentLink.objects.all()
    assert (link.from_key, link.to_key) == (partner_keys["C2"], keys["101"])
    assert (done.linked, done.unlinked) == (1, 1)


def test_a_roster_that_nobody_has_compared_goes_as_a_whole(waiting, steward, world):
    erase_student(by=steward, issuer=world["alder"], student_id="100", kind=LOCAL_ID)
    waiting.refresh_from_db()
    assert not VaultItem.objects.exists() and (waiting.roster, waiting.linked) == (None, 0)
    told = AuditEvent.objects.filter(verb="roster.destroyed_for_erasure")
    assert {event.organization_id for event in told} == {world["alder"].pk, world["open-door"].pk}


def test_a_participant_whose_code_is_linked_already_is_found_by_it(
    waiting, steward, world, keys, partner_keys
):
    StudentLink.objects.create(
        from_key=partner_keys["C1"], to_key=keys["100"], organization=world["alder"], linked_by=steward
    )
    erase_student(by=steward, issuer=world["alder"], student_id="100", kind=LOCAL_ID)
    left = in_the_vault()
    assert b"Nunez" not in left and b"Chan" in left


def test_another_districts_erasure_leaves_the_roster_alone(suggested, world):
    erase_student(by=None, issuer=world["birch"], student_id="100", kind=LOCAL_ID)
    assert b"Nunez" in in_the_vault()


def test_what_a_restored_backup_brought_back_is_destroyed(suggested, world, keys):
    from outcomes.models import Enrollment

    rows = list(Enrollment.objects.filter(student_key=keys["101"]))
    erase_student(by=None, issuer=world["alder"], student_id="101", kind=LOCAL_ID)
    assert b"Nunez" in in_the_vault()
    Enrollment.objects.bulk_create(rows)
    erase_again()
    assert not VaultItem.objects.exists()


def test_what_was_not_suggested_cannot_be_confirmed(suggested, steward):
    with pytest.raises(ValidationError, match="not suggested"):
        confirm(suggested, by=steward, rows=[77])
    assert not StudentLink.objects.exists()


def test_only_the_district_steward_opens_it_and_each_opening_is_logged(suggested, world, steward):
    for person in ("data_coordinator", "organization_administrator"):
        with pytest.raises(PermissionDenied):
            suggestions_of(suggested, by=world.person(person))
    for stranger in (
        world.person("data_steward", world["birch"]),
        world.person("program_manager", world["open-door"]),
    ):
        with pytest.raises(Http404):
            suggestions_of(suggested, by=stranger)
    before = AuditEvent.objects.filter(verb="vault.opened").count()
    suggestions_of(suggested, by=steward)
    assert AuditEvent.objects.filter(verb="vault.opened").count() == before + 1


def test_the_log_names_nobody(suggested, steward):
    confirm(suggested, by=steward, rows=[0])
    told = str(list(AuditEvent.objects.values_list("detail", "target_label")))
    assert not any(name in told for name in ("Nunez", "Lucia", "Bo Chan"))


def test_giving_up_destroys_and_counts_all_as_unlinked(waiting, steward):
    give_up(waiting, by=steward)
    waiting.refresh_from_db()
    assert (waiting.linked, waiting.rows, waiting.roster) == (0, 3, None)
    assert not VaultItem.objects.exists()


def test_when_the_vault_destroys_it_on_its_day_nothing_is_left_to_link(suggested, steward):
    VaultItem.objects.update(destroy_on="2020-01-01")
    vault.destroy_due()
    with pytest.raises(ValidationError, match="destroyed"):
        confirm(RosterLinking.objects.get(), by=steward, rows=[0])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"First Name,Last Name\nBo,Chan\n", "participant codes or ids"),
        (b"Client ID,Birth Date\nc1,2014-01-01\n", "first names"),
        (b"Client ID,First Name,Last Name\nc1,Bo,Chan\nC1,Eva,Solis\n", "twice"),
        (b"Client ID,First Name,Last Name,Gang\nc1,Bo,Chan,x\n", "gang"),
        (b"Client ID,First Name,Last Name,Consent\nc1,Bo,Chan,no\n", "No row"),
    ],
)
def test_a_roster_that_cannot_be_linked_is_refused_with_a_sentence(world, program, keys, content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        hand_over(world, program, content)
    assert not VaultItem.objects.exists()


def test_it_goes_only_to_a_district_whose_schools_the_program_serves(world, program):
    with pytest.raises(ValidationError, match="serves no school"):
        hand_over(world, program, district=world["birch"])


def test_the_pages_of_partner_and_steward(world, program, keys, steward):
    from django.core.files.uploadedfile import SimpleUploadedFile as File

    def signed_in(user):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    partner = signed_in(world.person("program_manager", world["open-door"]))
    address = reverse("workspace:hand_over_roster", args=[program.slug])
    assert "Alder" in partner.get(address).content.decode()
    partner.post(address, {"district": world["alder"].pk, "file": File("r.csv", ROSTER)})
    linking = RosterLinking.objects.get()
    desk = signed_in(steward)
    assert "Campus Mentors" in desk.get(reverse("workspace:rosters_to_link", args=["alder"])).content.decode()
    page = reverse("workspace:link_roster", args=[linking.pk])
    assert "Compare" in desk.get(page).content.decode()
    desk.post(page, {"file": File("s.csv", STUDENTS)})
    shown = desk.get(page).content.decode()
    assert "Bo Chan" in shown and "Solis" not in shown
    desk.post(page, {"row": ["0", "1"]})
    assert StudentLink.objects.count() == 2
    listed = desk.get(reverse("workspace:rosters_to_link", args=["alder"])).content.decode()
    assert "Chan" not in listed and "Linked" in listed
