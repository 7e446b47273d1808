"""Versions: an ETag is made of what one reader sees, so a change that they cannot see does not change it (law 2)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from socialbpm.actions import read
from socialbpm.actions.once import Check
from socialbpm.actions.ports import Store
from socialbpm.actions.world import World
from socialbpm.contract.base import Wire
from socialbpm.errors import Conflict
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion

ANY = "*"
"""Whatever the version is, as long as the reader sees the thing."""


def version_of(rendered: bytes) -> str:
    """Return the version of what a reader gets.

    >>> version_of(b"{}") == version_of(b"{}") != version_of(b"[]")
    True
    """
    return hashlib.sha256(rendered).hexdigest()[:32]


def unless_changed(view: Wire, seen: Collection[str] | None) -> None:
    """Refuse what was decided by another version of what one reads of oneself; None: they do not say which.

    Raises:
        Conflict: it looks different by now.
    """
    if seen is not None and ANY not in seen and version_of(view.model_dump_json().encode()) not in seen:
        raise _moved_on("it")


def _moved_on(what: str) -> Conflict:
    return Conflict(
        f"{what} looks different by now",
        hint="Read it again, and decide by what it says; or leave If-Match out.",
        code="moved_on",
    )


def unless_moved_on(person: PersonId, seen: Collection[str], world: World) -> Check:
    """Refuse what is about another version of a discussion than one that `person` has `seen`.

    Raises:
        Conflict: it looks different by now.
    """

    async def check(state: Discussion, store: Store) -> None:
        view = await read.view_of(state, person, store, world)
        version = None if view is None else version_of(view.model_dump_json().encode())
        if ANY not in seen and version not in seen:
            raise _moved_on("the discussion")

    return check
