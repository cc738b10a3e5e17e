"""Which characters the bytes of a text file stand for.

Unicode is recognized for certain (byte order mark, valid UTF-8, UTF-16 by the place of its zero bytes). What
is left is a guess between Windows (cp1252) and old Mac (MacRoman) by which of the two gives plausible words:
byte 0xD0 between two digits is a dash to a Mac and an Icelandic letter to Windows. A guess is always told to
the person.
"""

import codecs
import re

from .remarks import Refusal

UTF8, UTF16_LE, UTF16_BE = "utf-8", "utf-16-le", "utf-16-be"
WINDOWS, MAC = "cp1252", "mac_roman"
_STEP = 1 << 20
_JUDGED = 4000
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTRACTION = re.compile(r"(s|t|d|m|ll|re|ve)\b", re.I)
_FREQUENT = frozenset("áéíóúñüçàèêôöä")


def encoding_of(content):
    """(encoding, bytes of byte order mark to skip). Raises Refusal for NUL bytes and for text that is no
    known encoding.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, UTF8),
        (codecs.BOM_UTF16_LE, UTF16_LE),
        (codecs.BOM_UTF16_BE, UTF16_BE),
    ):
        if content.startswith(mark):
            _check(content, encoding, len(mark))
            return encoding, len(mark)
    if b"\0" in content:
        encoding = _utf16_without_mark(content)
        _check(content, encoding, 0)
        return encoding, 0
    if content.isascii() or _undecodable_at(content, UTF8, 0) is None:
        return UTF8, 0
    return _single_byte(content), 0


def line_of(content, position):
    """1-based line of a byte, for messages."""
    return content.count(b"\n", 0, position) + 1


def _check(content, encoding, start):
    position = _undecodable_at(content, encoding, start)
    if position is not None:
        raise Refusal("mixed_encoding", row=line_of(content, position))
    if encoding == UTF8 and b"\0" in content:
        raise Refusal("nul_bytes", row=line_of(content, content.index(b"\0")))


def _undecodable_at(content, encoding, start):
    """Where decoding fails, or None; a NUL character in UTF-16 counts as failure. Never holds a decoded copy
    of the whole.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    for at in range(start, len(content), _STEP):
        try:
            text = decoder.decode(content[at : at + _STEP], at + _STEP >= len(content))
        except UnicodeDecodeError as error:
            return min(at + error.start, len(content) - 1)
        if encoding != UTF8 and "\0" in text:
            raise Refusal("nul_bytes", row=line_of(content, at))
    return None


def _utf16_without_mark(content):
    """Western text in UTF-16 has a zero in every second byte, always on the same side."""
    head = content[:8192]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd * 2 > half and even * 20 <= half:
        return UTF16_LE
    if even * 2 > half and odd * 20 <= half:
        return UTF16_BE
    raise Refusal("nul_bytes", row=line_of(content, content.index(b"\0")))


def _single_byte(content):
    broken = _undecodable_at(content, UTF8, 0)
    around = content[max(0, broken - _STEP) : broken + _STEP]
    unicode_letters = len(_MULTIBYTE.findall(around))
    stray = len(_HIGH.findall(_MULTIBYTE.sub(b"", around)))
    if unicode_letters >= 3 and unicode_letters > stray:
        raise Refusal("mixed_encoding", row=line_of(content, broken))
    passages = _passages(content)
    windows, mac = (
        sum(_plausibility(passage, encoding) for passage in passages) for encoding in (WINDOWS, MAC)
    )
    chosen = MAC if mac > windows else WINDOWS
    if chosen == WINDOWS and _undecodable_at(content, WINDOWS, 0) is not None:
        if mac <= 0:
            raise Refusal("unknown_encoding", row=line_of(content, _undecodable_at(content, WINDOWS, 0)))
        chosen = MAC
    return chosen


def _passages(content):
    """Bytes around the first few thousand non-ASCII characters, neighbours included."""
    passages, end = [], -1
    for match in _HIGH.finditer(content):
        if match.start() < end:
            continue
        end = match.start() + 8
        passages.append(content[max(0, match.start() - 2) : end])
        if len(passages) == _JUDGED:
            break
    return passages


def _plausibility(passage, encoding):
    """How well a passage reads in an encoding: points for letters inside words, dashes between digits, and
    the like.
    """
    text = passage.decode(encoding, "replace")
    padded = f" {text}   "
    return sum(
        _points(padded[i], padded[i - 1], padded[i + 1 : i + 4])
        for i in range(1, len(text) + 1)
        if padded[i] > "\x7f"
    )


def _points(char, before, after):
    following = after[0]
    if char.isalpha():
        return _letter_points(char, before, following)
    if char in "–—":
        if before.isalpha() and following.isalpha():
            return -1
        return 2
    if char in "‘’":
        if before.isalpha() and (_CONTRACTION.match(after) or (before.isupper() and following.isupper())):
            return 3
        return -1 if before.islower() and following.islower() else 1
    if char in "“”…\xa0°½¼©®™•§":
        return -1 if before.islower() and following.islower() else 1
    return -2


def _letter_points(char, before, following):
    if before.isdigit() or following.isdigit():
        return -2
    if char.islower():
        if before.isupper() and following.isupper():
            return -2
        inside = before.isalpha() or following.isalpha()
        return (2 if char in _FREQUENT else 1) if inside else -1
    if before.islower():
        return -3
    return 2 if following.isalpha() or before.isalpha() else -1
