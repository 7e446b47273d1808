"""What the REST API answers. Order leaves the service only as opaque cursors, never as numbers of facts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime

from socialbpm.contract.base import Wire
from socialbpm.contract.deliveries import Outcome
from socialbpm.contract.reasons import WhyView

Ground = Literal["asker", "role", "asked", "brought_in", "joined"]
PostKind = Literal["question", "comment", "answer", "summary", "note"]
AskState = Literal["open", "answered", "passed", "lapsed", "closed"]


class PersonView(Wire):
    """Somebody as the reader may know them: `id` is None where they are shown by role only."""

    id: str | None
    name: str


class RingView(Wire):
    """A ring of the ladder."""

    name: str
    step: Literal["alone", "colleagues", "community"]


class TaskView(Wire):
    """The task that somebody is stuck in."""

    runtime: str
    task_id: str
    name: str
    process: str


class WorkView(Wire):
    """An open task of the reader. `claimed`: it is theirs alone; else others may take it, too.

    `may_ask`: it has a `socialize` element that they can use by hand. `discussion`: theirs about it, while it is open.
    `case`: the runtime's id of the process instance that the task is in.
    """

    task: TaskView
    case: str
    due: AwareDatetime | None
    claimed: bool
    may_ask: bool
    discussion: str | None


class WorkList(Wire):
    """The reader's open tasks, what is due first."""

    items: tuple[WorkView, ...]
    cursor: str | None = None


class AttachmentView(Wire):
    """A file that hangs on a post or a question. `type` is that of its name's ending; it is served as bytes.

    `sha256` is the hash of its content. It opens nothing: who gets the file is decided as for what it hangs on.
    """

    id: str
    name: str
    type: str
    size: int
    sha256: str


class VersionView(Wire):
    """One version of a post that the reader may see."""

    version: int
    text: str | None


class PostView(Wire):
    """Something said. `reach` is the outermost ring that sees it, None for a note; erased or withdrawn text is None.

    `attachments` hang on its current version.
    """

    id: str
    author: PersonView
    mine: bool
    kind: PostKind
    at: AwareDatetime
    changed_at: AwareDatetime
    text: str | None
    versions: tuple[VersionView, ...]
    attachments: tuple[AttachmentView, ...]
    reach: str | None
    parent: str | None
    withdrawn: bool
    refused: bool
    late: bool


class MemberView(Wire):
    """Somebody whom the reader is among; `ring`, `grounds` and `reason` only for themselves and the asker.

    `why` is the reason in codes.
    """

    person: PersonView
    ring: str | None
    grounds: tuple[Ground, ...]
    reason: str | None
    why: tuple[WhyView, ...] = ()


class AskView(Wire):
    """A request to one named person: for them and the asker. `why` is the reason in codes."""

    person: PersonView
    at: AwareDatetime
    until: AwareDatetime
    state: AskState
    reason: str
    why: tuple[WhyView, ...] = ()


class FieldView(Wire):
    """A shared variable, as the designer wanted it shown."""

    name: str
    value: Any


class WordingView(Wire):
    """How the question reads for a ring, and which files go with it."""

    ring: str
    text: str | None
    attachments: tuple[AttachmentView, ...] = ()


class SuggestedView(Wire):
    """Somebody who would be let in or asked first, and why: as a sentence, and in codes."""

    person: PersonView
    reason: str
    why: tuple[WhyView, ...] = ()


class VersionOfPost(Wire):
    """A version of a post that a preview would show."""

    post: str
    version: int
    text: str | None
    attachments: tuple[AttachmentView, ...]


class SpanView(Wire):
    """So many working days and so many seconds of working time."""

    days: float
    seconds: float


class PreviewView(Wire):
    """What going on to a ring, or letting somebody in, would show to whom. Consent names its `id` and binds it.

    `pool` is how many people the rule finds now, `most` how many will come in at most, `first` who comes first.
    `batch` of them are asked at a time (None: all are let in and informed, nobody is asked by name); each has
    `patience`, and after `wait` the ring is over. `asker`: how whoever asks is shown to them.
    `attachments` go with the wording. `fired`: the runtime has said what it shares; until then `fields` are not known.
    """

    id: str
    ring: str
    person: PersonView | None
    wording: str | None
    attachments: tuple[AttachmentView, ...] = ()
    posts: tuple[VersionOfPost, ...]
    fields: tuple[FieldView, ...]
    rule: tuple[str, ...]
    most: int
    pool: int
    first: tuple[SuggestedView, ...]
    step: Literal["alone", "colleagues", "community"]
    batch: int | None
    wait: SpanView
    patience: SpanView
    asker: Literal["named", "role"]
    fired: bool


class AcceptedView(Wire):
    """Which version of which post was accepted."""

    post: str
    version: int


class DiscussionView(Wire):
    """A discussion as one person sees it.

    `question` is the wording for the reader's own ring, `attachments` are the files that go with it.
    `rings` are those of the ladder from the reader's own on.
    What only the asker gets (`draft`, `chosen`, `proposed`, `wait_until`, `paused`) is None or empty for others.
    """

    id: str
    url: str
    task: TaskView
    asker: PersonView
    mine: bool
    ring: str
    current: str
    rings: tuple[RingView, ...]
    grounds: tuple[Ground, ...]
    question: str | None
    attachments: tuple[AttachmentView, ...] = ()
    wordings: tuple[WordingView, ...]
    posts: tuple[PostView, ...]
    members: tuple[MemberView, ...]
    asks: tuple[AskView, ...]
    fields: tuple[FieldView, ...]
    asked: bool
    outcome: Outcome | None
    confirmed: bool
    accepted: AcceptedView | None
    paused: bool | None
    draft: str | None
    chosen: tuple[WordingView, ...]
    proposed: str | None
    wait_until: AwareDatetime | None


class DiscussionLine(Wire):
    """A line of the reader's list; `last_activity` is the latest of what they may see.

    `new`: how much was said, by others, that the reader has not seen: posts, and the question where they never looked.
    """

    id: str
    url: str
    task: TaskView
    asker: PersonView
    mine: bool
    question: str | None
    outcome: Outcome | None
    last_activity: AwareDatetime
    new: int = 0


class DiscussionPage(Wire):
    """A page of the reader's discussions. Hand `cursor` back for the next one; None: there is no more."""

    items: tuple[DiscussionLine, ...]
    cursor: str | None


class LookView(Wire):
    """The posts that were new to the reader until now, since they looked last; none, when they look the first time."""

    new: tuple[str, ...]


class PostList(Wire):
    """What was said, as the reader sees it."""

    items: tuple[PostView, ...]
    cursor: str | None = None


class AskList(Wire):
    """Who was asked, as far as the reader may know."""

    items: tuple[AskView, ...]
    cursor: str | None = None


class MemberList(Wire):
    """Whom the reader is among."""

    items: tuple[MemberView, ...]
    cursor: str | None = None


class FactView(Wire):
    """One thing that happened, without words: `who` did it or whom it happened to, where, and about which post."""

    at: AwareDatetime
    kind: str
    who: PersonView | None
    ring: str | None
    post: str | None


class FactList(Wire):
    """What happened, in order, as far as the reader may know it."""

    items: tuple[FactView, ...]
    cursor: str | None = None


class OfferView(Wire):
    """Help offered for a task: take it up, and the question is yours to edit and send."""

    id: str
    task: TaskView
    question: str | None
    expires: AwareDatetime


class OfferList(Wire):
    """The open offers that are for the reader."""

    items: tuple[OfferView, ...]
    cursor: str | None = None


class ListingView(Wire):
    """A discussion that is open to the reader: they may join while there is room."""

    discussion: str
    asker: PersonView
    question: str | None
    task_name: str


class ListingList(Wire):
    """What the reader may join."""

    items: tuple[ListingView, ...]
    cursor: str | None = None


class OpenedView(Wire):
    """The discussion that was opened, or that was open already (`new` False)."""

    discussion: str
    url: str
    new: bool
