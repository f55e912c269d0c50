"""Records. That no field of one can be set is shown by mypy: it reports an ignored error that is none."""

from dataclasses import field, replace

import pytest

from bot.record import record


@record
class Place:
    name: str
    part_of: str = ""
    words: tuple[str, ...] = field(default=(), compare=False, repr=False)


def test_records_are_equal_and_hashed_by_their_fields() -> None:
    assert Place("Almelo") == Place("Almelo", words=("a",))
    assert len({Place("Almelo"), Place("Almelo", ""), Place("Almelo", "Twente")}) == 2
    assert repr(Place("Almelo")) == "Place(name='Almelo', part_of='')"


def test_a_record_is_replaced_and_never_changed() -> None:
    place = Place("Almelo")

    assert replace(place, part_of="Twente") == Place("Almelo", "Twente")
    place.name = "Hengelo"  # type: ignore[misc]


def test_a_record_has_no_other_fields() -> None:
    with pytest.raises(AttributeError):
        Place("Almelo").population = 1  # type: ignore[attr-defined]
