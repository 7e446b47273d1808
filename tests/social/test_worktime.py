"""Working time: weekends, holidays, clock changes, and the arithmetic that the ladder's timers rest on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialbpm.social.worktime import ALWAYS, Calendar, Span

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
OFFICE = Calendar("Mo-Fr 09:00-17:00", "Europe/Berlin", "DE")
NIGHT = Calendar("Mo-Fr 22:00-06:00", "Europe/Berlin")
EXAMPLE = "'Mo-Fr 09:00-17:00; Dec 24 off'"
EVERY_YEAR = "use hours that come back every year"
WEEKDAYS = "name weekdays or dates besides holidays"
NIGHTLY = Calendar("01:30-02:30", "Europe/Berlin")


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


class TestSpan:
    """An amount of working time."""

    def test_half_of_an_odd_number_of_days_keeps_the_half_day(self) -> None:
        """Half of P3D is one and a half working days, however long a day is."""
        assert Span(Fraction(3, 2)) == Span(3).half()
        assert OFFICE.amount(Span(3).half()) == 12 * HOUR
        assert ALWAYS.amount(Span(3).half()) == 36 * HOUR

    def test_half_of_days_and_time_halves_both(self) -> None:
        """Half of P2DT3H is one day and an hour and a half."""
        assert Span(1, timedelta(minutes=90)) == Span(2, 3 * HOUR).half()

    @pytest.mark.parametrize(("days", "time"), [(0, timedelta(0)), (-1, 2 * HOUR), (1, -HOUR)])
    def test_no_time_at_all_is_refused(self, days: int, time: timedelta) -> None:
        """A wait of nothing would be over before anybody could answer."""
        with pytest.raises(ValueError, match="it must be longer than zero"):
            Span(days, time)


class TestWorkingDay:
    """How long one working day is."""

    @pytest.mark.parametrize(
        ("hours", "day"),
        [
            ("Mo-Fr 09:00-17:00", 8 * HOUR),
            ("24/7", 24 * HOUR),
            ("Mo-Sa 00:00-24:00", 24 * HOUR),
            ("Mo-Th 08:00-12:00,13:00-17:00; Fr 08:00-12:00", 7.2 * HOUR),
            ("Mo-Fr 22:00-06:00", 8 * HOUR),
            ("Jul-Aug Mo-Fr 10:00-16:00", 6 * HOUR),
            ("Mo-Fr 09:00-17:00; Dec 24 09:00-12:00", 8 * HOUR),
        ],
    )
    def test_a_day_is_the_mean_of_the_days_that_are_open(self, hours: str, day: timedelta) -> None:
        """Closed days do not make a working day shorter, and a night shift is one day."""
        assert day == Calendar(hours, "Europe/Berlin", "DE").day


class TestAfter:
    """When so much working time has passed."""

    @pytest.mark.parametrize(
        ("start", "span", "end"),
        [
            ("2026-01-05T09:00", Span(0, 2 * HOUR), "2026-01-05T11:00"),
            ("2026-01-05T09:00", Span(1), "2026-01-05T17:00"),
            ("2026-01-05T12:00", Span(1), "2026-01-06T12:00"),
            ("2026-01-09T16:00", Span(0, 2 * HOUR), "2026-01-12T10:00"),
            ("2026-01-10T13:00", Span(0, HOUR), "2026-01-12T10:00"),
            ("2026-01-09T18:00", Span(3), "2026-01-14T17:00"),
        ],
        ids=["same day", "fills the day", "next day", "over the weekend", "asked on Saturday", "three days"],
    )
    def test_only_open_hours_count(self, start: str, span: Span, end: str) -> None:
        """Evenings and weekends pass without using up anybody's time."""
        assert berlin(end) == OFFICE.after(berlin(start), span)

    def test_public_holidays_are_off_where_a_country_is_given(self) -> None:
        """In 2026 Good Friday is 3 April and Easter Monday 6 April: Thursday afternoon is followed by Tuesday."""
        assert berlin("2026-04-07T10:00") == OFFICE.after(berlin("2026-04-02T16:00"), 2 * HOUR)

    def test_public_holidays_count_where_no_country_is_given(self) -> None:
        """Without a country there is no way to know."""
        anywhere = Calendar("Mo-Fr 09:00-17:00", "Europe/Berlin")
        assert berlin("2026-04-03T10:00") == anywhere.after(berlin("2026-04-02T16:00"), 2 * HOUR)

    def test_a_rule_of_its_own_for_holidays_is_kept(self) -> None:
        """A hotel that is staffed on holidays says so."""
        hotel = Calendar("Mo-Fr 09:00-17:00; PH 10:00-12:00", "Europe/Berlin", "DE")
        assert berlin("2026-04-03T11:00") == hotel.after(berlin("2026-04-02T17:00"), HOUR)

    @pytest.mark.parametrize(
        ("friday", "monday"), [("2026-03-27T16:00", "2026-03-30T10:00"), ("2026-10-23T16:00", "2026-10-26T10:00")]
    )
    def test_wall_clocks_hold_across_a_clock_change(self, friday: str, monday: str) -> None:
        """The clocks change on Sunday; ten o'clock on Monday is ten o'clock on the wall."""
        assert berlin(monday) == OFFICE.after(berlin(friday), 2 * HOUR)

    @pytest.mark.parametrize(("evening", "length"), [("2026-03-28T22:00", 7), ("2026-10-24T22:00", 9)])
    def test_a_shift_across_a_clock_change_is_as_long_as_it_really_was(self, evening: str, length: int) -> None:
        """From 22 to 6 o'clock are seven hours in the night to 29 March 2026, and nine in the one to 25 October."""
        shift = Calendar("22:00-06:00", "Europe/Berlin")
        assert length * HOUR == shift.between(berlin(evening), berlin(evening) + 10 * HOUR)

    def test_microseconds_are_kept(self) -> None:
        """Nothing is rounded to minutes, so that deadlines of a batch keep their order."""
        assert berlin("2026-01-05T11:00:00.000001") == OFFICE.after(berlin("2026-01-05T09:00:00.000001"), 2 * HOUR)

    def test_the_result_is_in_utc(self) -> None:
        """Whatever zone the start is in."""
        assert UTC is OFFICE.after(berlin("2026-01-05T09:00"), HOUR).tzinfo

    def test_always_is_elapsed_time(self) -> None:
        """A day of ALWAYS is 24 hours, on a Sunday too."""
        assert datetime(2026, 1, 5, 3, tzinfo=UTC) == ALWAYS.after(datetime(2026, 1, 4, 3, tzinfo=UTC), Span(1))

    def test_a_wait_that_ends_beyond_the_calendar_of_the_world_is_refused(self) -> None:
        """Nobody asks for this on purpose; an error is better than a loop."""
        with pytest.raises(ValueError, match="of working time left after"):
            OFFICE.after(datetime(9999, 12, 1, tzinfo=UTC), Span(90))

    def test_a_naive_start_is_refused(self) -> None:
        """Its zone would be a guess."""
        with pytest.raises(ValueError, match="has no time zone"):
            OFFICE.after(datetime(2026, 1, 5, 9), HOUR)  # noqa: DTZ001  # the naive datetime is what is tested

    def test_less_than_nothing_is_refused(self) -> None:
        """A deadline in the past is a mistake of the caller."""
        with pytest.raises(ValueError, match="is below zero"):
            OFFICE.after(berlin("2026-01-05T09:00"), -HOUR)


class TestBetween:
    """How much working time has passed."""

    def test_a_weekend_holds_no_working_time(self) -> None:
        """From Friday evening to Monday morning nobody has been waited for."""
        assert timedelta(0) == OFFICE.between(berlin("2026-01-09T17:00"), berlin("2026-01-12T09:00"))

    def test_nothing_lies_between_a_moment_and_an_earlier_one(self) -> None:
        """A late sweep that looks back gets no negative time."""
        assert timedelta(0) == OFFICE.between(berlin("2026-01-06T12:00"), berlin("2026-01-05T12:00"))


class TestRefusedCalendars:
    """Calendars that could never work."""

    @pytest.mark.parametrize(
        ("hours", "zone", "country", "text"),
        [
            ("nine to five", "UTC", None, f"hours 'nine to five' cannot be read; write them like {EXAMPLE}"),
            ("24/7 off", "UTC", None, f"hours '24/7 off' have no open time in 2020; {EVERY_YEAR}"),
            (
                "2026 Mo 09:00-17:00",
                "UTC",
                None,
                f"hours '2026 Mo 09:00-17:00' have no open time in 2020; {EVERY_YEAR}",
            ),
            ("24/7", "Mars/Olympus", None, "zone 'Mars/Olympus' is not known; use a name like Europe/Berlin"),
            ("24/7", "Factory", None, "zone 'Factory' is not known; use a name like Europe/Berlin"),
            ("24/7", "UTC", "Germany", "country 'Germany' is not known; use its ISO code in capitals, e.g. DE"),
            ("PH 10:00-12:00", "UTC", "US", f"hours 'PH 10:00-12:00' have no ordinary working day; {WEEKDAYS}"),
        ],
    )
    def test_a_calendar_by_which_nothing_would_end_is_refused(
        self, hours: str, zone: str, country: str | None, text: str
    ) -> None:
        """The mistake is found when the calendar is made, not when a question waits forever."""
        with pytest.raises(ValueError) as refused:  # noqa: PT011  # the whole text is compared below
            Calendar(hours, zone, country)
        assert text == str(refused.value)


calendars = st.sampled_from(
    [
        OFFICE,
        NIGHT,
        NIGHTLY,
        ALWAYS,
        Calendar(),
        Calendar("Mo-Fr 08:00-12:00,13:00-17:30; Sa 09:00-12:00", "America/New_York", "US"),
        Calendar("Mo-Sa 00:00-24:00", "Australia/Lord_Howe"),
        Calendar("Sa,Su 00:15-00:45", "America/Havana"),
    ]
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)) | st.builds(  # noqa: DTZ001
    lambda change, by: change + by,
    st.sampled_from([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]),
    st.timedeltas(timedelta(hours=-3), timedelta(hours=3)),
)
amounts = st.timedeltas(timedelta(0), timedelta(hours=100))


class TestArithmetic:
    """What holds for every calendar, start and amount."""

    @settings(deadline=None)  # the first use of a calendar parses it
    @given(calendars, moments, amounts)
    def test_between_takes_back_what_after_gave(self, calendar: Calendar, start: datetime, amount: timedelta) -> None:
        """between(s, after(s, d)) == d."""
        assert amount == calendar.between(start, calendar.after(start, amount))

    @settings(deadline=None)  # the first use of a calendar parses it
    @given(calendars, moments, amounts, amounts)
    def test_waiting_twice_is_waiting_for_the_sum(
        self, calendar: Calendar, start: datetime, first: timedelta, second: timedelta
    ) -> None:
        """A pause in a wait costs nothing: after(s, a + b) == after(after(s, a), b)."""
        assert calendar.after(start, first + second) == calendar.after(calendar.after(start, first), second)

    @settings(deadline=None)  # the first use of a calendar parses it
    @given(calendars, moments, moments, amounts, amounts)
    def test_who_starts_later_or_waits_longer_is_not_done_earlier(
        self, calendar: Calendar, one: datetime, other: datetime, little: timedelta, more: timedelta
    ) -> None:
        """`after` is monotone in both of its arguments."""
        earlier, later = sorted((one, other))
        shorter, longer = sorted((little, more))
        assert calendar.after(earlier, shorter) <= calendar.after(later, longer)

    @settings(deadline=None)  # the first use of a calendar parses it
    @given(calendars, moments, amounts)
    def test_nothing_is_due_before_it_began(self, calendar: Calendar, start: datetime, amount: timedelta) -> None:
        """The result is never before the start, nor before the time itself has passed."""
        assert calendar.after(start, amount) >= start + amount
