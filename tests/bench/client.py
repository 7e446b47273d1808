"""Our own client, in a process of its own: so many connections, each with a call after the other.

`python -m tests.bench.client` reads a plan (`Plan` as JSON) from its input and writes what was seen to its output. It
speaks HTTP by hand: a client library would take more of the machine than the service that is measured.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

CONNECTIONS = 32


@dataclass(frozen=True)
class Call:
    """A request: of whom, what, with which body. `times` in a row."""

    token: str
    method: str
    path: str
    body: object = None
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What a run saw: seconds of each call in order, seconds in all, and answers that were no success.

    `client`: the seconds of processor that the client itself took, on the machine that it shares with the service.
    """

    seconds: list[float]
    took: float
    failed: list[str]
    client: float = 0.0

    @property
    def rate(self) -> float:
        """Calls a second."""
        return len(self.seconds) / self.took

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which that share of the calls was answered."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def together(runs: Sequence[Seen]) -> Seen:
    """Return several runs, one after the other, as one."""
    seconds = [each for seen in runs for each in seen.seconds]
    failed = [each for seen in runs for each in seen.failed]
    return Seen(seconds, sum(seen.took for seen in runs), failed, sum(seen.client for seen in runs))


async def run(port: int, calls: Sequence[Call], connections: int = CONNECTIONS, pause: float = 0.0) -> Seen:
    """Run the program in a process of its own, and return what it saw. `pause` seconds lie before each call."""
    plan = json.dumps([port, connections, pause, [asdict(call) for call in calls]])
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, stdin=pipe, stdout=pipe)
    told, _ = await program.communicate(plan.encode())
    return Seen(**json.loads(told))


class _Connections:
    """Connections that take the next call as soon as they have the answer to the one before."""

    def __init__(self, port: int, calls: list[dict[str, Any]], pause: float) -> None:
        self.port = port
        self.left = calls[::-1]
        self.pause = pause
        self.seconds: list[float] = []
        self.failed: list[str] = []

    async def work(self) -> None:
        """Make calls while there are any."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while self.left:
            call = self.left.pop()
            if self.pause:
                await asyncio.sleep(self.pause)
            begin = time.perf_counter()
            writer.write(_request(call))
            status = await _answer(reader)
            self.seconds.append(time.perf_counter() - begin)
            if not 200 <= status < 300:
                self.failed.append(f"{call['method']} {call['path']}: {status}")
        writer.close()


def _request(call: dict[str, Any]) -> bytes:
    body = b"" if call["body"] is None else json.dumps(call["body"]).encode()
    head = [
        f"{call['method']} {call['path']} HTTP/1.1",
        "Host: bench",
        f"Authorization: Bearer {call['token']}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *call["headers"],
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = next((line.split(":")[1] for line in head.split("\r\n") if line.startswith("content-length:")), "0")
    await reader.readexactly(int(length))
    return int(head.split()[1])


async def _main() -> None:
    port, connections, pause, calls = json.loads(sys.stdin.read())
    client = _Connections(port, calls, pause)
    begin, spent = time.perf_counter(), time.process_time()
    await asyncio.gather(*(client.work() for _ in range(connections)))
    seen = Seen(client.seconds, time.perf_counter() - begin, client.failed, time.process_time() - spent)
    sys.stdout.write(json.dumps(asdict(seen)))


if __name__ == "__main__":
    asyncio.run(_main())
