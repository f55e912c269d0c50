"""Naast beside other ways to find an answer, on the same content and the same blind questions.

    pip install -e '.[benchmark]'
    python benchmarks/answering.py [--limit N] [--times 1 10 100] [--only …] [--dense]

Prints tables in Markdown. Without options it takes a quarter of an hour, with `--limit 100` some minutes:
most of it is waiting for the slowest. Machines differ and are noisy, so read the ratios. A method whose
package is not installed is left out, and named.

**The questions** are those of `tests/questions`, which were written apart from the content; what stands
among the curated questions word for word all the same is left out. A *hit* is a question that the
documents answer, a *miss* one that they do not. `judging` tells when an answer is right.

**The others** (`rivals`) search the same content: all curated questions, of the answers and of the known
unknowns alike, and all passages. The text that is most like what was asked wins, and its answer is given.

**Silence.** None of the others knows when to be silent. So they are told twice: answering always, when
every miss gets a wrong answer; and, as a kindness, with silence where a known unknown wins, or where the
score is below the threshold that does best *on these very questions*, which nobody can know beforehand.
Naast's own thresholds were calibrated on curated questions held out from training.

**Time** is all that a method does from the message as it was typed to three answers; for Naast that is
its search for danger, small talk, other languages and references too. Each question is asked up to
three times, and its fastest counts: what else the machine does is no property of a method.

**Growth** is told in `growing`.
"""

import argparse
import gc
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np
from growing import grown, tiled
from judging import (
    NOTHING,
    Corpus,
    Found,
    Guide,
    Quality,
    Question,
    always,
    at_best,
    corpus_of,
    quality,
    quoted,
    read_questions,
    sample,
)
from numpy.typing import NDArray
from rivals import DENSE, RIVALS, nearest

from bot.answering.asking import ask
from bot.answering.finding import Ambiguous, Answered, Cited, Finding, Referred, Suggested
from bot.answering.knowledge import Knowledge
from bot.answering.matching import Matcher, questions_of
from bot.answering.personal_data import find_personal_data
from bot.answering.ranker import Ranker
from bot.content.folder import shipped
from bot.content.load import load_library
from bot.content.weights import NAME, load
from bot.engine.library import Library
from bot.errors import NaastError

ROUNDS = 3
"""How often each question is asked, where that takes no longer than ROUNDS_SECONDS."""

ROUNDS_SECONDS = 10.0

WARM_UP = 20
"""Questions that are asked before the clock runs."""

GROWN_ASKED, FEWEST_ASKED = 200, 20
"""Questions that are asked at each size, and how many at least where they take long."""

GROWN_SECONDS = 20.0
"""Seconds after which no more than the fewest are asked; who needs half of them for those is left out."""

PATIENCE = 120.0
"""Seconds that an index of grown content may take to build."""

MOST_CLASSES = 2**16
"""The ranker keeps its columns as uint16."""

Times = NDArray[np.float64]  # µs a question


# ---- Naast as one of the guides


def naast(knowledge: Knowledge, matcher: Matcher) -> Guide:
    """Naast itself: all that is looked at in a message."""

    def guide(text: str) -> Found:
        find_personal_data(text)
        return _judged(knowledge, ask(knowledge, matcher, text))

    return guide


def never_silent(matcher: Matcher) -> Matcher:
    """A matcher that answers every question, whatever it thinks of its answer."""
    return replace(matcher, thresholds=replace(matcher.thresholds, doubt=inf, answer=-inf))


def _judged(knowledge: Knowledge, found: Finding) -> Found:
    """A finding, by the passages that it quotes."""
    match found:
        case Answered(best, others):
            three = (best, *others)[:3]
            return Found(tuple(quoted(knowledge, one.answer.quotes) for one in three), given=True)
        case Suggested(three):
            return Found(tuple(quoted(knowledge, one.answer.quotes) for one in three))
        case Referred(found_by_number, _):
            return Found((quoted(knowledge, [p.id for p in found_by_number]),), given=True)
        case Ambiguous(same_number):
            return Found(tuple(quoted(knowledge, [p.id]) for p in same_number[:3]))
        case Cited(law):
            return Found((frozenset(),), given=True) if law else NOTHING
        case _:
            return NOTHING


# ---- measuring


@dataclass(frozen=True, slots=True)
class Row:
    """A method, measured on the content as it is."""

    name: str
    always: Quality
    silent: Quality
    hits: Times
    misses: Times
    index: float  # seconds to build it

    @property
    def median(self) -> float:
        """µs of any question."""
        return float(np.median(np.concatenate((self.hits, self.misses))))


def timed(guide: Guide, questions: Sequence[Question], seconds: float = inf) -> tuple[list[Found], Times]:
    """What a guide finds, and how long each question takes. It stops after so many seconds, but not
    before the fewest questions were asked."""
    gc.collect()
    gc.freeze()  # the texts of the benchmark are no garbage of the method's
    for question in questions[:: max(len(questions) // WARM_UP, 1)]:
        guide(question.text)
    found, times, began = [], [], time.perf_counter()
    for question in questions:
        taken, what = _clocked(guide, question.text)
        found.append(what)
        times.append(taken)
        if len(found) >= FEWEST_ASKED and time.perf_counter() - began > seconds:
            break
    once = time.perf_counter() - began
    for _ in range(min(ROUNDS - 1, int(ROUNDS_SECONDS / once))):
        again = [_clocked(guide, question.text)[0] for question in questions[: len(found)]]
        times = list(map(min, times, again))
    gc.unfreeze()
    return found, np.array(times)


def _clocked(guide: Guide, text: str) -> tuple[float, Found]:
    started = time.perf_counter_ns()
    found = guide(text)
    return (time.perf_counter_ns() - started) / 1000, found


def row_of_naast(knowledge: Knowledge, matcher: Matcher, questions: Sequence[Question]) -> Row:
    """Naast measured; answering always without the clock."""
    tell("Naast")
    started = time.perf_counter()
    Matcher.of(knowledge, load(shipped() / NAME))
    index = time.perf_counter() - started
    found, times = timed(naast(knowledge, matcher), questions)
    talker = naast(knowledge, never_silent(matcher))
    talked = quality(questions, always([talker(question.text) for question in questions]))
    hits = np.array([bool(question.gold) for question in questions])
    return Row("**Naast**", talked, quality(questions, found), times[hits], times[~hits], index)


def row_of(name: str, corpus: Corpus, questions: Sequence[Question]) -> Row | str:
    """A rival measured, or why it was not."""
    tell(name)
    started = time.perf_counter()
    try:
        guide = nearest(RIVALS[name](corpus.texts), corpus)
    except ImportError as error:
        return f"{name}: {error.name or error} is not installed"
    index = time.perf_counter() - started
    found, times = timed(guide, questions)
    hits = np.array([bool(question.gold) for question in questions])
    talked, silent = quality(questions, always(found)), at_best(questions, found)
    return Row(name, talked, silent, times[hits], times[~hits], index)


# ---- growth

Grown = Mapping[int, Times | str]
"""The times at each size of the content; why there are none, at the others."""


def growth_of(
    library: Library,
    weights: Ranker,
    corpus: Corpus,
    rows: Sequence[Row],
    *,
    questions: Sequence[Question],
    sizes: Sequence[int],
) -> dict[str, Grown]:
    """Every method at every size, the sizes one after the other."""
    measured: dict[str, dict[int, Times | str]] = {row.name: {} for row in rows}
    for size in sizes:
        wider = grown(corpus, size)
        for row in rows:
            tell(f"{row.name} at {size} ×")
            foreseen = _foreseen(row, size) if row.name in RIVALS else ""
            if foreseen:
                measured[row.name][size] = foreseen
                continue
            if row.name in RIVALS:
                guide = nearest(RIVALS[row.name](wider.texts), wider)
            else:
                guide = naast(library.knowledge, tiled(library.matcher, weights, corpus, size))
            measured[row.name][size] = timed(guide, questions, GROWN_SECONDS)[1]
            del guide  # before the next one is built
    return dict(measured)


def _foreseen(row: Row, size: int) -> str:
    """Why a rival is not measured at this size; empty if it is."""
    index, asking = row.index * size, row.median / 1e6 * size
    if index > PATIENCE:
        return f"index: {index / 60:.0f} min"
    if asking * FEWEST_ASKED > GROWN_SECONDS / 2:
        return f"≈ {asking:.0f} s"
    return ""


# ---- what is printed


def tell(what: str) -> None:
    """Says on standard error what is being measured: some of it takes minutes."""
    print(f"… {what}", file=sys.stderr, flush=True)


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table in Markdown: the first column to the left, the others to the right."""
    print("|", " | ".join(head), "|", flush=True)
    print("|", " | ".join(["---", *["---:"] * (len(head) - 1)]), "|")
    for row in rows:
        print("|", " | ".join(row), "|")
    print(flush=True)


def print_quality(rows: Sequence[Row]) -> None:
    """How good each method is."""
    head = ["method", "right first", "among three", "right first, may be silent", "wrong on misses"]
    shown = [
        [row.name, *(f"{share:.2f}" for share in (row.always.first, row.always.three))]
        + [f"{share:.2f}" for share in (row.silent.first, row.silent.wrong)]
        for row in rows
    ]
    print_table(head, shown)


def print_times(rows: Sequence[Row]) -> None:
    """How fast each method is."""
    head = ["µs a question", "hits: median", "p99", "misses: median", "p99", "× Naast", "index, s"]
    ratios = [f"{row.median / rows[0].median:.1f}" for row in rows]
    shown = [
        [row.name, *_pair(row.hits), *_pair(row.misses), ratio, f"{row.index:.1f}"]
        for row, ratio in zip(rows, ratios, strict=True)
    ]
    print_table(head, shown)


def print_growth(growth: Mapping[str, Grown]) -> None:
    """How the time of each method grows."""
    sizes = list(next(iter(growth.values())))
    head = ["µs a question", *(name for size in sizes for name in (f"{size} ×: median", "p99", "growth"))]
    shown = [
        [name, *(cell for size in sizes for cell in _grown(times, size))] for name, times in growth.items()
    ]
    print_table(head, shown)


def _grown(times: Grown, size: int) -> list[str]:
    taken, first = times[size], times[min(times)]
    if isinstance(taken, str):
        return [taken, "", ""]
    growth = "" if isinstance(first, str) else f"{np.median(taken) / np.median(first):.1f} ×"
    return [*_pair(taken), growth]


def _pair(times: Times) -> list[str]:
    return [f"{np.median(times):,.0f}", f"{np.percentile(times, 99):,.0f}"]


def main() -> None:
    """Measures and prints."""
    options = _options()
    try:
        load_library()  # fills the cache
        started = time.perf_counter()
        library = load_library()
    except NaastError as error:
        sys.exit(str(error))
    warm = time.perf_counter() - started
    knowledge, matcher = library.knowledge, library.matcher
    corpus = corpus_of(knowledge)
    questions = read_questions(corpus)
    questions = sample(questions, options.limit or len(questions))
    hits = sum(bool(question.gold) for question in questions)
    print(
        f"{len(knowledge.answers)} answers, {len(knowledge.unknowns)} known unknowns, {len(corpus.texts):,}"
        f" texts to search; asked: {hits} hits and {len(questions) - hits} misses.\n"
        f"Naast's library from its cache: {warm:.2f} s."
    )
    weights = load(shipped() / NAME)
    if weights is None:
        sys.exit("Naast has no weights: `naast train` makes them.")
    if not weights.knows(questions_of(knowledge)):
        print("Naast's weights are older than the questions: `naast train` makes new ones.")
    rows = [row_of_naast(knowledge, matcher, questions)]
    for name in options.only or RIVALS:
        too_slow = name == DENSE and not options.dense and not options.only
        row = f"{name}: takes twenty minutes, and `--dense`" if too_slow else row_of(name, corpus, questions)
        if isinstance(row, Row):
            rows.append(row)
        else:
            print(f"Left out: {row}.")
    print()
    print_quality(rows)
    print_times(rows)
    asked = sample(questions, GROWN_ASKED)
    sizes = [min(size, MOST_CLASSES // len(weights.classes)) for size in options.times]
    print_growth(growth_of(library, weights, corpus, rows, questions=asked, sizes=sizes))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Naast beside other ways to find an answer.")
    parser.add_argument("--limit", type=int, metavar="N", help="ask only so many of the questions")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10], metavar="N", help="growth")
    parser.add_argument("--only", nargs="+", choices=RIVALS, help="these rivals alone")
    parser.add_argument("--dense", action="store_true", help="the neural model too; takes twenty minutes")
    options = parser.parse_args()
    if any(number < 1 for number in (*options.times, options.limit or 1)):
        parser.error("numbers are at least 1")
    return options


if __name__ == "__main__":
    main()
