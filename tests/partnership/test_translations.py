"""Spanish words: what is compiled is what is written, nothing is lost in a sentence, and no English shows.

The product must speak Spanish where gettext is not installed, so the compiled files belong to it.
"""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings

CATALOGS = sorted(Path(folder) / "es" / "LC_MESSAGES" / "django.po" for folder in settings.LOCALE_PATHS)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z%]|<[^>]+>")
KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])? (".*")$')


def entries(path):
    """Every entry of a .po file, its header left out: [{"msgid", "msgid_plural"?, "msgstr": {number: text}}]."""
    found = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        entry, where, key = {"msgstr": {}}, None, None
        for line in block.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if match := KEYWORD.match(line):
                word, number, text = match.groups()
                where, key = (entry["msgstr"], int(number or 0)) if word == "msgstr" else (entry, word)
                where[key] = ast.literal_eval(text)
            else:
                where[key] += ast.literal_eval(line)
        if entry.get("msgid"):
            found.append(entry)
    return found


def as_compiled(path):
    """{msgid or (msgid, form): text}, as gettext reads it from a compiled file."""
    written = {}
    for entry in entries(path):
        msgid = entry["msgid"]
        if "msgctxt" in entry:
            msgid = f"{entry['msgctxt']}\x04{msgid}"
        if any(entry["msgstr"].values()):
            for form, text in entry["msgstr"].items():
                written[(msgid, form) if "msgid_plural" in entry else msgid] = text
    return written


def name_of(path):
    return path.parents[3].name


@pytest.mark.parametrize("path", CATALOGS, ids=name_of)
def test_the_compiled_words_are_the_written_ones(path):
    with path.with_suffix(".mo").open("rb") as file:
        compiled = dict(gettext.GNUTranslations(file)._catalog)
    compiled.pop("", None)
    assert compiled == as_compiled(path), "compile it again: msgfmt --check -o django.mo django.po"


@pytest.mark.parametrize("path", CATALOGS, ids=name_of)
def test_no_word_is_a_guess(path):
    assert "fuzzy" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CATALOGS, ids=name_of)
def test_placeholders_survive_translation(path):
    for entry in entries(path):
        for form, text in entry["msgstr"].items():
            source = entry.get("msgid_plural", entry["msgid"]) if form else entry["msgid"]
            if text:
                assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(source)), source


ENGLISH = [
    "Skip to the content",
    "Sign in",
    "Menu",
    "Outcomes",
    "Partner organizations",
    "Who works together",
    "All programs",
    "All news",
    "All cities",
    "All kinds",
    "Find partners",
    "Name or keyword",
    "School district",
    "Non-profit",
    "Opportunities provision",
    "Nothing is released yet",
    "Released outcomes",
]


@pytest.mark.parametrize("path", ["/es/", "/es/socios/", "/es/programas/", "/es/outcomes/"])
def test_the_interface_speaks_spanish(path, client, world):
    world.person("editor")
    answer = client.get(path)
    assert answer.status_code == 200
    words = re.sub(r"<(script|style)\b.*?</\1>", "", answer.content.decode(), flags=re.S)
    seen = [line.strip() for line in re.sub(r"<[^>]+>", "\n", words).splitlines()]
    assert "Ir al contenido" in seen
    assert not set(ENGLISH) & set(seen)


def test_a_page_that_does_not_exist_says_so_in_spanish(client, world):
    answer = client.get("/es/no-existe/")
    assert answer.status_code == 404
    assert "Página no encontrada" in answer.content.decode()
