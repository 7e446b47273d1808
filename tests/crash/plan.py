"""What happens in one run of the crash matrix, made of a seed alone: a story, and who is killed when.

Every run promises one point of the host and one of the service, which it really comes to; the seeds deal them out in
turn, so that few runs cover all. What else is killed in it is up to chance, also at a random time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tests.crash import points as p
from tests.crash.points import HOST_POINTS, SERVICE_POINTS, Point, Side

Opening = Literal["asks", "asks, late", "late, asks", "late, takes up", "page", "page, asks"]
Event = Literal["one variable", "by request", "drawn"]
Outcome = Literal["answered", "withdrawn", "solved_alone", "task_ended"]
Step = Literal["takes up", "asks from a page", "answers", "accepts", "withdraws", "solves alone"]

OPENINGS: tuple[Opening, ...] = ("asks", "asks, late", "late, asks", "late, takes up", "page", "page, asks")
EVENTS: tuple[Event, ...] = ("one variable", "by request", "drawn")
OUTCOMES: tuple[Outcome, ...] = ("answered", "answered", "withdrawn", "solved_alone", "task_ended")
"""An answer has the longest way back, so it comes twice as often."""

MOST_QUESTIONS = 3
MOST_MORE_KILLS = 2
TIMES, ROWS = 2, 15
"""The how-manieth time at most: a call may come again, and a firing that opens a discussion is so many rows."""
LATEST: dict[Side, int] = {"host": 150, "service": 600}
"""Milliseconds after which a random time is over: about as long as a life that is not disturbed."""


@dataclass(frozen=True)
class Goal:
    """What a life of the host brings about, if nobody has yet: so many questions, maybe hours later; the task done."""

    questions: int = 0
    late: bool = False
    done: bool = False


@dataclass(frozen=True)
class Story:
    """What the people want.

    Alice asks up to three times in her process, or from a page, or after four hours the timer offers her help, which
    she takes up or passes over by asking. Then it ends.
    """

    opening: Opening
    questions: int
    event: Event
    outcome: Outcome

    @property
    def is_late(self) -> bool:
        """Whether the timer runs out."""
        return "late" in self.opening

    @property
    def asks_first(self) -> bool:
        """Whether the question is one that she asks in her process."""
        return self.opening in ("asks", "asks, late", "late, asks")

    @property
    def hurried(self) -> bool:
        """Whether she does her task in the same breath in which she asked last."""
        return self.outcome == "task_ended" and self.opening in ("asks", "late, asks")

    @property
    def asked(self) -> int:
        """How often Alice asks in her process."""
        return self.questions if "asks" in self.opening else 0

    @property
    def firings(self) -> int:
        """How often the event fires: for each question, for the timer, and for a page that asks for it."""
        return self.asked + self.is_late + ("page" in self.opening)

    def acts(self) -> Iterator[Goal | Step]:
        """What happens, one after the other: lives of the host, and what people do at the service."""
        goal = Goal()
        if not self.opening.startswith("asks"):
            yield goal
        for part in self.opening.split(", "):
            asks = part == "asks"
            goal = Goal(self.asked * asks, late=goal.late or part == "late", done=asks and self.hurried)
            yield from self._opens(part, goal)
        yield from self._ends()
        yield replace(goal, done=self.outcome == "task_ended")
        yield replace(goal, done=True)

    def _opens(self, part: str, goal: Goal) -> Iterator[Goal | Step]:
        if part == "page":
            yield "asks from a page"
        elif part == "takes up":
            yield "takes up"
        yield goal

    def _ends(self) -> Iterator[Step]:
        if self.outcome == "answered":
            yield "answers"
            yield "accepts"
        elif self.outcome == "withdrawn":
            yield "withdraws"
        elif self.outcome == "solved_alone":
            yield "solves alone"

    def comes_to(self, point: Point) -> bool:
        """Whether it comes to a point, if nothing else happens on the way there."""
        of_several = point.moment == p.DELIVERY
        if point.step == p.KEEP:
            return self.outcome != "task_ended" and (self.firings > 1 or not of_several)
        if point.step == p.TAKE_NEWS and of_several:
            return self.outcome == "task_ended" and self.firings > 1
        if point.step == p.TAKE_FIRING and of_several:
            return self.asks_first
        return point.step != p.SAVE_FIRING or self.opening != "page"


@dataclass(frozen=True)
class Kill:
    """The end of a life: at a point, the `nth` time it comes there; or without a point after so many milliseconds."""

    side: Side
    point: Point | None = None
    nth: int = 1
    after: int = 0

    def __str__(self) -> str:
        if self.point is None:
            return f"{self.side}: after {self.after} ms"
        return str(self.point) if self.nth == 1 else f"{self.point} (time {self.nth})"


@dataclass(frozen=True)
class Plan:
    """A story and its kills: those it promises, one of each side, and more, which may come true or not.

    `together`: when the host is killed for the first time, the service dies with it, as when the power goes.
    """

    seed: int
    story: Story
    promised: tuple[Kill, ...]
    more: tuple[Kill, ...] = ()
    together: bool = False

    def __str__(self) -> str:
        promised = [f"  kill {kill} (promised)" for kill in self.promised]
        more = [f"  kill {kill}" for kill in self.more] + ["  both at once"] * self.together
        return "\n".join([f"seed {self.seed}: {self.story}", *promised, *more])


def plan_of(seed: int) -> Plan:
    """Make the plan of a seed."""
    dice = random.Random(seed)  # noqa: S311 - it has to be the same again
    host, service = HOST_POINTS[seed % len(HOST_POINTS)], SERVICE_POINTS[seed % len(SERVICE_POINTS)]
    story = _story(dice)
    while not (story.comes_to(host) and story.comes_to(service)):
        story = _story(dice)
    more = (*_more("host", HOST_POINTS, dice), *_more("service", SERVICE_POINTS, dice))
    return Plan(seed, story, (Kill("host", host), Kill("service", service)), more, together=dice.random() < 1 / 5)


def _story(dice: random.Random) -> Story:
    return Story(dice.choice(OPENINGS), dice.randint(1, MOST_QUESTIONS), dice.choice(EVENTS), dice.choice(OUTCOMES))


def _more(side: Side, points: Sequence[Point], dice: random.Random) -> Iterator[Kill]:
    for _ in range(dice.randint(0, MOST_MORE_KILLS)):
        if dice.random() < 1 / 3:
            yield Kill(side, after=dice.randint(1, LATEST[side]))
        else:
            point = dice.choice(points)
            yield Kill(side, point, dice.randint(1, ROWS if point.moment == p.ROW else TIMES))
