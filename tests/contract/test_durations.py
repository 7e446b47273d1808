"""One notation, two ways to count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from socialbpm.contract.durations import elapsed, parts


@pytest.mark.parametrize(
    ("text", "days", "time", "clock"),
    [
        ("PT4H", 0, timedelta(hours=4), timedelta(hours=4)),
        ("P1D", 1, timedelta(), timedelta(days=1)),
        ("P1W", 5, timedelta(), timedelta(days=7)),
        ("P1W2DT3H4M5S", 7, timedelta(hours=3, minutes=4, seconds=5), timedelta(days=9, hours=3, minutes=4, seconds=5)),
    ],
)
def test_a_week_is_five_working_days_and_seven_by_the_clock(
    text: str, days: int, time: timedelta, clock: timedelta
) -> None:
    """`parts` counts working days, `elapsed` does not."""
    assert parts(text) == (days, time)
    assert elapsed(text) == clock


@pytest.mark.parametrize("text", ["", "P", "PT", "P1M", "P1Y", "4H", "PT0S", "P0D", "PT1.5H", "-PT4H", "PT4H "])
def test_what_is_no_duration_is_refused_by_both(text: str) -> None:
    """Months and years have no length of their own."""
    for read in (parts, elapsed):
        with pytest.raises(ValueError, match=r"is not a duration like|is no time at all"):
            read(text)
