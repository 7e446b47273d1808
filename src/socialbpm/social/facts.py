"""What can happen in a discussion. Facts only grow; they hold ids, never words (law 11).

`content` and `attachments` fields are ids in the content table. Every fact has `at`, when it happened, aware UTC. Rings
are numbers in the discussion's ladder; persons, posts, previews and discussions are ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from socialbpm.social.audience import PersonId, Reason
from socialbpm.social.ladder import Ladder
from socialbpm.social.worktime import Calendar

PostKind = Literal["question", "comment", "answer", "summary", "note"]
Ground = Literal["asker", "role", "asked", "brought_in", "joined"]
Outcome = Literal["answered", "solved_alone", "no_answer", "withdrawn", "task_ended", "expired"]
Timer = Literal["wait", "remind", "unanswered", "again", "stay", "helped", "silence"]
"""What a discussion can be waiting for besides asks and its greatest age:

`wait` the ring's wait; `remind`, `unanswered` a proposal's; `again` a declined proposal's; `stay` the end of a ring
that the next one follows only by hand; `helped`, `silence` those of an answer that nobody has confirmed.
"""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that happened."""

    at: datetime


@dataclass(frozen=True)
class TaskKey:
    """Names one human task instance."""

    runtime: str
    task_id: str


@dataclass(frozen=True)
class SharedField:
    """A process variable that the designer shared: up to which ring, and how everybody but the asker sees it."""

    name: str
    reach: int
    shown_as: Literal["is", "masked", "band"]
    content: str


@dataclass(frozen=True)
class Preview:
    """What would be shown to whom, exactly as it was shown to the asker. Consent binds it.

    `attachments` go with the wording. `posts` are (post, version). `first` are the first people by name. `person` is
    set where the preview is about letting one named person closer, or handing over, instead of widening.
    """

    id: str
    ring: int
    wording: str | None
    posts: tuple[tuple[str, int], ...]
    fields: tuple[str, ...]
    rule: tuple[str, ...]
    most: int
    pool: int
    first: tuple[PersonId, ...]
    reasons: tuple[Reason, ...] = ()
    person: PersonId | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Opened(Fact):
    """The discussion exists; it is in `self`, for its asker alone. `continues` is an earlier one of the same task."""

    discussion: str
    task: TaskKey
    event: str
    asker: PersonId
    ladder: Ladder
    calendar: Calendar
    expires: datetime
    fields: tuple[SharedField, ...] = ()
    excluded: frozenset[PersonId] = frozenset()
    owner: PersonId | None = None
    revision: int = 0
    draft: str | None = None
    continues: str | None = None


@dataclass(frozen=True, kw_only=True)
class Fired(Fact):
    """A firing of the boundary event belongs to this discussion; it gets one delivery of the outcome.

    `fields` are shared from now on: a discussion that was opened from a page has none before its firing brings them.
    """

    request: str
    fields: tuple[SharedField, ...] = ()


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Fact):
    """The asker sent the question; from now on there is something to answer. `attachments` hang on it."""

    content: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WordingChosen(Fact):
    """The asker chose how the question will read for a ring that is not entered yet, and which files go with it."""

    ring: int
    content: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Worded(Fact):
    """The question reads like this for the people of a ring, and these of its files go with it."""

    ring: int
    content: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RingEntered(Fact):
    """The discussion moved to its next ring. `until` is when its wait runs out.

    `places`: after consent, how many are asked at a time here; a first batch that lost somebody is not filled up.
    """

    ring: int
    until: datetime
    places: int | None = None


@dataclass(frozen=True, kw_only=True)
class RingPassed(Fact):
    """Nobody was in the ring, so it was over at once."""

    ring: int


@dataclass(frozen=True, kw_only=True)
class CameIn(Fact):
    """Somebody became a member, or got one more ground to be one. `source` is the `who` word they came through."""

    person: PersonId
    ring: int
    ground: Ground
    source: str = ""
    reason: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class GroundLost(Fact):
    """One ground fell away; with the last one the member is inactive."""

    person: PersonId
    ground: Ground


@dataclass(frozen=True, kw_only=True)
class Struck(Fact):
    """The asker struck somebody beforehand: they will not come in by themselves. Nobody is told."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class Removed(Fact):
    """The asker took somebody out."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class Left(Fact):
    """Somebody left by themselves."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class OffBoarded(Fact):
    """Somebody is no longer with the organisation."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class Excluded(Fact):
    """Somebody must not take part any more. `conflict`: they were in, so owner and runtime hear of it."""

    person: PersonId
    conflict: bool


@dataclass(frozen=True, kw_only=True)
class OwnerChanged(Fact):
    """The task has another actual owner, or none."""

    owner: PersonId | None
    revision: int


@dataclass(frozen=True, kw_only=True)
class LetCloser(Fact):
    """The asker let a named person into a closer ring, after a preview: the one door through law 3."""

    person: PersonId
    ring: int
    preview: str


@dataclass(frozen=True, kw_only=True)
class HandedOver(Fact):
    """The discussion has a new asker; the former one is in ring 1 now."""

    to: PersonId
    former: PersonId
    calendar: Calendar
    preview: str


@dataclass(frozen=True, kw_only=True)
class Asked(Fact):
    """A request to one named person. `until` is when it lapses, in that person's working time."""

    ask: int
    person: PersonId
    ring: int
    until: datetime
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class AskAnswered(Fact):
    """The asked person wrote something."""

    ask: int


@dataclass(frozen=True, kw_only=True)
class Passed(Fact):
    """The asked person passed, without a reason. `again_at`: not now, but ask again then."""

    ask: int
    again_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CameBack(Fact):
    """A "not now" is over; the person may be asked again."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class Lapsed(Fact):
    """The asked person gave no sign within their patience."""

    ask: int


@dataclass(frozen=True, kw_only=True)
class AskClosed(Fact):
    """The discussion ended, or the person was taken out, while they were still asked."""

    ask: int


@dataclass(frozen=True, kw_only=True)
class Posted(Fact):
    """Somebody said something. `name_reach`: the outermost ring that sees the author by name, not by role.

    `attachments` hang on the version, so they are seen as far out as it is.
    """

    post: str
    by: PersonId
    kind: PostKind
    content: str
    reach: int
    name_reach: int
    parent: str | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Edited(Fact):
    """The author changed a post: a new version. `attachments` are all that hang on it."""

    post: str
    version: int
    content: str
    reach: int
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Raised(Fact):
    """The author let the current version of a post reach further out."""

    post: str
    reach: int


@dataclass(frozen=True, kw_only=True)
class PostWithdrawn(Fact):
    """The author took a post back; it is empty for everybody."""

    post: str


@dataclass(frozen=True, kw_only=True)
class Paused(Fact):
    """An answer is on the table: nothing widens, nobody new is asked. `left`: the working time each timer had left."""

    left: Mapping[Timer, timedelta]


@dataclass(frozen=True, kw_only=True)
class SilenceCounted(Fact):
    """From now on the asker's silence about an answer is counted: `helped` asks them once, `silence` ends it."""

    helped: datetime
    silence: datetime


@dataclass(frozen=True, kw_only=True)
class AskedIfHelped(Fact):
    """The asker was asked whether the answer helped."""


@dataclass(frozen=True, kw_only=True)
class NotIt(Fact):
    """The asker refused an answer."""

    post: str


@dataclass(frozen=True, kw_only=True)
class Resumed(Fact):
    """No answer is on the table any more; timers go on with the time they had left."""

    until: Mapping[Timer, datetime]


@dataclass(frozen=True, kw_only=True)
class Proposed(Fact):
    """The asker was proposed to go on to a ring. While paused the timers wait: `left` then, else `until`."""

    ring: int
    until: Mapping[Timer, datetime] = field(default_factory=dict)
    left: Mapping[Timer, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ProposalReminded(Fact):
    """The asker was reminded of the proposal, once."""


@dataclass(frozen=True, kw_only=True)
class Declined(Fact):
    """The asker said not yet; the proposal comes again at `again_at`, or, while paused, `left` working time after that.

    `further` False: they said no further.
    """

    ring: int
    again_at: datetime | None = None
    left: timedelta | None = None
    further: bool = True


@dataclass(frozen=True, kw_only=True)
class Staying(Fact):
    """The ring's wait ran out and the next ring follows only by hand; it ends at `until` if the asker does nothing."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class Previewed(Fact):
    """The asker was shown a preview; it is kept as served."""

    preview: Preview


@dataclass(frozen=True, kw_only=True)
class Consented(Fact):
    """The asker consented to a preview. `in_advance`: for when the discussion gets there."""

    ring: int
    preview: str
    in_advance: bool = False


@dataclass(frozen=True, kw_only=True)
class Accepted(Fact):
    """A version of a post was accepted as the answer. `value` is the content that goes back to the process.

    `by`: the process owner; without one it was the asker.
    """

    post: str
    version: int
    value: str
    by: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class Ended(Fact):
    """How it ended. `confirmed` False: nobody said so, it was concluded. `experience`: what solved it alone."""

    outcome: Outcome
    confirmed: bool = True
    experience: str | None = None


@dataclass(frozen=True, kw_only=True)
class Helped(Fact):
    """After the end, the asker said whether an answer helped."""

    post: str
    helped: bool


@dataclass(frozen=True, kw_only=True)
class Thanked(Fact):
    """The asker thanked somebody."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class Released(Fact):
    """An author lets others who are stuck here see their words, with or without their name.

    `question` and `answer` are the contents of copies that others may read: of what they wrote of the two.
    """

    person: PersonId
    named: bool
    question: str | None = None
    answer: str | None = None


@dataclass(frozen=True, kw_only=True)
class TakenBack(Fact):
    """An author takes back what they released; their copies are emptied, and nobody else reads the other's."""

    person: PersonId


@dataclass(frozen=True, kw_only=True)
class ExperienceUsed(Fact):
    """What was released here solved somebody's question, so that they asked nobody. Who it was is not said."""


@dataclass(frozen=True, kw_only=True)
class CommunityProposed(Fact):
    """Somebody who helped here was proposed to be in a community for this kind of task. It is told to them alone."""

    person: PersonId
    community: str


@dataclass(frozen=True, kw_only=True)
class WordsErased(Fact):
    """Words are gone, or say nothing any more of whose they are. `person`: whose; None where all grew too old.

    Who could see them, and since when, stays known: the facts that point to them are still there.
    """

    contents: tuple[str, ...]
    how: Literal["empty", "pseudonymise"]
    person: PersonId | None = None
