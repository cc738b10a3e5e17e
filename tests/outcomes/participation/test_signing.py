"""Ticks become a service log, by the way of any file."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from outcomes.models import Engagement, SignIn, StudentEvent, Submission
from outcomes.participation.codes import print_codes, retire_code
from outcomes.participation.participants import participants_of
from outcomes.participation.signing import begin_session, tick
from outcomes.submissions.accept import accept
from outcomes.submissions.models import State, Way
from outcomes.submissions.participants import ParticipantCode
from outcomes.submissions.withdraw import withdraw
from partnership.models import AuditEvent
from programs.actions.sessions import reopen_session

from .conftest import DAY, key_of


def in_effect():
    """{(student key, day, service): (hundredths, unit, status)} of the deliveries that count."""
    claims = [claim.pk for each in Submission.objects.all() for claim in each.claims.filter(in_effect=True)]
    return {
        (row.student_key, row.date, row.item): (row.value, row.unit, row.status)
        for row in StudentEvent.objects.filter(claim_id__in=claims)
    }


def test_who_was_ticked_is_in_the_service_log_with_the_hours(hold, count, codes):
    session = hold(codes[:3])
    submission = count(session)
    assert (submission.way, submission.period, submission.rows) == (Way.SIGN_IN, "2024-25", 3)
    assert in_effect() == {
        (key_of(code), DAY, "Homework help"): (150, "hours", "attended") for code in codes[:3]
    }


def test_each_closing_hands_in_all_sessions_of_the_year_and_an_earlier_waiting_file_goes(
    hold, close, count, codes
):
    first = close(hold(codes[:2]))
    submission = count(hold(codes[1:4], date=DAY + timedelta(days=7)))
    first.refresh_from_db()
    assert first.state == State.DISCARDED
    assert submission.new == 5
    expected = {(key_of(code), DAY, "Homework help") for code in codes[:2]}
    expected |= {(key_of(code), DAY + timedelta(days=7), "Homework help") for code in codes[1:4]}
    assert set(in_effect()) == expected


def test_two_sessions_of_one_day_and_service_add_their_hours(hold, count, codes):
    count(hold(codes[:2], hours=1))
    count(hold(codes[1:2], hours=0.75))
    hours = {key: value for (key, _day, _service), (value, _unit, _status) in in_effect().items()}
    assert hours == {key_of(codes[0]): 100, key_of(codes[1]): 175}


def test_a_session_of_another_school_year_is_another_claim(hold, count, codes):
    count(hold(codes[:1]))
    later = count(hold(codes[:1], date=DAY.replace(year=2025)))
    assert later.period == "2025-26"
    assert later.new == 1
    assert len(in_effect()) == 2


def test_withdrawing_the_log_restores_what_counted_before(hold, count, codes, coordinator):
    count(hold(codes[:2]))
    before = in_effect()
    again = count(hold(codes, date=DAY + timedelta(days=1)))
    withdraw(again, by=coordinator, why="a slip")
    assert in_effect() == before


def test_a_reopened_session_mends_the_log(hold, count, codes, manager):
    session = hold(codes[:2])
    count(session)
    session = reopen_session(session, by=manager)
    tick(session, by=manager, came=[codes[2]], missed=[codes[0]])
    submission = count(session)
    assert {key for key, *_ in in_effect()} == {key_of(codes[1]), key_of(codes[2])}
    assert (submission.new, submission.removed) == (1, 1)


def test_a_session_to_which_nobody_came_is_reported_as_such(hold, count):
    assert count(hold([])).rows == 0
    assert in_effect() == {}


def test_the_manager_hands_in_and_the_coordinator_accepts(hold, close, codes, manager, coordinator):
    submission = close(hold(codes))
    with pytest.raises(PermissionDenied):
        accept(submission, by=manager)
    assert accept(submission, by=coordinator).state == State.ACCEPTED


def test_a_closed_session_takes_no_tick(hold, close, codes, manager):
    session = hold(codes[:1])
    close(session)
    with pytest.raises(ValidationError, match="closed"):
        tick(session, by=manager, came=[codes[1]])
    assert SignIn.objects.count() == 1


def test_ticks_change_only_what_they_name_and_twice_is_once(hold, codes, manager):
    session = hold(codes[:3])
    tick(session, by=manager, came=codes[2:4], missed=codes[:1])
    tick(session, by=manager, came=codes[2:4], missed=codes[:1])
    assert set(session.sign_ins.values_list("code_id", flat=True)) == {code.pk for code in codes[1:4]}


def test_the_log_of_ticks_tells_how_many_and_never_who(hold, codes):
    hold(codes[:3])
    event = AuditEvent.objects.get(verb="session.ticked")
    assert event.detail == {"came": 3, "taken_back": 0}
    told = " ".join(str(vars(event)) for event in AuditEvent.objects.all())
    assert not [code for code in codes if code.code in told or str(code) in told]


def test_without_an_agreement_nothing_is_kept(world, codes, manager):
    from partnership.models import Agreement

    Agreement.objects.filter(organization=world["open-door"]).delete()
    with pytest.raises(PermissionDenied, match="agreement"):
        begin_session(
            by=manager,
            program=world.programs["mentoring"],
            organization=world["open-door"],
            date=DAY,
            service="Help",
            hours=1,
        )


def test_a_session_to_come_cannot_be_opened(world, hold, manager):
    with pytest.raises(ValidationError, match="still to come"):
        hold([], date=timezone.localdate() + timedelta(days=1))


def test_codes_are_of_one_program_and_never_twice_in_it_or_the_organization(
    world, manager, codes, monkeypatch
):
    drawn = iter([codes[0].code, codes[0].code, "KF492X", "KF492X", "WWWWWW"])
    monkeypatch.setattr("outcomes.participation.codes.new_code", lambda: next(drawn))
    made = print_codes(
        by=manager, program=world.programs["mentoring"], organization=world["open-door"], number=2
    )
    assert {code.code for code in made} == {"KF492X", "WWWWWW"}


def test_the_same_code_of_two_organizations_is_two_participants(world, codes):
    from programs.actions.programs import add_program

    other = add_program(
        by=None, name="Chess", slug="chess", strategy="opportunities_provision", owners=[world["birch"]]
    )
    same = ParticipantCode.objects.create(
        organization=world["birch"], program=other, code=codes[0].code, created_by=codes[0].created_by
    )
    assert key_of(same) != key_of(codes[0])
    assert {each.key for each in participants_of(ParticipantCode.objects.filter(code=same.code))} == {
        key_of(same),
        key_of(codes[0]),
    }


def test_nobody_prints_for_a_program_of_others_or_without_the_right(world, manager, agreed):
    program = world.programs["mentoring"]
    editor = world.person("editor", world["open-door"])
    with pytest.raises(PermissionDenied):
        print_codes(by=editor, program=program, organization=world["open-door"], number=1)
    birch = world.person("program_manager", world["birch"])
    with pytest.raises(ValidationError, match="not an owner"):
        print_codes(by=birch, program=program, organization=world["birch"], number=1)


def test_a_roster_may_tell_codes_for_some_and_ids_for_others(world, accepted, codes):
    rows = [
        f"{codes[0]},,2024-09-02,given",
        f"{str(codes[1]).lower().replace('-', ' ')},,2024-09-02,given",
        ",4711,2024-09-02,given",
    ]
    submission = accepted(
        "program_roster",
        "Participant Code,student_id,entry_date,consent",
        rows,
        organization="open-door",
        period="2024-25",
        program=world.programs["mentoring"],
    )
    school_id = student_keys_of_alder(world, "4711")
    assert submission.rows == 3
    assert set(Engagement.objects.values_list("student_key", flat=True)) == {
        key_of(codes[0]),
        key_of(codes[1]),
        school_id,
    }


def student_keys_of_alder(world, text):
    from outcomes.submissions.identity import student_keys

    return student_keys([text], issuer=str(world["alder"].pk), kind="local")[text]


@pytest.mark.parametrize(
    ("code", "student", "reason"),
    [
        ("KF4-92M", "", "not_understood"),
        ("KF4-92X", "", "unknown_code"),
        ("", "", "blank"),
    ],
)
def test_a_code_that_was_not_printed_blocks_its_row(world, hand_in, codes, code, student, reason):
    ParticipantCode.objects.filter(code="KF492X").delete()
    submission = hand_in(
        "program_roster",
        "Participant Code,student_id,entry_date",
        [f"{code},{student},2024-09-02", f"{codes[0]},,2024-09-02"],
        organization="open-door",
        period="2024-25",
        program=world.programs["mentoring"],
    )
    problems = submission.problems.filter(severity="error")
    assert [(problem.reason, problem.rows) for problem in problems] == [(reason, [[2, 2]])]
    assert "KF4" not in str([vars(problem) for problem in submission.problems.all()]).replace(
        "like KF4-92X", ""
    )


def test_an_id_beside_a_code_counts_and_is_told(world, hand_in, codes):
    submission = hand_in(
        "program_roster",
        "participant_code,student_id,entry_date",
        [f"{codes[0]},4711,2024-09-02"],
        organization="open-door",
        period="2024-25",
        program=world.programs["mentoring"],
    )
    assert submission.problems.get().reason == "id_and_code"
    assert Engagement.objects.get().student_key == student_keys_of_alder(world, "4711")


def test_a_retired_code_leaves_the_list_and_its_facts_stay(hold, count, codes, manager):
    count(hold(codes[:2]))
    retire_code(codes[0], by=manager)
    assert len(in_effect()) == 2
    with transaction.atomic():
        assert ParticipantCode.objects.get(pk=codes[0].pk).retired_at
