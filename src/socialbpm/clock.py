"""The only place that reads the time. Everything else is handed a `Clock`, or `now`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time as an aware UTC datetime."""

    def now(self) -> datetime:
        """Return the present moment."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass
class FrozenClock:
    """A clock that stands still until it is moved: for tests and the demo.

    >>> clock = FrozenClock(datetime(2026, 1, 5, 9, tzinfo=UTC))
    >>> clock.advance(timedelta(hours=2)).isoformat()
    '2026-01-05T11:00:00+00:00'
    """

    at: datetime

    def __post_init__(self) -> None:
        """Refuse a naive datetime: its zone would be a guess."""
        if self.at.tzinfo is None:
            msg = f"{self.at!r} has no time zone; use an aware datetime, e.g. with tzinfo=UTC"
            raise ValueError(msg)

    def now(self) -> datetime:
        """Return where the clock stands."""
        return self.at

    def advance(self, by: timedelta) -> datetime:
        """Move the clock forward and return the new time."""
        return self.move_to(self.at + by)

    def move_to(self, at: datetime) -> datetime:
        """Move the clock to `at` and return it."""
        self.at = at
        return at
