"""What a file is, judged by its bytes and not by its name: a workbook, text, or something that is no table at
all.
"""

import re

from .remarks import Refusal

WORKBOOK, TEXT = "xlsx", "csv"

ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: First bytes of formats that people rename or attach by mistake -> refusal code.
SIGNATURES = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x00\x00\x00\x18ftyphei", "image"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"SQLite format 3", "database"),
    (b"PAR1", "database"),
    (b"\x00\x01\x00\x00Standard", "database"),
    (b"\x7fELF", "binary"),
    (b"MZ\x90", "binary"),
)
_JSON = re.compile(rb"(\{\s*\"|\[\s*[\[{])")
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta)\b", re.I)
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


def kind_of(content):
    """WORKBOOK or TEXT. Raises Refusal naming what the file is instead."""
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n,;|^\"'"):
        raise Refusal("empty")
    if content.startswith(ZIP):
        return WORKBOOK
    if content.startswith(OLE2):
        raise Refusal(_inside_ole2(content))
    for signature, code in SIGNATURES:
        if content.startswith(signature) and not _plain_text(content[:64]):
            raise Refusal(code)
    if b"%PDF-" in content[:1024]:
        raise Refusal("pdf")
    if content.startswith(b"{\\rtf"):
        raise Refusal("document")
    if not content.startswith(_UTF16_BOMS):
        _refuse_markup(content)
        _refuse_binary(content)
    return TEXT


def _inside_ole2(content):
    """The old compound format holds an encrypted workbook, an old workbook, or an old document."""
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        return "locked_workbook"
    if any(name.encode("utf-16-le") + b"\0\0" in content for name in ("Workbook", "Book")):
        return "old_workbook"
    return "document"


def _refuse_markup(content):
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<") and _HTML.search(head):
        raise Refusal("html")
    if head.startswith((b"<?xml", b"<")) and re.match(rb"<(\?xml|[A-Za-z][\w:.-]*[\s>/])", head):
        raise Refusal("xml")
    if _JSON.match(head):
        raise Refusal("json")


def _plain_text(head):
    """A table may well begin with the letters BM or PAR1; a picture or a database soon leaves plain text."""
    return head.isascii() and not any(byte < 32 and byte not in b"\t\r\n" for byte in head)


def _refuse_binary(content):
    """Control characters that no spreadsheet writes into text. Many zeros may be UTF-16, which is judged
    later.
    """
    head = content[:65536]
    if head.count(0) * 5 > len(head):
        return
    control = sum(head.count(byte) for byte in range(1, 32) if byte not in b"\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f")
    if control * 50 > len(head):
        raise Refusal("binary")
