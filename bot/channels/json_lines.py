"""One JSON object a line in, one a line out: for programs, and for tests from outside.

The rule of this module: whatever a line holds, exactly one object goes out for it, flushed before
the next line is read. So another program can talk with Naast through two pipes, and always knows
which reply belongs to which line.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from math import isfinite
from mimetypes import guess_type
from pathlib import Path
from typing import BinaryIO

from bot.answering.asking import ask
from bot.answering.finding import Ambiguous, Answered, Cited, Finding, Referred, Suggested
from bot.answering.knowledge import Answer, Passage
from bot.channels.talk import Talk, incoming, open_question, way_on
from bot.engine import composing
from bot.engine.choosing import Bound, Standing, parse
from bot.engine.dialog import Ask
from bot.engine.library import Library
from bot.engine.phrase import Command
from bot.messages import Attachment, Incoming, Outcome, Quote, Reply

LONGEST_LINE = 8 * 1024 * 1024
"""Bytes of a line that are read; a longer one is passed over. 100,000 characters take 1.2 million
where each is escaped as two surrogates."""

_SHOWN = 60
"""Characters of a value that an error repeats."""


class LineError(ValueError):
    """A line that is not what it should be; its text says so in English."""


def chat(talk: Talk, source: BinaryIO, out: BinaryIO) -> None:
    """Holds a conversation until the source ends. Raises StoreError."""
    for line in _lines(source):
        try:
            message = _message(talk, line)
        except LineError as error:
            replies = [_reply(reply) for reply in way_on(talk, talk.session())]
            _write(out, {"error": str(error), "replies": replies})
            continue
        turn = talk.take(message)
        waiting = open_question(talk, turn.session)
        said = {
            "outcome": turn.outcome.value,
            "dialog": waiting.dialog if waiting else None,
            "step": waiting.step if waiting else None,
            "replies": [_reply(reply) for reply in turn.replies],
        }
        _write(out, said)


def answer_questions(library: Library, source: BinaryIO, out: BinaryIO) -> None:
    """Answers questions, each on its own, until the source ends."""
    for line in _lines(source):
        try:
            asked = _object(line)
            question_id, question = _id(asked), _text(asked, "question")
        except LineError as error:
            _write(out, {"id": None, "error": str(error)})
            continue
        found = ask(library.knowledge, library.matcher, question)
        _write(out, {"id": question_id, **_found(library, found)})


# ---- lines


def _lines(source: BinaryIO) -> Iterator[bytes | None]:
    """Every line, also a last one without an end; None for one that is too long."""
    while line := source.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = source.readline(LONGEST_LINE)
        yield None


def _write(out: BinaryIO, said: Mapping[str, object]) -> None:
    """Writes one line. Characters that some programs take for the end of a line are escaped."""
    try:
        line = json.dumps(said, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a character, echoed from the line that it came in
        line = json.dumps(said).encode()
    for end in ("\x85", "\u2028", "\u2029"):
        line = line.replace(end.encode(), f"\\u{ord(end):04x}".encode())
    out.write(line + b"\n")
    out.flush()


def _object(line: bytes | None) -> dict[str, object]:
    if line is None:
        raise LineError(f"the line is longer than {LONGEST_LINE:,} bytes")
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LineError(f"the line is not UTF-8 at byte {error.start + 1}") from error
    if not text.strip():
        raise LineError("the line is empty; it should be a JSON object")
    try:
        value = json.loads(text, object_pairs_hook=_once_each, parse_constant=_refuse)
    except LineError:
        raise
    except json.JSONDecodeError as error:
        at = f"{error.msg} at character {error.pos + 1}"
        raise LineError(f"the line is not JSON: {at}") from error
    except RecursionError as error:
        raise LineError("the line is not JSON that can be read: it is nested too deep") from error
    except ValueError as error:
        raise LineError("the line is not JSON that can be read: a number is too long") from error
    if not isinstance(value, dict):
        raise LineError("the line is JSON, but not an object")
    return value


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise LineError("the line is not JSON that can be read: a key stands twice in one object")
    return values


def _refuse(constant: str) -> object:
    raise LineError(f"the line is not JSON: {constant} is no number")


def _text(values: dict[str, object], key: str) -> str:
    if key not in values:
        raise LineError(f'the object has no "{key}"')
    value = values[key]
    if not isinstance(value, str):
        raise LineError(f'"{key}" should be a string')
    return value


def _id(values: dict[str, object]) -> str | int | float:
    """The id of a question, given back as it came."""
    value = values.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise LineError('the object has no "id" that is a string or a number')
    if isinstance(value, float) and not isfinite(value):
        raise LineError('"id" is a number that is too large')
    return value


def _shown(value: str) -> str:
    """A value as an error repeats it: short, and without what cannot be printed."""
    short = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in short)


# ---- messages


def _message(talk: Talk, line: bytes | None) -> Incoming:
    values = _object(line)
    keys = [key for key in ("text", "choice", "file") if key in values]
    if len(keys) != 1:
        raise LineError('the object should have one of "text", "choice" and "file"')
    value = _text(values, keys[0])
    event = _event(values)
    match keys[0]:
        case "text":
            return incoming(talk, text=value, event=event)
        case "choice":
            if not _is_choice(talk.library, value):
                raise LineError(f"there is no choice “{_shown(value)}”")
            return incoming(talk, choice=value, event=event)
        case _:
            return incoming(talk, attachment=_attachment(value), event=event)


def _event(values: dict[str, object]) -> str:
    value = values.get("event")
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise LineError('"event" should be a string that is not empty, or a whole number')
    return str(value)


def _attachment(given: str) -> Attachment:
    path = Path(given)
    try:
        found = path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        found = False
    if not given or not found:
        raise LineError(f"there is no file “{_shown(given)}”")
    return Attachment(given, path.name, guess_type(path.name)[0] or "application/octet-stream")


def _is_choice(library: Library, choice_id: str) -> bool:
    """Whether some content has this choice, here and now or elsewhere. One that belongs to another
    question than the open one is a choice all the same, and gets a friendly line."""
    match parse(choice_id):
        case Bound(option_id, _):
            asks = (step for d in library.dialogs.values() for step in d.steps.values())
            options = (o for step in asks if isinstance(step, Ask) for o in step.choices)
            return any(option_id == o.id or option_id in o.renamed_from for o in options)
        case Standing(kind, name):
            return _stands(library, kind, name)


def _stands(library: Library, kind: str, name: str) -> bool:
    knowledge = library.knowledge
    match kind:
        case "answer":
            before = (old for answer in knowledge.answers.values() for old in answer.renamed_from)
            return name in knowledge.answers or name in before
        case "passage":
            return name in knowledge.passages
        case "term":
            return name in knowledge.terms
        case "dialog":
            return library.dialog(name) is not None
        case "place":
            return library.places.place(name) is not None
        case "command":
            return name in set(Command)
        case "why":
            return name in (id for _, id, _ in library.checklist.points())
        case "change" | "theme":
            frame, _, answer = name.partition(".")
            return frame.isdecimal() and answer.isdecimal()
        case _:
            return False


def _reply(reply: Reply) -> dict[str, object]:
    return {
        "text": reply.text,
        "choices": [asdict(choice) for choice in reply.choices],
        "quotes": [asdict(quote) for quote in reply.quotes],
        "facts": [asdict(fact) for fact in reply.facts],
        "attachment": reply.attachment.path if reply.attachment else None,
    }


# ---- answers


def _found(library: Library, found: Finding) -> dict[str, object]:
    """What a question came to. Only an answer and a choice of answers have `answers`; anything else
    has the reply in `text`."""
    outcome = composing.outcome_of(found)
    if outcome in (Outcome.ANSWER, Outcome.SUGGEST):
        return {"outcome": outcome.value, "answers": _cards(library, found)}
    return {"outcome": outcome.value, "answers": [], "text": composing.found(library, found).text}


def _cards(library: Library, found: Finding) -> list[dict[str, object]]:
    match found:
        case Answered(best, others):
            return [_curated(library, c.answer, c.score) for c in (best, *others)]
        case Suggested(candidates):
            return [_curated(library, c.answer, c.score) for c in candidates]
        case Referred(passages, _):
            quotes = [library.knowledge.quotes[passage.id] for passage in passages]
            return [_card(passages[0].id, composing.found(library, found).text, 1.0, quotes)]
        case Ambiguous(passages):
            return [_looked_up(library, passage, 1 / len(passages)) for passage in passages]
        case Cited(law):
            return [_card(one.id, f"{one.says} ({one.article})", 1.0, []) for one in law]
        case _:
            return []


def _curated(library: Library, answer: Answer, score: float) -> dict[str, object]:
    quotes = library.knowledge.quotes_of(answer)
    return _card(answer.id, answer.answer.strip(), score, list(quotes))


def _looked_up(library: Library, passage: Passage, score: float) -> dict[str, object]:
    text = composing.looked_up(library, [passage]).text
    return _card(passage.id, text, score, [library.knowledge.quotes[passage.id]])


def _card(card: str, text: str, score: float, quotes: list[Quote]) -> dict[str, object]:
    shown = [{"document": q.document, "locator": q.locator, "text": q.text} for q in quotes]
    return {"card": card, "text": text, "score": round(score, 3), "quotes": shown}
