"""Communities: nobody is in one unasked, and nobody but by their own word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialbpm.errors import Refused
from socialbpm.social import communities as rules
from socialbpm.social.communities import Community, Kind

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
PROPOSED = Community("c1", Kind("billing", "pay", "check"), "Check", MONDAY)
PEOPLE = ("bob", "carol", "dana")

happenings = st.lists(
    st.tuples(
        st.sampled_from(["helps", "joins", "declines", "leaves", "goes", "hands on"]),
        st.sampled_from(PEOPLE),
        st.sampled_from(PEOPLE),
    ),
    max_size=20,
)


class Told:
    """A community to which things happen, and what each person said themselves."""

    def __init__(self) -> None:
        self.community = PROPOSED
        self.helpers: set[str] = set()
        self.said: dict[str, str] = {}
        self.now = MONDAY

    def happens(self, what: str, who: str, other: str) -> None:
        """Let one thing happen; what is refused changes nothing."""
        self.now += timedelta(minutes=1)
        try:
            self.community = self._after(what, who, other)
        except Refused:
            return
        if what in {"joins", "declines", "leaves", "goes"}:
            self.said[who] = what

    def _after(self, what: str, who: str, other: str) -> Community:
        community, now = self.community, self.now
        if what == "helps":
            self.helpers.add(who)
            return rules.propose(community, self.helpers, now)
        if what == "hands on":
            return rules.change(community, who, None, "About us", other)
        acts = {"joins": rules.join, "declines": rules.decline, "leaves": rules.leave, "goes": rules.without}
        return acts[what](community, who, now)


@given(happenings)
def test_nobody_is_in_it_but_by_their_own_word(told: list[tuple[str, str, str]]) -> None:
    """Whoever is in it helped, was asked, and said yes last; the steward is one of them; two founded it."""
    world = Told()
    most = 0
    for what, who, other in told:
        world.happens(what, who, other)
        community = world.community
        most = max(most, len(community.members))
        assert all(world.said[member] == "joins" for member in community.members)
        assert set(community.people) <= world.helpers
        assert community.people == {} or len(world.helpers) >= rules.FEWEST
        assert (community.steward in community.members) if community.members else community.steward is None
        assert (community.founded_at is not None) == (most >= rules.FEWEST)
        assert community.there == (community.founded_at is not None and bool(community.members))


def test_who_said_no_is_not_asked_again() -> None:
    """Neither is who left; but who left may come back by their own word."""
    asked = rules.propose(PROPOSED, ("bob", "dana"), MONDAY)
    declined = rules.decline(asked, "bob", MONDAY)
    assert rules.propose(declined, ("bob", "dana"), MONDAY) == declined
    left = rules.leave(rules.join(asked, "dana", MONDAY), "dana", MONDAY)
    assert rules.propose(left, ("bob", "dana"), MONDAY) == left
    assert rules.join(left, "dana", MONDAY).members == ("dana",)


@pytest.mark.parametrize("act", [rules.join, rules.decline])
def test_who_was_not_asked_cannot_come_in(act: object) -> None:
    """Eve did not help."""
    asked = rules.propose(PROPOSED, ("bob", "dana"), MONDAY)
    with pytest.raises(Refused) as refused:
        act(asked, "eve", MONDAY)  # type: ignore[operator]  # one of two functions
    assert refused.value.code == "not_proposed"


def test_what_an_erased_steward_said_is_gone() -> None:
    """The community is called after its task again."""
    asked = rules.propose(PROPOSED, ("bob", "dana"), MONDAY)
    worded = rules.change(rules.join(asked, "bob", MONDAY), "bob", "Freight", "Ask us.", None)
    plain = rules.unworded(worded, "check")
    assert (plain.title, plain.about, plain.worded_by) == ("check", "", None)


def test_who_consents_twice_is_in_once() -> None:
    """The second word changes nothing."""
    proposed = rules.propose(PROPOSED, ("bob", "carol"), MONDAY)
    joined = rules.join(proposed, "bob", MONDAY)
    assert rules.join(joined, "bob", MONDAY + timedelta(days=1)) == joined


def test_a_steward_may_hand_on_without_a_word_about_it() -> None:
    """Title and text stay, and stay whose they were."""
    proposed = rules.propose(PROPOSED, ("bob", "carol"), MONDAY)
    there = rules.join(rules.join(proposed, "bob", MONDAY), "carol", MONDAY)
    handed = rules.change(there, "bob", None, None, "carol")
    assert (handed.steward, handed.title, handed.worded_by) == ("carol", there.title, there.worded_by)
