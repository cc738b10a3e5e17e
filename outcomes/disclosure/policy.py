"""The thresholds of disclosure control: one file, with a version."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "policy.yaml"


@dataclass(frozen=True)
class Policy:
    version: int
    smallest_population_hidden: int
    largest_count_hidden: int

    def is_small(self, count):
        """Whether a count of students may not be known: 1 to 10. Zero tells of nobody."""
        return 1 <= count <= self.largest_count_hidden

    def is_small_population(self, students):
        return students <= self.smallest_population_hidden


@cache
def policy():
    """The policy in force."""
    return Policy(**yaml.safe_load(FILE.read_text(encoding="utf-8")))
