"""Every dataset of the registry goes the whole way with a small file of its own: preview, accept, again, withdraw,
erase, purge. A new dataset joins by its sample alone.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from outcomes.datasets import DATASETS
from outcomes.measures.student_year import rebuild_stale
from outcomes.models import Claim, DestructionCertificate, StudentYear
from outcomes.retention.erase import erase_student
from outcomes.retention.purge import purge_due
from outcomes.submissions.accept import accept
from outcomes.submissions.identity import LOCAL_ID
from outcomes.submissions.recognize import fold
from outcomes.submissions.rows import rows_in_effect
from outcomes.submissions.withdraw import withdraw
from outcomes.timeliness.deadlines import due_on
from outcomes.timeliness.expectations import expectations
from partnership.models import Agreement, Organization

from .samples import SAMPLES

EVERY = list(DATASETS)
ABOUT_STUDENTS = [key for key, dataset in DATASETS.items() if dataset.is_student_level]


def counting(key):
    """The facts that count now, without the claims they are under; as a sorted list of tuples."""
    names = [
        field.attname for field in DATASETS[key].fact._meta.concrete_fields if field.attname != "claim_id"
    ]
    return sorted(rows_in_effect(key).values_list(*names), key=str)


def counts(submission):
    return submission.new, submission.changed, submission.unchanged, submission.removed


def test_every_dataset_has_a_sample():
    assert set(SAMPLES) == set(DATASETS)


@pytest.mark.parametrize("key", EVERY)
def test_preview_accept_again_and_withdraw(key, accepted, hand_in):
    sample = SAMPLES[key]
    first = hand_in(key, sample.rows)
    assert first.state == "staged", first.refusal
    assert not first.problems.filter(severity="error").exists(), list(first.problems.values("reason", "rows"))
    assert counts(first) == (len(sample.rows), 0, 0, 0)
    assert counting(key) == [], "what is staged does not count"
    accept(first, by=first.created_by)
    before = counting(key)
    assert before
    again = accepted(key, sample.rows)
    assert counts(again) == (0, 0, len(sample.rows), 0)
    assert any(notice["code"] == "same_file" for notice in again.recognized["notices"])
    assert counting(key) == before

    later = accepted(key, sample.later_rows)
    new, changed, unchanged, removed = counts(later)
    assert (changed, unchanged, new) == (1, 1, 1)
    # A month that a file does not hold is not claimed by it; nothing else stays.
    assert removed == (0 if key == "school_calendar" else 1)
    after = counting(key)
    assert after != before
    withdraw(later, by=later.created_by, why="Wrong file")
    assert counting(key) == before
    withdraw(again, by=again.created_by, why="Once is enough")
    assert counting(key) == before
    withdraw(first, by=first.created_by, why="None at all")
    assert counting(key) == []


@pytest.mark.parametrize("key", ABOUT_STUDENTS)
def test_an_erased_student_is_gone_and_stays_gone(key, world, accepted):
    sample = SAMPLES[key]
    accepted(key, sample.rows)
    rebuild_stale()
    theirs = sum(row.startswith("101,") or ",101," in row for row in sample.rows)
    facts = DATASETS[key].fact.objects
    before = facts.count()
    erased = erase_student(by=None, issuer=world["alder"], student_id="101", kind=LOCAL_ID)
    assert (erased.rows, facts.count()) == (theirs, before - theirs)
    assert theirs >= 1
    later = accepted(key, sample.later_rows)
    still = [row for row in sample.later_rows if not (row.startswith("101,") or ",101," in row)]
    assert rows_in_effect(key).count() == len(still)
    assert later.left_out == len(sample.later_rows) - len(still)


@pytest.mark.parametrize("key", [key for key in EVERY if DATASETS[key].needs_agreement])
def test_rows_are_destroyed_after_the_retention(key, world, accepted):
    sample = SAMPLES[key]
    accepted(key, sample.rows)
    accepted(key, sample.later_rows)
    rows = DATASETS[key].fact.objects.count()
    assert purge_due() == 0
    agreement = world[sample.by].agreements.get()
    over = timezone.localdate() - timedelta(days=agreement.retention_days + 1)
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=over)
    assert purge_due() == rows > 0
    assert not DATASETS[key].fact.objects.exists() and not Claim.objects.filter(in_effect=True).exists()
    assert not StudentYear.objects.exists()
    (told,) = DestructionCertificate.objects.get().datasets
    assert (told["dataset"], told["rows"]) == (key, rows)


@pytest.mark.parametrize("key", [key for key in EVERY if DATASETS[key].needs_agreement])
def test_it_is_expected_until_it_has_come(key, world, accepted):
    dataset, sample = DATASETS[key], SAMPLES[key]
    submission = accepted(key, sample.rows)
    period = submission.claims.order_by("period").first().period
    day = due_on(dataset, period) + timedelta(days=1)
    (expected,) = [
        each
        for each in expectations(Organization.objects.filter(pk=world[sample.by].pk), day)
        if each.dataset.key == key
    ]
    (told,) = [each for each in expected.periods if each.period == period]
    assert any(part.reported for part in told.parts)
    withdraw(submission, by=submission.created_by, why="Not yet")
    (expected,) = [
        each
        for each in expectations(Organization.objects.filter(pk=world[sample.by].pk), day)
        if each.dataset.key == key
    ]
    (told,) = [each for each in expected.periods if each.period == period]
    assert not any(part.reported for part in told.parts) and told.state == "overdue"


@pytest.mark.parametrize("key", EVERY)
def test_without_an_agreement_it_is_refused_at_the_door(key, world, hand_in):
    Agreement.objects.all().delete()
    if not DATASETS[key].needs_agreement:
        assert hand_in(key, SAMPLES[key].rows).state == "staged"
        return
    with pytest.raises(ValidationError) as refusal:
        hand_in(key, SAMPLES[key].rows)
    assert refusal.value.code == "no_agreement"


@pytest.mark.parametrize("key", EVERY)
def test_its_page_its_rows_and_the_form_open(key, world, client, hand_in):
    submission = hand_in(key, SAMPLES[key].rows)
    client.force_login(submission.created_by)
    page = client.get(reverse("workspace:submission", args=[submission.pk])).content.decode()
    assert str(DATASETS[key].title) in page
    # Counts have no student-level rows to read, and law enforcement has no right to any.
    law = submission.organization.is_law_enforcement
    expected = 403 if law else 200 if DATASETS[key].is_student_level else 302
    assert client.get(reverse("workspace:submission_rows", args=[submission.pk])).status_code == expected
    form = client.get(reverse("workspace:submit")).context["form"]
    assert key in dict(form.fields["dataset"].choices)
    assert list(dict(form.fields["dataset"].choices)) == [
        each.key
        for each in DATASETS.values()
        if each.fits(submission.organization) and (not each.also_needs or key == "partner_directory")
    ]


@pytest.mark.parametrize("key", ABOUT_STUDENTS)
def test_law_enforcement_never_hands_it_in(key, world, hand_in):
    with pytest.raises(ValidationError) as refusal:
        hand_in(key, SAMPLES[key].rows, by="harbor-police")
    assert refusal.value.code == "law_enforcement"


@pytest.mark.parametrize("key", EVERY)
def test_every_column_can_be_put_into_a_template(key):
    """What a template workbook shows of a column: a title, an example that can be read, known words."""
    columns = DATASETS[key].columns
    assert len({fold(str(column.title)) for column in columns}) == len(columns)
    for column in columns:
        assert str(column.title)
        assert not column.words or column.type == "word"
