"""What the tests of a host need: a service in memory, a clock that stands still.

    def test_the_answer_is_in_the_task():
        service = FakeService()
        host = MyHost(transport=service)
        request = host.ask(host.task, by="alice", question="Which account?")
        service.answers(request, "6800")
        host.hear()
        assert host.task.data["advice"] == "6800"

Nothing is loaded before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socialbpm.clock import FrozenClock, FrozenTime
    from socialbpm.testing.fake_service import FakeService

__all__ = ["FakeService", "FrozenClock", "FrozenTime"]

_PLACES = {
    "FakeService": "socialbpm.testing.fake_service",
    "FrozenClock": "socialbpm.clock",
    "FrozenTime": "socialbpm.clock",
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
