"""Somebody leaves: they are out at once and everywhere, and what they were asked goes on to somebody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from socialbpm.actions.leaving import SETTLED
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from socialbpm.social import facts as f
from socialbpm.social.evolve import evolve
from tests.service.everything import Admin
from tests.service.road import HOUR, OWNED, PEOPLE, SEEDS, TASK, Road, event, socialize


@pytest.fixture
def admin(road: Road) -> Admin:
    """Eve."""
    return Admin(road)


@pytest.fixture
def other_node(database_url: str, clock: FrozenClock) -> Iterator[Road]:
    """Another node on the same database."""
    settings = Settings(database_url=database_url, sweep_interval=SELDOM)
    with EmbeddedService(settings, clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
        yield Road(running, clock)


def asks_of(road: Road, discussion: str) -> dict[str, str]:
    """Return who was asked, each with what became of it, as Alice reads it."""
    return {ask["person"]["id"]: ask["state"] for ask in road.sees("alice", discussion)["asks"]}


class TestOffBoarding:
    """By an administrator."""

    def test_access_is_gone_on_every_node_at_once(self, road: Road, other_node: Road, admin: Admin) -> None:
        """Bob's token is nobody's, also where nothing was told yet, and nobody reads his name among the members."""
        discussion = road.asked()
        assert other_node.is_in("bob", discussion)
        admin.does("POST", "/people/bob/off-board")
        assert other_node.by("bob").get("/v1/me").status_code == 401
        members = other_node.sees("alice", discussion)["members"]
        assert "bob" not in {member["person"]["id"] for member in members}

    def test_a_new_token_does_not_help(self, road: Road, admin: Admin) -> None:
        """He is not with us any more, whatever somebody issues."""
        admin.does("POST", "/people/bob/off-board")
        assert road.service.person("bob").get("/v1/me").status_code == 401

    def test_what_they_were_asked_goes_on(self, road: Road, admin: Admin) -> None:
        """Carol is asked and leaves: her ask is closed, and nobody waits for her."""
        discussion = road.asked()
        road.later(2 * HOUR)
        assert asks_of(road, discussion) == {"carol": "open"}
        admin.does("POST", "/people/carol/off-board")
        road.service.sweep()
        assert asks_of(road, discussion) == {"carol": "closed"}
        assert road.sees("alice", discussion)["proposed"] == "network"

    def test_it_goes_on_in_batches_and_says_how_far_it_is(self, road: Road, admin: Admin) -> None:
        """Bob is in thirty discussions; once he is out, there is nothing more to do, however often it is said."""
        for n in range(30):
            road.fired(f"r{n}", question="Which?", task={**TASK, "task_id": f"t{n}"})
        assert (admin.does("POST", "/people/bob/off-board")["discussions"]) == 0
        road.service.sweep()
        done = admin.does("POST", "/people/bob/off-board")
        assert (done["discussions"], done["left"]) == (30, 0)
        road.later(SETTLED)
        assert admin.does("POST", "/people/bob/off-board") == done

    def test_who_came_in_meanwhile_is_found(self, road: Road, admin: Admin) -> None:
        """A command that began before lets Carol in after; the last look finds her."""
        admin.does("POST", "/people/carol/off-board")
        road.service.sweep()
        discussion = road.asked()
        road.service._portal.call(_comes_in, road, discussion)
        road.later(SETTLED)
        assert admin.does("POST", "/people/carol/off-board")["left"] == 0

    def test_a_runtime_brings_nobody_back(self, road: Road, admin: Admin) -> None:
        """Dana left and was never in; that the task is hers now, as its runtime says, does not make her a member."""
        discussion = road.asked()
        admin.does("POST", "/people/dana/off-board")
        hers = {"task": {**TASK, "revision": 2}, "people": {**OWNED, "actual_owner": "dana"}}
        assert road.hook(event("task.assigned", hers)).is_success
        assert road.service._portal.call(_ever_in, road, discussion) == {"bob"}

    def test_an_asker_who_is_gone(self, road: Road, admin: Admin) -> None:
        """A business administrator of the task may end what nobody else can, and does not read it."""
        people = {**OWNED, "business_administrators": ["frank"]}
        settings = {**socialize()["data"]["settings"], "excludes": []}
        discussion = road.fired(people=people, settings=settings, question="Which?")
        admin.does("POST", "/people/alice/off-board")
        road.service.sweep()
        assert road.by("frank").post(f"/v1/discussions/{discussion}/end-abandoned").is_success
        assert road.deliveries()[-1]["outcome"] == "no_answer"

    def test_only_administrators(self, road: Road) -> None:
        """Alice off-boards nobody, and hears the same of somebody and of nobody."""
        assert road.refused("alice", "POST", "/people/bob/off-board")["code"] == "not_admin"
        assert road.refused("alice", "POST", "/people/zoe/off-board") == road.refused(
            "alice", "POST", "/people/bob/off-board"
        )

    def test_nobody(self, admin: Admin) -> None:
        """A slip of the pen burns no id."""
        assert admin.does("POST", "/people/bop/off-board", 404)["code"] == "not_found"


async def _ever_in(road: Road, discussion: str) -> set[str]:
    async with road.service.app.state.composed.stores.read() as store:
        return {fact.person for _, fact in await store.facts(discussion) if isinstance(fact, f.CameIn)}


async def _comes_in(road: Road, discussion: str) -> None:
    """Let Carol come in as by a command that knew nothing of her leaving."""
    composed = road.service.app.state.composed
    async with composed.stores.write() as store:
        state = await store.discussion(discussion)
        fact = f.CameIn(at=road.clock.now(), person="carol", ring=1, ground="brought_in")
        await store.append(state, evolve(state, fact), [fact])
