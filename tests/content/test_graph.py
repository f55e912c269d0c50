import re

import pytest

from bot.answering.knowledge import Audience
from bot.content.graph import find_dialog, mermaid
from bot.engine.dialog import Ask, Decide, Dialog, Option, Show, Step, Tell
from bot.errors import ContentError


def dialog(id: str, *steps: Step, title: str = "Titel") -> Dialog:
    return Dialog(id, title, Audience.CITIZEN, steps[0].id, {step.id: step for step in steps})


EVERY_VERB = dialog(
    "citizen/alles",
    Ask(
        "vraag",
        "Wat wilt u?",
        (
            Option("ja", "Ja", "uitleg"),
            Option("nee", "Nee", "end"),
            Option("weet_niet", "Weet ik niet", "end"),
        ),
    ),
    Tell("uitleg", "Eerste regel.\n\nTweede regel.", "plaats"),
    Ask("plaats", "Waar woont u?", expect="place", save="plaats", next="keuze"),
    Decide("keuze", "place_kind", {"municipality": "antwoord", "region": "citizen/ander"}),
    Show("antwoord", "andere_ondersteuner", "end"),
)


def test_every_step_is_a_box_and_every_way_an_arrow() -> None:
    assert mermaid(EVERY_VERB).split("\n") == [
        "---",
        'title: "Titel"',
        "---",
        "flowchart TD",
        '    s1{{"vraag<br>Wat wilt u?"}}',
        '    s2["uitleg<br>Eerste regel. Tweede regel."]',
        '    s3{{"plaats<br>Waar woont u?"}}',
        '    s4{"keuze<br>place_kind"}',
        '    s5[["antwoord<br>andere_ondersteuner"]]',
        '    t1(("end"))',
        '    t2[/"citizen/ander"/]',
        '    begin(("citizen/alles")) --> s1',
        '    s1 -->|"Ja"| s2',
        '    s1 -->|"Nee / Weet ik niet"| t1',
        "    s2 --> s3",
        '    s3 -->|"place"| s4',
        '    s4 -->|"municipality"| s5',
        '    s4 -->|"region"| t2',
        "    s5 --> t1",
    ]


def test_words_mean_nothing_to_mermaid() -> None:
    nasty = 'Zeg "hoi" #1 <b>&amp; `x` | ]}'
    graph = mermaid(dialog("citizen/a", Tell("a", nasty, "end"), title='Een "titel": #1'))
    [box] = [line for line in graph.split("\n") if "s1[" in line]
    words = box.removeprefix('    s1["').removesuffix('"]').replace("<br>", "")
    assert not re.search(r'["<>`]', words)
    assert re.sub(r"#(35|quot|lt|gt|amp|96);", "", words).count("#") == 0
    assert 'title: "Een \\"titel\\": #1"' in graph


def test_a_long_text_is_cut_off() -> None:
    graph = mermaid(dialog("citizen/a", Tell("a", "woord " * 100, "end")))
    assert max(map(len, graph.split("\n"))) < 120
    assert "…" in graph


def test_a_dialog_is_found_by_its_id_and_by_the_last_part_of_it() -> None:
    dialogs = {"citizen/alles": EVERY_VERB}
    assert find_dialog(dialogs, "citizen/alles") is EVERY_VERB
    assert find_dialog(dialogs, "alles") is EVERY_VERB


def test_a_name_of_two_dialogs_is_told_apart() -> None:
    dialogs = {"citizen/alles": EVERY_VERB, "supporter/alles": EVERY_VERB}
    with pytest.raises(ContentError, match=r"citizen/alles.*supporter/alles"):
        find_dialog(dialogs, "alles")


@pytest.mark.parametrize("name", ["alle", "citizen/ales", "citizen/alle"])
def test_an_unknown_dialog_gets_those_that_come_near(name: str) -> None:
    with pytest.raises(ContentError, match=r"Did you mean citizen/alles\?"):
        find_dialog({"citizen/alles": EVERY_VERB}, name)


def test_a_dialog_like_no_other_gets_the_list() -> None:
    with pytest.raises(ContentError, match="There are: citizen/alles"):
        find_dialog({"citizen/alles": EVERY_VERB}, "zzz")
