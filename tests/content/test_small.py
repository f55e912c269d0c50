"""The small content is whole, so that whatever a test plants in it is all that is found."""

from tests.content.small import Root


def test_nothing_is_found_in_the_small_content(root: Root) -> None:
    assert root.check() == []
