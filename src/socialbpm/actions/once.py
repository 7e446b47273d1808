"""Calls that may be sent again: what is asked happens once, in the transaction that also notes that it did.

Whoever sends a call again, because the answer was lost, names it by the same key. Nothing happens then; the answer is
made anew, for what this reader may see now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from socialbpm.actions.ports import Receipt, Store, Stores
from socialbpm.errors import Conflict, Invalid
from socialbpm.social.discussion import Discussion

T = TypeVar("T")
Check = Callable[[Discussion, Store], Awaitable[None]]


async def _whatever_they_saw(_state: Discussion, _store: Store) -> None:
    """Let it happen whatever the caller saw before."""


@dataclass(frozen=True)
class Terms:
    """On what terms somebody calls.

    `call` names the call, if it may be sent again. `check` refuses what is about a discussion that has moved on since
    its reader saw it; it is asked in the transaction, after whoever may not see it was turned away. `brief`: they want
    to know that it was done, and not what came of it.
    """

    call: Receipt | None = None
    check: Check = _whatever_they_saw
    brief: bool = False


async def once(
    terms: Terms,
    stores: Stores,
    work: Callable[[Store], Awaitable[T]],
    note: Callable[[T], Mapping[str, Any] | None],
    recall: Callable[[Mapping[str, Any], Store], Awaitable[T]],
) -> T:
    """Do `work` in a transaction; or return what is recalled, where the same call was taken before.

    `note` says what is to be kept of a result, ids only; None, if what was asked has not happened yet. What is refused
    keeps nothing, so the same call may be granted later.

    Raises:
        Conflict: the same call is being carried out this moment.
        Invalid: the key was used before, for another call.
    """
    call = terms.call
    if call is None:
        return await stores.transact(work)

    async def unless_taken(store: Store) -> T:
        await store.hold_call(call.scope, call.key)
        known = await store.receipt(call.scope, call.key)
        if known is not None:
            return await recall(_same(known, call).result, store)
        result = await work(store)
        noted = note(result)
        if noted is not None:
            await store.save_receipt(replace(call, result=noted))
        return result

    return await stores.transact(unless_taken)


async def once_only(terms: Terms, stores: Stores, work: Callable[[Store], Awaitable[None]]) -> None:
    """Do `work` once, where its caller then reads what came of it."""

    async def nothing(_: Mapping[str, Any], _store: Store) -> None:
        """Nothing is left to do."""

    await once(terms, stores, work, lambda _: {}, nothing)


def in_flight() -> Conflict:
    """Return the answer to a call that is being carried out this moment."""
    return Conflict(
        "the same call is being carried out this moment",
        hint="Send it again in a second; it happens once.",
        code="in_flight",
        retry_after=1,
    )


def _same(known: Receipt, call: Receipt) -> Receipt:
    if known.body_hash != call.body_hash:
        raise Invalid(
            "this Idempotency-Key was used before, for another call",
            hint="Give every call a key of its own; send a call again only as it was.",
            code="key_reused",
        )
    return known
