"""The service under load: `python -m tests.bench.load [POSTS]`.

Discussions of ten people: its people send posts over 32 connections and want the whole discussion for an answer, or
nothing; then they read one, while a runtime goes on to tell of tasks. On SQLite, and on PostgreSQL with one node and
two, one after the other, each beside a bare endpoint with one indexed select. The client is a process of its own on the
same machine: what it takes of the processor is told; read the ratios.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from tests.bench.client import Call, Seen, run, together
from tests.bench.engine import say
from tests.postgres import server
from tests.service.road import TASK, event, socialize
from tests.serving import Nodes, Serving

PEOPLE = [f"p{number}" for number in range(10)]
READS = 400
HOOKS = 300
ROUNDS = 6
"""How many discussions there are to write to, each so many posts, while a third of the hooks is sent."""
HOOK_EVERY = 0.05
HOOK_BAR = 100.0
"""Milliseconds within which a hook is answered at the 99th percentile, under this load."""
IDLE_SECONDS = 10
IDLE_BAR = 0.02
"""The share of a core that the service takes while nobody calls."""


class Ten(Serving):
    """The service, as ten people."""

    def __init__(self, folder: Path, database: str | None = None, nodes: int = 1) -> None:
        self.people = folder / "people.yaml"
        self.people.write_text(yaml.safe_dump({"people": [{"id": who, "name": who.upper()} for who in PEOPLE]}))
        super().__init__(folder, database, nodes)

    def _launch(self) -> Nodes:
        return self.started(["serve", "--port", str(self.port), "--nodes", str(self.nodes)])

    def environment(self) -> dict[str, str]:
        """Return what it is started with."""
        return {**super().environment(), "SOCIALBPM_PEOPLE": str(self.people)}


class Bare(Serving):
    """The bare endpoint, on the same database."""

    def _launch(self) -> Nodes:
        command = [sys.executable, "-m", "uvicorn", "tests.bench.bare:app", "--port", str(self.port)]
        command += ["--workers", str(self.nodes), "--log-level", "warning"]
        with self.log.open("ab") as log:
            return Nodes(command, env=self.environment(), stdout=log, stderr=log, start_new_session=True)


@dataclass(frozen=True)
class Row:
    """What one set-up did."""

    posts: Seen
    brief: Seen
    reads: Seen
    hooks: Seen
    bare: Seen
    idle: float


def opened(service: Serving, number: int) -> str:
    """Open a discussion, let everybody else be brought in, and return its id."""
    for person in PEOPLE:
        service.token(person)
    task = {**TASK, "lane": None, "task_id": f"task-{number}"}
    settings = {"rings": [{"name": "team", "step": "colleagues"}]}
    hook = socialize(
        f"r{number}", by=PEOPLE[0], task=task, people={"actual_owner": PEOPLE[0]}, settings=settings, fields={}
    )
    hook["data"]["question"] = "Which account do freight costs go to?"
    answer = service.call(service.key, "POST", "/hooks", json=hook)
    assert answer.is_success, answer.text
    discussion = str(answer.json()["discussion"])
    for person in PEOPLE[1:]:
        service.does(PEOPLE[0], "PUT", f"/discussions/{discussion}/members/{person}")
    return discussion


async def under_load(service: Serving, discussions: Sequence[str], posts: int) -> tuple[Seen, Seen, Seen, Seen]:
    """Return what posts, brief posts, reads and, all the while, hooks took."""
    whole = posting(service, discussions[:ROUNDS], posts, brief=False)
    brief = posting(service, discussions[ROUNDS:], posts, brief=True)
    reads = [[Call(service.token(PEOPLE[n % 10]), "GET", f"/v1/discussions/{discussions[0]}") for n in range(READS)]]
    phases = [await _with_hooks(service, number, rounds) for number, rounds in enumerate((whole, brief, reads))]
    return phases[0][0], phases[1][0], phases[2][0], together([hooks for _, hooks in phases])


async def _with_hooks(service: Serving, phase: int, rounds: Sequence[list[Call]]) -> tuple[Seen, Seen]:
    """Go through the rounds, and again, until a third of the hooks has been sent meanwhile; return what was seen."""
    third = HOOKS // 3
    sent = [_hook(service, number) for number in range(phase * third, (phase + 1) * third)]
    hooks = asyncio.create_task(run(service.port, sent, 1, HOOK_EVERY))
    seen = []
    for calls in cycle(rounds):
        seen.append(await run(service.port, calls))
        if hooks.done():
            break
    return together(seen), await hooks


def posting(service: Serving, discussions: Sequence[str], posts: int, *, brief: bool) -> list[list[Call]]:
    """Return for each discussion so many posts of all ten."""
    prefer = ("Prefer: return=minimal",) if brief else ()
    body = {"kind": "comment", "text": "Comment", "reach": "team"}
    who = [service.token(PEOPLE[number % len(PEOPLE)]) for number in range(posts)]
    return [[Call(each, "POST", f"/v1/discussions/{to}/posts", body, prefer) for each in who] for to in discussions]


def _hook(service: Serving, number: int) -> Call:
    data = {"task": {**TASK, "task_id": f"other-{number}", "case_id": f"c-{number}"}, "people": {}}
    return Call(service.key, "POST", "/v1/hooks", event("task.activated", data, f"a{number}"))


def idle(service: Serving) -> float:
    """Return the share of a core that all its processes take while nobody calls."""
    assert isinstance(service.process, subprocess.Popen)
    before = _ticks(service.process.pid)
    asyncio.run(asyncio.sleep(IDLE_SECONDS))
    spent = _ticks(service.process.pid) - before
    return spent / os.sysconf("SC_CLK_TCK") / IDLE_SECONDS


def _ticks(group: int) -> int:
    """Add up what the processes of a group have taken of the processor."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[2]) == group:
            total += int(fields[11]) + int(fields[12])
    return total


def measure(folder: Path, url: str, nodes: int, posts: int) -> Row:
    """Measure one set-up."""
    with Ten(folder, url, nodes) as service:
        discussions = [opened(service, number) for number in range(2 * ROUNDS)]
        at_rest = idle(service)
        seen = asyncio.run(under_load(service, discussions, posts))
        with _bare(folder, url, nodes) as bare:
            plain = asyncio.run(run(bare.port, [Call("", "GET", f"/asker/{discussions[0]}")] * READS))
    return Row(*seen, plain, at_rest)


@contextmanager
def _bare(folder: Path, url: str, nodes: int) -> Iterator[Serving]:
    with Bare(folder, url, nodes) as running:
        yield running


def tell(name: str, row: Row) -> bool:
    """Print a set-up's figures; return whether the bars hold there."""
    table: dict[str, Any] = {
        "posts": row.posts,
        "brief posts": row.brief,
        "reads": row.reads,
        "bare select": row.bare,
        "hooks": row.hooks,
    }
    say(f"{name}; load of the machine {os.getloadavg()[0]:.1f}")
    for what, seen in table.items():
        ratio = "" if what in ("bare select", "hooks") else f", {seen.rate / row.bare.rate:.2f} of the bare select"
        failed = "".join(f"   FAILED {each}" for each in seen.failed[:1])
        say(
            f"  {what:12} {seen.rate:7.0f}/s   p50 {seen.percentile(0.5):6.1f} ms   p99 {seen.percentile(0.99):6.1f} ms"
            f"   client {1000 * seen.client / len(seen.seconds):.2f} ms of processor a call{ratio}{failed}"
        )
    say(f"  idle         {100 * row.idle:.1f} % of a core")
    worked = not any(seen.failed for seen in table.values())
    return worked and row.hooks.percentile(0.99) < HOOK_BAR and row.idle < IDLE_BAR


def main(posts: int = 100) -> bool:
    """Print what was measured; return whether the bars hold."""
    held = []
    with server(durable=True) as postgres:
        for name, nodes in (("sqlite", 1), ("postgresql", 1), ("postgresql", 2)):
            with TemporaryDirectory() as folder, postgres.database() as shared:
                url = f"sqlite:///{Path(folder) / 'bench.sqlite'}" if name == "sqlite" else shared
                row = measure(Path(folder), url, nodes, posts)
                held.append(tell(f"{name}, {nodes} worker{'s' * (nodes > 1)}", row))
    return all(held)


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:])))
