"""What buttons carry."""

from bot.channels.telegram.button import LONGEST, REMEMBERED, Buttons, Pressed

BUTTONS = Buttons(b"key of nobody")


def test_a_button_of_ones_own_gives_its_choice_back() -> None:
    marked = BUTTONS.data("telegram:1:2")("ja.12345678")

    assert BUTTONS.read(marked, "telegram:1:2") == Pressed("ja.12345678", True)


def test_a_button_of_somebody_else_is_known() -> None:
    marked = BUTTONS.data("telegram:1:2")("ja.12345678")

    assert BUTTONS.read(marked, "telegram:1:3") == Pressed("ja.12345678", False)


def test_a_button_of_before_the_token_was_changed_is_nobodys() -> None:
    marked = Buttons(b"another").data("telegram:1")("ja.12345678")

    assert BUTTONS.read(marked, "telegram:1").is_own is False


def test_a_button_does_not_tell_who_it_is_for() -> None:
    assert "4242" not in BUTTONS.data("telegram:4242")("ja.12345678")


def test_buttons_of_earlier_releases_keep_their_mark() -> None:
    assert BUTTONS.data("telegram:1")("ja.12345678") == "ja.12345678~9dy_ss"


def test_a_mark_stays_the_same_when_it_is_no_longer_remembered() -> None:
    buttons = Buttons(b"key of nobody")
    before = buttons.data("telegram:1")("ja.12345678")
    others = {buttons.data(f"telegram:{number}")("ja.12345678") for number in range(2, REMEMBERED + 3)}

    assert before not in others
    assert buttons.data("telegram:1")("ja.12345678") == before


def test_a_choice_that_leaves_no_room_goes_without_a_mark() -> None:
    longest = "passage:" + "x" * (LONGEST - 8)

    assert BUTTONS.data("telegram:1")(longest) == longest
    assert BUTTONS.read(longest, "telegram:1") == Pressed(longest, None)


def test_no_button_is_longer_than_telegram_allows() -> None:
    for length in range(1, LONGEST + 1):
        assert len(BUTTONS.data("telegram:1")("é" * (length // 2)).encode()) <= LONGEST


def test_what_was_never_offered_is_read_as_it_is() -> None:
    assert BUTTONS.read("", "telegram:1") == Pressed("", None)
    assert BUTTONS.read("a~b", "telegram:1") == Pressed("a~b", None)
    assert BUTTONS.read("ja~éééééé", "telegram:1").is_own is False
