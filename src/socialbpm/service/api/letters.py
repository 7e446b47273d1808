"""What leaves the service by itself: how it goes, and once more."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from socialbpm.actions import letters
from socialbpm.actions.outbox import Receiver
from socialbpm.contract.letters import Letter, LetterPage, State
from socialbpm.service.auth import Caller, Principal, TheAdmin, admin
from socialbpm.service.state import Composed, TheService, TheWorld

router = APIRouter(tags=["letters"])
LARGEST_PAGE = 100
StateQuery = Annotated[State | None, Query(description="Only those in this state.")]
CursorQuery = Annotated[str | None, Query(max_length=500, description="The `cursor` of the page before.")]
LimitQuery = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


@router.get("/letters")
async def list_letters(
    caller: Caller,
    service: TheService,
    runtime: Annotated[str | None, Query(max_length=200, description="Only those for this runtime.")] = None,
    state: StateQuery = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> LetterPage:
    """List what is sent to runtimes and subscriptions, the newest first.

    An administrator gets all of it, a runtime its own. Dead ones (`state=dead`) are those that were given up.
    """
    own = await _own(caller)
    wanted: Receiver | None = own or (("runtime", runtime) if runtime is not None else None)
    if own is not None and runtime not in {None, own[1]}:
        return LetterPage(items=())
    return await page(wanted, state, cursor, limit, f"{caller.kind} {caller.subject}", service)


async def page(
    receiver: Receiver | None, state: State | None, cursor: str | None, limit: int, reader: str, service: Composed
) -> LetterPage:
    """Return a page of letters for a reader."""
    after = None if cursor is None else _place(service.cursors.read(reader, "letters", cursor))
    async with service.world.stores.read() as store:
        found = await store.letters(receiver, state, after, limit + 1)
    shown = [letters.view(letter) for letter in found[:limit]]
    more = len(found) > limit
    last = service.cursors.make(reader, "letters", shown[-1].created_at.isoformat(), shown[-1].id) if more else None
    return LetterPage(items=tuple(shown), cursor=last)


def _place(read: list[str]) -> tuple[datetime, str]:
    at, letter = read
    return datetime.fromisoformat(at), letter


async def _own(caller: Principal) -> Receiver | None:
    """Return whose letters alone the caller sees: a runtime its own; an administrator everybody's (None)."""
    if caller.kind == "runtime":
        return ("runtime", caller.subject)
    await admin(caller)
    return None


@router.get("/letters/{letter}")
async def get_letter(letter: str, caller: Caller, world: TheWorld) -> Letter:
    """Read how a letter went: every try, and when the next one is."""
    return await letters.read_one(letter, await _own(caller), world)


@router.post("/letters/{letter}/redeliver")
async def redeliver_letter(letter: str, _: TheAdmin, world: TheWorld) -> Letter:
    """Send a letter that is dead, or was sent, once more, under the same id; it has another 24 hours."""
    return await letters.redeliver(letter, world)
