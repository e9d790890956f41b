"""The shape of a log line: one JSON object, and nothing in it that people have typed."""

import json
import logging
import traceback
from datetime import datetime

from django.db import OperationalError

# Their messages speak of machines. Those of other exceptions quote values: a database names the
# offending row, a form the offending text.
SPEAK_OF_MACHINES = (OperationalError, OSError, ImportError)


class JsonLine(logging.Formatter):
    """One line per record; of an exception the place and the kind, seldom the message."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created).astimezone().isoformat("T", "seconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = described(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def described(error: BaseException) -> list[str]:
    """Where and what: frames without their variables, and the chain of causes."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    name = type(error).__name__
    lines.append(f"{name}: {error}" if isinstance(error, SPEAK_OF_MACHINES) else name)
    cause = error.__cause__ or error.__context__
    return [*described(cause), *lines] if cause else lines
