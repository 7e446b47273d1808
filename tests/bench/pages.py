"""What pages take: `python -m tests.bench.pages [DISCUSSIONS]`.

Among many discussions on SQLite (a hundred thousand, unless it is said otherwise), of which each person has twenty: how
long the service takes for a page, from the request to the last byte of the answer, one after the other. It is called
in its own process, without a network. And what the first page weighs, with all that it loads, as it is really sent.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI

from socialbpm.actions.tokens import issue
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.service.app import create_app
from socialbpm.store import SqlStores, open_store
from tests.bench.engine import say
from tests.bench.filling import copy, directory, drop_template, make_template
from tests.bench.sweep import asked, in_first_ring
from tests.store.road import MONDAY

DISCUSSIONS = 100_000
PER_PERSON = 20
TIMES = 300
BAR = 50.0
"""Milliseconds within which a page is made at the 99th percentile."""
LARGEST = 100_000
"""Bytes of the first page with all that it loads, without the diagram viewer."""
LOADED = re.compile(r'(?:src|href)="(/static/[^"]+)"')


async def fill(stores: SqlStores, size: int, people: int) -> dict[str, range]:
    """Keep so many discussions: one in five is listed, one in ten a draft beside an offer; return which is which."""
    listed, drafts = size // 5, size // 10
    plan = {
        "discussion": (in_first_ring(), False, range(1, size - listed - drafts + 1)),
        "listed": (asked(), False, range(size - listed - drafts + 1, size - drafts + 1)),
        "stuck": ([], True, range(size - drafts + 1, size + 1)),
    }
    for facts, offered, numbers in plan.values():
        await make_template(stores, *facts, offered=offered)
        await copy(stores, numbers[0], numbers[-1], people)
        await drop_template(stores)
    return {name: numbers for name, (_, _, numbers) in plan.items()}


@dataclass
class Answer:
    """What was answered, and how many bytes it took with its headers."""

    status: int = 0
    body: bytes = b""
    size: int = 0


@dataclass
class House:
    """The service, called in its own process; `tokens` are of people."""

    app: FastAPI
    tokens: dict[str, str] = field(default_factory=dict)

    async def get(self, person: str, path: str) -> Answer:
        """Read something, as a browser asks for it."""
        answer, asked_for = Answer(), [False]
        headers = [
            (b"host", b"bench"),
            (b"accept", b"text/html"),
            (b"accept-encoding", b"gzip, deflate, br"),
            (b"authorization", b"Bearer " + self.tokens[person].encode()),
        ]

        async def receive() -> dict[str, Any]:
            if asked_for[0]:
                await asyncio.Event().wait()
            asked_for[0] = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.size += sum(len(name) + len(value) + 4 for name, value in message["headers"])
            answer.body += message.get("body", b"")

        await self.app(_scope(path, headers), receive, send)
        answer.size += len(answer.body)
        assert answer.status == 200, (path, answer)
        return answer


def _scope(path: str, headers: Sequence[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("bench", 80),
    }


async def took(house: House, wanted: Sequence[tuple[str, str]]) -> list[float]:
    """Return the milliseconds of each call, in order of their length."""
    for person, path in wanted[:5]:  # templates are read, statements prepared
        await house.get(person, path)
    found = []
    for person, path in wanted[5:]:
        begin = time.perf_counter()
        await house.get(person, path)
        found.append(1000 * (time.perf_counter() - begin))
    return sorted(found)


async def weight(house: House, person: str) -> dict[str, int]:
    """Return the bytes of the first page, and of each file that it loads."""
    page = await house.get(person, "/")
    files = dict.fromkeys(LOADED.findall(page.body.decode()))
    return {"/": page.size, **{path: (await house.get(person, path)).size for path in files}}


def some(numbers: range, people: int, path: str) -> list[tuple[str, str]]:
    """Return pages of discussions that lie far from each other, each for its asker."""
    step = max(1, len(numbers) // (TIMES + 5))
    return [(f"p{number % people}", path.format(number)) for number in numbers[::step]][: TIMES + 5]


async def measure(folder: Path, size: int) -> bool:
    """Fill, call, print; return whether the bars hold."""
    url, people = f"sqlite:///{folder / 'bench.sqlite'}", size // PER_PERSON
    async with await open_store(url) as stores:
        kinds = await fill(stores, size, people)
    clock = FrozenClock(MONDAY + timedelta(minutes=30))
    known: FileDirectory = directory(people)
    settings = Settings(database_url=url, sweep_interval=3600.0)
    app = create_app(settings, clock=clock, directory=known, sends=False)
    async with app.router.lifespan_context(app):
        house = House(app)
        pages = {
            "/": some(kinds["discussion"], people, "/"),
            "a discussion": some(kinds["discussion"], people, "/discussions/d{}"),
            "being stuck": some(kinds["stuck"], people, "/discussions/d{}"),
        }
        for person in {person for wanted in pages.values() for person, _ in wanted}:
            house.tokens[person] = await issue("person", person, app.state.composed.stores)
        held = [tell(name, await took(house, wanted)) for name, wanted in pages.items()]
        return all([*held, tell_weight(await weight(house, pages["/"][0][0]))])


def tell(page: str, milliseconds: Sequence[float]) -> bool:
    """Print what a page took; return whether the bar holds."""
    middle, late = (milliseconds[int(share * len(milliseconds))] for share in (0.5, 0.99))
    say(f"  {page:14} p50 {middle:6.1f} ms   p99 {late:6.1f} ms   load of the machine {os.getloadavg()[0]:.1f}")
    return late < BAR


def tell_weight(sizes: dict[str, int]) -> bool:
    """Print what the first page weighs; return whether the bar holds."""
    whole = sum(sizes.values())
    say(f"  the first page weighs {whole:,} bytes: {', '.join(f'{path} {size:,}' for path, size in sizes.items())}")
    return whole < LARGEST


def main(size: int = DISCUSSIONS) -> bool:
    """Print what was measured; return whether the bars hold."""
    say(f"pages among {size:,} discussions on SQLite")
    with TemporaryDirectory() as folder:
        return asyncio.run(measure(Path(folder), size))


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:])))
