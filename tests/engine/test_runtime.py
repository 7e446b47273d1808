"""What goes out goes out once, whatever crashes; what comes in is applied once; nobody waits for the service."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from socialbpm.clock import FrozenClock
from socialbpm.contract.people import TaskPeople
from socialbpm.engine import RESULT, NotTheirsToAsk, TransportError
from socialbpm.errors import Invalid
from tests.doom import NEVER, run_until
from tests.engine.conftest import Start
from tests.engine.diagrams import (
    answer_event,
    diagram,
    drawn,
    element,
    embedded,
    end,
    flow,
    parallel,
    process,
    several,
    task,
    timer_event,
)
from tests.engine.fakes import FileService
from tests.engine.host import FAMILIES, Host
from tests.engine.test_timers import MONDAY

SHARED = (
    '<social:share variable="invoice_no" with="network"/><social:share variable="amount" with="coworkers" as="band"/>'
)
CHECK = diagram(process(task("check", element(SHARED), name="Check invoice"), task("pay"), path=["check", "pay"]))


def people(**roles: Any) -> Callable[[Any], TaskPeople]:
    return lambda _: TaskPeople(**roles)


class TestWhoMayAsk:
    def test_the_owner_may_and_others_may_not(self, start: Start) -> None:
        """Alice has the task; Bob, who could have taken it, cannot ask in her place."""
        host = start(CHECK, people=people(actual_owner="alice", potential_owners=("alice", "bob")))
        with pytest.raises(NotTheirsToAsk) as caught:
            host.runtime.socialize(host.task(), by="bob")
        assert str(caught.value) == (
            "bob may not ask about Check invoice\n  Its owner may, or while it has none somebody who can take it."
        )
        assert host.runtime.pending() == ()
        assert host.asks("check", by="alice").data.people.actual_owner == "alice"

    def test_while_nobody_has_it_whoever_can_take_it_may(self, start: Start) -> None:
        """Bob may; Eve is not among them."""
        host = start(CHECK, people=people(potential_owners=("alice", "bob")))
        with pytest.raises(NotTheirsToAsk):
            host.runtime.socialize(host.task(), by="eve")
        host.asks("check", by="bob")

    def test_the_excluded_may_not_even_if_they_could_take_it(self, start: Start) -> None:
        """Four eyes: Eve approved the order."""
        host = start(CHECK, people=people(potential_owners=("alice", "eve"), excluded_owners=("eve",)))
        with pytest.raises(NotTheirsToAsk):
            host.runtime.socialize(host.task(), by="eve")
        host.asks("check", by="alice")

    def test_who_is_in_a_group_is_for_the_service_to_say(self, start: Start) -> None:
        """The plugin has no directory, so it lets the service decide."""
        host = start(CHECK, people=people(potential_owners=("group:accounting",)))
        assert host.asks("check", by="bob").data.people.potential_owners == ("group:accounting",)

    def test_what_the_host_says_of_a_claim_goes_first(self, start: Start) -> None:
        """Bob claims it, then gives it back."""
        host = start(CHECK, people=people(potential_owners=("alice", "bob")))
        host.runtime.claimed(host.task(), by="bob")
        host.restart()
        with pytest.raises(NotTheirsToAsk):
            host.runtime.socialize(host.task(), by="alice")
        assert host.asks("check", by="bob").data.people.actual_owner == "bob"
        host.runtime.claimed(host.task(), by=None)
        assert host.asks("check", by="alice").data.people.actual_owner is None

    def test_a_task_of_nobody_belongs_to_who_asks_first(self, start: Start) -> None:
        """The host named nobody and there is no lane, so the service could find nobody either."""
        host = start(CHECK)
        assert host.asks("check", by="alice").data.people.actual_owner == "alice"
        with pytest.raises(NotTheirsToAsk):
            host.runtime.socialize(host.task(), by="eve")

    def test_a_task_in_a_lane_is_not_taken_by_asking(self, start: Start) -> None:
        """Who is in Accounting is for the service to say."""
        lanes = (
            '<bpmn:laneSet id="lanes"><bpmn:lane id="l1" name="Accounting"><bpmn:flowNodeRef>check</bpmn:flowNodeRef>'
            "</bpmn:lane></bpmn:laneSet>"
        )
        host = start(diagram(process(task("check", element()), path=["check"], lanes=lanes)))
        assert host.asks("check", by="alice").data.people.actual_owner is None

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ({"by": ""}, "by: String should have at least 1 character"),
            ({"by": "a" * 201}, "by: String should have at most 200 characters"),
            ({"by": "alice", "question": "\ud800"}, "question: Input should be a valid string"),
            ({"by": "alice", "question": "?" * 20_001}, "question: String should have at most 20000 characters"),
        ],
    )
    def test_what_the_service_could_not_take_is_not_fired(self, start: Start, said: Any, message: str) -> None:
        """It would stay pending for ever."""
        host = start(CHECK)
        with pytest.raises(Invalid, match=message):
            host.runtime.socialize(host.task(), **said)
        assert host.runtime.pending() == ()


class TestWhatLeavesTheEngine:
    def test_only_what_the_designer_shared_as_it_was_when_asked(self, start: Start) -> None:
        """The amount changes afterwards; the secret never leaves."""
        host = start(CHECK, data={"invoice_no": "R-17", "amount": 250, "secret": "x"})
        host.runtime.socialize(host.task(), by="alice")
        host.task().data["amount"] = 999
        host.restart()
        (request,) = host.runtime.pending()
        assert request.data.fields == {"invoice_no": "R-17", "amount": 250}
        assert "secret" not in request.model_dump_json()

    @pytest.mark.parametrize("value", [object(), {1, 2}, float("nan"), b"bytes", lambda: 1, "half \ud800"])
    def test_a_value_that_json_does_not_have_is_left_out(self, start: Start, value: object) -> None:
        """It is not worth failing for."""
        host = start(CHECK, data={"amount": 1})
        host.task().data["invoice_no"] = value
        assert host.asks("check").data.fields == {"amount": 1}

    def test_a_value_that_looks_like_one_of_the_serializers_own_stays_a_value(self, start: Start) -> None:
        """A mapping with `typename`."""
        host = start(CHECK)
        host.task().data["invoice_no"] = {"typename": "Nonsense"}
        host.runtime.socialize(host.task(), by="alice")
        del host.task().data["invoice_no"]
        host.restart()
        assert host.runtime.pending()[0].data.fields == {"invoice_no": {"typename": "Nonsense"}}

    def test_the_request_says_where_the_task_stands(self, start: Start) -> None:
        """With the host's own id of the case, and by the host's clock."""
        host = start(CHECK, case_id="invoice-17", process_version="3", clock=FrozenClock(MONDAY))
        request = host.asks("check")
        assert (request.source, request.id, request.time) == ("/runtimes/expenses", request.data.request_id, MONDAY)
        assert request.data.event_id == "check.socialize"
        about = request.data.task
        assert (about.case_id, about.process, about.process_version) == ("invoice-17", "p", "3")
        assert (about.element_id, about.name, about.lane) == ("check", "Check invoice", None)


class TestSending:
    def test_what_fired_is_pending_until_it_is_handed_over(self, start: Start) -> None:
        """Across a restart, and once."""
        host = start(CHECK)
        request_id = host.runtime.socialize(host.task(), by="alice")
        host.restart()
        assert [hook.id for hook in host.runtime.pending()] == [request_id]
        assert [result.status for result in host.runtime.send()] == ["created"]
        host.restart()
        assert (host.runtime.pending(), host.runtime.send()) == ((), ())

    def test_it_is_pending_even_when_its_subprocess_is_over(self, start: Start) -> None:
        """Alice asked, finished her task and with it the subprocess before anything was sent."""
        inner = embedded("part", task("check", element()), path=["check"])
        host = start(diagram(process(inner, task("pay", element()), path=["part", "pay"])))
        first = host.runtime.socialize(host.task(), by="alice")
        host.does("check")
        second = host.runtime.socialize(host.task(), by="bob")
        host.restart()
        assert [hook.id for hook in host.runtime.pending()] == [first, second]

    def test_and_when_its_instance_was_taken_away(self, start: Start) -> None:
        """The deadline cancels all instances; what Alice asked is still told."""
        late = timer_event("check", interrupting="true") + end("e2") + flow("late", "e2")
        with time_machine.travel(MONDAY, tick=False) as clock:
            host = start(diagram(process(task("check", element() + several()), late, path=["check"])))
            request_id = host.runtime.socialize(host.tasks()[1], by="alice")
            clock.shift(timedelta(hours=4))
            host.workflow.refresh_timers()
            host.workflow.do_engine_steps()
        host.restart()
        assert host.workflow.is_completed()
        assert [hook.id for hook in host.runtime.pending()] == [request_id]

    def test_while_the_service_is_down_everything_stays_and_the_work_goes_on(self, start: Start) -> None:
        """Three requests; the first failure is enough to know."""
        host = start(CHECK)
        ids = [host.runtime.socialize(host.task(), by="alice") for _ in "123"]
        host.service.down = True
        with pytest.raises(TransportError, match="the service is down"):
            host.runtime.send()
        assert host.service.calls == [1]
        host.does("check")
        host.restart()
        host.service.down = False
        host.runtime.send()
        assert sorted(hook.id for hook in host.service.requests) == sorted(ids)
        host.finish()

    def test_one_that_is_refused_does_not_hold_up_the_others(self, start: Start) -> None:
        """The error names the refused one, which stays; the other is through."""
        host = start(diagram(parallel(task("left", element()), task("right", element()))))
        bad = host.runtime.socialize(host.task("left"), by="alice")
        good = host.runtime.socialize(host.task("right"), by="bob")
        host.service.refused.add(bad)
        with pytest.raises(TransportError, match=f"{bad} is refused"):
            host.runtime.send()
        assert [hook.id for hook in host.service.requests] == [good]
        assert [hook.id for hook in host.runtime.pending()] == [bad]

    def test_a_firing_for_a_task_that_the_service_knows_to_be_over_releases_its_flow(self, start: Start) -> None:
        """It is refused for good and never sent again; the flow goes on with `task_ended`."""
        stuck = drawn() + answer_event() + task("review") + end("e2") + flow("stuck", "answered", "review", "e2")
        host = start(diagram(process(task("check"), stuck, path=["check"])))
        host.service.over.add(str(host.task("check").id))
        host.runtime.socialize(host.task("check"), by="alice")
        host.restart()
        assert host.runtime.send() == ()
        assert host.task("review").data[RESULT] == {
            "discussion": None,
            "outcome": "task_ended",
            "value": None,
            "ring": None,
            "url": None,
        }
        host.restart()
        assert host.runtime.pending() == ()
        host.finish()


class TestCrashes:
    def test_a_crash_before_saving_replays_with_the_same_request_id(self, start: Start) -> None:
        """The armed event's id was saved before it fired; restored states that have fired do not fire again."""
        host = start(CHECK)
        saved = host.save()
        ids = set()
        for _ in "12":
            host.restore(saved)
            ids.add(host.runtime.socialize(host.task(), by="alice"))
        assert len(ids) == 1
        fired = host.save()
        host.restore(fired)
        host.workflow.do_engine_steps()
        assert len(host.runtime.pending()) == 1

    def test_a_crash_after_sending_repeats_the_same_body(self, start: Start) -> None:
        """People and data change in between; what was asked does not."""
        roles = {"potential_owners": ("alice", "bob")}
        host = start(CHECK, data={"amount": 1}, people=lambda _: TaskPeople(**roles))
        host.runtime.socialize(host.task(), by="alice")
        saved = host.save()
        host.runtime.send()
        host.restore(saved)
        roles["potential_owners"] = ("carol", "dana")
        host.task().data["amount"] = 2
        assert [result.status for result in host.runtime.send()] == ["repeated"]

    def test_sent_before_saved_and_asked_anew_the_first_body_counts(
        self, start: Start, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The host kept to the wrong order and crashed. Alice asks again, in other words, and can go on."""
        host = start(CHECK)
        saved = host.save()
        first = host.asks("check", question="Which account?")
        host.restore(saved)
        host.runtime.socialize(host.task(), by="alice", question="Which account do I take?")
        assert host.runtime.send() == ()
        assert host.runtime.pending() == ()
        assert caplog.messages == [
            f"request {first.id} was sent before it was saved, with another body; the first one counts"
        ]
        host.hears(first, "6140")
        assert host.task().data["socialize"] == {first.id: "6140"}

    @pytest.mark.parametrize("moment", ["before saving", "before sending", "after sending"])
    @pytest.mark.parametrize("name", list(FAMILIES))
    def test_a_host_that_is_killed_asks_once(self, tmp_path: Path, moment: str, name: str) -> None:
        """It really is killed; the next one restores what was saved and goes on."""
        state, lines = tmp_path / "state.json", tmp_path / "hooks.jsonl"
        state.write_text(Host(FAMILIES[name], CHECK, FileService(lines)).save())
        for doomed in (moment, NEVER):
            run_until(doomed, "tests.engine.doomed_host", name, str(tmp_path))
        hooks = [json.loads(line) for line in lines.read_text().splitlines()]
        assert len({identity for _, identity, _ in hooks}) == len(hooks) == 1
        host = Host(FAMILIES[name], CHECK, FileService(lines))
        host.restore(state.read_text())
        assert host.runtime.pending() == ()


class TestReceiving:
    def test_a_delivery_that_comes_twice_is_applied_once(self, start: Start) -> None:
        """The service lost track of what it had delivered."""
        host = start(CHECK)
        request = host.asks("check")
        assert len(host.hears(request, "first")) == 1
        host.restart()
        host.service.ends(request, value="second")
        assert host.runtime.receive() == ()
        assert host.task("check").data["socialize"] == {request.id: "first"}

    def test_a_crash_before_saving_fetches_it_again(self, start: Start) -> None:
        """The cursor is part of the state, so what was not saved is not acknowledged."""
        host = start(CHECK)
        request = host.asks("check")
        saved = host.save()
        host.hears(request, "4711")
        host.restore(saved)
        assert "socialize" not in host.task("check").data
        host.runtime.receive()
        assert host.task("check").data["socialize"] == {request.id: "4711"}
        host.restart()
        assert host.runtime.receive() == ()
        assert host.service.acknowledged == [None, None, "1"]

    def test_somebody_asked_from_a_page_and_the_event_fires_for_the_task(self, start: Start) -> None:
        """The firing names the delivery that it answers; a second copy of it changes nothing."""
        host = start(CHECK, people=people(actual_owner="alice"))
        host.runtime.sync()
        for _ in "12":
            host.service.raises(host.task(), by="alice", identity="raise-1")
        host.runtime.receive()
        host.restart()
        host.runtime.send()
        (request,) = host.service.requests
        assert (request.data.raised, request.data.by) == ("raise-1", "alice")

    @pytest.mark.parametrize("wrong", ["task done", "other event", "no event", "timer only", "no such task"])
    def test_a_page_that_comes_too_late_or_for_something_else_changes_nothing(self, start: Start, wrong: str) -> None:
        """The people have their discussion anyway."""
        timer = diagram(process(task("check", element(after="PT4H", trigger="timer")), path=["check"]))
        plain = diagram(process(task("check"), path=["check"]))
        host = start({"timer only": timer, "no event": plain}.get(wrong, CHECK))
        check, event = host.task("check"), "other" if wrong == "other event" else "check.socialize"
        host.service.raises(check, host.runtime.teller.case_id, event, by="alice")
        if wrong == "task done":
            host.does("check")
        if wrong == "no such task":
            host.service.deliverable[0] = host.service.deliverable[0].model_copy(update={"task_id": "nonsense"})
        assert len(host.runtime.receive()) == 1
        assert host.runtime.pending() == ()

    def test_an_odd_page_does_not_keep_the_answer_behind_it_from_coming_in(self, start: Start) -> None:
        """The service names an asker that no request can have."""
        host = start(CHECK)
        request = host.asks("check")
        host.service.raises(host.task(), host.runtime.teller.case_id, "check.socialize", by="")
        host.hears(request, "4711")
        assert host.task("check").data["socialize"] == {request.id: "4711"}
        assert host.runtime.pending() == ()

    def test_the_end_of_a_request_that_nobody_knows_changes_nothing(self, start: Start) -> None:
        """The state is older than the request, or the id is not even one."""
        host = start(CHECK)
        saved = host.save()
        request = host.asks("check")
        host.restore(saved)
        host.hears(request, "4711")
        host.hears(request.model_copy(update={"id": "x", "data": request.data.model_copy(update={"request_id": "x"})}))
        assert "socialize" not in host.task("check").data

    def test_a_service_that_is_down_is_an_error_and_nothing_else(self, start: Start) -> None:
        """Real transports raise it; the state is as it was."""
        host = start(CHECK)
        host.service.down = True
        before = host.save()
        with pytest.raises(TransportError):
            host.runtime.receive()
        assert json.loads(host.save()) == json.loads(before)
