"""How the child says that a file is refused, or that something about it is worth knowing: codes and facts,
no prose.

The parent turns codes into sentences (`reader.messages`), in the language of the person who reads them.
Facts are row numbers, counts, names of columns and sheets; never the contents of a cell below the header.
"""

#: Row numbers kept per remark; the count is always exact.
ROWS_KEPT = 100


class Refusal(Exception):
    """The file cannot be accepted as it is. `code` is stable, `details` are JSON values."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code = code
        self.details = details


class Remarks:
    """Notices collected while one file, or one table of it, is read."""

    def __init__(self):
        self._said = []
        self._counted = {}

    def say(self, code, rows=(), **details):
        """A notice that is complete now."""
        rows = list(rows)
        self._said.append({"code": code, "rows": rows[:ROWS_KEPT], "details": details})

    def count(self, code, row=None, number=1):
        """A notice that grows while rows go by: how many, and in which rows."""
        entry = self._counted.setdefault(code, {"code": code, "rows": [], "details": {"count": 0}})
        entry["details"]["count"] += number
        if row is not None and len(entry["rows"]) < ROWS_KEPT:
            entry["rows"].append(row)

    def take(self):
        """Everything said since the last call, as JSON values."""
        said = self._said + list(self._counted.values())
        self._said, self._counted = [], {}
        return said
