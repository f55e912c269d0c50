"""References by number, as people write them, and what only looks like one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.finding import Ambiguous, Cited, Missing, Referred
from bot.answering.knowledge import Knowledge, PassageKind
from bot.answering.reference import LONGEST, MOST, beside, refer
from bot.answering.words import plain
from bot.engine.library import Library
from tests.small import shipped

LOOKED_UP = {
    "beroepscode/artikel_10 voetnoot_2": (
        "artikel 10|Artikel 10|ARTIKEL 10!|art10|art 10|art. 10|art.10|art:10|art-10|artikel10"
        "|artikel tien|artiekel 10|artikkel 10|artikeltje 10|art nr 10|artikel nummer 10|artikel 010"
        "|artikel 10 lid 2|artikel 10 beroepscode|de code, artikel 10|wat staat er in artikel 10?"
        "|artikel １０|artikel 10 van de beroepscode cliëntondersteuner"
    ),
    "beroepscode/artikel_9": "art. 9 lid 1 beroepscode|artikel negen|mag ik artikel 9 zien",
    "beroepscode/artikel_12": "wat zegt artikel 12 over kinderen?|artikel twaalf",
    "beroepscode/artikel_21 voetnoot_3": "artikel 21|artikel eenentwintig",
    "beroepscode/artikel_10 artikel_11": (
        "artikel 10 en 11|artikel 10 & 11|artikel 10 11|art 10 en art 11"
        "|wat is het verschil tussen artikel 10 en 11|artikel 10 of 11|artikel 10 en artikel 10 en 11"
    ),
    "beroepscode/artikel_10 artikel_11 artikel_12": (
        "artikelen 10, 11 en 12|artikel 10 t/m 12|artikel 10 tot en met 12|artikel 10 tm 12|artikel 10 tot 12"
    ),
    "beroepscode/artikel_12 voetnoot_2": "artikel 12 en voetnoot 2",
    "beroepscode/voetnoot_2": "voetnoot 2 beroepscode|noot 2 van de beroepscode|voetnoot twee code",
    "competentieprofiel/voetnoot_1": "voetnoot 1 competentieprofiel",
    "competentieprofiel/competentie_5_1": (
        "comp 5.1|comp5.1|competentie 5.1|competentie 5,1|kompetentie 5.1"
    ),
    "competentieprofiel/competentie_3_4": (
        "competentie 3,4|competentie 3.4|3.4|3,4|3 . 4|competentie 3 . 4"
        "|competentie 3.4 uit het competentieprofiel|comptentie 3.4|Competetie 3.4|competensie 3.4"
    ),
    "competentieprofiel/competentie_3_1 competentie_3_2": "competenties 3.1 en 3.2|competentie 3.1, 3.2",
    "competentieprofiel/cluster_5_competenties": "competentie 5|comp. 5",
    "competentieprofiel/cluster_4 cluster_4_competenties": (
        "cluster 4|cluster4|competentiecluster 4|cluster vier"
    ),
    "competentieprofiel/taak_13": "taak 13|taak13|Taak dertien",
    "competentieprofiel/taak_2": "taak 2 competentieprofiel|taak 2 van het competentieprofiel",
    "beroepsprofiel/kerntaak_2": "kerntaak 2|kern taak 2|kerntaken 2",
    "beroepsprofiel/kerntaak_2b": "kerntaak 2b|kerntaak 2 b|kerntaak 2B|taak 2b",
    "beroepsprofiel/onderscheidende_taak_6": "onderscheidende taak 6|onderscheidend taak 6",
    "visie/voorwaarde_2": "randvoorwaarde 2|voorwaarde 2|rand voorwaarde twee",
    "checklist/check_kwaliteit": "check kwaliteit|thema kwaliteit|onderdeel kwaliteit|check op kwaliteit",
    "checklist/check_vrijwillig_beroepsmatig": "check vrijwillig|check vrijwilligers|check beroepsmatig",
    "checklist/check_levensbreed": "check levensbreed",
    "competentieprofiel/twee_wetten wmo wlz": (
        "paragraaf 2.1|par. 2.1|sectie 2.1 van het competentieprofiel"
    ),
    "beroepscode/artikel_15 artikel_16 artikel_17": "hoofdstuk 4|hst 4|hfst. 4|hoofdstuk vier",
}
SEVERAL = {
    "beroepsprofiel/kerntaak_2 beroepsprofiel/onderscheidende_taak_2 competentieprofiel/taak_2": (
        "taak 2|taak twee"
    ),
    "competentieprofiel/competentie_3_3 competentieprofiel/overzicht": "3.3|3,3",
    "beroepscode/voetnoot_3 visie/voetnoot_3": "voetnoot 3|voetnoot3|noot 3",
    "beroepsprofiel/kerntaak_1 beroepsprofiel/onderscheidende_taak_1": "taak 1 beroepsprofiel",
}
NOT_THERE = {
    ("article", "1", "22"): (
        "artikel 30|artikel 23|artikel 0|artikel 100|artikel 10a|artikel 10 van de visie|artikel 22 t/m 24"
    ),
    ("footnote", "1", "3"): "voetnoot 9",
    ("competence", "1.1", "7.4"): "competentie 9.9|comp 3.9",
    ("cluster", "1", "7"): "cluster 8|cluster 0",
    ("task", "1", "14"): "taak 15|taak 99",
    ("core_task", "1", "3"): "kerntaak 4|kerntaak 1f",
    ("distinguishing_task", "1", "7"): "onderscheidende taak 8",
    ("condition", "1", "3"): "randvoorwaarde 4",
}
LAW = {
    "wmo_wijst_op wmo_zes_weken wmo_persoonlijk_plan": (
        "art 2.3.2 wmo|artikel 2.3.2|art. 2,3,2 van de Wmo|2.3.2|Wmo 2015, artikel 2.3.2|wmo 2.3.2"
    ),
    "wmo_wijst_op": "artikel 2.3.2 lid 3 wmo|artikel 2.3.2 lid 3",
    "wmo_gemeente_zorgt": "wmo artikel 2.2.4|artikel 2.2.4 uit de wmo",
    "wmo_wat wlz_wat": "art 1.1.1",
    "wlz_wat": "artikel 1.1.1 wlz",
    "wlz_ciz_wijst": "wlz 3.2.3|art. 3.2.3 wlz",
    "": (
        "artikel 9.9.9 wmo|artikel 2.2.4 wlz|art 3 wmo|wmo artikel 10|artikel 8 AVG|artikel 8 evrm"
        "|artikel 12 bw|artikel 12 van de grondwet|artikel 300 wetboek van strafrecht"
        "|jeugdwet artikel 1.1|artikel 1.1|artikel 3 lid 1 van het kinderrechtenverdrag"
        "|artikel 7 lid 3 avg"
    ),
}
NONE = (
    "|👍|artikel|voetnoot|competentie|taak|check|10|3|99|3.9|9.9|2026|1.2.3.4|ik ben 10 jaar"
    "|ik heb 2 kinderen|mijn kind is 3 jaar oud|om 3.30 uur|het kost 3.50 euro|de meldcode stap 2"
    "|taak van de gemeente|wat zijn de taken|lid 1|kerntaken|wat doet een cliëntondersteuner"
    "|hoofdstuk 9|check de brief|check en bekijk|check oco|onderdeel van de gemeente|thema|van 12 tot 16 jaar"
    "|bel 0612345678|startpagina 3|kaart 10|wmo 2015|de wlz|wet 3|check of dat klopt"
    "|wmo consulent|competent genoeg|computer 3|21-11-2026|partij 10|1 op 10"
)


Key = TypeVar("Key")


def found_by(knowledge: Knowledge, text: str) -> Referred | Ambiguous | Missing | Cited | None:
    return refer(knowledge, text, plain(text).split())


def cases(table: Mapping[Key, str]) -> list[tuple[str, Key]]:
    return [(text, expected) for expected, texts in table.items() for text in texts.split("|")]


def ids(expected: str) -> list[str]:
    """The passages of "beroepscode/artikel_10 voetnoot_2": what has no document is of the first one's."""
    document = expected.partition("/")[0]
    return [id if "/" in id else f"{document}/{id}" for id in expected.split()]


@pytest.mark.parametrize(("text", "expected"), cases(LOOKED_UP))
def test_a_reference_is_looked_up(library: Library, text: str, expected: str) -> None:
    found = found_by(library.knowledge, text)

    assert isinstance(found, Referred), found
    assert [passage.id for passage in found.passages] == ids(expected)


@pytest.mark.parametrize(("text", "expected"), cases(SEVERAL))
def test_a_number_that_several_passages_have_asks_which(library: Library, text: str, expected: str) -> None:
    found = found_by(library.knowledge, text)

    assert isinstance(found, Ambiguous), found
    assert [passage.id for passage in found.passages] == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"), [(t, key) for key, texts in NOT_THERE.items() for t in texts.split("|")]
)
def test_a_number_that_none_has_leads_to_the_numbers_that_there_are(
    library: Library, text: str, expected: tuple[PassageKind, str, str]
) -> None:
    assert found_by(library.knowledge, text) == Missing(*expected)


@pytest.mark.parametrize(("text", "expected"), cases(LAW))
def test_an_article_of_law_is_never_one_of_the_code(library: Library, text: str, expected: str) -> None:
    found = found_by(library.knowledge, text)

    assert isinstance(found, Cited), found
    assert [law.id for law in found.law] == expected.split()


@pytest.mark.parametrize("text", NONE.split("|"))
def test_what_only_looks_like_a_reference_is_none(library: Library, text: str) -> None:
    assert found_by(library.knowledge, text) is None


def test_a_chapter_with_many_articles_asks_which(library: Library) -> None:
    for text in ("hoofdstuk 3 van de code", "hoofdstuk 3", "Hst. 3 beroepscode"):
        found = found_by(library.knowledge, text)
        assert isinstance(found, Ambiguous)
        assert [passage.number for passage in found.passages] == [str(n) for n in range(6, 15)]


def test_a_chapter_of_another_document_is_asked_for_by_its_name(library: Library) -> None:
    found = found_by(library.knowledge, "hoofdstuk 2 van het competentieprofiel")

    assert isinstance(found, Referred)
    assert {p.document for p in (*found.passages, *found.beside)} == {"competentieprofiel"}


def test_more_than_can_be_shown_is_offered_beside(library: Library) -> None:
    found = found_by(library.knowledge, "artikel 6 t/m 14")

    assert isinstance(found, Referred)
    assert [p.number for p in found.passages] == ["6", "7", "8"]
    assert [p.number for p in found.beside] == ["9", "10", "11", "12", "13", "14"]


def test_the_neighbours_of_a_passage_stand_beside_it(library: Library) -> None:
    for text, expected in (
        ("artikel 10", ["artikel_9", "artikel_11"]),
        ("artikel 1", ["artikel_2"]),
        ("artikel 22", ["artikel_21"]),
        ("cluster 7", ["cluster_6"]),
        ("competentie 1.3", ["competentie_1_2", "competentie_2_1"]),
    ):
        found = found_by(library.knowledge, text)
        assert isinstance(found, Referred)
        assert [p.id.partition("/")[2] for p in found.beside] == expected


def test_a_story_with_a_number_in_it_is_no_reference(library: Library) -> None:
    story = "ik wil graag weten of ik volgens artikel 10 met de school van mijn kind mag praten"

    assert len(story.split()) > LONGEST
    assert found_by(library.knowledge, story) is None


def test_every_numbered_passage_is_found_by_its_locator_in_its_document(library: Library) -> None:
    kinds = {"article", "footnote", "competence", "cluster", "task", "core_task", "core_task_part"}
    kinds |= {"distinguishing_task", "condition"}
    for passage in library.knowledge.passages.values():
        if passage.kind in kinds:
            locator = passage.locator.partition(":")[0]
            found = found_by(library.knowledge, f"{locator} {passage.document}")
            assert isinstance(found, Referred), passage.id
            assert found.passages[0] == passage


def test_content_without_some_of_the_documents_has_fewer_references_and_no_fault(library: Library) -> None:
    tables = (LOOKED_UP, SEVERAL, NOT_THERE, LAW)
    texts = "|".join(text for table in tables for text in table.values()).split("|")
    for kept in ((), ("visie",), ("beroepscode",), ("competentieprofiel", "checklist")):
        documents = {id: library.knowledge.documents[id] for id in kept}
        knowledge = replace(library.knowledge, documents=documents)
        for text in (*texts, "hoofdstuk 3", "check kwaliteit", "hoofdstuk 2 van het competentieprofiel"):
            match found_by(knowledge, text):
                case Referred(passages, _) | Ambiguous(passages):
                    assert {passage.document for passage in passages} <= set(kept), text
                case Missing(_, first, _):
                    assert kept and first, text


def test_every_article_of_law_that_naast_knows_is_found(library: Library) -> None:
    for law in library.knowledge.law.values():
        found = found_by(library.knowledge, law.article.replace("Wmo 2015,", "Wmo"))
        assert isinstance(found, Cited), law.article
        assert law in found.law


def test_the_neighbours_of_every_passage_are_of_its_kind_and_document(library: Library) -> None:
    for passage in library.knowledge.passages.values():
        for near in beside(library.knowledge, passage):
            assert (near.kind, near.document) == (passage.kind, passage.document)
            assert near != passage


WORDS = st.sampled_from(
    [
        "artikel",
        "art",
        "voetnoot",
        "taak",
        "kerntaak",
        "cluster",
        "competentie",
        "check",
        "hoofdstuk",
        "lid",
        "wmo",
        "avg",
        "en",
        "t/m",
    ]
)
NUMBERS = st.sampled_from(
    ["0", "1", "2", "3.3", "3,4", "10", "22", "99", "2b", "2.3.2", "٣", "½", "²", "0612345678", "tien"]
)


@given(
    st.lists(
        st.one_of(WORDS, NUMBERS, st.text(st.characters(codec=None, categories=None), max_size=5)),
        max_size=16,
    )
)
def test_any_message_can_be_read_as_a_reference(words: list[str]) -> None:
    found = found_by(shipped().knowledge, " ".join(words))

    match found:
        case Referred(passages, _):
            assert 1 <= len(passages) <= MOST
            assert len(set(passages)) == len(passages)
        case Ambiguous(passages):
            assert len(passages) > 1
        case Missing(_, first, last):
            assert first and last
