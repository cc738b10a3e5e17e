"""The evaluator's extract: of admitting organizations only, for a term, and enough to make the report again."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outcomes.evaluation.extracts.actions import made, order_extract, read_extract
from outcomes.evaluation.extracts.bundle import bundle, renumbered, report_of_bundle
from outcomes.evaluation.extracts.recompute import differences, main
from outcomes.evaluation.plans.gather import gather
from outcomes.models import Claim, Engagement, Enrollment
from outcomes.retention.erase import erase_student
from outcomes.submissions.identity import LOCAL_ID, student_keys
from partnership import vault
from partnership.actions.admissions import admit_evaluator, end_admission
from partnership.actions.memberships import end_role
from partnership.models import AuditEvent, User, VaultItem
from tests.audit_lines import CHILD, untold

from ...factories import claim

PROJECT = "Mentors study"


@pytest.fixture
def evaluator(world):
    return world.person("evaluator")


@pytest.fixture
def admissions(world, evaluator):
    last = timezone.localdate() + timedelta(days=20)
    return [
        admit_evaluator(by=None, organization=world[slug], evaluator=evaluator, project=PROJECT, ends_on=last)
        for slug in ("alder", "open-door")
    ]


@pytest.fixture
def extract(computed, evaluator, admissions):
    soon = timezone.localdate() + timedelta(days=10)
    return made(order_extract(computed.plan, by=evaluator, project=PROJECT, expires_on=soon))


def test_the_script_makes_the_very_report_again(extract, evaluator, computed, tmp_path, capsys):
    content = read_extract(extract, by=evaluator)
    again, told = report_of_bundle(content)
    assert differences(again, told) == []
    stored = {name: computed.result[name] for name in again if name not in ("seed", "software")}
    ours = {name: again[name] for name in stored}
    assert differences(json.loads(json.dumps(ours)), json.loads(json.dumps(stored))) == []
    path = tmp_path / "extract.zip"
    path.write_bytes(content)
    assert main(path, tmp_path / "report.json") == 0
    assert "Every number is the same." in capsys.readouterr().out
    assert json.loads((tmp_path / "report.json").read_text())["outcomes"][0]["key"] == "attendance"


def test_a_number_that_differs_is_named(capsys):
    assert differences({"a": {"b": 1.0}}, {"a": {"b": 1.1}}) == [("/a/b", 1.0, 1.1)]
    assert differences({"software": 1, "a": [1, 2]}, {"software": 2, "a": [1, 3]}) == [("/a/1", 2, 3)]


def test_it_holds_numbers_in_place_of_students_and_a_codebook_of_every_column(extract, evaluator, facts):
    with zipfile.ZipFile(io.BytesIO(read_extract(extract, by=evaluator))) as archive:
        panel = list(csv.DictReader(io.StringIO(archive.read("panel.csv").decode())))
        codebook = list(csv.DictReader(io.StringIO(archive.read("codebook.csv").decode())))
    assert [row["column"] for row in codebook] == list(panel[0])
    assert len(panel) == 4 * len(facts)
    assert not {int(row["student"]) for row in panel} >= set(facts)


def test_two_projects_know_the_same_student_by_different_numbers(facts, program, terms):
    frame = gather(program, terms, "00" * 16).frame
    one, two = renumbered(frame, "a"), renumbered(frame, "b")
    assert (one["student"] != two["student"]).mean() > 0.9
    assert one["student"].rank().equals(two["student"].rank())


def test_schools_of_who_did_not_admit_are_not_in_it(facts, program, terms, world, computed, evaluator):
    last = timezone.localdate() + timedelta(days=20)
    admit_evaluator(
        by=None, organization=world["open-door"], evaluator=evaluator, project=PROJECT, ends_on=last
    )
    extract = made(order_extract(computed.plan, by=evaluator, project=PROJECT, expires_on=last))
    assert extract.state == "refused" and "no rows" in extract.refusal
    assert not VaultItem.objects.exists()


def test_the_keeper_of_the_roster_must_admit_as_well(computed, evaluator, admissions):
    end_admission(admissions[1], by=None)
    soon = timezone.localdate()
    extract = made(order_extract(computed.plan, by=evaluator, project=PROJECT, expires_on=soon))
    assert extract.state == "refused" and "Open Door" in extract.refusal


@pytest.mark.parametrize("ending", ["admission", "term", "agreement"])
def test_it_closes_with_its_term_the_admission_or_the_agreement(
    extract, evaluator, admissions, world, ending
):
    if ending == "admission":
        end_admission(admissions[0], by=None)
    elif ending == "term":
        extract.expires_on = timezone.localdate() - timedelta(days=1)
        extract.save()
    else:
        world["alder"].agreements.update(ends_on="2024-01-01")
    with pytest.raises(PermissionDenied):
        read_extract(extract, by=evaluator)


def test_the_vault_destroys_it_after_its_term(extract, evaluator):
    VaultItem.objects.update(destroy_on="2020-01-01")
    vault.destroy_due()
    extract.refresh_from_db()
    with pytest.raises(PermissionDenied):
        read_extract(extract, by=evaluator)


def test_whoever_is_no_evaluator_any_more_reads_no_extract(extract, evaluator):
    """The admission runs on, and gives nothing without the role."""
    end_role(evaluator.memberships.get(), by=None)
    with pytest.raises(PermissionDenied):
        read_extract(extract, by=User.objects.get(pk=evaluator.pk))


def test_each_reading_is_logged_with_every_organization(extract, evaluator, world):
    read_extract(extract, by=evaluator)
    events = AuditEvent.objects.filter(verb="extract.read")
    assert {event.organization_id for event in events} == {world["alder"].pk, world["open-door"].pk}


def test_each_reading_names_the_admission_that_it_is_under_and_not_what_its_project_is_called(
    computed, evaluator, world
):
    last = timezone.localdate() + timedelta(days=20)
    admitted = [
        admit_evaluator(by=None, organization=world[slug], evaluator=evaluator, project=CHILD, ends_on=last)
        for slug in ("alder", "open-door")
    ]
    extract = made(order_extract(computed.plan, by=evaluator, project=CHILD, expires_on=last))
    read_extract(extract, by=evaluator)
    end_admission(admitted[0], by=None)
    rights = dict(AuditEvent.objects.filter(verb="extract.read").values_list("organization_id", "right"))
    assert rights == {each.organization_id: f"admission {each.pk}" for each in admitted}
    assert all(untold(f"extract.{verb}") for verb in ("ordered", "made", "read"))
    assert untold("evaluator.admitted") and untold("evaluator.admission_ended")


def students_in(extract, evaluator):
    with zipfile.ZipFile(io.BytesIO(read_extract(extract, by=evaluator))) as archive:
        panel = csv.DictReader(io.StringIO(archive.read("panel.csv").decode()))
        return {row["student"] for row in panel}


def test_an_erased_student_takes_every_extract_with_it_that_may_hold_a_row(
    extract, evaluator, world, schools
):
    key = student_keys(["77001"], issuer=str(world["alder"].pk), kind=LOCAL_ID)["77001"]
    elsewhere = claim(world, "student_enrollment", world.places["birch-1"], "2024-25")
    Enrollment.objects.create(student_key=key, claim_id=elsewhere.pk, entry_date="2024-08-15")
    erase_student(by=None, issuer=world["alder"], student_id="77001", kind=LOCAL_ID)
    assert students_in(extract, evaluator)
    other = student_keys(["77002"], issuer=str(world["alder"].pk), kind=LOCAL_ID)["77002"]
    here = Claim.objects.filter(dataset="student_enrollment", place=schools[0]).first()
    Enrollment.objects.create(student_key=other, claim_id=here.pk, entry_date="2024-08-15")
    erase_student(by=None, issuer=world["alder"], student_id="77002", kind=LOCAL_ID)
    extract.refresh_from_db()
    assert not VaultItem.objects.exists() and "Destroy every copy" in extract.refusal
    with pytest.raises(PermissionDenied):
        read_extract(extract, by=evaluator)
    assert AuditEvent.objects.filter(verb="extract.destroyed_for_erasure").count() == 2


def test_a_withdrawn_consent_is_honored_by_the_next_extract_and_never_rewrites_an_earlier_one(
    extract, evaluator, facts, computed
):
    before = read_extract(extract, by=evaluator)
    served = [student for student, (_s, _a, was_served) in facts.items() if was_served]
    Engagement.objects.filter(student_key__in=served[:12]).update(consent="withdrawn")
    soon = timezone.localdate() + timedelta(days=10)
    later = made(order_extract(computed.plan, by=evaluator, project=PROJECT, expires_on=soon))
    assert len(students_in(later, evaluator)) == len(facts) - 12
    assert read_extract(extract, by=evaluator) == before


def test_nobody_else_orders_or_reads_one(extract, computed, planner, world, evaluator):
    with pytest.raises(PermissionDenied):
        order_extract(computed.plan, by=planner, project=PROJECT, expires_on=timezone.localdate())
    with pytest.raises(PermissionDenied):
        read_extract(extract, by=planner)
    with pytest.raises(ValidationError, match="admitted you to a project"):
        order_extract(computed.plan, by=evaluator, project="Another", expires_on=timezone.localdate())
    late = timezone.localdate() + timedelta(days=99)
    with pytest.raises(ValidationError, match="end of the admission"):
        order_extract(computed.plan, by=evaluator, project=PROJECT, expires_on=late)


def test_the_page_offers_the_file(extract, evaluator, computed):
    client = Client()
    client.force_login(evaluator, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("workspace:evaluation_extracts", args=[computed.plan_id])).content.decode()
    assert PROJECT in page and "Download" in page
    response = client.get(reverse("workspace:evaluation_extract", args=[extract.pk]))
    assert response["Content-Type"] == "application/zip" and response.content[:2] == b"PK"


def test_a_bundle_of_the_same_rows_is_read_back_alike(facts, program, terms):
    gathered = gather(program, terms, "00" * 16)
    again, told = report_of_bundle(
        bundle(terms, gathered.frame, refused=2, unlinked=0, operation={}, seed="00" * 16, project="x")
    )
    assert differences(again, told) == []
