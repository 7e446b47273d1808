"""Whole roads: a real case in the engine and the real service, told in words. The host crashes after every step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from socialbpm.contract.deliveries import Ended
from socialbpm.contract.people import TaskPeople
from socialbpm.engine import HttpTransport, TransportError
from socialbpm.service.embedded import BASE, EmbeddedService
from socialbpm.testing import Story as Played
from tests.engine.host import Family, Running
from tests.service.road import Road

RUNTIME = "expenses"
QUESTION = "Which account do freight costs go to?"
ALICES = TaskPeople(actual_owner="alice", potential_owners=("alice", "bob"))


class Line(HttpTransport):
    """The way to the service, which may be down."""

    def __init__(self, service: EmbeddedService) -> None:
        super().__init__(BASE, service.key_for(RUNTIME), client=service.http())
        self.is_down = False

    def send(self, hooks: Any) -> Any:
        """Hand over, if there is a service."""
        self._check()
        return super().send(hooks)

    def deliveries(self, case_id: str, after: str | None, wait: float) -> Any:
        """Fetch, if there is a service."""
        self._check()
        return super().deliveries(case_id, after, wait)

    def _check(self) -> None:
        if self.is_down:
            raise TransportError("nobody answers", temporary=True)


class Case(Running):
    """A case whose host restores it after everything that it does: nothing may hang on what was only in memory."""

    transport: Line

    def asks(self, name: str = "check", by: str = "alice", question: str | None = QUESTION) -> str:
        """Somebody is stuck in a task and asks; returns the request."""
        request = self.runtime.socialize(self.task(name), by=by, question=question)
        self.restart()
        return request

    def sends(self) -> list[str | None]:
        """Hand over what is pending; returns the discussion of each."""
        results = self.runtime.send()
        self.restart()
        return [result.discussion for result in results]

    def tells(self) -> None:
        """Tell what became of the tasks."""
        self.runtime.sync()
        self.restart()

    def hears(self) -> list[Any]:
        """Fetch all there is, a page at a time; returns how requests ended, and what else is not mere progress."""
        heard: list[Any] = []
        while page := self.runtime.receive():
            heard += [item for item in page if item.type not in {"discussion.opened", "discussion.widened"}]
            self.restart()
        return heard

    def outcomes(self) -> list[tuple[str, str]]:
        """Fetch all there is; returns which requests ended, and how."""
        return [(item.request_id, item.outcome) for item in self.hears() if isinstance(item, Ended)]

    def work(self, name: str, **data: Any) -> None:
        """Somebody does a task."""
        self.does(name, **data)
        self.restart()

    def wakes(self) -> None:
        """The host looks at its timers."""
        self.workflow.refresh_timers()
        self.workflow.do_engine_steps()
        self.restart()


@dataclass
class Story:
    """What is played, and with which parsers; `road` is the way to all that has no word of its own."""

    played: Played
    road: Road
    family: Family

    def case(self, xml: str, *, people: TaskPeople | None = ALICES, **options: Any) -> Case:
        """Begin a case; every task of it has these people, or those that `people_of` gives."""
        people_of = options.pop("people_of", None) or (lambda _: people)
        return Case(self.family, xml, Line(self.road.service), people=people_of, **options)

    def passes(self, **time: float) -> None:
        """Let time go by, for everybody."""
        self.played.passes(timedelta(**time))

    def answers(self, discussion: str | None, *, by: str = "bob", asker: str = "alice", value: Any = None) -> None:
        """Somebody answers "6800", and the asker accepts."""
        self.played.person(by).answers("6800", reach="participants", about=discussion)
        self.played.person(asker).accepts(value, about=discussion)

    def view(self, discussion: str | None, person: str = "alice") -> Any:
        """Return a discussion as somebody sees it."""
        return self.road.sees(person, str(discussion))

    def asks_on_page(self, case: Case, name: str = "check", by: str = "alice", question: str | None = QUESTION) -> Any:
        """Somebody asks about a task from a page of the service."""
        path = f"/tasks/{RUNTIME}/{case.task(name).id}/discussions"
        return self.road.does(by, "POST", path, question=question)

    def all_deliveries(self, kind: str) -> list[Any]:
        """Return every delivery of a kind that was ever made."""
        return [item for item in self.road.deliveries() if item["type"] == kind]
