"""Where numbers come from and who stands for them, in pairs of term and text."""

from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..measures.aggregates import AGGREGATES
from ..measures.definition import Definition
from .models import Audience


def provenance(release, signatures):
    """[(term, text)]: where the numbers come from and who stands for them."""
    pins = release.pins
    facts = [
        (_("Data as of"), _day(pins.get("as_of"))),
        (
            _("Made from"),
            ngettext("%(count)s accepted submission", "%(count)s accepted submissions", pins["submissions"])
            % {"count": f"{pins['submissions']:,}"},
        ),
        (
            _("Approved by"),
            ", ".join(str(signature.organization) for signature in signatures) or _("nobody yet"),
        ),
    ]
    if release.published_at:
        facts.append((_("Published"), date_format(localtime(release.published_at), "DATE_FORMAT")))
    facts += [
        (_("May be read by"), Audience(release.audience).label),
        (_("Definitions"), _versions(pins["definitions"])),
        (_("Rules"), _("disclosure policy %(policy)s, calculation %(calculation)s") % pins),
        (_("Claims"), _in_groups(pins["claims"])),
        (_("Checksum of all files"), _in_groups(release.checksum)),
    ]
    return [(term, text) for term, text in facts if text]


def definition_facts(definition: Definition, words):
    """[(term, text)] of a definition, in the field's words."""
    texts = (
        str(AGGREGATES[definition.numerator].title),
        str(AGGREGATES[definition.denominator].title)
        if definition.denominator
        else _("nothing: it is a count"),
        words["eligibility"],
        words["level"],
        _("higher") if definition.better == "up" else _("lower"),
        definition.source,
        _("%(version)s, next review %(day)s")
        % {"version": definition.version, "day": date_format(definition.next_review, "DATE_FORMAT")},
        definition.authored_by,
        definition.checked_by,
    )
    return list(zip(_terms(get_language()), texts, strict=True))


@cache
def _terms(language):
    """What stands before each fact of a definition; looked up once, not for each of a page's measures."""
    return (
        *(
            _("Counted"),
            _("Divided by"),
            _("Who counts"),
            _("Levels"),
            _("Better is"),
            _("Source of the rule"),
        ),
        *(_("Version"), _("Written by"), _("Checked by")),
    )


def _versions(definitions):
    if len(set(definitions.values())) == 1:
        return _("version %(version)s of each") % {"version": next(iter(definitions.values()))}
    return ", ".join(f"{key} {version}" for key, version in definitions.items())


def _in_groups(digest):
    """A digest in groups of eight, so that it can be read, compared and broken into lines."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _day(iso):
    return date_format(date.fromisoformat(iso), "DATE_FORMAT") if iso else _("unknown")
