"""What a discussion waits for, and when: the clock of the ladder, without a clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.facts import Timer


class Due(NamedTuple):
    """Something that happens by itself at `at`. `ref` is the number of an ask, or a person."""

    at: datetime
    what: Timer | Literal["expiry", "lapse", "back"]
    ref: int | PersonId = ""


def _running(state: Discussion) -> Iterator[tuple[Timer, datetime]]:
    """Yield the timers that run: the wait of a ring that is over does not, unless nothing else follows it."""
    over = state.over and not state.no_further
    return ((timer, until) for timer, until in state.timers.items() if timer != "wait" or not over)


def _waiting(state: Discussion) -> Iterator[Due]:
    yield Due(state.expires, "expiry")
    yield from (Due(until, timer) for timer, until in _running(state))
    yield from (Due(ask.until, "lapse", ask.number) for ask in state.open_asks)
    yield from (Due(until, "back", person) for person, until in state.not_now.items())


def earliest(state: Discussion) -> Due | None:
    """Return what happens next by itself, or None for a discussion that ended."""
    return None if state.ended else min(_waiting(state), key=lambda due: (due.at, due.what, str(due.ref)))


def next_due(state: Discussion) -> datetime | None:
    """Return when the discussion must be looked at again (aware UTC), or None if never.

    It is the moment of `earliest`, without saying of what: it is asked several times for each thing that happens.
    """
    if state.ended:
        return None
    asks = [ask.until for ask in state.asks if ask.state == "open"]
    return min([state.expires, *(until for _, until in _running(state)), *asks, *state.not_now.values()])


def is_due(state: Discussion, now: datetime) -> bool:
    """Whether something that happens by itself is waiting to be worked off."""
    at = next_due(state)
    return at is not None and at <= now
