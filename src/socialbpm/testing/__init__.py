"""What the tests of a host need: a service in memory, a clock that stands still, people who act.

    def test_the_answer_is_in_the_task(social_service):              the fixtures come with pytest's plugin
        host = MyHost(transport=social_service)
        request = host.ask(host.task, by="alice", question="Which account?")
        social_service.answers(request, "6800")
        host.hear()
        assert host.task.data["advice"] == "6800"

`FakeService` keeps the contract of hooks and deliveries and knows no rules; `Story` plays the real service with all its
rules. Nothing is loaded before it is used: importing this costs nothing, and pytest imports it in every run.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socialbpm.clock import FrozenClock, FrozenTime
    from socialbpm.testing.actor import Actor
    from socialbpm.testing.fake_service import FakeService
    from socialbpm.testing.people import MONDAY, five_people
    from socialbpm.testing.story import Story

__all__ = ["MONDAY", "Actor", "FakeService", "FrozenClock", "FrozenTime", "Story", "five_people"]

_PLACES = {
    "Actor": "socialbpm.testing.actor",
    "FakeService": "socialbpm.testing.fake_service",
    "FrozenClock": "socialbpm.clock",
    "FrozenTime": "socialbpm.clock",
    "MONDAY": "socialbpm.testing.people",
    "Story": "socialbpm.testing.story",
    "five_people": "socialbpm.testing.people",
}

if not TYPE_CHECKING:  # for a type checker, the imports above are all there is

    def __getattr__(name: str) -> object:
        """Load what is asked for.

        Raises:
            ModuleNotFoundError: it needs a package of the extra `testing`.
        """
        if name not in _PLACES:
            msg = f"module {__name__} has no attribute {name!r}"
            raise AttributeError(msg)
        try:
            return getattr(import_module(_PLACES[name]), name)
        except ModuleNotFoundError as error:
            msg = f'{error.msg}; {name} needs more than the core: pip install "socialbpm[testing]"'
            raise ModuleNotFoundError(msg, name=error.name) from None
