"""Where runtimes may be called: set by an administrator, held against every firing that wants to be called back."""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from socialbpm.actions.outbox import CallbackRecord, Secret
from socialbpm.actions.ports import Store
from socialbpm.actions.urls import lies_within_one, parse
from socialbpm.actions.world import World
from socialbpm.contract.callbacks import CallbacksView, NewSecret, SetCallbacks
from socialbpm.contract.hooks import CallbackReply, ReplyTo, WebhookReply
from socialbpm.errors import Invalid, NotFound

OLD_SECRET_LASTS = timedelta(hours=24)
SECRET_BYTES = 32
MOST_SECRETS = 2


def new_secret() -> Secret:
    """Make a secret, written as Standard Webhooks write it."""
    return Secret("whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode())


def rotated(known: tuple[Secret, ...], now: datetime) -> tuple[Secret, ...]:
    """Return a new secret, and the one before for as long as receivers may need."""
    old = [replace(secret, until=secret.until or now + OLD_SECRET_LASTS) for secret in known]
    return (new_secret(), *(secret for secret in old if secret.until is None or secret.until > now))[:MOST_SECRETS]


def shown(known: tuple[Secret, ...]) -> NewSecret:
    """Return the newest secret, the one time that it is shown."""
    return NewSecret(secret=known[0].text, old_until=known[1].until if len(known) > 1 else None)


async def read(runtime: str, world: World) -> CallbacksView:
    """Return where a runtime may be called; nowhere, if nobody said so."""
    async with world.stores.read() as store:
        found = await store.callbacks(runtime)
    return CallbacksView(runtime=runtime) if found is None else _view(found)


def _view(callbacks: CallbackRecord, secret: str | None = None) -> CallbacksView:
    return CallbacksView(
        runtime=callbacks.runtime,
        base_urls=callbacks.base_urls,
        webhook=callbacks.webhook,
        changed_at=callbacks.changed_at,
        secret=secret,
    )


async def set_callbacks(runtime: str, wanted: SetCallbacks, world: World) -> CallbacksView:
    """Say where a runtime may be called. The first time it gets a secret, which is in the answer.

    Raises:
        Invalid: one is no URL to call, or the webhook lies below none.
    """
    for url in wanted.base_urls:
        parse(url)
    _check_webhook(wanted)

    async def change(store: Store) -> CallbacksView:
        known = await store.callbacks(runtime, to_change=True)
        kept = known.secrets if known else (new_secret(),)
        changed = CallbackRecord(runtime, wanted.base_urls, wanted.webhook, kept, world.now())
        await store.save_callbacks(changed)
        return _view(changed, None if known else kept[0].text)

    return await world.stores.transact(change)


def _check_webhook(wanted: SetCallbacks) -> None:
    if wanted.webhook is not None and not lies_within_one(wanted.webhook, wanted.base_urls):
        raise _not_within("`webhook`")


def _not_within(what: str) -> Invalid:
    hint = "An administrator sets the base URLs with PUT /v1/runtimes/RUNTIME/callbacks."
    return Invalid(f"{what} lies below none of the runtime's base URLs", hint=hint, code="callback_not_allowed")


async def rotate(runtime: str, world: World) -> NewSecret:
    """Give a runtime's callbacks a new secret; the old one signs, too, for a day.

    Raises:
        NotFound: nobody said where the runtime may be called.
    """

    async def change(store: Store) -> NewSecret:
        known = await store.callbacks(runtime, to_change=True)
        if known is None:
            raise NotFound("this runtime has no callbacks")
        changed = replace(known, secrets=rotated(known.secrets, world.now()), changed_at=world.now())
        await store.save_callbacks(changed)
        return shown(changed.secrets)

    return await world.stores.transact(change)


async def check(reply_to: ReplyTo, runtime: str, store: Store) -> None:
    """See that a firing wants to be called back where its runtime may be.

    Raises:
        Invalid: it lies elsewhere, or the runtime has no webhook.
    """
    if isinstance(reply_to, CallbackReply | WebhookReply):
        known = await store.callbacks(runtime)
        bases = known.base_urls if known else ()
        url = reply_to.url if isinstance(reply_to, CallbackReply) else (known.webhook if known else None)
        if url is None or not lies_within_one(url, bases):
            raise _not_within("`reply_to`")
