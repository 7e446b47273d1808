"""Whose the open tasks are, so that somebody's can be listed without looking at all others.

A task is looked up by words: `person:ID`, `group:NAME` or `lane:NAME`. Who is in a group or lane is the directory's to
say, at the time of asking.
"""

from __future__ import annotations

from sqlalchemy import and_, delete
from sqlmodel import col

from socialbpm.actions.ports import TaskRecord
from socialbpm.actions.sources import GROUP
from socialbpm.store.addressed import Addressed
from socialbpm.store.databases import put_new
from socialbpm.store.tables import CandidateRow


def whose(task: TaskRecord | None) -> frozenset[str]:
    """Return the words for whose a task is; nobody's once it is over."""
    if task is None or task.ended_at is not None:
        return frozenset()
    people, lane = task.people, task.ref.lane
    names = [people.actual_owner] if people.actual_owner else people.potential_owners
    if not names:
        return frozenset({f"lane:{lane}"} if lane else ())
    return frozenset(name if name.startswith(GROUP) else f"person:{name}" for name in names)


class Candidates(Addressed):
    """Open tasks, by whose they are."""

    async def note_candidates(self, task: TaskRecord, known: TaskRecord | None) -> None:
        """Keep whose a task is now; nothing is written where that did not change."""
        over = known is not None and known.ended_at is not None
        before, after = whose(known), frozenset() if over else whose(task)
        if before == after:
            return
        if before:
            own = and_(col(CandidateRow.runtime) == task.runtime, col(CandidateRow.task_id) == task.ref.task_id)
            await self._do(delete(CandidateRow).where(own))
        if after:
            names = {"runtime": task.runtime, "task_id": task.ref.task_id}
            await put_new(self._connection, CandidateRow, [{"who": who, **names} for who in sorted(after)])
        await self.address_offers(task.key)
