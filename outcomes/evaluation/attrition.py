"""Students whose outcome is missing: overall, and more on one side than on the other.

The highest differential attrition that the What Works Clearinghouse tolerates for an overall attrition, from
its Standards Handbook 4.1, table II.1: bias of at most 0.05 SD under cautious or optimistic assumptions. It
was made for lotteries; here it is shown for orientation, since designs without a lottery rest on baselines.
"""

from dataclasses import dataclass

# Percentage points by overall attrition of 0, 1, 2 ... percent.
CAUTIOUS = (
    [5.7, 5.8, 5.9, 5.9, 6.0, 6.1, 6.2, 6.3, 6.3, 6.3, 6.3, 6.2, 6.2, 6.1, 6.0, 5.9, 5.9, 5.8, 5.7, 5.5]
    + [5.4, 5.3, 5.2, 5.1, 4.9, 4.8, 4.7, 4.5, 4.4, 4.3, 4.1, 4.0, 3.8, 3.6, 3.5, 3.3, 3.2, 3.1, 2.9, 2.8]
    + [2.6, 2.5, 2.3, 2.1, 2.0, 1.8, 1.6, 1.5, 1.3, 1.2, 1.0, 0.9, 0.7, 0.6, 0.4, 0.3, 0.2, 0.0]
)  # fmt: skip
OPTIMISTIC = (
    [10.0, 10.1, 10.2, 10.3, 10.4, 10.5, 10.7, 10.8, 10.9, 10.9, 10.9, 10.9, 10.9, 10.8, 10.8, 10.7]
    + [10.6, 10.5, 10.3, 10.2, 10.0, 9.9, 9.7, 9.5, 9.4, 9.2, 9.0, 8.8, 8.6, 8.4, 8.2, 8.0, 7.8, 7.6, 7.4]
    + [7.2, 7.0, 6.7, 6.5, 6.3, 6.0, 5.8, 5.6, 5.3, 5.1, 4.9, 4.6, 4.4, 4.2, 3.9, 3.7, 3.5, 3.2, 3.0, 2.8]
    + [2.6, 2.3, 2.1, 1.9, 1.6, 1.4, 1.1, 0.9, 0.7, 0.5, 0.3]
)  # fmt: skip
LOW, LOW_IF_UNRELATED, HIGH = "low", "low_if_unrelated", "high"


@dataclass(frozen=True)
class Attrition:
    """Shares 0-1; verdict: "low" (cautious boundary kept), "low_if_unrelated" (the optimistic) or "high".

    participants_lost, comparison_lost: how many students they are.
    """

    participants: float
    comparison: float
    overall: float
    differential: float
    verdict: str
    participants_lost: int = 0
    comparison_lost: int = 0


def attrition(participants, participants_lost, comparison, comparison_lost):
    """From numbers of students at the start of each side and of those lost by the end."""
    ours = float(participants_lost / participants) if participants else 0.0
    theirs = float(comparison_lost / comparison) if comparison else 0.0
    everyone = participants + comparison
    overall = float((participants_lost + comparison_lost) / everyone) if everyone else 0.0
    return Attrition(
        ours,
        theirs,
        overall,
        ours - theirs,
        verdict(overall, ours - theirs),
        int(participants_lost),
        int(comparison_lost),
    )


def verdict(overall, differential):
    """Shares 0-1; the boundary between two printed percentages is taken at the nearer one."""
    row, apart = int(overall * 100 + 0.5), abs(differential) * 100 - 1e-9
    if row < len(CAUTIOUS) and apart <= CAUTIOUS[row]:
        return LOW
    if row < len(OPTIMISTIC) and apart <= OPTIMISTIC[row]:
        return LOW_IF_UNRELATED
    return HIGH
