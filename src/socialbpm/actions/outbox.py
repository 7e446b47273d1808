"""What the actions need of whoever keeps letters, as a Protocol; a part of `ports.Store`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import NAMESPACE_URL, uuid5

from socialbpm.contract.letters import Attempt, Reason, ReceiverKind, State

Receiver = tuple[ReceiverKind, str]
SPACE = uuid5(NAMESPACE_URL, "urn:socialbpm:letter")


@dataclass(frozen=True)
class Secret:
    """Signs what is sent; an old one only `until` then."""

    text: str = field(repr=False)
    until: datetime | None = None


@dataclass(frozen=True)
class NewLetter:
    """Something that is to be sent: a message for a receiver, once. `url` is where, if not where they always get it.

    It is sent at once, or when it is due.
    """

    receiver: Receiver
    message: str
    type: str
    url: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None

    @property
    def id(self) -> str:
        """Names it: the same message for the same receiver is the same letter."""
        return str(uuid5(SPACE, "\n".join((*self.receiver, self.message))))


@dataclass(frozen=True)
class LetterRecord:
    """A letter, on its way or not. `since` is when it was first due, or due anew. `data` holds ids."""

    id: str
    receiver: Receiver
    message: str
    type: str
    url: str | None
    data: Mapping[str, Any]
    state: State
    due_at: datetime | None
    tries: int
    since: datetime
    attempts: tuple[Attempt, ...]
    reason: Reason | None
    created_at: datetime
    place: int


@dataclass(frozen=True)
class CallbackRecord:
    """Where a runtime may be called."""

    runtime: str
    base_urls: tuple[str, ...]
    webhook: str | None
    secrets: tuple[Secret, ...]
    changed_at: datetime


@dataclass(frozen=True)
class SubscriptionRecord:
    """Who hears of which events. None in the filter is any. `stopped` says why it is not active, if not by hand."""

    id: str
    name: str
    url: str
    types: tuple[str, ...]
    runtime: str | None
    process: str | None
    element_id: str | None
    active: bool
    stopped: str | None
    secrets: tuple[Secret, ...]
    created_by: str
    created_at: datetime
    changed_at: datetime


class Outbox(Protocol):
    """Letters, and to whom they go."""

    async def post(self, letters: Sequence[NewLetter]) -> None:
        """Keep new letters; of one that its receiver has already nothing happens. They are sent after the commit."""

    async def take_letters(
        self, now: datetime, until: datetime, limit: int, besides: Collection[Receiver] = ()
    ) -> Sequence[LetterRecord]:
        """Take what is due at `now`, the earliest first, so that nobody else does before `until`."""

    async def has_letters(self, now: datetime) -> bool:
        """Whether something is due at `now`."""

    async def settle(self, letter: LetterRecord) -> bool:
        """Write what came of a try, if it was the latest; return whether it was."""

    async def put_off(self, letters: Sequence[LetterRecord], until: datetime) -> None:
        """Give back what was taken and not tried."""

    async def forget_letters(self, before: datetime, limit: int) -> int:
        """Forget at most so many that were posted earlier and are sent or dead; return how many."""

    async def letter(self, letter: str) -> LetterRecord | None:
        """A letter by its id, locked where it may be changed."""

    async def letters(
        self, receiver: Receiver | None, state: State | None, after: tuple[datetime, str] | None, limit: int
    ) -> Sequence[LetterRecord]:
        """Letters (of a receiver, in a state), the newest first, after a place in the list."""

    async def callbacks(self, runtime: str, *, to_change: bool = False) -> CallbackRecord | None:
        """Where a runtime may be called; locked until the end of the transaction if it is `to_change`."""

    async def save_callbacks(self, callbacks: CallbackRecord) -> None:
        """Keep where a runtime may be called."""

    async def subscription(self, subscription: str, *, to_change: bool = False) -> SubscriptionRecord | None:
        """A subscription by its id; locked until the end of the transaction if it is `to_change`."""

    async def subscriptions(self, *, active: bool) -> Sequence[SubscriptionRecord]:
        """All subscriptions, the oldest first; or only those that are active."""

    async def save_subscription(self, subscription: SubscriptionRecord) -> None:
        """Keep a subscription."""

    async def drop_subscription(self, subscription: str) -> None:
        """Forget a subscription, and its letters."""
