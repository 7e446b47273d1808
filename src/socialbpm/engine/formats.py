"""The format of what the plugin saves, and how what earlier versions saved becomes what this one reads.

SpiffWorkflow has migrations for its own dictionaries and knows nothing of ours. So each of ours says the format that it
was written in: an event of the diagram for itself, and the root of the case for what is remembered with its tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from socialbpm.errors import EngineError

VERSION = 2
"""What is written now.

1   0.1: every event stands under a split with its host; a timer remembers whether it fired
2   an added event names its host (spec) and is linked to it (task); both are missing in what 1 has written, and may be;
    a timer counts how often it fired, because it may repeat
"""

Kind = Literal["event", "task"]
"""What a dictionary of ours describes: a socialize or answer event, or what is remembered with one task."""


def bring_up(saved: dict[str, Any], kind: Kind, version: int) -> None:
    """Change a dictionary of `version` into one of today, format by format.

    Raises:
        EngineError: it was written by a later version.
    """
    check_version(version)
    for step in range(version, VERSION):
        migrate = STEPS.get((kind, step))
        if migrate is not None:
            migrate(saved)


def check_version(version: int) -> None:
    """Refuse what a later version wrote: to guess what it meant could ask, or answer, twice.

    Raises:
        EngineError: it is a later version than the one that is written here.
    """
    if version > VERSION:
        msg = f"this state was saved by a later version of socialbpm (format {version}, known is {VERSION})"
        raise EngineError(msg, hint="Restore it with the version that saved it, or a later one.")


def _count_firings(remembered: dict[str, Any]) -> None:
    """Before there was repetition a timer only remembered whether it had fired."""
    timer = remembered.get("timer")
    if timer is not None:
        timer["fired"] = int(timer.get("fired", False))
        timer["due"] = None if timer["fired"] else timer["due"]


STEPS: Mapping[tuple[Kind, int], Callable[[dict[str, Any]], None]] = {("task", 1): _count_firings}
"""What changes from a format to the next, in place; what is not named stays as it is."""
