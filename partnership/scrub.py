"""An error in words that quote nothing of the data it came from."""

import traceback


def describe(error):
    """`ValueError at outcomes/submissions/check.py:88`: enough to mend it, nothing that was in the file."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename] or list(frames)
    where = own[-1]
    name = "/".join(where.filename.split("/")[-3:])
    return f"{type(error).__name__} at {name}:{where.lineno}"
