"""A ranker that was trained on other questions."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"


def test_questions_that_were_changed_since_training_are_reported(root: Root) -> None:
    root.replace(KEUZE, "- ik wil mijn dossier inzien", "- ik wil mijn dossier bekijken")
    text = "the ranker was not trained on these questions"
    assert root.check() == [Problem("knowledge/ranker.npz", 1, text, "run `naast train`")]


def test_a_ranker_that_is_missing_is_reported(root: Root) -> None:
    root.remove("knowledge/ranker.npz")
    text = "the ranker was not trained on these questions"
    assert root.check() == [Problem("knowledge/ranker.npz", 1, text, "run `naast train`")]


def test_a_ranker_that_cannot_be_read_is_reported(root: Root) -> None:
    root.write("knowledge/ranker.npz", b"niets")
    text = "the ranker was not trained on these questions"
    assert root.check() == [Problem("knowledge/ranker.npz", 1, text, "run `naast train`")]
