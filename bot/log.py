"""What an operator reads of a running Naast: plain lines on standard error, and never a word of a person.

Our own modules log outcomes and counts only. Libraries are not that careful - a token stands in every
address of the Bot API, a text in an answer that cannot be parsed - so of theirs only the name, the level
and the kind of the error get through, at any level. Of an error of our own it is told where it happened,
and not what it said.
"""

import logging
import sys
import traceback
from pathlib import Path

OWN = "bot"


def log_to_stderr(level: str) -> None:
    """Sends the log to standard error, from this level on; of libraries only warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OWN).setLevel(level)


class Discreet(logging.Formatter):
    """A line for a record: time, level, where, and for our own modules what."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        shown = logging.makeLogRecord(record.__dict__)
        own = record.name == OWN or record.name.startswith(f"{OWN}.")
        said = record.getMessage() if own else "a message of a library, which is not shown"
        error = record.exc_info[1] if record.exc_info else None
        shown.msg, shown.args = (f"{said} ({_where(error)})" if error else said), ()
        shown.exc_info = shown.exc_text = shown.stack_info = None
        return super().format(shown)


def _where(error: BaseException) -> str:
    """The kind of an error, and the line of ours that it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/bot/" in frame.filename.replace("\\", "/")]
    last = (own or list(frames))[-1:]
    return " ".join([type(error).__name__, *(f"in {Path(f.filename).name}:{f.lineno}" for f in last)])
