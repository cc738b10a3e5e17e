"""The registry of measures: one reviewed file each, loaded once, typed and frozen.

A file under `definitions/` says in the field's words what a number is; its arithmetic names aggregates of
`calculate.py` and nothing else, so that no measure computes anything of its own.
"""

from dataclasses import asdict, dataclass, field, fields
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent / "definitions"
# What one unit of the printed value stands for: value = numerator * PER[unit] / denominator.
PER = {"percent": 100, "per_100": 100, "per_1000": 1000}
UNIT_WORDS = {
    "percent": _("percent"),
    "per_100": _("per 100 students"),
    "per_1000": _("per 1,000 students"),
}
# Where a number comes from, which a reader must know to judge it.
KINDS = {
    "district_record": _("records of school districts"),
    "program_count": _("programs’ own counts"),
    "agency_count": _("agencies’ own counts"),
    "published_totals": _("counts published by the source"),
    "survey": _("a survey"),
}
# The order in which pages show them: attendance first, because it moves first.
ORDER = [
    "attendance_rate",
    "chronic_absence",
    "suspension_rate",
    "suspensions_per_100",
    "expulsions_per_1000",
]


class DefinitionError(ValueError):
    """A definition file that does not say what a definition must say."""


@dataclass(frozen=True)
class Comparability:
    """Whether a school year may be compared with others, and why not."""

    comparable: bool
    note: str


@dataclass(frozen=True)
class Definition:
    """One version of one measure. Texts are English; `es` (and further languages) hold translations."""

    key: str
    version: int
    title: str
    plain: str
    why: str
    numerator: str
    denominator: str
    # Datasets that a school must have reported for a year before its students count.
    needs: tuple[str, ...]
    eligibility: str
    level: str
    unit: str
    better: str
    decimals: int
    source: str
    authored_by: str
    checked_by: str
    next_review: date
    kind: str = "district_record"
    # The aggregate of what the numerator leaves of the denominator, where that is not students.
    complement: str = ""
    comparability: dict[str, Comparability] = field(default_factory=dict)
    words: dict[str, dict] = field(default_factory=dict)

    @property
    def per(self):
        return PER[self.unit]

    def flag(self, year):
        """The Comparability of a year that is flagged, else None."""
        return self.comparability.get(year)

    def as_dict(self):
        """Plain JSON values, to be pinned in a release; `from_dict` reads them back."""
        return {**asdict(self), "needs": list(self.needs), "next_review": self.next_review.isoformat()}

    @classmethod
    def from_dict(cls, values):
        """The definition as it was pinned; fields added since then have their defaults."""
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in values.items() if name in known}
        flags = {year: Comparability(**flag) for year, flag in values.get("comparability", {}).items()}
        return cls(
            **{
                **values,
                "needs": tuple(values["needs"]),
                "comparability": flags,
                "next_review": date.fromisoformat(str(values["next_review"])),
            }
        )

    def in_language(self, language):
        """{title, plain, why, eligibility, level, notes: {year: text}}, English where untranslated."""
        english = {name: getattr(self, name) for name in ("title", "plain", "why", "eligibility", "level")}
        notes = {year: flag.note for year, flag in self.comparability.items()}
        translated = self.words.get(language.split("-")[0], {})
        return {**english, **translated, "notes": {**notes, **translated.get("notes", {})}}


@cache
def registry():
    """{key: Definition} of all definition files, in the order of pages."""
    keys = sorted((path.stem for path in FOLDER.glob("*.yaml")), key=_place)
    return {key: read(FOLDER / f"{key}.yaml") for key in keys}


def definition(key):
    """The current definition of a measure. Raises KeyError."""
    return registry()[key]


def read(path):
    """One file as a Definition. Raises DefinitionError with the file's name and what is wrong."""
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    words = {language: values.pop(language) for language in ("es",) if language in values}
    try:
        made = Definition.from_dict({"key": path.stem, "words": words, **values})
    except (TypeError, KeyError, ValueError) as error:
        raise DefinitionError(f"{path.name}: {error}") from error
    unknown = set(values) - {f.name for f in fields(Definition)}
    if unknown:
        raise DefinitionError(f"{path.name}: there is no {', '.join(sorted(unknown))} in a definition")
    _check(path, made)
    return made


def _check(path, made):
    for wrong, sentence in [
        (made.unit not in PER, f"the unit must be one of {', '.join(PER)}"),
        (made.kind not in KINDS, f"the kind must be one of {', '.join(KINDS)}"),
        (made.better not in ("up", "down"), "better must be up or down"),
        (not 0 <= made.decimals <= 4, "decimals must be 0 to 4"),
        (made.version < 1, "versions begin at 1"),
        (not made.needs, "it must need at least one dataset"),
    ]:
        if wrong:
            raise DefinitionError(f"{path.name}: {sentence}")


def _place(key):
    return (ORDER.index(key) if key in ORDER else len(ORDER), key)
