"""Whatever people do in whatever order, what counts is what a simple model in memory says.

The model knows nothing of claims: it remembers the accepted files in their order, and for each school and month
looks for the latest one that was not withdrawn.
"""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from outcomes.measures.student_year import rebuild_stale
from outcomes.models import AttendanceMonth, Claim, StudentYear
from outcomes.retention.erase import erase_student
from outcomes.retention.purge import purge_due
from outcomes.submissions.accept import accept
from outcomes.submissions.identity import LOCAL_ID, student_keys
from outcomes.submissions.journey import stage_now
from outcomes.submissions.receive import receive
from outcomes.submissions.withdraw import discard, withdraw
from partnership.actions.agreements import sign_agreement
from partnership.models import Agreement, Place

from .conftest import as_csv

HEADER = "school_code,student_id,month,days_expected,days_excused,days_unexcused"
SCHOOLS = ["99100010100001", "99100010100002"]
MONTHS = ["2024-09", "2024-10"]
STUDENTS = ["11", "12", "13"]

# {(school, month): {student: (expected, excused, unexcused)}}: what one file says.
DAYS = st.tuples(st.integers(10, 20), st.integers(0, 4), st.integers(0, 4))
FILES = st.dictionaries(
    st.tuples(st.sampled_from(SCHOOLS), st.sampled_from(MONTHS)),
    st.dictionaries(st.sampled_from(STUDENTS), DAYS, min_size=1),
    min_size=1,
)


class Handed:
    """One file as the model remembers it."""

    def __init__(self, submission, told):
        self.submission, self.told = submission, told
        self.accepted = self.withdrawn = self.purged = self.file_gone = False


def machine_of(world):
    """The machine's class; its world stays, what it does is undone after each run."""
    clerk, alder, steward = world.person("data_coordinator"), world["alder"], world.person("data_steward")
    key_of = {
        student: student_keys([student], issuer=str(alder.pk), kind=LOCAL_ID)[student] for student in STUDENTS
    }

    code_of = dict(Place.objects.filter(kind="school").values_list("pk", "code"))

    class WhateverHappens(RuleBasedStateMachine):
        staged, accepted = Bundle("staged"), Bundle("accepted")

        def __init__(self):
            super().__init__()
            self.undone = transaction.atomic()
            self.undone.__enter__()
            self.history, self.waiting, self.erased = [], [], set()

        def teardown(self):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

        # --- What people do ------------------------------------------------------------------------

        @rule(target=staged, told=FILES)
        def submit(self, told):
            rows = [
                f"{school},{student},{month},{','.join(map(str, days))}"
                for (school, month), students in told.items()
                for student, days in students.items()
            ]
            submission = receive(
                by=clerk,
                organization=alder,
                dataset="student_attendance",
                name="file.csv",
                content=as_csv(HEADER, rows),
                in_background=False,
            )
            # Of a school's month that names erased students alone, the file says nothing.
            told = {scope: students for scope, students in told.items() if set(students) - self.erased}
            handed = Handed(stage_now(submission), told)
            assert handed.submission.state == "staged"
            self.waiting.append(handed)
            before, after = self.counts(), self.counts_with(told)
            assert (submission.new, submission.changed, submission.unchanged, submission.removed) == (
                difference(before, after)
            )
            return handed

        @rule(target=accepted, handed=consumes(staged))
        def accept(self, handed):
            if handed not in self.waiting:
                return handed
            try:
                accept(handed.submission, by=clerk)
            except ValidationError as problem:
                # Somebody else's file came in between: the preview is made again, and then it is accepted.
                assert problem.code == "outdated"
                handed.submission.refresh_from_db()
                stage_now(handed.submission)
                if handed.file_gone:
                    # Nothing can be made again of a file that an erasure took.
                    assert handed.submission.state == "refused"
                    self.waiting.remove(handed)
                    return handed
                accept(handed.submission, by=clerk)
            handed.accepted = True
            self.waiting.remove(handed)
            self.history.append(handed)
            return handed

        @rule(handed=consumes(staged))
        def discard(self, handed):
            if handed in self.waiting:
                discard(handed.submission, by=clerk)
                self.waiting.remove(handed)

        @rule(handed=accepted)
        def withdraw(self, handed):
            if not handed.accepted or handed.withdrawn:
                return
            if handed.purged:
                with pytest.raises(ValidationError, match="nothing"):
                    withdraw(handed.submission, by=clerk, why="Wrong")
                return
            withdraw(handed.submission, by=clerk, why="Wrong")
            handed.withdrawn = True

        @rule()
        def purge(self):
            """The agreement ends, its retention too; then there is a new one."""
            for agreement in Agreement.objects.filter(organization=alder):
                last = timezone.localdate() - timedelta(days=agreement.retention_days + 1)
                Agreement.objects.filter(pk=agreement.pk).update(ends_on=last)
            purge_due()
            for handed in self.history:
                handed.purged = bool(handed.told)
            self.waiting.clear()
            sign_agreement(
                by=None,
                organization=alder,
                datasets=["student_attendance"],
                title="The next agreement",
                purpose="To go on.",
                starts_on=date(2020, 7, 1),
                ends_on=timezone.localdate() + timedelta(days=365),
            )

        @rule(student=st.sampled_from(STUDENTS))
        def erase(self, student):
            erase_student(by=steward, issuer=alder, student_id=student, kind=LOCAL_ID)
            self.erased.add(student)
            for handed in self.waiting:
                handed.file_gone = True

        # --- What must be so ------------------------------------------------------------------------

        def in_effect(self):
            """{(school, month): {student: days}} by looking for the latest file that was not withdrawn."""
            found = {}
            for school in SCHOOLS:
                for month in MONTHS:
                    of_scope = [
                        handed
                        for handed in self.history
                        if not handed.withdrawn and (school, month) in handed.told
                    ]
                    if of_scope and not of_scope[-1].purged:
                        found[school, month] = of_scope[-1].told[school, month]
            return found

        def counts(self):
            return {
                (scope, student): days
                for scope, students in self.in_effect().items()
                for student, days in students.items()
                if student not in self.erased
            }

        def counts_with(self, told):
            """Rows before and after acceptance, of the scopes that the file speaks of."""
            return {
                (scope, student): days
                for scope, students in told.items()
                for student, days in students.items()
                if student not in self.erased
            }

        @invariant()
        def what_counts_is_what_the_model_says(self):
            expected = sorted(
                (scope, key_of[student], tuple(100 * number for number in days))
                for (scope, student), days in self.counts().items()
            )
            claims = {
                claim.pk: (claim.place.code, claim.period)
                for claim in Claim.objects.filter(in_effect=True).select_related("place")
            }
            found = sorted(
                (claims[row.claim_id], row.student_key, (row.expected, row.excused, row.unexcused))
                for row in AttendanceMonth.objects.filter(claim_id__in=claims)
            )
            assert found == expected

        @invariant()
        def the_years_of_students_follow(self):
            rebuild_stale()
            expected = defaultdict(int)
            for ((school, _month), student), days in self.counts().items():
                expected[school, key_of[student]] += 100 * days[0]
            found = {
                (code_of[year.school_id], year.student_key): year.expected
                for year in StudentYear.objects.all()
                if year.expected
            }
            assert found == expected

        @invariant()
        def nothing_is_left_of_who_was_erased_or_of_what_was_purged(self):
            assert not AttendanceMonth.objects.filter(
                student_key__in=[key_of[student] for student in self.erased]
            ).exists()
            gone = Claim.objects.filter(purged_at__isnull=False).values_list("pk", flat=True)
            assert not AttendanceMonth.objects.filter(claim_id__in=list(gone)).exists()

    def difference(before, after):
        """(new, changed, unchanged, removed) among the rows of the scopes that `after` speaks of."""
        scopes = {scope for scope, _student in after}
        before = {key: days for key, days in before.items() if key[0] in scopes}
        same = [key for key in after if key in before]
        unchanged = sum(after[key] == before[key] for key in same)
        return len(after) - len(same), len(same) - unchanged, unchanged, len(before) - len(same)

    return WhateverHappens


def test_whatever_happens_the_model_is_right(world):
    run_state_machine_as_test(
        machine_of(world),
        settings=settings(
            max_examples=8,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
