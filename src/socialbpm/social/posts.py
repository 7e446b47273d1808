"""Posts: who may say what, how far it reaches, and that only its author ever lets it reach further (law 3)."""

from __future__ import annotations

from socialbpm.errors import Refused
from socialbpm.social import facts as f
from socialbpm.social.asks import mark_answered
from socialbpm.social.attachments import room_for
from socialbpm.social.commands import Attach, Edit, Post, Raise, TakeOff, WithdrawPost
from socialbpm.social.discussion import Member, PostState
from socialbpm.social.draft import Draft, asked_only, member_of, open_only
from socialbpm.social.pausing import pause, resume_if_nothing_waits
from socialbpm.social.sight import NOBODY_BY_RING, sees, version_item


def post(draft: Draft, command: Post) -> None:
    """Say something, as far out as the author saw and chose.

    After the end only a late answer is kept: by somebody who was asked, for those whom its reach includes. A note is
    its author's own business: it answers no ask, lest the asker learns of it. Who came in before any ring was entered
    (the ladder starts with a community) may speak to their own ring, though the discussion is not there yet.

    Raises:
        Refused: not a member, not asked yet, ended, the reach is not theirs to choose, or an answer by the asker.
    """
    author = member_of(draft, command.by)
    _may_say(draft, command)
    reach = NOBODY_BY_RING if command.kind == "note" else command.reach
    if command.kind != "note":
        _reach_is_theirs(draft, author, command.reach, max(draft.state.current, author.ring))
    _below_parent(draft, author, command.parent, reach)
    room_for(draft, command.by, (), command.attachments)
    draft.write(_posted(draft, command, reach))
    if command.kind != "note" and not draft.state.ended:
        mark_answered(draft, command.by)
    if command.kind == "answer" and not draft.state.ended:
        pause(draft)


def _posted(draft: Draft, command: Post, reach: int) -> f.Posted:
    ladder = draft.state.ladder
    return f.Posted(
        at=draft.now,
        post=command.post,
        by=command.by,
        kind=command.kind,
        content=command.content,
        reach=reach,
        name_reach=ladder.name_reach if command.by == draft.state.asker else ladder.last,
        parent=command.parent,
        attachments=command.attachments,
    )


def _may_say(draft: Draft, command: Post) -> None:
    if command.post in draft.state.posts:
        msg = f"post {command.post} exists already"
        raise Refused(msg, code="post_exists")
    if draft.state.ended:
        _late(draft, command)
    elif command.kind != "note":
        asked_only(draft)
    if command.kind == "answer" and command.by == draft.state.asker:
        msg = "an answer to your own question is not an answer"
        raise Refused(msg, hint="If you found it yourself, say that you solved it alone.", code="own_answer")


def _late(draft: Draft, command: Post) -> None:
    if command.kind != "answer" or all(ask.person != command.by for ask in draft.state.asks):
        open_only(draft)


def _reach_is_theirs(draft: Draft, author: Member, reach: int, furthest: int) -> None:
    if not author.ring <= reach <= furthest:
        names = ", ".join(draft.state.ladder.names[author.ring : furthest + 1])
        msg = "a post reaches at least your own ring and at most where the discussion is"
        raise Refused(msg, hint=f"Choose one of: {names}.", code="bad_reach")


def _below_parent(draft: Draft, author: Member, parent_id: str | None, reach: int) -> None:
    """A reply, and every raise or edit of one, reaches at most what its parent reaches."""
    if parent_id is None:
        return
    parent = draft.state.posts.get(parent_id)
    if parent is None or not sees(author, version_item(parent, len(parent.versions))):
        msg = "there is no such post to reply to"
        raise Refused(msg, code="no_such_post")
    if reach > parent.current.reach:
        msg = "a reply reaches at most as far as what it replies to"
        raise Refused(msg, code="beyond_parent")


def _own(draft: Draft, post_id: str, by: str) -> tuple[PostState, Member]:
    """Return a post of one's own that can still be changed, and oneself."""
    author = member_of(draft, by)
    open_only(draft)
    found = draft.state.posts.get(post_id)
    if found is None or found.author != by or found.withdrawn:
        msg = "there is no such post of yours"
        raise Refused(msg, code="no_such_post")
    return found, author


def edit(draft: Draft, command: Edit) -> None:
    """Make a new version; earlier ones keep the reach they had.

    Raises:
        Refused: not one's own, withdrawn, ended, or the reach is smaller than before or beyond the parent's.
    """
    own, author = _own(draft, command.post, command.by)
    reach = own.current.reach if command.reach is None else command.reach
    if reach != own.current.reach:
        _further(draft, own, author, reach)
    draft.write(_edited(draft, own, content=command.content, reach=reach))


def _edited(
    draft: Draft,
    own: PostState,
    *,
    content: str | None = None,
    reach: int | None = None,
    attachments: tuple[str, ...] | None = None,
) -> f.Edited:
    """Return a new version of a post, which is like the current one in all that is not said."""
    now = own.current
    return f.Edited(
        at=draft.now,
        post=own.id,
        version=len(own.versions) + 1,
        content=now.content if content is None else content,
        reach=now.reach if reach is None else reach,
        attachments=now.attachments if attachments is None else attachments,
    )


def attach(draft: Draft, command: Attach) -> None:
    """Hang files on one's own post: a new version, so that what was agreed to be shown before stays what it was.

    Raises:
        Refused: not one's own, withdrawn, ended, or too many.
    """
    own, _ = _own(draft, command.post, command.by)
    room_for(draft, command.by, own.current.attachments, command.attachments)
    draft.write(_edited(draft, own, attachments=(*own.current.attachments, *command.attachments)))


def take_off(draft: Draft, command: TakeOff) -> None:
    """Take a file off one's own post: a new version; nobody gets the file any more."""
    own, _ = _own(draft, command.post, command.by)
    left = [each for each in own.current.attachments if each != command.attachment]
    if len(left) == len(own.current.attachments):
        msg = "there is no such attachment on this post"
        raise Refused(msg, code="no_such_attachment")
    draft.write(_edited(draft, own, attachments=tuple(left)))


def raise_reach(draft: Draft, command: Raise) -> None:
    """Let the current version reach further out, also to a ring that is not entered yet.

    Raises:
        Refused: not one's own, withdrawn, ended, not further than now, or beyond the parent's reach.
    """
    own, author = _own(draft, command.post, command.by)
    _further(draft, own, author, command.reach)
    draft.write(f.Raised(at=draft.now, post=own.id, reach=command.reach))


def _further(draft: Draft, own: PostState, author: Member, reach: int) -> None:
    if own.kind == "note" or not own.current.reach < reach <= draft.state.ladder.last:
        msg = "a post can only be raised, to a ring further out than it reaches now; a note cannot"
        raise Refused(msg, code="bad_reach")
    _below_parent(draft, author, own.parent, reach)


def withdraw_post(draft: Draft, command: WithdrawPost) -> None:
    """Take a post back; a withdrawn answer counts as refused. After the end it stays as it was."""
    own, _ = _own(draft, command.post, command.by)
    draft.write(f.PostWithdrawn(at=draft.now, post=own.id))
    resume_if_nothing_waits(draft)
