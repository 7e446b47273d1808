"""`decide(state, command, now) -> facts`: the one door to the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from socialbpm.errors import Refused
from socialbpm.social import asks, commands, consent, ends, experience, members, pausing, posts, widening
from socialbpm.social import facts as f
from socialbpm.social.discussion import Discussion
from socialbpm.social.draft import Draft
from socialbpm.social.evolve import evolve
from socialbpm.social.ladder import FIRST_RING, Step
from socialbpm.social.timers import Due, earliest, is_due


class Decided(NamedTuple):
    """What happens, and the state that it leads to."""

    facts: list[f.Fact]
    after: Discussion


def decide(state: Discussion | None, command: commands.Command, now: datetime) -> list[f.Fact]:
    """Return what happens when `command` comes at `now` (aware UTC): what is due is worked off first, then the command.

    Raises: as `decided` does.
    """
    return decided(state, command, now).facts


def decided(state: Discussion | None, command: commands.Command, now: datetime) -> Decided:
    """Return what `decide` does, and what it adds up to: whoever keeps the facts needs not evolve them again.

    Raises:
        Refused: the rules say no; nothing happened. `code` says why.
        PoolNeeded: it depends on a pool that `command` does not bring along; one of those that `wanted_rings` names.
        ValueError: the command does not fit the state at all.
    """
    if isinstance(command, commands.Open):
        return _open(state, command, now)
    if state is None:
        msg = f"{type(command).__name__} needs a discussion"
        raise ValueError(msg)
    draft = Draft(state, now, command.pools)
    _work_off(draft)
    _handle(draft, command)
    return Decided(draft.facts, draft.state)


def work_off(state: Discussion, pools: commands.Pools, now: datetime) -> list[f.Fact]:
    """Return what happens by itself up to `now`: late things are worked off in order, new waits count from now."""
    return decide(state, commands.Tick(pools=pools), now)


def wanted_rings(state: Discussion | None, command: commands.Command, now: datetime) -> frozenset[int]:
    """Return the rings whose pools `command` may need; with all of these it needs no other."""
    if isinstance(command, commands.Open):
        return frozenset() if command.question is None else frozenset(range(FIRST_RING, command.ladder.last + 1))
    if state is None or state.ended:
        return frozenset()
    due = earliest(state)
    if isinstance(command, MOVING) or (due is not None and due.at <= now):
        innermost = FIRST_RING if isinstance(command, commands.Join) else max(state.current, FIRST_RING)
        return frozenset(range(innermost, state.ladder.last + 1))
    return frozenset()


def _open(state: Discussion | None, command: commands.Open, now: datetime) -> Decided:
    if state is not None:
        msg = f"discussion {state.id} is open already"
        raise ValueError(msg)
    if command.by in command.excluded:
        msg = "you cannot ask about this task"
        raise Refused(msg, code="not_available")
    opened = _opened(command, now)
    draft = Draft(evolve(None, opened), now, command.pools, [opened])
    if command.request is not None:
        draft.write(f.Fired(at=now, request=command.request))
    if command.question is not None:
        widening.put_question(draft, command.question, attachments=command.attachments)
    return Decided(draft.facts, draft.state)


def _opened(command: commands.Open, now: datetime) -> f.Opened:
    return f.Opened(
        at=now,
        discussion=command.discussion,
        task=command.task,
        event=command.event,
        asker=command.by,
        ladder=command.ladder,
        calendar=command.calendar,
        expires=now + command.lifetime,
        fields=command.fields,
        excluded=command.excluded,
        owner=command.owner,
        revision=command.revision,
        draft=command.draft,
        continues=command.continues,
    )


# --- time


def _work_off(draft: Draft) -> None:
    while is_due(draft.state, draft.now) and (due := earliest(draft.state)) is not None:
        _happen(draft, due)


def _happen(draft: Draft, due: Due) -> None:
    HAPPENINGS[due.what](draft, due)


def _expire(draft: Draft, _: Due) -> None:
    ends.end(draft, "expired", confirmed=False)


def _end_unanswered(draft: Draft, _: Due) -> None:
    ends.end(draft, "no_answer", confirmed=False)


def _remind(draft: Draft, _: Due) -> None:
    draft.write(f.ProposalReminded(at=draft.now))


def _ask_if_helped(draft: Draft, _: Due) -> None:
    draft.write(f.AskedIfHelped(at=draft.now))
    _propose_after_silence(draft)


def _lapse(draft: Draft, due: Due) -> None:
    draft.write(f.Lapsed(at=draft.now, ask=int(due.ref)))
    widening.settle(draft)


def _come_back(draft: Draft, due: Due) -> None:
    draft.write(f.CameBack(at=draft.now, person=str(due.ref)))
    widening.settle(draft)


def _propose_after_silence(draft: Draft) -> None:
    """An answer that nobody confirmed never widens by itself; where there is a ring, the asker gets the proposal.

    Unless they have it already, or said "no further".
    """
    state = draft.state
    if state.proposal is None and not state.no_further and state.current < state.ladder.last:
        widening.propose(draft)


HAPPENINGS: dict[str, Callable[[Draft, Due], None]] = {
    "expiry": _expire,
    "silence": _end_unanswered,
    "unanswered": _end_unanswered,
    "stay": _end_unanswered,
    "wait": lambda draft, _: widening.wait_ran_out(draft),
    "again": lambda draft, _: widening.propose(draft),
    "remind": _remind,
    "helped": _ask_if_helped,
    "lapse": _lapse,
    "back": _come_back,
}


# --- commands

MOVING = (
    commands.Tick,
    commands.AskQuestion,
    commands.Post,
    commands.WithdrawPost,
    commands.PassOn,
    commands.TakePreview,
    commands.Widen,
    commands.Consent,
    commands.RefuseAnswer,
    commands.Remove,
    commands.Leave,
    commands.Join,
    commands.HandOver,
    commands.ChangePeople,
    commands.OffBoard,
)
"""Commands after which somebody may be asked, or the ring may be over: they bring pools along."""


def _fire(draft: Draft, command: commands.Fire) -> None:
    if command.request not in draft.state.firings:
        fields = () if draft.state.fields or draft.state.ended else _closer_than_strangers(draft.state, command.fields)
        draft.write(f.Fired(at=draft.now, request=command.request, fields=fields))


def _closer_than_strangers(state: Discussion, fields: tuple[f.SharedField, ...]) -> tuple[f.SharedField, ...]:
    """Fields that come late stay closer than a community that is entered already: its preview did not show them."""
    entered = [ring for ring in range(FIRST_RING, state.current + 1) if state.ladder[ring].step is Step.COMMUNITY]
    outermost = entered[0] - 1 if entered else state.ladder.last
    return tuple(replace(field, reach=min(field.reach, outermost)) for field in fields)


def _tick(draft: Draft, command: commands.Tick) -> None:
    """Time went by; what was due is worked off by now."""


HANDLERS: dict[type[commands.Command], Callable[[Draft, Any], None]] = {
    commands.Tick: _tick,
    commands.Fire: _fire,
    commands.AskQuestion: widening.ask_question,
    commands.Word: widening.word,
    commands.Post: posts.post,
    commands.Edit: posts.edit,
    commands.Attach: posts.attach,
    commands.TakeOff: posts.take_off,
    commands.Raise: posts.raise_reach,
    commands.WithdrawPost: posts.withdraw_post,
    commands.PassOn: asks.pass_on,
    commands.TakePreview: consent.take_preview,
    commands.Widen: widening.widen,
    commands.Consent: widening.consent,
    commands.Decline: widening.decline,
    commands.Accept: ends.accept,
    commands.RefuseAnswer: pausing.refuse_answer,
    commands.SolveAlone: ends.solve_alone,
    commands.Withdraw: ends.withdraw,
    commands.GiveUp: ends.give_up,
    commands.EndAbandoned: ends.end_abandoned,
    commands.EndTask: ends.end_task,
    commands.Strike: members.strike,
    commands.BringIn: members.bring_in,
    commands.BringCloser: members.bring_closer,
    commands.HandOver: members.hand_over,
    commands.Remove: members.remove,
    commands.Leave: members.leave,
    commands.Join: members.join,
    commands.ChangePeople: members.change_people,
    commands.OffBoard: members.off_board,
    commands.Thank: ends.thank,
    commands.SayIfHelped: ends.say_if_helped,
    commands.Release: experience.release,
    commands.TakeBack: experience.take_back,
    commands.NoteUse: experience.note_use,
}


def _handle(draft: Draft, command: commands.Command) -> None:
    asker = draft.state.asker
    HANDLERS[type(command)](draft, command)
    if draft.state.paused and isinstance(command, commands.ByPerson) and command.by == asker:
        pausing.count_silence(draft)
    if isinstance(command, MOVING):
        widening.settle(draft)
