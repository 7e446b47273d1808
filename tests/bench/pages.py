"""What pages take: `python -m tests.bench.pages [DISCUSSIONS [FOLDER]]`.

Among many discussions on SQLite (a hundred thousand, unless it is said otherwise), in which each person asks twenty
times: how long the service takes for a page, from the request to the last byte of the answer, one after the other. It
is called in its own process, without a network. Beside the wall clock, by which it is judged, stands what the process
took of the processor: on a busy machine the former tells of others. Each page is of another person, so nothing of it is
at hand. And what the first page weighs, with all that it loads, as it is really sent.

In FOLDER the filled database is kept, for the next time; what is measured is a copy of it.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from socialbpm.actions.people import Person
from socialbpm.actions.remembering import place_of
from socialbpm.actions.tokens import issue
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.contract.element import Socialize
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.experts.words import words
from socialbpm.jobs.memory import settle_in
from socialbpm.service.app import create_app
from socialbpm.social import facts as f
from socialbpm.social.communities import Community, Standing
from socialbpm.social.communities import Kind as Around
from socialbpm.store import SqlStores, open_store
from socialbpm.store.databases import put_new
from socialbpm.store.experience import term
from socialbpm.store.tables import ContentRow, ExperienceRow
from tests.bench import filling
from tests.bench.engine import say
from tests.bench.filling import COLLEAGUE, GROUP, GROUPS, QUESTION, Kind
from tests.bench.house import House
from tests.bench.sweep import asked, in_first_ring
from tests.store.road import HOUR, MONDAY

DISCUSSIONS = 100_000
PER_PERSON = 20
TIMES = 300
WARM = 5
"""Pages of each kind that are not measured: templates are read, statements prepared."""
BAR = 50.0
"""Milliseconds within which a page is made at the 99th percentile."""
LARGEST = 100_000
"""Bytes of the first page with all that it loads, without the diagram viewer."""
TEAM, IN_COMMUNITY = 10, 20
"""People of a group, and of a community."""
LOADED = re.compile(r'(?:src|href)="(/static/[^"]+)"')
PROCESS = f"invoice-{GROUP}"
Kinds = dict[str, range]


def answered() -> list[f.Fact]:
    """A colleague's answer was accepted."""
    return [
        *in_first_ring(),
        f.Posted(at=MONDAY, post="a", by=COLLEAGUE, kind="answer", content=QUESTION, reach=1, name_reach=3),
        f.Accepted(at=MONDAY, post="a", version=1, value=QUESTION),
        f.Ended(at=MONDAY, outcome="answered"),
    ]


def kinds_of(size: int) -> Kinds:
    """Return the numbers of each kind: a fifth is listed, a fifth was answered, a tenth are drafts beside an offer."""
    shares = {"discussion": 5, "listed": 2, "answered": 2, "stuck": 1}
    found, first = {}, 1
    for name, share in shares.items():
        found[name] = range(first, first + size * share // 10)
        first = found[name].stop
    return found


async def fill(stores: SqlStores, size: int, people: int) -> None:
    """Keep so many discussions, about the tasks of `GROUPS` processes, with what came of them."""
    element, numbers = Socialize(), kinds_of(size)
    plan = {
        "discussion": Kind(in_first_ring(), PROCESS, element),
        "listed": Kind(asked(), PROCESS, element),
        "answered": Kind(answered(), PROCESS, element, helped=True),
        "stuck": Kind([], PROCESS, element, offered=True),
    }
    for name, kind in plan.items():
        await filling.fill(stores, kind, numbers[name], people)
    async with stores.write() as store:
        for number in range(people // IN_COMMUNITY):
            await store.save_community(_community(number))
        released = numbers["answered"][:: max(1, len(numbers["answered"]) // (20 * GROUPS))]
        copies = {"words": "Freight costs go to the account of the goods.", "erased_at": None}
        rows = [{"id": f"e{number}", "discussion": f"d{number}", **copies} for number in released]
        await put_new(store._connection, ContentRow, rows)
        await put_new(store._connection, ExperienceRow, [_released(number, people) for number in released])


def _community(number: int) -> Community:
    people = range(number * IN_COMMUNITY, (number + 1) * IN_COMMUNITY)
    inside = {f"p{each}": Standing("member", MONDAY) for each in people}
    kind = Around("billing", f"process-{number}", f"element-{number}")
    return Community(f"c{number}", kind, f"Community {number}", MONDAY, founded_at=MONDAY, people=inside)


def _released(number: int, people: int) -> dict[str, object]:
    process = f"invoice-{number % GROUPS}"
    place = place_of("billing", process, "check")
    terms = sorted(map(term, words("Which account do freight costs go to?")))
    return {
        "number": number,
        "id": f"e{number}",
        "discussion": f"d{number}",
        "place": place,
        "process": process,
        "process_version": "",
        "element_id": "check",
        "asker": f"p{number % people}",
        "asker_named": True,
        "question": f"words-question-{number}",
        "helper": f"p{(number + 1) % people}",
        "helper_named": True,
        "answer": f"e{number}",
        "whole": True,
        "at": MONDAY,
        "words": " ".join([place, *terms]),
    }


def directory(people: int) -> FileDirectory:
    """People in teams; the first of them answer for a process each."""
    return FileDirectory(
        Person(
            f"p{number}",
            f"Person {number}",
            groups=(f"team-{number // TEAM}",),
            cap=1_000_000,
            owns=(f"invoice-{number}",) if number < GROUPS else (),
        )
        for number in range(people)
    )


class Took(NamedTuple):
    """The milliseconds of calls, each list in order: by the clock, and of the processor."""

    wall: Sequence[float]
    own: Sequence[float]


async def took(house: House, wanted: Sequence[tuple[str, str]]) -> Took:
    """Return what each call took."""
    for person, path in wanted[:WARM]:
        await house.get(person, path)
    wall, own = [], []
    for person, path in wanted[WARM:]:
        begin, worked = time.perf_counter(), time.process_time()
        await house.get(person, path)
        own.append(1000 * (time.process_time() - worked))
        wall.append(1000 * (time.perf_counter() - begin))
    return Took(sorted(wall), sorted(own))


async def weight(house: House, person: str) -> dict[str, int]:
    """Return the bytes of the first page, and of each file that it loads."""
    page = await house.get(person, "/")
    files = dict.fromkeys(LOADED.findall(page.body.decode()))
    return {"/": page.size, **{path: (await house.get(person, path)).size for path in files}}


def plan_of(size: int) -> dict[str, list[tuple[str, str]]]:
    """Return which pages are read, each by whom."""
    people, kinds = size // PER_PERSON, kinds_of(size)
    everybody, owners = range(people), range(min(GROUPS, people))
    return {
        "/": _of(everybody, people, "/"),
        "a discussion": _of(kinds["discussion"], people, "/discussions/d{0}"),
        "being stuck": _of(kinds["stuck"], people, "/discussions/d{0}"),
        "oneself": _of(everybody, people, "/me"),
        "communities": _of(everybody, people, "/communities"),
        "a community": [(who, f"/communities/c{int(who[1:]) // IN_COMMUNITY}") for who, _ in _of(everybody, people)],
        "a colleague": [(who, f"/people/p{(int(who[1:]) + 1) % people}") for who, _ in _of(everybody, people)],
        "processes": _of(owners, people, "/processes"),
        "a process": _of(owners, people, "/processes/invoice-{0}"),
        "API: tasks": _of(everybody, people, "/v1/tasks"),
        "API: asked": _of(everybody, people, "/v1/discussions?role=asked"),
        "API: offers": _of(everybody, people, "/v1/offers"),
        "API: listings": _of(everybody, people, "/v1/listings"),
    }


def _of(numbers: range, people: int, path: str = "") -> list[tuple[str, str]]:
    """Return pages that lie far from each other, each with whom it is of; where there are few, several times."""
    step = max(1, len(numbers) // (TIMES + WARM))
    some = numbers[::step]
    return [
        (f"p{some[each % len(some)] % people}", path.format(some[each % len(some)])) for each in range(TIMES + WARM)
    ]


async def _filled(folder: Path, size: int) -> Path:
    """Return a database with so many discussions, which is made where it is not there yet."""
    file = folder / f"pages-{size}.sqlite"
    if not file.exists():
        making = file.with_suffix(".making")
        making.unlink(missing_ok=True)
        async with await open_store(f"sqlite:///{making}") as stores:
            await fill(stores, size, size // PER_PERSON)
        making.rename(file)
    return file


async def measure(url: str, size: int, plan: dict[str, list[tuple[str, str]]]) -> bool:
    """Call, print; return whether the bars hold."""
    clock = FrozenClock(MONDAY + HOUR / 2)
    settings = Settings(database_url=url, sweep_interval=3600.0)
    app = create_app(settings, clock=clock, directory=directory(size // PER_PERSON), sends=False)
    async with app.router.lifespan_context(app):
        house = House(app)
        for person in {person for wanted in plan.values() for person, _ in wanted}:
            house.tokens[person] = await issue("person", person, app.state.composed.stores)
        settle_in()  # as a node does
        held = [tell(name, await took(house, wanted)) for name, wanted in plan.items()]
        return all([*held, tell_weight(await weight(house, plan["/"][0][0]))])


def tell(page: str, milliseconds: Took) -> bool:
    """Print what a page took; return whether the bar holds."""
    (middle, late), (own, own_late) = (
        [found[int(share * len(found))] for share in (0.5, 0.99)] for found in milliseconds
    )
    say(
        f"  {page:14} p50 {middle:6.1f} ms   p99 {late:6.1f} ms   of the processor {own:6.1f} and {own_late:6.1f} ms"
        f"   load of the machine {os.getloadavg()[0]:.1f}"
    )
    return late < BAR


def tell_weight(sizes: dict[str, int]) -> bool:
    """Print what the first page weighs; return whether the bar holds."""
    whole = sum(sizes.values())
    say(f"  the first page weighs {whole:,} bytes: {', '.join(f'{path} {size:,}' for path, size in sizes.items())}")
    return whole < LARGEST


async def run(size: int, kept: Path | None, plan: dict[str, list[tuple[str, str]]]) -> bool:
    """Fill, or take what was filled before, and measure a copy."""
    with TemporaryDirectory() as folder:
        filled = await _filled(kept or Path(folder), size)
        copied = shutil.copy(filled, Path(folder) / "measured.sqlite")
        return await measure(f"sqlite:///{copied}", size, plan)


def main(size: int = DISCUSSIONS, folder: Path | None = None) -> bool:
    """Print what was measured; return whether the bars hold."""
    say(f"pages among {size:,} discussions on SQLite")
    return asyncio.run(run(size, folder, plan_of(size)))


if __name__ == "__main__":
    size = int(sys.argv[1]) if sys.argv[1:] else DISCUSSIONS
    sys.exit(not main(size, Path(sys.argv[2]) if sys.argv[2:] else None))
