"""The one data path: a command becomes facts, and facts, words, deadlines and effects are kept in ONE transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from socialbpm.actions.addressing import readdress
from socialbpm.actions.audience import pool
from socialbpm.actions.effects import tell
from socialbpm.actions.mailing import announce
from socialbpm.actions.noticing import notice
from socialbpm.actions.once import once
from socialbpm.actions.ports import Store
from socialbpm.actions.remember import remember
from socialbpm.actions.tasks import context_of
from socialbpm.actions.world import World
from socialbpm.contract.element import Socialize
from socialbpm.errors import NotFound
from socialbpm.social import commands as c
from socialbpm.social.audience import Candidate, PersonId
from socialbpm.social.decide import Decided, decided, wanted_rings
from socialbpm.social.discussion import Discussion
from socialbpm.social.draft import PoolNeeded
from socialbpm.social.facts import Asked, Fact
from socialbpm.social.timers import is_due

Pools = Mapping[int, tuple[Candidate, ...]]
Maker = Callable[[Discussion, Store], Awaitable[c.Command]]
"""Makes the command inside the transaction: it may keep words there, and look things up."""


@dataclass(frozen=True)
class Admission:
    """Who may give a command.

    `knocks` is asked before anything is loaded, and asks the database the same whether the discussion exists or not:
    how long "there is none" takes must not tell. `admits` decides, once it is loaded.
    """

    knocks: Callable[[str, Store], Awaitable[bool]]
    admits: Callable[[Discussion, Store], Awaitable[bool]]


@dataclass(frozen=True)
class Done:
    """What a command led to. `pools` are those it was decided with."""

    state: Discussion
    facts: Sequence[Fact]
    pools: Pools


def no_such_discussion() -> NotFound:
    """Return the one answer for a discussion that does not exist and one that may not be seen."""
    return NotFound("there is no such discussion")


def is_member(person: PersonId) -> Admission:
    """Admit active members only."""

    async def is_in(discussion: str, store: Store) -> bool:
        return await store.is_in(person, discussion)

    async def is_active(state: Discussion, _: Store) -> bool:
        return state.member(person) is not None

    return Admission(is_in, is_active)


async def execute(discussion: str, admit: Admission, make: Maker, world: World) -> Done:
    """Carry out a command on a discussion.

    What is due is worked off first, in a transaction of its own: it happened, even if the command is then refused.

    Raises:
        NotFound: there is no such discussion, or none for this person; nobody can tell which.
        Refused: the rules say no.
    """
    done = await _attempt(discussion, admit, make, world, anew=True)
    if done is None:
        done = await _attempt(discussion, admit, make, world, anew=False)
    if done is None:
        raise no_such_discussion()
    return done


async def _attempt(discussion: str, admit: Admission, make: Maker, world: World, *, anew: bool) -> Done | None:
    """Carry the command out; or, if something happened meanwhile by itself, keep only that and return None."""

    async def attempt(store: Store) -> Done | None:
        if not await admit.knocks(discussion, store):
            raise no_such_discussion()
        state = await store.discussion(discussion)
        if state is None:
            raise no_such_discussion()
        if anew and await _catch_up(state, store, world):
            return None
        if not await admit.admits(state, store):
            raise no_such_discussion()
        await world.terms.check(state, store)
        return await carry_out(state, await make(state, store), store, world)

    async def done_before(_: Mapping[str, Any], store: Store) -> Done | None:
        state = await store.discussion(discussion)
        return None if state is None else Done(state, (), {})

    return await once(world.terms, world.stores, attempt, lambda done: None if done is None else {}, done_before)


async def _catch_up(state: Discussion, store: Store, world: World) -> bool:
    """Let happen what is due, and let go who is no longer with the organisation; return whether anything was."""
    gone = no_longer_with_us(state, world)
    due = is_due(state, world.now())
    await _let_happen(state, gone, store, world, due=due)
    return bool(gone) or due


async def _let_happen(state: Discussion, gone: Sequence[PersonId], store: Store, world: World, *, due: bool) -> None:
    for person in gone:
        state = (await carry_out(state, c.OffBoard(person=person), store, world)).state
    if due:
        await carry_out(state, c.Tick(), store, world)


def no_longer_with_us(state: Discussion, world: World) -> list[PersonId]:
    """Return the members who are no longer with the organisation."""
    return [person for person in state.members if state.member(person) and not is_with_us(person, world)]


def is_with_us(person: PersonId, world: World) -> bool:
    """Whether somebody is in the directory, and active."""
    found = world.directory.person(person)
    return found is not None and found.active


async def work_off_due(discussion: str, store: Store, world: World) -> None:
    """Let happen what is due in a discussion; nothing, if nothing is."""
    state = await store.discussion(discussion)
    if state is not None and is_due(state, world.now()):
        await _let_happen(state, no_longer_with_us(state, world), store, world, due=True)


async def carry_out(
    state: Discussion | None, command: c.Command, store: Store, world: World, settings: Socialize | None = None
) -> Done:
    """Decide, and keep it. Whoever would hold more asks than their cap is dropped, and it is decided anew.

    `settings` is the element that a new discussion is opened with.
    """
    deciding = _Deciding(state, command, store, world)
    decision = await deciding.decided()
    return await _keep(state, decision, deciding.pools, store, world, settings)


class _Deciding:
    """Decides a command. Who may come in is looked up only for the rings where the decision depends on it.

    Deciding is pure and quick, looking up is neither: so it is decided, a pool is missed and looked up, and it is
    decided anew. Most that is said or done needs none.
    """

    def __init__(self, state: Discussion | None, command: c.Command, store: Store, world: World) -> None:
        self.state = state
        self.command = command
        self.store = store
        self.world = world
        self.now = world.now()
        self.pools: dict[int, tuple[Candidate, ...]] = {}
        self._full: set[PersonId] = set()

    async def decided(self) -> Decided:
        """Return what happens, where nobody is asked who holds as many open asks as their cap."""
        while full := await _crowded((decision := await self._decided()).facts, self.store, self.world):
            self._full.update(full)
            self.pools = {ring: self._with_room(found) for ring, found in self.pools.items()}
        return decision

    async def _decided(self) -> Decided:
        while True:
            try:
                return decided(self.state, replace(self.command, pools=self.pools), self.now)
            except PoolNeeded as needed:
                self.pools[needed.ring] = self._with_room(await self._pool(needed.ring))

    async def _pool(self, ring: int) -> tuple[Candidate, ...]:
        of = self.state or self.command
        if not isinstance(of, Discussion | c.Open):
            return ()
        return (await pools_of(of, (ring,), self.now, self.store, self.world))[ring]

    def _with_room(self, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        return tuple(who for who in found if who.person not in self._full)


async def _keep(
    before: Discussion | None, decision: Decided, pools: Pools, store: Store, world: World, settings: Socialize | None
) -> Done:
    facts, after = decision
    if facts:
        first = await store.append(before, after, facts, settings)
        await tell(before, after, facts, store, world)
        await notice(before, after, facts, store, world)
        await announce(after, facts, first, store, world)
        await readdress(before, after, store)
        after = await remember(before, after, facts, store, world)
    return Done(after, facts, pools)


async def _crowded(facts: Sequence[Fact], store: Store, world: World) -> Collection[PersonId]:
    """Return who of the newly asked holds as many open asks as their cap already: the check that counts."""
    asked = tuple(dict.fromkeys(fact.person for fact in facts if isinstance(fact, Asked)))
    if not asked:
        return ()
    people = {person: world.directory.person(person) for person in asked}
    caps = {id_: person.cap for id_, person in people.items() if person is not None}
    return await store.crowded(asked, caps)


async def pools_for(state: Discussion | None, command: c.Command, now: datetime, store: Store, world: World) -> Pools:
    """Resolve who may come in through the rings that this command may need, at this moment."""
    of = state or command
    if not isinstance(of, Discussion | c.Open):
        return {}
    return await pools_of(of, wanted_rings(state, command, now), now, store, world)


async def pools_of(
    of: Discussion | c.Open,
    rings: Collection[int],
    now: datetime,
    store: Store,
    world: World,
    only: PersonId | None = None,
) -> Pools:
    """Look up who may come in through rings of a discussion, or of one that is being opened, at this moment.

    With `only`, whether that person may.
    """
    if not rings:
        return {}
    task = await store.task(of.task)
    if task is None:
        msg = f"the discussion's task {of.task} was not kept"
        raise LookupError(msg)
    context = context_of(task, of.asker if isinstance(of, Discussion) else of.by)
    return {
        ring: await pool(
            context,
            of.ladder[ring].who,
            now=now,
            excluded=of.excluded,
            directory=world.directory,
            history=world.history(store),
            ring_batch_all=of.ladder[ring].batch is None,
            step=of.ladder[ring].step,
            experts=world.experts,
            discussion=of.id if isinstance(of, Discussion) else of.discussion,
            only=only,
        )
        for ring in rings
    }
