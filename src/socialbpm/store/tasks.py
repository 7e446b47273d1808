"""Tasks, who did them, and the firings of their boundary events."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, and_, bindparam, distinct, func, select
from sqlalchemy.engine import Row, RowMapping
from sqlalchemy.orm import aliased
from sqlmodel import col

from socialbpm.actions.ports import FiringRecord, TaskRecord
from socialbpm.contract.element import Socialize
from socialbpm.contract.hooks import TaskRef
from socialbpm.contract.people import TaskPeople
from socialbpm.social.audience import PersonId
from socialbpm.social.facts import TaskKey
from socialbpm.store.candidates import Candidates
from socialbpm.store.databases import hold, put, put_new
from socialbpm.store.part import Part
from socialbpm.store.tables import (
    CandidateRow,
    DiscussionRow,
    EvidenceRow,
    FiringRow,
    OfferRow,
    TaskRow,
    WorkRow,
    metadata,
)

_TASKS = metadata.tables["tasks"]
_TASK = select(_TASKS).where(_TASKS.c.runtime == bindparam("of_runtime"), _TASKS.c.task_id == bindparam("of"))
_FIRINGS = metadata.tables["firings"]


class Tasks(Candidates):
    """Tasks as their runtimes last told them."""

    async def hold_case(self, runtime: str, case_id: str) -> None:
        """Let nobody else change who stands around the tasks of a case, or open something there, until the end.

        To be called first, before any discussion is loaded: everybody takes the two in this order. By name, not by
        row, for a case may have no task yet.
        """
        await hold(self._connection, "case", runtime, case_id)

    async def task(self, task: TaskKey) -> TaskRecord | None:
        """Return a task. Whoever is to change it, or opens something about it, holds its case first."""
        found = await self._all(_TASK, {"of_runtime": task.runtime, "of": task.task_id})
        return task_of(found[0]._mapping) if found else None

    async def task_about(self, *, discussion: str | None = None, offer: str | None = None) -> TaskRecord | None:
        """Return the task of a discussion or an offer; one look, whether that exists or not."""
        about = DiscussionRow if offer is None else OfferRow
        same = and_(col(about.runtime) == _TASKS.c.runtime, col(about.task_id) == _TASKS.c.task_id)
        wanted = discussion if offer is None else offer
        found = await self._first(select(_TASKS).join(about, same).where(col(about.id) == wanted))
        return task_of(found._mapping) if found else None

    async def tasks_about(self, discussions: Collection[str]) -> Mapping[TaskKey, TaskRef]:
        """Return what the tasks of discussions are called and where they stand, by their keys."""
        found = await self._all(_ABOUT, {"discussions": list(discussions)})
        return {TaskKey(runtime, ref["task_id"]): TaskRef(**ref) for runtime, ref in map(_ref_in, found)}

    async def save_task(self, task: TaskRecord) -> None:
        """Keep a task, and who did it. What ended stays ended, by whom it was."""
        known = await self.task(task.key)
        await put(self._connection, TaskRow, [_task_row(task, known)])
        await self._save_work(task, known)
        await self.note_candidates(task, known)

    async def _save_work(self, task: TaskRecord, known: TaskRecord | None) -> None:
        at = self._now()
        if task.people.actual_owner is not None:
            await put_new(self._connection, WorkRow, [_work_row(task, task.people.actual_owner, at)])
        if task.completed_by is not None and (known is None or known.ended_at is None):
            await put(self._connection, WorkRow, [_work_row(task, task.completed_by, task.ended_at or at)])

    async def tasks_of_case(self, runtime: str, case_id: str) -> Sequence[TaskRecord]:
        """Return all tasks of a case that are known."""
        query = select(_TASKS).where(_TASKS.c.runtime == runtime, _TASKS.c.case_id == case_id)
        return [task_of(found._mapping) for found in await self._all(query.order_by(_TASKS.c.task_id))]

    async def tasks_for(self, words: Collection[str], limit: int) -> Sequence[TaskRecord]:
        """Return at most `limit` open tasks of whoever these words stand for; what is due first, then the newest."""
        rows = await self._all(_TASKS_FOR, {"words": sorted(words), "limit": limit})
        return [task_of(row._mapping) for row in rows]

    async def firing(self, runtime: str, request_id: str) -> FiringRecord | None:
        """Return a firing."""
        query = select(_FIRINGS).where(_FIRINGS.c.runtime == runtime, _FIRINGS.c.request_id == request_id)
        found = await self._first(query)
        return firing_of(found._mapping) if found else None

    async def save_firing(self, firing: FiringRecord) -> None:
        """Keep a firing, or what it belongs to now: an offer's goes on to the discussion that it became."""
        row = {
            "runtime": firing.task.runtime,
            "request_id": firing.request_id,
            "task_id": firing.task.task_id,
            "case_id": firing.case_id,
            "event_id": firing.event_id,
            "reply_to": dict(firing.reply_to),
            "discussion": firing.discussion,
            "offer": firing.offer,
            "created_at": self._now(),
        }
        await put(self._connection, FiringRow, [row], keep=["created_at"])

    async def firings_of(self, *, discussion: str | None = None, offer: str | None = None) -> Sequence[FiringRecord]:
        """Return the firings of a discussion, or of an offer, the oldest first."""
        mine = _FIRINGS.c.discussion == discussion if discussion is not None else _FIRINGS.c.offer == offer
        query = select(_FIRINGS).where(mine).order_by(_FIRINGS.c.created_at, _FIRINGS.c.request_id)
        return [firing_of(found._mapping) for found in await self._all(query)]


_REF = [_TASKS.c[name] for name in TaskRef.model_fields]
_ABOUT = (
    select(_TASKS.c.runtime, *_REF)
    .join(
        DiscussionRow,
        and_(col(DiscussionRow.runtime) == _TASKS.c.runtime, col(DiscussionRow.task_id) == _TASKS.c.task_id),
    )
    .where(col(DiscussionRow.id).in_(bindparam("discussions", expanding=True)))
)
_FOR = (
    select(col(CandidateRow.runtime), col(CandidateRow.task_id))
    .where(col(CandidateRow.who).in_(bindparam("words", expanding=True)))
    .distinct()
    .subquery("line")
)
_TASKS_FOR = (
    select(_TASKS)
    .join(_FOR, and_(_TASKS.c.runtime == _FOR.c.runtime, _TASKS.c.task_id == _FOR.c.task_id))
    .order_by(_TASKS.c.due.is_(None), _TASKS.c.due, _TASKS.c.revision.desc(), _TASKS.c.task_id)
    .limit(bindparam("limit", type_=Integer))
)
_PERSON = col(WorkRow.person)
_IN_CASE = and_(col(WorkRow.runtime) == bindparam("of"), col(WorkRow.case_id) == bindparam("case"))
_ON_CASE = select(_PERSON).where(_IN_CASE).group_by(_PERSON).order_by(func.max(col(WorkRow.at)).desc(), _PERSON)
_ON_CASES = (
    select(col(WorkRow.runtime), col(WorkRow.case_id), _PERSON)
    .join(_TASKS, and_(_TASKS.c.runtime == col(WorkRow.runtime), _TASKS.c.case_id == col(WorkRow.case_id)))
    .join(
        DiscussionRow,
        and_(col(DiscussionRow.runtime) == _TASKS.c.runtime, col(DiscussionRow.task_id) == _TASKS.c.task_id),
    )
    .where(col(DiscussionRow.id).in_(bindparam("discussions", expanding=True)))
    .group_by(col(WorkRow.runtime), col(WorkRow.case_id), _PERSON)
    .order_by(func.max(col(WorkRow.at)).desc(), _PERSON)
)
_DID_IN_CASE = _ON_CASE.where(col(WorkRow.element_id) == bindparam("element"))
_DID_IN_CASES = (
    select(col(WorkRow.runtime), col(WorkRow.case_id), col(WorkRow.element_id), col(WorkRow.task_id), _PERSON)
    .where(
        col(WorkRow.runtime).in_(bindparam("runtimes", expanding=True)),
        col(WorkRow.case_id).in_(bindparam("cases", expanding=True)),
    )
    .order_by(col(WorkRow.at).desc(), _PERSON)
)
_DID_ANOTHER = _DID_IN_CASE.where(col(WorkRow.task_id) != bindparam("but"))
_DID = (
    select(_PERSON, func.count(distinct(col(WorkRow.case_id))))
    .where(
        col(WorkRow.runtime) == bindparam("of"),
        col(WorkRow.process) == bindparam("in_process"),
        col(WorkRow.element_id) == bindparam("element"),
        col(WorkRow.case_id) != bindparam("but"),
    )
    .group_by(_PERSON)
)


def _together() -> Select[str, str, int]:
    """Count for each of `people` with whom they shared how many cases: both did a task of it."""
    mine = aliased(WorkRow)
    shared = and_(col(mine.runtime) == col(WorkRow.runtime), col(mine.case_id) == col(WorkRow.case_id))
    cases = (
        select(col(mine.person).label("mine"), _PERSON.label("other"), col(WorkRow.runtime), col(WorkRow.case_id))
        .join(mine, shared)
        .where(col(mine.person).in_(bindparam("people", expanding=True)), col(mine.person) != _PERSON)
        .distinct()
        .subquery()
    )
    return select(cases.c.mine, cases.c.other, func.count()).group_by(cases.c.mine, cases.c.other)


_TOGETHER = _together()
_HELPED = (
    select(col(EvidenceRow.asker), col(EvidenceRow.person), func.count(distinct(col(EvidenceRow.case_id))))
    .where(
        col(EvidenceRow.asker).in_(bindparam("people", expanding=True)),
        col(EvidenceRow.kind).in_(["answered", "accepted"]),
        col(EvidenceRow.origin) == "discussion",
    )
    .group_by(col(EvidenceRow.asker), col(EvidenceRow.person))
)


class Did(NamedTuple):
    """Which task of a case somebody did."""

    element_id: str
    task_id: str
    person: PersonId


class Work(Part):
    """Who did what: `actions.people.History` over the tasks that runtimes told of.

    `_cases` are those at hand, with what was done in each, the latest first.
    """

    _cases: Mapping[tuple[str, str], Sequence[Did]] = MappingProxyType({})

    async def have_cases_at_hand(self, cases: Collection[tuple[str, str]]) -> None:
        """Read for all of these cases at once who did which task."""
        found: dict[tuple[str, str], list[Did]] = {case: [] for case in cases if case not in self._cases}
        runtimes, ids = [*{runtime for runtime, _ in found}], [case_id for _, case_id in found]
        given = {"runtimes": runtimes, "cases": ids}
        for runtime, case_id, *did in await self._aside(_DID_IN_CASES, given) if found else ():
            if (runtime, case_id) in found:  # two runtimes may call different cases the same
                found[runtime, case_id].append(Did(*did))
        self._cases = {**self._cases, **found}

    async def worked_on_case(self, runtime: str, case_id: str) -> tuple[PersonId, ...]:
        """Return whoever did a task of this case, the latest first."""
        return await self._latest(_ON_CASE, of=runtime, case=case_id)

    async def _on_cases_of(self, discussions: Collection[str]) -> Mapping[tuple[str, str], tuple[PersonId, ...]]:
        """Return for the case of each discussion's task whoever did a task of it, the latest first."""
        found: dict[tuple[str, str], list[PersonId]] = {}
        for runtime, case_id, person in await self._aside(_ON_CASES, {"discussions": list(discussions)}):
            found.setdefault((runtime, case_id), []).append(person)
        return {case: tuple(people) for case, people in found.items()}

    async def worked_together(self, asker: PersonId) -> Mapping[PersonId, int]:
        """Return with whom the asker shared how many cases, of whatever runtime: both did a task of it."""
        return (await self._together([asker]))[asker]

    async def shared_cases(self, asker: PersonId, other: PersonId) -> int:
        """Return how many cases the asker shared with one person.

        They are counted from that one's side: of whoever reads a list there is one, of its askers many.
        """
        return (await self.worked_together(other)).get(asker, 0)

    async def _together(self, people: Collection[PersonId]) -> Mapping[PersonId, Mapping[PersonId, int]]:
        found: dict[PersonId, dict[PersonId, int]] = {person: {} for person in people}
        for mine, other, count in await self._aside(_TOGETHER, {"people": list(people)}):
            found[mine][other] = count
        return found

    async def helped(self, asker: PersonId) -> Mapping[PersonId, int]:
        """Return who answered how many of the asker's questions."""
        return (await self._helped([asker]))[asker]

    async def _helped(self, people: Collection[PersonId]) -> Mapping[PersonId, Mapping[PersonId, int]]:
        found: dict[PersonId, dict[PersonId, int]] = {person: {} for person in people}
        for asker, helper, count in await self._aside(_HELPED, {"people": list(people)}):
            found[asker or ""][helper] = count
        return found

    async def did_elements(self, person: PersonId) -> Collection[tuple[str, str]]:
        """Return what somebody did ever: processes, each with an element."""
        did = select(col(WorkRow.process), col(WorkRow.element_id)).where(col(WorkRow.person) == person).distinct()
        return {(process, element) for process, element in await self._all(did)}

    async def known_by(self, person: PersonId) -> Collection[PersonId]:
        """Return with whom somebody shared cases, and whose questions they answered."""
        asker = col(EvidenceRow.asker)
        query = select(asker).where(col(EvidenceRow.person) == person, asker.is_not(None)).distinct()
        answered = {found for found in await self._column(query) if found is not None}
        return answered.union(await self.worked_together(person))

    async def did_element(
        self, runtime: str, process: str, element_id: str, excluding_case: str
    ) -> Mapping[PersonId, int]:
        """Return who did this element in how many cases other than `excluding_case`."""
        given = {"of": runtime, "in_process": process, "element": element_id, "but": excluding_case}
        return {person: count for person, count in await self._aside(_DID, given)}  # noqa: C416 - rows are no pairs to mypy

    async def did_task_in_case(self, runtime: str, case_id: str, element_id: str) -> tuple[PersonId, ...]:
        """Return whoever did or does this element in this case."""
        known = self._cases.get((runtime, case_id))
        if known is not None:
            return tuple(dict.fromkeys(did.person for did in known if did.element_id == element_id))
        return await self._latest(_DID_IN_CASE, of=runtime, case=case_id, element=element_id)

    async def did_in_other_instances(
        self, runtime: str, case_id: str, element_id: str, task_id: str
    ) -> tuple[PersonId, ...]:
        """Return whoever did or does another instance of this multi-instance task than `task_id`."""
        known = self._cases.get((runtime, case_id))
        if known is not None:
            others = (did for did in known if did.element_id == element_id and did.task_id != task_id)
            return tuple(dict.fromkeys(did.person for did in others))
        return await self._latest(_DID_ANOTHER, of=runtime, case=case_id, element=element_id, but=task_id)

    async def _latest(self, query: Select[str], **given: str) -> tuple[PersonId, ...]:
        return tuple(person for (person,) in await self._aside(query, given))


def _task_row(task: TaskRecord, known: TaskRecord | None) -> Mapping[str, Any]:
    ended = known if known is not None and known.ended_at is not None else task
    return {
        "runtime": task.runtime,
        **{name: getattr(task.ref, name) for name in TaskRef.model_fields},
        "people": task.people.model_dump(mode="json"),
        "completed_by": ended.completed_by,
        "ended_at": ended.ended_at,
        "event_id": task.event_id,
        "settings": task.settings.model_dump(mode="json", by_alias=True) if task.settings else None,
    }


def _ref_in(row: Row[*tuple[Any, ...]]) -> tuple[str, dict[str, Any]]:
    """Return the runtime of a task, and its reference."""
    runtime, *ref = row
    return runtime, dict(zip(TaskRef.model_fields, ref, strict=True))


def task_of(row: RowMapping | Mapping[str, Any]) -> TaskRecord:
    """Make a task of its row."""
    return TaskRecord(
        row["runtime"],
        TaskRef(**{name: row[name] for name in TaskRef.model_fields}),
        TaskPeople.model_validate(row["people"]),
        row["ended_at"],
        row["completed_by"],
        row["event_id"],
        _element(json.dumps(row["settings"])) if row["settings"] else None,
    )


@lru_cache(maxsize=1024)
def _element(settings: str) -> Socialize:
    """Return what an element of a diagram says; all tasks that are made of it say the same."""
    return Socialize.model_validate_json(settings)


def _work_row(task: TaskRecord, person: PersonId, at: datetime) -> Mapping[str, Any]:
    return {
        "runtime": task.runtime,
        "task_id": task.ref.task_id,
        "person": person,
        "case_id": task.ref.case_id,
        "process": task.ref.process,
        "element_id": task.ref.element_id,
        "at": at,
    }


def firing_of(row: RowMapping) -> FiringRecord:
    """Make a firing of its row."""
    return FiringRecord(
        TaskKey(row["runtime"], row["task_id"]),
        row["case_id"],
        row["request_id"],
        row["event_id"],
        row["reply_to"],
        row["discussion"],
        row["offer"],
    )
