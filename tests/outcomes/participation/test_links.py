"""The crosswalk: what a district links counts for its student, and taking it back restores exactly."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from outcomes.measures.populations import participants, roster_claims
from outcomes.models import Engagement, ErasedStudent, SignIn, StudentEvent, StudentLink
from outcomes.participation.links import link_code, unlink_code
from outcomes.retention.erase import erase_again, erase_student
from outcomes.submissions.identity import LOCAL_ID, student_keys
from partnership.models import AuditEvent

from .conftest import key_of

CHILD = "7731994420"


def key_in(world, text, slug="alder"):
    return student_keys([text], issuer=str(world[slug].pk), kind=LOCAL_ID)[text]


@pytest.fixture
def steward(world):
    return world.person("data_steward")


@pytest.fixture
def enrolled(world, accepted):
    """The district's enrollment, with the child in it."""
    school = world.places["alder-1"].code
    rows = [f"{school},{student},2024-25,2024-08-15,,06" for student in (CHILD, "200", "300")]
    return accepted(
        "student_enrollment", "school_code,student_id,school_year,entry_date,exit_date,grade", rows
    )


@pytest.fixture
def roster(world, accepted, codes):
    """roster([(code or id, consent), ...]) is accepted for the program and 2024-25."""

    def roster(lines):
        known = {str(code) for code in codes}
        rows = [
            f"{who},,2024-09-02,{consent}" if who in known else f",{who},2024-09-02,{consent}"
            for who, consent in lines
        ]
        return accepted(
            "program_roster",
            "Participant Code,student_id,entry_date,consent",
            rows,
            organization="open-door",
            period="2024-25",
            program=world.programs["mentoring"],
        )

    return roster


def counted(world):
    """Whom the numbers about participants are about, and the same counted the slow, obvious way."""
    claims = roster_claims([world.programs["mentoring"]], ["2024-25"])
    found = set(participants(claims).values_list("student", flat=True))
    links = {link.from_key: link.to_key for link in StudentLink.objects.all()}
    engaged, refused = set(), set()
    for row in Engagement.objects.filter(claim_id__in=[claim.pk for claim in claims]):
        student = links.get(row.student_key, row.student_key)
        engaged.add(student)
        if row.consent in ("declined", "withdrawn"):
            refused.add(student)
    assert found == engaged - refused
    return found


def test_a_linked_code_counts_as_the_student_and_unlinking_restores_exactly(
    world, steward, enrolled, roster, codes
):
    roster([(str(codes[0]), "given"), (str(codes[1]), "given"), ("200", "given")])
    before = counted(world)
    rows = list(Engagement.objects.order_by("pk").values())
    link_code(codes[0], by=steward, organization=world["alder"], student_id=f" 00{CHILD} ")
    assert counted(world) == before - {key_of(codes[0])} | {key_in(world, CHILD)}
    assert list(Engagement.objects.order_by("pk").values()) == rows
    unlink_code(codes[0], by=steward, organization=world["alder"])
    assert counted(world) == before
    assert not StudentLink.objects.exists()
    verbs = AuditEvent.objects.filter(verb__in=["code.linked", "code.unlinked"]).values_list(
        "verb", flat=True
    )
    # One for the district and one for the partner, each time.
    assert sorted(verbs) == ["code.linked"] * 2 + ["code.unlinked"] * 2


def test_a_student_named_by_id_and_by_code_is_one(world, steward, enrolled, roster, codes):
    roster([(str(codes[0]), "given"), (CHILD, "given")])
    assert len(counted(world)) == 2
    link_code(codes[0], by=steward, organization=world["alder"], student_id=CHILD)
    assert counted(world) == {key_in(world, CHILD)}


def test_one_no_of_the_family_counts_for_both_names_of_the_child(world, steward, enrolled, roster, codes):
    roster([(str(codes[0]), "given"), (CHILD, "declined"), ("200", "given")])
    link_code(codes[0], by=steward, organization=world["alder"], student_id=CHILD)
    assert counted(world) == {key_in(world, "200")}


@pytest.mark.parametrize("consent", ["declined", "withdrawn"])
def test_without_consent_nothing_is_linked(world, steward, enrolled, roster, codes, consent):
    roster([(str(codes[0]), consent)])
    with pytest.raises(ValidationError, match="consent"):
        link_code(codes[0], by=steward, organization=world["alder"], student_id=CHILD)


@pytest.mark.parametrize("student_id", ["7731994421", "??", ""])
def test_only_an_enrolled_student_can_be_meant_and_the_id_is_not_repeated(
    world, steward, enrolled, codes, student_id
):
    with pytest.raises(ValidationError) as refusal:
        link_code(codes[0], by=steward, organization=world["alder"], student_id=student_id)
    assert not student_id or student_id not in str(refusal.value)
    assert not StudentLink.objects.exists()


def test_without_enrollment_nothing_can_be_compared(world, steward, codes):
    with pytest.raises(ValidationError, match="enrollment"):
        link_code(codes[0], by=steward, organization=world["alder"], student_id=CHILD)


def test_a_code_is_linked_once(world, steward, enrolled, codes):
    link_code(codes[0], by=steward, organization=world["alder"], student_id=CHILD)
    with pytest.raises(ValidationError, match="linked already"):
        link_code(codes[0], by=steward, organization=world["alder"], student_id="200")
    assert StudentLink.objects.get().to_key == key_in(world, CHILD)


def test_only_the_steward_of_a_district_that_the_program_serves(world, enrolled, codes):
    with pytest.raises(PermissionDenied):
        link_code(
            codes[0], by=world.person("data_coordinator"), organization=world["alder"], student_id=CHILD
        )
    birch = world["birch"]
    with pytest.raises(ValidationError, match="does not serve"):
        link_code(codes[0], by=world.person("data_steward", birch), organization=birch, student_id=CHILD)


def test_erasing_the_student_erases_the_linked_codes_and_they_stay_gone(
    world, steward, enrolled, roster, codes, hold, count
):
    roster([(str(codes[0]), "given"), (str(codes[1]), "given")])
    count(hold(codes[:2]))
    link_code(codes[0], by=steward, organization=world["alder"], student_id=CHILD)
    erase_student(by=steward, issuer=world["alder"], student_id=CHILD, kind=LOCAL_ID)
    gone = {key_of(codes[0]), key_in(world, CHILD)}
    for model in (Engagement, StudentEvent):
        assert not gone & set(model.objects.values_list("student_key", flat=True))
        assert model.objects.filter(student_key=key_of(codes[1])).count() == 1
    assert set(SignIn.objects.values_list("code_id", flat=True)) == {codes[1].pk}
    assert not StudentLink.objects.exists()
    assert ErasedStudent.objects.count() == 2
    # The card may still be in use somewhere: what is signed with it is dropped on arrival.
    again = roster([(str(codes[0]), "given"), (str(codes[1]), "given")])
    assert set(again_keys(again)) == {key_of(codes[1])}


def again_keys(submission):
    claims = submission.claims.values("pk")
    return Engagement.objects.filter(claim_id__in=claims).values_list("student_key", flat=True)


def test_a_restored_backup_brings_no_erased_link_back(world, steward, enrolled, codes, hold):
    hold(codes[:1])
    link_code(codes[0], by=steward, organization=world["alder"], student_id=CHILD)
    link, ticked = StudentLink.objects.get(), SignIn.objects.get()
    erase_student(by=steward, issuer=world["alder"], student_id=CHILD, kind=LOCAL_ID)
    link.save(force_insert=True)
    ticked.save(force_insert=True)
    erase_again()
    assert not StudentLink.objects.exists()
    assert not SignIn.objects.exists()


def test_an_erased_student_is_not_linked(world, steward, enrolled, codes):
    erase_student(by=steward, issuer=world["alder"], student_id=CHILD, kind=LOCAL_ID)
    with pytest.raises(ValidationError):
        link_code(codes[0], by=steward, organization=world["alder"], student_id=CHILD)


def test_sign_ins_go_with_the_retention_of_the_service_log(world, hold, codes):
    from outcomes.retention.purge import purge_due
    from partnership.models import Agreement

    hold(codes[:2])
    Agreement.objects.filter(organization=world["open-door"]).update(
        ends_on=date(2024, 12, 31), retention_days=30
    )
    purge_due()
    assert not SignIn.objects.exists()


def test_the_id_rests_nowhere(world, steward, enrolled, codes, tmp_path, client):
    """Every text of every table is searched after linking by the screen, with its errors."""
    client.force_login(steward, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/workspace/organizations/alder/participant-codes/{codes[0].pk}/"
    refused = client.post(address, {"student_id": "99" + CHILD, "consented": "on"})
    assert ("99" + CHILD).encode() not in refused.content
    assert client.post(address, {"student_id": CHILD}).status_code == 200
    assert client.post(address, {"student_id": CHILD, "consented": "on"}).status_code == 302
    assert StudentLink.objects.count() == 1
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert CHILD not in str(cursor.fetchall()), table
