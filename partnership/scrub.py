"""An error in words that quote nothing of the data it came from."""

import errno
import traceback

DISK_FULL = "DiskFull"


def describe(error):
    """`ValueError at outcomes/submissions/check.py:88`: enough to mend it, nothing that was in the file."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename] or list(frames)
    where = own[-1]
    name = "/".join(where.filename.split("/")[-3:])
    kind = DISK_FULL if is_of_a_full_disk(error) else type(error).__name__
    return f"{kind} at {name}:{where.lineno}"


def tells_a_full_disk(reason):
    """Whether what `describe` said is of a full disk, which somebody makes room on: nothing is wrong with the platform."""
    return reason.startswith(DISK_FULL + " ")


def is_of_a_full_disk(error):
    """Whether an error, or one behind it, says so: PostgreSQL's, SQLite's or the file system's."""
    while error is not None:
        if getattr(error, "errno", None) == errno.ENOSPC or getattr(error, "sqlstate", None) == "53100":
            return True
        if "No space left on device" in str(error) or "database or disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
