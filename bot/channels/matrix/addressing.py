"""Whether a text is meant for Naast, and what it says without Naast's name.

In a room of two everything is. In a group Naast is silent unless it is mentioned, called by its name,
or replied to. Its name is also an everyday Dutch word ("naast de kerk"), so a bare name calls it only
in front, with a colon or a comma behind it.
"""

import re

from bot.channels.matrix.reading import Said
from bot.record import record


@record
class Me:
    """Naast, as the others in a room know it: "@naast:example.org" and a display name."""

    user_id: str
    name: str

    @property
    def localpart(self) -> str:
        """The user id without its server: "naast"."""
        return self.user_id.partition(":")[0].removeprefix("@")


def words_for(said: Said, me: Me) -> str | None:
    """What a text in a group says to Naast; None where it says nothing to it."""
    text, called = without_name(said.text, me, is_mentioned=me.user_id in said.mentions)
    return text if called or me.user_id in said.mentions else None


def without_name(text: str, me: Me, *, is_mentioned: bool = False) -> tuple[str, bool]:
    """A text without the names of Naast, and whether it is called by one of them."""
    names = "|".join(
        re.escape(name) for name in (me.user_id.removeprefix("@"), me.localpart, me.name) if name
    )
    said, found = re.subn(rf"(?<![\w@.])@(?:{names})(?!\w)[:,]?\s*", "", text, flags=re.IGNORECASE)
    end = r"(?:[:,]|(?!\w))" if is_mentioned else "[:,]"
    in_front, called = re.subn(rf"\A\s*(?:{names})\s*{end}\s*", "", said, count=1, flags=re.IGNORECASE)
    return in_front.strip(), bool(found or called)
