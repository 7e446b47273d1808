"""What is told of a quarter tells of nobody: not by itself, not by taking one number from another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from socialbpm.actions.figures import Ended
from socialbpm.actions.quarters import PARTS, over, parts, tables

PEOPLE = "abcdefghijklmnop"
ROWS = st.builds(
    Ended,
    st.just("check"),
    st.sampled_from(PEOPLE),
    st.sampled_from(PARTS),
    st.none() | st.floats(1, 10**6),
    st.integers(0, 40),
)


def askers(rows: Iterable[Ended], *of: str) -> set[str]:
    return {row.asker for row in rows if row.part in of}


@given(st.lists(ROWS, max_size=40))
def test_what_is_left_out_is_of_five_people_and_so_is_what_is_told(rows: list[Ended]) -> None:
    """A row adds up: what it leaves out can be found as a whole, so that is of five people, or of none."""
    for _ in tables(rows):
        told = parts(rows)
        hidden = [part for part in PARTS if told[part] is None]
        whole = askers(rows, *PARTS)
        assert len(askers(rows, *hidden)) >= 5 or askers(rows, *hidden) == (whole if hidden else set())
        for part in PARTS:
            assert told[part] is None or len(askers(rows, part)) not in range(1, 5)


@given(st.lists(ROWS, max_size=40), st.sampled_from(PEOPLE))
def test_no_difference_of_what_stands_there_is_one_askers(rows: list[Ended], one: str) -> None:
    """Whatever is taken from whatever, of the row and its parts: between the bounds that follow there is room for more.

    The numbers are in fives, so a difference of them leaves room for five questions at least; and the people that it is
    about are five at least, so it is nobody's alone.
    """
    for row in tables(rows):
        told = parts(rows)
        shown = [part for part in PARTS if told[part]]
        numbers = [row.ended, *(told[part] or 0 for part in PARTS)]
        assert all(number % 5 == 0 for number in numbers)
        rest = askers(rows, *PARTS) if not shown else askers(rows, *(part for part in PARTS if told[part] is None))
        assert rest != {one}
        assert all(askers(rows, part) != {one} for part in shown)


@given(st.lists(ROWS, max_size=40))
def test_a_band_is_of_five_people_and_leaves_none_or_five_out(rows: list[Ended]) -> None:
    """The middle of few values is one of them."""
    for row in tables(rows):
        answered = {each.asker for each in rows if each.waited is not None}
        others = {each.asker for each in rows} - answered
        if row.first_answer is not None or row.shown is not None:
            assert len(answered) >= 5
            assert len(others) not in range(1, 5)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - as it wants them
def test_quarters_are_over_and_do_not_overlap(now: datetime) -> None:
    """Two tables that overlap would tell their difference; one that goes on would tell what came since."""
    quarters = over(now)
    assert len(quarters) == 8
    assert quarters[0].ends <= now < quarters[0].ends + timedelta(days=93)
    for later, earlier in pairwise(quarters):
        assert earlier.ends == later.begins


def test_what_can_be_told_is_told() -> None:
    """Silence would keep all of these laws."""
    rows = [Ended("check", person, "colleagues", 7200.0, 4) for person in PEOPLE[:6]]
    rows += [Ended("check", person, "alone", None, 0) for person in PEOPLE[6:12]]
    rows += [Ended("check", person, "unsolved", None, 9) for person in PEOPLE[:5]]
    rows += [Ended("book", person, "alone", None, 0) for person in PEOPLE[:4]]
    (row,) = tables(rows)
    assert (row.element_id, row.ended, row.alone, row.colleagues, row.community, row.unsolved) == (
        *("check", 15, 5, 5),
        *(0, 5),
    )
    assert (row.first_answer, row.shown) == ("4h", "5")


def test_one_small_part_takes_the_next_one_with_it() -> None:
    """Four people's own would follow from the row and the other part."""
    rows = [Ended("check", person, "colleagues", None, 4) for person in PEOPLE[:9]]
    rows += [Ended("check", person, "community", None, 4) for person in PEOPLE[9:11]]
    (row,) = tables(rows)
    assert (row.ended, row.colleagues, row.community) == (10, None, None)
