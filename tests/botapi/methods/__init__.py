"""The methods, by their name in lower case. Each takes the world and a call, and gives a result or refuses.

https://core.telegram.org/bots/api#available-methods
"""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.botapi.call import Call
from tests.botapi.methods import answering, editing, profile, sending
from tests.botapi.world import World

Method = Callable[[World, Call], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    **sending.METHODS,
    **editing.METHODS,
    **answering.METHODS,
    **profile.METHODS,
}
"""All methods but those of `receiving`, which know how updates are delivered."""
