"""Which headers would identify a person, and which would name suspected gang members.

Files with a row per person only. Columns that identify people are dropped with a notice (DESIGN rule 4); a
gang designation refuses the file (28 CFR Part 23, Penal Code 186.34-36; DOMAIN.md "Law").
"""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

GANG_REFUSAL = _(
    "The column “%(column)s” looks like a gang designation. A shared database that names suspected gang members "
    "is lawful only for law enforcement, under review and with notice (28 CFR Part 23, Penal Code 186.34 to "
    "186.36), so this platform never takes such a file. Remove the column and hand the file in again. Nothing "
    "was stored."
)

_PERSONAL = {
    "name": r"\b((first|last|middle|full|preferred|legal|given|family|sur|nick|maiden|alias|student|participant|"
    r"youth|child|client|person|contact|parent|guardian|mother|father|teacher|reporter)s? ?(sur)?names?|"
    r"surname|lastname|firstname|^names?$|name suffix|name prefix|generation code suffix|apellidos?|"
    r"^nombres?$|nombres? ((completo|de pila|del? (la )?(alumn|estudiante|menor|nin|jov|participante|madre|padre|tutor)\w*)|"
    r"y apellidos?)|(primer|segundo) nombre)\b",
    "birth date": r"\b(birth ?(date|day)|date of birth|dob|born|nacimiento|f nac|fecha nac)\b",
    "address": r"\b(address|street|apt|zip|postal code|home city|mailing|direccion|domicilio|calle|codigo postal)\b",
    "telephone": r"\b(phone|telephone|mobile|cell|telefono|celular)\b",
    "e-mail": r"\be ?mail\b|\bcorreo( electronico)?\b",
    "social security number": r"\b(ssn|social security|seguro social|nss)\b",
}
_PERSONAL = {kind: re.compile(pattern) for kind, pattern in _PERSONAL.items()}

# Programs about gangs may be named; people may not.
_ABOUT_GANGS = re.compile(
    r"\b(prevention|reduction|intervention|awareness|resistance|education|free|program|unit)\b"
)
_GANG = re.compile(
    r"\b(gangs?|cal ?gangs?|monikers?|security threat groups?|stg)\b"
    r"|\b(gang|street|criminal|group|known|suspected) (affiliations?|affiliated|associates?|sets?)\b"
    r"|^(affiliations?|affiliated|sets?|set (name|affiliation)|cliques?|street names?)$"
    r"|\bvalidated (gang )?(members?|membership|affiliates?|associates?)\b|\bgang validated\b"
)

_SSN = re.compile(r"\d{3}-\d{2}-\d{4}$")
_DATE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4})( 00:00(:00)?)?$")
_PHONE = re.compile(r"(\+?1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}$")


def words(header):
    """`StudentFirstName`, `student_first-name` and `Student First Name` all read "student first name"."""
    plain = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode()
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", plain)
    return " ".join(re.findall(r"[a-z0-9]+", spaced.lower()))


def personal_kind(header):
    """The kind of personal data that a header promises, or ""."""
    text = words(header)
    return next((kind for kind, pattern in _PERSONAL.items() if pattern.search(text)), "")


def is_gang_designation(header):
    """Whether a column with this header would mark people as gang members."""
    text = words(header)
    return bool(_GANG.search(text)) and not _ABOUT_GANGS.search(text)


def personal_content(values):
    """The kind of personal data that a column's values are, told without its header, or ""."""
    return _mostly(values, {kind: looks_so for kind, looks_so in _LOOKS.items() if kind in _TELLING})


def not_an_id(values):
    """What the values of an id column are instead ("social security number", "name" ...), or ""."""
    return _mostly(values, _LOOKS)


def _mostly(values, looks):
    """The kind that at least every fifth value looks like: an export may be partly blank or partly masked."""
    values = [value for value in values if value]
    for kind, looks_so in looks.items():
        if values and sum(1 for value in values if looks_so(value)) * 5 >= len(values):
            return kind
    return ""


_LOOKS = {
    "social security number": _SSN.match,
    "birth date": _DATE.match,
    "e-mail": lambda value: "@" in value and "." in value,
    "telephone": _PHONE.match,
    "name": lambda value: not any(map(str.isdigit, value)) and len(value.replace(",", " ").split()) > 1,
}
# Values that are personal wherever they stand; two words without digits are not.
_TELLING = {"social security number", "e-mail", "telephone"}
KINDS = {
    "social security number": _("social security numbers"),
    "birth date": _("dates of birth"),
    "e-mail": _("e-mail addresses"),
    "telephone": _("telephone numbers"),
    "name": _("names"),
}
