"""The names of all words of a report; the words themselves stand in `knowledge/report.yaml`.

`naast check` holds this list and that file against each other, as it does with the standing sentences.
"""

from collections.abc import Mapping
from enum import StrEnum

from bot.record import record


class Word(StrEnum):
    """A text of the report. The placeholders that it may hold are in the comment."""

    TITLE = "title"
    OF = "of"  # {municipality}
    NO_NAME = "no_name"
    MONTHS = "months"  # twelve, with blanks between
    SUMMARY = "summary"
    SUMMARY_FILLED = "summary_filled"  # {of} {date} {filled} {count}
    SUMMARY_FILLED_TOGETHER = "summary_filled_together"  # {people} {of} {date} {filled} {count}
    SUMMARY_SCORES = "summary_scores"  # {good} {better} {not} {unknown}
    SUMMARY_THEMES = "summary_themes"  # {best} {worst}
    SUMMARY_THEMES_ALIKE = "summary_themes_alike"
    SUMMARY_ONE_THEME = "summary_one_theme"  # {theme}
    SUMMARY_FIRST = "summary_first"  # {title} {theme}
    SUMMARY_NONE_FIRST = "summary_none_first"
    SUMMARY_CHANGE = "summary_change"  # {date} {improved} {declined} {same}
    SUMMARY_DIFFER = "summary_differ"  # {people} {differ} {count}
    SUMMARY_CHANGE_AND_DIFFER = "summary_change_and_differ"  # {date} {improved} {declined} {differ} {people}
    SUMMARY_ALONE = "summary_alone"
    OVERVIEW = "overview"
    OVERVIEW_ALT = "overview_alt"  # {rows}
    BAR_ALT = "bar_alt"  # {label} {good} {better} {not} {unknown} {open}
    LEGEND = "legend"
    NOW = "now"
    OPEN = "open"  # the label of points without a score
    ACTIONS = "actions"
    ACTIONS_INTRODUCTION = "actions_introduction"
    ACTIONS_NONE = "actions_none"
    ASKED = "asked"
    NEAREST = "nearest"
    LAW = "law"
    WEIGHT = "weight"  # {weight}
    THEMES = "themes"
    POINT = "point"
    SCORE = "score"
    NOTE = "note"
    SOURCE = "source"
    CHANGE = "change"
    IMPROVED = "improved"  # {earlier}
    DECLINED = "declined"  # {earlier}
    SAME = "same"
    NEW = "new"  # {earlier}
    DIFFERENCES = "differences"
    DIFFERENCES_INTRODUCTION = "differences_introduction"
    DIFFERENCES_NONE = "differences_none"
    PERSON = "person"  # {number}
    METHOD = "method"
    METHOD_SCAN = "method_scan"  # {count}
    METHOD_WEIGHT = "method_weight"
    METHOD_EARLIER = "method_earlier"  # {date}
    METHOD_TOGETHER = "method_together"  # {people}
    METHOD_LIMITS = "method_limits"
    SOURCES = "sources"
    MADE = "made"  # {date} {version}
    PAGE = "page"  # {page} {pages}
    COLUMNS = "columns"  # of the CSV file, with semicolons between
    CAPTION_PDF = "caption_pdf"
    CAPTION_CSV = "caption_csv"
    CAPTION_JSON = "caption_json"
    FILE = "file"  # the name of the files, without a suffix: {date}


@record
class Wording:
    """All of `knowledge/report.yaml`."""

    texts: Mapping[str, str]

    def text(self, word: Word, **values: object) -> str:
        """The words of a text, with its placeholders filled."""
        text = self.texts[word]
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def date(self, on: str) -> str:
        """A day "2026-11-21" as people write it: "21 november 2026"."""
        year, month, day = map(int, on.split("-"))
        return f"{day} {self.text(Word.MONTHS).split()[month - 1]} {year}"
