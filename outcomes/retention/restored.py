"""After a restore: whoever was erased and whatever was purged since the backup goes again."""

from outcomes.submissions.erased import erased_digests
from outcomes.submissions.models import ErasedStudent

from .erase import erase_again
from .purge import purge_due
from .waiting_files import forget_waiting_files


def forget_again(tombstones):
    """tombstones: digests of students erased since the backup was made, beside those that it holds itself."""
    erased_since = set(tombstones) - erased_digests()
    ErasedStudent.objects.bulk_create(
        (ErasedStudent(digest=digest) for digest in tombstones), ignore_conflicts=True
    )
    erase_again()
    if erased_since:
        forget_waiting_files(by=None)
    purge_due()
