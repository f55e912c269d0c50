"""The keys of conversations, and the secret that they are made with."""

import hashlib
import re
import stat
from pathlib import Path

import pytest

from bot.errors import SettingsError, StoreError
from bot.store.key import Keys, load_keys

KEYS = Keys("a secret of some length")
HEX = re.compile(r"[0-9a-f]{64}")


def test_a_key_shows_nothing_of_what_it_stands_for() -> None:
    key = KEYS.event("telegram:1234", "87")

    assert HEX.fullmatch(key.conversation)
    assert HEX.fullmatch(key.event)
    assert key.conversation != hashlib.sha256(b"telegram:1234").hexdigest()


def test_the_same_secret_makes_the_same_keys_and_another_secret_makes_others() -> None:
    again, other = Keys("a secret of some length"), Keys("another secret, as long")

    assert again.event("telegram:1", "2") == KEYS.event("telegram:1", "2")
    assert other.conversation("telegram:1") != KEYS.conversation("telegram:1")
    assert other.fingerprint != KEYS.fingerprint


def test_no_two_events_have_the_same_key() -> None:
    pairs = [("a", "bc"), ("ab", "c"), ("abc", ""), ("", "abc"), ("a1:b", "c"), ("a", "1:bc")]

    keys = {KEYS.event(conversation, event).event for conversation, event in pairs}

    assert len(keys) == len(pairs)


def test_an_event_of_one_conversation_cannot_be_told_to_be_one_of_another() -> None:
    assert KEYS.event("telegram:1", "87").event != KEYS.event("telegram:2", "87").event


def test_odd_names_have_keys_too() -> None:
    assert KEYS.conversation("matrix:!é\x00\ud800:server")


def test_keys_do_not_show_their_secret() -> None:
    assert "secret" not in repr(KEYS)
    assert not hasattr(KEYS, "__dict__")


def test_a_secret_is_made_once_for_this_user_alone(tmp_path: Path) -> None:
    made = load_keys(tmp_path, None, database=tmp_path / "db")

    assert load_keys(tmp_path, None, database=tmp_path / "db").fingerprint == made.fingerprint
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_every_folder_gets_a_secret_of_its_own(tmp_path: Path) -> None:
    fingerprints = set()
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        fingerprints.add(load_keys(tmp_path / name, None, database=tmp_path / "db").fingerprint)

    assert len(fingerprints) == 2


def test_the_setting_goes_before_the_file_and_leaves_none(tmp_path: Path) -> None:
    keys = load_keys(tmp_path, "a secret of some length", database=tmp_path / "db")

    assert keys.fingerprint == KEYS.fingerprint
    assert list(tmp_path.iterdir()) == []


def test_an_empty_setting_is_the_same_as_none(tmp_path: Path) -> None:
    load_keys(tmp_path, "", database=tmp_path / "db")

    assert (tmp_path / "secret").exists()


def test_a_setting_that_could_be_guessed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="NAAST_SECRET has fewer than 16 characters") as caught:
        load_keys(tmp_path, "hunter2", database=tmp_path / "db")

    assert "hunter2" not in str(caught.value)


def test_a_secret_that_is_missing_beside_a_database_is_not_made_anew(tmp_path: Path) -> None:
    (tmp_path / "db").touch()

    with pytest.raises(StoreError, match=r"secret is missing, and .* Put it back from a backup"):
        load_keys(tmp_path, None, database=tmp_path / "db")

    assert not (tmp_path / "secret").exists()


@pytest.mark.parametrize("content", [b"", b"\n", b"cut off", b"\xff\xfe" * 40])
def test_a_damaged_secret_is_reported_and_left(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)

    with pytest.raises(StoreError, match=r"secret is damaged. Put it back from a backup"):
        load_keys(tmp_path, None, database=tmp_path / "db")

    assert (tmp_path / "secret").read_bytes() == content


def test_a_secret_that_is_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()

    with pytest.raises(StoreError, match="secret cannot be used"):
        load_keys(tmp_path, None, database=tmp_path / "db")
