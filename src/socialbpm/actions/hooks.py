"""What a runtime tells us, taken once: `receive` is the same call however often it is sent."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import singledispatch
from typing import Any, Literal

from socialbpm.actions import callbacks, offers, snapshots
from socialbpm.actions.execute import carry_out
from socialbpm.actions.ladders import ladder_of, only_shared
from socialbpm.actions.open import Opening, bind, fields_for, looked_at, open_or_join, task_closed
from socialbpm.actions.ports import FiringRecord, Receipt, Store, TaskRecord
from socialbpm.actions.tasks import who_may_ask
from socialbpm.actions.world import World
from socialbpm.contract import hooks as h
from socialbpm.contract.deliveries import Raise
from socialbpm.contract.element import Socialize
from socialbpm.contract.people import TaskPeople
from socialbpm.errors import Conflict, Invalid, Refused
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId

Status = Literal["created", "repeated", "ignored"]


class _Caller:
    """The runtime that calls, and what one of its calls works on. A task of another runtime does not exist for it."""

    def __init__(self, runtime: str, store: Store, world: World) -> None:
        self.runtime = runtime
        self.store = store
        self.world = world


async def receive(hook: h.Hook, runtime: str, world: World) -> h.HookResult:
    """Take a call of a runtime, in one transaction.

    Raises:
        Conflict: the same (source, id) came with another body, or a firing is for a task that is over.
        Refused: who fired it may not ask about this task.
        Invalid: it names a person, a ladder or a ring that is not known.
    """
    return await world.stores.transact(lambda store: _receive(hook, _Caller(runtime, store, world)))


async def _receive(hook: h.Hook, caller: _Caller) -> h.HookResult:
    """Take a call for the first time, or find that it was taken: also where the same is sent twice at once."""
    await caller.store.hold_case(caller.runtime, _case_of(hook))
    receipt = Receipt(f"hook {caller.runtime}", json.dumps([hook.source, hook.id]), _hash_of(hook))
    known = await caller.store.receipt(receipt.scope, receipt.key)
    if known is not None:
        return _again(hook, known, receipt.body_hash)
    result = await _take(hook, caller)
    result = result.model_copy(update={"id": hook.id})
    await caller.store.save_receipt(replace(receipt, result=result.model_dump(mode="json")))
    return result


def _case_of(hook: h.Hook) -> str:
    return hook.data.case_id if isinstance(hook, h.CaseOver) else hook.data.task.case_id


def _hash_of(hook: h.Hook) -> str:
    without_files = isinstance(hook, h.Socialized) and not hook.data.files  # as before there were any
    body = hook.model_dump(mode="json", by_alias=True, exclude={"data": {"files"}} if without_files else None)
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _again(hook: h.Hook, known: Receipt, body_hash: str) -> h.HookResult:
    if known.body_hash != body_hash:
        raise Conflict(
            f"the call {hook.id} from {hook.source} was taken before, with another body",
            hint="Give every call an id of its own; repeat a call only with the body it had.",
            code="repeated_with_other_body",
        )
    return h.HookResult.model_validate({**known.result, "status": "repeated"})


def _result(status: Status, *, discussion: str | None = None, offer: str | None = None) -> h.HookResult:
    return h.HookResult(id="", status=status, discussion=discussion, offer=offer)


@singledispatch
async def _take(hook: Any, _: _Caller) -> h.HookResult:
    msg = f"there is no hook {type(hook).__name__}"
    raise TypeError(msg)


@_take.register
async def _(hook: h.Activated, caller: _Caller) -> h.HookResult:
    data = hook.data
    task, news = await snapshots.note(caller.runtime, data.task, _people(data), caller.store, caller.world)
    if news and data.event_id and data.settings:
        ladder_of(data.settings, caller.world)
        await snapshots.note_element(task, data.event_id, data.settings, caller.store)
    return _result("created" if news else "ignored")


@_take.register
async def _(hook: h.Assigned, caller: _Caller) -> h.HookResult:
    data = hook.data
    _, news = await snapshots.note(caller.runtime, data.task, data.people, caller.store, caller.world)
    return _result("created" if news else "ignored")


@_take.register
async def _(hook: h.CaseOver, caller: _Caller) -> h.HookResult:
    data = hook.data
    await snapshots.end_case(caller.runtime, data.case_id, caller.store, caller.world)
    return _result("created")


@_take.register
async def _(hook: h.Completed, caller: _Caller) -> h.HookResult:
    return await _ended(hook.data, caller, completed=True)


@_take.register
async def _(hook: h.Cancelled, caller: _Caller) -> h.HookResult:
    return await _ended(hook.data, caller, completed=False)


async def _ended(data: h.TaskEnded, caller: _Caller, *, completed: bool) -> h.HookResult:
    task, _ = await snapshots.note(caller.runtime, data.task, data.people, caller.store, caller.world)
    if task.ended_at is not None:
        return _result("ignored")
    await snapshots.end(task, data.by, caller.store, caller.world, completed=completed)
    return _result("created")


# --- firings


@_take.register
async def _(hook: h.Socialized, caller: _Caller) -> h.HookResult:
    data = hook.data
    known = await _firing_again(data, caller)
    if known is not None:
        return known
    await callbacks.check(data.reply_to, caller.runtime, caller.store)
    if data.raised is not None:
        return await _answer_to_raise(data, data.raised, caller)
    task = await _open_task(data, caller)
    await _check_asker(data.by, task, data.settings, caller)
    await caller.store.save_firing(_firing(data, task, caller))
    files = looked_at(data.files, caller.world)
    opening = Opening(task, data.event_id, data.by, data.settings, data.question, data.fields, files)
    state, _ = await open_or_join(opening, data.request_id, caller.store, caller.world)
    return _result("created", discussion=state.id)


@_take.register
async def _(hook: h.Offered, caller: _Caller) -> h.HookResult:
    data = hook.data
    known = await _firing_again(data, caller)
    if known is not None:
        return known
    await callbacks.check(data.reply_to, caller.runtime, caller.store)
    task = await _open_task(data, caller)
    ladder_of(data.settings, caller.world)
    firing = _firing(data, task, caller)
    joined = await _owner_asks_already(data, task, firing, caller)
    if joined is not None:
        return _result("created", discussion=joined)
    standing = await offers.open_offers(task.key, data.event_id, caller.store, caller.world.now())
    if standing:  # a timer that repeats is no reason to show two offers
        await caller.store.save_firing(replace(firing, offer=standing[0].id))
        return _result("created", offer=standing[0].id)
    question = data.question or data.settings.question
    words = {"question": question, "fields": only_shared(data.settings.shares, data.fields)}
    offer = await offers.make_offer(firing, words, data.settings, caller.store, caller.world)
    await caller.store.save_firing(replace(firing, offer=offer))
    return _result("created", offer=offer)


async def _owner_asks_already(data: h.TaskOffer, task: TaskRecord, firing: FiringRecord, caller: _Caller) -> str | None:
    """Whoever asks already needs no offer: the timer's firing joins the owner's open discussion."""
    owner = task.people.actual_owner
    found = await caller.store.open_discussion(task.key, data.event_id, owner) if owner else None
    state = await caller.store.discussion(found) if found else None
    if state is None:
        return None
    await caller.store.save_firing(replace(firing, discussion=state.id))
    await carry_out(state, c.Fire(request=data.request_id), caller.store, caller.world)
    return state.id


Firing = h.TaskSocialize | h.TaskOffer


async def _firing_again(data: Firing, caller: _Caller) -> h.HookResult | None:
    """Return what a firing belongs to already: a request id names one firing, however many calls bring it."""
    known = await caller.store.firing(caller.runtime, data.request_id)
    if known is None:
        return None
    if known.task.task_id != data.task.task_id:
        raise Conflict(
            f"the request {data.request_id} is a firing of task {known.task.task_id}",
            hint="A request id names one firing of one task.",
            code="repeated_with_other_body",
        )
    return _result("repeated", discussion=known.discussion, offer=known.offer)


async def _open_task(data: Firing, caller: _Caller) -> TaskRecord:
    """Return the task that fired; one that was not known before is created from the firing itself."""
    task, _ = await snapshots.note(caller.runtime, data.task, _people(data), caller.store, caller.world)
    if task.ended_at is not None:
        raise task_closed(data.task.task_id)
    return await snapshots.note_element(task, data.event_id, data.settings, caller.store)


async def _check_asker(by: PersonId, task: TaskRecord, settings: Socialize, caller: _Caller) -> None:
    if caller.world.directory.person(by) is None:
        raise Invalid(
            f'there is no person "{by}" here',
            hint="`by` names a person of the service's directory; add them to the people file, or correct the id.",
            code="unknown_person",
        )
    if by not in await who_may_ask(task, settings, caller.store, caller.world):
        raise Refused(
            f"task {task.ref.task_id} is not {by}'s to ask about",
            hint="Only its actual owner may ask, or a potential owner while nobody has claimed it.",
            code="not_theirs_to_ask",
        )


def _firing(data: Firing, task: TaskRecord, caller: _Caller) -> FiringRecord:
    return FiringRecord(
        task=task.key,
        case_id=task.ref.case_id,
        request_id=data.request_id,
        event_id=data.event_id,
        reply_to=data.reply_to.model_dump(mode="json"),
    )


async def _answer_to_raise(data: h.TaskSocialize, raised: str, caller: _Caller) -> h.HookResult:
    """A firing that answers a `raise` belongs to the discussion that asked for it, ended or not."""
    delivery = await caller.store.delivery(caller.runtime, raised)
    if delivery is None or not isinstance(delivery.delivery, Raise) or delivery.delivery.task_id != data.task.task_id:
        raise Invalid(
            f"`raised` names no task.raise delivery for task {data.task.task_id}",
            hint="Hand the delivery's id back as it came, or leave `raised` out.",
            code="unknown_raise",
        )
    task, _ = await snapshots.note(caller.runtime, data.task, _people(data), caller.store, caller.world)
    await caller.store.save_firing(_firing(data, task, caller))
    discussion = delivery.delivery.discussion
    await bind(data.request_id, discussion, caller.runtime, caller.store)
    state = await caller.store.discussion(discussion)
    fields = () if state is None else await fields_for(state, data.fields, caller.store)
    await carry_out(state, c.Fire(request=data.request_id, fields=fields), caller.store, caller.world)
    return _result("created", discussion=discussion)


def _people(data: Firing | h.TaskActivated) -> TaskPeople | None:
    """Return the people that were told; none told says nothing about them."""
    return data.people if "people" in data.model_fields_set else None
