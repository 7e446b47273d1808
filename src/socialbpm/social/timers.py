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


def _waiting(state: Discussion) -> Iterator[Due]:
    yield Due(state.expires, "expiry")
    for timer, until in state.timers.items():
        if timer != "wait" or not state.over or state.no_further:
            yield Due(until, timer)
    yield from (Due(ask.until, "lapse", ask.number) for ask in state.open_asks)
    yield from (Due(until, "back", person) for person, until in state.not_now.items())


def earliest(state: Discussion) -> Due | None:
    """Return what happens next by itself, or None for a discussion that ended."""
    return None if state.ended else min(_waiting(state), key=lambda due: (due.at, due.what, str(due.ref)))


def next_due(state: Discussion) -> datetime | None:
    """Return when the discussion must be looked at again (aware UTC), or None if never."""
    return None if state.ended else min(due.at for due in _waiting(state))


def is_due(state: Discussion, now: datetime) -> bool:
    """Whether something that happens by itself is waiting to be worked off."""
    return not state.ended and any(due.at <= now for due in _waiting(state))
