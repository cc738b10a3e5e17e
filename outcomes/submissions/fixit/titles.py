"""The columns that the workbook adds to those of the file, and the code that ties it to its submission.

The code stands in the name of the column of row numbers, because a column's name is what survives every
program and a save as CSV; a hidden sheet or a document property does not.
"""

import base64
import re

from django.conf import settings
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..refusal import Refused

ROW, PROBLEM, BEYOND = _("Row"), _("Problem"), _("Beyond the header")
_WITH_CODE = re.compile(r"(.+) \(([A-Z2-7]{8})\)")
_NUMBERED = re.compile(r"(.+?) ?\d*")


def code_of(submission, rounds):
    """The code of a workbook made when so many rounds of corrections had been applied."""
    digest = salted_hmac("fix-it workbook", f"{submission.pk}|{rounds}", algorithm="sha256").digest()
    return base64.b32encode(digest[:5]).decode()


def row_title(code):
    return f"{ROW} ({code})"


def problem_title(header):
    """The name of the column of problems; another one where the file has a column of this name."""
    return _free(str(PROBLEM), {name.casefold() for name in header})


def beyond_titles(header, number):
    """Names of the columns for the cells of rows that have more of them than the header."""
    taken, titles = {name.casefold() for name in header}, []
    for _number in range(number):
        titles.append(_free(str(BEYOND), taken))
        taken.add(titles[-1].casefold())
    return titles


def find_row_title(header):
    """(position, code or "") of the column of row numbers; None where there is none."""
    rows = _in_every_language(ROW)
    plain = None
    for position, name in enumerate(header):
        coded = _WITH_CODE.fullmatch(name)
        if coded and coded[1].casefold() in rows:
            return position, coded[2]
        if plain is None and name.casefold() in rows:
            plain = position, ""
    return plain


def is_beyond(name):
    """Whether a column holds what a row has beyond the header."""
    return _NUMBERED.fullmatch(name)[1].casefold() in _in_every_language(BEYOND)


def refuse_workbook_of_rows(header):
    """Raises Refused where a fix-it workbook is handed in as a file of its own: its rows are not all rows."""
    found = find_row_title(header)
    if found and found[1]:
        raise Refused(
            "fix_it_workbook",
            gettext(
                "This is a workbook of rows to fix. As a file of its own it would replace all the rows that are not in "
                "it. Open the submission that it comes from and upload it there. Nothing was stored."
            ),
        )


def _free(title, taken):
    number, name = 1, title
    while name.casefold() in taken:
        number += 1
        name = f"{title} {number}"
    return name


def _in_every_language(title):
    names = set()
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            names.add(str(title).casefold())
    return names
