"""What was released: `actions.remembering.Experiences`, over SQLite's FTS5 or PostgreSQL's full text.

The index holds no words, but a digest of each: what is deleted stays in an index for a while. Where something was
released is one of its words, so a search in some places never touches what lies in others, however much that is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, distinct, func, or_, select
from sqlalchemy.engine import Row
from sqlmodel import col

from socialbpm.actions.ports import TaskRecord
from socialbpm.actions.remembering import ExperienceRecord
from socialbpm.social.audience import PersonId
from socialbpm.store.databases import hold, in_index, put, put_new
from socialbpm.store.part import Part
from socialbpm.store.tables import ExperienceRow, ExperienceUseRow, WorkRow, metadata
from socialbpm.store.tasks import task_of

_EXPERIENCES = metadata.tables["experiences"]
_TASKS = metadata.tables["tasks"]
_KEPT = [column for column in _EXPERIENCES.columns if column.name not in {"number", "words"}]
_LATEST = (_EXPERIENCES.c.at.desc(), _EXPERIENCES.c.number.desc())


class KeptExperience(Part):
    """Experiences, and how often they helped."""

    async def experience(self, experience: str) -> ExperienceRecord | None:
        """Return an experience, whole or not."""
        found = await self._first(select(*_KEPT).where(_EXPERIENCES.c.id == experience))
        return None if found is None else _record(found)

    async def save_experience(self, experience: ExperienceRecord, words: Collection[str]) -> None:
        """Keep an experience as it is now; it is found by these words if it is whole."""
        await hold(self._connection, "experiences")
        same = _EXPERIENCES.c.id == experience.id
        known = await self._first(select(_EXPERIENCES.c.number).where(same))
        terms = sorted({experience.place, *map(term, words)}) if experience.whole else []
        row = {column.name: getattr(experience, column.name) for column in _KEPT}
        number = await self._next_number() if known is None else known[0]
        await put(self._connection, ExperienceRow, [{**row, "number": number, "words": " ".join(terms)}])

    async def _next_number(self) -> int:
        found = await self._first(select(func.max(_EXPERIENCES.c.number)))
        return 1 + ((found[0] or 0) if found else 0)

    async def drop_experience(self, experience: str) -> None:
        """Forget an experience: nobody finds it any more."""
        await self._do(delete(ExperienceRow).where(col(ExperienceRow.id) == experience))

    async def experiences_of(self, person: PersonId) -> Sequence[ExperienceRecord]:
        """Return what somebody released, also where the other author has not, the newest first."""
        asked = and_(_EXPERIENCES.c.asker == person, _EXPERIENCES.c.question.is_not(None))
        helped = and_(_EXPERIENCES.c.helper == person, _EXPERIENCES.c.answer.is_not(None))
        return await self._records(select(*_KEPT).where(or_(asked, helped)).order_by(*_LATEST))

    async def latest_experience(self, places: Collection[str], limit: int) -> Sequence[ExperienceRecord]:
        """Return what is whole of these task elements, the newest first."""
        if not places:
            return ()
        here = _EXPERIENCES.c.place.in_(sorted(places)), _EXPERIENCES.c.whole
        return await self._records(select(*_KEPT).where(*here).order_by(*_LATEST).limit(limit))

    async def find_experience(
        self, places: Collection[str], words: Collection[str], limit: int
    ) -> Sequence[ExperienceRecord]:
        """Return what is whole of these task elements and has any of these words, the newest first."""
        if not places or not words:
            return ()
        query = select(*_KEPT).where(self._has(sorted(places), sorted({*map(term, words)})))
        return await self._records(query.order_by(*_LATEST).limit(limit))

    def _has(self, places: Sequence[str], words: Sequence[str]) -> ColumnElement[bool]:
        return in_index(self._connection, _EXPERIENCES.c.number, _EXPERIENCES.c.words, (places, words))

    async def _records(self, query: Select[*tuple[object, ...]]) -> Sequence[ExperienceRecord]:
        return [_record(found) for found in await self._all(query)]

    async def note_solved(self, experience: str, discussion: str, person: PersonId, at: datetime) -> None:
        """Note that an experience solved a discussion."""
        row = {"experience": experience, "discussion": discussion, "person": person, "at": at}
        await put_new(self._connection, ExperienceUseRow, [row])

    async def uses(self, experiences: Sequence[str]) -> Mapping[str, int]:
        """Return to how many people each of these was the solution; what was nobody's is missing."""
        which = col(ExperienceUseRow.experience)
        query = select(which, func.count(distinct(col(ExperienceUseRow.person)))).where(which.in_(experiences))
        return {found: count for found, count in await self._all(query.group_by(which))}  # noqa: C416 - rows are no pairs to mypy

    async def open_tasks_of(self, person: PersonId, limit: int) -> Sequence[TaskRecord]:
        """Return open tasks that somebody has or had, the one they got last first."""
        same = and_(_TASKS.c.runtime == col(WorkRow.runtime), _TASKS.c.task_id == col(WorkRow.task_id))
        query = select(_TASKS).join(WorkRow, same).where(col(WorkRow.person) == person, _TASKS.c.ended_at.is_(None))
        found = await self._all(query.order_by(col(WorkRow.at).desc(), col(WorkRow.task_id)).limit(limit))
        return [task_of(each._mapping) for each in found]


def term(word: str) -> str:
    """Return as what a word is in the index.

    >>> term("freight")
    'w753cf1457acc'
    """
    return "w" + hashlib.blake2b(word.encode(), digest_size=6).hexdigest()


def _record(found: Row[*tuple[object, ...]]) -> ExperienceRecord:
    return ExperienceRecord(**found._mapping)
