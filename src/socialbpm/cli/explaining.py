"""`socialbpm explain`: who would be asked about a task or from a discussion on, in which order, and why."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

from socialbpm.actions import explain
from socialbpm.actions.world import World
from socialbpm.config import from_environment
from socialbpm.contract.explaining import DryRun, WouldEnter, WouldSee
from socialbpm.errors import Invalid
from socialbpm.service.app import at_work_with_experts
from socialbpm.social.audience import PersonId
from socialbpm.social.facts import TaskKey


def run(need: str, person: PersonId | None) -> DryRun:
    """Make a dry run in the database that the settings name; nothing is written there.

    Raises:
        Invalid: the settings or the database cannot be used, or nobody is stuck there by what is known.
        NotFound: there is no such task or discussion, or it is not this person's to ask.
    """
    return asyncio.run(_run(need, person))


async def _run(need: str, person: PersonId | None) -> DryRun:
    async with at_work_with_experts(from_environment()) as world:
        runtime, slash, task_id = need.partition("/")
        if not slash:
            return await explain.of_discussion(need, person or await _asker(need, world), world)
        key = TaskKey(runtime, task_id)
        return await explain.of_task(key, person or await _owner(key, world), world)


async def _asker(discussion: str, world: World) -> PersonId:
    async with world.stores.read() as store:
        state = await store.discussion(discussion)
    return "" if state is None else state.asker


async def _owner(key: TaskKey, world: World) -> PersonId:
    async with world.stores.read() as store:
        task = await store.task(key)
    if task is not None and task.people.actual_owner is None:
        hint = "Say with --person who would ask: one of those who may claim it."
        raise Invalid(f"nobody has claimed the task {key.task_id}", hint=hint, code="nobody-asks")
    return task.people.actual_owner or "" if task is not None else ""


def lines(found: DryRun, *, as_json: bool) -> Iterator[str]:
    """Say it, ring by ring."""
    if as_json:
        yield json.dumps(found.model_dump(mode="json"))
        return
    yield f"{found.task.name or found.task.task_id} ({found.task.process})"
    for ring in found.rings:
        yield from _ring(ring)


def _ring(ring: WouldEnter) -> Iterator[str]:
    consent = ", only with the asker's consent" if ring.consent else ""
    yield f"\n{ring.ring} ({ring.step}): {len(ring.people) or 'nobody'} of at most {ring.most}{consent}"
    if ring.people:
        yield f"  each sees: {_sees(ring.people[0].sees)}"
    for number, one in enumerate(ring.people, 1):
        how = ("is asked" if one.at_once else "is asked next") if one.asked else "is informed"
        yield f"  {number}. {one.person.name} {how}: {one.reason}"


def _sees(sees: WouldSee) -> str:
    question = "the question" if sees.question is None else f'"{sees.question}"'
    fields = ", ".join(field.name for field in sees.fields) or "no field"
    return f"{question} by {sees.asker.name}; {len(sees.posts)} posts; {fields}"
