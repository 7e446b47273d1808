"""Where the demo plays: the embedded service, a clock that is moved by hand, and a client for each person."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

import httpx2

from socialbpm.actions.people import Directory
from socialbpm.clock import FrozenTime
from socialbpm.config import Settings
from socialbpm.directory.seeded_history import Seeds
from socialbpm.errors import Refused
from socialbpm.service.embedded import SELDOM, EmbeddedService

RUNTIME = "demo"
A_MOMENT = timedelta(seconds=1)


class Stage:
    """One service for one story. SpiffWorkflow reads the machine's clock for its timers, so that is moved as well."""

    def __init__(self, directory: Directory, history: Seeds, start: datetime, database: Path | None) -> None:
        self.directory = directory
        self.history = history
        self.clock = FrozenTime(start)
        self._database = database
        self._stack = ExitStack()
        self._clients: dict[str, httpx2.Client] = {}

    def __enter__(self) -> Self:
        with ExitStack() as stack:  # what was begun ends again if the rest cannot begin
            stack.enter_context(self.clock)
            folder = stack.enter_context(TemporaryDirectory())
            file = self._database or Path(folder) / "demo.sqlite"
            settings = Settings(database_url=f"sqlite:///{file}", sweep_interval=SELDOM)
            service = EmbeddedService(settings, clock=self.clock, directory=self.directory, seeds=self.history)
            self.service = stack.enter_context(service)
            self._stack = stack.pop_all()
        self.transport = self.service.transport(RUNTIME)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def now(self) -> datetime:
        """The moment that the story is at."""
        return self.clock.now()

    def move_to(self, at: datetime) -> None:
        """Let time go by, and let happen what was due."""
        self.clock.move_to(max(at, self.now))
        self.service.sweep()

    def name(self, person: str) -> str:
        """Return how a person is called."""
        return self.directory.name(person)

    def client(self, person: str) -> httpx2.Client:
        """Return the client of a person."""
        if person not in self._clients:
            self._clients[person] = self.service.person(person)
        return self._clients[person]

    def get(self, person: str, path: str) -> Any | None:
        """Return what a person reads there; None where there is nothing for them."""
        answer = self.client(person).get(f"/v1{path}")
        return answer.json() if answer.is_success else None

    def do(self, person: str, method: str, path: str, **body: Any) -> Any:
        """Let a person do something.

        Raises:
            Refused: the service says no.
        """
        answer = self.client(person).request(method, f"/v1{path}", json=body)
        if answer.is_error:
            problem = answer.json()
            raise Refused(f"{person}, {method} {path}: {problem['detail']}", code=problem["code"])
        return answer.json() if answer.content else None
