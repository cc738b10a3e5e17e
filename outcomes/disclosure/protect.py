"""Which numbers may be shown. Pure functions on a small table of cells.

Primary: too few students stand in a number, behind it, or behind what it leaves out. Secondary: one
population lies within another (participants among all students, a program's schools among the
partnership's), and subtracting the two published numbers would show such a small group; then the smaller
population yields, so that headline totals stay.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from .policy import policy as policy_in_force

SHOWN, PRIMARY, SECONDARY = "shown", "primary", "secondary"


@dataclass(frozen=True)
class Cell:
    """How many students stand behind a number.

    students: in the denominator; involved: behind the numerator; others: behind what it leaves out.
    decided: one of the three verdicts where a cell of another table is given and cannot yield here.
    """

    key: Hashable
    students: int
    involved: int
    others: int
    decided: str = ""

    def minus(self, part):
        """The students of this population who are not in a part of it."""
        return Cell(
            (self.key, part.key),
            self.students - part.students,
            self.involved - part.involved,
            self.others - part.others,
        )


def is_primary(cell, policy=None):
    """Whether the number alone would tell of a few students."""
    policy = policy or policy_in_force()
    return policy.is_small_population(cell.students) or any(
        policy.is_small(count) for count in (cell.students, cell.involved, cell.others)
    )


def tells_of_few(cell, policy=None):
    """Whether a difference would: as `is_primary`, but a difference of nobody tells nothing."""
    return cell.students != 0 and is_primary(cell, policy)


def protect(cells, within, policy=None):
    """{key: SHOWN, PRIMARY or SECONDARY}.

    cells: list of Cell. within: pairs (key of a population, key of a part of it) of the same measure and
    year. Deterministic: the order of neither list matters.
    """
    policy = policy or policy_in_force()
    by_key = {cell.key: cell for cell in cells}
    verdicts = {cell.key: cell.decided or (PRIMARY if is_primary(cell, policy) else SHOWN) for cell in cells}
    pairs = [(by_key[whole], by_key[part]) for whole, part in within]
    # Wholes first: a part is only compared with what is still shown, and a hidden one protects nothing.
    pairs.sort(key=lambda pair: (-pair[0].students, -pair[1].students, str(pair[0].key), str(pair[1].key)))
    for whole, part in pairs:
        if verdicts[whole.key] == verdicts[part.key] == SHOWN and tells_of_few(whole.minus(part), policy):
            verdicts[part.key if not part.decided else whole.key] = SECONDARY
    return verdicts
