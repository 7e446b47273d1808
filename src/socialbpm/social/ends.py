"""Exactly one end, and what is still possible after it (laws 8 and 10)."""

from __future__ import annotations

from socialbpm.errors import Refused
from socialbpm.social import facts as f
from socialbpm.social.commands import (
    Accept,
    EndAbandoned,
    EndTask,
    GiveUp,
    SayIfHelped,
    SolveAlone,
    Thank,
    Withdraw,
)
from socialbpm.social.discussion import PostState
from socialbpm.social.draft import Draft, asker_only, member_of, open_only
from socialbpm.social.ladder import SELF_RING
from socialbpm.social.sight import sees, version_item


def end(draft: Draft, outcome: f.Outcome, *, confirmed: bool = True, experience: str | None = None) -> None:
    """End the discussion: every wait, proposal and open ask ends with it."""
    for ask in draft.state.open_asks:
        draft.write(f.AskClosed(at=draft.now, ask=ask.number))
    draft.write(f.Ended(at=draft.now, outcome=outcome, confirmed=confirmed, experience=experience))


def accept(draft: Draft, command: Accept) -> None:
    """Alice takes a version of a post as the answer; its value goes back to the process.

    So may who answers for the process, where they are a member and see it: the role shows them nothing.

    Raises:
        Refused: neither the asker nor the owner, the discussion ended, or there is no such version for them to accept.
    """
    as_owner = command.as_owner and command.by != draft.state.asker
    if not as_owner:
        asker_only(draft, command.by)
    open_only(draft)
    post = _for_owner(draft, command) if as_owner else _readable(draft, command.post)
    if not 1 <= command.version <= len(post.versions):
        msg = f"the post has no version {command.version}"
        raise Refused(msg, hint=f"Its current version is {len(post.versions)}.", code="no_such_version")
    by = command.by if as_owner else None
    draft.write(f.Accepted(at=draft.now, post=post.id, version=command.version, value=command.value, by=by))
    end(draft, "answered")


def _for_owner(draft: Draft, command: Accept) -> PostState:
    """Return the post that a process owner accepts: an answer of somebody else which they see.

    The rest is up to the asker: what is no answer was not meant to go back to the process.
    """
    member, post = member_of(draft, command.by), _readable(draft, command.post)
    wanted = min(max(command.version, 1), len(post.versions))
    if post.kind != "answer" or not sees(member, version_item(post, wanted)):
        raise _no_such_post()
    if post.author == command.by:
        msg = "somebody else has to accept what you wrote"
        raise Refused(msg, code="own_words")
    return post


def _readable(draft: Draft, post_id: str) -> PostState:
    post = draft.state.posts.get(post_id)
    if post is None or post.withdrawn or post.kind == "note":
        raise _no_such_post()
    return post


def _no_such_post() -> Refused:
    return Refused("there is no such post to decide about", code="no_such_post")


def solve_alone(draft: Draft, command: SolveAlone) -> None:
    """Alice solved it herself."""
    asker_only(draft, command.by)
    open_only(draft)
    end(draft, "solved_alone", experience=command.experience)


def withdraw(draft: Draft, command: Withdraw) -> None:
    """Alice takes her question back."""
    asker_only(draft, command.by)
    open_only(draft)
    end(draft, "withdrawn")


def give_up(draft: Draft, command: GiveUp) -> None:
    """Alice closes it as unanswered."""
    asker_only(draft, command.by)
    open_only(draft)
    end(draft, "no_answer")


def end_abandoned(draft: Draft, command: EndAbandoned) -> None:
    """A business administrator ends what nobody can end any more; that does not let them read it.

    Raises:
        Refused: the discussion ended, the asker is still there, or the caller is no administrator of the task.
    """
    open_only(draft)
    if not command.administrator or draft.state.member(draft.state.asker) is not None:
        msg = "only a business administrator may end it, and only if the asker is gone"
        raise Refused(msg, code="not_abandoned")
    end(draft, "no_answer", confirmed=False)


def end_task(draft: Draft, command: EndTask) -> None:
    """The task is over, and with it the lease.

    The asker who, as owner, completes it while nobody else was let in has solved it alone, though they did not say so.
    """
    state = draft.state
    if state.ended:
        return
    own = command.by == state.asker and state.owner in {None, state.asker}
    if command.completed and own and state.current == SELF_RING:
        end(draft, "solved_alone", confirmed=False)
        return
    answers = state.answers
    end(draft, "task_ended")
    if answers:
        draft.write(f.AskedIfHelped(at=draft.now))


def thank(draft: Draft, command: Thank) -> None:
    """Alice thanks somebody who wrote, also after the end."""
    asker_only(draft, command.by)
    authors = {post.author for post in draft.state.posts.values() if post.kind != "note"}
    if command.person not in authors - {command.by}:
        msg = "thanks go to somebody who wrote here"
        raise Refused(msg, code="nothing_to_thank_for")
    if command.person not in draft.state.thanked:
        draft.write(f.Thanked(at=draft.now, person=command.person))


def say_if_helped(draft: Draft, command: SayIfHelped) -> None:
    """After the end, Alice says whether a post helped."""
    asker_only(draft, command.by)
    ended_only(draft)
    post = _readable(draft, command.post)
    draft.write(f.Helped(at=draft.now, post=post.id, helped=command.helped))


def ended_only(draft: Draft) -> None:
    """Refuse what makes sense only after the end."""
    if not draft.state.ended:
        msg = "the discussion has not ended"
        raise Refused(msg, code="not_ended")
