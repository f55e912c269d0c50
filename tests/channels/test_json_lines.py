import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.finding import (
    Alarmed,
    Ambiguous,
    Answered,
    Candidate,
    Chatted,
    Cited,
    Finding,
    Missing,
    Referred,
    Refused,
    Suggested,
)
from bot.answering.knowledge import Reason
from bot.app import Unkept
from bot.channels import json_lines
from bot.channels.talk import BEGIN
from bot.engine.library import Library
from bot.engine.phrase import Phrase


def say(talk: Unkept, *lines: object) -> list[dict[str, Any]]:
    """The objects that come back for lines, given as bytes or as what JSON is made of."""
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    out = BytesIO()
    json_lines.chat(talk, BytesIO(b"".join(line + b"\n" for line in raw)), out)
    return read(out)


def ask(library: Library, *lines: object) -> list[dict[str, Any]]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    out = BytesIO()
    json_lines.answer_questions(library, BytesIO(b"".join(line + b"\n" for line in raw)), out)
    return read(out)


def read(out: BytesIO) -> list[dict[str, Any]]:
    """What was written, read as strictly as a program can: one object a line, in UTF-8."""
    written = out.getvalue().decode("utf-8")
    assert written == "" or written.endswith("\n")
    lines = written.splitlines()
    assert len(lines) == written.count("\n"), "no character in a line may end it for anybody"
    return [json.loads(line, parse_constant=pytest.fail) for line in lines]


# ---- chat


def test_a_turn_has_an_outcome_the_open_question_and_replies(talk: Unkept) -> None:
    [said] = say(talk, {"choice": BEGIN})
    assert said.keys() == {"outcome", "dialog", "step", "replies"}
    assert (said["outcome"], said["dialog"], said["step"]) == ("step", "start", "wat")
    [reply] = said["replies"]
    assert reply.keys() == {"text", "choices", "quotes", "facts", "attachment"}
    assert reply["text"] == "Wat wilt u?"
    assert [choice["label"] for choice in reply["choices"]] == [
        "Een rode bal",
        "Iets weten",
        "Weet ik niet",
    ]
    assert reply["attachment"] is None


def test_a_choice_is_taken_by_the_id_that_was_offered_and_by_its_bare_id(talk: Unkept) -> None:
    [begun] = say(talk, {"choice": BEGIN})
    offered = begun["replies"][-1]["choices"][0]["id"]
    assert say(talk, {"choice": offered})[0]["step"] == "kleur"
    assert say(talk, {"choice": "donker"})[0]["step"] is None


def test_between_dialogs_no_question_is_named(talk: Unkept) -> None:
    *_, said = say(talk, {"choice": BEGIN}, {"choice": "weet_niet"})
    assert said["dialog"] is None
    assert said["step"] is None


def test_quotes_have_their_source_and_their_words(talk: Unkept, library: Library) -> None:
    *_, said = say(talk, {"choice": BEGIN}, {"choice": "weten"})
    [quote] = [quote for reply in said["replies"] for quote in reply["quotes"]]
    passage = library.knowledge.passages["beroepscode/artikel_10"]
    assert quote["document"] == "beroepscode"
    assert quote["locator"] == passage.locator
    assert quote["text"] == passage.text
    assert quote["lead"] == passage.lead


def test_a_number_and_a_label_are_typed_as_text(talk: Unkept) -> None:
    said = say(talk, {"choice": BEGIN}, {"text": "1"}, {"text": "terug"}, {"text": "iets weten"})
    assert [one["outcome"] for one in said] == ["step", "step", "command", "step"]
    assert [one["step"] for one in said] == ["wat", "kleur", "wat", None]


def test_a_button_of_an_earlier_question_is_stale_and_no_error(talk: Unkept) -> None:
    [begun] = say(talk, {"choice": BEGIN})
    old = begun["replies"][-1]["choices"][0]["id"]
    *_, said = say(talk, {"choice": old}, {"choice": old})
    assert (said["outcome"], said["step"]) == ("stale", "kleur")


def test_an_earlier_id_of_a_choice_is_known(talk: Unkept) -> None:
    said = say(talk, {"choice": BEGIN}, {"choice": "diep"})[-1]
    assert said["outcome"] == "stale"


@pytest.mark.parametrize(
    "known",
    [
        "answer:{answer}",
        "passage:{passage}",
        "term:{term}",
        "dialog:citizen/weten",
        "place:{place}",
        "command:help",
        "change:0.0",
    ],
)
def test_a_choice_that_content_has_is_never_an_error(talk: Unkept, library: Library, known: str) -> None:
    knowledge = library.knowledge
    choice = known.format(
        answer=next(iter(knowledge.answers)),
        passage=next(iter(knowledge.passages)),
        term=next(iter(knowledge.terms)),
        place=library.places.municipalities[0].name,
    )
    [said] = say(talk, {"choice": choice})
    assert "outcome" in said


@pytest.mark.parametrize(
    "unknown",
    [
        "",
        "paars",
        "paars.12345678",
        "answer:paars",
        "dialog:paars",
        "passage:",
        "place:Paars",
        "term:paars",
        "command:paars",
        "change:x.y",
        "kleur:rood",
        ":",
        ".",
        "rood\0",
        "\ud800",
    ],
)
def test_a_choice_that_no_content_has_is_an_error_with_the_open_question(talk: Unkept, unknown: str) -> None:
    said = say(talk, {"choice": BEGIN}, {"choice": unknown}, {"choice": "rood"})
    assert said[1].keys() == {"error", "replies"}
    assert "no choice" in said[1]["error"]
    assert said[1]["replies"] == said[0]["replies"]
    assert said[2]["step"] == "kleur"


def test_a_file_that_is_there_reaches_the_conversation(talk: Unkept, tmp_path: Path) -> None:
    letter = tmp_path / "brief.txt"
    letter.write_text("Geachte heer, mevrouw,")
    [said] = say(talk, {"file": str(letter)})
    assert said["replies"][0]["text"] == talk.library.phrases.text(Phrase.FILE_UNEXPECTED)


@pytest.mark.parametrize("name", ["", "weg.txt", ".", "/dev/null", "a\0b", "\ud800", "x" * 5000])
def test_a_file_that_is_not_there_is_an_error(talk: Unkept, tmp_path: Path, name: str) -> None:
    [said] = say(talk, {"file": name})
    assert "no file" in said["error"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"", "empty"),
        (b"   ", "empty"),
        (b"hallo", "not JSON"),
        (b'{"text": "hallo"', "not JSON"),
        (b'{"text": "a"} {"text": "b"}', "not JSON"),
        (b'{"text": "hallo\x00"}', "not JSON"),
        (b'{"text": "\xff"}', "not UTF-8"),
        ('{"text": "a"}'.encode("utf-16"), "not UTF-8"),
        (b"[1]", "not an object"),
        (b'"hallo"', "not an object"),
        (b"null", "not an object"),
        (b"{}", "one of"),
        (b'{"txt": "hallo"}', "one of"),
        (b'{"text": "hallo", "choice": "ja"}', "one of"),
        (b'{"text": null}', "a string"),
        (b'{"text": 5}', "a string"),
        (b'{"text": ["hallo"]}', "a string"),
        (b'{"choice": 1}', "a string"),
        (b'{"file": {}}', "a string"),
        (b'{"text": "a", "text": "b"}', "twice"),
        (b'{"text": NaN}', "NaN"),
        (b'{"text": ' + b"9" * 10_000 + b"}", "too long"),
        (b'{"text": ' + b"[" * 100_000, "nested too deep"),
        (b'{"text": "a", "event": ""}', "event"),
        (b'{"text": "a", "event": []}', "event"),
        (b'{"text": "a", "event": true}', "event"),
    ],
)
def test_a_line_that_is_no_message_is_an_error_and_the_conversation_goes_on(
    talk: Unkept, line: bytes, error: str
) -> None:
    said = say(talk, {"choice": BEGIN}, line, {"choice": "rood"})
    assert said[1].keys() == {"error", "replies"}
    assert error in said[1]["error"]
    assert "\n" not in said[1]["error"]
    assert said[1]["replies"] == said[0]["replies"]
    assert said[2]["step"] == "kleur"


def test_an_error_between_dialogs_still_shows_a_way_on(talk: Unkept) -> None:
    [said] = say(talk, b"hallo")
    assert [choice["id"] for choice in said["replies"][-1]["choices"]] == [BEGIN]


def test_an_error_repeats_only_the_beginning_of_what_it_is_about(talk: Unkept) -> None:
    [said] = say(talk, {"choice": "x" * 10_000})
    assert len(said["error"]) < 200


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\0",
        "\ud800",
        "שלום מה שלומך",
        "a\u200bb\u200d",
        "😀😀😀",
        "\u202eomgekeerd",
        "hallo " * 17_000,
        "é" * 100_000,
        "\r\n\t",
        "\u2028",
    ],
    ids=ascii,
)
def test_any_text_gets_a_reply(talk: Unkept, text: str) -> None:
    [said] = say(talk, {"text": text})
    assert said["replies"]


def test_a_line_without_an_end_is_not_lost(talk: Unkept) -> None:
    out = BytesIO()
    json_lines.chat(talk, BytesIO(b'{"text": "hallo"}\n{"text": "terug"}'), out)
    assert len(read(out)) == 2


def test_a_byte_order_mark_and_windows_line_ends_are_taken_as_they_come(talk: Unkept) -> None:
    out = BytesIO()
    json_lines.chat(talk, BytesIO(b'\xef\xbb\xbf{"text": "hallo"}\r\n'), out)
    [said] = read(out)
    assert "outcome" in said


def test_a_line_that_is_far_too_long_is_passed_over(talk: Unkept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LONGEST_LINE", 100)
    longest = b'{"text": "' + b"a" * 86 + b'"} '
    assert len(longest) + 1 == 100
    said = say(talk, longest, longest + b" ", b"x" * 1000, {"choice": BEGIN})
    assert ["error" in one for one in said] == [False, True, True, False]
    assert "longer than" in said[1]["error"]


def test_an_event_that_comes_again_gets_its_replies_again_and_moves_nothing(talk: Unkept) -> None:
    said = say(
        talk,
        {"choice": BEGIN, "event": "a"},
        {"text": "1", "event": 7},
        {"text": "1", "event": 7},
        {"text": "1", "event": "7"},
    )
    assert said[1] == said[2] == said[3]
    assert said[3]["step"] == "kleur"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(["text", "choice", "file", "event", "id", "question"])
IDS = st.sampled_from([BEGIN, "rood", "weet_niet.", "command:stop", "command:forget_sure", "x:y"])
TYPED = st.text(st.characters(), max_size=60) | st.sampled_from(["1", "2", "terug", "stop", "ja"])
MESSAGES = st.fixed_dictionaries({"text": TYPED}) | st.fixed_dictionaries({"choice": IDS | TYPED})
OBJECTS = MESSAGES | st.dictionaries(KEYS, JUNK | TYPED, max_size=3) | JUNK
LINES = OBJECTS.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40).map(
    lambda line: line.replace(b"\n", b" ")
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, max_size=10))
def test_whatever_comes_in_one_object_goes_out_for_each_line(
    new_talk: Callable[[], Unkept], lines: list[bytes]
) -> None:
    said = say(new_talk(), *lines)
    assert len(said) == len(lines)
    for one in said:
        assert one.keys() in ({"outcome", "dialog", "step", "replies"}, {"error", "replies"})
        assert one["replies"]


# ---- ask


def test_answers_come_in_order_with_the_ids_of_their_questions(library: Library) -> None:
    ids = ["a", "b", 3, 4.5, "", "\u2028", "\ud800", "é"]
    said = ask(library, *({"id": id, "question": "artikel 10"} for id in ids))
    assert [one["id"] for one in said] == ids


def test_a_reference_gives_the_passage_as_a_card(library: Library) -> None:
    [said] = ask(library, {"id": "1", "question": "artikel 10"})
    assert said["outcome"] == "answer"
    [card] = said["answers"]
    assert card.keys() == {"card", "text", "score", "quotes"}
    assert card["card"] == "beroepscode/artikel_10"
    assert card["quotes"][0].keys() == {"document", "locator", "text"}
    assert card["quotes"][0]["text"] == library.knowledge.passages["beroepscode/artikel_10"].text


@pytest.mark.parametrize("line", [b"", b"x", b"[]", b"{}", b'{"id": "1"}', b'{"question": "a"}'])
def test_a_line_that_is_no_question_is_an_error_without_an_id(library: Library, line: bytes) -> None:
    said = ask(library, line, {"id": "2", "question": "artikel 10"})
    assert said[0].keys() == {"id", "error"}
    assert said[0]["id"] is None
    assert said[1]["id"] == "2"


@pytest.mark.parametrize("id", ["true", "null", "[]", "{}", "1e999"])
def test_an_id_is_a_string_or_a_number(library: Library, id: str) -> None:
    [said] = ask(library, f'{{"id": {id}, "question": "artikel 10"}}'.encode())
    assert said["id"] is None


def found(library: Library, finding: Finding, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(json_lines, "ask", lambda *_: finding)
    [said] = ask(library, {"id": "1", "question": "wat dan ook"})
    assert said.pop("id") == "1"
    return said


def test_an_answer_comes_first_and_its_runners_up_after_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_ = library.knowledge.answers.values()
    finding = Answered(Candidate(first, 0.91234), (Candidate(second, 0.5),))
    said = found(library, finding, monkeypatch)
    assert said.keys() == {"outcome", "answers"}
    assert said["outcome"] == "answer"
    assert [(card["card"], card["score"]) for card in said["answers"]] == [
        (first.id, 0.912),
        (second.id, 0.5),
    ]
    assert said["answers"][0]["text"] == first.answer.strip()
    assert len(said["answers"][0]["quotes"]) == len(first.quotes)


def test_suggestions_are_the_answers_on_offer(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = list(library.knowledge.answers.values())[:3]
    finding = Suggested(tuple(Candidate(answer, 0.4) for answer in answers))
    said = found(library, finding, monkeypatch)
    assert said["outcome"] == "suggest"
    assert [card["card"] for card in said["answers"]] == [answer.id for answer in answers]


def test_a_number_that_several_passages_have_offers_each(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages = tuple(library.knowledge.passages.values())[:2]
    said = found(library, Ambiguous(passages), monkeypatch)
    assert said["outcome"] == "suggest"
    assert [card["card"] for card in said["answers"]] == [passage.id for passage in passages]


def test_several_passages_that_were_asked_for_are_one_answer(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages = tuple(library.knowledge.passages.values())[:2]
    said = found(library, Referred(passages), monkeypatch)
    [card] = said["answers"]
    assert card["card"] == passages[0].id
    assert len(card["quotes"]) == 2


def test_an_article_of_law_is_an_answer_in_our_own_words(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = next(iter(library.knowledge.law.values()))
    said = found(library, Cited((law,)), monkeypatch)
    [card] = said["answers"]
    assert card["quotes"] == []
    assert law.says in card["text"]


def test_what_is_no_answer_has_its_reply_in_words(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    danger = library.knowledge.danger.find("ik wil dood")
    assert danger is not None
    smalltalk = next(iter(library.knowledge.smalltalk.values()))
    unknown = next(iter(library.knowledge.unknowns.values()))
    expected: list[tuple[Finding, str]] = [
        (Alarmed(danger), "crisis"),
        (Chatted(smalltalk), "smalltalk"),
        (Refused(Reason.NOT_UNDERSTOOD), "none"),
        (Refused(unknown.reason, unknown), "none"),
        (Missing("article", "1", "22"), "none"),
        (Cited(()), "none"),
    ]
    for finding, outcome in expected:
        said = found(library, finding, monkeypatch)
        assert said.keys() == {"outcome", "answers", "text"}
        assert said["outcome"] == outcome
        assert said["answers"] == []
        assert said["text"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, max_size=8))
def test_whatever_is_asked_one_object_goes_out_for_each_line(
    new_talk: Callable[[], Unkept], lines: list[bytes]
) -> None:
    said = ask(new_talk().library, *lines)
    assert len(said) == len(lines)
    assert all(one.keys() >= {"id"} for one in said)
