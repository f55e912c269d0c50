"""Training on a handful of answers: what it gives, and that it gives the same again."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from bot.answering.finding import Answered
from bot.answering.knowledge import Knowledge
from bot.answering.matching import Matcher, questions_of
from bot.answering.ranker import Ranker
from bot.answering.words import plain
from bot.content.training import train
from bot.content.weights import load, save
from bot.engine.library import Library

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def few(library: Library) -> Knowledge:
    """Some answers and unknowns of the shipped knowledge, of each audience."""
    whole = library.knowledge
    answers = dict(islice(whole.answers.items(), 0, None, 40))
    unknowns = dict(islice(whole.unknowns.items(), 0, None, 40))
    return replace(whole, answers=answers, unknowns=unknowns)


@pytest.fixture(scope="module")
def trained(few: Knowledge) -> Ranker:
    return train(few)[0]


def test_every_question_leads_to_its_answer_when_there_are_few(few: Knowledge, trained: Ranker) -> None:
    matcher = Matcher.of(few, trained)
    asked = [(a.id, question) for a in few.answers.values() for question in a.questions]
    found = [(id, matcher.decide(plain(question).split())) for id, question in asked]
    right = sum(isinstance(f, Answered) and f.best.answer.id == id for id, f in found)
    assert right / len(found) > 0.9


def test_training_again_gives_the_same_weights(few: Knowledge, trained: Ranker) -> None:
    again, _ = train(few)
    assert np.array_equal(again.weights, trained.weights)
    assert again.calibration == trained.calibration


def test_the_weights_know_what_they_were_trained_on(few: Knowledge, trained: Ranker) -> None:
    asked = questions_of(few)
    name, questions = next(iter(asked.items()))
    assert trained.knows(asked)
    assert trained.knows({name: questions[1:]})
    assert not trained.knows({name: (*questions, "een vraag die er niet was")})


def test_weights_are_the_same_after_saving(trained: Ranker, tmp_path: Path) -> None:
    save(trained, tmp_path / "ranker.npz")
    read = load(tmp_path / "ranker.npz")
    assert read is not None
    assert read.classes == trained.classes
    assert np.allclose(read.weights, trained.weights, atol=1e-3)
    assert read.knows({}) and np.array_equal(read.trained_on, trained.trained_on)
