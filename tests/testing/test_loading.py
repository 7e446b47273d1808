"""What is imported is only what is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import socialbpm.testing
from socialbpm.clock import FrozenClock

HEAVY = ["fastapi", "starlette", "sqlmodel", "sqlalchemy", "SpiffWorkflow", "time_machine", "uvicorn"]


def loaded_by(statement: str) -> list[str]:
    """Return what of the heavy packages a statement loads, in a process of its own."""
    script = f"import sys; {statement}; print(*[name for name in {HEAVY} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True)
    return ran.stdout.split()


@pytest.mark.parametrize(
    "statement",
    [
        "import socialbpm.testing",
        "from socialbpm.testing import FakeService",
        "from socialbpm.testing import FrozenClock",
        "from socialbpm.testing import FrozenTime",
        "from socialbpm.testing import MONDAY, five_people",
    ],
)
def test_neither_the_service_nor_the_engine_is_loaded(statement: str) -> None:
    """A host's tests that need the fake only are not slower for what they do not use."""
    assert loaded_by(statement) == []


def test_a_story_loads_what_it_plays() -> None:
    """So the check above can fail."""
    assert {"fastapi", "sqlalchemy", "SpiffWorkflow"} <= set(loaded_by("from socialbpm.testing import Story"))


def test_every_name_is_there_and_nothing_else() -> None:
    """What the module says that it offers can be had."""
    offered = {name: getattr(socialbpm.testing, name) for name in socialbpm.testing.__all__}
    assert {name for name, found in offered.items() if getattr(found, "__name__", "MONDAY") != name} == set()
    with pytest.raises(AttributeError, match="has no attribute 'FakeServer'"):
        _ = socialbpm.testing.FakeServer  # type: ignore[attr-defined]  # that is the test
    assert socialbpm.testing.FrozenClock is FrozenClock


def test_without_the_extra_it_says_what_to_install() -> None:
    """The core alone has no service to play."""
    script = "import sys; sys.modules['fastapi'] = None; from socialbpm.testing import Story"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert 'Story needs more than the core: pip install "socialbpm[testing]"' in ran.stderr
