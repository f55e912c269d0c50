"""Scans that colleagues fill in, each in a conversation of their own, under one code.

What is shared rests in the store under an HMAC of the code, for `SHARED_DAYS` at most: without the code
nobody can find it, and neither can Naast. It is looked up before a report is made, and put there after:
a report that could not be made shares nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from json import dumps

from bot.engine.code import NEW, SHARED_DAYS, code_from
from bot.engine.library import Library
from bot.messages import Reply
from bot.municipal.scan import scan_of, scan_to_json
from bot.store.key import EventKey
from bot.store.store import Shared, Store

FILLED_IN = "scan_report"
"""The kind of work that comes of a scan which was filled in here."""


def oldest(library: Library, at: datetime) -> datetime:
    """The day before which shared scans are gone."""
    return at - timedelta(days=min(SHARED_DAYS, library.retention_days))


def is_shared(replies: Sequence[Reply]) -> bool:
    """Whether something has to be made with the scans of colleagues."""
    return any(reply.work and reply.work.code for reply in replies)


async def with_shared(
    library: Library, store: Store, event: EventKey, replies: Sequence[Reply], at: datetime
) -> tuple[Reply, ...]:
    """The replies with what others have shared in the work, and a new code where one was asked for."""
    return tuple([await _with_shared(library, store, event, reply, at) for reply in replies])


async def share(
    library: Library, store: Store, event: EventKey, replies: Sequence[Reply], at: datetime
) -> None:
    """Puts the scan that was filled in where colleagues with the code find it."""
    for reply in replies:
        if reply.work and reply.work.code and reply.work.kind == FILLED_IN:
            scan = scan_of(library.checklist, reply.work.given, library.scoring.note, at.date().isoformat())
            stored = Shared(event.conversation, dumps(scan_to_json(scan)))
            await store.share(store.keys.scan(reply.work.code), stored, at)


async def _with_shared(library: Library, store: Store, event: EventKey, reply: Reply, at: datetime) -> Reply:
    work = reply.work
    if work is None or not work.code:
        return reply
    code = code_from(store.keys.seed(event)) if work.code == NEW else work.code
    found = await store.shared(store.keys.scan(code), oldest(library, at))
    own = event.conversation if work.kind == FILLED_IN else ""
    others = tuple(one.scan for one in found if one.conversation != own)
    return replace(reply, work=replace(work, code=code, shared=others))
