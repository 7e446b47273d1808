"""What is counted of discussions: questions, by task and asker. The actions leave out what would tell of few people."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlmodel import col

from socialbpm.actions.figures import Asking
from socialbpm.store.part import Part
from socialbpm.store.tables import DiscussionRow, TaskRow

FIRST_ASKED, SECOND_ASKED = 1, 2
"""Rings; 0 is the asker alone."""


class Heat(Part):
    """Figures about the tasks of a process."""

    async def askings(self, process: str) -> Sequence[Asking]:
        """Return what each person asked about each task of a process, in all its instances, by the task's id."""
        task = and_(
            col(TaskRow.runtime) == col(DiscussionRow.runtime), col(TaskRow.task_id) == col(DiscussionRow.task_id)
        )
        went_on = col(DiscussionRow.current) >= SECOND_ASKED
        solved = col(DiscussionRow.outcome).in_(("answered", "solved_alone"))
        query = (
            select(col(TaskRow.element_id), col(DiscussionRow.asker), func.count(), _count(solved), _count(went_on))
            .join(DiscussionRow, task)
            .where(col(TaskRow.process) == process, col(DiscussionRow.current) >= FIRST_ASKED)
            .group_by(col(TaskRow.element_id), col(DiscussionRow.asker))
            .order_by(col(TaskRow.element_id))
        )
        return [Asking(*found) for found in await self._all(query)]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
