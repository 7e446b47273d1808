"""The state of one discussion: what its facts add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from socialbpm.social.audience import PersonId, Reason
from socialbpm.social.facts import Ground, Outcome, PostKind, Preview, SharedField, TaskKey, Timer
from socialbpm.social.ladder import SELF_RING, Ladder, Ring
from socialbpm.social.worktime import Calendar

AskState = Literal["open", "answered", "passed", "lapsed", "closed"]


@dataclass(frozen=True)
class Member:
    """A person in the discussion.

    `grounds` says why they are in, each with the `who` word it came through; without any they are inactive, and their
    ring is kept for when they come back. `outermost` is the outermost ring they ever had: so far their membership is
    seen.
    """

    person: PersonId
    ring: int
    grounds: Mapping[Ground, str]
    outermost: int
    reason: Reason | None = None

    @property
    def active(self) -> bool:
        """Whether any ground is left."""
        return bool(self.grounds)


@dataclass(frozen=True)
class Version:
    """One version of a post, with its own reach, and the files that hang on it."""

    content: str
    reach: int
    at: datetime
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class PostState:
    """Something said, with all its versions; number n is `versions[n - 1]`.

    `refused_in` is the version that the asker said "not it" to: who does not see that one does not hear of it.
    """

    id: str
    author: PersonId
    kind: PostKind
    name_reach: int
    at: datetime
    versions: tuple[Version, ...]
    parent: str | None = None
    withdrawn: bool = False
    refused_in: int | None = None
    late: bool = False

    @property
    def current(self) -> Version:
        """The version that readers get."""
        return self.versions[-1]

    @property
    def attachments(self) -> tuple[str, ...]:
        """What hangs on it now: what was taken off is there for nobody, nor is anything of a post taken back."""
        return () if self.withdrawn else self.current.attachments

    @property
    def refused(self) -> bool:
        """Whether the asker said "not it", to whichever version."""
        return self.refused_in is not None

    @property
    def waits_for_a_word(self) -> bool:
        """Whether it is an answer that the asker has not refused: such a one pauses the discussion."""
        return self.kind == "answer" and not (self.withdrawn or self.refused or self.late)


@dataclass(frozen=True)
class Ask:
    """A request to one named person. `number` counts within the discussion, from 1."""

    number: int
    person: PersonId
    ring: int
    at: datetime
    until: datetime
    reason: Reason
    state: AskState = "open"


@dataclass(frozen=True)
class Proposal:
    """The asker was proposed to go on to `ring`; `declined` means not yet."""

    ring: int
    declined: bool = False


@dataclass(frozen=True)
class Release:
    """What an author released: with their name or without, and the contents of their copies."""

    named: bool
    question: str | None = None
    answer: str | None = None


@dataclass(frozen=True)
class Discussion:
    """One question about one task.

    `current` is the ring it is in. `timers` run; `frozen` holds the working time that each has left while an answer
    is on the table. `barred` people do not come in by a pool: struck, removed, left, passed. `not_now` says until
    when somebody passed. `let_in` are those who joined a ring or were let in by role; `places`, where consent bound
    the first batch, is how many of the current ring may be asked at a time. `question_by` wrote the question, which is
    not whom it was handed over to. `files` are what hangs on the question (ring 0) and on its wording for each ring.
    """

    id: str
    task: TaskKey
    event: str
    asker: PersonId
    ladder: Ladder
    calendar: Calendar
    opened_at: datetime
    expires: datetime
    fields: tuple[SharedField, ...] = ()
    excluded: frozenset[PersonId] = frozenset()
    owner: PersonId | None = None
    revision: int = 0
    draft: str | None = None
    continues: str | None = None

    current: int = SELF_RING
    asked: bool = False
    question: str | None = None
    question_by: PersonId | None = None
    chosen: Mapping[int, str] = field(default_factory=dict)
    wordings: Mapping[int, str] = field(default_factory=dict)
    files: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    members: Mapping[PersonId, Member] = field(default_factory=dict)
    posts: Mapping[str, PostState] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()
    barred: frozenset[PersonId] = frozenset()
    gone: frozenset[PersonId] = frozenset()
    not_now: Mapping[PersonId, datetime] = field(default_factory=dict)
    timers: Mapping[Timer, datetime] = field(default_factory=dict)
    frozen: Mapping[Timer, timedelta] = field(default_factory=dict)
    let_in: Mapping[int, frozenset[PersonId]] = field(default_factory=dict)
    places: int | None = None
    paused: bool = False
    over: bool = False
    proposal: Proposal | None = None
    no_further: bool = False
    previews: Mapping[str, Preview] = field(default_factory=dict)
    consents: Mapping[int, str] = field(default_factory=dict)
    firings: tuple[str, ...] = ()
    outcome: Outcome | None = None
    confirmed: bool = False
    ended_at: datetime | None = None
    accepted: tuple[str, int] | None = None
    value: str | None = None
    thanked: frozenset[PersonId] = frozenset()
    helped: Mapping[str, bool] = field(default_factory=dict)
    released: Mapping[PersonId, Release] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Whether it has its outcome."""
        return self.outcome is not None

    @property
    def ring(self) -> Ring:
        """The ring it is in."""
        return self.ladder[self.current]

    @property
    def open_asks(self) -> tuple[Ask, ...]:
        """Who is asked and has given no sign yet."""
        return tuple(ask for ask in self.asks if ask.state == "open")

    def open_ask_of(self, person: PersonId) -> Ask | None:
        """The open ask of a person, if there is one."""
        return next((ask for ask in self.open_asks if ask.person == person), None)

    def member(self, person: PersonId) -> Member | None:
        """The member, if that person is an active one."""
        member = self.members.get(person)
        return member if member is not None and member.active else None

    def came_in_through(self, ring: int) -> int:
        """How many people a ring has brought in, as its `most` counts them: asked, joined or let in by role.

        Whoever went, or was let closer, still counts: `most` is how many ever come in through the ring.
        """
        asked = {ask.person for ask in self.asks if ask.ring == ring}
        return len(asked | self.let_in.get(ring, frozenset()))

    @property
    def answers(self) -> tuple[PostState, ...]:
        """The answers that wait for a word of the asker."""
        return tuple(post for post in self.posts.values() if post.waits_for_a_word)
