"""What people, runtimes and time can ask of a discussion. `decide` turns them into facts, or refuses.

`content` and `attachments` fields are ids of words that the caller keeps in the content table. `pools` are the people
who may come in, by ring number, resolved for this moment: those that `wanted_rings` in `decide.py` names, or as
`PoolNeeded` asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from socialbpm.social.audience import Candidate, PersonId
from socialbpm.social.facts import PostKind, SharedField, TaskKey
from socialbpm.social.ladder import Ladder
from socialbpm.social.worktime import Calendar

Pools = Mapping[int, tuple[Candidate, ...]]


@dataclass(frozen=True, kw_only=True)
class Command:
    """A wish. It is granted as a whole or refused as a whole."""

    pools: Pools = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class ByPerson(Command):
    """A wish of a person."""

    by: PersonId


@dataclass(frozen=True, kw_only=True)
class Tick(Command):
    """Time went by: work off what is due."""


@dataclass(frozen=True, kw_only=True)
class Open(ByPerson):
    """Open a discussion in `self`. With `question` it is asked at once, with `attachments`.

    It expires after `lifetime`.
    """

    discussion: str
    task: TaskKey
    event: str
    ladder: Ladder
    calendar: Calendar
    fields: tuple[SharedField, ...] = ()
    excluded: frozenset[PersonId] = frozenset()
    owner: PersonId | None = None
    revision: int = 0
    question: str | None = None
    draft: str | None = None
    request: str | None = None
    continues: str | None = None
    lifetime: timedelta = timedelta(days=30)
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fire(Command):
    """A further firing joins. `fields` come along where the discussion was opened without any, from a page."""

    request: str
    fields: tuple[SharedField, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AskQuestion(ByPerson):
    """Send the question to the first ring. `consents` are previews that the asker agrees to in advance."""

    content: str
    consents: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Word(ByPerson):
    """Say how the question reads for a ring, and which of its files go there: no others do."""

    ring: int
    content: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Post(ByPerson):
    """Say something. `reach` is the one that the author saw and chose; a note ignores it."""

    post: str
    kind: PostKind
    content: str
    reach: int
    parent: str | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Edit(ByPerson):
    """Change one's own post. `reach` None: as far as before."""

    post: str
    content: str
    reach: int | None = None


@dataclass(frozen=True, kw_only=True)
class Attach(ByPerson):
    """Hang files on one's own post, beside those that are there."""

    post: str
    attachments: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TakeOff(ByPerson):
    """Take a file off one's own post."""

    post: str
    attachment: str


@dataclass(frozen=True, kw_only=True)
class Raise(ByPerson):
    """Let one's own post reach further out."""

    post: str
    reach: int


@dataclass(frozen=True, kw_only=True)
class WithdrawPost(ByPerson):
    """Take one's own post back."""

    post: str


@dataclass(frozen=True, kw_only=True)
class PassOn(ByPerson):
    """Pass an ask, without a reason. `again_at`: not now, ask again then."""

    again_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TakePreview(ByPerson):
    """See what going on to a ring would show to whom; with `person`, what letting them into that ring would."""

    ring: int
    person: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class Widen(ByPerson):
    """Say that the current ring is over."""


@dataclass(frozen=True, kw_only=True)
class Consent(ByPerson):
    """Agree to what a preview showed. For a ring further out than the next it holds in advance."""

    preview: str


@dataclass(frozen=True, kw_only=True)
class Decline(ByPerson):
    """Not yet; or, with `further` False, no further."""

    further: bool = True


@dataclass(frozen=True, kw_only=True)
class Accept(ByPerson):
    """Take a version of a post as the answer. `value` is the content to hand to the process.

    `as_owner`: by a person who answers for the process that the task is in.
    """

    post: str
    version: int
    value: str
    as_owner: bool = False


@dataclass(frozen=True, kw_only=True)
class RefuseAnswer(ByPerson):
    """Say "not it" to an answer."""

    post: str


@dataclass(frozen=True, kw_only=True)
class SolveAlone(ByPerson):
    """Say that one solved it oneself, with a pointer to an experience if that did it."""

    experience: str | None = None


@dataclass(frozen=True, kw_only=True)
class Withdraw(ByPerson):
    """Take the question back."""


@dataclass(frozen=True, kw_only=True)
class GiveUp(ByPerson):
    """Close it as unanswered."""


@dataclass(frozen=True, kw_only=True)
class EndAbandoned(ByPerson):
    """A business administrator ends a discussion whose asker is gone. `administrator`: the caller checked that."""

    administrator: bool


@dataclass(frozen=True, kw_only=True)
class Strike(ByPerson):
    """Keep somebody from coming in by themselves."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class BringIn(ByPerson):
    """Bring somebody in. `known`: the caller found them in the directory, active."""

    person: PersonId
    known: bool


@dataclass(frozen=True, kw_only=True)
class BringCloser(ByPerson):
    """Let a named person into the ring that a preview was taken for."""

    preview: str
    known: bool


@dataclass(frozen=True, kw_only=True)
class HandOver(ByPerson):
    """Make somebody else the asker, after a preview for ring 0. `calendar` is theirs."""

    preview: str
    known: bool
    calendar: Calendar


@dataclass(frozen=True, kw_only=True)
class Remove(ByPerson):
    """Take a member out."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class Leave(ByPerson):
    """Go, by oneself."""


@dataclass(frozen=True, kw_only=True)
class Join(ByPerson):
    """Join an open ring whose pool one is in."""


@dataclass(frozen=True, kw_only=True)
class Thank(ByPerson):
    """Thank somebody who wrote."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class SayIfHelped(ByPerson):
    """After the end, say whether a post helped."""

    post: str
    helped: bool


@dataclass(frozen=True, kw_only=True)
class Release(ByPerson):
    """Let others who are stuck here see one's words, with or without one's name. The caller kept the copies."""

    named: bool
    question: str | None = None
    answer: str | None = None


@dataclass(frozen=True, kw_only=True)
class TakeBack(ByPerson):
    """Take back what one released."""


@dataclass(frozen=True, kw_only=True)
class NoteUse(Command):
    """Somebody solved their question by what was released here."""


@dataclass(frozen=True, kw_only=True)
class ChangePeople(Command):
    """The runtime's snapshot of the task's people changed.

    `roles` is everybody who has one of the task's roles now, groups resolved; `excluded` everybody excluded now;
    `owner_is_with_us` whether the organisation has somebody like the owner: a runtime may name who left it long ago.
    """

    owner: PersonId | None
    roles: frozenset[PersonId]
    excluded: frozenset[PersonId]
    revision: int
    owner_is_with_us: bool = True


@dataclass(frozen=True, kw_only=True)
class OffBoard(Command):
    """Somebody is no longer with the organisation."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class EndTask(Command):
    """The task was completed by somebody, or cancelled (`by` None)."""

    by: PersonId | None
    completed: bool
