"""Trains the ranker on the curated questions: `naast train`, which writes `knowledge/ranker.npz`.

One linear classifier a class (an answer or a known unknown) against the rest; one for all unknowns
against all answers, the gate; and one that tells the audiences apart. It is run whenever questions
were added or changed; `naast check` says so. Training is deterministic, takes some minutes and needs
scikit-learn (the extra `train`), which is why it is imported only here and only then.

The thresholds are calibrated on questions held out by cross-validation: each question is scored by
weights that have not seen it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.features import Features, features
from bot.answering.knowledge import Audience, Knowledge
from bot.answering.matching import (
    ANSWER,
    GATE,
    NEVER,
    TALKING,
    UNKNOWN,
    Matcher,
    Thresholds,
    questions_of,
    vocabulary_of,
)
from bot.answering.ranker import Ranker, digest
from bot.record import record

Scores = NDArray[np.float32]
Labels = NDArray[np.int64]

SOFTNESS = 1.0
"""scikit-learn's C: higher fits the questions closer. Chosen by cross-validation among 0.1-3."""

GATE_SOFTNESS = 0.5

FOLDS = 3

SMALLEST_WEIGHT = 0.08
"""Weights nearer to zero than this are left out: three quarters of them, which the questions of
`tests/questions` do not miss."""

MOST_WRONG = 0.1
"""Share of held-out questions that may get a wrong answer. They are harder than what people ask: each
was written to differ from its neighbours."""

FEWEST = 2
"""Questions that a feature must be in to be weighed."""


@record
class Report:
    """What training came to, on questions that were held out (shares of 1)."""

    questions: int
    classes: int  # answers and unknowns
    right_first: float  # the answer, or another that quotes its first passage
    unknown_silenced: float
    answer_silenced: float
    given_and_wrong: float


def train(knowledge: Knowledge) -> tuple[Ranker, Report]:
    """The weights for this knowledge, and how well they do. Raises ImportError without scikit-learn."""
    asked = questions_of(knowledge)
    texts = [question for questions in asked.values() for question in questions]
    labels = np.array([index for index, q in enumerate(asked.values()) for _ in q])
    vocabulary = vocabulary_of(knowledge)
    found = [features(text, vocabulary) for text in texts]
    space = Ranker.space(found, FEWEST)
    matrix = _matrix(space, found)
    silent = np.array([name.startswith(UNKNOWN) for name in asked])
    held_out = _held_out(matrix, labels, silent)
    weights, bias = _fitted(matrix, labels, silent)
    talking, leaning = _talking(matrix, labels, _audiences(knowledge, asked))
    untuned = _ranker(space, asked, np.concatenate((weights, talking)), np.concatenate((bias, leaning)))
    thresholds, report = _calibrated(knowledge, untuned, held_out, labels)
    return replace(untuned, calibration=asdict(thresholds), trained_on=digest(asked)), report


def _audiences(knowledge: Knowledge, asked: Iterable[str]) -> NDArray[np.int64]:
    """The audience of each class, by its place in `Audience`; -1 for an unknown."""
    places = {audience: place for place, audience in enumerate(Audience)}
    answers = (knowledge.answers.get(name.removeprefix(ANSWER)) for name in asked)
    return np.array([places[answer.audience] if answer else -1 for answer in answers])


def _talking(matrix: Any, labels: Labels, audiences: Labels) -> tuple[Scores, Scores]:
    """Weights and biases that tell who is talking. An audience that no answer is for is never it."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    rows = np.where(audiences[labels] >= 0)[0]
    weights = np.zeros((len(Audience), matrix.shape[1]), dtype=np.float32)
    bias = np.full(len(Audience), NEVER, dtype=np.float32)
    if len(set(audiences[labels[rows]])) == len(Audience):
        model = LinearSVC(C=GATE_SOFTNESS, class_weight="balanced", random_state=0)
        model.fit(matrix[rows], audiences[labels[rows]])
        weights, bias = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    return weights, bias


def _matrix(space: Ranker, found: Sequence[Features]) -> Any:
    """The texts as rows of TF-IDF values."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    rows = [space.weighed(space.numbers(text)) for text in found]
    starts = np.concatenate(([0], np.cumsum([len(numbers) for numbers, _ in rows])))
    numbers = np.concatenate([numbers for numbers, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_matrix((values, numbers, starts), shape=(len(rows), len(space.idf)))


def _fitted(matrix: Any, labels: Labels, silent: NDArray[np.bool_]) -> tuple[Scores, Scores]:
    """Weights (class, feature) and biases; the gate is the last class."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    one = LinearSVC(C=SOFTNESS, random_state=0, tol=2e-2).fit(matrix, labels)
    gate = LinearSVC(C=GATE_SOFTNESS, class_weight="balanced", random_state=0)
    gate.fit(matrix, silent[labels])
    weights = np.concatenate((one.coef_, gate.coef_)).astype(np.float32)
    return weights, np.concatenate((one.intercept_, gate.intercept_)).astype(np.float32)


def _held_out(matrix: Any, labels: Labels, silent: NDArray[np.bool_]) -> Scores:
    """The scores of every question by weights that have not seen it; none for who is talking."""
    from joblib import Parallel, delayed  # noqa: PLC0415

    fold = np.random.RandomState(1).randint(0, FOLDS, len(labels))
    seen = [np.where(fold != number)[0] for number in range(FOLDS)]
    fits = Parallel(n_jobs=-1)(delayed(_fitted)(matrix[rows], labels[rows], silent) for rows in seen)
    scores = np.zeros((len(labels), len(silent) + 1 + len(Audience)), dtype=np.float32)
    for number, (weights, bias) in enumerate(fits):
        rows = np.where(fold == number)[0]
        scores[rows, : len(bias)] = matrix[rows] @ weights.T + bias
    return scores


def _ranker(space: Ranker, asked: Iterable[str], weights: Scores, bias: Scores) -> Ranker:
    """The weights as the ranker keeps them, without those near zero."""
    kept = np.abs(weights) >= SMALLEST_WEIGHT
    features_, classes = np.nonzero(kept.T)
    starts = np.searchsorted(features_, np.arange(len(space.idf) + 1))
    ranker = replace(
        space,
        classes=(*asked, GATE, *(TALKING + audience for audience in Audience)),
        starts=starts.astype(np.int32),
        columns=classes.astype(np.uint16),
        weights=weights.T[kept.T].astype(np.float32),
        bias=bias,
    )
    return ranker.commonest_first()


def _calibrated(
    knowledge: Knowledge, ranker: Ranker, scores: Scores, labels: Labels
) -> tuple[Thresholds, Report]:
    """The thresholds that do best on held-out questions, and how well that is."""
    matcher = Matcher.of(knowledge, ranker)
    silent = np.array([unknown is not None for unknown in matcher.unknowns])[labels]
    doubts = np.array([matcher.doubt(row) for row in scores])
    doubt = max(np.arange(-1.5, 0.5, 0.05), key=lambda at: _told_apart(doubts, silent, float(at)))
    best: tuple[float, Thresholds, NDArray[np.float64], NDArray[np.bool_]] | None = None
    for sharpness in (3.0, 4.0, 5.0, 6.0, 7.0):
        tried = Thresholds(sharpness=sharpness, doubt=round(float(doubt), 2))
        tuned = replace(matcher, thresholds=tried)
        worth, right = _worths(tuned, scores[~silent], labels[~silent])
        if best is None or right.mean() > best[0]:
            best = (float(right.mean()), tried, worth, right)
    assert best is not None
    right_first, thresholds, worth, right = best
    answer = next(
        (at for at in np.arange(0.2, 0.9, 0.02) if (~right & (worth >= at)).mean() <= MOST_WRONG),
        0.9,
    )
    given_and_wrong = float((~right & (worth >= answer)).mean())
    report = Report(
        questions=len(labels),
        classes=len(matcher.answers) - 1 - len(Audience),
        right_first=right_first,
        unknown_silenced=float((doubts[silent] >= doubt).mean()),
        answer_silenced=float((doubts[~silent] >= doubt).mean()),
        given_and_wrong=given_and_wrong,
    )
    return replace(thresholds, answer=round(float(answer), 2)), report


def _told_apart(doubts: NDArray[np.float64], silent: NDArray[np.bool_], at: float) -> float:
    return float((doubts[silent] >= at).mean() + 1.5 * (doubts[~silent] < at).mean())


def _worths(
    matcher: Matcher, scores: Scores, labels: Labels
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What the best answer is worth to each question, and whether it quotes the right passage."""
    worths, rights = [], []
    for row, label in zip(scores, labels, strict=True):
        best = next(matcher.contenders(row))
        meant = matcher.answers[label]
        worths.append(best.worth)
        rights.append(meant is not None and bool({*meant.quotes[:2]} & {*best.answer.quotes}))
    return np.array(worths), np.array(rights)
