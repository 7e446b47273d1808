"""Where the people of a ring come from: the task itself, the directory, the history, and the ranking of people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from socialbpm.actions.experts import MOST, NAMED, Experts, NoExperts, reason_of
from socialbpm.actions.noticed import case_name, groups_of, skills_of, topics_of
from socialbpm.actions.people import Directory, History, Person
from socialbpm.contract.element import WHO_PREFIXES, WHO_WORDS
from socialbpm.contract.people import TaskPeople
from socialbpm.errors import Invalid
from socialbpm.experts import Need, Suggestion
from socialbpm.experts.reasons import HELPED_OFTEN
from socialbpm.social.audience import PersonId, Reason, ReasonKind
from socialbpm.social.ladder import Step

GROUP = "group:"
NO_EXPERTS = NoExperts()
ALWAYS = datetime.max.replace(tzinfo=UTC)
"""For sources of whom no ranking is asked."""


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
    name: str = ""


async def found_by(who: tuple[str, ...], sources: Sources) -> dict[PersonId, tuple[str, Reason]]:
    """Say for each person through which word they came first, and why; best first."""
    found: dict[PersonId, tuple[str, Reason]] = {}
    for word in who:
        for person, reason in await _named_by(word, sources):
            found.setdefault(person, (word, reason))
    return found


Found = Sequence[tuple[PersonId, Reason]]


Ranking = Mapping[PersonId, Suggestion]


@dataclass
class Sources:
    """Where people come from: the task itself, the directory, the history, the ranking.

    The ranking is made once, and only where somebody asks for it. Where it is about `only` one person, whether others
    come from somewhere need not be known.
    """

    context: TaskContext
    directory: Directory
    history: History
    experts: Experts = NO_EXPERTS
    now: datetime = ALWAYS
    excluded: frozenset[PersonId] = frozenset()
    discussion: str | None = None
    only: PersonId | None = None
    _ranking: Ranking | None = None

    async def ranking(self) -> Ranking:
        """Return whoever can help, the best first."""
        if self._ranking is None:
            self._ranking = {one.person: one for one in self.experts.rank(await self._need(), MOST)}
        return self._ranking

    async def _need(self) -> Need:
        task, topics = self.context, topics_of(self.context.process, self.context.element_id)
        return Need(
            self.now,
            task.asker,
            "" if self.discussion is None else case_name("discussion", "", self.discussion),
            task.name or task.element_id,
            groups_of(task.asker, self.directory),
            topics,
            case_people=await self.history.worked_on_case(task.runtime, task.case_id),
            exclude=self.excluded,
            skills=skills_of(topics) | ({task.lane} if task.lane else set()),
        )

    @property
    def topics(self) -> frozenset[str]:
        """What the task is about, in the words in which people say what they want to be asked about."""
        task = self.context
        words = (task.process, task.element_id, f"{task.process}/{task.element_id}", task.name, task.lane or "")
        return frozenset(word.casefold() for word in words if word)

    def wants(self, person: Person, step: Step) -> bool:
        """Whether somebody has nothing against being asked by a ring of this step, and about this task."""
        not_about = {topic.casefold() for topic in person.not_topics}
        return step.name.lower() not in person.not_by and not (not_about and not_about & self.topics)

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
        """Return whom the asker knows from work: with whom they shared cases, then who answered them repeatedly.

        What a log tells of shared cases may be what tasks tell too: the greater number counts, not the sum.
        """
        asker = self.context.asker
        shared = await self._shared_with(asker)
        for person, count in self.experts.worked_with(asker).items():
            shared[person] = max(count, shared.get(person, 0))
        helped = {
            person: count for person, count in (await self.history.helped(asker)).items() if count >= HELPED_OFTEN
        }
        return [*_strongest("worked-with", shared), *_strongest("helped-you", helped)]

    async def _shared_with(self, asker: PersonId) -> dict[PersonId, int]:
        """Return with whom the asker shared how many cases; as they shared them with `only`, who shared them, too."""
        if self.only is None:
            return dict(await self.history.worked_together(asker))
        shared = await self.history.shared_cases(asker, self.only)
        return {self.only: shared} if shared else {}

    async def did_this_task(self) -> Found:
        """Return who did this task in other cases."""
        task = self.context
        counts = await self.history.did_element(task.runtime, task.process, task.element_id, task.case_id)
        return _strongest("did-this-task", counts)

    async def can_help(self) -> Found:
        """Return who did this task elsewhere, who is ranked with a reason, then communities and skills named like it.

        So there is somebody on day one, before there are ties; a skill is only what people say of themselves. What
        somebody declared here by themselves counts here, and for no ring that asks for a skill by name: whoever wrote
        that rule meant what the organisation says.
        """
        names = (self.context.element_id, self.context.process)
        in_communities = [person for name in names for person in self.directory.community(name)]
        lane = (self.context.lane,) if self.context.lane else ()
        skilled = [person for name in (*names, *lane) for person in self.directory.skill(name)]
        skilled += [person for topic in sorted(self.topics) for person in self.directory.declared(topic)]
        ranking = await self.ranking()
        reasons = ((person, reason_of(suggestion)) for person, suggestion in ranking.items())
        ranked = list(islice(((person, reason) for person, reason in reasons if reason is not None), NAMED))
        declared = [*_plain("community", in_communities), *_plain("skill", skilled)]
        return [*await self.did_this_task(), *ranked, *declared]


def _each(entries: str | tuple[str, ...]) -> tuple[str, ...]:
    return (entries,) if isinstance(entries, str) else entries


def _strongest(kind: ReasonKind, counts: Mapping[PersonId, int]) -> Found:
    """Order by the number of cases, the most first; who ties is ordered by id, so that a preview can be repeated."""
    ranked = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
    return [(person, Reason(kind, count)) for person, count in ranked]


def _plain(kind: ReasonKind, people: Iterable[PersonId]) -> Found:
    """Order by id: nothing says that one is closer than another."""
    return [(person, Reason(kind)) for person in sorted(people)]


_FROM_HISTORY: dict[str, Callable[[Sources], Awaitable[Found]]] = {
    "case": Sources.case,
    "worked-with": Sources.worked_with,
    "did-this-task": Sources.did_this_task,
    "experts": Sources.can_help,
}
_FROM_NOW: dict[str, Callable[[Sources], Found]] = {
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
_FROM_NAME: dict[str, Callable[[Sources, str], Found]] = {
    "group": lambda sources, name: _plain("group", sources.directory.group(name)),
    "skill": lambda sources, name: _plain("skill", sources.directory.skill(name)),
    "community": lambda sources, name: _plain("community", sources.directory.community(name)),
    "person": lambda _, name: _plain("named", [name]),
}


async def _named_by(word: str, sources: Sources) -> Found:
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
