"""What YAML takes for something else stays what it says."""

import pytest

from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"


@pytest.mark.parametrize("said", ["no", "yes", "9:30", "0800", "1e3", "2026-11-21", "null", "~", "0x1f"])
def test_a_value_without_quotes_stays_a_text(root: Root, said: str) -> None:
    root.replace(KEUZE, "title: Een andere ondersteuner vragen", f"title: {said}")
    root.train()
    assert root.check() == []
    assert root.content().answers["andere_ondersteuner"].title == said
