"""How fast a bot may send: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.

30 messages a second in all, one a second in a chat ("we may allow short bursts"), 20 a minute in a
group. Switched off until a test wants it.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from tests.botapi.refusal import too_many


@dataclass(frozen=True, slots=True)
class Rule:
    """At most `count` in `seconds`."""

    count: int
    seconds: float


EVERYWHERE = Rule(30, 1.0)
PRIVATE = Rule(5, 5.0)  # one a second, with a burst of five
GROUP = Rule(20, 60.0)


class Rate:
    """Counts what is sent. `on` switches it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.on = False
        self.everywhere, self.private, self.group = EVERYWHERE, PRIVATE, GROUP
        self._clock = clock
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)

    def check(self, chat_id: int) -> None:
        """Refuses what comes too fast; what is refused does not count."""
        if not self.on:
            return
        moment = self._clock()
        rules = {0: self.everywhere, chat_id: self.group if chat_id < 0 else self.private}
        for key, rule in rules.items():
            sent = self._sent[key]
            while sent and sent[0] <= moment - rule.seconds:
                sent.popleft()
            if len(sent) >= rule.count:
                raise too_many(max(1, ceil(sent[0] + rule.seconds - moment)))
        for key in rules:
            self._sent[key].append(moment)
