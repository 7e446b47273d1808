"""What sending costs: `python -m tests.bench.letters [LETTERS [SECONDS]]`. Ours beside DBOS (decision 0008).

On each database, in one run: the processor's time to enqueue one and to carry one out that does nothing, the time of a
transaction with ten in it, and what the idle service takes of a core for so many seconds, with and without DBOS in it.
Read the ratios; the figures are those of the machine.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

from dbos import DBOS, DBOSClient
from fastapi import FastAPI
from sqlalchemy import text

from socialbpm.actions.outbox import NewLetter
from socialbpm.actions.retries import Answer
from socialbpm.actions.subscriptions import create
from socialbpm.config import Settings
from socialbpm.contract.subscriptions import NewSubscription
from socialbpm.jobs.guard import Guard
from socialbpm.jobs.letters import Postman
from socialbpm.jobs.outgoing import Outgoing
from socialbpm.service.app import create_app
from tests.bench.engine import say
from tests.postgres import server

AT_ONCE = 10
QUEUE = "effects"
IDS = dict.fromkeys(("discussion", "runtime", "task_id", "case_id", "process", "element_id"), "x")
done: list[int] = []


@dataclass(frozen=True)
class Nowhere(Outgoing):
    """Takes everything and sends nothing."""

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Say that it was taken."""
        return Answer(204)


@DBOS.step()
def nothing(number: int) -> None:
    """What is carried out."""
    done.append(number)


@DBOS.workflow(name="deliver")
def deliver(number: int) -> None:
    """One effect."""
    nothing(number)


def running(app: FastAPI) -> AbstractAsyncContextManager[object]:
    """Start a service."""
    return app.router.lifespan_context(app)


async def timed(what: str, letters: int, work: Callable[[int], Awaitable[object]]) -> None:
    """Do `work` ten letters at a time, and say what it took."""
    took, cpu = [], time.process_time()
    for batch in range(letters // AT_ONCE):
        began = time.perf_counter()
        await work(batch)
        took.append(time.perf_counter() - began)
    each = 1000 * (time.process_time() - cpu) / letters
    middle, worst = sorted(took)[len(took) // 2], sorted(took)[int(len(took) * 0.99)]
    say(f"  {what}: enqueue {each:.2f} ms of CPU each; ten at once p50 {1000 * middle:.0f}, p99 {1000 * worst:.0f} ms")


async def idle(what: str, seconds: float) -> None:
    """Do nothing, and say what that takes."""
    await asyncio.sleep(2)
    cpu = time.process_time()
    await asyncio.sleep(seconds)
    say(f"  {what}: idle {100 * (time.process_time() - cpu) / seconds:.2f} % of a core")


async def ours(url: str, letters: int, seconds: float) -> None:
    """Measure letters."""
    app = create_app(Settings(database_url=url), sends=False)
    async with running(app):
        found = app.state.composed
        wanted = NewSubscription(url="https://hooks.example.org/", types=("discussion.ended",))
        ids = [(await create(wanted, "bench", found.world)).id for _ in range(AT_ONCE)]

        async def post(batch: int) -> None:
            new = [NewLetter(("subscription", each), f"m{batch}", "discussion.ended", data=IDS) for each in ids]
            await found.stores.transact(lambda store: store.post(new))

        await timed("letters", letters, post)
        cpu, began = time.process_time(), time.perf_counter()
        await Postman(found.world, Nowhere(Guard(), 10.0)).all_due()
        _say_sent("letters", letters, cpu, began)
    async with running(create_app(Settings(database_url=url))):
        await idle("letters", seconds)


def _say_sent(what: str, letters: int, cpu: float, began: float) -> None:
    each, rate = 1000 * (time.process_time() - cpu) / letters, letters / (time.perf_counter() - began)
    say(f"  {what}: carry out {each:.2f} ms of CPU each, {rate:.0f}/s")


async def theirs(url: str, letters: int, seconds: float) -> None:
    """Measure DBOS in the same service on the same database; on SQLite our table `queues` is in its way."""
    app = create_app(Settings(database_url=url), sends=False)
    async with running(app):
        writing = app.state.composed.stores._database.writing
        if url.startswith("sqlite"):
            async with writing.begin() as connection:
                await connection.execute(text("ALTER TABLE queues RENAME TO our_queues"))
        client = await asyncio.to_thread(_launch, url)
        await idle("DBOS", seconds)

        async def enqueue(batch: int) -> None:
            async with writing.begin() as connection:
                await connection.run_sync(lambda here: _enqueue(client, here, batch))

        cpu, began = time.process_time(), time.perf_counter()
        await timed("DBOS", letters, enqueue)
        await asyncio.to_thread(_wait_for, letters)
        _say_sent("DBOS, with enqueueing", letters, cpu, began)
        await asyncio.to_thread(client.destroy)
        await asyncio.to_thread(DBOS.destroy)
    done.clear()


def _wait_for(letters: int) -> None:
    while len(done) < letters:
        time.sleep(0.1)


def _launch(url: str) -> DBOSClient:
    began = time.perf_counter()
    system = url.replace("postgresql://", "postgresql+psycopg://")
    DBOS(
        config={
            "name": "socialbpm",
            "system_database_url": system,
            "application_version": "1",
            "log_level": "ERROR",
            "sys_db_pool_size": 3,
        }
    )
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=100, polling_interval_sec=1.0)
    say(f"  DBOS: starts in {time.perf_counter() - began:.2f} s")
    return DBOSClient(system_database_url=system)


def _enqueue(client: DBOSClient, connection: Any, batch: int) -> None:
    for number in range(AT_ONCE):
        id_ = f"{batch}-{number}"
        client.enqueue_in_transaction(
            connection, {"workflow_name": "deliver", "queue_name": QUEUE, "workflow_id": id_}, number
        )


def main(letters: int = 1000, seconds: float = 20.0) -> None:
    """Measure both on both."""
    with TemporaryDirectory() as folder, server(durable=True) as postgres:
        for url in (f"sqlite:///{folder}/ours", postgres.make()):
            say(url.partition(":")[0])
            asyncio.run(ours(url, letters, seconds))
        for url in (f"sqlite:///{folder}/theirs", postgres.make()):
            say(url.partition(":")[0])
            asyncio.run(theirs(url, letters, seconds))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
