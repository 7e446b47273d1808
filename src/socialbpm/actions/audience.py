"""The pools: who may come in through a ring, looked up when it is entered and again for each batch (ladder.md).

What depends on the discussion (who is in, passed, left, was removed or struck) is filtered by the rules in `social`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from socialbpm.actions.experts import LATELY, Experts, enriched, in_order
from socialbpm.actions.people import Directory, History, Person, available
from socialbpm.actions.sources import NO_EXPERTS, Sources, TaskContext, found_by
from socialbpm.contract.element import EXCLUDE_PREFIXES, ROLES
from socialbpm.errors import Invalid
from socialbpm.social.audience import Candidate, PersonId, Reason
from socialbpm.social.ladder import Step

May = Callable[[Person], bool]
"""Whether somebody may be asked at all, now or later: neither barred nor gone, and not against their own wish."""


async def excluded(
    context: TaskContext, excludes: tuple[str, ...], directory: Directory, history: History
) -> frozenset[PersonId]:
    """Return who is never in, asked or suggested: the task's excluded owners and whom the designer excludes (law 6).

    `excludes` are the `who` words of the element's `<social:exclude>`. The asker may be among them.

    Raises:
        Invalid: a word is not known.
    """
    sources = Sources(context, directory, history)
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
    step: Step = Step.COLLEAGUES,
    experts: Experts = NO_EXPERTS,
    discussion: str | None = None,
    only: PersonId | None = None,
) -> tuple[Candidate, ...]:
    """Return who may come in through a ring whose `who` words these are, best first, nobody twice.

    Somebody whom two words name came through the first. Left out: the asker, the excluded, whoever the directory does
    not know, whoever is away or off-boarded and, in a numbered ring, who holds as many open asks as their cap. For who
    is away comes their deputy. Whoever does not want to be asked by rings of this `step`, or about this task, is left
    out, too, and so is their deputy. Where everybody is let in (`ring_batch_all`) nobody is asked: there is no cap, and
    who is closest to the case comes first. Elsewhere whoever `experts` rank best do, and asks are spread fairly; those
    of `discussion` itself do not count, so that the order stays while they are made. With `only` a person, whether they
    may is all that is looked up: nobody is ranked for it.

    Raises:
        Invalid: a word is not known.
    """
    sources = Sources(context, directory, history, experts, now, frozenset(excluded), discussion, only)
    found = await found_by(who, sources)
    barred = {*excluded, context.asker}

    def may(person: Person) -> bool:
        return person.id not in barred and person.active and sources.wants(person, step)

    found.update(_deputies(found, may, directory, now))
    able = _able(found, may, directory, now)
    if only is not None:
        return await _alone(able.get(only), found, sources, capped=not ring_batch_all)
    if ring_batch_all:
        order = await _closest_first(able, context, directory, history)
        return tuple(Candidate(person, *found[person], calendar=able[person].patience) for person in order)
    return tuple([await _candidate(able[id_], found[id_], sources) for id_ in await _best_first(able, sources)])


async def _alone(
    person: Person | None, found: Mapping[PersonId, tuple[str, Reason]], sources: Sources, *, capped: bool
) -> tuple[Candidate, ...]:
    """Return the one who is meant, if they are able and, where there is a cap, hold fewer open asks."""
    if person is None:
        return ()
    if capped and (await sources.history.open_asks((person.id,))).get(person.id, 0) >= person.cap:
        return ()
    return (Candidate(person.id, *found[person.id], calendar=person.patience),)


async def _candidate(person: Person, found: tuple[str, Reason], sources: Sources) -> Candidate:
    word, reason = found
    known = (await sources.ranking()).get(person.id)
    return Candidate(person.id, word, enriched(reason, known), calendar=person.patience)


def _able(found: Iterable[PersonId], may: May, directory: Directory, now: datetime) -> dict[PersonId, Person]:
    """Look everybody up; whom the directory does not know is dropped, as is who may not be asked, or is away."""
    known = {person: directory.person(person) for person in found}
    return {id_: who for id_, who in known.items() if who is not None and may(who) and available(who, now)}


def _deputies(
    found: Mapping[PersonId, tuple[str, Reason]], may: May, directory: Directory, now: datetime
) -> dict[PersonId, tuple[str, Reason]]:
    """Return who stands in for whoever is away; for somebody who may not be asked nobody does."""
    deputies: dict[PersonId, tuple[str, Reason]] = {}
    for id_, (word, _) in found.items():
        person = directory.person(id_)
        if person is None or not may(person) or available(person, now):
            continue
        deputy = _stands_in(person, may, directory, now, {id_})
        if deputy is not None and deputy not in found:
            deputies.setdefault(deputy, (word, Reason("deputy")))
    return deputies


def _stands_in(person: Person, may: May, directory: Directory, now: datetime, seen: set[PersonId]) -> PersonId | None:
    """Return the first deputy of somebody who can be asked; where one is away, too, theirs stand in for that one."""
    for id_ in person.stand_ins:
        deputy = directory.person(id_)
        if deputy is None or not may(deputy) or id_ in seen:
            continue
        seen.add(id_)
        found = id_ if available(deputy, now) else _stands_in(deputy, may, directory, now, seen)
        if found is not None:
            return found
    return None


async def _closest_first(
    able: Collection[PersonId], context: TaskContext, directory: Directory, history: History
) -> list[PersonId]:
    """Order by who worked on the case, then the lane, then the rest, each in the order in which they were found."""
    on_case = await history.worked_on_case(context.runtime, context.case_id)
    in_lane = directory.lane(context.lane) if context.lane else ()
    return sorted(able, key=lambda person: 0 if person in on_case else 1 if person in in_lane else 2)


async def _best_first(able: Mapping[PersonId, Person], sources: Sources) -> list[PersonId]:
    """Order by who can help best, asks spread fairly; without who holds as many open asks as their cap.

    The asking transaction checks the cap once more.
    """
    if not able:
        return []
    history, ranking = sources.history, await sources.ranking()
    open_asks = await history.open_asks(tuple(able))
    free = [person for id_, person in able.items() if open_asks.get(id_, 0) < person.cap]
    lately = await history.asked_lately(tuple(able), sources.now - LATELY, sources.discussion)
    return in_order(free, ranking, lately, sources.now)


async def _excluded_by(word: str, sources: Sources) -> Iterable[PersonId]:
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
