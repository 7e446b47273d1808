"""Two nodes on one database, which can be killed and come back on their ports."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2

from tests.doom import ROOT, SECONDS
from tests.life import Life
from tests.nodes.clock import SharedClock
from tests.nodes.node import ORDER, Fault, Order
from tests.nodes.plan import STARTS
from tests.receiving import Receiver
from tests.serving import EACH_CALL_ITS_OWN, HOST, free_port


class Pair:
    """Two nodes, for a `with` block.

    Args:
        folder: where their clock and their log are.
        database: its URL.
        fault: a mistake that both are made with.
    """

    def __init__(self, folder: Path, database: str, fault: Fault = "") -> None:
        self.database = database
        self.fault = fault
        self.log = folder / "nodes.log"
        self.clock_file = folder / "clock"
        self.clock = SharedClock(self.clock_file, STARTS["a Monday"])
        self.ports = (free_port(), free_port())
        self.lives: dict[int, Life] = {}
        self.receiver = Receiver()

    def __enter__(self) -> Self:
        self.receiver.__enter__()
        self.orders, theirs = socket.socketpair()
        command = [sys.executable, "-m", "tests.nodes.lives", str(theirs.fileno())]
        with self.log.open("ab") as out, theirs:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=out, env={**os.environ}, pass_fds=[theirs.fileno()], cwd=ROOT
            )
        for node in (0, 1):
            self.bear(node)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for node in tuple(self.lives):
            self.kill(node)
        self.orders.close()
        self.process.wait(SECONDS)
        self.receiver.__exit__(kind, error, trace)

    def bear(self, node: int) -> None:
        """Begin a node; it answers a little later."""
        order = Order(self.ports[node], self.database, self.clock_file, self.fault, self.receiver.url)
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.orders, [ORDER.dump_json(order)], [theirs.fileno()])
        self.lives[node] = Life(ours)

    def kill(self, node: int) -> None:
        """End a node without a warning."""
        self.lives.pop(node).close()

    def revive(self) -> None:
        """See that both live, also if one has died of itself."""
        for node, life in tuple(self.lives.items()):
            if life.poll() is not None:
                self.kill(node)
                self.bear(node)

    async def until_both_answer(self) -> None:
        """Wait for it."""
        async with asyncio.timeout(SECONDS), httpx2.AsyncClient(limits=EACH_CALL_ITS_OWN) as client:
            for port in self.ports:
                while not await answers(client, port):  # noqa: ASYNC110 - another process sets no event of ours
                    await asyncio.sleep(0.02)


async def answers(client: httpx2.AsyncClient, port: int) -> bool:
    """Whether a node is there."""
    try:
        return (await client.get(f"http://{HOST}:{port}/health")).is_success
    except httpx2.TransportError:
        return False
