"""After a restore: whoever was erased and whatever was purged since the backup goes again."""

from outcomes.submissions.models import ErasedStudent

from .erase import erase_again
from .purge import purge_due


def forget_again(tombstones):
    """tombstones: digests of students erased since the backup was made, beside those that it holds itself."""
    ErasedStudent.objects.bulk_create(
        (ErasedStudent(digest=digest) for digest in tombstones), ignore_conflicts=True
    )
    erase_again()
    purge_due()
