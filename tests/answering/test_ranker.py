"""The weights: scored as a plain matrix would be, and widened with classes that were not trained."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.answering.features import Features, Vocabulary, features
from bot.answering.ranker import UNSEEN_BIAS, UNSEEN_SCALE, Ranker, digest
from bot.answering.scorer import Scorer
from bot.answering.words import plain
from bot.engine.library import Library

QUESTIONS = {
    "answer:fiets": ["waar is mijn fiets", "mijn fiets is kapot", "fiets fiets fiets"],
    "answer:boot": ["mijn boot lekt", "welke boot vaart"],
    "unknown:weer": ["regent het morgen", "wordt het morgen mooi weer"],
}
VOCABULARY = Vocabulary.of(
    [q for asked in QUESTIONS.values() for q in asked], {"rijwiel": ("fiets", "rijwiel")}
)
FOUND = {name: [features(q, VOCABULARY) for q in asked] for name, asked in QUESTIONS.items()}
RANKER = Ranker.untrained(FOUND)
WORDS = "fiets fietsen boot regent morgen weer mijn waar rijwiel kapt xyzzy het 12"
TEXTS = st.lists(
    st.sampled_from(WORDS.split()),
    max_size=9,
).map(" ".join)


def scores(ranker: Ranker, found: Features) -> NDArray[np.float32]:
    """What a text scores for every class."""
    return Scorer.of(ranker).scores(ranker.numbers(found))


def dense(ranker: Ranker) -> NDArray[np.float64]:
    """The weights as a plain matrix: a row for every feature, a column for every class."""
    matrix = np.zeros((len(ranker.known), len(ranker.classes)))
    for number in range(len(ranker.known)):
        for at in range(ranker.starts[number], ranker.starts[number + 1]):
            matrix[number, ranker.columns[at]] += ranker.weights[at]
    return matrix


def naive(ranker: Ranker, matrix: NDArray[np.float64], found: Features) -> NDArray[np.float64]:
    """The scores as anybody would add them up."""
    added = np.array(ranker.bias, dtype=np.float64)
    for block in (found.words, found.pieces, found.terms):
        known = [name for name in block if name in ranker.known]
        values = {name: (1 + np.log(known.count(name))) * ranker.idf[ranker.known[name]] for name in known}
        length = np.sqrt(sum(value**2 for value in values.values()))
        for name, value in values.items():
            added = added + matrix[ranker.known[name]] * value / length
    return added


MATRIX = dense(RANKER)


@given(TEXTS)
def test_scores_are_what_a_plain_matrix_gives(text: str) -> None:
    found = features(text, VOCABULARY)

    assert np.allclose(scores(RANKER, found), naive(RANKER, MATRIX, found), atol=1e-5)


def test_the_shipped_weights_are_scored_as_a_plain_matrix_would_be(
    library: Library, shipped_weights: Ranker
) -> None:
    matcher = library.matcher
    matrix = dense(shipped_weights)
    for text in (
        "mag ik een andere ondersteuner",
        "wat kost het?",
        "xyzzy",
        "",
        "klacht klacht klacht over de gemeente",
    ):
        expected = naive(shipped_weights, matrix, features(text, matcher.lexicon.vocabulary))
        assert np.allclose(matcher.scores(plain(text).split()), expected, atol=1e-3), text


def test_a_question_scores_best_for_its_own_class() -> None:
    for name, asked in FOUND.items():
        for found in asked:
            assert RANKER.classes[int(scores(RANKER, found).argmax())] == name


def test_a_text_without_known_features_scores_the_bias() -> None:
    for text in ("", "xyzzy", "👍"):
        assert np.array_equal(scores(RANKER, features(text, VOCABULARY)), RANKER.bias)


def test_the_scores_of_a_text_are_a_new_array() -> None:
    scores(RANKER, features("", VOCABULARY))[:] = 99

    assert RANKER.bias.max() < 99


@given(TEXTS)
def test_every_block_of_a_text_weighs_one(text: str) -> None:
    found = features(text, VOCABULARY)
    for block in (found.words, found.pieces, found.terms):
        empty = Features((), (), ())
        alone = Features(block, empty.pieces, empty.terms)
        _, values = RANKER.weighed(RANKER.numbers(alone))
        assert not len(values) or np.isclose(float((values**2).sum()), 1.0, atol=1e-5)


def test_a_feature_that_stands_twice_weighs_more_but_not_twice() -> None:
    once = dict(zip(*RANKER.weighed(RANKER.numbers(features("fiets boot", VOCABULARY))), strict=True))
    twice = dict(zip(*RANKER.weighed(RANKER.numbers(features("fiets fiets boot", VOCABULARY))), strict=True))
    boot, fiets = (
        RANKER.known["w:bot"] if "w:bot" in RANKER.known else RANKER.known["w:boot"],
        RANKER.known["w:fiet"],
    )

    assert once[fiets] / once[boot] < twice[fiets] / twice[boot] < 2 * once[fiets] / once[boot]


# ---- new classes


def test_without_new_classes_a_ranker_stays_the_same() -> None:
    assert RANKER.with_classes({}) is RANKER


def test_a_new_class_is_known_by_the_mean_of_its_questions() -> None:
    new = [features("waar is de boot", VOCABULARY), features("boot kwijt", VOCABULARY)]
    wider = RANKER.with_classes({"answer:kwijt": new})
    mean = np.zeros(len(RANKER.known))
    for question in new:
        numbers, values = RANKER.weighed(RANKER.numbers(question))
        mean[numbers] += values / len(new)

    assert wider.classes == (*RANKER.classes, "answer:kwijt")
    assert np.allclose(dense(wider)[:, -1], mean * UNSEEN_SCALE, atol=1e-5)
    assert wider.bias[-1] == pytest.approx(UNSEEN_BIAS)


@given(TEXTS)
def test_new_classes_change_nothing_for_those_that_were_there(text: str) -> None:
    wider = RANKER.with_classes(
        {"answer:nieuw": FOUND["answer:boot"], "unknown:nieuw": FOUND["unknown:weer"]}
    )
    found = features(text, VOCABULARY)

    assert np.allclose(
        scores(wider, found)[: len(RANKER.classes)],
        scores(RANKER, found),
        atol=1e-6,
    )
    assert len(scores(wider, found)) == len(RANKER.classes) + 2


@given(TEXTS)
def test_another_numbering_of_the_features_changes_no_score(text: str) -> None:
    sorted_ = RANKER.commonest_first()
    found = features(text, VOCABULARY)
    sizes = np.diff(sorted_.starts).tolist()

    assert sizes == sorted(sizes, reverse=True)
    assert set(sorted_.known) == set(RANKER.known)
    assert np.allclose(scores(sorted_, found), scores(RANKER, found), atol=1e-5)


def test_the_shipped_features_are_numbered_with_the_common_ones_first(shipped_weights: Ranker) -> None:
    sizes = np.diff(shipped_weights.starts)

    assert (np.diff(sizes) <= 0).all()


def test_a_class_with_questions_that_share_nothing_is_never_found() -> None:
    wider = RANKER.with_classes({"answer:leeg": [features("qqqq", Vocabulary.of([], {}))]})

    assert scores(wider, FOUND["answer:boot"][0])[-1] == pytest.approx(UNSEEN_BIAS)


def test_a_space_has_no_classes_and_leaves_out_what_is_rare() -> None:
    texts = [found for asked in FOUND.values() for found in asked]
    whole, fewer = Ranker.space(texts), Ranker.space(texts, fewest=2)

    assert whole.classes == fewer.classes == ()
    assert set(fewer.known) < set(whole.known)
    assert len(scores(whole, texts[0])) == 0


def test_a_rare_feature_weighs_more_than_a_common_one() -> None:
    common = RANKER.idf[RANKER.known["w:mijn"]]
    rare = RANKER.idf[RANKER.known["w:regent"]]

    assert rare > common


# ---- what was trained on


def test_the_digest_tells_every_change_of_a_question() -> None:
    def known(questions: dict[str, list[str]], trained: dict[str, list[str]]) -> bool:
        return bool(np.isin(digest(questions), digest(trained)).all())

    assert known(QUESTIONS, QUESTIONS)
    assert known(dict(reversed(QUESTIONS.items())), QUESTIONS)
    assert known({"answer:boot": ["mijn boot lekt"]}, QUESTIONS)
    assert not known({"answer:boot": ["mijn boot lekt!"]}, QUESTIONS)
    assert not known({"answer:fiets": ["mijn boot lekt"]}, QUESTIONS)
    assert not known({"answer:nieuw": ["mijn boot lekt"]}, QUESTIONS)
