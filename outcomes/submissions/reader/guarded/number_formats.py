"""Number formats of a workbook, as far as they say what a stored number means.

A cell stores 121905 and shows 0121905, stores 45292 and shows 1/1/2024, stores 0.125 and shows 12.5%. What
the person sees is what the cell says; only rounding is not followed, so that no digit is lost.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

#: Built-in formats (ECMA-376, 18.8.30) that matter here; the East Asian ones are dates as well.
_BUILT_IN = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy-mm-dd"),
    22: "yyyy-mm-dd hh:mm",
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "hh:mm:ss"),
    46: "[h]:mm:ss",
}
_CODE = re.compile(r"[(]?0[0 ()/-]*0")
_DAY = 86_400


def number(text):
    """A stored number as a spreadsheet shows it unformatted: 15 significant digits, no trailing `.0`, no
    exponent.

    >>> number("72.0"), number("0.10000000000000001"), number("1.9E13"), number("1E-05")
    ('72', '0.1', '19000000000000', '0.00001')
    """
    if text.isdigit() and len(text) <= 15 and text.isascii():
        return text
    try:
        value = float(text)
        shown = f"{value:.15g}"
        if "e" in shown:
            shown = f"{Decimal(shown):f}"
    except (ValueError, InvalidOperation, OverflowError):
        return text.strip()
    return "0" if shown == "-0" else shown


def renderer(format_id, code, epoch_1904):
    """(function from stored number to text, what it restores) for a format; (None, None) when the number is
    just a number.

    What is restored: "zeros", "date", "time", "percent".
    """
    code = code if code is not None else _BUILT_IN.get(format_id)
    if not code:
        return None, None
    section = _first_section(code)
    if section is None:
        return _elapsed, "time"
    if "%" in section:
        return _percent, "percent"
    if _CODE.fullmatch(section):
        return _zeros(section), "zeros"
    letters = set(section.lower())
    clock = bool(letters & set("hs"))
    if letters & set("yd") or ("m" in letters and not clock):
        return _date(clock, epoch_1904), "date"
    return (_time, "time") if clock else (None, None)


def _first_section(code):
    """The part of a format for positive numbers without literal text, colors and conditions; None for elapsed
    time.
    """
    if re.search(r"\[(h+|m+|s+)\]", code, re.I):
        return None
    code = re.sub(
        r'"[^"]*"|[_*\\](.)',
        lambda match: match[1] if match[0][0] == "\\" and match[1] in " -/()." else "",
        code,
    )
    code = re.sub(r"\[[^\]]*\]", "", code).split(";")[0]
    return re.sub(
        r"general|am/pm|a/p", lambda match: "h" if "/" in match[0] else "", code, flags=re.I
    ).strip()


def _zeros(section):
    """Digits dropped into the places of a format such as 0000000 or 00-00000-0000000, from the right."""
    places = section.count("0")

    def render(text):
        digits = number(text)
        if not digits.isdigit():
            return digits
        digits = digits.zfill(places)
        if section == "0" * places:
            return digits
        left, shown = iter(reversed(digits)), []
        for mark in reversed(section):
            shown.append(next(left) if mark == "0" else mark)
        return "".join(left)[::-1] + "".join(reversed(shown))

    return render


def _percent(text):
    try:
        return number(str(Decimal(number(text)) * 100)) + "%"
    except InvalidOperation:
        return text


def _seconds(text):
    """Whole seconds of a serial number, or None when it is not one."""
    try:
        return round(float(text) * _DAY)
    except (ValueError, OverflowError):
        return None


def _date(clock, epoch_1904):
    def render(text):
        seconds = _seconds(text)
        if seconds is None or seconds < 0:
            return number(text)
        days, rest = divmod(seconds, _DAY)
        if epoch_1904:
            start = datetime(1904, 1, 1)
        elif days == 60:
            # The 29 February 1900 that never was, kept by spreadsheets since Lotus 1-2-3.
            return "1900-02-29"
        else:
            start = datetime(1899, 12, 31) if days < 60 else datetime(1899, 12, 30)
        try:
            moment = start + timedelta(days=days, seconds=rest)
        except OverflowError:
            return number(text)
        return moment.isoformat() if clock and rest else moment.date().isoformat()

    return render


def _time(text):
    seconds = _seconds(text)
    if seconds is None or seconds < 0:
        return number(text)
    return _clock(seconds % _DAY)


def _elapsed(text):
    seconds = _seconds(text)
    if seconds is None:
        return number(text)
    return ("-" if seconds < 0 else "") + _clock(abs(seconds))


def _clock(seconds):
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
