"""Calendars as text (RFC 5545): the lines, escaped and folded. Who puts what into them is elsewhere."""

from datetime import UTC, timedelta

from django.utils import timezone

LONGEST_LINE = 75


def calendar_text(name, entries, *, product):
    """The text of a calendar.

    entries: dictionaries with `uid` and `summary`; `day` for a whole day, or `start` and `end`, aware; optional
    `location`, `description`, `url`, `status`, `busy` (False: it does not block the time).
    """
    stamp = timezone.now().strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//partnership//{product}//EN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for entry in entries:
        lines += ["BEGIN:VEVENT", f"UID:{entry['uid']}@partnership", f"DTSTAMP:{stamp}", *_when(entry)]
        lines.append(f"SUMMARY:{_escaped(entry['summary'])}")
        for key in ("location", "description"):
            if entry.get(key):
                lines.append(f"{key.upper()}:{_escaped(entry[key])}")
        if entry.get("url"):
            lines.append(f"URL:{entry['url']}")
        if entry.get("status"):
            lines.append(f"STATUS:{entry['status']}")
        if not entry.get("busy", True):
            lines.append("TRANSP:TRANSPARENT")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + "\r\n" for line in lines)


def _when(entry):
    if "day" in entry:
        day = entry["day"]
        return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"]
    return [f"DTSTART:{_moment(entry['start'])}", f"DTEND:{_moment(entry['end'])}"]


def _moment(moment):
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text):
    escaped = str(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r", "").replace("\n", "\\n")


def _folded(line):
    """A line of at most 75 bytes, the rest on lines that begin with a blank; letters stay whole."""
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + width
    return "\r\n".join([*parts, part])
