"""What facts add up to, and the one door through which they come."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest

from socialbpm.social import commands as c
from socialbpm.social import facts as f
from socialbpm.social.decide import HANDLERS, HAPPENINGS, decide, wanted_rings
from socialbpm.social.evolve import evolve, replay
from socialbpm.social.timers import Due
from tests.social.road import MONDAY, Road, refusal

AMOUNT = f.SharedField("amount", 3, "is", "content-amount")


class TestEvolve:
    """No rule is here: facts are what already happened."""

    def test_the_state_is_what_all_facts_add_up_to(self, in_network: Road) -> None:
        """Whoever replays the history gets the same discussion."""
        assert replay(in_network.facts) == in_network.state

    def test_a_history_starts_with_its_opening_and_has_one(self, road: Road) -> None:
        """Anything else is a broken history."""
        with pytest.raises(ValueError, match="the first fact of a discussion is Opened, not Fired"):
            evolve(None, f.Fired(at=MONDAY, request="firing-1"))
        with pytest.raises(ValueError, match="discussion d1 is open already"):
            evolve(road.state, road.facts[0])
        with pytest.raises(ValueError, match="a discussion without facts"):
            replay([])

    def test_a_ring_never_gets_smaller_by_itself(self, among_coworkers: Road) -> None:
        """A further ground changes no ring; coming back to an inner ring does not, either."""
        again = f.CameIn(at=MONDAY, person="carol", ring=1, ground="role", source="owners")
        state = evolve(among_coworkers.state, again)
        assert (state.members["carol"].ring, sorted(state.members["carol"].grounds)) == (2, ["asked", "role"])
        state = evolve(evolve(state, f.Left(at=MONDAY, person="carol")), again)
        assert (state.members["carol"].ring, state.members["carol"].active) == (2, True)

    def test_every_timer_is_something_that_can_become_due(self) -> None:
        """And everything that can become due is worked off."""
        names = {name for choice in get_args(get_type_hints(Due)["what"]) for name in (get_args(choice) or (choice,))}
        assert set(get_args(f.Timer)) < names == set(HAPPENINGS)


class TestDecide:
    """The one door to the rules."""

    def test_every_command_but_opening_has_a_handler(self) -> None:
        """A command that nobody decides would be lost."""
        known = {kind for kind in vars(c).values() if isinstance(kind, type) and issubclass(kind, c.Command)}
        assert known - {c.Command, c.ByPerson, c.Open} == set(HANDLERS)

    def test_a_discussion_is_opened_once_and_first(self, road: Road) -> None:
        """Both are mistakes of the caller, not wishes that somebody could have."""
        opening = c.Open(
            by="alice",
            discussion="d2",
            task=road.state.task,
            event="check",
            ladder=road.ladder,
            calendar=road.state.calendar,
        )
        with pytest.raises(ValueError, match="discussion d1 is open already"):
            decide(road.state, opening, MONDAY)
        with pytest.raises(ValueError, match="Tick needs a discussion"):
            decide(None, c.Tick(), MONDAY)

    def test_who_is_excluded_does_not_ask(self) -> None:
        """And is not told more than that."""
        assert refusal(lambda: Road(excluded=("alice",))) == "you cannot ask about this task [not_available]"

    def test_each_firing_is_kept_once(self, road: Road) -> None:
        """However often it is raised; also after the end, so that it gets its delivery."""
        road.do(c.Fire(request="firing-1")).do(c.Fire(request="firing-1")).alice.withdraws()
        road.do(c.Fire(request="firing-2"))
        assert road.state.firings == ("firing-1", "firing-2")

    def test_fields_that_come_with_a_later_firing_are_shared_once(self, asked: Road) -> None:
        """Alice asked from a page; the firing that answers it brings the amount along, a further one nothing."""
        asked.do(c.Fire(request="firing-1", fields=(AMOUNT,))).do(c.Fire(request="firing-2", fields=(AMOUNT,)))
        assert asked.bob.view.fields == (AMOUNT,)
        ended = Road().alice.withdraws().do(c.Fire(request="firing-1", fields=(AMOUNT,)))
        assert ended.state.fields == ()

    def test_fields_that_come_late_are_not_shown_to_strangers(self, in_network: Road) -> None:
        """Alice consented to a preview without the amount: Dana does not see it, the coworkers do."""
        in_network.do(c.Fire(request="firing-1", fields=(AMOUNT,)))
        assert in_network.dana.view.fields == ()
        assert [field.name for field in in_network.carol.view.fields] == ["amount"]

    def test_what_is_refused_changes_nothing(self, asked: Road) -> None:
        """A wish is granted as a whole or refused as a whole."""
        before = asked.state
        refusal(asked.bob.withdraws)
        assert asked.state == before


class TestWantedRings:
    """Whose pools a command must bring along."""

    def test_opening_with_a_question_needs_all_rings_and_without_one_none(self, road: Road) -> None:
        """Asking may pass through any number of empty rings."""
        opening = c.Open(
            by="alice",
            discussion="d2",
            task=road.state.task,
            event="check",
            ladder=road.ladder,
            calendar=road.state.calendar,
            question="content-1",
        )
        assert wanted_rings(None, opening, MONDAY) == {1, 2, 3}
        assert wanted_rings(None, c.Tick(), MONDAY) == frozenset()

    def test_what_may_move_it_needs_the_rings_from_here_on(self, among_coworkers: Road) -> None:
        """And whoever joins may do so in any ring that is entered."""
        state, now = among_coworkers.state, among_coworkers.now
        assert wanted_rings(state, c.PassOn(by="carol"), now) == {2, 3}
        assert wanted_rings(state, c.Join(by="dana"), now) == {1, 2, 3}
        assert wanted_rings(state, c.Thank(by="alice", person="bob"), now) == frozenset()

    def test_what_is_due_may_move_it_before_any_command(self, among_coworkers: Road) -> None:
        """Thanking Bob two days late brings a widening along."""
        late = c.Thank(by="alice", person="bob")
        assert wanted_rings(among_coworkers.state, late, among_coworkers.state.expires) == {2, 3}

    def test_after_the_end_nothing_is_needed(self, asked: Road) -> None:
        """Nobody is asked any more."""
        asked.alice.withdraws()
        assert wanted_rings(asked.state, c.Tick(), asked.now) == frozenset()
