"""What a report says, before it is drawn."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.engine.checklist import HEAVIEST, Checklist
from bot.municipal.action import actions
from bot.municipal.report import Report, Writer
from bot.municipal.scan import Scan, Score
from bot.municipal.wording import Word, Wording
from tests.municipal.checklists import MAY, SMALL, WHOLE, all_points, scan
from tests.small import shipped

LIBRARY = shipped()
WORDING = Wording(LIBRARY.report)
LABELS = {score.value: score.name for score in Score}


def report(scans: Sequence[Scan], earlier: Scan | None = None, checklist: Checklist = SMALL) -> Report:
    return Writer(checklist, LIBRARY.knowledge, WORDING, LABELS, "1.0").report(scans, earlier)


def only(**texts: str) -> Wording:
    """A wording in which every text is its own name, but for these."""
    return Wording({**{word.value: word.value for word in Word}, "months": LIBRARY.report["months"], **texts})


def summary(wording: Wording, *scans: Scan, earlier: Scan | None = None) -> tuple[str, ...]:
    return Writer(SMALL, LIBRARY.knowledge, wording, LABELS, "1.0").report(scans, earlier).summary


def test_what_is_not_there_and_weighs_most_comes_first() -> None:
    said = scan(
        {
            "levensbreed_1": "niet",
            "levensbreed_2": "moet_beter",
            "levensbreed_3": "niet",
            "bekendheid_1": "niet",
            "bekendheid_2": "goed",
        }
    )

    assert [one.point for one in actions(SMALL, said)] == [
        "levensbreed_3",
        "bekendheid_1",
        "levensbreed_1",
        "levensbreed_2",
    ]


def test_an_action_tells_what_the_checklist_asks_and_the_nearest_quote_and_the_law() -> None:
    [task] = report([scan({"levensbreed_2": "niet"})]).tasks

    assert task.row.words == LIBRARY.knowledge.passages["checklist/levensbreed_2"].text
    assert task.nearest == LIBRARY.knowledge.quotes["beroepscode/artikel_2"]
    assert task.law == (LIBRARY.knowledge.law["wmo_wat"].article,)


def test_the_summary_has_five_sentences_whatever_was_filled_in() -> None:
    one, other = scan({"levensbreed_1": "goed"}), scan({"bekendheid_1": "niet"}, MAY)

    for made in (
        report([one]),
        report([one, other]),
        report([one], other),
        report([one, other], one),
        report([scan({"levensbreed_1": "weet_niet"})]),
        report([all_points("goed")], None, WHOLE),
    ):
        assert len(made.summary) == 5
        assert all("{" not in sentence for sentence in made.summary)


def test_the_summary_counts_the_scores() -> None:
    wording = only(summary_scores="{good} {better} {not} {unknown}")
    said = {
        "levensbreed_1": "goed",
        "levensbreed_2": "niet",
        "bekendheid_1": "niet",
        "bekendheid_2": "weet_niet",
    }

    assert summary(wording, scan(said))[1] == "1 0 2 1"


def test_the_summary_names_the_best_and_the_worst_theme() -> None:
    wording = only(summary_themes="{best} < {worst}")

    assert (
        summary(wording, scan({"levensbreed_1": "niet", "bekendheid_1": "goed"}))[2]
        == "Bekendheid < Levensbreed"
    )
    assert (
        summary(wording, scan({"levensbreed_1": "goed", "bekendheid_1": "goed"}))[2] == "summary_themes_alike"
    )
    assert summary(wording, scan({"levensbreed_1": "goed"}))[2] == "summary_one_theme"


def test_the_summary_tells_what_came_of_the_earlier_scan() -> None:
    wording = only(summary_change="{date}: {improved} {declined} {same}")
    earlier = scan(
        {"levensbreed_1": "niet", "levensbreed_2": "goed", "bekendheid_1": "goed", "bekendheid_2": "niet"},
        MAY,
    )
    now = scan(
        {
            "levensbreed_1": "goed",
            "levensbreed_2": "niet",
            "bekendheid_1": "goed",
            "bekendheid_2": "moet_beter",
        }
    )

    assert summary(wording, now, earlier=earlier)[4] == "3 mei 2026: 2 1 1"


def test_the_summary_tells_where_colleagues_differ() -> None:
    wording = only(summary_differ="{people}: {differ} / {count}")
    anna, bert = scan({"levensbreed_1": "niet"}), scan({"levensbreed_1": "goed"})

    assert summary(wording, anna, bert)[4] == "2: 1 / 3"


def test_a_theme_of_which_nothing_was_answered_is_left_out() -> None:
    made = report([scan({"bekendheid_1": "goed"})])

    assert [chapter.title for chapter in made.chapters] == ["Bekendheid"]
    assert [bar.label for bar in made.overview] == ["Bekendheid"]


def test_a_theme_in_two_parts_has_a_picture_for_each() -> None:
    quality = report([all_points("goed")], all_points("niet", MAY), WHOLE).chapters[2]

    assert [len(group.rows) for group in quality.groups] == [5, 5]
    assert all(group.title and len(group.bars) == 2 for group in quality.groups)
    assert [bar.counts["goed"] for bar in quality.bars] == [10, 0]


def test_every_picture_tells_its_numbers_in_words() -> None:
    made = report([all_points("goed")], all_points("niet", MAY), WHOLE)

    for chapter in made.chapters:
        for bar in (*chapter.bars, *(bar for group in chapter.groups for bar in group.bars)):
            for count in bar.counts.values():
                assert str(count) in bar.alt
    assert all(bar.alt in made.overview_alt for bar in made.overview)


def test_a_row_tells_the_change_and_what_each_colleague_said() -> None:
    anna, bert = scan({"levensbreed_1": "goed: zie contract"}), scan({"levensbreed_1": "moet_beter"})
    made = report([anna, bert], scan({"levensbreed_1": "niet"}, MAY))

    row = made.chapters[0].groups[0].rows[0]

    assert (row.score, row.earlier, row.change, row.note) == ("moet_beter", "NOT", "improved", "zie contract")
    assert [one.label for one in row.people] == ["GOOD", "BETTER"]
    assert [one.id for one in made.differences] == ["levensbreed_1"]


def test_the_shipped_checklist_is_that_of_the_document() -> None:
    points = [p.id for p in LIBRARY.knowledge.documents["checklist"].passages if p.kind == "point"]

    assert [WHOLE.passage(id) for _, id, _ in WHOLE.points()] == points
    assert len(points) == 31


@pytest.mark.parametrize("id", [id for _, id, _ in WHOLE.points()])
def test_the_weight_of_a_point_is_that_of_its_sources(id: str) -> None:
    point = next(point for _, one, point in WHOLE.points() if one == id)

    assert point.quotes, "the nearest quote is of another document"
    assert not any(quote.startswith("checklist/") for quote in point.quotes)
    assert (point.weight == HEAVIEST) == bool(point.law)


def test_every_word_of_the_report_is_there_and_fills_its_placeholders() -> None:
    values: Mapping[str, Any] = {"date": "vandaag", "municipality": "Ede"}

    assert set(LIBRARY.report) == set(Word)
    assert WORDING.text(Word.OF, **values) == LIBRARY.report["of"].replace("{municipality}", "Ede")
    assert [WORDING.date(MAY), len(WORDING.text(Word.MONTHS).split())] == ["3 mei 2026", 12]
