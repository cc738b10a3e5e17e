"""One file of PostgreSQL's archive, locked as backups are: `archive_command` and `restore_command` call this.

    python -m partnership.backup.segment put FROM TO      lock FROM ("-": standard input) into the new file TO
    python -m partnership.backup.segment get FROM TO      open FROM into TO ("-": standard output)

The secret is BACKUP_SECRET, or the content of the file that BACKUP_SECRET_FILE names. Needs neither settings nor a
database. Exits 0 only when TO is whole and on disk: PostgreSQL keeps its own copy until then, and tries again.
"""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

from .locked import CannotOpen, lock, unlock


def put(source, target, secret):
    if Path(target).exists():
        # After a crash PostgreSQL may hand over a segment again; another one of the same name is never overwritten.
        return _is_the_same(source, target, secret)
    with _whole(target) as made, _reading(source) as read:
        lock(read, made, secret)
    return True


def get(source, target, secret):
    if not Path(source).exists():
        return False
    with open(source, "rb") as read:
        if target == "-":
            unlock(read, sys.stdout.buffer, secret)
            return True
        with _whole(target) as made:
            unlock(read, made, secret)
    return True


def _is_the_same(source, target, secret):
    class Comparing:
        def __init__(self, other):
            self.other, self.same = other, True

        def write(self, piece):
            self.same &= self.other.read(len(piece)) == piece

    with open(target, "rb") as kept, _reading(source) as read:
        compared = Comparing(read)
        unlock(kept, compared, secret)
        return compared.same and not read.read(1)


def _reading(source):
    return open(source, "rb") if source != "-" else os.fdopen(os.dup(0), "rb")


@contextmanager
def _whole(target):
    """A file that bears its name only when it is complete and on disk."""
    making = Path(f"{target}.unfinished")
    with open(making, "wb") as made:
        os.chmod(making, 0o600)
        yield made
        made.flush()
        os.fsync(made.fileno())
    making.rename(target)


def main(words):
    file = os.environ.get("BACKUP_SECRET_FILE")
    secret = os.environ.get("BACKUP_SECRET") or (Path(file).read_text().strip() if file else "")
    if len(words) != 3 or words[0] not in ("put", "get") or len(secret) < 32:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        return 0 if {"put": put, "get": get}[words[0]](*words[1:], secret) else 1
    except (CannotOpen, OSError) as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
