"""Rings and ladders: the ordered audiences that a discussion may widen to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Literal

from socialbpm.social.worktime import Span

SELF_RING = 0
FIRST_RING = 1


class Step(IntEnum):
    """The three steps that people who are stuck take, in the order in which they take them."""

    ALONE = 0
    COLLEAGUES = 1
    COMMUNITY = 2


@dataclass(frozen=True)
class Ring:
    """One audience inside a step.

    `batch` is how many are asked at a time (None: everybody in the pool is let in and informed, nobody is asked);
    `most` bounds how many come in through the ring. `wait` (None for `self`: until they ask) and `patience` (how long
    one asked person has; None: half the wait) are working time.
    """

    name: str
    step: Step
    who: tuple[str, ...] = ()
    batch: int | None = None
    most: int = 1
    wait: Span | None = None
    patience: Span | None = None
    widen: Literal["auto", "propose", "manual"] = "auto"
    open: bool = False
    names_asker: bool = True

    @property
    def pace(self) -> Span:
        """How long the ring waits; a working day where nobody said."""
        return self.wait or Span(days=1)

    @property
    def rule(self) -> tuple[str, ...]:
        """What consent binds besides people and words: by which rule people are asked, and how the asker is shown."""
        many = "all" if self.batch is None else str(self.batch)
        shown = "named" if self.names_asker else "role"
        return (*self.who, f"batch={many}", f"open={self.open}", f"asker={shown}")


SELF = Ring("self", Step.ALONE)


@dataclass(frozen=True)
class Ladder:
    """The rings of one discussion, outwards; `self` is always there, first.

    Raises:
        ValueError: steps go back, a name stands twice, a community ring would be entered without consent, or no ring
            follows `self`.

    >>> Ladder.of(Ring("team", Step.COLLEAGUES)).names
    ('self', 'team')
    """

    rings: tuple[Ring, ...]

    @classmethod
    def of(cls, *rings: Ring) -> Ladder:
        """Make the ladder that has these rings after `self`."""
        return cls((SELF, *rings))

    def __post_init__(self) -> None:
        """Refuse what no discussion could climb."""
        steps = [ring.step for ring in self.rings]
        if len(steps) < 2 or steps[0] is not Step.ALONE or Step.ALONE in steps[1:]:
            msg = "a ladder is `self` and at least one ring of colleagues or community after it"
            raise ValueError(msg)
        if steps != sorted(steps):
            msg = "the steps of a ladder never go back: alone, then colleagues, then community"
            raise ValueError(msg)
        if len(set(self.names)) < len(steps):
            msg = f"two rings have the same name: {', '.join(self.names)}"
            raise ValueError(msg)
        if any(ring.step is Step.COMMUNITY and ring.widen == "auto" for ring in self.rings):
            msg = "a ring of the community step is never entered without the asker's consent"
            raise ValueError(msg)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the rings, outwards."""
        return tuple(ring.name for ring in self.rings)

    @property
    def last(self) -> int:
        """The number of the outermost ring."""
        return len(self.rings) - 1

    def __getitem__(self, ring: int) -> Ring:
        return self.rings[ring]

    @cached_property
    def name_reach(self) -> int:
        """The outermost ring up to which every ring names the asker; beyond it people see a role."""
        for number, ring in enumerate(self.rings):
            if not ring.names_asker:
                return number - 1
        return self.last
