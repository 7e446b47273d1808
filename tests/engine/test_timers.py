"""The timer makes an offer, once per task; whatever is wrong with it, the work goes on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from socialbpm.contract.people import TaskPeople
from socialbpm.engine import NotSocialized
from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, drawn, element, end, flow, process, several, task
from tests.engine.host import Host

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def offers_after(host: Host, clock: Any, hours: float) -> list[Any]:
    """Let time pass, and return all offers so far."""
    clock.shift(timedelta(hours=hours))
    host.workflow.refresh_timers()
    host.workflow.do_engine_steps()
    host.runtime.send()
    return host.service.of_type("task.offer")


def checked(**attributes: str) -> str:
    return diagram(process(task("check", element(**attributes)), task("pay"), path=["check", "pay"]))


class TestOffers:
    def test_four_hours_of_alice_being_stuck_make_one_offer(self, start: Start, clock: Any) -> None:
        """Not before, not twice, and not again after a restart."""
        host = start(checked(after="PT4H", question="Shall we ask?"))
        assert offers_after(host, clock, 3.9) == []
        host.restart()
        (offer,) = offers_after(host, clock, 0.1)
        assert (offer.data.question, offer.time) == ("Shall we ask?", MONDAY + timedelta(hours=4))
        host.restart()
        assert len(offers_after(host, clock, 100)) == 1
        host.finish()

    def test_an_offer_knows_the_people_though_nothing_was_told_of_the_task(self, start: Start, clock: Any) -> None:
        """Without them the service would find nobody to offer help to. Sent again, it is the same."""
        host = start(checked(after="PT4H"), people=lambda _: TaskPeople(actual_owner="alice"))
        assert host.runtime.pending() == ()
        clock.shift(timedelta(hours=4))
        host.workflow.refresh_timers()
        saved = host.save()
        for status in ("created", "repeated"):
            host.restore(saved)
            assert [result.status for result in host.runtime.send()] == [status]
        assert [offer.data.people.actual_owner for offer in host.service.of_type("task.offer")] == ["alice"]

    def test_both_means_that_she_can_ask_before_and_after(self, start: Start, clock: Any) -> None:
        """Asking is one thing, the offer another; neither takes the other away."""
        host = start(checked(after="PT4H"))
        host.asks("check")
        assert len(offers_after(host, clock, 4)) == 1
        host.asks("check")
        assert len(host.service.requests) == 2
        assert len(offers_after(host, clock, 9)) == 1

    def test_an_event_that_only_its_timer_fires_cannot_be_asked(self, start: Start, clock: Any) -> None:
        """The error says what to change in the diagram."""
        host = start(checked(after="PT4H", trigger="timer"))
        with pytest.raises(NotSocialized) as caught:
            host.runtime.socialize(host.task("check"), by="alice")
        assert str(caught.value) == (
            'only its timer fires the socialize event of check\n  Use trigger="both" in the diagram.'
        )
        assert len(offers_after(host, clock, 4)) == 1

    def test_a_task_that_was_done_in_time_makes_none(self, start: Start, clock: Any) -> None:
        """Alice was quick."""
        host = start(checked(after="PT4H"))
        host.does("check")
        assert offers_after(host, clock, 9) == []
        assert host.workflow.event_manager.tasks == {}

    def test_each_instance_has_its_own_time(self, start: Start, clock: Any) -> None:
        """An ordinary timer would run once, for the first of them."""
        host = start(diagram(process(task("check", element(after="PT4H") + several(sequential=True)), path=["check"])))
        for count in (1, 2, 3):
            clock.shift(timedelta(hours=1))
            host.workflow.refresh_timers()
            host.restart()
            offers = offers_after(host, clock, 4)
            assert [str(host.task("check").id), count] == [offers[-1].data.task.task_id, len(offers)]
            host.does("check")
        assert host.workflow.is_completed()

    @pytest.mark.parametrize(
        "event", [pytest.param("", id="added"), pytest.param(drawn(), id="drawn", marks=pytest.mark.long)]
    )
    def test_hundreds_of_instances_are_due_at_once(self, start: Start, clock: Any, event: str) -> None:
        """More than Python calls can be nested: each firing arms the next, and does not call it."""
        everybody = task("check", element(after="PT4H") + several(count=300))
        host = start(diagram(process(everybody, event, path=["check"])))
        assert len({offer.data.task.task_id for offer in offers_after(host, clock, 4)}) == 300

    def test_the_offer_names_the_people_that_were_known_last(self, start: Start, clock: Any) -> None:
        """The engine knows none when the timer fires; what the host said before is saved with the task."""
        host = start(checked(after="PT4H"), people=lambda _: TaskPeople(potential_owners=("alice", "bob")))
        host.runtime.sync()
        host.restart()
        (offer,) = offers_after(host, clock, 4)
        assert offer.data.people.potential_owners == ("alice", "bob")


class TestRepeating:
    @pytest.mark.parametrize("after", ["R3/PT4H", "=again"])
    def test_help_is_offered_again_each_time_the_duration_passes_three_times_at_most(
        self, start: Start, clock: Any, after: str
    ) -> None:
        """As BPMN's cycle says; each offer is a request of its own, and asking in between changes nothing."""
        host = start(checked(after=after), data={"again": "R3/PT4H"})
        for count in (1, 2, 3):
            assert len(offers_after(host, clock, 3.9)) == count - 1
            host.restart()
            host.asks("check")
            offers = offers_after(host, clock, 0.1)
            assert len({offer.id for offer in offers}) == len(offers) == count
            host.restart()
        assert len(offers_after(host, clock, 100)) == 3
        host.finish()

    def test_what_was_missed_is_not_made_up_for(self, start: Start, clock: Any) -> None:
        """The host slept for a day: Alice gets one offer, and the next four hours after that."""
        host = start(checked(after="R3/PT4H"))
        host.restart()
        assert len(offers_after(host, clock, 24)) == 1
        assert len(offers_after(host, clock, 3.9)) == 1
        assert len(offers_after(host, clock, 0.1)) == 2

    def test_a_task_that_is_done_brings_no_more(self, start: Start, clock: Any) -> None:
        """One offer was enough."""
        host = start(checked(after="R3/PT4H"))
        assert len(offers_after(host, clock, 4)) == 1
        host.does("check")
        assert len(offers_after(host, clock, 4)) == 1
        assert host.workflow.event_manager.tasks == {}
        host.finish()

    def test_each_instance_counts_for_itself(self, start: Start, clock: Any) -> None:
        """Two rounds for three instances."""
        host = start(diagram(process(task("check", element(after="R2/PT4H") + several()), path=["check"])))
        assert len(offers_after(host, clock, 4)) == 3
        host.restart()
        offers = offers_after(host, clock, 4)
        subjects = [offer.subject for offer in offers]
        assert [subjects.count(str(instance.id)) for instance in host.tasks("check")] == [2, 2, 2]
        assert len(offers_after(host, clock, 9)) == 6

    def test_each_round_begins_a_drawn_flow_of_its_own(self, start: Start, clock: Any) -> None:
        """As each firing does."""
        rest = drawn(inside=element(after="R2/PT4H")) + task("review") + end("e2") + flow("stuck", "review", "e2")
        host = start(diagram(process(task("check"), rest, path=["check"])))
        for count in (1, 2, 2):
            offers_after(host, clock, 4)
            host.restart()
            assert len(host.tasks("review")) == count
        host.finish()

    def test_in_working_time_each_round_is_put_where_the_calendar_says(self, start: Start, clock: Any) -> None:
        """A house that works one day after the other."""
        asked: list[datetime] = []

        def working(begin: datetime, _: str) -> datetime:
            asked.append(begin)
            return begin + timedelta(days=1)

        host = start(checked(after="R2/PT4H working"), working=working)
        host.runtime.sync()
        for count in (1, 2):
            assert len(offers_after(host, clock, 23)) == count - 1
            host.restart()
            assert len(offers_after(host, clock, 1)) == count
        assert len(offers_after(host, clock, 99)) == 2
        assert asked == [MONDAY, MONDAY + timedelta(days=1)]


class TestExpressions:
    @pytest.mark.parametrize(("value", "hours"), [("PT2H", 2), (timedelta(hours=2), 2), (timedelta(days=200), 4800)])
    def test_an_expression_says_how_long(self, start: Start, clock: Any, value: object, hours: float) -> None:
        """It is evaluated with the data of the task."""
        host = start(checked(after="=patience"), data={"patience": value})
        assert offers_after(host, clock, hours - 0.1) == []
        assert len(offers_after(host, clock, 0.1)) == 1

    @pytest.mark.parametrize("value", ["soon", 7, None, "P99999999D", ""])
    def test_one_that_says_nothing_useful_stops_no_work(
        self, start: Start, clock: Any, value: object, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The timer never fires, the log says why, and Alice can still ask."""
        with caplog.at_level(logging.WARNING, logger="socialbpm"):
            host = start(checked(after="=patience"), data={"patience": value})
        assert "check: the timer never fires" in caplog.text
        assert offers_after(host, clock, 1000) == []
        host.asks("check")
        host.restart()
        host.finish()

    @pytest.mark.parametrize("value", [timedelta(0), -timedelta(hours=1)])
    def test_nor_does_one_that_is_over_before_it_begins(self, start: Start, clock: Any, value: timedelta) -> None:
        """It is a slip, and not a wish for an offer at once."""
        host = start(checked(after="=patience"), data={"patience": value})
        assert offers_after(host, clock, 1000) == []
        host.finish()

    def test_one_that_cannot_be_evaluated_stops_no_work_either(
        self, start: Start, clock: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The variable does not exist."""
        host = start(checked(after="=nowhere", question="=nothing"))
        assert "'=nowhere' cannot be evaluated" in caplog.text
        request = host.asks("check")
        assert request.data.settings.question is None
        assert offers_after(host, clock, 1000) == []
        host.finish()

    def test_a_question_can_be_an_expression_too(self, start: Start, clock: Any) -> None:
        """It is a draft: what Alice writes is the question."""
        host = start(checked(after="PT4H", question="='Which account for ' + name + '?'"), data={"name": "Miller"})
        request = host.asks("check", question="Which one?")
        assert (request.data.settings.question, request.data.question) == ("Which account for Miller?", "Which one?")
        (offer,) = offers_after(host, clock, 4)
        assert offer.data.question == "Which account for Miller?"

    def test_a_draft_that_cannot_be_sent_as_it_is_holds_nothing_up(self, start: Start, clock: Any) -> None:
        """Half a character, and far too many."""
        host = start(checked(after="PT4H", question="=name"), data={"name": "\ud800" * 30_000})
        (offer,) = offers_after(host, clock, 4)
        assert offer.data.question == "?" * 20_000


class TestWorkingTime:
    def test_the_calendar_of_the_host_says_when_working_time_is_over(self, start: Start, clock: Any) -> None:
        """Four working hours from Monday nine o'clock, in a house that works at night, are over on Tuesday."""
        asked: list[tuple[datetime, str]] = []

        def working(begin: datetime, duration: str) -> datetime:
            asked.append((begin, duration))
            return begin + timedelta(days=1)

        host = start(checked(after="PT4H working"), working=working)
        host.runtime.sync()
        host.restart()
        host.runtime.sync()
        assert asked == [(MONDAY, "PT4H")]
        assert offers_after(host, clock, 23) == []
        assert len(offers_after(host, clock, 1)) == 1

    def test_a_calendar_that_names_no_zone_means_the_machines(self, start: Start, clock: Any) -> None:
        """It must not stop the engine at every step from then on."""
        host = start(checked(after="PT4H working"), working=lambda begin, _: begin.astimezone().replace(tzinfo=None))
        host.runtime.sync()
        assert len(offers_after(host, clock, 0)) == 1

    def test_without_one_it_counts_as_elapsed_time(self, start: Start, clock: Any) -> None:
        """The engine has no calendar."""
        host = start(checked(after="PT4H working"))
        assert len(offers_after(host, clock, 4)) == 1

    def test_two_weeks_are_fourteen_days_by_the_clock(self, start: Start, clock: Any) -> None:
        """And not ten, as they are in working time."""
        host = start(checked(after="P2W"))
        assert offers_after(host, clock, 24 * 13) == []
        assert len(offers_after(host, clock, 24)) == 1
