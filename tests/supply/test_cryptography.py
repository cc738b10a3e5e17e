"""What the code encrypts and hashes with is what docs/security/cryptography.md says, and nothing weak."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/security/cryptography.md").read_text()
KEYED = re.compile(r"\b(AESGCM|HKDF|scrypt|hmac|salted_hmac)\b")
WEAK = re.compile(
    r"md5|sha1\b|\bECB\b|\bCBC\b|PKCS1v15|ARC4|TripleDES|verify=False|CERT_NONE|usedforsecurity"
)
GUESSABLE = re.compile(r"^\s*(import random|from random import)", re.MULTILINE)
# Where a sequence that anybody may know is wanted.
MAY_BE_GUESSED = {"outcomes/evaluation/extracts/bundle.py"}


def code():
    """{path from the root: text} of what runs in production."""
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for app in ("partnership", "programs", "outcomes", "cms")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and "demo" not in path.parts
    }


def test_every_place_that_uses_a_key_is_named():
    assert {path for path, text in code().items() if KEYED.search(text)} - set(
        re.findall(r"`([\w/]+\.py)`", PAGE)
    ) == set()


def test_nothing_weak_and_nothing_guessable_is_used():
    texts = code()
    assert {path for path, text in texts.items() if WEAK.search(text)} == set()
    assert {path for path, text in texts.items() if GUESSABLE.search(text)} == MAY_BE_GUESSED
