"""A scheduled export arrives by itself: what a token may do, and how it ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outcomes.models import Claim, Submission, UploadToken
from outcomes.submissions.withdraw import withdraw
from outcomes.ways_in.tokens import REQUESTS_AN_HOUR, make_token, revoke_token
from partnership.actions.agreements import terminate_agreement
from partnership.actions.memberships import end_role, grant_role
from partnership.models import AuditEvent, Membership, VaultItem

from .conftest import attendance, read, subjects


def state_of(client, token, submission):
    return client.get(
        reverse("submission_endpoint", args=[submission.pk]),
        headers={"Authorization": f"Bearer {token.secret}"},
    )


def refused(answer, status, code):
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert answer.json()["message"].endswith(".")
    return True


def test_a_file_arrives_is_accepted_and_says_where_it_came_from(world, client, token, send):
    export = token()
    answer = send(export, attendance(), accept="true", note="Every Monday")
    told = answer.json()
    assert (answer.status_code, told["state"]) == (202, "received")
    assert told["url"] == answer.headers["Location"]
    assert "sessionid" not in answer.cookies and "csrftoken" not in answer.cookies

    submission = read()
    told = state_of(client, export, submission).json()
    assert (told["state"], told["rows"], told["new"]) == ("accepted", 2, 2)
    assert {each["severity"] for each in told["problems"]} == {"warning"}
    assert Claim.objects.filter(in_effect=True).count() == 1
    assert (submission.way, submission.note) == ("endpoint", "Every Monday")
    assert submission.accepted_by == submission.created_by == world.person("data_coordinator")
    assert subjects() == [], "what went well needs nobody"
    rights = dict(AuditEvent.objects.filter(verb__startswith="submission.").values_list("verb", "right"))
    assert rights["submission.received"] == rights["submission.accepting_by_token"]
    assert "Aeries, every Monday" in rights["submission.received"]
    export.refresh_from_db()
    assert export.last_used_at

    client.force_login(world.person("data_coordinator"))
    page = client.get(reverse("workspace:submission", args=[submission.pk])).content.decode()
    assert "Sent by another system" in page and "Aeries, every Monday" in page


def test_a_raw_body_does_as_well(client, token):
    address = reverse("submissions_endpoint") + "?dataset=student_attendance&name=october.csv"
    answer = client.generic(
        "POST",
        address,
        attendance(),
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Bearer {token().secret}"},
    )
    assert answer.status_code == 202
    assert read().state == "staged" and Submission.objects.get().file_name == "october.csv"


def test_a_form_that_breaks_off_is_answered_like_everything_else(client, token):
    answer = client.generic(
        "POST",
        reverse("submissions_endpoint"),
        b"--x\r\nContent-Disposition: form-data; name=",
        content_type="multipart/form-data; boundary=\xff",
        headers={"Authorization": f"Bearer {token().secret}"},
    )
    assert refused(answer, 400, "broken_request")


def test_errors_keep_the_file_staged_and_the_person_is_told(world, client, token, send):
    export = token()
    send(export, attendance(absent=21), accept="1")
    submission = read()
    told = state_of(client, export, submission).json()
    assert told["state"] == "staged"
    assert [(each["reason"], each["rows"]) for each in told["problems"] if each["severity"] == "error"] == [
        ("absent_over_expected", [[3, 3]])
    ]
    assert subjects() == [(world.person("data_coordinator").email, "A file has errors")]
    assert refused(send(export, attendance(absent=21), accept="1"), 409, "errors")


def test_what_cannot_be_read_is_refused_and_the_person_is_told(world, token, send):
    send(token(), b"this,is\nanother,file\n", accept="1")
    assert read().state == "refused"
    assert subjects() == [(world.person("data_coordinator").email, "A file was refused")]


def test_without_accept_a_person_looks_first(world, token, send):
    export = token()
    send(export, attendance())
    assert read().state == "staged"
    assert subjects() == [(world.person("data_coordinator").email, "A file is ready to review")]
    # The same file, now to be accepted: no second submission.
    answer = send(export, attendance(), accept="yes")
    assert (answer.status_code, answer.json()["state"]) == (200, "accepted")
    assert Submission.objects.count() == 1


def test_the_same_bytes_again_create_nothing_new(token, send, world):
    export = token()
    first = send(export, attendance(), accept="1").json()
    again = send(export, attendance(), accept="1")
    assert (again.status_code, again.json()["submission"]) == (200, first["submission"]), "while it is read"
    read()
    again = send(export, attendance(), accept="1", name="another name.csv")
    assert again.status_code == 200 and "already accepted on" in again.json()["message"]
    assert again.json()["submission"] == first["submission"]
    assert Submission.objects.count() == VaultItem.objects.count() + 1 == 1
    # Replaced by another file, it says something new when it comes again.
    assert send(export, attendance(absent=3), accept="1").status_code == 202
    read()
    assert send(export, attendance(), accept="1").status_code == 202
    assert read().state == "accepted" and Submission.objects.count() == 3
    # As it does once it was withdrawn.
    withdraw(Submission.objects.latest("created_at"), by=world.person("data_coordinator"), why="A test.")
    assert send(export, attendance(), accept="1").status_code == 202


def test_who_has_no_token_that_works_learns_nothing(client, send, token, world):
    address = reverse("submissions_endpoint")
    assert refused(client.post(address, {}), 401, "token_needed")
    client.force_login(world.person("data_coordinator"))
    assert refused(client.post(address, {"dataset": "student_attendance"}), 401, "token_needed"), "no cookie"
    assert client.get(address).status_code == 405
    for secret in ("put_guessed", "x" * 5000, "é", token().secret[:-1]):
        assert refused(send(None, attendance(), secret=secret), 401, "token_unknown")
    assert not Submission.objects.exists()


def test_a_forged_form_of_another_site_is_of_no_use(token):
    """No CSRF token is asked for, because no cookie counts."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        reverse("submissions_endpoint"), {}, headers={"Authorization": f"Bearer {token().secret}"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("end", ["revoked", "over", "role", "role_given_again", "closed", "last_day_of_role"])
def test_a_token_ends(world, client, token, send, end):
    export, person = token(), world.person("data_coordinator")
    submission = Submission.objects.get(pk=send(export, attendance()).json()["submission"])
    role = Membership.objects.get(user=person)
    if end == "revoked":
        revoke_token(export, by=person)
    elif end == "over":
        UploadToken.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    elif end == "role":
        end_role(role, by=None)
    elif end == "role_given_again":
        end_role(role, by=None)
        grant_role(by=None, user=person, organization=world["alder"], role="data_coordinator")
    elif end == "closed":
        person.is_active = False
        person.save()
    else:
        # Its last day has passed, and no job has run since.
        Membership.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert refused(send(export, attendance(3)), 401, "token_unknown")
    assert refused(state_of(client, export, submission), 401, "token_unknown")
    assert Submission.objects.count() == 1


def test_a_file_under_way_is_not_accepted_once_the_token_has_ended(world, token, send):
    export = token()
    send(export, attendance(), accept="1")
    revoke_token(export, by=world.person("data_coordinator"))
    assert read().state == "staged"
    assert subjects()[-1] == (world.person("data_coordinator").email, "A file was not accepted")


def test_a_token_does_what_it_is_for_and_no_more(world, client, token, send):
    export = token(may_accept=False, datasets=["student_attendance"])
    assert refused(send(export, attendance(), accept="1"), 403, "may_not_accept")
    assert refused(send(export, attendance(), dataset="school_totals"), 403, "dataset_of_others")
    assert refused(send(export, attendance(), dataset="horoscopes"), 403, "dataset_of_others")
    assert refused(send(export, attendance(), dataset=""), 422, "dataset_needed")
    assert refused(send(export), 422, "file_needed")
    assert refused(send(export, attendance(), program="no-such"), 422, "program_unknown")
    assert refused(send(export, attendance(), period="2024"), 422, "period_unknown")
    assert refused(send(export, b""), 422, "empty")
    assert not Submission.objects.exists()
    # It sees what its organization handed in of its datasets, and nothing else.
    others = token(organization=world["birch"], by=world.person("data_coordinator", world["birch"]))
    send(others, attendance())
    assert refused(state_of(client, export, Submission.objects.get()), 404, "unknown_submission")
    send(token(), attendance(), dataset="school_totals")
    of_totals = Submission.objects.get(dataset="school_totals")
    assert refused(state_of(client, export, of_totals), 404, "unknown_submission")


def test_the_agreement_gates_it(world, token, send):
    export = token()
    for agreement in world["alder"].agreements.all():
        terminate_agreement(agreement, by=None)
    assert refused(send(export, attendance()), 403, "no_agreement")


def test_too_large_and_too_often(settings, token, send, client):
    export = token()
    settings.LARGEST_UPLOAD_BYTES = 10
    assert refused(send(export, attendance()), 413, "too_large")
    settings.LARGEST_UPLOAD_BYTES = 256 * 1024 * 1024
    UploadToken.objects.update(requests=REQUESTS_AN_HOUR - 1)
    assert send(export, attendance()).status_code == 202
    answer = send(export, attendance(3))
    assert refused(answer, 429, "too_many_requests") and answer.headers["Retry-After"] == "3600"
    UploadToken.objects.update(hour_began_at=timezone.now() - timedelta(minutes=61))
    assert send(export, attendance(3)).status_code == 202


def test_only_a_data_coordinator_makes_one_and_not_for_longer_than_a_year(world, token):
    for role in ("organization_administrator", "editor", "partnership_coordinator"):
        with pytest.raises(PermissionDenied):
            token(by=world.person(role))
    for days in (-1, 366):
        with pytest.raises(ValidationError):
            token(days=days)
    with pytest.raises(ValidationError):
        token(datasets=[])
    assert not UploadToken.objects.exists()


def test_the_secret_is_nowhere_in_the_database(world, client):
    client.force_login(world.person("data_coordinator"))
    page = client.post(
        reverse("workspace:make_upload_token", args=["alder"]),
        {
            "name": "Aeries",
            "datasets": ["student_attendance"],
            "ends_on": timezone.localdate() + timedelta(days=30),
        },
    ).content.decode()
    secret = page.split('<code class="secret">')[1].split("<")[0]
    client.post(
        reverse("submissions_endpoint"),
        {"dataset": "student_attendance"},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert UploadToken.objects.get().requests == 1
    assert secret not in client.get(reverse("workspace:ways_in", args=["alder"])).content.decode()
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert not [row for row in cursor.fetchall() if secret.removeprefix("put_") in str(row)], table


def test_screens_make_list_and_revoke(world, client, token):
    export = token()
    ways_in = reverse("workspace:ways_in", args=["alder"])
    revoke = reverse("workspace:revoke_upload_token", args=[export.pk])

    def status(role, organization=None, method="get", address=ways_in):
        client.force_login(world.person(role, organization))
        return getattr(client, method)(address).status_code

    assert status("data_coordinator") == status("organization_administrator") == 200
    assert status("partnership_coordinator") == 200
    assert status("release_signer") == 403 and status("data_coordinator", world["birch"]) == 404
    assert status("partnership_coordinator", method="post", address=revoke) == 403
    assert status("organization_administrator", method="post", address=revoke) == 302
    export.refresh_from_db()
    assert export.revoked_at
    page = client.get(ways_in).content.decode()
    assert "Revoked" in page and "Aeries, every Monday" in page


def test_a_token_of_a_year_and_a_day_is_refused_with_a_sentence(world, client):
    client.force_login(world.person("data_coordinator"))
    form = {"name": "x", "datasets": ["student_attendance"]}
    form["ends_on"] = timezone.localdate() + timedelta(days=366)
    page = client.post(reverse("workspace:make_upload_token", args=["alder"]), form).content.decode()
    assert "A token works for a year at most" in page and not UploadToken.objects.exists()
    make_token(
        world["alder"],
        by=world.person("data_coordinator"),
        name="x",
        datasets=["student_attendance"],
        ends_on=timezone.localdate() + timedelta(days=365),
    )
