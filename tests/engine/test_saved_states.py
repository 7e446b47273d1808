"""What an earlier release saved, this one goes on with: nothing is asked twice, nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from socialbpm.contract.hooks import Socialized
from socialbpm.engine import RESULT
from tests.engine.host import Host
from tests.engine.saved import MONDAY, SCENES, STATES, path_of, save_all, saved_host


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """The moment at which all of them were saved."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def alice_asks(host: Host) -> None:
    """From the armed event on: she asks twice, and hears once."""
    first, second = host.asks("check"), host.asks("check")
    assert first.id != second.id
    host.hears(second, "6800")
    assert host.task("check").data["socialize"] == {second.id: "6800"}


def it_is_sent_once(host: Host) -> None:
    """From the firing on: it is pending, goes out once, and is answered."""
    (firing,) = host.runtime.pending()
    assert isinstance(firing, Socialized)
    assert (firing.data.by, firing.data.question) == ("alice", "Which account?")
    assert [result.status for result in host.runtime.send()] == ["created"]
    assert host.runtime.pending() == ()
    host.hears(firing, "6800")
    assert host.task("check").data["socialize"] == {firing.id: "6800"}


def the_flow_goes_on(host: Host) -> None:
    """From the waiting flow on: nothing is sent again, the answer reaches task and flow, and both can be done."""
    (request,) = host.service.requests
    assert host.runtime.send() == ()
    host.hears(request, "6800")
    assert host.task("check").data["advice"] == "6800"
    assert host.task("review").data[RESULT]["value"] == "6800"
    host.hears(host.asks("check"), "6810")
    assert len(host.tasks("review")) == 2


def the_timer_fires_when_it_was_planned(host: Host) -> None:
    """From the planned timer on: on Tuesday, not at once and not when a new calendar would say, and once."""
    host.workflow.refresh_timers()
    assert host.runtime.pending() == ()
    for days in (1, 9):
        with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
            host.workflow.refresh_timers()
            host.workflow.do_engine_steps()
            host.runtime.send()
    (offer,) = host.service.of_type("task.offer")
    assert offer.data.question == "Shall we ask?"
    assert host.asks("check").data.by == "alice"


def the_timer_does_not_fire_again(host: Host) -> None:
    """From the offer on: it was made; whatever happens later, there is no second one."""
    (offer,) = host.service.of_type("task.offer")
    with time_machine.travel(MONDAY + timedelta(days=9), tick=False):
        host.workflow.refresh_timers()
        host.workflow.do_engine_steps()
        assert host.runtime.send() == ()
    host.hears(offer, outcome="expired")
    assert host.asks("check").data.by == "alice"


def one_instance_is_answered(host: Host) -> None:
    """From the one request on: its instance gets the answer, and another can be asked about."""
    (request,) = host.service.requests
    host.hears(request, "6800")
    answered = [task for task in host.tasks("check") if "socialize" in task.data]
    assert [str(task.id) for task in answered] == [request.data.task.task_id]
    other = next(task for task in host.tasks("check") if task not in answered)
    host.sent(host.runtime.socialize(other, by="bob"))


def the_called_process_is_answered(host: Host) -> None:
    """From the firing in a called process on."""
    (firing,) = host.runtime.pending()
    assert firing.data.task.process == "q"
    host.runtime.send()
    host.hears(firing, "6800")
    assert host.task("approve").data["socialize"] == {firing.id: "6800"}


def only_the_end_is_new(host: Host) -> None:
    """From the answer on: the service hears of nothing that it knows, and of the end."""
    assert (host.runtime.send(), host.runtime.sync()) == ((), 0)
    (request,) = host.service.requests
    assert host.task("check").data["socialize"] == {request.id: "6800"}
    host.does("check")
    host.runtime.sync()
    assert [hook.subject for hook in host.service.of_type("task.completed")] == [request.subject]


GOES_ON: dict[str, Callable[[Host], None]] = {
    "armed": alice_asks,
    "fired": it_is_sent_once,
    "waiting": the_flow_goes_on,
    "planned": the_timer_fires_when_it_was_planned,
    "offered": the_timer_does_not_fire_again,
    "several": one_instance_is_answered,
    "called": the_called_process_is_answered,
    "answered": only_the_end_is_new,
}


def test_a_release_saves_what_it_is_told_to() -> None:
    """The corpus can be made again; `SOCIALBPM_REGENERATE` says that it should be, for the version at hand."""
    if os.environ.get("SOCIALBPM_REGENERATE"):
        save_all()
    assert set(GOES_ON) == set(SCENES)
    first = {path_of("0.1.0", name, family) for name, scene in SCENES.items() for family in scene.families}
    assert first <= set((STATES / "0.1.0").iterdir())


@pytest.mark.parametrize("path", sorted(STATES.glob("*/*.json")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_case_that_was_saved_goes_on_and_ends(path: Path) -> None:
    """Restored, saved again by this release and restored once more; then whatever the story is, then the end."""
    host = saved_host(path)
    host.restart()
    GOES_ON[path.name.partition(".")[0]](host)
    host.restart()
    host.finish()
    host.runtime.sync()
    assert host.runtime.pending() == ()
    assert len(host.service.of_type("case.ended")) == 1
    assert host.workflow.event_manager.tasks == {}
