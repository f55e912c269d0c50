"""Figures of a running Naast for Prometheus: how many turns came to what, and how long they took.

Numbers and the names of kinds only: no text, no name, nothing that tells one person from another.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server

from bot.engine.turn import Turn
from bot.errors import SettingsError

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
"""Where the histogram of the time of a turn is divided; most take some milliseconds."""


class Metrics:
    """Counts the turns of this process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter(
            "naast_turns",
            "Turns by channel, outcome and, where there was no answer, the reason.",
            ("channel", "outcome", "reason"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "naast_turn_seconds",
            "Seconds from a message to replies that are safe on the disk.",
            ("channel",),
            buckets=SECONDS,
            registry=self._registry,
        )

    def count(self, channel: str, turn: Turn, seconds: float) -> None:
        """Counts one turn."""
        self._turns.labels(channel, turn.outcome.value, turn.reason.value if turn.reason else "").inc()
        self._seconds.labels(channel).observe(seconds)

    @contextmanager
    def served(self, host: str, port: int) -> Iterator[int]:
        """Serves the figures over HTTP at /metrics, on a thread of its own, and tells the port. Raises
        SettingsError where the address is taken."""
        try:
            server, thread = start_http_server(port, host, self._registry)
        except OSError as error:
            raise SettingsError(f"NAAST_METRICS: {host}:{port} cannot be listened on.") from error
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
