"""`naast check`: every fault of the content at once, with file, line and what would mend it.

Each kind of fault has a module of its own, with a test file that plants it:

- `read` and the modules that it uses: what the models refuse, and ids that stand twice;
- `references`: ids that lead nowhere;
- `source`: words that are not those of the documents;
- `check_dialog`: ways that do not end, steps that are never reached, names that nothing saves;
- `check_label`: labels that do not fit, words that mean two things;
- `check_language`: text for citizens above B1, words without an explanation;
- `check_release`: ids that were removed without `renamed_from`, dates that are too old;
- `check_matching`: questions that another answer steals, weights trained on other questions.
"""

from datetime import date
from pathlib import Path

from bot.content.check_dialog import dialog_faults
from bot.content.check_label import label_faults
from bot.content.check_language import language_faults
from bot.content.check_matching import matching_faults
from bot.content.check_release import release_faults
from bot.content.problem import Problem
from bot.content.read import read
from bot.content.references import dangling
from bot.content.source import unproved


def check(root: Path, local: Path | None, today: date) -> list[Problem]:
    """All problems of the content under `root` with that of `local` over it, in the order of files
    and lines. What one fault breaks is not reported as well: an id that stands in a file that cannot
    be read leads nowhere, but that is not where one must mend."""
    content = read(root, local)
    problems = [
        *content.problems,
        *dangling(content),
        *unproved(content),
        *dialog_faults(content),
        *label_faults(content),
        *language_faults(content),
        *release_faults(content, today),
        *matching_faults(content, local is not None),
    ]
    return sorted(set(problems))
