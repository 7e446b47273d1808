"""How a discussion moves from ring to ring: in order, none skipped, never into a community without consent."""

from __future__ import annotations

from datetime import datetime, timedelta

from socialbpm.errors import Refused
from socialbpm.social import facts as f
from socialbpm.social.asks import eligible, fill, first_of, let_in_or_ask, room
from socialbpm.social.attachments import of_the_question, room_for
from socialbpm.social.audience import Candidate
from socialbpm.social.commands import AskQuestion, Consent, Decline, Widen, Word
from socialbpm.social.consent import agreed_first, files_for, holds, kept, outdated, preview_of, worded
from socialbpm.social.discussion import Discussion
from socialbpm.social.draft import Draft, asked_only, asker_only, open_only
from socialbpm.social.ends import end
from socialbpm.social.facts import Preview
from socialbpm.social.ladder import FIRST_RING, SELF_RING, Step
from socialbpm.social.pausing import refuse_all

# --- asking


def ask_question(draft: Draft, command: AskQuestion) -> None:
    """Alice sends her question; asking is consent to the colleagues' rings, which the preview showed.

    Raises:
        Refused: not the asker, the discussion ended, it was asked before, too many files hang on it, or a consent names
            no preview of hers.
    """
    asker_only(draft, command.by)
    open_only(draft)
    if draft.state.asked:
        msg = "the question was asked already"
        raise Refused(msg, hint="Reword it, or post a comment.", code="asked_already")
    put_question(draft, command.content, command.consents, command.attachments)


def put_question(draft: Draft, content: str, consents: tuple[str, ...] = (), attachments: tuple[str, ...] = ()) -> None:
    """Send the question to the first ring. Its files go where its words go: not to a ring that it was worded for."""
    room_for(draft, draft.state.asker, (), attachments)
    draft.write(f.QuestionAsked(at=draft.now, content=content, attachments=attachments))
    for number, ring in enumerate(draft.state.ladder.rings):
        if ring.step is Step.COLLEAGUES and number not in draft.state.chosen:
            draft.write(f.WordingChosen(at=draft.now, ring=number, content=content, attachments=attachments))
    for preview in (kept(draft, preview) for preview in consents):
        _consent_in_advance(draft, preview)
    if draft.state.ladder[FIRST_RING].step is Step.COMMUNITY:
        go_on(draft)
    else:
        enter(draft, FIRST_RING, _agreed_in_advance(draft, FIRST_RING))


def _consent_in_advance(draft: Draft, preview: Preview) -> None:
    if preview.person is not None or preview.ring <= draft.state.current:
        msg = "that preview is not about going on to a further ring"
        raise Refused(msg, hint="Take a preview of the ring and consent to that.", code="unknown_preview")
    draft.write(f.Consented(at=draft.now, ring=preview.ring, preview=preview.id, in_advance=True))


def word(draft: Draft, command: Word) -> None:
    """Say how the question reads for a ring; where people are in already it is shown at once.

    Of the files only those go there that are named anew with the words: a file may say what the new words no longer do.

    Raises:
        Refused: not the asker, the discussion ended, there is no such ring, or a file is not theirs to show there.
    """
    asker_only(draft, command.by)
    open_only(draft)
    if not FIRST_RING <= command.ring <= draft.state.ladder.last:
        msg = "there is no such ring"
        raise Refused(msg, hint=f"Rings: {', '.join(draft.state.ladder.names[1:])}.", code="no_such_ring")
    of_the_question(draft, command.by, files_for(draft.state, command.ring), command.attachments)
    kind = f.Worded if command.ring in draft.state.wordings else f.WordingChosen
    draft.write(kind(at=draft.now, ring=command.ring, content=command.content, attachments=command.attachments))


# --- entering


def enter(draft: Draft, ring: int, agreed: Preview | None = None) -> None:
    """Move to `ring`: its people see the wording for it, and the first of them are asked or let in.

    With `agreed`, the first are those of the kept preview who are still there, and nobody else.
    """
    first = _first(draft, ring, agreed)
    until, places = draft.later(draft.state.ladder[ring].pace), None if agreed is None else len(first)
    draft.write(f.RingEntered(at=draft.now, ring=ring, until=until, places=places))
    draft.write(worded(draft, ring))
    for candidate in first:
        let_in_or_ask(draft, candidate, ring)
    if not first and ring < draft.state.ladder.last:
        draft.write(f.RingPassed(at=draft.now, ring=ring))
        go_on(draft)


def _first(draft: Draft, ring: int, agreed: Preview | None) -> tuple[Candidate, ...]:
    if agreed is not None:
        return agreed_first(draft.state, agreed, draft.pool(ring))
    return first_of(draft.state, ring, eligible(draft.state, draft.pool(ring)))


# --- a ring is over


def settle(draft: Draft) -> None:
    """After people or asks changed: ask whoever is next, and go on if the ring is exhausted."""
    if draft.state.asked and not draft.state.ended:
        fill(draft)
        if _can_be_exhausted(draft.state) and not _anybody_left(draft) and not _stays(draft):
            go_on(draft)


def _can_be_exhausted(state: Discussion) -> bool:
    """A numbered, closed ring where no ask is open; the last one is never left for that, nor one that is over already.

    Asks of inner rings count, too: while somebody may still answer, there is no hurry to go on.
    """
    if state.paused or state.over or state.open_asks or state.current == state.ladder.last:
        return False
    return state.ring.batch is not None and not state.ring.open


def _anybody_left(draft: Draft) -> bool:
    """Whether somebody of the current ring can still be asked; who said "not now" is not there now."""
    ring = draft.state.current
    return bool(room(draft.state, ring)) and bool(eligible(draft.state, draft.pool(ring)))


def _stays(draft: Draft) -> bool:
    """Whether the next ring follows only when the asker acts."""
    following = draft.state.current + 1
    return draft.state.ladder[following].widen == "manual" and _agreed_in_advance(draft, following) is None


def wait_ran_out(draft: Draft) -> None:
    """The ring's time is over: the last ring, or one that is to go no further, ends here."""
    state = draft.state
    if state.current == state.ladder.last or state.no_further:
        end(draft, "no_answer", confirmed=False)
    elif _stays(draft):
        draft.write(f.Staying(at=draft.now, until=draft.later(draft.pace)))
    else:
        go_on(draft)


def go_on(draft: Draft) -> None:
    """The current ring is over: into the next one, or, where that needs the asker's word, a proposal.

    `manual` makes no proposal, save for a ladder that starts with such a ring: there asking is what the asker did.
    """
    following = draft.state.current + 1
    agreed, how = _agreed_in_advance(draft, following), draft.state.ladder[following].widen
    if agreed is not None or how == "auto":
        enter(draft, following, agreed)
    elif how == "propose" or draft.state.current == SELF_RING:
        propose(draft)


def _agreed_in_advance(draft: Draft, ring: int) -> Preview | None:
    """Return the preview that was agreed to for `ring`, while what would be done is that or less."""
    if ring not in draft.state.consents:
        return None
    agreed, pool = draft.state.previews[draft.state.consents[ring]], draft.pool(ring)
    return agreed if holds(draft.state, agreed, preview_of(draft.state, ring, pool), pool) else None


def propose(draft: Draft) -> None:
    """Propose the next ring to the asker: a reminder after one wait, the end after two."""
    ring, calendar = draft.state.current + 1, draft.state.calendar
    if draft.state.paused:
        one = calendar.amount(draft.pace)
        left: dict[f.Timer, timedelta] = {"remind": one, "unanswered": 2 * one}
        draft.write(f.Proposed(at=draft.now, ring=ring, left=left))
    else:
        remind = draft.later(draft.pace)
        until: dict[f.Timer, datetime] = {"remind": remind, "unanswered": calendar.after(remind, draft.pace)}
        draft.write(f.Proposed(at=draft.now, ring=ring, until=until))


# --- the asker's word


def widen(draft: Draft, command: Widen) -> None:
    """The asker says that the ring is over. Into a community that makes a proposal, unless they consented in advance.

    Raises:
        Refused: not the asker, ended, not asked yet, or there is no ring further out.
    """
    asker_only(draft, command.by)
    open_only(draft)
    asked_only(draft)
    if draft.state.current == draft.state.ladder.last:
        msg = "this is the last ring"
        raise Refused(msg, hint="Bring somebody in by name, or end the discussion.", code="last_ring")
    following = draft.state.current + 1
    agreed = _agreed_in_advance(draft, following)
    if agreed is not None or draft.state.ladder[following].step is Step.COLLEAGUES:
        refuse_all(draft)
        enter(draft, following, agreed)
    elif draft.state.proposal is None or draft.state.proposal.declined:
        propose(draft)


def consent(draft: Draft, command: Consent) -> None:
    """The asker agrees to a preview; for a ring further out than the next it is kept for then.

    Raises:
        Refused: not the asker, ended, not asked yet, no such preview, the ring is entered already, or more would be
            shown now than the preview showed: then the refusal brings a new preview.
    """
    asker_only(draft, command.by)
    open_only(draft)
    asked_only(draft)
    agreed = kept(draft, command.preview)
    if agreed.ring != draft.state.current + 1 or agreed.person is not None:
        _consent_in_advance(draft, agreed)
        return
    pool = draft.pool(agreed.ring)
    fresh = preview_of(draft.state, agreed.ring, pool)
    if not holds(draft.state, agreed, fresh, pool):
        raise outdated(fresh)
    refuse_all(draft)
    draft.write(f.Consented(at=draft.now, ring=agreed.ring, preview=agreed.id))
    enter(draft, agreed.ring, agreed)


def decline(draft: Draft, command: Decline) -> None:
    """Not yet: the proposal comes again after the ring's wait. Or no further: it ends when that wait runs out.

    Raises:
        Refused: not the asker, ended, or nothing is proposed.
    """
    asker_only(draft, command.by)
    open_only(draft)
    if draft.state.proposal is None:
        msg = "nothing is proposed to you"
        raise Refused(msg, code="nothing_proposed")
    ring, paused = draft.state.proposal.ring, draft.state.paused
    if not command.further:
        draft.write(f.Declined(at=draft.now, ring=ring, further=False))
        if not paused and draft.state.timers.get("wait", draft.now) <= draft.now:
            end(draft, "no_answer")
    elif paused:
        draft.write(f.Declined(at=draft.now, ring=ring, left=draft.state.calendar.amount(draft.pace)))
    else:
        draft.write(f.Declined(at=draft.now, ring=ring, again_at=draft.later(draft.pace)))
