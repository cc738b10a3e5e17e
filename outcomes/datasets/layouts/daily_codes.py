"""What the usual codes of daily attendance mean, as words that the dataset understands (daily_attendance.MARKS).

Every district may set its own; a code that is not here is an error that names its rows, never a guess.
"""

LETTERS = {
    "p": "present",
    "a": "unverified absence",
    "u": "unexcused absence",
    "c": "cut",
    "x": "excused absence",
    "e": "excused absence",
    "v": "verified absence",
    "i": "illness",
    "m": "medical",
    "t": "tardy",
    "l": "late",
    "s": "suspended",
    "ea": "excused absence",
    "ae": "excused absence",
    "a-e": "excused absence",
    "ua": "unexcused absence",
    "au": "unexcused absence",
    "a-u": "unexcused absence",
    "te": "tardy excused",
    "et": "tardy excused",
    "t-e": "tardy excused",
    "tu": "tardy",
    "ut": "tardy",
    "t-u": "tardy",
    "sus": "suspended",
    "susp": "suspended",
}


def after_hash(text):
    """`uri://ed-fi.org/GradeLevelDescriptor#Ninth grade` means "Ninth grade"."""
    return text.rpartition("#")[2]


def cleaned(rows, *names):
    """The rows, with these columns freed of what stands before a `#`."""
    for name in names:
        if name in rows:
            rows.columns[name] = rows.mapped(after_hash, name)
    return rows


def flag(text):
    return text.strip().lower() in ("1", "y", "yes", "true", "t")
