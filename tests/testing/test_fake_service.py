"""The service in memory does what the real one does, as far as a runtime can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from socialbpm.contract.hooks import Hook
from socialbpm.engine import HttpTransport, Transport, TransportError
from socialbpm.service.embedded import BASE, EmbeddedService
from socialbpm.testing import FakeService
from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, element, process, task
from tests.service.road import PEOPLE

CHECK = diagram(process(task("check", element()), path=["check"]))
HOOK: TypeAdapter[Hook] = TypeAdapter(Hook)
NUMBERS = count()
TASK_HOOKS = ("activated", "assigned", "completed", "cancelled")
Step = tuple[str, int, int]
"""What is told, of which task (or which earlier hook again), and its revision."""

STEPS = st.lists(
    st.tuples(
        st.sampled_from([*TASK_HOOKS, "socialize", "offer", "case", "repeat", "change"]),
        st.integers(0, 1),
        st.integers(0, 2),
    ),
    max_size=10,
)


class Runtime:
    """Tells the same to whoever listens; every run is a case of its own."""

    def __init__(self) -> None:
        self.case = f"c{next(NUMBERS)}"
        self.told: list[dict[str, Any]] = []

    def hook(self, step: Step) -> dict[str, Any]:
        """Return what a step tells, as JSON."""
        kind, number, revision = step
        if kind in {"repeat", "change"} and self.told:
            again = self.told[number % len(self.told)]
            return {**again, "subject": f"{self.case} changed"} if kind == "change" else again
        told = self._new(kind if kind not in {"repeat", "change"} else "activated", number, revision)
        self.told.append(told)
        return told

    def _new(self, kind: str, number: int, revision: int) -> dict[str, Any]:
        identity = f"{self.case}-{len(self.told)}"
        event = {"specversion": "1.0", "id": identity, "source": "/runtimes/expenses"}
        if kind == "case":
            return {**event, "type": "socialbpm.case.ended", "data": {"case_id": self.case}}
        about = {"task_id": f"{self.case}-t{number}", "case_id": self.case, "process": "p", "element_id": "check"}
        data: dict[str, Any] = {"task": {**about, "revision": revision}}
        if kind in {"activated", "assigned", "socialize", "offer"}:
            data["people"] = {"actual_owner": "alice"}
        if kind in {"socialize", "offer"}:
            data |= {"request_id": identity, "event_id": "check.socialize"}
        if kind == "socialize":
            data |= {"by": "alice", "question": "Which account?"}
        return {**event, "type": f"socialbpm.task.{kind}", "data": data}


def outcome(transport: Transport, hook: dict[str, Any]) -> str:
    """Return what a service says to a hook: a status, or the code of a problem."""
    try:
        (result,) = transport.send([HOOK.validate_python(hook)])
    except TransportError as error:
        return str(error.details["problem"])
    assert result.id == hook["id"]
    return str(result.status)


@pytest.fixture(scope="module")
def real() -> Iterator[Transport]:
    """The service itself, over HTTP."""
    with EmbeddedService(directory=PEOPLE) as service:
        yield HttpTransport(BASE, service.key_for("expenses"), client=service.http())


class TestItKeepsTheContract:
    @settings(max_examples=25, deadline=None)
    @given(steps=STEPS)
    def test_hook_by_hook(self, real: Transport, steps: Sequence[Step]) -> None:
        """Whatever is told, in whatever order, again, with another body, or too late: both say the same."""
        runtime, fake = Runtime(), FakeService()
        hooks = [runtime.hook(step) for step in steps]
        assert [outcome(fake, hook) for hook in hooks] == [outcome(real, hook) for hook in hooks]

    @pytest.mark.parametrize(
        ("steps", "expected"),
        [
            ([("activated", 0, 0), ("repeat", 0, 0)], ["created", "repeated"]),
            ([("activated", 0, 0), ("change", 0, 0)], ["created", "repeated_with_other_body"]),
            ([("assigned", 0, 2), ("assigned", 0, 1)], ["created", "ignored"]),
            ([("completed", 0, 2), ("socialize", 0, 3)], ["created", "task_closed"]),
            ([("socialize", 0, 0), ("completed", 0, 1), ("repeat", 0, 0)], ["created", "created", "repeated"]),
            ([("activated", 0, 0), ("case", 0, 0), ("offer", 0, 1)], ["created", "created", "task_closed"]),
        ],
    )
    def test_and_that_is_what_the_contract_says(
        self, real: Transport, steps: Sequence[Step], expected: list[str]
    ) -> None:
        """Two that are wrong in the same way would agree, too."""
        runtime, fake = Runtime(), FakeService()
        hooks = [runtime.hook(step) for step in steps]
        assert [outcome(fake, hook) for hook in hooks] == expected
        assert [outcome(real, hook) for hook in hooks] == expected

    @pytest.mark.parametrize("service", ["fake", "real"])
    def test_of_a_batch_it_takes_what_it_can(self, real: Transport, service: str) -> None:
        """One that is refused does not lose the others, which are repeats when they are sent again."""
        transport = real if service == "real" else FakeService()
        runtime = Runtime()
        done, late, other = (
            HOOK.validate_python(runtime.hook(step))
            for step in [("completed", 0, 0), ("socialize", 0, 1), ("activated", 1, 0)]
        )
        with pytest.raises(TransportError) as refused:
            transport.send([done, late, other])
        assert (refused.value.details["problem"], refused.value.details["temporary"]) == ("task_closed", False)
        assert [result.status for result in transport.send([done, other])] == ["repeated", "repeated"]


class TestWhatATestSays:
    def test_an_answer_by_the_id_that_socialize_gave(self, start: Start, service: FakeService) -> None:
        """Alice is stuck, the test answers, the value is in her task."""
        host = start(CHECK)
        request = host.runtime.socialize(host.task(), by="alice")
        host.runtime.send()
        service.answers(request, "6800")
        host.runtime.receive()
        assert host.task().data["socialize"] == {request: "6800"}

    def test_an_answer_before_the_host_sent_is_a_mistake_in_the_test(self, start: Start, service: FakeService) -> None:
        """It says what is missing."""
        host = start(CHECK)
        request = host.runtime.socialize(host.task(), by="alice")
        with pytest.raises(AssertionError, match=r"took none\. Does the host call `send`"):
            service.answers(request, "6800")

    def test_a_page_fires_the_event_that_the_service_was_told_of(self, start: Start, service: FakeService) -> None:
        """Alice asks on a page; the test names the task, and nothing of the plugin's."""
        host = start(CHECK)
        host.runtime.sync()
        service.raises(host.task(), by="alice")
        host.runtime.receive()
        host.runtime.send()
        (request,) = service.requests
        assert (request.data.by, request.data.raised) == ("alice", service.deliverable[0].id)

    def test_a_page_about_a_task_that_was_not_told_is_a_mistake_in_the_test(
        self, start: Start, service: FakeService
    ) -> None:
        """It says what is missing."""
        host = start(CHECK)
        with pytest.raises(AssertionError, match="Does the host call `sync`"):
            service.raises(host.task(), by="alice")

    @pytest.mark.parametrize("call", ["send", "receive"])
    def test_it_can_be_down(self, start: Start, service: FakeService, call: str) -> None:
        """Everything waits, and goes out when it is back."""
        host = start(CHECK)
        host.runtime.socialize(host.task(), by="alice")
        service.down = True
        action: Callable[[], object] = getattr(host.runtime, call)
        with pytest.raises(TransportError, match="down"):
            action()
        service.down = False
        host.runtime.send()
        assert len(service.requests) == 1

    def test_it_can_refuse(self, start: Start, service: FakeService) -> None:
        """For good: the host hears why and keeps it."""
        host = start(CHECK)
        request = host.runtime.socialize(host.task(), by="alice")
        service.refused.add(request)
        with pytest.raises(TransportError, match="is refused"):
            host.runtime.send()
        assert [hook.id for hook in host.runtime.pending()] == [request]
        assert service.requests == []
