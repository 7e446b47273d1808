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
    """A file that hangs on a post. `type` is that of its name's ending; it is served as bytes, whatever it is.

    `sha256` is the hash of its content. It opens nothing: who gets the file is decided as for its post.
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
    """How the question reads for a ring."""

    ring: str
    text: str | None


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
    `fired`: the runtime has said what it shares; until then `fields` are not known.
    """

    id: str
    ring: str
    person: PersonView | None
    wording: str | None
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

    `question` is the wording for the reader's own ring. `rings` are those of the ladder from the reader's own on.
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


class ExperienceView(Wire):
    """What was answered before, as its authors released it; those who wished it are named.

    `stale` says why it may not hold any more: the process has another version (`process_changed`), or it is long ago
    (`old`). `solved`: how many people it helped, once these are five.
    """

    id: str
    question: str | None
    answer: str | None
    asked_by: PersonView | None
    answered_by: PersonView | None
    process: str
    element_id: str
    same_task: bool
    answered_at: AwareDatetime
    stale: Literal["process_changed", "old"] | None
    solved: int | None


class ExperienceList(Wire):
    """What was answered before: at the same task first, then what sounds alike."""

    items: tuple[ExperienceView, ...]
    cursor: str | None = None


class ReleasedView(Wire):
    """What the reader released, of what they wrote; `readable`: whether the other author did, so that others find it.

    `solved`: how many people it helped.
    """

    id: str
    question: str | None
    answer: str | None
    named: bool
    process: str
    element_id: str
    readable: bool
    answered_at: AwareDatetime
    solved: int


class ReleasedList(Wire):
    """What the reader released, the newest first."""

    items: tuple[ReleasedView, ...]
    cursor: str | None = None


class CommunityView(Wire):
    """A community around a kind of task. `name` is what rings call it by (`who="community:NAME"`).

    `standing` is how the reader stands to it: `proposed` (say yes or no), `member`, or neither. `founded_at` is None
    until two have consented; before it nobody is shown but the reader.
    """

    id: str
    name: str
    title: str
    about: str
    process: str
    standing: Literal["proposed", "member"] | None
    founded_at: AwareDatetime | None
    steward: PersonView | None
    members: tuple[PersonView, ...]


class CommunityList(Wire):
    """The communities that the reader is proposed, is in, or may know of by their tasks, in this order."""

    items: tuple[CommunityView, ...]
    cursor: str | None = None


class HelpedView(Wire):
    """With what kind of task somebody helped, how often as far as the reader saw it, and when last."""

    process: str
    element_id: str
    times: int
    last_at: AwareDatetime


class TiesView(Wire):
    """What ties the reader to somebody: how often each helped the other, and the groups that both are in."""

    helped_you: int
    you_helped: int
    groups: tuple[str, ...]


class AwayView(Wire):
    """That somebody is away, as they told their colleagues."""

    until: AwareDatetime
    note: str


class PersonPage(Wire):
    """Who knows what: what somebody helped with, what ties the reader to them, and which communities they are in.

    All of it as far as the reader may know; `away` is told to colleagues.
    """

    person: PersonView
    helped: tuple[HelpedView, ...]
    ties: TiesView
    away: AwayView | None
    communities: tuple[CommunityView, ...]


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


class Me(Wire):
    """Whose token it is; `roles`: what else they may, such as `admin`. `csrf`: what a page shows with each change."""

    kind: Literal["person", "runtime"]
    id: str
    name: str
    roles: tuple[str, ...] = ()
    csrf: str | None = None


class Health(Wire):
    """Whether the service can work: `ok`, and its version."""

    status: Literal["ok"]
    version: str


class Readiness(Wire):
    """Whether calls can be sent to this node: `ready`, or what is in the way.

    `deadlines_late`: seconds since the longest due deadline should have been worked off, 0 where none waits;
    `letters_late`: the same of what is to be sent. They are for an alarm, and do not make a node unready: to take all
    nodes away because they are late would make them later.
    """

    status: Literal["ready", "tables_older", "tables_newer", "database_unreachable"]
    version: str
    deadlines_late: float
    letters_late: float
