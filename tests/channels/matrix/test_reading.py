"""Events as others write them, and what they say to Naast."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.matrix.reading import Context, Kind, reacted_number, reaction, read
from bot.messages import Sent

ME = "@naast:example.org"
ANNA = "@anna:example.org"


def event(content: object, kind: str = "m.room.message", **more: object) -> dict[str, Any]:
    return {"event_id": "$1", "sender": ANNA, "type": kind, "content": content, **more}


def text(body: str, **more: object) -> dict[str, Any]:
    return event({"msgtype": "m.text", "body": body, **more})


def test_a_text_is_read_with_its_thread_and_what_it_replies_to() -> None:
    in_thread = {"rel_type": "m.thread", "event_id": "$root", "m.in_reply_to": {"event_id": "$last"}}

    said = read(text("hallo", **{"m.relates_to": in_thread}), ME)
    fallback = read(text("hallo", **{"m.relates_to": {**in_thread, "is_falling_back": True}}), ME)

    assert said is not None
    assert fallback is not None
    assert (said.kind, said.text, said.context) == (Kind.TEXT, "hallo", Context("$root", "$last"))
    assert fallback.context == Context("$root", "")


def test_words_that_an_older_client_repeats_before_a_reply_are_not_read() -> None:
    reply = {"m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}}

    said = read(text("> <@naast:example.org> Wat wilt u?\n> 1. Ja\n\nja", **reply), ME)
    own = read(text("> dit schrijf ik zelf"), ME)

    assert (said and said.text, own and own.text) == ("ja", "> dit schrijf ik zelf")


@pytest.mark.parametrize(
    "nothing",
    [
        event({"msgtype": "m.notice", "body": "hallo"}),
        event({"msgtype": "m.key.verification.request", "body": "hallo"}),
        event({"msgtype": "m.file", "body": "a", "url": "https://example.org/a"}),
        event({}),  # taken back before it was read
        event({"msgtype": "m.text", "body": "hallo"}, sender=ME),
        event({"membership": "join"}, "m.room.member", state_key=ANNA),
        event({"msgtype": "m.text", "body": "hallo"}, state_key=""),
        event({"body": "hallo"}, "m.call.invite"),
    ],
)
def test_what_is_not_said_to_naast_says_nothing(nothing: dict[str, Any]) -> None:
    assert read(nothing, ME) is None


@pytest.mark.parametrize(
    ("other", "sent"),
    [
        (event({"msgtype": "m.image", "body": "a.png", "url": "mxc://a/b"}), Sent.PICTURE),
        (event({"msgtype": "m.video", "body": "a.mp4", "url": "mxc://a/b"}), Sent.PICTURE),
        (event({"msgtype": "m.audio", "body": "a.ogg", "url": "mxc://a/b"}), Sent.VOICE),
        (event({"msgtype": "m.location", "body": "hier", "geo_uri": "geo:52,4"}), Sent.LOCATION),
        (event({"body": "hoi", "url": "mxc://a/b"}, "m.sticker"), Sent.STICKER),
        (event({"m.poll": {}}, "m.poll.start"), Sent.POLL),
    ],
)
def test_what_has_no_words_is_known_for_what_it_is(other: dict[str, Any], sent: Sent) -> None:
    said = read(other, ME)

    assert said is not None
    assert (said.kind, said.sent, said.text) == (Kind.OTHER, sent, "")


def test_the_words_under_a_picture_are_read_as_a_text() -> None:
    captioned = {"msgtype": "m.image", "filename": "a.png", "body": "wat is dit?", "url": "mxc://a/b"}

    said = read(event(captioned), ME)
    bare = read(event({**captioned, "body": "a.png"}), ME)

    assert (said and said.kind, said and said.text) == (Kind.TEXT, "wat is dit?")
    assert bare is not None
    assert bare.sent is Sent.PICTURE


def test_a_file_is_read_with_its_keys() -> None:
    keys = {"url": "mxc://a/b", "iv": "x"}

    plain = read(
        event({"msgtype": "m.file", "body": "brief.pdf", "url": "mxc://a/b", "info": {"size": 7}}), ME
    )
    encrypted = read(event({"msgtype": "m.file", "body": "…", "filename": "brief.pdf", "file": keys}), ME)

    assert plain is not None and plain.file is not None
    assert (plain.file.uri, plain.file.name, plain.file.size) == ("mxc://a/b", "brief.pdf", 7)
    assert encrypted is not None and encrypted.file is not None
    assert (encrypted.file.name, encrypted.file.keys) == ("brief.pdf", keys)


def test_an_edit_is_read_with_its_new_words() -> None:
    content = {
        "msgtype": "m.text",
        "body": "* nee",
        "m.new_content": {"msgtype": "m.text", "body": "nee"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"},
    }

    said = read(event(content), ME)

    assert said is not None
    assert (said.kind, said.text, said.target) == (Kind.EDIT, "nee", "$0")


@pytest.mark.parametrize("where", ["content", "event"])
def test_a_redaction_is_read_as_old_and_new_rooms_write_it(where: str) -> None:
    redaction = event({}, "m.room.redaction", redacts="$0")
    if where == "content":
        redaction = event({"redacts": "$0"}, "m.room.redaction")

    said = read(redaction, ME)

    assert said is not None
    assert (said.kind, said.target) == (Kind.REDACTION, "$0")


def test_who_is_mentioned_is_read_from_the_mentions_or_from_links() -> None:
    link = '<a href="https://matrix.to/#/@naast:example.org">Naast</a>: hallo'

    said = read(text("hallo", **{"m.mentions": {"user_ids": [ME, 7]}}), ME)
    linked = read(text("Naast: hallo", formatted_body=link), ME)
    unmentioned = read(text("Naast: hallo", formatted_body=link, **{"m.mentions": {"user_ids": []}}), ME)

    assert [set(one.mentions) for one in (said, linked, unmentioned) if one] == [{ME}, {ME}, set()]


@pytest.mark.parametrize("number", range(1, 11))
def test_every_emoji_that_naast_puts_is_understood(number: int) -> None:
    assert reacted_number(reaction(number)) == number
    assert reacted_number(reaction(number).replace("\N{VARIATION SELECTOR-16}", "")) == number


@pytest.mark.parametrize("key", ["👍", "", "1", "0️⃣", "11"])
def test_other_emoji_are_no_number(key: str) -> None:
    assert reacted_number(key) is None


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(
    ["msgtype", "body", "m.relates_to", "m.new_content", "file", "url", "info", "m.mentions", "filename"]
)
kinds = st.sampled_from(["m.room.message", "m.reaction", "m.room.redaction", "m.room.encrypted", "m.sticker"])
types = st.sampled_from(["m.text", "m.file", "m.image"])


@given(kinds, st.dictionaries(names, json | types), json)
def test_whatever_an_event_holds_it_is_read_without_an_error(
    kind: str, content: dict[str, Any], other: Any
) -> None:
    read(event(content, kind), ME)
    read(event({**content, "msgtype": "m.file"}, kind), ME)
    read(event(other, kind), ME)
    read({"content": other, "sender": other, "event_id": other, "type": other}, ME)
