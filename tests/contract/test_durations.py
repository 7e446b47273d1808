"""One notation, two ways to count."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from pydantic import ValidationError

from socialbpm.contract.durations import After, after, elapsed, parts
from socialbpm.contract.element import Socialize


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


class TestAfter:
    """What stands in the attribute of that name, and what the schema tells an editor of it."""

    @pytest.fixture
    def pattern(self) -> re.Pattern[str]:
        given = Socialize.model_json_schema()["properties"]["after"]["anyOf"][0]
        return re.compile(given["pattern"])

    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("PT4H", After("PT4H")),
            ("PT4H working", After("PT4H", working=True)),
            ("R3/PT4H", After("PT4H", times=3)),
            ("R99/P1DT30M working", After("P1DT30M", working=True, times=99)),
        ],
    )
    def test_a_duration_may_be_working_time_and_may_repeat(
        self, text: str, read: After, pattern: re.Pattern[str]
    ) -> None:
        """In either way or in both."""
        assert after(text) == read
        assert Socialize(after=text).after == text
        assert pattern.search(text)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("R/PT4H", "'R/PT4H' would repeat for ever; say how often, e.g. R3/PT4H"),
            ("R0/PT4H", "'R0/PT4H' does not repeat a sensible number of times; use 1 to 99"),
            ("R100/PT4H", "'R100/PT4H' does not repeat a sensible number of times; use 1 to 99"),
            ("R3/", "'' is not a duration like PT4H, P3D or P1DT30M"),
            ("R3/2026-01-05T09:00Z/PT4H", "'2026-01-05T09:00Z/PT4H' is not a duration like PT4H, P3D or P1DT30M"),
            ("r3/PT4H", "'r3/PT4H' is not a duration like PT4H, P3D or P1DT30M"),
            ("R-1/PT4H", "'R-1/PT4H' is not a duration like PT4H, P3D or P1DT30M"),
            ("PT4H  working", "'PT4H ' is not a duration like PT4H, P3D or P1DT30M"),
            ("PT4H\n", "'PT4H\\n' is not a duration like PT4H, P3D or P1DT30M"),
        ],
    )
    def test_what_repeats_for_ever_or_never_is_refused(self, text: str, message: str, pattern: re.Pattern[str]) -> None:
        """Help that is offered without end is noise."""
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            after(text)
        with pytest.raises(ValidationError, match=re.escape(message)):
            Socialize(after=text)
        assert not pattern.fullmatch(text)
