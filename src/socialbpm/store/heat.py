"""What is counted of discussions: questions, by task and asker. The actions leave out what would tell of few people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, and_, bindparam, case, func, select
from sqlmodel import col

from socialbpm.actions.figures import Asking, Ended
from socialbpm.social.audience import PersonId
from socialbpm.social.facts import Opened
from socialbpm.social.ladder import Ladder, Step
from socialbpm.store.codec import decode
from socialbpm.store.part import Part
from socialbpm.store.tables import PAUSING, DiscussionRow, FactRow, MemberRow, TaskRow

FIRST_ASKED, SECOND_ASKED = 1, 2
"""Rings; 0 is the asker alone."""
MOST = 20_000
"""Questions of a quarter that are counted."""
CHUNK = 500


class Heat(Part):
    """Figures about the tasks of a process."""

    async def askings(self, process: str) -> Sequence[Asking]:
        """Return what each person asked about each task of a process, in all its instances, by the task's id."""
        went_on = col(DiscussionRow.current) >= SECOND_ASKED
        solved = col(DiscussionRow.outcome).in_(("answered", "solved_alone"))
        query = (
            select(col(TaskRow.element_id), col(DiscussionRow.asker), func.count(), _count(solved), _count(went_on))
            .join(DiscussionRow, _TASK)
            .where(col(TaskRow.process) == process, col(DiscussionRow.current) >= FIRST_ASKED)
            .group_by(col(TaskRow.element_id), col(DiscussionRow.asker))
            .order_by(col(TaskRow.element_id))
        )
        return [Asking(*found) for found in await self._all(query)]

    async def ended_in(self, process: str, since: datetime, until: datetime) -> Sequence[Ended]:
        """Return the questions about the tasks of a process that ended in a time; at most `MOST` of them are counted.

        What it costs grows with what ended in that time, not with what there ever was.
        """
        query = (
            select(col(DiscussionRow.id), col(TaskRow.element_id), col(DiscussionRow.asker), *_HOW)
            .join(TaskRow, _TASK)
            .where(col(DiscussionRow.ended_at) >= since, col(DiscussionRow.ended_at) < until)
            .where(col(TaskRow.process) == process)
            .order_by(col(DiscussionRow.ended_at), col(DiscussionRow.id))
            .limit(MOST)
        )
        found = await self._all(query)
        ids = [row[0] for row in found]
        ladders = dict[str, Ladder]()
        answers = dict[str, tuple[datetime, datetime]]()
        people = dict[str, int]()
        for start in range(0, len(ids), CHUNK):
            some = ids[start : start + CHUNK]
            ladders.update({of: opened.ladder for of, opened in await self._opened(some)})
            answers.update(await self._first_answers(some))
            people.update((of, number) for of, number in await self._all(_PEOPLE, {"of": some}))
        return [
            Ended(element, asker, _part(outcome, current, ladders[of]), _waited(answers.get(of)), people.get(of, 1) - 1)
            for of, element, asker, outcome, current in found
        ]

    async def _opened(self, discussions: Sequence[str]) -> list[tuple[str, Opened]]:
        found = await self._all(_OPENED, {"of": list(discussions)})
        decoded = ((of, decode(kind, data)) for of, kind, data in found)
        return [(of, fact) for of, fact in decoded if isinstance(fact, Opened)]

    async def _first_answers(self, discussions: Sequence[str]) -> list[tuple[str, tuple[datetime, datetime]]]:
        """Return when each was asked and first answered, of those that were before they ended."""
        asked, answered, ended = dict[str, datetime](), dict[str, datetime](), set[str]()
        for of, kind, at, data in await self._all(_ANSWERS, {"of": list(discussions)}):
            if kind == "ended":
                ended.add(of)
            elif kind == "question-asked":
                asked.setdefault(of, at)
            elif of not in ended and data["kind"] == "answer":
                answered.setdefault(of, at)
        return [(of, (asked[of], at)) for of, at in answered.items() if of in asked]

    async def unanswered(self, process: str) -> Sequence[tuple[str, PersonId, int]]:
        """Return how many questions about each task wait for an answer now, by the task's id and the asker."""
        query = (
            select(col(TaskRow.element_id), col(DiscussionRow.asker), func.count())
            .join(TaskRow, _TASK)
            .where(col(DiscussionRow.outcome).is_(None), col(DiscussionRow.current) >= FIRST_ASKED)
            .where(col(TaskRow.process) == process, _latest("paused") <= _latest("resumed"))
            .group_by(col(TaskRow.element_id), col(DiscussionRow.asker))
            .order_by(col(TaskRow.element_id), col(DiscussionRow.asker))
        )
        return [(element, asker, number) for element, asker, number in await self._all(query)]


_TASK = and_(col(TaskRow.runtime) == col(DiscussionRow.runtime), col(TaskRow.task_id) == col(DiscussionRow.task_id))
_HOW = (col(DiscussionRow.outcome), col(DiscussionRow.current))
_OF = col(FactRow.discussion).in_(bindparam("of", expanding=True))
_OPENED = select(col(FactRow.discussion), col(FactRow.kind), col(FactRow.data)).where(_OF, col(FactRow.number) == 1)
_ANSWERS = (
    select(col(FactRow.discussion), col(FactRow.kind), col(FactRow.at), col(FactRow.data))
    .where(_OF, col(FactRow.kind).in_(("question-asked", "posted", "ended")))
    .order_by(col(FactRow.discussion), col(FactRow.number))
)
_PEOPLE = (
    select(col(MemberRow.discussion), func.count())
    .where(col(MemberRow.discussion).in_(bindparam("of", expanding=True)))
    .group_by(col(MemberRow.discussion))
)


def _latest(kind: str) -> ColumnElement[int]:
    """The number of the last fact of a kind; an answer pauses, and its refusal resumes."""
    mine = and_(PAUSING, col(FactRow.discussion) == col(DiscussionRow.id), col(FactRow.kind) == kind)
    return func.coalesce(
        select(func.max(col(FactRow.number))).where(mine).correlate(DiscussionRow).scalar_subquery(), 0
    )


def _part(outcome: str | None, current: int, ladder: Ladder) -> Literal["alone", "colleagues", "community", "unsolved"]:
    """Return in which step a question was solved: the one that it had come to."""
    if outcome == "solved_alone":
        return "alone"
    if outcome != "answered":
        return "unsolved"
    return "community" if ladder[current].step is Step.COMMUNITY else "colleagues"


def _waited(times: tuple[datetime, datetime] | None) -> float | None:
    return None if times is None else (times[1] - times[0]).total_seconds()


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
