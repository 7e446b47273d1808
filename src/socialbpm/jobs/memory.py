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


def stay() -> None:
    """Let what was loaded since then never be looked through again, either; only in a process that settled in.

    A ranking holds millions of small things for as long as the process lives: going over all of them took seconds, in
    which nobody was answered.
    """
    if gc.get_threshold()[0] == NEW_OBJECTS:
        gc.freeze()
