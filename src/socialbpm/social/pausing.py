"""An answer on the table pauses everything until the asker says what it is worth."""

from __future__ import annotations

from socialbpm.errors import Refused
from socialbpm.social import facts as f
from socialbpm.social.commands import RefuseAnswer
from socialbpm.social.draft import Draft, asker_only, open_only


def pause(draft: Draft) -> None:
    """Stop the clock of rings and proposals, and start counting the asker's silence."""
    if not draft.state.paused:
        calendar = draft.state.calendar
        left = {timer: calendar.between(draft.now, until) for timer, until in draft.state.timers.items()}
        draft.write(f.Paused(at=draft.now, left=left))
    count_silence(draft)


def count_silence(draft: Draft) -> None:
    """Count from now: after one wait the asker is asked whether it helped, after two it ends."""
    helped = draft.later(draft.pace)
    silence = draft.state.calendar.after(helped, draft.pace)
    draft.write(f.SilenceCounted(at=draft.now, helped=helped, silence=silence))


def resume_if_nothing_waits(draft: Draft) -> None:
    """Let time go on, with what was left, once no unrefused answer remains."""
    if draft.state.paused and not draft.state.answers:
        calendar = draft.state.calendar
        until = {timer: calendar.after(draft.now, left) for timer, left in draft.state.frozen.items()}
        draft.write(f.Resumed(at=draft.now, until=until))


def refuse_answer(draft: Draft, command: RefuseAnswer) -> None:
    """Alice says "not it".

    Raises:
        Refused: not the asker, the discussion ended, or that is no answer that waits for a word of hers.
    """
    asker_only(draft, command.by)
    open_only(draft)
    if command.post not in {post.id for post in draft.state.answers}:
        msg = "that is not an answer which waits for your word"
        raise Refused(msg, code="not_an_answer")
    draft.write(f.NotIt(at=draft.now, post=command.post))
    resume_if_nothing_waits(draft)


def refuse_all(draft: Draft) -> None:
    """Going on says "not it" to every answer that is there."""
    for post in draft.state.answers:
        draft.write(f.NotIt(at=draft.now, post=post.id))
    resume_if_nothing_waits(draft)
