"""How often a node looks for garbage that holds on to itself."""

from __future__ import annotations

import gc

NEW_OBJECTS = 20_000
"""More objects than were dropped, before those that are new are looked through; Python's own is 700."""
TIMES_OLDER = (20, 20)
"""How often the new ones are, before older ones are; and those, before all are."""


def settle_in() -> None:
    """Let what a process has loaded never be looked through again, and the rest more seldom.

    A node keeps the states of many discussions at hand, none of which holds on to itself: looking through them again
    and again was a fifth of what working off a deadline took. For processes that are nodes: it changes the process.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *TIMES_OLDER)
