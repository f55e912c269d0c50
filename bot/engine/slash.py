"""Commands that begin with a slash: "/artikel 10", "/zoek geheimhouding", "/start wmo_of_wlz".

Telegram shows them in a menu and sends what people type after a slash as it is. Which there are is
content (`menu:` in `dialogs/phrases.yaml`): each name stands for a command, opens a dialog, or asks
a question with the words behind it. The beginning of a name, or one with a typing fault, is
understood where it can mean only one. "/artikel10" and "/artikel_10", which Telegram makes a link of,
mean "/artikel 10".
"""

import re
from collections.abc import Collection

from rapidfuzz import fuzz, process

from bot.answering.words import plain
from bot.record import record

ALIKE = 75
"""rapidfuzz ratio (0-100) from which a name counts as one of the menu with a typing fault."""

CLEARLY = 8
"""How many points it must be ahead of the next."""

_SLASH = re.compile(r"\s*/\s*(?P<name>[^\W\d_]*)(?P<rest>.*)", re.DOTALL)


@record
class Slash:
    """A typed command: its name in the menu, or "" for one that is not there; and what follows."""

    name: str
    rest: str


def read_slash(text: str, menu: Collection[str]) -> Slash | None:
    """What a text with a slash in front says; None for a text without one."""
    found = _SLASH.match(text)
    if found is None:
        return None
    typed, rest = plain(found["name"]), found["rest"]
    if rest.startswith("_"):
        rest = rest.replace("_", " ")
    return Slash(_meant(typed, menu), rest.strip())


def _meant(typed: str, menu: Collection[str]) -> str:
    """The name of the menu that is meant; "" for none, and for a choice between two."""
    if typed in menu:
        return typed
    begun = [name for name in menu if typed and name.startswith(typed)]
    if len(begun) == 1:
        return begun[0]
    near = process.extract(typed, tuple(menu), scorer=fuzz.ratio, score_cutoff=ALIKE - CLEARLY, limit=2)
    best = [name for name, score, _ in near if score >= ALIKE]
    clear = len(near) == 1 or (len(near) == 2 and near[0][1] - near[1][1] >= CLEARLY)
    return best[0] if best and clear else ""
