"""Experience for the step on one's own: what was answered before, before anybody is asked.

It is read by whoever may ask at the task element where it was released (ladder.md, Ends). That is decided first, from
the reader's own tasks; only then is anything looked for, among what is theirs to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from socialbpm.actions import naming, offers, read
from socialbpm.actions.execute import carry_out, execute, is_member, no_such_discussion
from socialbpm.actions.once import once
from socialbpm.actions.open import no_such_task
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.actions.remembering import ExperienceRecord, place_of
from socialbpm.actions.tasks import have_excluded_at_hand, who_may_ask
from socialbpm.actions.world import World
from socialbpm.contract.known import ExperienceView, ReleasedView
from socialbpm.contract.views import PersonView
from socialbpm.errors import NotFound
from socialbpm.experts.experience import Told, by_words, rank
from socialbpm.experts.words import words
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId
from socialbpm.social.communities import Kind
from socialbpm.social.discussion import Discussion
from socialbpm.social.experience import authors
from socialbpm.social.facts import TaskKey
from socialbpm.social.view import look

OWN_TASKS = 50
"""Of so many of the reader's open tasks, those that they got last, the elements are theirs to read about."""
LATEST, ALIKE, MOST = 100, 200, 20
"""How much of the same element, and how much that shares a word, is compared; and how much is shown at most."""
TOO_FEW = 5
"""How often something solved a question is not said to others before so many people did: no figure about one asker."""


@dataclass(frozen=True)
class Sphere:
    """Where somebody may ask now, each task element with the version of its process; `here`: where they are stuck.

    `kinds` are the same elements.
    """

    versions: Mapping[str, str]
    here: str | None = None
    kinds: frozenset[Kind] = frozenset()


def no_such_experience() -> NotFound:
    """Return the one answer for an experience that does not exist and one that is not theirs."""
    return NotFound("there is no such experience")


async def sphere_of(person: PersonId, task: TaskRecord | None, store: Store, world: World) -> Sphere:
    """Return where somebody may ask now: at the element of `task`, if they may, and at those of their open tasks."""
    own = (*([task] if task is not None else ()), *await store.open_tasks_of(person, OWN_TASKS))
    await have_excluded_at_hand([(each, each.settings) for each in own if each.settings is not None], store)
    there: dict[str, TaskRecord] = {}
    for each in own:
        if _place(each) not in there and await _may_ask(person, each, store, world):
            there[_place(each)] = each
    here = None if task is None else _place(task)
    kinds = frozenset(Kind(each.runtime, each.ref.process, each.ref.element_id) for each in there.values())
    versions = {place: each.ref.process_version for place, each in there.items()}
    return Sphere(versions, here if here in versions else None, kinds)


def _place(task: TaskRecord) -> str:
    return place_of(task.runtime, task.ref.process, task.ref.element_id)


async def _may_ask(person: PersonId, task: TaskRecord, store: Store, world: World) -> bool:
    if task.ended_at is not None or task.settings is None:
        return False
    return person in await who_may_ask(task, task.settings, store, world)


# --- reading


async def for_task(key: TaskKey, person: PersonId, text: str | None, world: World) -> list[ExperienceView]:
    """Return what helps with a task of one's own, before anybody is asked; `text` is theirs, else the designer's.

    Raises:
        NotFound: there is no such task, or it is not theirs to ask about; nobody can tell which.
    """
    async with world.stores.read() as store:
        task = await store.task(key)
        if task is None or task.settings is None or not await _may_ask(person, task, store, world):
            raise no_such_task()
        sphere = await sphere_of(person, task, store, world)
        return await _found(sphere, text or task.settings.question or "", store, world)


async def for_discussion(discussion: str, person: PersonId, world: World) -> list[ExperienceView]:
    """Return what was answered before to the question, or the draft, of a discussion as `person` reads it.

    Raises:
        NotFound: there is no such discussion, or not for them.
    """
    async with world.stores.read() as store:
        state = await read.seen_state(discussion, person, store, world)
        view = None if state is None else look(state, person)
        if state is None or view is None:
            raise no_such_discussion()
        content = view.question or view.draft
        said = await store.words([content] if content else [])
        sphere = await sphere_of(person, await store.task(state.task), store, world)
        return await _found(sphere, str(said.get(content or "", "")), store, world)


async def for_offer(offer: str, person: PersonId, world: World) -> list[ExperienceView]:
    """Return what was answered before to the question of an offer.

    Raises:
        NotFound: there is none, or it is for others.
    """
    async with world.stores.read() as store:
        seen = await offers.look(offer, person, store, world)
        return await _found(await sphere_of(person, seen.task, store, world), seen.wording or "", store, world)


async def at(place: str, sphere: Sphere, store: Store, world: World) -> list[ExperienceView]:
    """Return what was answered at a task element, for whom it is in their `sphere`; for others nothing."""
    if place not in sphere.versions:
        return []
    here = Sphere({place: sphere.versions[place]}, place)
    return await _found(here, "", store, world)


async def _found(sphere: Sphere, text: str, store: Store, world: World) -> list[ExperienceView]:
    asked = words(text)
    records = {record.id: record for record in await store.find_experience(sphere.versions, asked, ALIKE)}
    by_words_only = world.likeness is by_words
    latest = ({sphere.here} if sphere.here else ()) if by_words_only else sphere.versions
    records.update((record.id, record) for record in await store.latest_experience(latest, LATEST))
    said = await store.words([content for record in records.values() for content in _contents(record)])
    told = [_told(record, said, sphere, world.now(), world) for record in records.values()]
    best = rank(told, text, world.likeness)[:MOST]
    uses = await store.uses(best)
    return [_view(records[id_], said, sphere, uses.get(id_, 0), world) for id_ in best]


def _contents(record: ExperienceRecord) -> list[str]:
    return [content for content in (record.question, record.answer) if content is not None]


def _told(record: ExperienceRecord, said: Mapping[str, Any], sphere: Sphere, now: datetime, world: World) -> Told:
    text = f"{said.get(record.question or '', '')} {said.get(record.answer or '', '')}"
    stale = _stale(record, sphere, now, world) is not None
    return Told(record.id, text, record.at, here=record.place == sphere.here, stale=stale)


def _stale(
    record: ExperienceRecord, sphere: Sphere, now: datetime, world: World
) -> Literal["process_changed", "old"] | None:
    """Say why an answer may not hold any more: the process has another version now, or it was long ago."""
    if record.process_version != sphere.versions.get(record.place, record.process_version):
        return "process_changed"
    return "old" if now - record.at > world.fresh else None


def _view(
    record: ExperienceRecord, said: Mapping[str, Any], sphere: Sphere, solved: int, world: World
) -> ExperienceView:
    return ExperienceView(
        id=record.id,
        question=said.get(record.question or ""),
        answer=said.get(record.answer or ""),
        asked_by=_author(record.asker, named=record.asker_named, world=world),
        answered_by=_author(record.helper, named=record.helper_named, world=world),
        process=record.process,
        element_id=record.element_id,
        same_task=record.place == sphere.here,
        answered_at=record.at,
        stale=_stale(record, sphere, world.now(), world),
        solved=solved if solved >= TOO_FEW else None,
    )


def _author(person: PersonId, *, named: bool, world: World) -> PersonView | None:
    return naming.by_name(person, world.directory) if named else None


async def may_read(experience: str, person: PersonId, task: TaskRecord | None, store: Store, world: World) -> bool:
    """Whether somebody may read an experience, from where they are stuck."""
    sphere = await sphere_of(person, task, store, world)
    record = await store.experience(experience)
    return record is not None and record.whole and record.place in sphere.versions


# --- releasing


async def release(
    discussion: str, by: PersonId, named: bool, texts: tuple[str | None, str | None], world: World
) -> None:
    """Let others who are stuck at this task see a copy of one's words. `texts`: question and answer in other words."""

    async def make(state: Discussion, store: Store) -> c.Command:
        contents = [
            await _copy(state, original, text, store) if author == by else None
            for author, original, text in zip(authors(state), _originals(state), texts, strict=True)
        ]
        return c.Release(by=by, named=named, question=contents[0], answer=contents[1])

    await execute(discussion, is_member(by), make, world)


def _originals(state: Discussion) -> tuple[str | None, str | None]:
    """Return the contents of the question and of the version that was accepted."""
    if state.accepted is None:
        return state.question, None
    post, version = state.accepted
    return state.question, state.posts[post].versions[version - 1].content


async def _copy(state: Discussion, original: str | None, text: str | None, store: Store) -> str | None:
    """Keep a copy, in other words if those were given; none of what was erased."""
    said = text if text is not None or original is None else (await store.words([original])).get(original)
    return None if said is None else await store.put_words(state.id, said)


async def released(person: PersonId, world: World) -> list[ReleasedView]:
    """Return what somebody released, each with how many people it helped."""
    async with world.stores.read() as store:
        records = await store.experiences_of(person)
        said = await store.words([own for record in records for own in _own(record, person) if own is not None])
        uses = await store.uses([record.id for record in records])
        return [_released(record, person, said, uses.get(record.id, 0)) for record in records]


def _own(record: ExperienceRecord, person: PersonId) -> tuple[str | None, str | None]:
    question = record.question if record.asker == person else None
    return question, record.answer if record.helper == person else None


def _released(record: ExperienceRecord, person: PersonId, said: Mapping[str, Any], solved: int) -> ReleasedView:
    question, answer = _own(record, person)
    named = record.asker_named if question is not None else record.helper_named
    return ReleasedView(
        id=record.id,
        question=said.get(question or ""),
        answer=said.get(answer or ""),
        named=named,
        process=record.process,
        element_id=record.element_id,
        readable=record.whole,
        answered_at=record.at,
        solved=solved,
    )


async def take_back(experience: str, by: PersonId, world: World) -> None:
    """Take back what one released, also where one is no longer in the discussion. From now on nobody finds it.

    Raises:
        NotFound: there is none, or nothing of it is theirs; nobody can tell which.
    """

    async def take(store: Store) -> None:
        record = await store.experience(experience)
        theirs = record is not None and by in {record.asker, record.helper}
        state = await store.discussion(record.discussion) if record is not None and theirs else None
        if state is None or by not in state.released:
            raise no_such_experience()
        await carry_out(state, c.TakeBack(by=by), store, world)

    async def taken(_: Mapping[str, Any], _store: Store) -> None:
        return None

    await once(world.terms, world.stores, take, lambda _: {}, taken)
