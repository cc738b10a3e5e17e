"""What the tests of layouts have in common."""

import pytest

from outcomes.models import AttendanceMonth, Claim, DisciplineEvent, Enrollment


@pytest.fixture
def told():
    """told(submission): {(reason, severity): row numbers} of its problems."""

    def told(submission):
        assert submission.state == "staged", submission.refusal
        return {
            (each.reason, each.severity): [n for first, last in each.rows for n in range(first, last + 1)]
            for each in submission.problems.all()
        }

    return told


@pytest.fixture
def months():
    """The staged months: {month: [(expected, excused, unexcused, out, in, times late over 30) in hundredths]}."""

    def months():
        found = {}
        rows = AttendanceMonth.objects.order_by("expected", "excused", "unexcused")
        periods = dict(Claim.objects.values_list("pk", "period"))
        for row in rows:
            found.setdefault(periods[row.claim_id], []).append(
                (
                    row.expected,
                    row.excused,
                    row.unexcused,
                    row.suspended_out,
                    row.suspended_in,
                    row.tardies_over_30,
                )
            )
        return found

    return months


@pytest.fixture
def enrolled():
    return lambda: sorted(
        Enrollment.objects.values_list("entry_date", "exit_date", "grade", "exit_reason"), key=str
    )


@pytest.fixture
def actions():
    return lambda: sorted(DisciplineEvent.objects.values_list("date", "action", "days"), key=str)
