"""What the actions need from the outside, as Protocols. `store` implements them; tests may use another.

Everything in `Store` happens in ONE transaction: what is read is locked as far as it must be, and nothing is kept
unless the whole is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from socialbpm.actions.attachments import Attachments
from socialbpm.actions.credentials import Credentials
from socialbpm.actions.drawings import Diagrams
from socialbpm.actions.figures import Askings
from socialbpm.actions.gathering import Communities
from socialbpm.actions.keeping import Erasures, Leavers
from socialbpm.actions.mail_terms import KeptMailChoices
from socialbpm.actions.noticed import Noticed
from socialbpm.actions.outbox import Outbox
from socialbpm.actions.people import History
from socialbpm.actions.preferring import Preferring
from socialbpm.actions.remembering import Experiences
from socialbpm.actions.unread import Looks
from socialbpm.contract.deliveries import AnyDelivery
from socialbpm.contract.element import Socialize
from socialbpm.contract.hooks import TaskRef
from socialbpm.contract.people import TaskPeople
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.facts import Fact, TaskKey
from socialbpm.social.offers import Offer, OfferFact

T = TypeVar("T")


@dataclass(frozen=True)
class TaskRecord:
    """A task as its runtime last told it. Ended stays ended.

    `event_id` and `settings` are what its `socialize` element says, as far as the runtime told: who opens a discussion
    from a page needs them.
    """

    runtime: str
    ref: TaskRef
    people: TaskPeople
    ended_at: datetime | None = None
    completed_by: PersonId | None = None
    event_id: str | None = None
    settings: Socialize | None = None

    @property
    def key(self) -> TaskKey:
        """Its name in the rules."""
        return TaskKey(self.runtime, self.ref.task_id)


@dataclass(frozen=True)
class FiringRecord:
    """A firing and the one discussion or offer that it belongs to."""

    task: TaskKey
    case_id: str
    request_id: str
    event_id: str
    reply_to: Mapping[str, Any]
    discussion: str | None = None
    offer: str | None = None


@dataclass(frozen=True)
class Listed:
    """A line of somebody's list of discussions: `last_activity` is of what this reader may see."""

    discussion: str
    last_activity: datetime


OnDesk = Literal["asked", "mine", "others", "ended"]
"""How somebody stands to a discussion: where they are asked, they need not have asked it."""


@dataclass(frozen=True)
class Wanted:
    """Which of the discussions that somebody sees they want listed; None: it does not matter.

    A case is not shown to everybody who is in, so it finds only what its reader asks about themselves.
    """

    state: Literal["open", "ended"] | None = None
    role: Literal["mine", "asked", "others"] | None = None
    runtime: str | None = None
    process: str | None = None
    task: str | None = None
    case: str | None = None
    since: datetime | None = None


ALL = Wanted()


@dataclass(frozen=True)
class WantedListing:
    """Which of the discussions that somebody may join they want listed; None: it does not matter.

    `since` is since when it is listed, not when it was opened: that is nobody's to know who is not in.
    """

    runtime: str | None = None
    process: str | None = None
    ring: str | None = None
    since: datetime | None = None


ANY_LISTING = WantedListing()


class Entry(NamedTuple):
    """What may be listed to somebody: since when, which discussion, and of how many facts that is."""

    at: datetime
    discussion: str
    fact_count: int


@dataclass(frozen=True)
class Standing:
    """An open offer with all that decides who reads it."""

    made_at: datetime
    offer: Offer
    task: TaskRecord
    settings: Socialize


@dataclass(frozen=True)
class DeliveryRecord:
    """A delivery in a runtime's queue; `number` grows per runtime."""

    number: int
    runtime: str
    delivery: AnyDelivery


class Change(NamedTuple):
    """That the facts `first` to `last` were appended to a discussion at once; `number` is in the order of commits."""

    number: int
    discussion: str
    first: int
    last: int


@dataclass(frozen=True)
class Receipt:
    """That a call was taken: (`scope`, `key`) names it, `body_hash` its body, `result` what to render anew."""

    scope: str
    key: str
    body_hash: str
    result: Mapping[str, Any] = field(default_factory=dict)


class Store(
    Attachments,
    Diagrams,
    History,
    Askings,
    Leavers,
    Erasures,
    Outbox,
    Credentials,
    Experiences,
    Communities,
    KeptMailChoices,
    Preferring,
    Looks,
    Protocol,
):
    """One transaction's view of what is kept."""

    async def discussion(self, discussion: str) -> Discussion | None:
        """Load by replaying its facts, locked until the end of the transaction."""

    async def settings(self, discussion: str) -> Socialize:
        """The element that the discussion was opened with."""

    async def append(
        self, before: Discussion | None, after: Discussion, facts: Sequence[Fact], settings: Socialize | None = None
    ) -> int:
        """Append facts, update the projection (members, items, open asks) and the deadline; return the first number."""

    async def facts(self, discussion: str) -> Sequence[tuple[int, Fact]]:
        """All facts, in order, each with its number."""

    async def put_words(self, discussion: str, words: Any) -> str:
        """Keep words (any JSON value) and return their content id."""

    async def words(self, contents: Sequence[str]) -> Mapping[str, Any]:
        """The words of content ids; erased ones are missing."""

    async def open_discussion(self, task: TaskKey, event: str, asker: PersonId) -> str | None:
        """The one open discussion of (task, event, asker)."""

    async def open_discussions_about(
        self, tasks: Collection[TaskKey], asker: PersonId
    ) -> Mapping[tuple[TaskKey, str], str]:
        """The open discussions of one asker about tasks, by task and event."""

    async def latest_discussion(self, task: TaskKey, event: str, asker: PersonId) -> str | None:
        """The newest of (task, event, asker), ended or not."""

    async def open_discussions_of(self, task: TaskKey) -> Sequence[str]:
        """All open discussions of a task."""

    async def discussions_of(self, task: TaskKey) -> Sequence[str]:
        """All discussions of a task, ended or not."""

    async def is_in_open_ring(self, discussion: str) -> bool:
        """Whether a discussion is open, and its current ring too: asked the same way where there is none."""

    async def address_listing(self, discussion: str, words: Collection[str], *, anew: bool) -> None:
        """Keep to whom a discussion may be listed, as words; `anew`: another ring does, since now."""

    async def has_listing(self, word: str) -> bool:
        """Whether anything is listed to whoever stands behind a word."""

    async def listed_to(
        self,
        words: Collection[str],
        but: str,
        after: tuple[datetime, str] | None,
        limit: int,
        wanted: WantedListing = ANY_LISTING,
    ) -> Sequence[Entry]:
        """What is listed to any of `words` and not to `but`, what is listed since shortest first."""

    async def load(self, counts: Mapping[str, int]) -> None:
        """Have discussions at hand, of which there are so many facts each."""

    async def have_at_hand(self, discussions: Mapping[str, int]) -> None:
        """Do as `load`, and read what goes with them, tasks and who did them, for all at once."""

    async def load_all(self, discussions: Collection[str]) -> None:
        """Have discussions at hand, however many with as few questions."""

    async def tasks_about(self, discussions: Collection[str]) -> Mapping[TaskKey, TaskRef]:
        """What the tasks of discussions are called and where they stand, by their keys."""

    async def have_cases_at_hand(self, cases: Collection[tuple[str, str]]) -> None:
        """Read for all of these cases at once who did which task; only for who reads."""

    async def visible(
        self, person: PersonId, after: tuple[datetime, str] | None, limit: int, wanted: Wanted = ALL
    ) -> Sequence[Listed]:
        """The sight rule's SQL twin: discussions that `person` sees, latest activity (as they see it) first."""

    async def on_desk(self, person: PersonId, limit: int) -> Mapping[OnDesk, Sequence[Listed]]:
        """The same by how `person` stands to each, at most `limit` of each kind."""

    async def has_new_changes(self) -> bool:
        """Whether there are changes without a number yet."""

    async def number_changes(self) -> int:
        """Number some committed changes, and return how many there were."""

    async def newest_change(self) -> int:
        """The highest number of a change."""

    async def oldest_change(self) -> int:
        """The lowest number of a change that is still kept."""

    async def changes_for(self, person: PersonId, since: int, limit: int) -> Sequence[Change]:
        """The changes from a number on of discussions that a person is in, in order."""

    async def drop_changes(self, before: datetime, limit: int) -> int:
        """Forget at most `limit` changes from before a moment, and return how many there were."""

    async def is_in(self, person: PersonId, discussion: str) -> bool:
        """Whether `person` is an active member, as far as its facts say: asked the same way where there is none."""

    async def due(self, now: datetime, limit: int) -> Sequence[tuple[Literal["discussion", "offer"], str]]:
        """Claim what has a deadline at or before `now`, earliest first."""

    async def crowded(self, asked: Sequence[PersonId], caps: Mapping[PersonId, int]) -> Sequence[PersonId]:
        """Who of the newly asked would hold more open asks than their cap, checked within this transaction."""

    async def offer(self, offer: str) -> Offer | None:
        """Load an offer by replaying its facts."""

    async def append_offer(
        self, before: Offer | None, after: Offer, facts: Sequence[OfferFact], settings: Socialize
    ) -> None:
        """Append facts to an offer, and update what is looked for and its deadline."""

    async def offer_settings(self, offer: str) -> Socialize:
        """The element that the offer was made with."""

    async def open_offers_of(self, task: TaskKey) -> Sequence[str]:
        """All open offers of a task."""

    async def offered_to(
        self, words: Collection[str], after: tuple[datetime, str] | None, limit: int
    ) -> Sequence[Standing]:
        """The open offers about tasks of whoever `words` stand for, the oldest first."""

    async def hold_case(self, runtime: str, case_id: str) -> None:
        """Let nobody else change who stands around a case's tasks, or open something there; to be called first."""

    async def task(self, task: TaskKey) -> TaskRecord | None:
        """A task as its runtime last told it."""

    async def task_about(self, *, discussion: str | None = None, offer: str | None = None) -> TaskRecord | None:
        """The task of a discussion or an offer: asked the same way where there is none."""

    async def save_task(self, task: TaskRecord) -> None:
        """Keep a task, and who did it. What ended stays ended."""

    async def tasks_of_case(self, runtime: str, case_id: str) -> Sequence[TaskRecord]:
        """All known tasks of a case."""

    async def tasks_for(self, words: Collection[str], limit: int) -> Sequence[TaskRecord]:
        """At most `limit` open tasks of `person:ID`, `group:NAME` and `lane:NAME`, what is due first."""

    async def firing(self, runtime: str, request_id: str) -> FiringRecord | None:
        """The firing of that request id."""

    async def save_firing(self, firing: FiringRecord) -> None:
        """Keep a firing, or what it belongs to now."""

    async def firings_of(self, *, discussion: str | None = None, offer: str | None = None) -> Sequence[FiringRecord]:
        """The firings of a discussion, or of an offer."""

    async def enqueue(
        self, runtime: str, delivery: AnyDelivery, reply_to: Mapping[str, Any], value: str | None = None
    ) -> None:
        """Put a delivery into the runtime's queue; one with the same id is there only once.

        `value` is the content that the delivery's value is; it is put in when the delivery is read.
        """

    async def deliveries(self, runtime: str, case_id: str | None, after: int, limit: int) -> Sequence[DeliveryRecord]:
        """What waits for a runtime (in one of its cases) after a number, in order."""

    async def delivery(self, runtime: str, delivery: str) -> DeliveryRecord | None:
        """The delivery of that id to that runtime."""

    async def hold_call(self, scope: str, key: str) -> None:
        """Let nobody else carry out the call of this name meanwhile; refuse it where somebody does."""

    async def receipt(self, scope: str, key: str) -> Receipt | None:
        """What was noted about a call, if it was taken."""

    async def save_receipt(self, receipt: Receipt) -> None:
        """Note that a call was taken."""

    async def note_evidence(self, noticed: Sequence[Noticed]) -> None:
        """Keep what was noticed about who can help; what is there already stays as it is."""

    async def drop_receipts(self, before: datetime, limit: int) -> int:
        """Forget at most `limit` calls that were taken before a moment, and return how many there were."""


class Stores(Protocol):
    """Opens transactions."""

    def read(self) -> AbstractAsyncContextManager[Store]:
        """A transaction that only reads."""

    async def transact(self, work: Callable[[Store], Awaitable[T]]) -> T:
        """Do `work` in a transaction that commits at the end, or rolls back on any exception.

        Where somebody else was in the way it is done again from the start, so it must do nothing else.
        """
