"""Letters: taken up, composed at the time of sending, and what came of it written down.

A letter is the receiver's, composed by the rule for them (law 2): a runtime gets its delivery with the accepted value,
if that was not erased meanwhile; a subscription gets the type of the event and ids.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from socialbpm.actions import retries
from socialbpm.actions.outbox import LetterRecord, Receiver, Secret, SubscriptionRecord
from socialbpm.actions.ports import DeliveryRecord, Store
from socialbpm.actions.urls import lies_within_one
from socialbpm.actions.world import World
from socialbpm.contract import letters as w
from socialbpm.contract.events import PREFIX, Event, RuntimeEvent
from socialbpm.errors import Conflict, NotFound

BATCH = 50
KEPT = timedelta(days=30)
"""How long a letter can be looked at, and sent once more, after it was posted."""
PING = "ping"
MOST_ATTEMPTS = 30
"""How many tries are listed, the latest ones."""
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


@dataclass(frozen=True)
class Parcel:
    """A letter ready to be sent."""

    url: str
    message: str
    body: bytes = field(repr=False)
    content_type: str
    secrets: tuple[str, ...] = field(repr=False)


# --- sending


async def take(world: World, lease: timedelta, busy: Collection[Receiver] = ()) -> Sequence[LetterRecord]:
    """Take letters that are due, except those for receivers that are `busy`; after `lease` others may take them."""
    now = world.now()
    async with world.stores.read() as store:
        if not await store.has_letters(now):
            return ()
    return await world.stores.transact(lambda store: store.take_letters(now, now + lease, BATCH, busy))


async def compose(letter: LetterRecord, world: World) -> Parcel | None:
    """Return what is sent now, or None if its receiver is not to be called any more."""
    async with world.stores.read() as store:
        if letter.receiver[0] == "runtime":
            return await _for_runtime(letter, store, world)
        if letter.receiver[0] == "person":
            return None
        return await _for_subscription(letter, store, world)


async def _for_runtime(letter: LetterRecord, store: Store, world: World) -> Parcel | None:
    runtime = letter.receiver[1]
    callbacks, record = await store.callbacks(runtime), await store.delivery(runtime, letter.message)
    url = letter.url or (callbacks.webhook if callbacks else None)
    if callbacks is None or record is None or url is None or not lies_within_one(url, callbacks.base_urls):
        return None
    secrets = valid(callbacks.secrets, world.now())
    if letter.url:
        body = record.delivery.model_dump_json().encode()
        return Parcel(url, letter.message, body, "application/json", secrets)
    body = _as_event(record, letter, world).model_dump_json().encode()
    return Parcel(url, letter.message, body, "application/cloudevents+json", secrets)


def _as_event(record: DeliveryRecord, letter: LetterRecord, world: World) -> RuntimeEvent:
    delivery = record.delivery
    return RuntimeEvent(
        id=letter.message,
        source=source(world),
        time=letter.created_at,
        type=PREFIX + delivery.type,
        subject=delivery.task_id,
        data=delivery,
    )


async def _for_subscription(letter: LetterRecord, store: Store, world: World) -> Parcel | None:
    subscription = await store.subscription(letter.receiver[1])
    if subscription is None or not (subscription.active or letter.type == PING):
        return None
    subject = {} if letter.type == PING else {"subject": letter.data["discussion"]}
    event = _EVENT.validate_python(
        {
            "id": letter.message,
            "source": source(world),
            "time": letter.created_at,
            "type": PREFIX + letter.type,
            "data": dict(letter.data),
            **subject,
        }
    )
    body = event.model_dump_json().encode()
    secrets = valid(subscription.secrets, world.now())
    return Parcel(subscription.url, letter.message, body, "application/cloudevents+json", secrets)


def source(world: World) -> str:
    """Return the `source` of our events."""
    return f"{world.base_url.rstrip('/')}/v1"


def valid(secrets: Sequence[Secret], now: datetime) -> tuple[str, ...]:
    """Return the secrets that sign now, the newest first."""
    return tuple(secret.text for secret in secrets if secret.until is None or now < secret.until)


async def forget(world: World) -> None:
    """Forget letters that are not on their way any more and old, a batch at a time so that nobody waits long."""
    before = world.now() - KEPT
    while await world.stores.transact(lambda store: store.forget_letters(before, BATCH)) == BATCH:
        pass


# --- what came of it

NOT_CALLED = retries.Verdict(reason="inactive")


async def note(letter: LetterRecord, answer: retries.Answer, world: World, dice: retries.Dice) -> retries.Verdict:
    """Write down what came of a try, and return what becomes of the letter."""
    now = world.now()
    verdict = retries.verdict(answer, len(_since(letter)) + 1, letter.since, now, dice)
    tried = w.Attempt(at=now, status=answer.status, error=answer.error)
    judged = replace(letter, attempts=(*letter.attempts, tried)[-MOST_ATTEMPTS:])

    async def write(store: Store) -> None:
        if await store.settle(as_judged(judged, verdict)) and answer.gone:
            await _stop(letter.receiver, store, now)

    await world.stores.transact(write)
    return verdict


def _since(letter: LetterRecord) -> Sequence[w.Attempt]:
    """Return the tries of this window: a letter that was redelivered begins anew."""
    return [attempt for attempt in letter.attempts if attempt.at >= letter.since]


async def give_up(letter: LetterRecord, world: World) -> None:
    """Write down that a letter's receiver is not called any more."""
    await world.stores.transact(lambda store: store.settle(as_judged(letter, NOT_CALLED)))


async def put_off(letters: Sequence[LetterRecord], until: datetime, world: World) -> None:
    """Give back letters that were taken and not tried."""
    if letters:
        await world.stores.transact(lambda store: store.put_off(letters, until))


def as_judged(letter: LetterRecord, verdict: retries.Verdict) -> LetterRecord:
    """Return a letter as it is after a verdict."""
    if verdict.again is not None:
        return replace(letter, due_at=verdict.again)
    state: w.State = "sent" if verdict.sent else "dead"
    return replace(letter, state=state, due_at=None, reason=verdict.reason)


async def _stop(receiver: Receiver, store: Store, now: datetime) -> None:
    """A subscription whose receiver is gone for good hears no more; an administrator may start it again."""
    subscription = await store.subscription(receiver[1], to_change=True) if receiver[0] == "subscription" else None
    if subscription is not None:
        await store.save_subscription(_stopped(subscription, now))


def _stopped(subscription: SubscriptionRecord, now: datetime) -> SubscriptionRecord:
    return replace(subscription, active=False, stopped="gone", changed_at=now)


# --- looking and sending again


def no_such_letter() -> NotFound:
    """Return the one answer for a letter that does not exist and one that is for others."""
    return NotFound("there is no such letter")


def view(letter: LetterRecord) -> w.Letter:
    """Return a letter as an administrator or its receiver sees it."""
    kind, receiver = letter.receiver
    return w.Letter(
        id=letter.id,
        receiver=w.Receiver(kind=kind, id=receiver),
        message=letter.message,
        type=letter.type,
        state=letter.state,
        reason=letter.reason,
        created_at=letter.created_at,
        next_at=letter.due_at,
        attempts=letter.attempts,
    )


async def read_one(letter: str, receiver: Receiver | None, world: World) -> w.Letter:
    """Return a letter: any to an administrator (no receiver), to a receiver its own.

    Raises:
        NotFound: there is none, or it is for others.
    """
    async with world.stores.read() as store:
        found = await store.letter(letter)
    if found is None or receiver not in {None, found.receiver}:
        raise no_such_letter()
    return view(found)


async def redeliver(letter: str, world: World) -> w.Letter:
    """Send a letter that is dead, or was sent, once more: under the same id, with another 24 hours.

    Raises:
        NotFound: there is none.
        Conflict: it is on its way.
    """

    async def again(store: Store) -> w.Letter:
        found = await store.letter(letter)
        if found is None:
            raise no_such_letter()
        if found.state == "waiting":
            msg = "this letter is on its way"
            raise Conflict(msg, hint="Wait until it is `sent` or `dead`.", code="letter_waiting")
        now = world.now()
        anew = replace(found, state="waiting", reason=None, due_at=now, since=now)
        await store.settle(anew)
        return view(anew)

    return await world.stores.transact(again)
