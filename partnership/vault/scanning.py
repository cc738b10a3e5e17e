"""Uploads are shown to a virus scanner (ClamAV's daemon) where settings name one, before anything is kept."""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CHUNK_BYTES = 1024 * 1024
SECONDS = 60


def scan(content):
    """Raise ValidationError for bytes in which the scanner finds something, or that it could not look at.

    Without settings.CLAMAV nothing is scanned. A scanner that does not answer closes the door: a file that
    nobody looked at is not taken.
    """
    if not settings.CLAMAV:
        return
    try:
        answer = _ask(content)
    except OSError as unreachable:
        raise ValidationError(
            _("The virus scanner does not answer, so no file can be taken now. Try again in a few minutes."),
            code="scanner_unreachable",
        ) from unreachable
    if answer.endswith("OK"):
        return
    if answer.endswith("FOUND"):
        raise ValidationError(
            _(
                "The virus scanner found something in this file. Nothing was stored. Tell the people who look "
                "after your computer, then hand in a clean file."
            ),
            code="infected",
        )
    raise ValidationError(
        _("The virus scanner could not look at this file. Nothing was stored. Hand in a smaller file."),
        code="not_scanned",
    )


def answers():
    """Whether the scanner is there. Raises OSError."""
    with _connected() as connection:
        connection.sendall(b"zPING\0")
        return connection.recv(16).startswith(b"PONG")


def _ask(content):
    """The daemon's answer to INSTREAM: `stream: OK`, `stream: NAME FOUND` or an error."""
    view = memoryview(content)
    with _connected() as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(view), CHUNK_BYTES):
            part = view[start : start + CHUNK_BYTES]
            connection.sendall(struct.pack("!L", len(part)))
            connection.sendall(part)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            more = connection.recv(4096)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connected():
    """A socket to `tcp://host:port` or `unix:///path`."""
    parts = urlsplit(settings.CLAMAV)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        connection.connect(parts.path)
        return connection
    return socket.create_connection((parts.hostname, parts.port or 3310), SECONDS)
