"""Near 0 and 100 %: a step instead of a number, the count as well as the rate.

"None of 300 was suspended" tells of every one of them, and "three of 300" of three. Where no more than a few students
are counted, or all but a few, only the step is shown: "at most 5 %". Every count of 0 to 10 of one population bears the
same step, so that it leaves open what the protection target asks for: 1 or less, 10 or more.
"""

from dataclasses import dataclass

from .policy import policy

# (smallest population, percent): the first step that leaves 0 to 10 students open. Below, there is none.
LADDER = ((1000, 1), (500, 2), (200, 5), (100, 10), (50, 20), (25, 40))

SMALLEST = LADDER[-1][0]


@dataclass(frozen=True)
class Step:
    """What is shown instead of a number. at_most: near 0, else near 100 %. bound: percent, or a count where there is
    no population. few: so many students at most are counted, or are not.
    """

    at_most: bool
    bound: int
    few: int

    def range(self, students):
        """(lowest, highest) count that it leaves open, of so many students."""
        return (0, self.few) if self.at_most else (students - self.few, students)


def step(count, students, *, near_all=True):
    """The Step for a count among students; None where the number itself may stand, or nothing at all.

    near_all: whether the count is of students among these, so that all but a few tells of the few.
    """
    few = policy().largest_count_hidden
    percent = next((percent for smallest, percent in LADDER if students >= smallest), None)
    if percent is None:
        return None
    if count <= few:
        return Step(True, percent, few)
    if near_all and students - count <= few:
        return Step(False, 100 - percent, few)
    return None


def step_of_count(count):
    """The Step for a count that stands alone, None where it may be shown."""
    few = policy().largest_count_hidden
    return Step(True, few, few) if count <= few else None
