"""Stories: the real service with its real rules, time that stands still, and people who act."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from socialbpm.clock import FrozenClock, FrozenTime
from socialbpm.config import Settings
from socialbpm.contract.durations import elapsed
from socialbpm.directory.people_file import PeopleFile
from socialbpm.engine import SocialRuntime
from socialbpm.service.embedded import SELDOM, EmbeddedService, EmbeddedTransport
from socialbpm.testing.actor import RUNTIME, Actor
from socialbpm.testing.people import MONDAY, five_people


class Story:
    """The whole service inside a test, for a `with` block. Each person of it is an attribute.

        with Story() as story:
            host = MyHost(transport=story.transport())
            host.ask(host.task, by="alice", question="Which account?")
            story.bob.answers("6800")
            story.alice.accepts()
            host.hear()

    Nothing happens behind the back of a test: time goes on only in `passes`, and what is due happens there.

    Args:
        people: who is known and what they did before, e.g. `people_file.read(path)`; the five by default.
        clock: tells the time. By default, time is frozen for the whole machine at nine o'clock on a Monday.
        settings: of the service; by default its database is in memory.
    """

    def __init__(
        self, people: PeopleFile | None = None, *, clock: FrozenClock | None = None, settings: Settings | None = None
    ) -> None:
        self.people = people or five_people()
        self._stack = ExitStack()
        self._given = clock
        self.clock = clock or FrozenTime(MONDAY)
        self.service = EmbeddedService(
            settings or Settings(database_url="sqlite://", sweep_interval=SELDOM),
            clock=self.clock,
            directory=self.people.directory,
            seeds=self.people.seeds,
        )
        self._actors: dict[str, Actor] = {}
        self._runtimes: list[SocialRuntime] = []

    def __enter__(self) -> Self:
        with ExitStack() as begun:
            if self._given is None and isinstance(self.clock, FrozenTime):
                begun.enter_context(self.clock)
            begun.enter_context(self.service)
            self._stack = begun.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    # -- people

    def __getattr__(self, person: str) -> Actor:
        """Return somebody by their id.

        Raises:
            AttributeError: nobody has it.
        """
        if person.startswith("_") or self.people.directory.person(person) is None:
            msg = f"nobody in the story is called {person!r}"
            raise AttributeError(msg)
        return self.person(person)

    def person(self, person: str) -> Actor:
        """Return somebody whose id is no name in Python, or is taken by a name of this class."""
        return self._actors.setdefault(person, Actor(person, self))

    # -- the host

    def transport(self, runtime_id: str = RUNTIME) -> EmbeddedTransport:
        """Return what a host's own `SocialRuntime` talks to the service with."""
        return self.service.transport(runtime_id)

    def runtime(self, workflow: Any, *, runtime_id: str = RUNTIME, **options: Any) -> SocialRuntime:
        """Make a `SocialRuntime` for a workflow, where there is no host to do it; `options` are passed on to it."""
        made = SocialRuntime(
            workflow, runtime_id=runtime_id, transport=self.transport(runtime_id), clock=self.clock, **options
        )
        self._runtimes.append(made)
        return made

    def runtime_of(self, task: Any) -> SocialRuntime:
        """Return the runtime that `runtime` made for the case of a task.

        Raises:
            AssertionError: there is none.
        """
        for made in reversed(self._runtimes):
            if made.workflow is task.workflow.top_workflow:
                return made
        hint = "Make its runtime with story.runtime(workflow), or let your host ask."
        msg = f"the story knows no case of {task.task_spec.name}. {hint}"
        raise AssertionError(msg)

    # -- time

    def passes(self, time: str | timedelta) -> None:
        """Let time go by for everybody, and let happen what was due.

        Waits and patience count the working time of people's calendars, so "PT2H" is two hours of theirs only while
        they work. A host's timers are its own to look at, afterwards.

        Args:
            time: by the clock, e.g. "PT2H" or "P1D" (24 hours).

        Raises:
            ValueError: it is no duration.
        """
        self.clock.advance(elapsed(time) if isinstance(time, str) else time)
        self.service.sweep()
