"""The only place that reads the time. Everything else is handed a `Clock`, or `now`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    import time_machine


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


class FrozenTime(FrozenClock):
    """A frozen clock that takes the machine's clock along, for a `with` block; outside it, it is a `FrozenClock`.

    SpiffWorkflow reads the machine's clock for its timers, so a test of those freezes both. Needs `time-machine`.

    >>> with FrozenTime(datetime(2026, 1, 5, 9, tzinfo=UTC)) as clock:
    ...     _ = clock.advance(timedelta(hours=2))
    ...     datetime.now(UTC).isoformat()
    '2026-01-05T11:00:00+00:00'
    """

    _machine: time_machine.Traveller | None = None

    def __enter__(self) -> Self:
        """Stop the machine's clock.

        Raises:
            ModuleNotFoundError: `time-machine` is not installed.
        """
        try:
            import time_machine
        except ModuleNotFoundError as error:
            msg = f'{error.msg}; it stops the machine\'s clock: pip install "socialbpm[testing]"'
            raise ModuleNotFoundError(msg, name=error.name) from None
        self._travel = time_machine.travel(self.at.astimezone(UTC), tick=False)
        self._machine = self._travel.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._machine = None
        self._travel.stop()

    def move_to(self, at: datetime) -> datetime:
        """Move both clocks to `at` and return it."""
        if self._machine is not None:
            self._machine.move_to(at.astimezone(UTC))
        return super().move_to(at)
