"""The registry of measures: one reviewed file each, loaded once, typed and frozen.

A file under `definitions/` says in the field's words what a number is; its arithmetic names aggregates of
`aggregates.py` and nothing else, so that no measure computes anything of its own.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from .aggregates import AGGREGATES

# The same as yaml.SafeLoader, written in C where the package was built with it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FOLDER = Path(__file__).parent / "definitions"
# {measure: {version: digest}}: what each version said, so that a change without a new version is noticed.
VERSIONS = Path(__file__).parent / "versions.yaml"
# What one unit of the printed value stands for: value = numerator * PER[unit] / denominator.
PER = {"percent": 100, "per_100": 100, "per_1000": 1000}
UNIT_WORDS = {
    "percent": _("percent"),
    "per_100": _("per 100 students"),
    "per_1000": _("per 1,000 students"),
    "per_1000_people": _("per 1,000 people"),
    "days": _("days"),
    "hours": _("hours"),
    "sessions": _("sessions"),
    "meals": _("meals"),
    "dollars": _("dollars"),
    "youth": _("youth"),
    "ratio": _("times"),
}
PER |= {"per_1000_people": 1000} | dict.fromkeys(
    ("days", "hours", "sessions", "meals", "dollars", "youth", "ratio"), 1
)
# How a disparity compares the rate of a group: with that of everybody else, or with that of everybody.
RATIOS = ("rest", "all")
# Where a number comes from, which a reader must know to judge it.
KINDS = {
    "district_record": _("records of school districts"),
    "program_count": _("programs’ own counts"),
    "agency_count": _("agencies’ own counts"),
    "published_totals": _("totals that the school or district reports"),
    "survey": _("a survey"),
}
# The order in which pages show them: attendance first, because it moves first.
ORDER = [
    *("attendance_rate", "average_days_absent", "chronic_absence", "severe_chronic_absence"),
    *("truancy", "chronic_truancy", "improved_attendance", "attendance_measurable", "stability"),
    *("suspension_rate", "suspension_rate_dashboard", "suspensions_per_100", "days_lost_per_100"),
    *("repeat_suspension", "suspended_in_school", "suspended_out_of_school", "expulsions_per_1000"),
    "suspension_risk_ratio",
    *("youth_served", "youth_new", "youth_carried_over", "completion", "length_of_stay"),
    *("hours_per_youth", "sessions_per_youth", "meals_per_youth", "dollars_per_youth"),
    *("challenge_earned", "challenge_measurable", "scores_rose", "cost_per_youth"),
    *("jjcpa_probation_completed", "jjcpa_arrested", "jjcpa_violated", "jjcpa_incarcerated"),
    *("jjcpa_restitution_completed", "jjcpa_service_completed"),
    *("stops_per_1000", "stop_disparity", "workforce_per_1000", "workforce_representation"),
    "training_completion",
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
    # Without one, the number is a count.
    denominator: str = ""
    # A disparity: the rate of a group, as so many times that of everybody else ("rest") or of everybody ("all").
    ratio: str = ""
    # The aggregate of what the numerator leaves of the denominator, where that is not students.
    complement: str = ""
    comparability: dict[str, Comparability] = field(default_factory=dict)
    words: dict[str, dict] = field(default_factory=dict)

    @property
    def per(self):
        return PER[self.unit]

    @property
    def aggregates(self):
        """Names of the aggregates that it is made of."""
        return [name for name in (self.numerator, self.denominator, self.complement) if name]

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
    found = {key: read(FOLDER / f"{key}.yaml") for key in keys}
    check_bases(found)
    return found


def check_bases(definitions):
    """A ratio tells how many there are in all, to whoever knows how many are in one group. So its numbers must be a measure
    of their own, which is shown and protected as such: else a group could be what is left (decision 0058).

    definitions: {key: Definition}. Raises DefinitionError.
    """
    shown = {(one.numerator, one.denominator, one.needs) for one in definitions.values() if not one.ratio}
    for key, one in definitions.items():
        if one.ratio and (one.numerator, one.denominator, one.needs) not in shown:
            raise DefinitionError(f"{key}.yaml: no measure tells the numbers that this ratio compares")


def definition(key):
    """The current definition of a measure. Raises KeyError."""
    return registry()[key]


def digest(definition):
    """A short text that differs when anything but the day of the next review does. What a definition does not
    say has no part in it, so that a field that definitions get later changes none of the old ones.
    """
    told = {name: value for name, value in definition.as_dict().items() if value and name != "next_review"}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def read(path):
    """One file as a Definition. Raises DefinitionError with the file's name and what is wrong."""
    values = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
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
        (made.ratio and made.ratio not in RATIOS, f"a ratio must be one of {', '.join(RATIOS)}"),
        ((made.unit == "ratio") != bool(made.ratio), "the unit of a ratio is ratio, and of nothing else"),
        (set(made.aggregates) - set(AGGREGATES), f"aggregates are {', '.join(AGGREGATES)}"),
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
