"""An error in words that quote nothing of the data it came from."""

import errno
import traceback

import psycopg

DISK_FULL = "DiskFull"
# Codes of a connection that broke, and of a server that is shut down, crashed or starting (PostgreSQL, appendix A).
DATABASE_LOST = ("08", "57P01", "57P02", "57P03")


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
    return any(
        getattr(one, "errno", None) == errno.ENOSPC
        or getattr(one, "sqlstate", None) == "53100"
        or "No space left on device" in str(one)
        or "database or disk is full" in str(one)
        for one in _behind(error)
    )


def is_of_a_lost_database(error):
    """Whether an error, or one behind it, says that PostgreSQL stopped, or that nothing answers where it was."""
    return any(
        isinstance(one, (psycopg.OperationalError, psycopg.InterfaceError))
        and (one.sqlstate is None or one.sqlstate.startswith(DATABASE_LOST))
        for one in _behind(error)
    )


def _behind(error):
    """An error and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
