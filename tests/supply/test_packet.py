"""The security packet and the guide to running it name only what exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from partnership import settings as settings_module

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *sorted((ROOT / "docs" / "security").glob("*.md")),
    ROOT / "docs/accessibility.md",
    ROOT / "docs/operations.md",
    ROOT / "docs/SECURITY.md",
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_exists(page):
    text = page.read_text()
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (page.parent / target).exists(), target
    for path in re.findall(r"`((?:tests|docs|deploy|partnership|programs|outcomes|cms)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path
    for command in re.findall(r"manage\.py ([a-z_]+)", text):
        assert command in get_commands(), command


def test_the_sample_names_every_setting_that_must_be_given_and_no_unknown_one():
    sample = (ROOT / "deploy/partnership.env.sample").read_text()
    named = set(re.findall(r"^#?([A-Z_]+)=", sample, re.MULTILINE))
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', Path(settings_module.__file__).read_text()))
    assert named <= read | {"DATABASE_URL", "EMAIL_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    assert {"SECRET_KEY", "STUDENT_KEY_SECRETS", "VAULT_SECRETS", "BACKUP_SECRET", "ALLOWED_HOSTS"} <= named


# The lowest level of each requirement, section by section, in order: 345 lines in all.
LEVELS = [
    "V1.1",
    "22",
    "V1.2",
    "1111122223",
    "V1.3",
    "112222222223",
    "V1.4",
    "222",
    "V1.5",
    "123",
    "V2.1",
    "122",
    "V2.2",
    "112",
    "V2.3",
    "12223",
    "V2.4",
    "23",
    "V3.1",
    "3",
    "V3.2",
    "113",
    "V3.3",
    "12223",
    "V3.4",
    "11222233",
    "V3.5",
    "11122333",
    "V3.6",
    "3",
    "V3.7",
    "22333",
    "V4.1",
    "12233",
    "V4.2",
    "23333",
    "V4.3",
    "22",
    "V4.4",
    "1222",
    "V5.1",
    "2",
    "V5.2",
    "112333",
    "V5.3",
    "113",
    "V5.4",
    "222",
    "V6.1",
    "122",
    "V6.2",
    "111111112222",
    "V6.3",
    "11223333",
    "V6.4",
    "112233",
    "V6.5",
    "22222333",
    "V6.6",
    "2223",
    "V6.7",
    "33",
    "V6.8",
    "2222",
    "V7.1",
    "222",
    "V7.2",
    "1111",
    "V7.3",
    "22",
    "V7.4",
    "11222",
    "V7.5",
    "223",
    "V7.6",
    "22",
    "V8.1",
    "1233",
    "V8.2",
    "1123",
    "V8.3",
    "133",
    "V8.4",
    "23",
    "V9.1",
    "111",
    "V9.2",
    "1222",
    "V10.1",
    "22",
    "V10.2",
    "223",
    "V10.3",
    "22223",
    "V10.4",
    "1111122222233333",
    "V10.5",
    "22222",
    "V10.6",
    "22",
    "V10.7",
    "222",
    "V11.1",
    "2233",
    "V11.2",
    "22233",
    "V11.3",
    "11233",
    "V11.4",
    "1222",
    "V11.5",
    "23",
    "V11.6",
    "23",
    "V11.7",
    "33",
    "V12.1",
    "12233",
    "V12.2",
    "11",
    "V12.3",
    "22223",
    "V13.1",
    "2333",
    "V13.2",
    "222223",
    "V13.3",
    "2233",
    "V13.4",
    "1222233",
    "V14.1",
    "22",
    "V14.2",
    "12223333",
    "V14.3",
    "122",
    "V15.1",
    "12233",
    "V15.2",
    "12233",
    "V15.3",
    "1222222",
    "V15.4",
    "3333",
    "V16.1",
    "2",
    "V16.2",
    "22222",
    "V16.3",
    "2222",
    "V16.4",
    "222",
    "V16.5",
    "2223",
    "V17.1",
    "23",
    "V17.2",
    "22223333",
    "V17.3",
    "22",
]
FULLY = ("V5", "V8", "V14")
STATES = {"met", "n/a", "installation", "not met"}


def test_every_line_of_the_standard_has_a_state_and_evidence():
    asked, levels = [], "".join(LEVELS[1::2])
    assert [levels.count(level) for level in "123"] == [70, 183, 92]
    for section, levels in zip(LEVELS[::2], LEVELS[1::2], strict=True):
        deepest = "3" if section.partition(".")[0] in FULLY else "2"
        asked += [f"{section}.{number}" for number, level in enumerate(levels, 1) if level <= deepest]
    page = (ROOT / "docs/security/asvs.md").read_text()
    lines = re.findall(r"^\| (V\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|$", page, re.MULTILINE)
    assert [number for number, *_rest in lines] == asked
    assert {state for _number, _asks, state, _evidence in lines} <= STATES
    assert all(asks and evidence for _number, asks, _state, evidence in lines)
