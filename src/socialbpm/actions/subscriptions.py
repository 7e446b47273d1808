"""Subscriptions: made, changed and tried by administrators. What they hear is decided in `social.sight`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from socialbpm.actions.callbacks import new_secret, rotated, shown
from socialbpm.actions.letters import PING, view
from socialbpm.actions.outbox import NewLetter, SubscriptionRecord
from socialbpm.actions.ports import Store
from socialbpm.actions.urls import parse
from socialbpm.actions.world import World
from socialbpm.contract.callbacks import NewSecret
from socialbpm.contract.events import EventType
from socialbpm.contract.letters import Letter
from socialbpm.contract.subscriptions import (
    ChangeSubscription,
    EventFilter,
    NewSubscription,
    SubscriptionList,
    SubscriptionView,
)
from socialbpm.errors import Conflict, NotFound
from socialbpm.social.audience import PersonId

MOST = 100
"""Subscriptions there can be: each event looks at all of them."""
_TYPES: TypeAdapter[tuple[EventType, ...]] = TypeAdapter(tuple[EventType, ...])


def no_such_subscription() -> NotFound:
    """Return the error for one that is not there."""
    return NotFound("there is no such subscription")


def _view(record: SubscriptionRecord, secret: str | None = None) -> SubscriptionView:
    return SubscriptionView(
        id=record.id,
        name=record.name,
        url=record.url,
        types=_TYPES.validate_python(record.types),
        only=EventFilter(runtime=record.runtime, process=record.process, element_id=record.element_id),
        active=record.active,
        stopped="gone" if record.stopped else None,
        created_by=record.created_by,
        created_at=record.created_at,
        changed_at=record.changed_at,
        secret=secret,
    )


async def create(wanted: NewSubscription, by: PersonId, world: World) -> SubscriptionView:
    """Make a subscription, with a secret that is in the answer.

    Raises:
        Invalid: its URL is none to call.
        Conflict: there are too many.
    """
    parse(wanted.url)
    now = world.now()
    made = SubscriptionRecord(
        id=world.new_id(),
        name=wanted.name,
        url=wanted.url,
        types=tuple(dict.fromkeys(wanted.types)),
        active=True,
        stopped=None,
        secrets=(new_secret(),),
        created_by=by,
        created_at=now,
        changed_at=now,
        **wanted.only.model_dump(),
    )

    async def keep(store: Store) -> None:
        if len(await store.subscriptions(active=False)) >= MOST:
            msg = f"there are {MOST} subscriptions already"
            raise Conflict(msg, hint="Delete one that nobody needs.", code="too_many_subscriptions")
        await store.save_subscription(made)

    await world.stores.transact(keep)
    return _view(made, made.secrets[0].text)


async def read_all(world: World) -> SubscriptionList:
    """Return all subscriptions."""
    async with world.stores.read() as store:
        return SubscriptionList(items=tuple(_view(each) for each in await store.subscriptions(active=False)))


async def read_one(subscription: str, world: World) -> SubscriptionView:
    """Return a subscription.

    Raises:
        NotFound: there is none.
    """
    async with world.stores.read() as store:
        found = await store.subscription(subscription)
    if found is None:
        raise no_such_subscription()
    return _view(found)


async def _changed(
    subscription: str, change: Callable[[SubscriptionRecord], SubscriptionRecord], world: World
) -> SubscriptionRecord:
    async def write(store: Store) -> SubscriptionRecord:
        found = await store.subscription(subscription, to_change=True)
        if found is None:
            raise no_such_subscription()
        changed = replace(change(found), changed_at=world.now())
        await store.save_subscription(changed)
        return changed

    return await world.stores.transact(write)


async def change(subscription: str, wanted: ChangeSubscription, world: World) -> SubscriptionView:
    """Change a subscription; what is not named stays.

    Raises:
        NotFound: there is none.
        Invalid: its URL is none to call.
    """
    if wanted.url is not None:
        parse(wanted.url)
    said: dict[str, Any] = wanted.model_dump(exclude_none=True, exclude={"only"})
    if wanted.only is not None:
        said.update(wanted.only.model_dump())
    if wanted.active:
        said["stopped"] = None
    return _view(await _changed(subscription, lambda found: replace(found, **said), world))


async def rotate(subscription: str, world: World) -> NewSecret:
    """Give a subscription a new secret; the old one signs, too, for a day.

    Raises:
        NotFound: there is none.
    """
    now = world.now()
    changed = await _changed(subscription, lambda found: replace(found, secrets=rotated(found.secrets, now)), world)
    return shown(changed.secrets)


async def delete(subscription: str, world: World) -> None:
    """Forget a subscription and its letters.

    Raises:
        NotFound: there is none.
    """

    async def forget(store: Store) -> None:
        if await store.subscription(subscription, to_change=True) is None:
            raise no_such_subscription()
        await store.drop_subscription(subscription)

    await world.stores.transact(forget)


async def ping(subscription: str, world: World) -> Letter:
    """Send a ping to a subscription, also to one that is not active, and return its letter.

    Raises:
        NotFound: there is none.
    """
    letter = NewLetter(("subscription", subscription), world.new_id(), PING, data={"subscription": subscription})

    async def post(store: Store) -> Letter:
        if await store.subscription(subscription) is None:
            raise no_such_subscription()
        await store.post([letter])
        kept = await store.letter(letter.id)
        if kept is None:
            raise no_such_subscription()
        return view(kept)

    return await world.stores.transact(post)
