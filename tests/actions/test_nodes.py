"""Two nodes on one PostgreSQL do the same thing at the same moment: one effect, and both get an answer that is true."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from socialbpm.actions import deadlines, ends, posts
from socialbpm.actions.open import open_from_page, take_up
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.contract.hooks import HookResult
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.seeded_history import SeededHistory
from socialbpm.errors import Conflict, Refused
from socialbpm.jobs import sweep
from socialbpm.social import facts as f
from socialbpm.social.facts import TaskKey
from socialbpm.store import open_store
from tests.actions.conftest import clock
from tests.actions.road import asked, deliveries, facts_of, state_of, told
from tests.postgres import Server
from tests.service.road import OWNED, PEOPLE, SEEDS, SETTINGS, TASK, event, socialize

__all__ = ["clock"]
pytestmark = pytest.mark.anyio
ROUNDS = 5
Nodes = tuple[World, World]


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    """An empty database."""
    with postgres.database() as made:
        yield made


@pytest.fixture
async def nodes(anyio_backend: str, url: str, clock: FrozenClock) -> AsyncIterator[Nodes]:
    """Two nodes on it, with the people of the stories; Carol takes one question at a time."""
    people = [replace(person, cap=1) if person.id == "carol" else person for person in PEOPLE.people()]
    numbers = count(1)
    async with await open_store(url, clock) as one, await open_store(url, clock) as other:
        world = World(
            stores=one,
            directory=FileDirectory(people, lanes={"Accounting": ("alice", "bob")}),
            now=clock.now,
            new_id=lambda: f"id{next(numbers)}",
            base_url="https://help.example/",
            history=lambda store: SeededHistory(store, SEEDS),
        )
        yield world, replace(world, stores=other)


def on(number: int, **more: object) -> dict[str, object]:
    """Alice asks about her task of this number, in a case of its own."""
    return socialize(
        f"r{number}", question="Which?", task={**TASK, "task_id": f"t{number}", "case_id": f"c{number}"}, **more
    )


async def holders(world: World, discussions: list[str], person: str) -> int:
    """Count the open asks of a person."""
    states = [await state_of(world, discussion) for discussion in discussions]
    return sum(ask.person == person and ask.state == "open" for state in states for ask in state.asks)


class TestAsking:
    """Nobody holds more open asks than their cap."""

    async def test_two_nodes_ask_the_same_person(self, nodes: Nodes, clock: FrozenClock) -> None:
        """Carol, who takes one question at a time, is due in many discussions: both nodes sweep, one asks her."""
        discussions = [str((await told(nodes[0], on(n))).discussion) for n in range(6)]
        clock.advance(timedelta(hours=2))
        each = [deadlines.work_off_one(("discussion", name), nodes[n % 2]) for n, name in enumerate(discussions)]
        await asyncio.gather(*each)
        assert [(await state_of(nodes[0], discussion)).current for discussion in discussions] == [2] * 6
        assert await holders(nodes[0], discussions, "carol") == 1

    async def test_two_nodes_sweep(self, nodes: Nodes, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> None:
        """In batches of three, both at once: each wait runs out once, and none is forgotten."""
        for module in (deadlines, sweep):
            monkeypatch.setattr(module, "BATCH", 3)
        discussions = [str((await told(nodes[0], on(n))).discussion) for n in range(12)]
        clock.advance(timedelta(hours=2))
        await asyncio.gather(*(sweep.once(node) for node in nodes))
        await sweep.once(nodes[0])
        for discussion in discussions:
            entered = [fact.ring for fact in await facts_of(nodes[1], discussion) if isinstance(fact, f.RingEntered)]
            assert entered == [1, 2]
        assert await holders(nodes[0], discussions, "carol") == 1
        assert len([each for each in await deliveries(nodes[0]) if each.type == "discussion.widened"]) == 24


class TestHooks:
    """A call is taken once, whichever nodes it is sent to."""

    async def test_the_same_call_at_two_nodes(self, nodes: Nodes) -> None:
        """One creates, the other repeats; there is one discussion and one delivery of each kind."""
        for n in range(ROUNDS):
            results = await asyncio.gather(*(told(node, on(n)) for node in nodes))
            assert sorted(result.status for result in results) == ["created", "repeated"]
            assert len({result.discussion for result in results}) == 1
        assert len([each for each in await deliveries(nodes[0]) if each.type == "discussion.opened"]) == ROUNDS

    async def test_the_same_id_with_another_body_at_two_nodes(self, nodes: Nodes) -> None:
        """Even where they are about different cases: one is taken, the other is a conflict, as if it came later."""
        for n in range(ROUNDS):
            calls = ({**on(100 + n), "id": f"e{n}"}, {**on(200 + n), "id": f"e{n}"})
            results = await asyncio.gather(*map(told, nodes, calls), return_exceptions=True)
            refused = [result.code for result in results if isinstance(result, Conflict)]
            assert refused == ["repeated_with_other_body"]
            assert len([result for result in results if isinstance(result, HookResult)]) == 1

    async def test_two_firings_at_two_nodes(self, nodes: Nodes) -> None:
        """Alice fires twice at once: one discussion, which both firings belong to."""
        for n in range(ROUNDS):
            again = {**on(n), "id": f"again{n}"}
            again["data"] = {**again["data"], "request_id": f"again{n}"}  # type: ignore[dict-item]  # it is a mapping
            results = await asyncio.gather(*map(told, nodes, (on(n), again)))
            assert len({result.discussion for result in results}) == 1
            state = await state_of(nodes[0], str(results[0].discussion))
            assert sorted(state.firings) == [f"again{n}", f"r{n}"]

    async def test_a_task_that_ends_while_it_is_asked_about(self, nodes: Nodes) -> None:
        """Whichever was first, nothing is left open."""
        for n in range(ROUNDS):
            done = event("task.completed", {"task": on(n)["data"]["task"], "by": "alice"}, f"done{n}")  # type: ignore[index]  # it is a mapping
            results = await asyncio.gather(told(nodes[0], on(n)), told(nodes[1], done), return_exceptions=True)
            assert all(isinstance(result, HookResult | Conflict) for result in results)
            async with nodes[0].stores.read() as store:
                assert await store.open_discussions_of(TaskKey("expenses", f"t{n}")) == []

    async def test_who_becomes_excluded_while_a_question_is_opened(self, nodes: Nodes) -> None:
        """Bob takes the other half of a four-eyes pair at this very moment: he is not in (law 6)."""
        four_eyes = {**SETTINGS, "excludes": [{"who": "task:approve"}]}
        for n in range(ROUNDS):
            asks = on(n, settings=four_eyes)
            other = {**TASK, "task_id": f"approve{n}", "case_id": f"c{n}", "element_id": "approve"}
            takes = event("task.assigned", {"task": other, "people": {"actual_owner": "bob"}}, f"takes{n}")
            result, _ = await asyncio.gather(told(nodes[0], asks), told(nodes[1], takes))
            assert (await state_of(nodes[0], str(result.discussion))).member("bob") is None


class TestPages:
    """Two people, or one twice, on pages that two nodes serve."""

    async def test_an_offer_is_taken_up_once(self, nodes: Nodes) -> None:
        """Alice and Bob could both do the task and take its offer up at once: the first becomes the asker."""
        people = {"potential_owners": OWNED["potential_owners"]}
        for n in range(ROUNDS):
            task = {**TASK, "task_id": f"t{n}", "case_id": f"c{n}"}
            data = {"task": task, "people": people, "request_id": f"r{n}", "event_id": "e", "settings": SETTINGS}
            offer = str((await told(nodes[0], event("task.offer", data, f"timer{n}"))).offer)
            taking = (take_up(offer, person, None, node) for person, node in zip(("alice", "bob"), nodes, strict=True))
            results = await asyncio.gather(*taking, return_exceptions=True)
            opened = [result for result in results if isinstance(result, str)]
            assert [type(result) for result in results if not isinstance(result, str)] == [Refused]
            assert (await state_of(nodes[0], opened[0])).firings == (f"r{n}",)

    async def test_a_page_that_is_opened_twice(self, nodes: Nodes) -> None:
        """Alice clicks twice: one discussion, and the runtime is asked to fire once."""
        for n in range(ROUNDS):
            task = {**TASK, "task_id": f"t{n}", "case_id": f"c{n}"}
            known = {"task": task, "people": OWNED, "event_id": "e", "settings": SETTINGS}
            await told(nodes[0], event("task.activated", known, f"known{n}"))
            key = TaskKey("expenses", f"t{n}")
            opened = await asyncio.gather(*(open_from_page(key, "alice", "Which?", node) for node in nodes))
            assert len({discussion for discussion, _ in opened}) == 1
            assert sorted(new for _, new in opened) == [False, True]
        assert len([each for each in await deliveries(nodes[0]) if each.type == "task.raise"]) == ROUNDS

    async def test_an_answer_is_accepted_once(self, nodes: Nodes) -> None:
        """Alice accepts Bob's answer in one window and takes her question back in the other: one outcome."""
        for n in range(ROUNDS):
            discussion = await asked(nodes[0], f"r{n}", task={**TASK, "task_id": f"t{n}", "case_id": f"c{n}"})
            post = await posts.post(discussion, "bob", "answer", "4711", "participants", None, nodes[1])
            accepting = posts.accept(discussion, "alice", post, 1, None, nodes[0], has_value=False)
            both = (accepting, ends.withdraw(discussion, "alice", nodes[1]))
            results = await asyncio.gather(*both, return_exceptions=True)
            assert [type(result) for result in results if result is not None] == [Refused]
            ended = [fact for fact in await facts_of(nodes[0], discussion) if isinstance(fact, f.Ended)]
            assert len(ended) == 1
        assert len([each for each in await deliveries(nodes[0]) if each.type == "discussion.ended"]) == ROUNDS
