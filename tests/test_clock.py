"""Clocks that stand still."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from socialbpm.clock import FrozenClock, FrozenTime, SystemClock

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


class TestFrozenTime:
    def test_everybody_reads_the_same_time_until_it_is_moved(self) -> None:
        """Whoever was handed the clock, and whoever reads the machine's, as SpiffWorkflow does for its timers."""
        with FrozenTime(MONDAY) as clock:
            assert clock.now() == SystemClock().now() == MONDAY
            clock.advance(timedelta(hours=2))
            assert clock.now() == SystemClock().now() == MONDAY + timedelta(hours=2)
            clock.move_to(MONDAY)
            assert clock.now() == SystemClock().now() == MONDAY

    def test_afterwards_the_machine_goes_on(self) -> None:
        """Also when a test fails in between."""
        with pytest.raises(LookupError), FrozenTime(MONDAY):
            raise LookupError
        assert SystemClock().now() > MONDAY + timedelta(days=1)

    def test_before_and_afterwards_it_is_a_frozen_clock(self) -> None:
        """It moves alone, and leaves the machine's where it is."""
        clock = FrozenTime(MONDAY)
        clock.advance(timedelta(hours=1))
        with clock:
            assert SystemClock().now() == MONDAY + timedelta(hours=1)
        clock.advance(timedelta(hours=1))
        assert clock.now() == MONDAY + timedelta(hours=2)
        assert SystemClock().now() > MONDAY + timedelta(days=1)

    def test_the_zone_that_it_is_said_in_does_not_become_the_machines(self) -> None:
        """Nine in Berlin is eight in UTC, and a naive local time is what it was."""
        zone = datetime.now().astimezone().tzname()
        with FrozenTime(MONDAY.astimezone(ZoneInfo("Asia/Kathmandu"))):
            assert SystemClock().now() == MONDAY
            assert datetime.now().astimezone().tzname() == zone

    def test_without_the_package_it_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Only the extras bring it."""
        monkeypatch.setitem(sys.modules, "time_machine", None)
        with pytest.raises(ModuleNotFoundError, match=r'pip install "socialbpm\[testing\]"'), FrozenTime(MONDAY):
            pass


@pytest.mark.parametrize("kind", [FrozenClock, FrozenTime])
def test_a_time_without_a_zone_is_refused(kind: type[FrozenClock]) -> None:
    """Its zone would be a guess."""
    with pytest.raises(ValueError, match="has no time zone"):
        kind(MONDAY.replace(tzinfo=None))
