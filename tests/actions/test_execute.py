"""One transaction for each command: what is due first, then the command, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from socialbpm.actions import ends, members, posts, read, rings
from socialbpm.actions.people import Person
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.seeded_history import SeededHistory
from socialbpm.errors import NotFound, Refused
from socialbpm.social import facts as f
from tests.actions.road import asked, deliveries, facts_of, state_of
from tests.service.road import PEOPLE, SEEDS, TASK

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)


class _Blind(SeededHistory):
    """A history that was looked at too early: nobody is asked anything yet."""

    async def open_asks(self, people: Collection[str]) -> Mapping[str, int]:
        """Nobody holds any."""
        del people
        return {}


class TestWhoCalls:
    @pytest.mark.parametrize("who", ["carol", "eve", "nobody"])
    async def test_who_is_not_in_gets_what_does_not_exist(self, who: str, world: World) -> None:
        """Before anything else is looked at: the same error, word for word."""
        discussion = await asked(world)
        errors = []
        for name in (discussion, "none"):
            with pytest.raises(NotFound) as caught:
                await posts.post(name, who, "comment", "Hello", "moon", None, world)
            errors.append(str(caught.value))
        assert errors[0] == errors[1]

    async def test_who_is_in_may(self, world: World) -> None:
        """Bob was informed, so he may write."""
        discussion = await asked(world)
        await posts.post(discussion, "bob", "comment", "Hello", "participants", None, world)
        assert len((await state_of(world, discussion)).posts) == 1


class TestWhatIsDue:
    async def test_it_happened_even_if_the_command_is_refused(self, world: World, clock: FrozenClock) -> None:
        """Bob tries what he may not, two hours later: refused, but Carol was asked, for that was due."""
        discussion = await asked(world)
        clock.advance(2 * HOUR)
        with pytest.raises(Refused):
            await rings.widen(discussion, "bob", world)
        assert (await state_of(world, discussion)).open_ask_of("carol") is not None

    async def test_a_refused_command_leaves_nothing(self, world: World) -> None:
        """Neither a fact nor its words."""
        discussion = await asked(world)
        before = await facts_of(world, discussion)
        with pytest.raises(Refused):
            await posts.post(discussion, "bob", "answer", "6800", "network", None, world)
        assert await facts_of(world, discussion) == before

    async def test_who_left_the_organisation_is_let_go(self, world: World) -> None:
        """Bob is not in the directory any more: with the next thing that happens he is out."""
        discussion = await asked(world)
        rest = FileDirectory([person for person in PEOPLE.people() if person.id != "bob"])
        await rings.word(discussion, "alice", "participants", "In short?", replace(world, directory=rest))
        state = await state_of(world, discussion)
        assert state.member("bob") is None
        assert state.gone == {"bob"}


class TestAbandoned:
    async def test_who_left_the_organisation_is_in_no_list_from_that_moment(self, world: World) -> None:
        """Bob is not listed any more, before anybody has done anything in the discussion that would let him go."""
        discussion = await asked(world)
        seen = await read.discussion(discussion, "alice", world)
        assert [member.person.id for member in seen.members] == ["bob"]
        without_bob = FileDirectory([person for person in PEOPLE.people() if person.id != "bob"])
        seen = await read.discussion(discussion, "alice", replace(world, directory=without_bob))
        assert seen.members == ()

    async def test_an_administrator_ends_what_nobody_else_can(self, world: World) -> None:
        """Alice is gone: Eve, who administers the task, ends it and does not get to read it; Bob cannot."""
        people = {"actual_owner": "alice", "potential_owners": ["bob"], "business_administrators": ["eve"]}
        discussion = await asked(world, people=people)
        with pytest.raises(NotFound):
            await ends.end_abandoned(discussion, "eve", world)
        rest = FileDirectory([person for person in PEOPLE.people() if person.id != "alice"])
        without = replace(world, directory=rest)
        with pytest.raises(NotFound):
            await ends.end_abandoned(discussion, "bob", without)
        await ends.end_abandoned(discussion, "eve", without)
        state = await state_of(world, discussion)
        assert (state.outcome, state.member("eve")) == ("no_answer", None)
        assert [told.outcome for told in await deliveries(world) if told.type == "discussion.ended"] == ["no_answer"]


class TestCaps:
    async def test_who_holds_enough_asks_is_dropped(self, world: World, clock: FrozenClock) -> None:
        """Carol's cap is one; of two discussions only one asks her, and the other goes on without her."""
        people = [replace(person, cap=1) if person.id == "carol" else person for person in PEOPLE.people()]
        small = replace(world, directory=FileDirectory(people))
        found = [await asked(small, f"r{n}", task={**TASK, "task_id": f"t{n}"}) for n in range(2)]
        clock.advance(2 * HOUR)
        for discussion in found:
            await rings.word(discussion, "alice", "participants", "In short?", small)
        asks = [(await state_of(small, discussion)).open_asks for discussion in found]
        assert [len(each) for each in asks] == [1, 0]

    async def test_the_check_that_counts_is_that_of_the_transaction(self, world: World, clock: FrozenClock) -> None:
        """The pool was looked up too early and still has Carol: the conditional write drops her."""
        people = [replace(person, cap=1) if person.id == "carol" else person for person in PEOPLE.people()]
        small = replace(world, directory=FileDirectory(people), history=lambda store: _Blind(store, SEEDS))
        found = [await asked(small, f"r{n}", task={**TASK, "task_id": f"t{n}"}) for n in range(2)]
        for discussion in found:
            await rings.widen(discussion, "alice", small)
        asks = [(await state_of(small, discussion)).open_asks for discussion in found]
        assert [len(each) for each in asks] == [1, 0]


def test_the_people_are_those_of_the_stories() -> None:
    """Named as in the docstrings."""
    assert isinstance(PEOPLE.person("carol"), Person)


class TestPreviews:
    async def test_a_refused_consent_brings_the_new_preview_which_is_kept(self, world: World) -> None:
        """What Alice is shown with the refusal is what she can consent to then."""
        discussion = await asked(world)
        await rings.widen(discussion, "alice", world)
        old = await rings.preview(discussion, "alice", "network", None, world)
        await rings.word(discussion, "alice", "network", "In general?", world)
        with pytest.raises(Refused) as caught:
            await rings.consent(discussion, "alice", "network", old.id, world)
        fresh = caught.value.details["preview"]
        assert fresh.wording == "In general?"
        await rings.consent(discussion, "alice", "network", fresh.id, world)
        assert (await state_of(world, discussion)).member("dana") is not None

    async def test_a_preview_is_kept_once(self, world: World) -> None:
        """Looking again changes nothing."""
        discussion = await asked(world)
        first = await rings.preview(discussion, "alice", "network", None, world)
        assert await rings.preview(discussion, "alice", "network", None, world) == first
        kept = [fact for fact in await facts_of(world, discussion) if isinstance(fact, f.Previewed)]
        assert len(kept) == 1


class TestEffects:
    async def test_the_same_thing_has_the_same_id(self, world: World) -> None:
        """Ids are made of discussion, thing and firing: all different here, and told in order."""
        discussion = await asked(world)
        await asked(world, "r2")
        await members.leave(discussion, "bob", world)
        told = await deliveries(world)
        assert [(each.type, each.request_id) for each in told] == [
            ("discussion.opened", "r1"),
            ("discussion.widened", "r1"),
            ("discussion.opened", "r2"),
        ]
        assert told[1].people == 1
        assert len({each.id for each in told}) == 3
        assert told[0].url == f"https://help.example/discussions/{discussion}"
