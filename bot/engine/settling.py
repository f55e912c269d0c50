"""How every turn ends: its last reply shows a way on, and what was asked and offered is remembered."""

from collections.abc import Sequence
from dataclasses import replace

from bot.engine import composing, flow
from bot.engine.choosing import Bound, Standing, parse
from bot.engine.library import Library
from bot.engine.session import Session
from bot.messages import Reply


def settle(library: Library, session: Session, replies: Sequence[Reply]) -> tuple[Session, tuple[Reply, ...]]:
    """The session and the replies of a turn as they are kept and given.

    Between dialogs the way on is the first question of all. The choices of the last reply come
    first in what is remembered, as the numbers that a person types are theirs.
    """
    waiting = flow.open_question(library, session)
    if waiting is None and not any(reply.choices for reply in replies[-1:]):
        replies = (*replies[:-1], replace(replies[-1], choices=(composing.beginning(library),)))
    with_choices = [reply for reply in reversed(replies) if reply.choices]
    offered = [
        choice.id
        for reply in with_choices
        for choice in reply.choices
        if isinstance(parse(choice.id), Standing)
    ]
    last = with_choices[0].choices if with_choices else ()
    numbered = not any(isinstance(parse(choice.id), Bound) for choice in last)
    put = waiting is not None and flow.put(library, waiting) in replies
    session = replace(
        session,
        offered=tuple(dict.fromkeys(offered)),
        numbered=numbered,
        asked=waiting.stamp if waiting and put else session.asked,
    )
    return session, tuple(replies)
