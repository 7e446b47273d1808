"""Letters: kept with the facts that they tell of, taken up by whoever sends them, and never by two at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import and_, bindparam, delete, not_, select, tuple_, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.actions.outbox import CallbackRecord, LetterRecord, NewLetter, Receiver, Secret, SubscriptionRecord
from socialbpm.clock import Clock
from socialbpm.contract.letters import Attempt, State
from socialbpm.social.audience import PersonId
from socialbpm.store.bus import LETTERS
from socialbpm.store.databases import put, put_new
from socialbpm.store.queues import Queues
from socialbpm.store.tables import CallbackRow, LetterRow, SubscriptionRow, metadata

_LETTERS = metadata.tables["letters"]
_CALLBACKS = metadata.tables["callbacks"]
_SUBSCRIPTIONS = metadata.tables["subscriptions"]
_ATTEMPTS: TypeAdapter[tuple[Attempt, ...]] = TypeAdapter(tuple[Attempt, ...])
_SECRETS: TypeAdapter[tuple[Secret, ...]] = TypeAdapter(tuple[Secret, ...])


class Letters(Queues):
    """What is to be sent."""

    def __init__(self, connection: AsyncConnection, clock: Clock, *, writes: bool) -> None:
        super().__init__(connection, clock, writes=writes)
        self._posted = count()
        self._active: Sequence[SubscriptionRecord] | None = None

    async def post(self, letters: Sequence[NewLetter]) -> None:
        """Keep new letters; of one that its receiver has already nothing happens. They are sent after the commit."""
        if letters:
            rows = [_new_row(letter, self._now(), next(self._posted)) for letter in letters]
            await put_new(self._connection, LetterRow, rows)
            self.woken.add(LETTERS)

    async def take_letters(
        self, now: datetime, until: datetime, limit: int, besides: Collection[Receiver] = ()
    ) -> Sequence[LetterRecord]:
        """Take what is due at `now`, the earliest first, so that nobody else does before `until`.

        It comes due again then: a sender that was lost has not settled it.
        """
        query = select(_LETTERS).where(_LETTERS.c.due_at <= now).order_by(_LETTERS.c.due_at, _LETTERS.c.place)
        for receiver in besides:
            query = query.where(not_(and_(*_of(receiver))))
        found = await self._all(query.limit(limit).with_for_update(skip_locked=True))
        taken = [replace(letter, tries=letter.tries + 1, due_at=until) for letter in map(_letter, _mappings(found))]
        await self._take([{"due_at": until, "tries": letter.tries, "which": letter.id} for letter in taken])
        return taken

    async def _take(self, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            statement = update(_LETTERS).where(_LETTERS.c.id == bindparam("which"))
            names = rows[0].keys() - {"which"}
            await self._do(statement.values({name: bindparam(name) for name in names}), rows)

    async def has_letters(self, now: datetime) -> bool:
        """Whether something is due at `now`."""
        return await self._first(select(_LETTERS.c.id).where(_LETTERS.c.due_at <= now).limit(1)) is not None

    async def settle(self, letter: LetterRecord) -> bool:
        """Write what came of a try, unless somebody else took the letter up meanwhile; return whether it was written.

        A letter that is due at once wakes whoever sends.
        """
        same = (_LETTERS.c.id == letter.id, _LETTERS.c.tries == letter.tries)
        written = await self._do(update(_LETTERS).where(*same).values(**_row(letter)))
        if letter.due_at is not None and letter.due_at <= self._now():
            self.woken.add(LETTERS)
        return written.rowcount == 1

    async def put_off(self, letters: Sequence[LetterRecord], until: datetime) -> None:
        """Give back what was taken and not tried; it is due at `until`."""
        for letter in letters:
            await self.settle(replace(letter, due_at=until))

    async def forget_letters(self, before: datetime, limit: int) -> int:
        """Forget at most so many that were posted earlier and are sent or dead; return how many."""
        old = select(_LETTERS.c.id).where(_LETTERS.c.state.in_(["sent", "dead"]), _LETTERS.c.created_at < before)
        found = await self._column(old.limit(limit).with_for_update(skip_locked=True))
        await self._do(delete(LetterRow).where(_LETTERS.c.id.in_(found)))
        return len(found)

    async def gathered(self, person: PersonId, at: datetime) -> Sequence[LetterRecord]:
        """Return what goes into somebody's digest of a moment, in order."""
        mine = (*_of(("person", person)), _LETTERS.c.reason == "digest", _LETTERS.c.since == at)
        found = await self._all(select(_LETTERS).where(*mine).order_by(_LETTERS.c.created_at, _LETTERS.c.place))
        return [_letter(row) for row in _mappings(found)]

    async def letter(self, letter: str) -> LetterRecord | None:
        """Return a letter by its id, locked where it may be changed."""
        query = select(_LETTERS).where(_LETTERS.c.id == letter)
        found = await self._first(query.with_for_update() if self._writes else query)
        return _letter(found._mapping) if found else None

    async def letters(
        self, receiver: Receiver | None, state: State | None, after: tuple[datetime, str] | None, limit: int
    ) -> Sequence[LetterRecord]:
        """Return letters (of a receiver, in a state), the newest first, after a place in the list."""
        query = select(_LETTERS)
        if receiver is not None:
            query = query.where(*_of(receiver))
        if state is not None:
            query = query.where(_LETTERS.c.state == state)
        if after is not None:
            query = query.where(tuple_(_LETTERS.c.created_at, _LETTERS.c.id) < tuple_(*after))
        newest = (_LETTERS.c.created_at.desc(), _LETTERS.c.id.desc())
        return [_letter(found) for found in _mappings(await self._all(query.order_by(*newest).limit(limit)))]


class Receivers(Letters):
    """To whom letters go."""

    async def callbacks(self, runtime: str, *, to_change: bool = False) -> CallbackRecord | None:
        """Return where a runtime may be called; locked until the end of the transaction if it is `to_change`."""
        query = select(_CALLBACKS).where(_CALLBACKS.c.runtime == runtime)
        found = await self._first(query.with_for_update() if to_change else query)
        return _callbacks(found._mapping) if found else None

    async def save_callbacks(self, callbacks: CallbackRecord) -> None:
        """Keep where a runtime may be called."""
        row = {
            "runtime": callbacks.runtime,
            "base_urls": list(callbacks.base_urls),
            "webhook": callbacks.webhook,
            "secrets": _SECRETS.dump_python(callbacks.secrets, mode="json"),
            "changed_at": callbacks.changed_at,
        }
        await put(self._connection, CallbackRow, [row])

    async def subscription(self, subscription: str, *, to_change: bool = False) -> SubscriptionRecord | None:
        """Return a subscription by its id; locked until the end of the transaction if it is `to_change`."""
        query = select(_SUBSCRIPTIONS).where(_SUBSCRIPTIONS.c.id == subscription)
        found = await self._first(query.with_for_update() if to_change else query)
        return _subscription(found._mapping) if found else None

    async def subscriptions(self, *, active: bool) -> Sequence[SubscriptionRecord]:
        """Return all subscriptions, the oldest first; or only those that are active, as they were when first asked."""
        query = select(_SUBSCRIPTIONS).order_by(_SUBSCRIPTIONS.c.id)
        if not active:
            return [_subscription(found) for found in _mappings(await self._aside(query))]
        if self._active is None:
            found = await self._aside(query.where(_SUBSCRIPTIONS.c.active.is_(True)))
            self._active = [_subscription(each) for each in _mappings(found)]
        return self._active

    async def save_subscription(self, subscription: SubscriptionRecord) -> None:
        """Keep a subscription."""
        self._active = None
        secrets = _SECRETS.dump_python(subscription.secrets, mode="json")
        row = {**vars(subscription), "types": list(subscription.types), "secrets": secrets}
        await put(self._connection, SubscriptionRow, [row])

    async def drop_subscription(self, subscription: str) -> None:
        """Forget a subscription, and its letters."""
        self._active = None
        await self._do(delete(LetterRow).where(*_of(("subscription", subscription))))
        await self._do(delete(SubscriptionRow).where(col(SubscriptionRow.id) == subscription))


_CHANGES = ("state", "due_at", "since", "attempts", "reason")


def _of(receiver: Receiver) -> tuple[Any, Any]:
    return _LETTERS.c.receiver_kind == receiver[0], _LETTERS.c.receiver == receiver[1]


def _mappings(found: Sequence[Any]) -> Sequence[RowMapping]:
    return [row._mapping for row in found]


def _row(letter: LetterRecord) -> dict[str, Any]:
    attempts = _ATTEMPTS.dump_python(letter.attempts, mode="json")
    return {**{name: getattr(letter, name) for name in _CHANGES}, "attempts": attempts}


def _new_row(letter: NewLetter, now: datetime, place: int) -> dict[str, Any]:
    kind, receiver = letter.receiver
    return {
        "id": letter.id,
        "receiver_kind": kind,
        "receiver": receiver,
        "message": letter.message,
        "type": letter.type,
        "url": letter.url,
        "data": dict(letter.data),
        "state": "waiting",
        "due_at": letter.due_at or now,
        "tries": 0,
        "since": letter.due_at or now,
        "attempts": [],
        "reason": None,
        "created_at": now,
        "place": place,
    }


def _letter(row: RowMapping) -> LetterRecord:
    kept = {name: row[name] for name in row.keys() if name not in {"receiver_kind", "receiver", "attempts"}}  # noqa: SIM118 - a row is no dict
    receiver = (row["receiver_kind"], row["receiver"])
    return LetterRecord(receiver=receiver, attempts=_ATTEMPTS.validate_python(row["attempts"]), **kept)


def _callbacks(row: RowMapping) -> CallbackRecord:
    secrets = _SECRETS.validate_python(row["secrets"])
    return CallbackRecord(row["runtime"], tuple(row["base_urls"]), row["webhook"], secrets, row["changed_at"])


def _subscription(row: RowMapping) -> SubscriptionRecord:
    kept = {**row, "types": tuple(row["types"]), "secrets": _SECRETS.validate_python(row["secrets"])}
    return SubscriptionRecord(**kept)
