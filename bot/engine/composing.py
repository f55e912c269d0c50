"""From content to replies: the only place where texts, quotes, facts and choices come together."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.answering.finding import (
    Alarmed,
    Ambiguous,
    Answered,
    Chatted,
    Cited,
    Finding,
    Missing,
    Referred,
    Refused,
    Suggested,
)
from bot.answering.knowledge import Answer, Passage, Reason, Unknown
from bot.engine.code import KIND, NEW
from bot.engine.dialog import Ask, AskPoint, Make, Show, Step, Tell
from bot.engine.label import Labels, prepare
from bot.engine.library import START, Library, remembered
from bot.engine.path import Given
from bot.engine.phrase import Command, Entry, Phrase
from bot.engine.rule import is_whole
from bot.engine.session import Position
from bot.messages import Choice, Outcome, Quote, Reply, Work

NEXT_CHOICES = 3
"""How many ways on are offered under an answer: more is a menu, not a next step."""


def question(library: Library, bound: str, ask: Ask, words: str) -> Reply:
    """A question that is put in these words, with its choices, each bound to it by this stamp."""
    choices = [Choice(f"{option.id}.{bound}", option.say) for option in ask.choices]
    return Reply(words, quotes=_quotes(library, ask), choices=(*choices, *beside(library, ask)))


@remembered
def _quotes(library: Library, ask: Ask) -> tuple[Quote, ...]:
    return tuple([library.knowledge.quotes[passage] for passage in ask.quotes])


def put(library: Library, ask: Ask, saved: Mapping[str, Given]) -> str:
    """A question in words: of a point with its number among those that are asked."""
    text = fill(library, ask.ask, saved)
    if isinstance(ask, AskPoint):
        number, count = ask.in_all if is_whole(saved) else ask.in_theme
        for name, value in (("theme", ask.theme), ("number", number), ("count", count)):
            text = text.replace("{" + name + "}", str(value))
    return text


def locator(library: Library, ask: AskPoint) -> str:
    """Where a point stands: "Levensbreed, punt 2"."""
    return library.knowledge.passages[library.checklist.passage(ask.point)].locator


def to_a_note_and_back(library: Library) -> tuple[str, str]:
    """The choices of a point that are no answer to it."""
    return library.scoring.note, library.scoring.no_note.id


@remembered
def beside(library: Library, ask: Ask) -> tuple[Choice, ...]:
    """What is offered under a question besides its own choices: why a point matters, what terms mean."""
    terms = _terms(library, ask.explain)
    if isinstance(ask, AskPoint) and ask.is_score:
        return (Choice(f"why:{ask.point}", library.scoring.why), *terms)
    return tuple(terms)


def why(library: Library, name: str) -> Reply | None:
    """Why a point of the checklist matters, in the words of other documents; None for no point."""
    point = next((point for _, id, point in library.checklist.points() if id == name), None)
    if point is None:
        return None
    law = tuple(library.knowledge.law[one].fact for one in point.law)
    return Reply(point.why, tuple(library.knowledge.quotes[passage] for passage in point.quotes), law)


def statement(library: Library, step: Step, position: Position) -> Reply | None:
    """What a step says that asks nothing, on the way to a position; None for a step that is silent."""
    match step:
        case Tell():
            told = _told(library, step)
            filled = fill(library, told.text, position.saved)
            return told if filled == told.text else Reply(filled, told.quotes, told.facts)
        case Show():
            return _shown(library, step.show)
        case Make():
            given = position.path[: position.open_at]
            code = next((one.value or NEW for one in given if one.choice in (KIND, NEW)), "")
            values = {one.step: one.value or one.choice for one in given}
            return Reply("", work=Work(step.make, values, code=code))
        case _:
            return None


def fill(library: Library, text: str, saved: Mapping[str, Given]) -> str:
    """A text with what the dialog has saved in it: `{name}`, and for a place `{name_region}`."""
    if "{" not in text:
        return text
    for name, given in saved.items():
        text = text.replace("{" + name + "}", given.value)
        place = library.places.place(given.value)
        if place is not None:
            text = text.replace("{" + name + "_region}", place.region)
    return text


def outcome_of(finding: Finding) -> Outcome:
    """What a finding is called outside."""
    match finding:
        case Alarmed():
            return Outcome.CRISIS
        case Answered() | Referred():
            return Outcome.ANSWER
        case Cited(law):
            return Outcome.ANSWER if law else Outcome.NONE
        case Suggested() | Ambiguous():
            return Outcome.SUGGEST
        case Chatted():
            return Outcome.SMALLTALK
        case Missing() | Refused():
            return Outcome.NONE


def reason_of(finding: Finding) -> Reason | None:
    """Why there is no answer, where there is none."""
    match finding:
        case Refused(reason):
            return reason
        case Missing() | Cited(()):
            return Reason.NO_SUCH_REFERENCE
        case _:
            return None


def found(library: Library, finding: Finding) -> Reply:  # noqa: PLR0912 - one case a finding
    """The reply to a free question."""
    phrases = library.phrases
    match finding:
        case Alarmed(danger):
            contacts = (library.knowledge.contacts[name] for name in danger.contacts)
            return Reply(danger.reply, facts=tuple(contact.fact for contact in contacts))
        case Answered(best, _):
            return answer(library, best.answer)
        case Suggested(candidates):
            choices = tuple(_answer_choice(candidate.answer) for candidate in candidates)
            return Reply(phrases.text(Phrase.SUGGEST), choices=choices)
        case Referred(passages, beside):
            return looked_up(library, passages, beside)
        case Ambiguous(passages):
            choices = tuple(_passage_choice(library, passage.id) for passage in passages)
            return Reply(phrases.text(Phrase.WHICH_PASSAGE), choices=choices)
        case Cited(law) if law:
            return Reply(phrases.text(Phrase.LAW), facts=tuple(one.fact for one in law))
        case Cited():
            return Reply(phrases.text(Phrase.LAW_UNKNOWN))
        case Missing(asked, first, last):
            kind = phrases.kinds[asked]
            return Reply(phrases.text(Phrase.MISSING_REFERENCE, kind=kind, first=first, last=last))
        case Chatted(smalltalk):
            return Reply(smalltalk.reply)
        case Refused(_, Unknown() as unknown, _):
            return _unknown(library, unknown.id)
        case Refused(Reason.OTHER_LANGUAGE, _, language) if language is not None:
            return Reply(language.reply)
        case Refused(Reason.NONSENSE):
            return Reply(phrases.text(Phrase.NONSENSE))
        case Refused(Reason.OTHER_TOPIC):
            return Reply(phrases.text(Phrase.OTHER_TOPIC))
        case Refused():
            return Reply(phrases.text(Phrase.NOT_UNDERSTOOD))


def answer(library: Library, chosen: Answer) -> Reply:
    """A curated answer with its quotes, the law, and ways on."""
    return _answer(library, chosen.id)


@remembered
def _answer(library: Library, answer_id: str) -> Reply:
    chosen = library.knowledge.answers[answer_id]
    dialogs = (library.dialogs[name] for name in chosen.next)
    ways = [Choice(f"dialog:{dialog.id}", dialog.title) for dialog in dialogs]
    choices = (*ways, *_terms(library, chosen.explain))
    return replace(_shown(library, answer_id), choices=choices[:NEXT_CHOICES])


def looked_up(library: Library, passages: Iterable[Passage], beside: Iterable[Passage] = ()) -> Reply:
    """Passages asked for by number: their words, and what stands beside them as choices."""
    quotes = tuple(library.knowledge.quotes[passage.id] for passage in passages)
    source = f"{quotes[0].locator} · {quotes[0].title}"
    choices = tuple(_passage_choice(library, passage.id) for passage in beside)
    return Reply(source[:1].upper() + source[1:], quotes=quotes, choices=choices)


def term(library: Library, name: str) -> Reply | None:
    """What a term means; None for one that is not, or no longer, in the content."""
    explained = library.knowledge.terms.get(name)
    return Reply(explained.means) if explained and explained.means else None


def menu(library: Library) -> Reply:
    """What can be typed with a slash in front."""
    lines = (f"/{name} - {entry.about}" for name, entry in library.phrases.menu.items())
    return Reply(library.phrases.text(Phrase.COMMAND_UNKNOWN, menu="\n".join(lines)))


def command_alone(library: Library, name: str, entry: Entry) -> Reply:
    """How a name of the menu is used that needs words behind it."""
    values = {"command": f"/{name}", "example": entry.example}
    return Reply(library.phrases.text(Phrase.COMMAND_ALONE, **values))


def command(library: Library, name: Command) -> Choice:
    """A command as a choice."""
    return Choice(f"command:{name}", library.phrases.commands[name].label)


def beginning(library: Library) -> Choice:
    """The way back to the first question, offered where nothing else is."""
    return Choice(f"dialog:{START}", library.phrases.text(Phrase.BEGINNING))


def label(library: Library, kind: str, name: str) -> str:
    """The label under which a standing choice was offered; empty where its content is gone."""
    knowledge = library.knowledge
    match kind:
        case "answer" if answer := library.answer(name):
            return answer.title
        case "dialog" if name == START:
            return library.phrases.text(Phrase.BEGINNING)
        case "dialog" if dialog := library.dialog(name):
            return dialog.title
        case "passage" if name in knowledge.passages:
            return _passage_choice(library, name).label
        case "term" if name in knowledge.terms:
            return library.phrases.text(Phrase.TERM, term=knowledge.terms[name].term)
        case "command" if name in library.phrases.commands:
            return library.phrases.commands[name].label
        case "why":
            return library.scoring.why
        case "place":
            return name
        case _:
            return ""


def words_of(library: Library, choice_id: str) -> tuple[str, ...]:
    """What people type for a standing choice: its label, and for a command the words that mean it too."""
    kind, _, name = choice_id.partition(":")
    words = library.phrases.commands.get(name) if kind == "command" else None
    return (words.label, *words.also) if words else (label(library, kind, name),)


@remembered
def offered_labels(library: Library, offered: tuple[str, ...]) -> Labels:
    """What people type for standing choices, of which no label comes from a conversation."""
    return prepare((choice_id, words_of(library, choice_id)) for choice_id in offered)


@remembered
def _told(library: Library, tell: Tell) -> Reply:
    """What is told, with its placeholders."""
    knowledge = library.knowledge
    law = [knowledge.law[name].fact for name in tell.law]
    contacts = [knowledge.contacts[name].fact for name in tell.contacts]
    quotes = tuple(knowledge.quotes[passage] for passage in tell.quotes)
    return Reply(tell.tell, quotes=quotes, facts=(*law, *contacts))


@remembered
def _shown(library: Library, answer_id: str) -> Reply:
    chosen = library.knowledge.answers[answer_id]
    law = tuple(library.knowledge.law[name].fact for name in chosen.law)
    return Reply(chosen.answer.strip(), library.knowledge.quotes_of(chosen), law)


@remembered
def _unknown(library: Library, unknown_id: str) -> Reply:
    knowledge = library.knowledge
    unknown = knowledge.unknowns[unknown_id]
    law = [knowledge.law[name].fact for name in unknown.law]
    contacts = [knowledge.contacts[name].fact for name in unknown.ask]
    choices = tuple(Choice(f"passage:{near.passage}", near.about) for near in unknown.nearest)
    nearby = library.phrases.text(Phrase.NEAREST) if choices else ""
    text = "\n\n".join(part for part in (unknown.reply.strip(), nearby) if part)
    return Reply(text, facts=(*law, *contacts), choices=choices)


def _answer_choice(chosen: Answer) -> Choice:
    return Choice(f"answer:{chosen.id}", chosen.title)


@remembered
def _passage_choice(library: Library, passage_id: str) -> Choice:
    passage = library.knowledge.passages[passage_id]
    short = library.knowledge.documents[passage.document].short
    locator = passage.locator[:1].upper() + passage.locator[1:]
    return Choice(f"passage:{passage.id}", f"{locator} · {short}")


def _terms(library: Library, names: Iterable[str]) -> list[Choice]:
    return [Choice(f"term:{name}", label(library, "term", name)) for name in names]
