"""Named asks, a few at a time: who is next, and how an ask ends (law 7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from socialbpm.errors import Refused
from socialbpm.social import facts as f
from socialbpm.social.audience import Candidate, PersonId
from socialbpm.social.commands import PassOn
from socialbpm.social.discussion import Ask, Discussion
from socialbpm.social.draft import Draft, member_of, open_only


def eligible(state: Discussion, pool: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return who of the pool may still come in by themselves, best first."""
    return tuple(candidate for candidate in pool if may_come_in(state, candidate.person))


def may_come_in(state: Discussion, person: PersonId) -> bool:
    """Whether somebody may come in by themselves, if they are in a pool: nobody who is in, passed, or was taken out."""
    if person in state.excluded or person in state.gone or person in state.barred or person == state.asker:
        return False
    return state.member(person) is None or _said_not_now(state, person)


def _said_not_now(state: Discussion, person: PersonId) -> bool:
    """Whether their last ask ended as "not now", and that time is over: else they would still be barred."""
    own = [ask for ask in state.asks if ask.person == person]
    return bool(own) and own[-1].state == "passed"


def room(state: Discussion, ring: int) -> int:
    """How many more people may come in through a ring."""
    return max(0, state.ladder[ring].most - state.came_in_through(ring))


def first_of(state: Discussion, ring: int, people: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return whom entering `ring` lets in or asks at once."""
    batch = state.ladder[ring].batch
    return people[: min(room(state, ring), room(state, ring) if batch is None else batch)]


def takes_a_place(state: Discussion, ask: Ask) -> bool:
    """Whether an ask still holds one of the batch's places: it is open, or was answered by more than a "not it"."""
    if ask.state == "answered":
        answers = [post for post in state.posts.values() if post.author == ask.person and post.kind == "answer"]
        return not answers or any(post.waits_for_a_word for post in answers)
    return ask.state == "open"


def vacancies(state: Discussion) -> int:
    """How many more people of the current ring may be asked now."""
    if state.paused or state.ring.batch is None:
        return 0
    places = state.ring.batch if state.places is None else state.places
    taken = sum(takes_a_place(state, ask) for ask in state.asks if ask.ring == state.current)
    return max(0, min(places - taken, room(state, state.current)))


def let_in_or_ask(draft: Draft, candidate: Candidate, ring: int) -> None:
    """Let somebody of the pool in: by name with an ask, or, where the ring informs everybody, without one."""
    if draft.state.ladder[ring].batch is None:
        _come_in(draft, candidate, ring, "role")
        return
    if draft.state.member(candidate.person) is None:
        _come_in(draft, candidate, ring, "asked")
    draft.write(
        f.Asked(
            at=draft.now,
            ask=len(draft.state.asks) + 1,
            person=candidate.person,
            ring=ring,
            until=_lapses(draft, candidate, ring),
            reason=candidate.reason,
        )
    )


def _come_in(draft: Draft, candidate: Candidate, ring: int, ground: f.Ground) -> None:
    draft.write(
        f.CameIn(
            at=draft.now,
            person=candidate.person,
            ring=ring,
            ground=ground,
            source=candidate.source,
            reason=candidate.reason,
        )
    )


def _lapses(draft: Draft, candidate: Candidate, ring: int) -> datetime:
    """When the ask lapses: after the ring's patience, in the asked person's own working time."""
    own = draft.state.ladder[ring]
    patience = own.patience or own.pace.half()
    return candidate.calendar.after(draft.now, patience)


def fill(draft: Draft) -> None:
    """Ask the next of the current ring's pool, for every place that a pass, a lapse or a "not it" left."""
    places = vacancies(draft.state)
    if places:
        ring = draft.state.current
        for candidate in eligible(draft.state, draft.pool(ring))[:places]:
            let_in_or_ask(draft, candidate, ring)


def mark_answered(draft: Draft, person: PersonId) -> None:
    """Any post by an asked person answers their ask, also after it lapsed."""
    for ask in draft.state.asks:
        if ask.person == person and ask.state in {"open", "lapsed"}:
            draft.write(f.AskAnswered(at=draft.now, ask=ask.number))


def close_ask_of(draft: Draft, person: PersonId) -> None:
    """Close the open ask of somebody who is taken out."""
    ask = draft.state.open_ask_of(person)
    if ask is not None:
        draft.write(f.AskClosed(at=draft.now, ask=ask.number))


def pass_on(draft: Draft, command: PassOn) -> None:
    """Carol passes, without a reason; she may still read and write.

    Raises:
        Refused: nothing is asked of her, or "not now" names a moment that is over.
    """
    open_only(draft)
    member_of(draft, command.by)
    ask = draft.state.open_ask_of(command.by)
    if ask is None:
        msg = "nothing is asked of you here"
        raise Refused(msg, code="not_asked_of_you")
    if command.again_at is not None and command.again_at <= draft.now:
        msg = f'"not now" until {command.again_at.isoformat()} lies in the past'
        raise Refused(msg, hint="Name a later moment, or pass without one.", code="not_now_is_over")
    draft.write(f.Passed(at=draft.now, ask=ask.number, again_at=command.again_at))
