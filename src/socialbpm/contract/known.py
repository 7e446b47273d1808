"""What was answered before, and the communities that stand by it, as a person sees them."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from socialbpm.contract.base import Wire
from socialbpm.contract.views import PersonView


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
