"""Work in order: what belongs to one room is done one after the other, rooms are done side by side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

Job = Callable[[], Awaitable[None]]


class Queues:
    """A queue for every room that something is to be done in.

    `failed` is done with the error of the first job that raised one; the queue of its room stands still
    then, so that nothing overtakes what could not be done.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Job]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def put(self, room: str, job: Job) -> None:
        """Lets a job be done after those of the same room that were put before."""
        self._waiting.setdefault(room, deque()).append(job)
        if room not in self._workers:
            self._workers[room] = asyncio.create_task(self._work(room))

    async def finish(self, within: float) -> None:
        """Waits for a number of seconds until all is done, and gives up the rest."""
        workers = list(self._workers.values())
        if workers:
            await asyncio.wait(workers, timeout=within)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    async def _work(self, room: str) -> None:
        waiting = self._waiting[room]
        try:
            while waiting:
                await waiting[0]()
                waiting.popleft()
        except Exception as error:
            if not self.failed.done():
                self.failed.set_exception(error)
            return
        del self._waiting[room], self._workers[room]
