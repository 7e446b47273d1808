"""The table of answers, and the times of the tries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialbpm.actions.retries import LONGEST, WINDOW, Answer, next_try, pause, retry_at, verdict

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_table() -> None:
    """2xx is delivered; 408, 425, 429 and 5xx come again; everything else, 410 and redirects too, stops."""
    for status in range(200, 600):
        found = verdict(Answer(status), 1, MONDAY, MONDAY, lambda: 1.0)
        assert found.sent == (status < 300), status
        assert (found.again is not None) == (status in {408, 425, 429} or status >= 500), status
        assert found.reason == (None if found.sent or found.again else "gone" if status == 410 else "refused"), status


def test_a_network_error_comes_again_and_a_refusal_of_ours_does_not() -> None:
    """What the guard holds back today it holds back tomorrow, until somebody changes the allow-list."""
    assert verdict(Answer(error="unreachable"), 1, MONDAY, MONDAY, lambda: 1.0).again == MONDAY + 5 * SECOND
    assert verdict(Answer(error="url_not_allowed", refused=True), 1, MONDAY, MONDAY, lambda: 1.0).reason == "refused"


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("120", MONDAY + 120 * SECOND),
        (" 0 ", MONDAY),
        ("Mon, 05 Jan 2026 10:00:00 GMT", MONDAY + timedelta(hours=1)),
        ("Mon, 05 Jan 2026 12:00:00 +0200", MONDAY + timedelta(hours=1)),
        ("Mon, 05 Jan 2026 08:00:00 GMT", None),
        ("-5", None),
        ("soon", None),
        ("²", None),
        ("Mon, 99 Jan 2026 10:00:00 GMT", None),
        (None, None),
    ],
)
def test_retry_after(said: str | None, at: datetime | None) -> None:
    """Seconds or a date; what is neither says nothing."""
    assert retry_at(said, MONDAY) == at


def test_it_is_not_tried_before_the_receiver_wants() -> None:
    """Later than our own pause; and never after the window, so that what asks for more is given up."""
    assert verdict(Answer(429, retry_after="3600"), 1, MONDAY, MONDAY, lambda: 0.0).again == MONDAY + 3600 * SECOND
    assert verdict(Answer(503, retry_after="1"), 3, MONDAY, MONDAY, lambda: 1.0).again == MONDAY + 45 * SECOND
    assert verdict(Answer(429, retry_after="86401"), 1, MONDAY, MONDAY, lambda: 0.0).reason == "gave_up"


@given(st.floats(0, 1), st.integers(1, 100))
def test_pauses_grow_and_are_mixed(dice: float, tries: int) -> None:
    """From half a pause to a whole one, of at most four hours."""
    again = next_try(tries, MONDAY, MONDAY, lambda: dice)
    assert again is not None
    assert pause(tries) / 2 <= again - MONDAY <= pause(tries) <= LONGEST


@given(st.lists(st.floats(0, 1), min_size=60, max_size=60))
def test_it_is_tried_for_a_day_and_no_longer(dice: list[float]) -> None:
    """The last try is 24 hours after the first, to the second, whatever the dice say; some 14 to 20 in all."""
    rolls, now, tries = iter(dice), MONDAY, 1
    while (again := next_try(tries, MONDAY, now, lambda: next(rolls))) is not None:
        assert again > now
        now, tries = again, tries + 1
    assert now == MONDAY + WINDOW
    assert 12 <= tries <= 22
