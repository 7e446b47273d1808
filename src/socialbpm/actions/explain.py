"""A dry run: the rules themselves, on a discussion that is thrown away. Nothing is written or sent.

Everybody who would be asked passes at once, and the asker goes on to each ring: so all come up who might be asked, in
the order in which they would be. Who may come in is looked up once, now. Each person is shown what the sight rule lets
them see at the moment in which they would come in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from socialbpm.actions import naming, read, rendering
from socialbpm.actions.execute import no_such_discussion, pools_of
from socialbpm.actions.ladders import ladder_of, shared_fields
from socialbpm.actions.open import calendar_of, no_such_task, task_closed
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.actions.tasks import excluded_from, who_may_ask
from socialbpm.actions.world import World
from socialbpm.contract import explaining as e
from socialbpm.contract.element import Socialize
from socialbpm.contract.views import DiscussionView
from socialbpm.social import commands as c
from socialbpm.social.audience import Candidate, PersonId, Reason
from socialbpm.social.consent import preview_of
from socialbpm.social.decide import decide
from socialbpm.social.discussion import Discussion
from socialbpm.social.draft import Draft, PoolNeeded, asker_only, open_only
from socialbpm.social.evolve import evolve
from socialbpm.social.facts import Asked, CameIn, Fact, RingEntered, TaskKey
from socialbpm.social.ladder import Ring, Step

MOST = 100
"""People that a dry run shows; it ends after them."""

NOT_WRITTEN = ""
"""The content of words that are not kept, because nothing is."""


async def of_discussion(discussion: str, by: PersonId, world: World) -> e.DryRun:
    """Say who would come in from here on.

    Raises:
        NotFound: there is no such discussion, or `by` is not in it.
        Refused: `by` is not the asker, or it ended.
    """
    async with world.stores.read() as store:
        state = await read.seen_state(discussion, by, store, world)
        if state is None:
            raise no_such_discussion()
        return await _run(state, by, (await store.settings(discussion)).question, store, world)


async def of_task(key: TaskKey, by: PersonId, world: World) -> e.DryRun:
    """Say who would come in if `by` asked about a task; where they do already, from there on.

    Raises:
        NotFound: there is no such task, or it is not theirs to ask about; nobody can tell which.
        Conflict: the task is over.
    """
    async with world.stores.read() as store:
        task = await store.task(key)
        if task is None or task.settings is None or task.event_id is None:
            raise no_such_task()
        if by not in await who_may_ask(task, task.settings, store, world):
            raise no_such_task()
        if task.ended_at is not None:
            raise task_closed(key.task_id)
        found = await store.open_discussion(key, task.event_id, by)
        state = await read.seen_state(found, by, store, world) if found else None
        if state is None:
            state = await _opened(task, task.event_id, task.settings, by, store, world)
        return await _run(state, by, task.settings.question, store, world)


async def _opened(
    task: TaskRecord, event: str, settings: Socialize, by: PersonId, store: Store, world: World
) -> Discussion:
    """Return the discussion as it would be opened."""
    ladder = ladder_of(settings, world)
    unknown = dict.fromkeys((share.variable for share in settings.shares), NOT_WRITTEN)
    command = c.Open(
        by=by,
        discussion=NOT_WRITTEN,
        task=task.key,
        event=event,
        ladder=ladder,
        calendar=calendar_of(by, world),
        fields=shared_fields(settings.shares, ladder, unknown),
        excluded=await excluded_from(task, settings, by, store, world),
        owner=task.people.actual_owner,
        revision=task.ref.revision,
        lifetime=world.lifetime,
    )
    state: Discussion | None = None
    for fact in decide(None, command, world.now()):
        state = evolve(state, fact)
    if state is None:
        raise no_such_task()
    return state


async def _run(state: Discussion, by: PersonId, question: str | None, store: Store, world: World) -> e.DryRun:
    run = _DryRun(state, question, store, world)
    await run.climb(by)
    return e.DryRun(task=await naming.task_view(state.task, store), rings=tuple(map(run.shown, run.entered)))


@dataclass
class _Entered:
    """A ring of the dry run, and who came into it."""

    ring: Ring
    people: list[e.WouldCome] = field(default_factory=list)


class _DryRun:
    """Carries out commands on a state, as `execute` does, and keeps nothing but who came in."""

    def __init__(self, state: Discussion, question: str | None, store: Store, world: World) -> None:
        self.state = state
        self.entered: list[_Entered] = []
        self._question = question
        self._store = store
        self._world = world
        self._now: datetime = world.now()
        self._pools: dict[int, tuple[Candidate, ...]] = {}

    @property
    def _count(self) -> int:
        return sum(len(entered.people) for entered in self.entered)

    async def climb(self, by: PersonId) -> None:
        """Let everything happen, up the whole ladder.

        Raises:
            Refused: `by` is not the asker, or it ended.
        """
        asker_only(Draft(self.state, self._now, {}), by)
        open_only(Draft(self.state, self._now, {}))
        if self.state.asked:
            await self._begin_where_it_is(by)
        else:
            await self._do(c.Tick())
            await self._do(c.AskQuestion(by=by, content=self.state.draft or NOT_WRITTEN))
        while self._count < MOST and not self.state.ended:
            asks = self.state.open_asks
            if asks:
                await self._do(c.PassOn(by=asks[0].person))
            elif self.state.current < self.state.ladder.last:
                await self._go_on(by)
            else:
                return

    async def _begin_where_it_is(self, by: PersonId) -> None:
        """Begin in the ring that it is in, with what is due; an answer that waits for a word turns out not to be it."""
        self.entered.append(_Entered(self.state.ring))
        await self._do(c.Tick())
        for answer in self.state.answers:
            await self._do(c.RefuseAnswer(by=by, post=answer.id))

    async def _go_on(self, by: PersonId) -> None:
        following = self.state.current + 1
        if self.state.ladder[following].step is Step.COLLEAGUES:
            await self._do(c.Widen(by=by))
            return
        preview = preview_of(self.state, following, await self._pool(following))
        await self._do(c.TakePreview(by=by, ring=following))
        await self._do(c.Consent(by=by, preview=preview.id))

    async def _do(self, command: c.Command) -> None:
        while True:
            try:
                facts = decide(self.state, replace(command, pools=self._pools), self._now)
            except PoolNeeded as needed:
                await self._pool(needed.ring)
            else:
                break
        for fact in facts:
            self.state = evolve(self.state, fact)
        await self._note(facts)

    async def _pool(self, ring: int) -> tuple[Candidate, ...]:
        if ring not in self._pools:
            self._pools.update(await pools_of(self.state, (ring,), self._now, self._store, self._world))
        return self._pools[ring]

    async def _note(self, facts: Sequence[Fact]) -> None:
        """Note who came in: with the ring if it was entered by this, else in the place of somebody who passed."""
        anew: set[int] = set()
        for fact in facts:
            if isinstance(fact, RingEntered):
                anew.add(fact.ring)
                self.entered.append(_Entered(self.state.ladder[fact.ring]))
            elif isinstance(fact, Asked):
                await self._came(fact.person, fact.reason, asked=True, at_once=fact.ring in anew)
            elif isinstance(fact, CameIn) and fact.ground == "role":
                await self._came(fact.person, fact.reason, asked=False, at_once=fact.ring in anew)

    async def _came(self, person: PersonId, reason: Reason | None, *, asked: bool, at_once: bool) -> None:
        view = await read.view_of(self.state, person, self._store, self._world)
        if view is None or reason is None:
            return
        named = naming.by_name(person, self._world.directory)
        why, sees = rendering.why(reason.parts), self._sees(view)
        come = e.WouldCome(person=named, reason=reason.sentence(), why=why, asked=asked, at_once=at_once, sees=sees)
        self.entered[-1].people.append(come)

    def _sees(self, view: DiscussionView) -> e.WouldSee:
        question = self._question if self.state.question == NOT_WRITTEN and view.question is None else view.question
        return e.WouldSee(asker=view.asker, question=question, posts=view.posts, fields=view.fields)

    def shown(self, entered: _Entered) -> e.WouldEnter:
        """Return a ring as the asker reads it."""
        ring = entered.ring
        return e.WouldEnter(
            ring=ring.name,
            step="community" if ring.step is Step.COMMUNITY else "colleagues",
            consent=ring.step is Step.COMMUNITY,
            most=ring.most,
            people=tuple(entered.people),
        )
