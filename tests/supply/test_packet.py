"""The security packet and the guide to running it name only what exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from partnership import settings as settings_module

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *sorted((ROOT / "docs" / "security").glob("*.md")),
    ROOT / "docs/operations.md",
    ROOT / "docs/SECURITY.md",
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_exists(page):
    text = page.read_text()
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (page.parent / target).exists(), target
    for path in re.findall(r"`((?:tests|docs|deploy|partnership|outcomes)/[\w./-]+\.\w+)`", text):
        assert (ROOT / path).exists(), path
    for command in re.findall(r"manage\.py ([a-z_]+)", text):
        assert command in get_commands(), command


def test_the_sample_names_every_setting_that_must_be_given_and_no_unknown_one():
    sample = (ROOT / "deploy/partnership.env.sample").read_text()
    named = set(re.findall(r"^#?([A-Z_]+)=", sample, re.MULTILINE))
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', Path(settings_module.__file__).read_text()))
    assert named <= read | {"DATABASE_URL", "EMAIL_URL"}
    assert {"SECRET_KEY", "STUDENT_KEY_SECRETS", "VAULT_SECRETS", "BACKUP_SECRET", "ALLOWED_HOSTS"} <= named
