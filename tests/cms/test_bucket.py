"""Media in an S3-compatible bucket: what is private there stays private, and goes through the platform to whoever may."""

import runpy

import boto3
import pytest
import requests
from django.conf import settings as django_settings
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from moto import mock_aws

from cms.models import Download

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7 the plan of Alder"


@pytest.fixture
def bucket(settings, monkeypatch):
    """A bucket within this process, configured by the very settings of an installation."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "of-the-test")
    monkeypatch.setenv("MEDIA_BUCKET", "media")
    monkeypatch.setenv("MEDIA_BUCKET_REGION", "us-west-2")
    with mock_aws():
        made = boto3.resource("s3", region_name="us-west-2").Bucket("media")
        made.create(CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        configured = runpy.run_path(django_settings.BASE_DIR / "partnership/settings.py")["STORAGES"]
        settings.STORAGES = {**settings.STORAGES, "default": configured["default"]}
        yield made


@pytest.fixture
def plan(bucket, sections):
    """A document that no page offers yet."""
    return Download.objects.create(
        title="Plan", file=ContentFile(CONTENT, "plan.pdf"), collection_id=sections["alder"].collection_id
    )


def test_a_document_rests_in_the_bucket_and_only_the_platform_hands_it_out(bucket, plan, client, sign_in):
    (kept,) = bucket.objects.all()
    assert kept.key == plan.file.name == "documents/plan.pdf" and kept.get()["Body"].read() == CONTENT
    assert client.get(plan.url).status_code == 404, "no page offers it, and nobody is signed in"
    sign_in("editor")
    answer = client.get(plan.url)
    assert b"".join(answer.streaming_content) == CONTENT
    assert answer["Content-Disposition"].startswith("attachment")
    assert "amazonaws" not in plan.url


def test_the_bucket_gives_nothing_to_whoever_only_knows_the_address(bucket, plan):
    grants = [grant for kept in bucket.objects.all() for grant in kept.Acl().grants]
    assert {grant["Grantee"]["Type"] for grant in grants} == {"CanonicalUser"}, "a group means everybody"
    signed = default_storage.url(plan.file.name)
    bare, _question, signature = signed.partition("?")
    assert "Expires" in signature and "Signature" in signature
    assert requests.get(bare, timeout=5).status_code == 403
    assert requests.get(signed, timeout=5).content == CONTENT


def test_what_is_deleted_is_gone_and_what_is_added_replaces_nothing(bucket, plan):
    other = default_storage.save("documents/plan.pdf", ContentFile(b"another"))
    assert other != plan.file.name and plan.file.read() == CONTENT
    default_storage.delete(other)
    plan.file.delete()
    assert list(bucket.objects.all()) == []


def test_the_check_writes_into_the_bucket_and_names_one_that_is_not_there(bucket):
    assert "partnership.E011" not in problems()
    assert list(bucket.objects.all()) == [], "the check leaves nothing behind"
    bucket.delete()
    assert "partnership.E011" in problems()


def problems():
    return {problem.id for problem in run_checks(tags=["partnership"], include_deployment_checks=True)}
