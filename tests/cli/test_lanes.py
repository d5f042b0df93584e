"""A lane of the worker that stops by itself begins again: its queues are worked on, whatever the other lanes report."""

import asyncio
from contextlib import suppress

import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector

from wellheard.cli import work
from wellheard.foundation import jobs


class Hiccup(InMemoryConnector):
    """A database that refuses one report of a worker, and takes every other."""

    def __init__(self) -> None:
        super().__init__()
        self.has_refused, self.has_ended = False, asyncio.Event()

    async def update_heartbeat_run(self, worker_id: int) -> None:
        if not self.has_refused:
            self.has_refused = True
            raise ConnectionError("the pool has no connection left")
        await super().update_heartbeat_run(worker_id)

    async def unregister_worker_run(self, worker_id: int) -> None:
        await super().unregister_worker_run(worker_id)
        self.has_ended.set()


def test_a_lane_whose_report_failed_once_works_its_queue_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(work, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.01)
    connector = Hiccup()
    app, worked = App(connector=connector), asyncio.Event()

    @app.periodic(cron="0 0 1 1 *")
    @app.task(name="timed", queue="lane")
    async def timed(timestamp: int) -> None:
        """Be there: only where something is timed are reports watched."""

    @app.task(name="notice", queue="lane")
    async def notice() -> None:
        worked.set()

    async def live() -> None:
        lane = asyncio.create_task(work._lane(app, ["lane"], 1))
        await asyncio.wait_for(connector.has_ended.wait(), 30)
        await notice.defer_async()
        try:
            await asyncio.wait_for(worked.wait(), 30)
        finally:
            lane.cancel()
            with suppress(asyncio.CancelledError):
                await lane
        assert not connector.workers

    asyncio.run(live())
