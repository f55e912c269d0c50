"""Two files that use one id."""

from bot.content.problem import Problem
from tests.content.small import Root

KEUZE = "knowledge/answers/keuze.yaml"
GEHEIM = "knowledge/answers/geheim.yaml"
GELD = "knowledge/unknowns/geld.yaml"


def test_an_id_of_another_file_is_reported_with_its_place(root: Root) -> None:
    root.replace(GEHEIM, "informatie_doorgeven:", "dossier_lezen:")
    line = root.line(KEUZE, "  dossier_lezen:")
    text = f"“dossier_lezen” is used before, in {GEHEIM}:4"
    assert root.check() == [Problem(KEUZE, line, text, "give one of the two another id")]


def test_an_answer_and_an_unknown_may_have_one_id(root: Root) -> None:
    root.replace(GELD, "  uurtarief:", "  dossier_lezen:")
    root.train()
    assert root.check() == []
