"""What administrators say and get: who left, who is erased, what is held. No words of a discussion."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from socialbpm.contract.base import Flag, Line, Wire

How = Literal["empty", "pseudonymise"]
HoldKind = Literal["discussion", "case", "person"]


class DepartureView(Wire):
    """Somebody was off-boarded: out of how many discussions they are by now, and in how many they still are by name."""

    person: str
    at: AwareDatetime
    discussions: int
    left: int


class ErasePerson(Wire):
    """Erase somebody: empty their words, or take their names out of them. With `dry_run` only count."""

    how: How = "empty"
    dry_run: Flag = False


class ErasureView(Wire):
    """How far somebody is erased; of a dry run, how much there would be. `done`: nothing is left to look at."""

    person: str
    how: How
    dry_run: bool
    discussions: int
    words: int
    done: bool


class PutHold(Wire):
    """Hold a discussion, a case of a runtime, or all that a person was in."""

    kind: HoldKind
    ref: Annotated[str, Field(min_length=1, max_length=1000)]
    runtime: Line = ""
    reason: Annotated[str, Field(min_length=1, max_length=1000)]


class HoldView(Wire):
    """A hold; released ones are kept, and not listed."""

    id: str
    kind: HoldKind
    ref: str
    runtime: str
    reason: str
    by: str
    at: AwareDatetime
    released_at: AwareDatetime | None


class HoldList(Wire):
    """The holds that are not released, the oldest first."""

    items: tuple[HoldView, ...]
