"""Files of students that wait in the vault to be accepted, when a student is erased.

Which of them name the student cannot be said without opening each: an unread file has no columns yet, and a row
with an error may be the one. So those that may name the student go. What was read of a file stays, without the
student, and can be accepted; to correct its rows, or where it had not been read, it is handed in again.
"""

from django.db import transaction
from django.db.models import Q

from outcomes.datasets import DATASETS
from outcomes.submissions.journey import forget_file
from outcomes.submissions.models import Submission

WHY = "a student was erased"


@transaction.atomic
def forget_waiting_files(*, by, of=None):
    """Destroy them, with their corrections; returns how many. of: ids of organizations among whose students the
    erased one may be, None for all; rosters of programs name students of any district.
    """
    student_level = [key for key, dataset in DATASETS.items() if dataset.is_student_level]
    waiting = Submission.objects.filter(dataset__in=student_level, vault_item__isnull=False)
    if of is not None:
        waiting = waiting.filter(Q(organization__in=of) | Q(program__isnull=False))
    found = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    for submission in found:
        forget_file(submission, by=by, why=WHY)
    return len(found)
