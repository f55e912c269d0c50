"""Ten and a hundred times the content, for `answering.py`.

Every copy of the content keeps the common words and has rarer ones of its own: the head of each is
joined to the tail of another, by a seeded permutation, so that the vocabulary grows and the letters
stay Dutch. Training on that would take hours and change no query time, so Naast's trained weights are
laid side by side: see `tiled`.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from judging import SILENCE, Corpus

from bot.answering.features import Vocabulary, stem
from bot.answering.lexicon import Lexicon
from bot.answering.matching import Matcher
from bot.answering.quoting import NONE, Quoting
from bot.answering.ranker import Ranker
from bot.answering.scorer import Scorer
from bot.answering.words import plain

COMMON = 300
"""Words that every copy of the content keeps: "de", "mag", "gemeente"."""


def rarer(texts: Iterable[str], words: Iterable[str]) -> list[str]:
    """Those of the words that are not among the commonest of the texts."""
    counts = Counter(word for text in texts for word in plain(text).split())
    return sorted(set(words) - {word for word, _ in counts.most_common(COMMON)})


def changed(words: Sequence[str], copy: int) -> dict[str, str]:
    """Each word with its head joined to the tail of another: other words for every copy."""
    others = random.Random(copy).sample(words, len(words))
    pairs = zip(words, others, strict=True)
    return {word: word[: len(word) // 2] + other[len(other) // 2 :] for word, other in pairs}


def grown(corpus: Corpus, times: int) -> Corpus:
    """So many times the corpus, each copy in words of its own with answers of its own."""
    split = [plain(text).split() for text in corpus.texts]
    words = rarer(corpus.texts, (word for row in split for word in row))
    texts = [" ".join(row) for row in split]
    for copy in range(1, times):
        put = changed(words, copy)
        texts += [" ".join([put.get(word, word) for word in row]) for row in split]
    size = len(corpus.quotes)
    leads_to = [at if at == SILENCE else at + copy * size for copy in range(times) for at in corpus.leads_to]
    return Corpus(texts, leads_to, list(corpus.quotes) * times)


def tiled(matcher: Matcher, ranker: Ranker, corpus: Corpus, times: int) -> Matcher:
    """A matcher of so many times the answers and unknowns, with the weights that were trained: `ranker`.

    A feature of a rarer word, or of a pair with one, gets a sister in every copy, with the same
    weights for the classes of that copy. Common words, terms and all pieces of letters stay the same
    features, and so weigh on the classes of every copy. That is to Naast's disadvantage: many pieces
    of a new word would be new as well, and the classes for the gate and the audiences are copied
    along, which they would not be.
    """
    if times == 1:
        return matcher
    known = matcher.lexicon.vocabulary
    words = rarer(corpus.texts, known.words)
    new = {word for copy in range(1, times) for word in changed(words, copy).values()}
    ranker = _tiled(ranker, {stem(word) for word in words}, times)
    vocabulary = Vocabulary(known.words | new, known.terms)
    passages, shares = matcher.quoting.passages, matcher.quoting.shares
    own = [np.where(passages == NONE, NONE, passages + copy * passages.max()) for copy in range(times)]
    return replace(
        matcher,
        lexicon=Lexicon.of(vocabulary, ranker.known, matcher.lexicon.entries),
        scorer=Scorer.of(ranker),
        answers=matcher.answers * times,
        unknowns=matcher.unknowns * times,
        quoting=Quoting(np.concatenate(own), np.tile(shares, (times, 1))),
    )


def _tiled(ranker: Ranker, rare: set[str], times: int) -> Ranker:
    """The weights of so many copies side by side: within a row where a feature is common to all, in
    rows of their own where it is not."""
    names = list(ranker.known)
    own = np.array([n[:2] in ("w:", "b:") and not rare.isdisjoint(n[2:].split()) for n in names])
    sizes = np.diff(ranker.starts).astype(np.int64)
    new_sizes = np.concatenate((np.where(own, sizes, sizes * times), np.tile(sizes[own], times - 1)))
    starts = np.concatenate(([0], np.cumsum(new_sizes)))
    columns = np.empty(starts[-1], dtype=np.uint16)
    weights = np.empty(starts[-1], dtype=np.float32)
    row = np.repeat(np.arange(len(names)), sizes)
    step = np.where(own, 0, sizes)[row]  # how far the next copy of a weight lies in a row of all copies
    place = starts[row] + np.arange(len(row)) - ranker.starts[row]
    sisters = np.where(own[row])[0]
    block = starts[len(names)] + np.arange(len(sisters))
    for copy in range(times):
        shifted = (ranker.columns + np.int64(copy * len(ranker.classes))).astype(np.uint16)
        columns[place], weights[place] = shifted, ranker.weights
        place += step
        place[sisters] = block + copy * len(sisters)
    known = [*names, *(f"{n}#{copy}" for copy in range(1, times) for n in np.array(names)[own])]
    wider = replace(
        ranker,
        classes=tuple(f"{name}#{copy}" for copy in range(times) for name in ranker.classes),
        known={name: number for number, name in enumerate(known)},
        idf=np.concatenate((ranker.idf, np.tile(ranker.idf[own], times - 1))),
        starts=starts.astype(np.int32),
        columns=columns,
        weights=weights,
        bias=np.tile(ranker.bias, times),
    )
    return wider.commonest_first()
