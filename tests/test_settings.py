import os
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Secret, Settings, default_data, read_settings, unknown_settings


def test_without_settings_all_have_their_default() -> None:
    settings = read_settings({"XDG_DATA_HOME": "/data"})
    assert settings == Settings(data=Path("/data/naast"))
    assert (settings.local, settings.secret, settings.retention_days) == (None, None, 90)


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "NAAST_DATA": "/srv/naast",
            "NAAST_LOCAL": str(tmp_path),
            "NAAST_SECRET": "een heel lang geheim",
            "NAAST_RETENTION_DAYS": "30",
        }
    )
    assert settings.data == Path("/srv/naast")
    assert settings.local == tmp_path
    assert settings.secret is not None
    assert settings.secret.get_secret_value() == "een heel lang geheim"
    assert settings.retention_days == 30


def test_a_setting_that_is_empty_is_not_set() -> None:
    names = ("DATA", "LOCAL", "SECRET", "RETENTION_DAYS")
    empty = {f"NAAST_{name}": " " for name in names}
    assert read_settings({**empty, "XDG_DATA_HOME": "/data"}) == Settings(Path("/data/naast"))


def test_a_secret_never_shows_itself() -> None:
    settings = Settings(Path("/data"), secret=Secret("een heel lang geheim"))
    assert "geheim" not in f"{settings!r} {settings} {settings.secret} {settings.secret!r}"


@pytest.mark.parametrize("days", ["0", "-1", "3651", "abc", "1.5", "²", "9" * 5000, "1e3"])
def test_a_retention_that_cannot_be_is_refused(days: str) -> None:
    with pytest.raises(SettingsError, match="NAAST_RETENTION_DAYS"):
        read_settings({"NAAST_RETENTION_DAYS": days})


def test_a_local_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="NAAST_LOCAL"):
        read_settings({"NAAST_LOCAL": str(tmp_path / "weg")})


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/anna")
    assert read_settings({"NAAST_DATA": "~/naast"}).data == Path("/home/anna/naast")


def test_a_home_folder_that_is_not_there_is_one_line() -> None:
    with pytest.raises(SettingsError, match="NAAST_DATA"):
        read_settings({"NAAST_DATA": "~nobody_at_all/naast"})


@pytest.mark.skipif(os.name == "nt", reason="paths of another platform")
@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {}, "/home/anna/.local/share/naast"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/naast"),
        ("linux", {"XDG_DATA_HOME": "data"}, "/home/anna/.local/share/naast"),
        ("darwin", {"XDG_DATA_HOME": "/data"}, "/home/anna/Library/Application Support/naast"),
        ("win32", {}, "/home/anna/AppData/Local/naast"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/naast"),
    ],
)
def test_data_lie_where_the_platform_keeps_them(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], folder: str
) -> None:
    monkeypatch.setenv("HOME", "/home/anna")
    assert default_data(environment, platform) == Path(folder)


def test_an_unknown_setting_gets_one_line_with_what_may_have_been_meant() -> None:
    lines = list(unknown_settings({"NAAST_LOKAL": "x", "NAAST_DATA": "y", "NAASTE": "z"}))
    assert lines == ["NAAST_LOKAL is no setting of Naast. Did you mean NAAST_LOCAL?"]


def test_an_unknown_setting_that_is_like_none_gets_the_list() -> None:
    [line] = unknown_settings({"NAAST_QQQQQQQQQQ": "geheim"})
    assert "NAAST_RETENTION_DAYS" in line
    assert "geheim" not in line


def test_telegram_is_read() -> None:
    settings = read_settings(
        {
            "NAAST_TELEGRAM_TOKEN": "12:ab-C_d",
            "NAAST_TELEGRAM_API": "http://127.0.0.1:8081",
            "NAAST_TELEGRAM_WEBHOOK": "https://naast.example.nl/telegram",
            "NAAST_TELEGRAM_LISTEN": ":8443",
            "NAAST_TELEGRAM_SECRET": "geheim_1",
            "NAAST_LOG": "debug",
        }
    )
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "12:ab-C_d"
    assert settings.telegram_api == "http://127.0.0.1:8081"
    assert settings.telegram_webhook == "https://naast.example.nl/telegram"
    assert settings.telegram_listen == ("0.0.0.0", 8443)
    assert settings.telegram_secret is not None
    assert settings.telegram_secret.get_secret_value() == "geheim_1"
    assert settings.log == "DEBUG"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "no token"),
        ("TELEGRAM_TOKEN", "12:a/b"),
        ("TELEGRAM_API", "api.telegram.org"),
        ("TELEGRAM_API", "ftp://api.telegram.org"),
        ("TELEGRAM_API", "http://[::1"),
        ("TELEGRAM_WEBHOOK", "naast.example.nl/telegram"),
        ("TELEGRAM_LISTEN", "8080"),
        ("TELEGRAM_LISTEN", "127.0.0.1:"),
        ("TELEGRAM_LISTEN", "127.0.0.1:70000"),
        ("TELEGRAM_SECRET", "met spaties"),
        ("TELEGRAM_SECRET", "x" * 257),
        ("LOG", "loud"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"NAAST_{name}") as refused:
        read_settings({f"NAAST_{name}": value})
    assert "\n" not in str(refused.value)
    if "TOKEN" in name or "SECRET" in name:
        assert value not in str(refused.value)


def test_a_secret_can_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("12:abc\n")
    settings = read_settings({"NAAST_TELEGRAM_TOKEN_FILE": str(file)})

    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "12:abc"
    assert not list(unknown_settings({"NAAST_TELEGRAM_TOKEN_FILE": str(file)}))
    assert list(unknown_settings({"NAAST_LOG_FILE": str(file)}))


def test_a_secret_that_stands_in_two_places_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="both"):
        read_settings({"NAAST_SECRET": "een heel lang geheim", "NAAST_SECRET_FILE": str(tmp_path)})


def test_a_file_of_a_secret_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    empty, binary = tmp_path / "empty", tmp_path / "binary"
    empty.write_text("")
    binary.write_bytes(b"\xff\xfe\xff")
    for path in (tmp_path / "gone", tmp_path, empty, binary):
        with pytest.raises(SettingsError, match="NAAST_SECRET_FILE"):
            read_settings({"NAAST_SECRET_FILE": str(path)})
