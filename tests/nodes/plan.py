"""What a seed makes of a round: who asks what, when which node is killed, and how the clock jumps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal

from tests.nodes.cast import ASKERS

Story = Literal["answered", "unanswered", "consents", "refuses", "withdrawn", "done", "offered", "taken", "page"]
STORIES: tuple[Story, ...] = (
    "answered",
    "unanswered",
    "consents",
    "refuses",
    "withdrawn",
    "done",
    "offered",
    "taken",
    "page",
)
TOO_LATE = frozenset({"no_answer"})
"""The clock may jump over all waits before somebody comes to speak."""
OUTCOMES: dict[Story, frozenset[str]] = {
    "answered": TOO_LATE | {"answered"},
    "unanswered": TOO_LATE,
    "consents": TOO_LATE,
    "refuses": TOO_LATE,
    "withdrawn": TOO_LATE | {"withdrawn"},
    "done": TOO_LATE | {"task_ended"},
    "offered": frozenset({"expired"}),
    "taken": TOO_LATE | {"withdrawn"},
    "page": TOO_LATE | {"answered"},
}
STARTS = {
    "a Monday": datetime(2026, 1, 5, 9, tzinfo=UTC),
    "before a weekend": datetime(2026, 2, 6, 15, tzinfo=UTC),
    "Berlin loses an hour": datetime(2026, 3, 27, 14, tzinfo=UTC),
    "Berlin in the night itself": datetime(2026, 3, 28, 23, tzinfo=UTC),
    "Berlin wins an hour": datetime(2026, 10, 24, 22, tzinfo=UTC),
    "New York loses an hour": datetime(2026, 3, 6, 20, tzinfo=UTC),
    "New York wins an hour": datetime(2026, 10, 30, 20, tzinfo=UTC),
}
BACK = [timedelta(minutes=-minutes) for minutes in (1, 20, 61, 180)]
AHEAD = [timedelta(minutes=minutes) for minutes in (1, 30, 61, 121, 180, 960, 1500)]
OFTEN = 6
TASKS, JUMPS = 5, 10


@dataclass(frozen=True)
class Kill:
    """After so many milliseconds a node dies, and comes back after some more."""

    node: int
    after: int
    away: int


@dataclass(frozen=True)
class Plan:
    """A round. Who is killed in the middle of what is chance; the rest is the seed's."""

    seed: int
    start: str
    tasks: tuple[tuple[str, Story], ...]
    kills: tuple[Kill, ...]
    jumps: tuple[timedelta, ...]
    pauses: tuple[int, ...]


def plan_of(seed: int) -> Plan:
    """Return what a seed stands for, for ever."""
    dice = Random(seed)  # noqa: S311 - a plan is no secret
    stories = dice.sample(STORIES, TASKS)
    return Plan(
        seed=seed,
        start=list(STARTS)[seed % len(STARTS)],
        tasks=tuple((dice.choice(list(ASKERS)), story) for story in stories),
        kills=tuple(_kill(dice) for _ in range(dice.choice((1, 1, 2)))),
        jumps=tuple(dice.choice(AHEAD if dice.randrange(OFTEN) else BACK) for _ in range(JUMPS)),
        pauses=tuple(dice.randrange(60) for _ in stories),
    )


def _kill(dice: Random) -> Kill:
    return Kill(dice.randrange(2), dice.randrange(20, 600), dice.randrange(10, 300))
