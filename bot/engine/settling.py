"""How every turn ends: its last reply shows a way on, and what was asked and offered is remembered."""

from collections.abc import Sequence

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
        replies = (*replies[:-1], _with_way_on(library, replies[-1]))
    with_choices = [reply.choices for reply in reversed(replies) if reply.choices]
    offered = dict.fromkeys([c.id for choices in with_choices for c in choices if is_standing(c.id)])
    settled = Session(
        frames=session.frames,
        audience=session.audience,
        offered=tuple(offered),
        numbered=not with_choices or all(choice.id in offered for choice in with_choices[0]),
        asked=waiting.stamp if waiting and waiting.reply in replies else session.asked,
        paused=session.paused,
        shared=session.shared,
        waiting=waiting if waiting and waiting.is_settled() else None,
    )
    return settled, tuple(replies)


def _with_way_on(library: Library, reply: Reply) -> Reply:
    """A reply with the way back to the first question. Written out, as `replace` takes twice as long."""
    choices = (composing.beginning(library),)
    return Reply(reply.text, reply.quotes, reply.facts, choices, reply.attachment, reply.work)
