"""The standing sentences: all that the program asks for are there, and none lingers."""

import re
from typing import get_args

import pytest

from bot.answering.knowledge import PassageKind
from bot.answering.reference import _KINDS
from bot.answering.words import plain
from bot.engine.dialog import Ask
from bot.engine.library import Library
from bot.engine.phrase import Command, CommandWords, Phrase, Phrases

PLACEHOLDERS = {
    Phrase.CHECKED: {"date"},
    Phrase.CHOSEN: {"choice"},
    Phrase.COMMAND_ALONE: {"command", "example"},
    Phrase.COMMAND_UNKNOWN: {"menu"},
    Phrase.CONTENT_CHANGED: {"answers"},
    Phrase.DATA_ANSWERS: {"answers"},
    Phrase.DATA_RULES: {"days"},
    Phrase.DATA_SCAN: {"days"},
    Phrase.DATA_SHARED: {"date"},
    Phrase.MISSING_REFERENCE: {"kind", "first", "last"},
    Phrase.NOTE_TOO_LONG: {"length", "most"},
    Phrase.RESIDENT_MISSING: {"items"},
    Phrase.RESIDENT_OLD: {"date"},
    Phrase.RESIDENT_WITHOUT_WLZ: {"place"},
    Phrase.RESIDENT_WITH_WLZ: {"place"},
    Phrase.SCAN_READY_SHARED: {"code", "people", "days"},
    Phrase.SCAN_STOPPED: {"days"},
    Phrase.SOURCE: {"source"},
    Phrase.TERM: {"term"},
}

ONLY_OFFERED = {Command.FORGET_SURE, Command.RESTART_SURE, Command.RESUME}
"""Commands that are known by their words only where they were offered."""


def test_there_is_exactly_one_text_for_every_phrase(library: Library) -> None:
    assert set(library.phrases.texts) == set(Phrase)
    assert all(text.strip() for text in library.phrases.texts.values())


def test_every_command_has_a_label_and_words_and_there_is_no_other(library: Library) -> None:
    assert set(library.phrases.commands) == set(Command)
    for words in library.phrases.commands.values():
        assert words.label.strip()
        assert words.also


@pytest.mark.parametrize("phrase", list(Phrase))
def test_a_phrase_has_the_placeholders_that_the_program_fills(library: Library, phrase: Phrase) -> None:
    found = set(re.findall(r"\{(\w+)\}", library.phrases.texts[phrase]))

    assert found == PLACEHOLDERS.get(phrase, set())


def test_every_kind_of_passage_that_can_be_asked_for_by_number_has_a_name(library: Library) -> None:
    asked_for = {kinds[0] for _, kinds in _KINDS}

    assert asked_for <= set(library.phrases.kinds) <= set(get_args(PassageKind))


def test_no_two_commands_share_a_word(library: Library) -> None:
    seen: dict[str, Command] = {}
    for name in set(Command) - ONLY_OFFERED:
        words = library.phrases.commands[name]
        for word in {plain(w) or w for w in (words.label, *words.also)}:
            assert seen.setdefault(word, name) == name, word


def test_yes_and_no_are_there_for_what_is_asked_before_forgetting(library: Library) -> None:
    assert "ja" in library.phrases.commands[Command.FORGET_SURE].also
    assert "nee" in library.phrases.commands[Command.RESUME].also


def test_no_label_of_a_choice_is_a_command(library: Library) -> None:
    """A command goes before the open question, so a label with its words could not be typed."""
    commands = {
        plain(word)
        for name, words in library.phrases.commands.items()
        if name not in ONLY_OFFERED
        for word in (words.label, *words.also)
    }
    asks = (s for dialog in library.dialogs.values() for s in dialog.steps.values() if isinstance(s, Ask))

    assert not [option.say for ask in asks for option in ask.choices if plain(option.say) in commands]


def test_a_text_is_filled_with_what_it_is_given() -> None:
    phrases = Phrases(
        {"source": "Uit {source}, {source}!"},
        {"help": CommandWords("Hulp")},
        {},
        (),
        (),
        frozenset(),
        {},
        {},
    )

    assert phrases.text(Phrase.SOURCE, source="de {code}") == "Uit de {code}, de {code}!"
    with pytest.raises(KeyError):
        phrases.text(Phrase.HELP)
