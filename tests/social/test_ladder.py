"""Ladders: which rings there can be, in which order, and how far the asker's name reaches."""

from __future__ import annotations

from datetime import timedelta

import pytest

from socialbpm.social.ladder import SELF, Ladder, Ring, Step
from socialbpm.social.worktime import Span
from tests.social.road import COWORKERS, NETWORK, PARTICIPANTS


class TestLadder:
    """An ordered list of rings whose steps never go back."""

    def test_self_is_always_the_first_ring(self) -> None:
        """Whoever is stuck is alone first; their ring is number 0."""
        ladder = Ladder.of(PARTICIPANTS, COWORKERS, NETWORK)
        assert ladder.names == ("self", "participants", "coworkers", "network")
        assert (ladder[0], ladder.last, ladder[3]) == (SELF, 3, NETWORK)

    @pytest.mark.parametrize(
        ("rings", "why"),
        [
            ((), "a ladder is `self` and at least one ring of colleagues or community after it"),
            ((SELF,), "a ladder is `self` and at least one ring of colleagues or community after it"),
            ((NETWORK, COWORKERS), "the steps of a ladder never go back: alone, then colleagues, then community"),
            ((COWORKERS, COWORKERS), "two rings have the same name: self, coworkers, coworkers"),
            (
                (Ring("network", Step.COMMUNITY),),
                "a ring of the community step is never entered without the asker's consent",
            ),
        ],
    )
    def test_a_ladder_that_nobody_could_climb_is_refused(self, rings: tuple[Ring, ...], why: str) -> None:
        """Steps go outwards, names are unique, and no community is entered automatically."""
        with pytest.raises(ValueError) as refused:  # noqa: PT011  # the whole text is compared below
            Ladder.of(*rings)
        assert why == str(refused.value)

    def test_a_ladder_that_does_not_start_with_self_is_refused(self) -> None:
        """The first ring is of the step `alone`."""
        with pytest.raises(ValueError, match="a ladder is `self` and"):
            Ladder((PARTICIPANTS, COWORKERS))


class TestNameReach:
    """How far the asker is named."""

    def test_the_asker_is_named_everywhere_by_default(self) -> None:
        """Up to the outermost ring."""
        assert Ladder.of(PARTICIPANTS, NETWORK).name_reach == 2

    def test_the_first_ring_that_says_role_hides_the_name_from_there_on(self) -> None:
        """A ring further out that would name the asker does not bring the name back."""
        by_role = Ring("coworkers", Step.COLLEAGUES, names_asker=False)
        assert Ladder.of(PARTICIPANTS, by_role, NETWORK).name_reach == 1


class TestRing:
    """One audience."""

    def test_the_rule_says_by_which_words_and_how_people_are_asked(self) -> None:
        """That is what consent binds besides people and words."""
        everybody = Ring("lane", Step.COLLEAGUES, ("lane", "case"), names_asker=False)
        assert everybody.rule == ("lane", "case", "batch=all", "open=False", "asker=role")
        assert NETWORK.rule == ("experts", "batch=2", "open=False", "asker=named")

    def test_a_ring_waits_as_long_as_it_says_or_a_working_day(self) -> None:
        """So that a ring which names no wait ends, too."""
        assert Span(time=timedelta(hours=4)) == COWORKERS.pace
        assert Span(days=1) == Ring("team", Step.COLLEAGUES).pace
