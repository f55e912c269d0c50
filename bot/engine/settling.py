"""How every turn ends: its last reply shows a way on, and what was asked and offered is remembered."""

from collections.abc import Sequence
from dataclasses import replace

from bot.engine import composing
from bot.engine.choosing import is_standing
from bot.engine.flow import Open
from bot.engine.library import Library
from bot.engine.session import Session
from bot.messages import Reply


def settle(
    library: Library, session: Session, waiting: Open | None, replies: Sequence[Reply]
) -> tuple[Session, tuple[Reply, ...]]:
    """The session, in which this question is open, and the replies of a turn as they are kept and given.

    Between dialogs the way on is the first question of all. The choices of the last reply come
    first in what is remembered, as the numbers that a person types are theirs.
    """
    if waiting is None and not replies[-1].choices:
        replies = (*replies[:-1], replace(replies[-1], choices=(composing.beginning(library),)))
    with_choices = [reply for reply in reversed(replies) if reply.choices]
    offered = [choice.id for reply in with_choices for choice in reply.choices if is_standing(choice.id)]
    last = with_choices[0].choices if with_choices else ()
    numbered = all(is_standing(choice.id) for choice in last)
    settled = Session(
        frames=session.frames,
        audience=session.audience,
        offered=tuple(dict.fromkeys(offered)),
        numbered=numbered,
        asked=waiting.stamp if waiting and waiting.reply in replies else session.asked,
        paused=session.paused,
        shared=session.shared,
    )
    return settled, tuple(replies)
