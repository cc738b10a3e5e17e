"""The sign-in, the codes and the links on screen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.models import SignIn, StudentLink
from outcomes.participation.codes import print_codes
from outcomes.participation.signing import tick
from partnership.models import Agreement, AuditEvent

from .test_links import CHILD, enrolled  # noqa: F401

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def phone(client, manager):
    client.force_login(manager, backend=BACKEND)
    return client


def came(session):
    return set(session.sign_ins.values_list("code_id", flat=True))


def test_without_javascript_one_button_saves_what_changed(phone, hold, codes, manager):
    session = hold(codes[:2])
    page = phone.get(f"/workspace/sessions/{session.pk}/")
    assert all(str(code) in page.content.decode() for code in codes)
    # Somebody else ticks meanwhile; what this page did not change stays.
    tick(session, by=manager, came=[codes[4]])
    was, now = [codes[0].pk, codes[1].pk], [codes[1].pk, codes[2].pk]
    response = phone.post(f"/workspace/sessions/{session.pk}/", {"was": was, "came": now})
    assert response.status_code == 302
    assert came(session) == {codes[1].pk, codes[2].pk, codes[4].pk}


def test_a_tick_answers_with_the_count_and_a_closed_session_with_a_sentence(phone, hold, close, codes):
    session = hold(codes[:2])
    address = f"/workspace/sessions/{session.pk}/tick/?code={codes[3].pk}"
    assert "3 participants came" in phone.post(address, {"came": [codes[3].pk]}).content.decode()
    assert "2 participants came" in phone.post(address, {}).content.decode()
    close(session)
    refused = phone.post(address, {"came": [codes[3].pk]})
    assert refused.status_code == 409
    assert b"closed" in refused.content


def test_a_code_of_another_program_is_not_ticked(world, phone, hold, codes):
    from programs.actions.programs import add_program

    other = add_program(
        by=None, name="Chess", slug="chess", strategy="opportunities_provision", owners=[world["open-door"]]
    )
    (strange,) = print_codes(
        by=world.person("program_manager", world["open-door"]),
        program=other,
        organization=world["open-door"],
        number=1,
    )
    session = hold([])
    phone.post(f"/workspace/sessions/{session.pk}/", {"came": [strange.pk, "x", ""]})
    assert not SignIn.objects.exists()


def test_each_reading_is_logged(phone, hold, codes, world):
    session = hold(codes[:2])
    for address in (
        f"/workspace/sessions/{session.pk}/",
        "/workspace/programs/campus-mentors/codes/",
        "/workspace/programs/campus-mentors/codes/cards/",
    ):
        before = AuditEvent.objects.filter(verb__in=["codes.read", "session.read"]).count()
        assert phone.get(address).status_code == 200
        events = AuditEvent.objects.filter(verb__in=["codes.read", "session.read"])
        assert events.count() == before + 1
    assert {event.organization_id for event in events} == {world["open-door"].pk}


def test_when_the_agreement_ends_the_list_closes(phone, hold, codes, world):
    session = hold(codes[:2])
    Agreement.objects.filter(organization=world["open-door"]).delete()
    assert phone.get(f"/workspace/sessions/{session.pk}/").status_code == 403
    assert phone.get("/workspace/programs/campus-mentors/codes/").status_code == 403
    assert phone.get("/workspace/programs/campus-mentors/sessions/").status_code == 200


def test_a_log_that_came_as_a_file_is_told_before_it_is_replaced(phone, hold, codes, accepted, world):
    accepted(
        "service_log",
        "Participant Code,date,service,quantity,unit",
        [f"{codes[0]},2024-09-03,Tutoring,2,hours"],
        organization="open-door",
        period="2024-25",
        program=world.programs["mentoring"],
    )
    page = phone.get(f"/workspace/sessions/{hold([]).pk}/").content.decode()
    assert "counts now" in page


def test_pages_cost_the_same_for_six_codes_and_for_sixty(world, phone, hold, codes, manager):
    session = hold(codes[:2])
    addresses = [f"/workspace/sessions/{session.pk}/", "/workspace/programs/campus-mentors/codes/"]

    def queries():
        costs = []
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert phone.get(address).status_code == 200
            costs.append(len(captured))
        return costs

    queries()
    before = queries()
    print_codes(by=manager, program=world.programs["mentoring"], organization=world["open-door"], number=54)
    assert queries() == before


def test_a_steward_links_and_takes_back_on_screen(world, client, enrolled, hold, count, codes):
    count(hold(codes[:2]))
    client.force_login(world.person("data_steward"), backend=BACKEND)
    page = client.get("/workspace/organizations/alder/participant-codes/").content.decode()
    # Cards that nobody holds are not offered.
    assert [str(code) in page for code in codes[:3]] == [True, True, False]
    address = f"/workspace/organizations/alder/participant-codes/{codes[0].pk}/"
    assert client.post(address, {"student_id": CHILD, "consented": "on"}).status_code == 302
    assert (
        "Only keyed hashes"
        in client.get("/workspace/organizations/alder/participant-codes/").content.decode()
    )
    assert client.post(address + "unlink/").status_code == 302
    assert not StudentLink.objects.exists()
