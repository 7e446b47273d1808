"""When to send again: after which answers, how long after, and when to give up. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from socialbpm.contract.letters import Reason

WINDOW = timedelta(hours=24)
"""From the first try to the last."""
FIRST = timedelta(seconds=5)
LONGEST = timedelta(hours=4)
FACTOR = 3
TRIPLED_AT_MOST = 20
"""More often it is the longest pause anyway."""
SOME_OF_IT = 0.5
"""A pause is at least this part of what it may be: jitter, so that many do not come back at the same moment."""
_TEMPORARY = frozenset({408, 425, 429})
_GONE = 410
_SERVER = 500
_BUSY = frozenset({429, 503})
_DELIVERED = range(200, 300)
Dice = Callable[[], float]
"""Returns a number from 0 to 1."""


@dataclass(frozen=True)
class Answer:
    """What came of a call: a `status`, or in a word why there was none. `refused`: the guard did not let it out."""

    status: int | None = None
    error: str | None = None
    retry_after: str | None = None
    refused: bool = False

    @property
    def delivered(self) -> bool:
        """Whether it was taken."""
        return self.status in _DELIVERED

    @property
    def gone(self) -> bool:
        """Whether the receiver says that it will never be there again."""
        return self.status == _GONE

    @property
    def temporary(self) -> bool:
        """Whether the same may be taken later: after a network error, 408, 425, 429 and 5xx; nothing else."""
        if self.status is None:
            return not self.refused
        return self.status in _TEMPORARY or self.status >= _SERVER

    @property
    def nobody_there(self) -> bool:
        """Whether the next letter would fare as this one did; another status may be about this one alone."""
        return (self.status is None or self.status in _BUSY) and not self.refused


@dataclass(frozen=True)
class Verdict:
    """What becomes of a letter: it is `sent`; or tried again at `again`; or dead, for a `reason`."""

    sent: bool = False
    again: datetime | None = None
    reason: Reason | None = None


def verdict(answer: Answer, tries: int, since: datetime, now: datetime, dice: Dice) -> Verdict:
    """Judge the try number `tries` of a letter that was first tried at `since`."""
    if answer.delivered:
        return Verdict(sent=True)
    if answer.gone:
        return Verdict(reason="gone")
    if not answer.temporary:
        return Verdict(reason="refused")
    again = next_try(tries, since, now, dice, asked=retry_at(answer.retry_after, now))
    return Verdict(again=again) if again else Verdict(reason="gave_up")


def next_try(
    tries: int, since: datetime, now: datetime, dice: Dice, *, asked: datetime | None = None
) -> datetime | None:
    """Return when to try again after `tries` tries, not before the receiver `asked` for it; None: give up.

    The last try is at the end of the window.
    """
    end = since + WINDOW
    if now >= end or (asked is not None and asked > end):
        return None
    own = now + pause(tries) * (SOME_OF_IT + (1 - SOME_OF_IT) * dice())
    return min(end, max(own, asked or own))


def pause(tries: int) -> timedelta:
    """Return the longest pause after so many tries.

    >>> [pause(tries).total_seconds() for tries in (1, 2, 3, 7, 8, 9, 1000)]
    [5.0, 15.0, 45.0, 3645.0, 10935.0, 14400.0, 14400.0]
    """
    return min(LONGEST, FIRST * int(FACTOR ** min(tries - 1, TRIPLED_AT_MOST)))


def retry_at(retry_after: str | None, now: datetime) -> datetime | None:
    """Read a `Retry-After`: seconds or a date. What is neither, or over, says nothing.

    >>> retry_at("120", datetime(2026, 1, 5, 9, tzinfo=UTC)).isoformat()
    '2026-01-05T09:02:00+00:00'
    """
    if retry_after is None:
        return None
    text = retry_after.strip()
    try:
        if text.isascii() and text.isdecimal():
            return now + timedelta(seconds=int(text[:9]))
        found = parsedate_to_datetime(text)
        at = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at > now else None
