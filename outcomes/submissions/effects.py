"""What acceptance would do to the headline measures: computed above, in outcomes.measures, and reached by name."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Effect:
    """One measure of the places of a submission and one school year, now and after acceptance.

    before, after: as printed, in the unit; None where there is nothing to divide by. better: "up" or "down".
    Never shown to anybody who may not read the rows: these numbers have not been through disclosure control.
    """

    measure: str
    title: str
    year: str
    before: Decimal | None
    after: Decimal | None
    unit: str
    better: str

    @property
    def change(self):
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def verdict(self):
        """ "good", "bad" or "" where nothing changes or nothing can be compared."""
        if not self.change:
            return ""
        return "good" if (self.change > 0) == (self.better == "up") else "bad"


def effects_of(submission):
    """[Effect] of a submission that is under review, from every callable that settings.PREVIEW_EFFECTS names."""
    return [effect for dotted in settings.PREVIEW_EFFECTS for effect in import_string(dotted)(submission)]
