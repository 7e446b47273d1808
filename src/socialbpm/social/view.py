"""What one person gets of a discussion: the sight rule applied to all of it, once, for every output.

A view holds content ids; whoever fills in the words does it only for what stands in the view.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from socialbpm.social.audience import PersonId, Reason
from socialbpm.social.discussion import AskState, Discussion, Member, PostState
from socialbpm.social.facts import Ground, Outcome, PostKind, Preview, SharedField, TaskKey
from socialbpm.social.ladder import SELF_RING
from socialbpm.social.sight import Item, ask_item, member_item, sees, version_item


@dataclass(frozen=True)
class Shown:
    """How a person is shown: by id, or by role only ("somebody in Accounting"). Exactly one of the two is set.

    `role_of` never leaves the service: it is resolved to a role name when the view is rendered.
    """

    person: PersonId | None = None
    role_of: PersonId | None = None


@dataclass(frozen=True)
class PostView:
    """A post as its reader gets it. `versions` are the numbers that they may see; `content` is the current one's.

    A withdrawn post has no content. `reach` is the number of the outermost ring it is shown to.
    """

    id: str
    author: Shown
    mine: bool
    kind: PostKind
    at: datetime
    changed_at: datetime
    content: str | None
    versions: tuple[tuple[int, str], ...]
    reach: int
    parent: str | None
    withdrawn: bool
    refused: bool
    late: bool


@dataclass(frozen=True)
class MemberView:
    """Somebody whom the reader is among. `ring` and `reason` only where the reader may know them."""

    person: PersonId
    active: bool
    ring: int | None
    grounds: tuple[Ground, ...]
    reason: Reason | None


@dataclass(frozen=True)
class AskView:
    """A request to a person: for them and the asker."""

    number: int
    person: PersonId
    at: datetime
    until: datetime
    state: AskState
    reason: Reason


@dataclass(frozen=True)
class View:
    """A discussion as one person sees it.

    `question` is the wording of the reader's own ring (the asker's: the innermost). `wordings` are those of the rings
    further out. What only the asker gets (proposal, previews, timers, draft, chosen wordings) is None or empty for others.
    """

    id: str
    task: TaskKey
    asker: Shown
    is_asker: bool
    ring: int
    current: int
    grounds: tuple[Ground, ...]
    question: str | None
    wordings: tuple[tuple[int, str], ...]
    posts: tuple[PostView, ...]
    members: tuple[MemberView, ...]
    asks: tuple[AskView, ...]
    fields: tuple[SharedField, ...]
    last_activity: datetime
    asked: bool
    outcome: Outcome | None
    confirmed: bool
    accepted: tuple[str, int] | None
    paused: bool | None
    draft: str | None
    chosen: tuple[tuple[int, str], ...]
    proposed: int | None
    previews: tuple[Preview, ...]
    wait_until: datetime | None


def look(state: Discussion, person: PersonId) -> View | None:
    """Return what `person` sees of the discussion, or None where they see nothing, not even that it exists."""
    reader = state.member(person)
    if reader is None:
        return None
    return _Look(state, reader).view()
