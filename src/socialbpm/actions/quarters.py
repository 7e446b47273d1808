"""What came of the questions about a process, by task, in a quarter that is over; and about nobody in particular.

Two tables that overlap tell their difference, so what is told does not overlap and does not change: a question counts
in the quarter in which it ended, and only quarters that are over are told. Whoever reads one again reads the same.
There are no sums but those that a reader can make of what stands there.

Within a row the parts add up, so to leave one out is not enough: what is left out together is of five people at least,
or nothing is. All is in fives. Middle values are told as bands, for a middle value is somebody's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from statistics import median_low
from typing import Literal, TypeAlias, get_args

from socialbpm.actions.figures import FEWEST, Ended, in_steps
from socialbpm.actions.roles import owns
from socialbpm.actions.world import World
from socialbpm.contract.figures import How, ProcessFigures, TaskFigures, Unanswered
from socialbpm.errors import Invalid, NotFound

MONTHS = 3
SHOWN = 8
"""Quarters that one may look at: two years."""
HOUR, DAY = 3600.0, 86400.0
Bands: TypeAlias = "Sequence[tuple[float, How]]"
Part = Literal["alone", "colleagues", "community", "unsolved"]
PARTS: tuple[Part, ...] = get_args(Part)
TIMES: Bands = ((HOUR, "1h"), (4 * HOUR, "4h"), (DAY, "1d"), (3 * DAY, "3d"))
CROWDS: Bands = ((2, "2"), (5, "5"), (10, "10"), (20, "20"))
MORE: How = "more"


@dataclass(frozen=True)
class Quarter:
    """Three months of a year, in UTC."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, 1 + MONTHS * (self.number - 1), 1, tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return (Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)).begins

    @property
    def before(self) -> Quarter:
        """The one before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)


def over(now: datetime) -> tuple[Quarter, ...]:
    """Return the quarters that are over, the last one first.

    >>> [str(quarter) for quarter in over(datetime(2026, 2, 1, tzinfo=UTC))[:2]]
    ['2025-Q4', '2025-Q3']
    """
    there = now.astimezone(UTC)
    quarters = [Quarter(there.year, (there.month + MONTHS - 1) // MONTHS).before]
    while len(quarters) < SHOWN:
        quarters.append(quarters[-1].before)
    return tuple(quarters)


async def figures_of(process: str, period: str | None, roles: Collection[str], world: World) -> ProcessFigures:
    """Return the figures of a process for whoever answers for it.

    Args:
        process: its id in the diagram.
        period: a quarter as it is listed; the last one that is over, where none is named.
        roles: of whoever reads.
        world: what the actions work on.

    Raises:
        NotFound: it is not theirs; whether there is such a process makes no difference.
        Invalid: that is no quarter that one may look at.
    """
    if not owns(roles, process):
        raise NotFound("there is no such process")
    quarters = over(world.now())
    quarter = quarters[0] if period is None else next((one for one in quarters if str(one) == period), None)
    if quarter is None:
        hint = f"From {quarters[-1]} to {quarters[0]}: quarters that are over."
        raise Invalid("there are no figures of that time", hint=hint, code="no_such_period")
    async with world.stores.read() as store:
        ended = await store.ended_in(process, quarter.begins, quarter.ends)
        waiting = await store.unanswered(process)
    return ProcessFigures(
        process=process,
        period=str(quarter),
        periods=tuple(map(str, quarters)),
        tasks=tuple(tables(ended)),
        unanswered=tuple(_still(waiting)),
    )


def tables(ended: Sequence[Ended]) -> Iterator[TaskFigures]:
    """Count by task, in the order of their ids; a task about which fewer than five people asked is left out.

    >>> five = [Ended("check", person, "colleagues", 60.0, 2) for person in "abcde"]
    >>> [(row.ended, row.colleagues, row.community, row.first_answer) for row in tables(five)]
    [(5, 5, 0, '1h')]
    >>> list(tables(five[1:]))
    []
    """
    for element_id, group in groupby(sorted(ended, key=lambda one: one.element_id), lambda one: one.element_id):
        of_task = list(group)
        if len({one.asker for one in of_task}) >= FEWEST:
            told = parts(of_task)
            yield TaskFigures(
                element_id=element_id,
                ended=in_steps(len(of_task)),
                alone=told["alone"],
                colleagues=told["colleagues"],
                community=told["community"],
                unsolved=told["unsolved"],
                first_answer=_band(of_task, TIMES, [(one.asker, one.waited) for one in of_task]),
                shown=_band(of_task, CROWDS, [(one.asker, one.people) for one in of_task if one.waited is not None]),
            )


def parts(of_task: Sequence[Ended]) -> Mapping[Part, int | None]:
    """Return how many questions ended how, in fives; None: too few people, or enough to hide those.

    What is left out is a set of people that can be found from the rest, so it grows until it is of five at least.
    """
    askers = {part: {one.asker for one in of_task if one.part == part} for part in PARTS}
    there = sorted((part for part in PARTS if askers[part]), key=lambda part: (len(askers[part]), PARTS.index(part)))
    hidden = [part for part in there if len(askers[part]) < FEWEST]
    for part in there[len(hidden) :]:
        if not hidden or len(set().union(*(askers[each] for each in hidden))) >= FEWEST:
            break
        hidden.append(part)
    counts = {part: sum(one.part == part for one in of_task) for part in PARTS}
    return {part: None if part in hidden else in_steps(counts[part]) for part in PARTS}


def _band(of_task: Sequence[Ended], bands: Bands, values: Sequence[tuple[str, float | None]]) -> How | None:
    """Return in which band the middle value is, of five people at least, and not of all but a few."""
    known = [(asker, value) for asker, value in values if value is not None]
    among = {asker for asker, _ in known}
    others = {one.asker for one in of_task} - among
    if len(among) < FEWEST or 0 < len(others) < FEWEST:
        return None
    middle = median_low([value for _, value in known])
    return next((name for most, name in bands if middle <= most), MORE)


def _still(waiting: Sequence[tuple[str, str, int]]) -> Iterator[Unanswered]:
    """Count what has no answer now, by task, where five people at least wait for one."""
    for element_id, group in groupby(waiting, key=lambda one: one[0]):
        counts = {asker: count for _, asker, count in group}
        if len(counts) >= FEWEST:
            yield Unanswered(element_id=element_id, questions=in_steps(sum(counts.values())))
