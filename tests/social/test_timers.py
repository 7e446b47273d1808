"""What a discussion waits for: late is never lost and never double."""

from __future__ import annotations

from datetime import timedelta

from socialbpm.social import facts as f
from socialbpm.social.commands import Tick
from socialbpm.social.decide import decide, work_off
from socialbpm.social.timers import Due, earliest, next_due
from tests.social.road import MONDAY, Road


class TestNextDue:
    """When a discussion must be looked at again."""

    def test_alone_it_waits_for_nothing_but_its_greatest_age(self, road: Road) -> None:
        """Nothing hurries somebody who tries on their own."""
        assert earliest(road.state) == Due(MONDAY + timedelta(days=30), "expiry")

    def test_the_earliest_of_all_that_runs_is_next(self, among_coworkers: Road) -> None:
        """Carol's patience ends before the ring's wait."""
        due = earliest(among_coworkers.state)
        assert due == Due(MONDAY.replace(hour=13), "lapse", 1)
        assert next_due(among_coworkers.state) == MONDAY.replace(hour=13)

    def test_a_not_now_is_waited_for(self, among_coworkers: Road) -> None:
        """Carol asked to be asked in ten minutes."""
        again = among_coworkers.now + timedelta(minutes=10)
        among_coworkers.carol.passes(again_at=again)
        assert earliest(among_coworkers.state) == Due(again, "back", "carol")

    def test_nothing_is_due_after_the_end(self, asked: Road) -> None:
        """An ended discussion waits for nothing."""
        asked.alice.withdraws()
        assert earliest(asked.state) is None
        assert next_due(asked.state) is None


class TestWorkingOff:
    """What happens by itself."""

    def test_nothing_happens_before_it_is_due(self, asked: Road) -> None:
        """An hour is not two."""
        assert decide(asked.state, Tick(pools={n: asked.pool(n) for n in (1, 2, 3)}), asked.now) == []
        assert asked.wait("PT1H").at == "participants"

    def test_late_things_happen_in_order_and_new_waits_count_from_now(self, asked: Road) -> None:
        """The service was down for a week: the ring is entered late, and its people get their whole time."""
        asked.holidays(7)
        facts = work_off(asked.state, {n: asked.pool(n) for n in (1, 2, 3)}, asked.now)
        entered = [fact for fact in facts if isinstance(fact, f.RingEntered)]
        assert [fact.ring for fact in entered] == [2]
        assert entered[0].until == MONDAY + timedelta(days=7, hours=4)

    def test_what_is_due_is_worked_off_before_a_command(self, asked: Road) -> None:
        """Bob writes a week later: by then the coworkers are asked, and his post may reach them."""
        asked.holidays(7).bob.comments("I am back.", reach="coworkers")
        assert asked.at == "coworkers"
        assert "I am back." in asked.carol.reads()

    def test_a_discussion_ends_at_its_greatest_age(self, road: Road) -> None:
        """Thirty days after it was opened, whatever it was waiting for."""
        road.holidays(30).do(Tick())
        assert (road.state.outcome, road.state.confirmed) == ("expired", False)
