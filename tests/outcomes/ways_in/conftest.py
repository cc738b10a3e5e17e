"""Files that another system, or somebody without an account, sends."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from outcomes.models import Submission
from outcomes.submissions.tasks import stage_submission
from outcomes.ways_in.links import make_link
from outcomes.ways_in.tokens import make_token

ATTENDANCE = """school_code,student_id,month,days_expected,days_excused,days_unexcused
99100010100001,100,2024-09,20,1,0
99100010100001,101,2024-09,20,0,{absent}
"""
TOTALS = """AcademicYear,AggregateLevel,CountyCode,DistrictCode,SchoolCode,ReportingCategory,\
ReportingCategory_Description,CumulativeEnrollment,Total Suspensions,\
Unduplicated Count of Students Suspended (Total)
2023-24,S,99,{district},0100001,TA,Total,400,{suspensions},20
"""


def attendance(absent=2):
    """Two students of a school; 21 days of 20 are an error."""
    return ATTENDANCE.format(absent=absent).encode()


def totals(suspensions=31, district="10001"):
    """One school of Alder (Birch is 10002), aggregate."""
    return TOTALS.format(suspensions=suspensions, district=district).encode()


def read(submission=None):
    """Let the worker read what waits; the submission as it is then."""
    submission = submission or Submission.objects.latest("created_at")
    stage_submission.call(str(submission.pk))
    submission.refresh_from_db()
    return submission


@pytest.fixture(autouse=True)
def told_at_once(monkeypatch):
    """E-mails leave at once: the transaction around a test is never committed."""
    at_once = SimpleNamespace(on_commit=lambda send, robust: send())
    monkeypatch.setattr("partnership.mail.transaction", at_once)


@pytest.fixture
def token(world):
    def token(may_accept=True, datasets=("student_attendance", "school_totals"), days=90, **kwargs):
        return make_token(
            kwargs.pop("organization", world["alder"]),
            by=kwargs.pop("by", None) or world.person("data_coordinator"),
            name="Aeries, every Monday",
            datasets=list(datasets),
            ends_on=timezone.localdate() + timedelta(days=days),
            may_accept=may_accept,
        )

    return token


@pytest.fixture
def send(client):
    """send(token, content, dataset=..., accept=...): the answer of the endpoint."""

    def send(token, content=None, *, secret=None, name="september.csv", **fields):
        headers = {"Authorization": f"Bearer {secret or token.secret}"}
        fields = {"dataset": "student_attendance", **fields}
        if content is not None:
            fields["file"] = SimpleUploadedFile(name, content)
        return client.post(reverse("submissions_endpoint"), fields, headers=headers)

    return send


@pytest.fixture
def link(world):
    def link(by=None, organization="alder", dataset="student_attendance", **kwargs):
        return make_link(
            world[organization],
            by=by or world.person("data_coordinator", world[organization]),
            dataset=dataset,
            email=kwargs.pop("email", "clerk@elsewhere.example.org"),
            **kwargs,
        )

    return link


@pytest.fixture
def send_by_link(client):
    """send_by_link(link, content): the answer of the public page."""

    def send_by_link(link, content, name="september.csv", **fields):
        told = {"sent_by": "Pat Clerk", "allowed": "on", **fields}
        if content is not None:
            told["file"] = SimpleUploadedFile(name, content)
        return client.post(path_of(link), told)

    return send_by_link


def path_of(link):
    return "/upload/" + link.address.rsplit("/upload/", 1)[1]


def subjects():
    """[(to, subject)] of the e-mails so far."""
    return [(message.to[0], message.subject) for message in mail.outbox]
