"""Log lines as JSON, with the id of the request, and errors without what was in the data."""

import json
import logging
import traceback
from datetime import UTC, datetime

from ..circumstances import request_id
from ..scrub import describe

# What a caller may add to a line (`extra=`); anything else stays out.
ADDED = ("method", "route", "status", "milliseconds", "user")


class JsonLines(logging.Formatter):
    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id(),
        }
        line |= {name: getattr(record, name) for name in ADDED if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["error"] = describe(record.exc_info[1])
            # Where it happened, never the message: it may quote a cell of a file or a typed name.
            line["frames"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ][-15:]
        return json.dumps(line)


class WithRequest(logging.Filter):
    """Gives plain lines the id of the request, too."""

    def filter(self, record):
        record.request_id = request_id() or "-"
        return True
