"""The datasets that agreements name; an upper app declares them (settings.DATASET_CATALOG)."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Dataset:
    key: str
    title: str
    # Holds student-level rows: never in an agreement with a law-enforcement organization.
    student_level: bool
    # Kinds of organization that have such files; empty: any.
    kinds: frozenset = frozenset()

    def fits(self, organization):
        """Whether an agreement with the organization may name it."""
        if self.student_level and organization.is_law_enforcement:
            return False
        return not self.kinds or organization.kind in self.kinds


def datasets():
    """Every dataset, or none where no app declares any."""
    try:
        declared = import_string(settings.DATASET_CATALOG)
    except ImportError:
        return []
    return [Dataset(*entry) for entry in declared()]


def elements():
    """{dataset: [(column, title, whether an agreement may withhold it)]}, declared beside the datasets."""
    return import_string(settings.DATASET_ELEMENTS)() if datasets() else {}


def datasets_possible_for(organization):
    """The datasets that an agreement with the organization may name."""
    return [each for each in datasets() if each.fits(organization)]
