"""A process that is killed in the middle of a transaction leaves nothing half-written (law 8)."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from socialbpm.contract.deliveries import Ended
from socialbpm.social import facts as f
from socialbpm.store import open_store
from socialbpm.store.tables import metadata
from tests.store.road import MONDAY, add, bob_comes_in, bob_says, opened

pytestmark = pytest.mark.anyio
ROUNDS = 6
POSTS = 3


async def write_forever(url: str) -> None:
    """Open discussions, one transaction each: question, posts, words and a delivery; say on stdout that one is kept."""
    async with await open_store(url) as stores:
        for n in range(1_000_000):
            name = f"{os.getpid()}-{n}"
            async with stores.write() as store:
                await add(store, name, opened(name, task=f.TaskKey("billing", name)), *bob_comes_in())
                for post in range(POSTS):
                    await store.put_words(name, "Ask Carol.")
                    await add(store, name, bob_says(f"p{post}", MONDAY))
                done = Ended(id=name, task_id=name, case_id="c1", request_id=name, outcome="withdrawn")
                await store.enqueue("billing", done, {"kind": "pull"})
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()


def kill_while_writing(url: str, transactions: int) -> list[str]:
    """Run a writer, kill it after so many transactions, and return the discussions it said were kept."""
    command = [
        sys.executable,
        "-c",
        f"import asyncio; from {__name__} import write_forever; asyncio.run(write_forever({url!r}))",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as writer:
        assert writer.stdout is not None
        kept = [writer.stdout.readline().strip() for _ in range(transactions)]
        writer.send_signal(signal.SIGKILL)
        kept += [line.strip() for line in writer.stdout if line.endswith("\n")]
    return kept


async def test_killing_the_process_leaves_whole_transactions_only(database_url: str) -> None:
    """What was said to be kept is there, and whatever is there is whole: facts, words, rows and delivery."""
    async with await open_store(database_url):
        pass
    kept: list[str] = []
    for transactions in range(1, ROUNDS + 1):
        kept += await asyncio.to_thread(kill_while_writing, database_url, transactions)
    async with await open_store(database_url) as stores, stores.read() as store:
        rows = {
            name: (await store._connection.scalar(select(func.count()).select_from(metadata.tables[name]))) or 0
            for name in ("discussions", "facts", "contents", "deliveries", "members")
        }
        whole = rows["discussions"]
        assert rows == {
            "discussions": whole,
            "facts": whole * (5 + POSTS),
            "contents": whole * POSTS,
            "deliveries": whole,
            "members": whole * 2,
        }
        assert len(kept) <= whole <= len(kept) + ROUNDS
        for name in kept:
            state = await store.discussion(name)
            assert state is not None
            assert len(state.posts) == POSTS
