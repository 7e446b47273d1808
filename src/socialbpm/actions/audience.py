"""The pools: who may come in through a ring, looked up when it is entered and again for each batch (ladder.md).

What depends on the discussion (who is in, passed, left, was removed or struck) is filtered by the rules in `social`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from socialbpm.actions.people import Directory, History, Person, available
from socialbpm.contract.element import EXCLUDE_PREFIXES, ROLES, WHO_PREFIXES, WHO_WORDS
from socialbpm.contract.people import TaskPeople
from socialbpm.errors import Invalid
from socialbpm.social.audience import Candidate, PersonId, Reason, ReasonKind

GROUP = "group:"


@dataclass(frozen=True)
class TaskContext:
    """The task that somebody is stuck in, as far as the pools need to know it; `lane` is None in a process without."""

    runtime: str
    task_id: str
    case_id: str
    process: str
    element_id: str
    lane: str | None
    people: TaskPeople
    asker: PersonId


async def excluded(
    context: TaskContext, excludes: tuple[str, ...], directory: Directory, history: History
) -> frozenset[PersonId]:
    """Return who is never in, asked or suggested: the task's excluded owners and whom the designer excludes (law 6).

    `excludes` are the `who` words of the element's `<social:exclude>`. The asker may be among them.

    Raises:
        Invalid: a word is not known.
    """
    sources = _Sources(context, directory, history)
    out = set(sources.role("excluded_owners"))
    for word in excludes:
        out.update(await _excluded_by(word, sources))
    return frozenset(out)


async def pool(
    context: TaskContext,
    who: tuple[str, ...],
    *,
    now: datetime,
    excluded: Collection[PersonId],
    directory: Directory,
    history: History,
    ring_batch_all: bool,
) -> tuple[Candidate, ...]:
    """Return who may come in through a ring whose `who` words these are, best first, nobody twice.

    Somebody whom two words name came through the first. Left out: the asker, the excluded, whoever the directory does
    not know, whoever is away or off-boarded and, in a numbered ring, who holds as many open asks as their cap. Where
    everybody is let in (`ring_batch_all`) nobody is asked and there is no cap.

    Raises:
        Invalid: a word is not known.
    """
    found = await _found(who, _Sources(context, directory, history))
    able = _able(found, {*excluded, context.asker}, directory, now)
    if ring_batch_all:
        order = await _closest_first(able, context, directory, history)
    else:
        order = await _with_room(able, history)
    return tuple(Candidate(person, *found[person], calendar=able[person].calendar) for person in order)


def _able(
    found: Iterable[PersonId], barred: Collection[PersonId], directory: Directory, now: datetime
) -> dict[PersonId, Person]:
    """Look everybody up; whom the directory does not know is dropped, as are the barred and the unavailable."""
    known = {person: directory.person(person) for person in found if person not in barred}
    return {id_: person for id_, person in known.items() if person is not None and available(person, now)}


async def _closest_first(
    able: Collection[PersonId], context: TaskContext, directory: Directory, history: History
) -> list[PersonId]:
    """Order by who worked on the case, then the lane, then the rest, each in the order in which they were found."""
    on_case = await history.worked_on_case(context.runtime, context.case_id)
    in_lane = directory.lane(context.lane) if context.lane else ()
    return sorted(able, key=lambda person: 0 if person in on_case else 1 if person in in_lane else 2)


async def _with_room(able: Mapping[PersonId, Person], history: History) -> list[PersonId]:
    """Leave out who holds as many open asks as their cap. The asking transaction checks it once more."""
    open_asks = await history.open_asks(tuple(able))
    return [id_ for id_, person in able.items() if open_asks.get(id_, 0) < person.cap]


async def _found(who: tuple[str, ...], sources: _Sources) -> dict[PersonId, tuple[str, Reason]]:
    """Say for each person through which word they came first, and why; best first."""
    found: dict[PersonId, tuple[str, Reason]] = {}
    for word in who:
        for person, reason in await _named_by(word, sources):
            found.setdefault(person, (word, reason))
    return found


Found = Sequence[tuple[PersonId, Reason]]


@dataclass(frozen=True)
class _Sources:
    """Where people come from: the task itself, the directory, the history."""

    context: TaskContext
    directory: Directory
    history: History

    def role(self, role: str) -> list[PersonId]:
        """Return whom the task has in a role of WS-HumanTask; `group:NAME` stands for the group's members."""
        entries: str | tuple[str, ...] = getattr(self.context.people, role) or ()
        return [person for entry in _each(entries) for person in self._members(entry)]

    def _members(self, entry: str) -> tuple[PersonId, ...]:
        return self.directory.group(entry.removeprefix(GROUP)) if entry.startswith(GROUP) else (entry,)

    def lane(self) -> tuple[PersonId, ...]:
        """Return whoever works in the task's lane."""
        return self.directory.lane(self.context.lane) if self.context.lane else ()

    def manager(self) -> tuple[PersonId, ...]:
        """Return the asker's manager, if they have one."""
        manager = self.directory.manager(self.context.asker)
        return (manager,) if manager else ()

    async def case(self) -> Found:
        """Return whoever worked on this case, the latest first: they remember best."""
        people = await self.history.worked_on_case(self.context.runtime, self.context.case_id)
        return [(person, Reason("worked-on-case")) for person in people]

    async def worked_with(self) -> Found:
        """Return with whom the asker shared cases."""
        return _strongest("worked-with", await self.history.worked_together(self.context.asker))

    async def did_this_task(self) -> Found:
        """Return who did this task in other cases."""
        task = self.context
        counts = await self.history.did_element(task.runtime, task.process, task.element_id, task.case_id)
        return _strongest("did-this-task", counts)

    async def experts(self) -> Found:
        """Return who did this task elsewhere, then the communities and then the skills that are named like it.

        So there is somebody on day one, before there are ties; a skill is only what people say of themselves.
        """
        names = (self.context.element_id, self.context.process)
        in_communities = [person for name in names for person in self.directory.community(name)]
        lane = (self.context.lane,) if self.context.lane else ()
        skilled = [person for name in (*names, *lane) for person in self.directory.skill(name)]
        return [*await self.did_this_task(), *_plain("community", in_communities), *_plain("skill", skilled)]


def _each(entries: str | tuple[str, ...]) -> tuple[str, ...]:
    return (entries,) if isinstance(entries, str) else entries


def _strongest(kind: ReasonKind, counts: Mapping[PersonId, int]) -> Found:
    """Order by the number of cases, the most first; who ties is ordered by id, so that a preview can be repeated."""
    ranked = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
    return [(person, Reason(kind, count)) for person, count in ranked]


def _plain(kind: ReasonKind, people: Iterable[PersonId]) -> Found:
    """Order by id: nothing says that one is closer than another."""
    return [(person, Reason(kind)) for person in sorted(people)]


_FROM_HISTORY: dict[str, Callable[[_Sources], Awaitable[Found]]] = {
    "case": _Sources.case,
    "worked-with": _Sources.worked_with,
    "did-this-task": _Sources.did_this_task,
    "experts": _Sources.experts,
}
_FROM_NOW: dict[str, Callable[[_Sources], Found]] = {
    "owners": lambda sources: [
        *_plain("owner", sources.role("actual_owner")),
        *_plain("candidate", sources.role("potential_owners")),
    ],
    "initiator": lambda sources: _plain("initiator", sources.role("task_initiator")),
    "stakeholders": lambda sources: _plain("stakeholder", sources.role("task_stakeholders")),
    "administrators": lambda sources: _plain("administrator", sources.role("business_administrators")),
    "lane": lambda sources: _plain("lane", sources.lane()),
    "same-group": lambda sources: _plain("same-group", sources.directory.same_group(sources.context.asker)),
    "manager": lambda sources: _plain("manager", sources.manager()),
}
_FROM_NAME: dict[str, Callable[[_Sources, str], Found]] = {
    "group": lambda sources, name: _plain("group", sources.directory.group(name)),
    "skill": lambda sources, name: _plain("skill", sources.directory.skill(name)),
    "community": lambda sources, name: _plain("community", sources.directory.community(name)),
    "person": lambda _, name: _plain("named", [name]),
}


async def _named_by(word: str, sources: _Sources) -> Found:
    """Return whom one word of a ring's `who` names, best first."""
    if word in _FROM_HISTORY:
        return await _FROM_HISTORY[word](sources)
    if word in _FROM_NOW:
        return _FROM_NOW[word](sources)
    prefix, colon, name = word.partition(":")
    if not colon or prefix not in _FROM_NAME:
        raise Invalid(
            f'who="{word}" is not known',
            hint=f"Use any of {', '.join(WHO_WORDS)}, or {' '.join(WHO_PREFIXES)} with a name.",
        )
    return _FROM_NAME[prefix](sources, name)


async def _excluded_by(word: str, sources: _Sources) -> Iterable[PersonId]:
    """Return whom one `<social:exclude who=…>` names."""
    task, (prefix, _, name) = sources.context, word.partition(":")
    if word == "other-instances":
        found = await sources.history.did_in_other_instances(task.runtime, task.case_id, task.element_id, task.task_id)
        return [person for person in found if person != task.asker]  # who has two of them is not barred from both
    if prefix == "task":
        return await sources.history.did_task_in_case(task.runtime, task.case_id, name)
    if prefix == "group":
        return sources.directory.group(name)
    if prefix == "role" and name in ROLES:
        return sources.role(name)
    if prefix == "person":
        return [name]
    raise Invalid(f'exclude who="{word}" is not known', hint=f"Use {' '.join(EXCLUDE_PREFIXES)} or other-instances.")
