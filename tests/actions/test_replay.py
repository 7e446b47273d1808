"""A ladder run against a past log: what each ring would have reached, and nothing that was not known then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from socialbpm.actions.replay import Replayed, asked, replay, stay
from socialbpm.experts import Evidence
from socialbpm.social.ladder import Ladder, Ring, Step
from socialbpm.social.worktime import Span

MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
DAY = Span(days=1)
COWORKERS = Ring("coworkers", Step.COLLEAGUES, ("worked-with",), batch=1, most=3, wait=DAY)
EXPERTS = Ring("experts", Step.COMMUNITY, ("experts",), batch=2, most=4, wait=DAY, widen="propose")
LADDER = Ladder.of(COWORKERS, EXPERTS)


def log(*cases: str, group: str = "") -> list[Evidence]:
    """Cases, one a day, each named by the people who worked on it, an hour after the other."""
    return [
        Evidence(
            MONDAY + timedelta(days=number, hours=hour),
            person,
            "worked",
            f"case {number}",
            groups=frozenset(group.split()),
        )
        for number, people in enumerate(cases)
        for hour, person in enumerate(people.split())
    ]


def reached(found: Replayed) -> dict[str, list[tuple[float, int]]]:
    """By ring: after how many hours, with how many people told."""
    return {one.ring.name: list(zip(one.hours, one.people, strict=True)) for one in found.rings}


def test_each_case_ends_where_its_helper_is() -> None:
    """Alice worked with Bob; Dana she does not know, and Eve nobody knows; Carol needs nobody."""
    taught = ("alice bob", "carol dana", "carol dana", "alice bob")
    found = replay(log(*taught, "alice bob", "alice dana", "alice eve", "carol"), LADDER)
    assert (found.cases, found.alone, found.missed) == (4, 1, 1)
    assert reached(found) == {"coworkers": [(0.0, 1)], "experts": [(4.0, 3)]}


def test_what_comes_later_is_not_known_before() -> None:
    """Had it been, Alice would have been told to ask Eve."""
    found = replay(log("carol dana", "carol dana", "alice eve", "alice eve"), LADDER)
    assert found.missed == 1
    assert sum(map(len, reached(found).values())) == 1


def test_a_word_of_which_a_log_knows_nothing_is_named() -> None:
    """It reaches nobody, and says so instead of looking empty by itself."""
    ring = Ring("desk", Step.COLLEAGUES, ("lane", "manager", "same-group"))
    found = replay(log("alice bob", "alice bob", group="Sales"), Ladder.of(ring))
    assert found.untold == ["lane", "manager"]
    assert reached(found) == {"desk": [(0.0, 1)]}


def test_everybody_at_once_or_a_few_at_a_time() -> None:
    """Until the wait is over, no more than the ring lets in; who is asked next waits for the patience of the last."""
    pool = ["bob", "carol", "dana", "eve"]
    everybody = Ring("all", Step.COLLEAGUES, most=3, wait=DAY)
    assert list(asked(everybody, pool)) == [(0.0, pool[:3])]
    assert list(asked(Ring("one", Step.COLLEAGUES, batch=1, most=4, wait=DAY), pool)) == [
        (0.0, ["bob"]),
        (4.0, ["carol"]),
    ]
    assert (stay(everybody, 4), stay(everybody, 0), stay(EXPERTS, 1), stay(EXPERTS, 4)) == (8.0, 0.0, 4.0, 8.0)


people = st.sampled_from(("alice", "bob", "carol", "dana"))


@given(st.lists(st.lists(people, min_size=1, max_size=4).map(" ".join), max_size=12))
def test_every_case_is_counted_once(cases: list[str]) -> None:
    """Alone, in one ring, or by nobody; and nobody is told who is not in the log."""
    found = replay(log(*cases), LADDER)
    assert found.alone + found.missed + sum(len(one.hours) for one in found.rings) == found.cases
    assert all(told <= 3 for one in found.rings for told in one.people)
