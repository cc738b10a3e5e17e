"""Rotating secrets: every column that holds a student key, every thing the vault has locked."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.db import models

from outcomes.datasets import DATASETS
from outcomes.measures.models import StudentYear
from outcomes.retention.rotate import NothingToRotate, key_columns, rotate_student_keys
from outcomes.submissions.identity import student_keys
from outcomes.submissions.participants import StudentLink
from partnership import vault
from partnership.models import SignOn, VaultItem
from partnership.vault.rotate import rotate_vault
from partnership.vault.sealing import seal, unseal
from tests.outcomes.factories import school_year_of_data

pytestmark = pytest.mark.django_db


def test_every_column_that_may_hold_a_student_key_is_known():
    """64-bit numbers beside these are counts and measures; a new one has to be told apart here by its name."""
    known = set(key_columns())
    assert {
        (dataset.fact, "student_key") for dataset in DATASETS.values() if dataset.is_student_level
    } <= known
    assert {(StudentLink, "from_key"), (StudentLink, "to_key"), (StudentYear, "student_key")} <= known
    others = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("outcomes").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BigIntegerField)
        and "key" in field.name
        and (model, field.name) not in known
    ]
    assert not others


def test_a_rotation_reaches_facts_derived_tables_and_both_sides_of_links(world, settings):
    issuer = str(world["alder"].pk)
    keys = student_keys(["100", "101"], issuer=issuer, kind="local")
    school_year_of_data(world, world.places["alder-1"], "2023-24", keys.values())
    StudentLink.objects.create(
        from_key=keys["100"],
        to_key=keys["101"],
        organization=world["alder"],
        linked_by=world.person("data_steward"),
    )

    def seen(key):
        return [model.objects.filter(**{name: key}).count() for model, name in key_columns()]

    before = seen(keys["100"]), seen(keys["101"])
    settings.STUDENT_KEY_SECRETS = ["2:" + "n" * 40, *settings.STUDENT_KEY_SECRETS]
    rotate_student_keys(from_version="1")
    new = student_keys(["100", "101"], issuer=issuer, kind="local")
    assert new["100"] != keys["100"]
    assert (seen(new["100"]), seen(new["101"])) == before
    assert not any(seen(keys["100"])) and not any(seen(keys["101"]))
    with pytest.raises(NothingToRotate):
        rotate_student_keys(from_version="2")
    with pytest.raises(NothingToRotate):
        rotate_student_keys(from_version="unknown")


def test_the_vault_opens_after_its_older_secret_is_gone(world, settings):
    content = b"x" * (5 * 1024 * 1024)
    item = vault.put(content, by=None, owner=world["alder"], purpose="submission", destroy_on="2999-01-01")
    clerk = world.person("data_coordinator")
    totp = TOTP.activate(clerk, "JBSWY3DPEHPK3PXP").instance
    sign_on = SignOn(organization=world["alder"], kind="openid_connect")
    sign_on.client_secret = seal("their secret", purpose=f"sign-on {sign_on.pk}")
    sign_on.save()

    settings.VAULT_SECRETS = ["2:" + "n" * 40, *settings.VAULT_SECRETS]
    assert rotate_vault() == VaultItem.objects.count() + 2
    assert rotate_vault() == 0
    settings.VAULT_SECRETS = settings.VAULT_SECRETS[:1]
    item.refresh_from_db()
    assert vault.open_item(item, by=None, why="test") == content
    totp.refresh_from_db()
    assert unseal(totp.data["secret"], purpose="authenticator") == "JBSWY3DPEHPK3PXP"
    sign_on.refresh_from_db()
    assert unseal(sign_on.client_secret, purpose=f"sign-on {sign_on.pk}") == "their secret"
