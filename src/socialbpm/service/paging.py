"""Pages of lists: `items`, and a `cursor` for the next page, which is for this reader and this list only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Query

from socialbpm.service.auth import ThePerson
from socialbpm.service.cursors import Cursors
from socialbpm.service.state import TheService
from socialbpm.social.audience import PersonId

T = TypeVar("T")
LARGEST = 100
Place = tuple[datetime, str]
"""Where something stands in a list that is in order of time."""

At = Annotated[str | None, Query(max_length=500, description="The `cursor` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=LARGEST, description="How many items at most.")]


@dataclass(frozen=True)
class Page:
    """Which page of a list somebody wants."""

    reader: PersonId
    cursor: str | None
    limit: int
    cursors: Cursors

    def of(self, name: str, items: Sequence[T], key: Callable[[T], str]) -> tuple[tuple[T, ...], str | None]:
        """Return this page of what the reader sees, and the cursor of the next one; None where there is none.

        A cursor stands behind an item, so that what comes in before it moves nothing; where the item is gone, behind
        as many as there were.

        Raises:
            Invalid: the cursor is not of this list, or not theirs.
        """
        start = 0 if self.cursor is None else self._after(name, [key(item) for item in items], self.cursor)
        shown, end = tuple(items[start : start + self.limit]), start + self.limit
        more = end < len(items)
        return shown, self.cursors.make(self.reader, name, key(shown[-1]), end) if more else None

    def place(self, name: str) -> Place | None:
        """Return behind which place of a list this page begins; None: at its beginning.

        Raises:
            Invalid: the cursor is not of this list, or not theirs.
        """
        if self.cursor is None:
            return None
        at, last = self.cursors.read(self.reader, name, self.cursor)
        return datetime.fromisoformat(at), last

    def cut(self, name: str, found: Sequence[tuple[Place, T]]) -> tuple[tuple[T, ...], str | None]:
        """Return this page, of what was found behind its `place`: one more than it holds, if there is more."""
        shown = found[: self.limit]
        more = len(found) > self.limit
        at, last = shown[-1][0] if shown else (None, "")
        cursor = self.cursors.make(self.reader, name, at.isoformat(), last) if more and at else None
        return tuple(item for _, item in shown), cursor

    def _after(self, name: str, keys: list[str], cursor: str) -> int:
        last, count = self.cursors.read(self.reader, name, cursor)
        return keys.index(last) + 1 if last in keys else int(count)


async def _page(person: ThePerson, service: TheService, cursor: At = None, limit: Limit = LARGEST) -> Page:
    return Page(person, cursor, limit, service.cursors)


ThePage = Annotated[Page, Depends(_page)]
