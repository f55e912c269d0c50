"""`check` finds all faults at once, and never falls over one."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.problem import Problem
from tests.content.small import Root


def test_all_faults_are_found_at_once_in_the_order_of_files_and_lines(root: Root) -> None:
    start, waar = "dialogs/citizen/start.yaml", "dialogs/citizen/waar.yaml"
    geheim, keuze = "knowledge/answers/geheim.yaml", "knowledge/answers/keuze.yaml"
    code, law = "knowledge/documents/beroepscode.yaml", "knowledge/law.yaml"
    root.replace(keuze, "    law: [wmo_gratis]", "    law: [wmo_gratuit]")
    root.replace(keuze, "U hoeft niet te zeggen waarom.", "Dat geldt voor mensen met de Wlz ook.")
    root.replace(geheim, "checked: 2026-10-15", "checked: 2020")
    root.replace(code, "zijn dossier lezen.", "zijn hele dossier lezen.")
    root.replace(law, "link:", "lnik:")
    root.replace(start, "say: Voor een ander,", "say: Voor mijzelf,")
    root.replace(start, "next: nog_een", "next: nog_1")
    root.replace(waar, "      - {id: weet_niet, say: Weet ik niet, next: end}\n", "")
    found = root.check()
    assert [(problem.file, problem.text) for problem in found] == [
        (start, "two choices have the label “Voor mijzelf”"),
        (start, "there is no step “nog_1” in this dialog"),
        (waar, "question “mappen” has no “Weet ik niet”"),
        (geheim, "this was last checked on 2020, more than 730 days ago"),
        (keuze, "“Wlz” is not explained"),
        (keuze, "there is no article of law “wmo_gratuit”"),
        (code, "the source does not say “hele dossier lezen.” after “zijn”"),
        (law, "unknown key “lnik”"),
    ]
    assert found == sorted(found)


def test_a_problem_is_told_in_one_line_that_editors_can_jump_to() -> None:
    problem = Problem("knowledge/law.yaml", 5, "unknown key “lnik”", "did you mean “link”?")
    assert str(problem) == "knowledge/law.yaml:5: unknown key “lnik” (did you mean “link”?)"
    assert str(Problem("knowledge/law.yaml", 1, "cannot be read")) == "knowledge/law.yaml:1: cannot be read"


NAMES = (
    "knowledge/answers/keuze.yaml",
    "knowledge/contacts.yaml",
    "knowledge/documents/beroepscode.yaml",
    "knowledge/languages.yaml",
    "knowledge/law.yaml",
    "knowledge/mending.yaml",
    "knowledge/places.yaml",
    "knowledge/safety.yaml",
    "knowledge/smalltalk.yaml",
    "knowledge/sources/beroepscode.txt",
    "knowledge/terms.yaml",
    "knowledge/unknowns/geld.yaml",
    "dialogs/citizen/start.yaml",
    "dialogs/citizen/waar.yaml",
    "dialogs/phrases.yaml",
    "dialogs/released.yaml",
)

SLIPS = (
    b": ",
    b"- ",
    b"[",
    b"}",
    b"'",
    b"\t",
    b"\n",
    b"#",
    b"&a ",
    b"*a",
    b"!x ",
    b"\xff",
    b"\x00",
    b"{x}",
    b"(",
    b"0",
)


def with_a_slip(text: bytes, way: str, at: int, to: int, slip: bytes) -> bytes:
    """A file after something went wrong in an editor."""
    lines = text.split(b"\n")
    at %= len(lines)
    place = to % (len(lines[at]) + 1)
    match way:
        case "forget a line":
            del lines[at]
        case "paste a line twice":
            lines.insert(to % len(lines), lines[at])
        case "swap two lines":
            other = to % len(lines)
            lines[at], lines[other] = lines[other], lines[at]
        case "forget the rest of a line":
            lines[at] = lines[at][:place]
        case "indent a line":
            lines[at] = b"  " + lines[at]
        case "type something":
            lines[at] = lines[at][:place] + slip + lines[at][place:]
        case "type over something":
            lines[at] = lines[at][:place] + slip + lines[at][place + len(slip) :]
        case "forget the rest of the file":
            del lines[at:]
    return b"\n".join(lines)


WAYS = (
    "forget a line",
    "paste a line twice",
    "swap two lines",
    "forget the rest of a line",
    "indent a line",
    "type something",
    "type over something",
    "forget the rest of the file",
)

slips = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(WAYS),
    st.integers(0, 999),
    st.integers(0, 999),
    st.sampled_from(SLIPS),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(slips, min_size=1, max_size=4))
def test_whatever_is_typed_into_a_file_is_no_problem_or_one_on_a_line_of_it(
    root: Root, made: list[tuple[str, str, int, int, bytes]]
) -> None:
    before = {name: (root.path / name).read_bytes() for name, *_ in made}
    for name, way, at, to, slip in made:
        root.write(name, with_a_slip((root.path / name).read_bytes(), way, at, to, slip))
    try:
        for problem in root.check():
            path = root.path / problem.file
            lines = path.read_bytes().count(b"\n") + 1 if path.is_file() else 1
            assert 1 <= problem.line <= lines, problem
            assert problem.text.strip() == problem.text != ""
    finally:
        for name, text in before.items():
            root.write(name, text)
