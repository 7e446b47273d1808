"""Working time: what PT4H or P3D means for somebody who works Monday to Friday, nine to five (ladder.md, "Timers").

Waits run in the asker's working time, patience in the asked person's. Nothing here reads a clock: callers hand in
moments, aware of their zone, and get moments in UTC back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opening_hours import OpeningHours, State
from opening_hours import ParserError as BadHours  # type: ignore[attr-defined]  # the stub leaves out its errors
from opening_hours import UnknownCountryError as BadCountry  # type: ignore[attr-defined]  # the same

DAY = timedelta(days=1)
FOREVER = datetime.max.replace(tzinfo=UTC)
ORDINARY_MONDAY = date(2026, 3, 2)
"""A week of no season; only where a calendar is closed in it, the next one that is open stands in."""
CHECKED_YEARS = range(2020, 2060)
"""A calendar must open at least once in each of these years, so that every wait ends."""

STRETCHES_AHEAD = 8
"""How many open stretches are kept at hand for each calendar and day: most waits end within a working week."""

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Span:
    """So many working days and so much working time; longer than zero.

    How long a working day is, the calendar says that the span is used with. `days` may be a fraction, because half of
    P3D is one and a half working days, whatever their length.

    >>> Span(3).half()
    Span(days=Fraction(3, 2), time=datetime.timedelta(0))

    Raises:
        ValueError: a part is below zero, or both are zero.
    """

    days: int | Fraction = 0
    time: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        if self.days < 0 or self.time < timedelta(0) or not (self.days or self.time):
            msg = f"a span of {self.days} days and {self.time} is no time at all; it must be longer than zero"
            raise ValueError(msg)

    def half(self) -> Span:
        """Half as much: the patience of a ring that names none (ladder.md, "The element")."""
        return Span(Fraction(self.days) / 2, self.time / 2)


@dataclass(frozen=True)
class Calendar:
    """When somebody works: opening hours in the syntax of OpenStreetMap, in a zone, minus a country's holidays.

    `country` is an ISO 3166 code such as `DE`. With it public holidays are off, unless `hours` has a rule for `PH`.

    Raises:
        ValueError: hours, zone or country cannot be read, or nothing is open in some year.
    """

    hours: str = "Mo-Fr 09:00-17:00"
    zone: str = "UTC"
    country: str | None = None

    def __post_init__(self) -> None:
        _checked(self)
        _day(self.hours)

    @property
    def day(self) -> timedelta:
        """One working day: the mean open time of the days that are open in an ordinary week, without holidays."""
        return _day(self.hours)

    def amount(self, span: Span | timedelta) -> timedelta:
        """How much working time `span` is here, to the microsecond.

        >>> Calendar("Mo-Fr 09:00-17:00").amount(Span(3).half())
        datetime.timedelta(seconds=43200)

        Raises:
            ValueError: `span` is below zero.
        """
        if isinstance(span, Span):
            return _amount(self.hours, span)
        if span < timedelta(0):
            msg = f"{span} of working time is below zero"
            raise ValueError(msg)
        return span

    def is_open(self, at: datetime) -> bool:
        """Whether it is working time at a moment.

        >>> [Calendar().is_open(datetime(2026, 1, day, 12, tzinfo=UTC)) for day in (2, 3)]  # a Friday, a Saturday
        [True, False]
        """
        instant = timedelta(microseconds=1)
        return self.after(at, instant) == _utc(at) + instant

    def after(self, start: datetime, span: Span | timedelta) -> datetime:
        """Return the first moment, in UTC, at which `span` of working time has passed since `start`.

        A span that fills the day ends when the day does, not when the next one begins. After no time it is `start`.

        >>> Calendar().after(datetime(2026, 1, 2, 16, tzinfo=UTC), timedelta(hours=2)).isoformat()  # a Friday
        '2026-01-05T10:00:00+00:00'

        Raises:
            ValueError: `start` has no zone, or `span` is below zero.
        """
        left = self.amount(span)
        if not left:
            return _utc(start)
        for begin, end in _open_stretches(self, _utc(start)):
            if end - begin >= left:
                return begin + left
            left -= end - begin
        msg = f"{self.hours!r} has no {span} of working time left after {start}"  # beyond the year 9999
        raise ValueError(msg)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from `start` to `end`; none where `end` is not later.

        Raises:
            ValueError: a moment has no zone.
        """
        total, last = timedelta(0), _utc(end)
        for opens, closes in _open_stretches(self, _utc(start)):
            if opens >= last:
                break
            total += min(closes, last) - opens
        return total


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        msg = f"{moment!r} has no time zone; use an aware datetime, e.g. with tzinfo=UTC"
        raise ValueError(msg)
    return moment.astimezone(UTC)


def _open_stretches(calendar: Calendar, start: datetime) -> Iterator[Stretch]:
    """Yield the open stretches from `start` on, in UTC and in order; the first one is cut at `start`."""
    day = start.astimezone(_zone(calendar.zone)).date()
    known = _next_stretches(calendar, day)
    for opens, closes in known:
        if start < closes:
            yield max(opens, start), closes
    yield from islice(_stretches(calendar, day), len(known), None)


@lru_cache(maxsize=4096)
def _next_stretches(calendar: Calendar, day: date) -> tuple[Stretch, ...]:
    """Return the next open stretches: where much is due at once, nearly all of it asks for those of one day."""
    return tuple(islice(_stretches(calendar, day), STRETCHES_AHEAD))


def _stretches(calendar: Calendar, day: date) -> Iterator[Stretch]:
    """Yield the open stretches from the noon before a day on, in UTC and in order.

    From noon, because the library, asked within the hour that a clock change repeats, would see that hour differently
    than asked from before it, and working time would depend on who asks when.
    """
    noon = datetime.combine(day - DAY, time(12), _zone(calendar.zone))
    for begin, end, state, _ in _checked(calendar).intervals(noon):
        opens, closes = begin.astimezone(UTC), end.astimezone(UTC) if end else FOREVER
        if state == State.OPEN and opens < closes:
            yield opens, closes


@lru_cache(maxsize=1024)
def _checked(calendar: Calendar) -> OpeningHours:
    """Parse the calendar; refuse it where a year passes without open time, for nothing would ever be over."""
    zone = _zone(calendar.zone)
    hours = _parsed(_with_holidays(calendar), zone, calendar.country)
    for year in CHECKED_YEARS:
        first, last = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
        if not any(state == State.OPEN for _, _, state, _ in hours.intervals(first, last)):
            msg = f"hours {calendar.hours!r} have no open time in {year}; use hours that come back every year"
            raise ValueError(msg)
    return hours


def _with_holidays(calendar: Calendar) -> str:
    if calendar.country is None or re.search(r"\bPH\b", calendar.hours):
        return calendar.hours
    return f"{calendar.hours.rstrip('; ')}; PH off"


def _parsed(hours: str, zone: ZoneInfo | None = None, country: str | None = None) -> OpeningHours:
    try:
        return OpeningHours(hours, timezone=zone, country=country)
    except BadHours:
        msg = f"hours {hours!r} cannot be read; write them like 'Mo-Fr 09:00-17:00; Dec 24 off'"
        raise ValueError(msg) from None
    except BadCountry:
        msg = f"country {country!r} is not known; use its ISO code in capitals, e.g. DE"
        raise ValueError(msg) from None


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    try:
        zone = ZoneInfo(name)
        OpeningHours("24/7", timezone=zone)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError):  # TypeError: the library has no such zone
        msg = f"zone {name!r} is not known; use a name like Europe/Berlin"
        raise ValueError(msg) from None
    return zone


@lru_cache(maxsize=1024)
def _amount(hours: str, span: Span) -> timedelta:
    days = Fraction(span.days)
    return _day(hours) * days.numerator / days.denominator + span.time


@lru_cache(maxsize=1024)
def _day(hours: str) -> timedelta:
    """Return the mean of the open days in the first week from `ORDINARY_MONDAY` on that has any."""
    parsed = _parsed(hours)
    for week in range(53):
        days = _open_days(parsed, ORDINARY_MONDAY + timedelta(weeks=week))
        if days:
            return sum(days.values(), timedelta(0)) / len(days)
    msg = f"hours {hours!r} have no ordinary working day; name weekdays or dates besides holidays"
    raise ValueError(msg)


def _open_days(hours: OpeningHours, monday: date) -> dict[date, timedelta]:
    """Add up open time by day. It belongs to the day it begins on, so that a night shift is one day.

    In local time: a week with a clock change is not longer. Asked from two days before, for the shift that is on.
    """
    first, last = datetime.combine(monday, time()), datetime.combine(monday + timedelta(weeks=1), time())
    days: dict[date, timedelta] = {}
    for begin, end, state, _ in hours.intervals(first - 2 * DAY, last + DAY):
        for opens, closes in _by_day(begin, end) if state == State.OPEN else ():
            if first <= opens < last:
                days[opens.date()] = days.get(opens.date(), timedelta(0)) + (closes - opens)
    return days


def _by_day(begin: datetime, end: datetime) -> Iterator[Stretch]:
    """Yield the stretch itself, or its pieces from midnight to midnight where it is longer than a day."""
    while end - begin > DAY:
        midnight = datetime.combine(begin.date() + DAY, time())
        yield begin, midnight
        begin = midnight
    yield begin, end


ALWAYS = Calendar("24/7")
"""Elapsed time: every hour counts."""

OFFICE_HOURS = Calendar()
"""Whoever says nothing else works Monday to Friday, nine to five, in UTC."""
