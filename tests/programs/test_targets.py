"""What an award promises: recorded by those who keep awards, read by funder and owners, kept in the log."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership.models import AuditEvent
from programs.actions.awards import make_award
from programs.actions.targets import add_target, change_target, drop_target
from programs.models import Award, Target
from programs.screens.target_form import years_around

PROMISE = {
    "measure": "attendance_rate",
    "population": "participants",
    "year": "2024-25",
    "bound": "at_least",
    "value": Decimal("93"),
    "baseline_year": "2022-23",
    "due_on": date(2025, 10, 1),
}


@pytest.fixture
def award(world):
    return make_award(
        by=None,
        funder=world["lantern-fund"],
        program=world.programs["mentoring"],
        title="Adults who show up",
        starts_on=date(2023, 7, 1),
        ends_on=date(2025, 6, 30),
        review_until=date(2099, 6, 30),
    )


@pytest.fixture
def keeper(client, world):
    client.force_login(world.person("partnership_administrator"))
    return client


def screen(name, *args):
    return reverse(f"workspace:{name}", args=args)


def typed(**changes):
    return {key: str(value) for key, value in (PROMISE | changes).items()}


def test_a_target_is_recorded_changed_and_dropped_on_screen(keeper, award):
    page = keeper.post(screen("add_target", award.pk), typed(), follow=True).content.decode()
    assert "Attendance rate" in page and "at least 93" in page
    target = Target.objects.get()
    keeper.post(screen("change_target", target.pk), typed(value="94.5"))
    target.refresh_from_db()
    assert target.value == Decimal("94.5")
    assert AuditEvent.objects.get(verb="target.changed").detail["before"]["promised"] == "at_least 93.00"
    keeper.post(screen("drop_target", target.pk))
    assert not Target.objects.exists()
    assert AuditEvent.objects.get(verb="target.dropped").detail["promised"] == "at_least 94.50"


def test_a_change_that_changes_nothing_leaves_no_entry(keeper, award):
    target = add_target(award, by=None, **PROMISE)
    keeper.post(screen("change_target", target.pk), typed())
    assert not AuditEvent.objects.filter(verb="target.changed").exists()


def test_what_programs_count_of_their_own_youth_is_promised_of_participants_alone(award):
    with pytest.raises(ValidationError) as refusal:
        add_target(award, by=None, **PROMISE | {"measure": "youth_served", "population": "all"})
    assert "of their participants alone" in " ".join(refusal.value.message_dict["population"])
    assert add_target(award, by=None, **PROMISE | {"measure": "youth_served"})


def test_the_same_number_is_promised_once(keeper, award):
    add_target(award, by=None, **PROMISE)
    page = keeper.post(screen("add_target", award.pk), typed(value="95")).content.decode()
    assert "already promises that measure" in page
    assert Target.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"measure": "happiness"}, "no such measure"),
        ({"baseline_year": "2024-25"}, "must lie before"),
        ({"year": "2024"}, "school year such as"),
    ],
)
def test_what_cannot_be_promised_is_refused_in_words(award, wrong, words):
    with pytest.raises(ValidationError) as refusal:
        add_target(award, by=None, **(PROMISE | wrong))
    assert words in " ".join(refusal.value.messages)
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("bound", "value", "met"),
    [
        ("at_least", "93.0", True),
        ("at_least", "92.9", False),
        ("at_most", "93.0", True),
        ("at_most", "93.1", False),
    ],
)
def test_a_promise_is_kept_at_its_very_number(bound, value, met):
    target = Target(bound=bound, value=Decimal("93.00"))
    assert target.is_met_by(Decimal(value)) is met


def test_funder_and_owner_read_the_promise_and_others_do_not(world, client, award):
    target = add_target(award, by=None, **PROMISE)
    for role, organization, status in [
        ("funder", world["lantern-fund"], 200),
        ("editor", world["alder"], 200),
        ("editor", world["birch"], 404),
        ("partnership_coordinator", None, 200),
    ]:
        client.force_login(world.person(role, organization))
        answer = client.get(screen("award", award.pk))
        assert answer.status_code == status, role
        assert (screen("change_target", target.pk) in answer.content.decode()) is False, role
    client.force_login(world.person("funder"))
    assert client.post(screen("drop_target", target.pk)).status_code == 403


def test_an_award_that_everybody_may_know_of_is_visible_to_all(world, award):
    stranger = world.person("editor", world["birch"])
    assert not Award.objects.visible_to(stranger).exists()
    Award.objects.update(is_public=True)
    assert list(Award.objects.visible_to(stranger)) == [award]


def test_promises_are_of_school_years_around_the_award(award):
    assert years_around(award) == ["2021-22", "2022-23", "2023-24", "2024-25", "2025-26", "2026-27"]


def test_dropping_twice_is_told_as_not_found(keeper, award):
    target = add_target(award, by=None, **PROMISE)
    address = screen("drop_target", target.pk)
    drop_target(target, by=None)
    assert keeper.post(address).status_code == 404


def test_changing_to_another_promise_that_exists_is_refused(award):
    add_target(award, by=None, **PROMISE)
    other = add_target(award, by=None, **(PROMISE | {"year": "2023-24"}))
    with pytest.raises(ValidationError, match="already promises"):
        change_target(other, by=None, year="2024-25")
