"""What one person gets of a discussion: the sight rule applied to all of it, once, for every output.

A view holds content ids; whoever fills in the words does it only for what stands in the view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from socialbpm.social.audience import PersonId, Reason
from socialbpm.social.discussion import AskState, Discussion, Member, PostState
from socialbpm.social.facts import Ground, Outcome, PostKind, Preview, SharedField, TaskKey
from socialbpm.social.ladder import SELF_RING
from socialbpm.social.sight import (
    Item,
    ask_item,
    attachment_item,
    member_item,
    question_file_item,
    sees,
    version_item,
)


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

    `at` is when the first of these was written. The numbers are the discussion's own and tell of versions that the
    reader cannot see: only the asker, who sees all, is shown them. A withdrawn post has no content. `reach` is the
    number of the outermost ring it is shown to.
    """

    id: str
    author: Shown
    mine: bool
    kind: PostKind
    at: datetime
    changed_at: datetime
    content: str | None
    versions: tuple[tuple[int, str], ...]
    attachments: tuple[str, ...]
    reach: int
    parent: str | None
    withdrawn: bool
    refused: bool
    late: bool


@dataclass(frozen=True)
class MemberView:
    """Somebody whom the reader is among. `ring`, `grounds` and `reason` are for themselves and the asker."""

    person: PersonId
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

    `question` is the wording of the reader's own ring, for the asker the question as asked. `wordings` are those of
    the rings further out. `attachments` are what hangs on the question, `files` what goes with each further wording.
    What only the asker gets (proposal, previews, timers, draft, choices) is None or empty for others.
    """

    id: str
    task: TaskKey
    asker: Shown
    is_asker: bool
    ring: int
    current: int
    grounds: tuple[Ground, ...]
    question: str | None
    attachments: tuple[str, ...]
    files: Mapping[int, tuple[str, ...]]
    wordings: tuple[tuple[int, str], ...]
    posts: tuple[PostView, ...]
    members: tuple[MemberView, ...]
    asks: tuple[AskView, ...]
    fields: tuple[SharedField, ...]
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

    @property
    def all_attachments(self) -> frozenset[str]:
        """All files that the view holds."""
        hanging = (*(post.attachments for post in self.posts), *self.files.values(), self.attachments)
        return frozenset(each for files in hanging for each in files)


def look(state: Discussion, person: PersonId) -> View | None:
    """Return what `person` sees of the discussion, or None where they see nothing, not even that it exists."""
    reader = state.member(person)
    if reader is None:
        return None
    is_asker = reader.person == state.asker
    accepted = state.accepted if state.accepted and _reads(state, reader, *state.accepted) else None
    return View(
        id=state.id,
        task=state.task,
        asker=shown(state.asker, named=is_asker or sees(reader, Item("name", "asker", state.ladder.name_reach))),
        is_asker=is_asker,
        ring=reader.ring,
        current=state.current,
        grounds=tuple(reader.grounds),
        question=state.question if is_asker else state.wordings.get(reader.ring),
        attachments=_files(state, reader, SELF_RING if is_asker else reader.ring),
        files={ring: _files(state, reader, ring) for ring in _worded(state, is_asker) if ring > reader.ring},
        wordings=tuple(pair for pair in sorted(state.wordings.items()) if pair[0] > reader.ring),
        posts=tuple(_posts(state, reader)),
        members=_members(state, reader),
        asks=_asks(state, reader),
        fields=() if state.ended else tuple(field for field in state.fields if reader.ring <= field.reach),
        asked=state.asked,
        outcome=state.outcome,
        confirmed=state.confirmed,
        accepted=accepted,
        paused=state.paused if is_asker else None,
        draft=state.draft if is_asker else None,
        chosen=tuple(sorted(state.chosen.items())) if is_asker else (),
        proposed=state.proposal.ring if is_asker and state.proposal and not state.proposal.declined else None,
        previews=tuple(state.previews.values()) if is_asker else (),
        wait_until=state.timers.get("wait") if is_asker and not state.over else None,
    )


def _worded(state: Discussion, is_asker: bool) -> Iterable[int]:
    """Return the rings that read a wording; for the asker also those that one is only chosen for."""
    return {**state.wordings, **(state.chosen if is_asker else {})}


def _files(state: Discussion, reader: Member, ring: int) -> tuple[str, ...]:
    """Return what of the question's files was decided for a ring."""
    there = state.files.get(ring, ())
    return tuple(each for each in there if sees(reader, question_file_item(state, each)))


def shown(person: PersonId, *, named: bool) -> Shown:
    """Return how a person is shown: by name, or by role."""
    return Shown(person=person) if named else Shown(role_of=person)


def _reads(state: Discussion, reader: Member, post: str, version: int) -> bool:
    return sees(reader, version_item(state.posts[post], version))


def _versions(post: PostState, reader: Member) -> tuple[int, ...]:
    numbers = range(1, len(post.versions) + 1)
    return tuple(number for number in numbers if sees(reader, version_item(post, number)))


def _posts(state: Discussion, reader: Member) -> Iterator[PostView]:
    """Yield the posts of which the reader may see a version."""
    for post in state.posts.values():
        if seen := _versions(post, reader):
            yield _post_view(post, reader, seen)


def _post_view(post: PostState, reader: Member, seen: tuple[int, ...]) -> PostView:
    """Return the post with the versions that the reader may see, of which the newest is the current one.

    A version reaches at least as far as the one before it, so whoever sees any sees the current one.
    """
    mine = post.author == reader.person
    return PostView(
        id=post.id,
        author=shown(post.author, named=mine or reader.ring <= post.name_reach),
        mine=mine,
        kind=post.kind,
        at=post.versions[seen[0] - 1].at,
        changed_at=post.current.at,
        content=None if post.withdrawn else post.current.content,
        versions=() if post.withdrawn else tuple((n, post.versions[n - 1].content) for n in seen),
        attachments=tuple(each for each in post.attachments if sees(reader, attachment_item(post, each))),
        reach=post.current.reach,
        parent=post.parent,
        withdrawn=post.withdrawn,
        refused=post.refused_in in seen,
        late=post.late,
    )


def _members(state: Discussion, reader: Member) -> tuple[MemberView, ...]:
    others = (member for member in state.members.values() if member.active and member.person != state.asker)
    return tuple(_member_view(member, state, reader) for member in others if sees(reader, member_item(member)))


def _member_view(member: Member, state: Discussion, reader: Member) -> MemberView:
    if reader.person in {state.asker, member.person}:
        return MemberView(member.person, member.ring, tuple(member.grounds), member.reason)
    return MemberView(member.person, None, (), None)


def _asks(state: Discussion, reader: Member) -> tuple[AskView, ...]:
    return tuple(
        AskView(ask.number, ask.person, ask.at, ask.until, ask.state, ask.reason)
        for ask in state.asks
        if sees(reader, ask_item(state, ask.number))
    )


def may_be_mentioned(state: Discussion, reader: Member, reach: int) -> tuple[PersonId, ...]:
    """Return whom `reader` may mention in a post with that reach: members they see who will see the post."""
    return tuple(
        member.person
        for member in state.members.values()
        if member.active
        and member.ring <= reach
        and member.person != reader.person
        and (
            sees(reader, member_item(member))
            if member.person != state.asker
            else reader.ring <= state.ladder.name_reach
        )
    )
