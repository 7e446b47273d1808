"""What happens in the stories, at the level of the actions."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from socialbpm.actions.hooks import receive
from socialbpm.actions.world import World
from socialbpm.contract.hooks import Hook, HookResult
from socialbpm.social.discussion import Discussion
from socialbpm.social.facts import Fact
from tests.service.road import socialize

HOOK: TypeAdapter[Hook] = TypeAdapter(Hook)


async def told(world: World, hook: dict[str, Any]) -> HookResult:
    """Let the runtime `expenses` tell something."""
    return await receive(HOOK.validate_python(hook), "expenses", world)


async def asked(world: World, request: str = "r1", **more: Any) -> str:
    """Let Alice ask, and return the discussion."""
    result = await told(world, socialize(request, question="Which account?", **more))
    return str(result.discussion)


async def state_of(world: World, discussion: str) -> Discussion:
    """Return what the facts of a discussion add up to."""
    async with world.stores.read() as store:
        found = await store.discussion(discussion)
    assert found is not None
    return found


async def facts_of(world: World, discussion: str) -> list[Fact]:
    """Return what happened."""
    async with world.stores.read() as store:
        return [fact for _, fact in await store.facts(discussion)]


async def deliveries(world: World) -> list[Any]:
    """Return what waits for the runtime."""
    async with world.stores.read() as store:
        return [record.delivery for record in await store.deliveries("expenses", None, 0, 100)]
