"""Opening: however a discussion is asked for (the process, a page, an offer), there is one way to open or join it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from socialbpm.actions import offers
from socialbpm.actions.attachments import attach_all
from socialbpm.actions.effects import ask_to_raise
from socialbpm.actions.execute import Done, carry_out, work_off_due
from socialbpm.actions.ladders import ladder_of, only_shared, shared_fields
from socialbpm.actions.once import once
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.actions.tasks import excluded_from, held_task, who_may_ask, workers
from socialbpm.actions.world import World
from socialbpm.contract.attachments import Found, NewFile
from socialbpm.contract.element import Share, Socialize
from socialbpm.errors import Conflict, NotFound
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.facts import SharedField, TaskKey
from socialbpm.social.ladder import Ladder
from socialbpm.social.offers import still_there
from socialbpm.social.worktime import OFFICE_HOURS, Calendar


@dataclass(frozen=True)
class Opening:
    """What a discussion is opened with. `files` hang on the `question`, which is what the asker wrote, if they did."""

    task: TaskRecord
    event: str
    by: PersonId
    settings: Socialize
    question: str | None = None
    fields: Mapping[str, Any] | None = None
    files: tuple[Found, ...] = ()


async def open_or_join(opening: Opening, request: str | None, store: Store, world: World) -> tuple[Discussion, bool]:
    """Open a discussion, or join the one that is open for (task, event, asker); say whether it is new.

    Open offers of the same event are taken up by it: whoever simply asks while one is open becomes its asker.
    """
    state = await _still_open(opening, store, world)
    if state is not None:
        return await _join(state, opening, request, store, world), False
    done = await _open(opening, request, store, world)
    return await _take_up_offers(done.state, opening, store, world), True


async def _still_open(opening: Opening, store: Store, world: World) -> Discussion | None:
    """Return the open discussion of (task, event, asker), unless what is due ends it this moment."""
    found = await store.open_discussion(opening.task.key, opening.event, opening.by)
    if found is None:
        return None
    await work_off_due(found, store, world)
    state = await store.discussion(found)
    return None if state is None or state.ended else state


async def _open(opening: Opening, request: str | None, store: Store, world: World) -> Done:
    discussion = world.new_id()
    await bind(request, discussion, opening.task.runtime, store)
    command = await _command(opening, discussion, request, store, world)
    return await carry_out(None, command, store, world, opening.settings)


async def bind(request: str | None, discussion: str, runtime: str, store: Store) -> None:
    """Note which discussion a firing belongs to: it is the only one it ever will."""
    firing = None if request is None else await store.firing(runtime, request)
    if firing is not None:
        await store.save_firing(replace(firing, discussion=discussion))


async def _command(opening: Opening, discussion: str, request: str | None, store: Store, world: World) -> c.Open:
    task, settings = opening.task, opening.settings
    ladder = ladder_of(settings, world)
    question = opening.question
    draft = None if question else settings.question
    return c.Open(
        by=opening.by,
        discussion=discussion,
        task=task.key,
        event=opening.event,
        ladder=ladder,
        calendar=calendar_of(opening.by, world),
        fields=await _fields(opening, ladder, discussion, store),
        excluded=await excluded_from(task, settings, opening.by, store, world),
        owner=task.people.actual_owner,
        revision=task.ref.revision,
        question=await store.put_words(discussion, question) if question else None,
        draft=await store.put_words(discussion, draft) if draft else None,
        request=request,
        continues=await store.latest_discussion(task.key, opening.event, opening.by),
        lifetime=world.lifetime,
        attachments=await attach_all(discussion, opening.files, store),
    )


async def _fields(opening: Opening, ladder: Ladder, discussion: str, store: Store) -> tuple[SharedField, ...]:
    """Keep the shared variables, and no other, with their values at the time of asking."""
    return await _kept(opening.settings.shares, opening.fields or {}, ladder, discussion, store)


async def _kept(
    shares: tuple[Share, ...], given: Mapping[str, Any], ladder: Ladder, discussion: str, store: Store
) -> tuple[SharedField, ...]:
    contents = {name: await store.put_words(discussion, value) for name, value in only_shared(shares, given).items()}
    return shared_fields(shares, ladder, contents)


async def fields_for(state: Discussion, given: Mapping[str, Any], store: Store) -> tuple[SharedField, ...]:
    """Keep the shared variables that a firing brings to a discussion that was opened from a page, without any."""
    if state.fields or state.ended:
        return ()
    shares = (await store.settings(state.id)).shares
    return await _kept(shares, given, state.ladder, state.id, store)


def calendar_of(person: PersonId, world: World) -> Calendar:
    """Return in which hours somebody works."""
    found = world.directory.person(person)
    return OFFICE_HOURS if found is None else found.calendar


async def _join(state: Discussion, opening: Opening, request: str | None, store: Store, world: World) -> Discussion:
    """Join the open discussion; a question that came along is asked if none was yet."""
    if request is not None and request not in state.firings:
        await bind(request, state.id, state.task.runtime, store)
        state = (await carry_out(state, c.Fire(request=request), store, world)).state
    if opening.question and not state.asked and not state.ended:
        content = await store.put_words(state.id, opening.question)
        attached = await attach_all(state.id, opening.files, store)
        asking = c.AskQuestion(by=opening.by, content=content, attachments=attached)
        state = (await carry_out(state, asking, store, world)).state
    return state


async def _take_up_offers(state: Discussion, opening: Opening, store: Store, world: World) -> Discussion:
    requests = await offers.take_up_all(state, opening.by, store, world)
    for request in requests:
        await bind(request, state.id, state.task.runtime, store)
        state = (await carry_out(state, c.Fire(request=request), store, world)).state
    return state


# --- from a page


async def open_from_page(
    task: TaskKey, by: PersonId, question: str | None, world: World, files: Sequence[NewFile] = ()
) -> tuple[str, bool]:
    """Open a discussion at once, and ask the runtime to fire the event; the firing then joins it.

    Raises:
        NotFound: there is no such task, it is not theirs to ask about, or its element is not known here; nobody can
            tell which.
        Conflict: the task is over.
        Invalid: a file is none that may be attached.
    """
    found = looked_at(files, world)

    async def open_here(store: Store) -> tuple[str, bool]:
        opening = replace(await _opening_from_page(task, by, question, store, world), files=found)
        state, new = await open_or_join(opening, None, store, world)
        if new and not state.firings:
            await ask_to_raise(state, opening.task.ref.case_id, store)
        return state.id, new

    return await once(world.terms, world.stores, open_here, _noted, lambda noted, store: _opened(noted, by, store))


def looked_at(files: Sequence[NewFile], world: World) -> tuple[Found, ...]:
    """Return files that may be attached, or refuse one."""
    return tuple(world.files.look(file) for file in files)


def _noted(opened: tuple[str, bool]) -> Mapping[str, Any]:
    discussion, new = opened
    return {"discussion": discussion, "new": new}


async def _opened(noted: Mapping[str, Any], by: PersonId, store: Store) -> tuple[str, bool]:
    """Return what the same call opened before, if whoever sends it again still sees it."""
    state = await store.discussion(noted["discussion"])
    if state is None or state.member(by) is None:
        raise no_such_task()
    return state.id, noted["new"]


async def _opening_from_page(key: TaskKey, by: PersonId, question: str | None, store: Store, world: World) -> Opening:
    known = await store.task(key)
    if known is None or by not in workers(known, world.directory):
        raise no_such_task()  # the same single question, whether there is one or not
    task = await held_task(key, store)
    if task is None or task.settings is None or task.event_id is None:
        raise no_such_task()
    if by not in await who_may_ask(task, task.settings, store, world):
        raise no_such_task()
    if task.ended_at is not None:
        raise task_closed(key.task_id)
    return Opening(task, task.event_id, by, task.settings, question)


def no_such_task() -> NotFound:
    """Return the one answer for a task that does not exist and one that is not theirs."""
    return NotFound("there is no such task")


def task_closed(task_id: str) -> Conflict:
    """Return the answer to a firing for a task that is over."""
    return Conflict(
        f"task {task_id} is over, so nobody can be stuck in it",
        hint="Nothing was opened. Let the branch that waits for an answer end.",
        code="task_closed",
    )


# --- from an offer


async def take_up(
    offer_id: str, by: PersonId, question: str | None, world: World, files: Sequence[NewFile] = ()
) -> str:
    """Take an offer up: the first of its readers who does becomes the asker, with the question theirs to edit and send.

    Raises:
        NotFound: there is no such offer, or it is for others.
        Refused: somebody was faster, or it is over.
        Invalid: a file is none that may be attached.
    """
    found = looked_at(files, world)

    async def take_up_here(store: Store) -> tuple[str, bool]:
        return await _take_up(offer_id, by, question, found, store, world), True

    async def taken_up(noted: Mapping[str, Any], store: Store) -> tuple[str, bool]:
        return await _opened(noted, by, store)

    discussion, _ = await once(world.terms, world.stores, take_up_here, _noted, taken_up)
    return discussion


async def _take_up(
    offer_id: str, by: PersonId, question: str | None, files: tuple[Found, ...], store: Store, world: World
) -> str:
    await held_task((await offers.of_somebodys(offer_id, by, store, world)).key, store)
    seen = await offers.look(offer_id, by, store, world)
    still_there(seen.offer, world.now())
    words = await offers.brought_with(seen.offer, store)
    settings = await store.offer_settings(offer_id)
    settings = settings.model_copy(update={"question": words["question"]})
    opening = Opening(seen.task, seen.offer.event, by, settings, question, words["fields"], files)
    state, new = await open_or_join(opening, None, store, world)
    if not new:
        state = await _take_up_offers(state, opening, store, world)
    return state.id
