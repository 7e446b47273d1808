"""For whom something is, as words: those that are kept with a listing, and those that a reader stands behind now.

What is kept is what the discussion says: which groups, skills and people its open rings name, what it is about, and
who asks. What changes without a fact is decided at the time of reading: who is in a group, who is away and who stands
in for them, who did what by now. A word that a listing and a reader share says "look"; whether it is theirs is decided
by the rules, with the ring's pool. So words may say too much, never too little (`tests/actions/test_addressing.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from socialbpm.actions.noticed import topics_of
from socialbpm.actions.people import Directory, available
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.actions.sources import GROUP
from socialbpm.actions.world import World
from socialbpm.social.asks import may_come_in, room
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.ladder import FIRST_RING

ANYBODY = "anybody"
"""A word of every reader: of what was listed before words were kept."""
BY_WORK = "by:"
"""Begins the words for what somebody did and whom they know; by itself, it says that a listing has such words."""
NOT = "not:"
"""Begins the word of somebody to whom a listing is not, whatever else they are."""
_ROLES = {
    "owners": ("actual_owner", "potential_owners"),
    "initiator": ("task_initiator",),
    "stakeholders": ("task_stakeholders",),
    "administrators": ("business_administrators",),
}


# --- words of a listing


def open_rings(state: Discussion) -> tuple[int, ...]:
    """Return the rings that list a discussion: open, entered, with room; none once the current one is not open."""
    if state.ended or not state.ring.open:
        return ()
    entered = range(FIRST_RING, state.current + 1)
    return tuple(ring for ring in entered if state.ladder[ring].open and room(state, ring))


def barred(state: Discussion) -> frozenset[PersonId]:
    """Return those of whom the discussion knows that they do not come in by themselves: nothing is listed to them."""
    known = {state.asker, *state.members, *state.excluded, *state.gone, *state.barred}
    return frozenset(person for person in known if not may_come_in(state, person))


async def readdress(before: Discussion | None, after: Discussion, store: Store) -> None:
    """Keep to whom a discussion may be listed, where what happened changes that: most that happens does not."""
    was, now = (None if state is None else _of_listing(state) for state in (before, after))
    if was != now and (was or now):
        anew = before is None or not open_rings(before) or before.current != after.current
        await address(after, store, anew=anew)


def _of_listing(state: Discussion) -> object:
    """Return what the words of a listing depend on, as far as the discussion says it; None if it is listed nowhere."""
    rings = open_rings(state)
    return (state.current, rings, state.asker, barred(state)) if rings else None


async def address(state: Discussion, store: Store, *, anew: bool = False) -> None:
    """Keep to whom a discussion may be listed; also when the people around its task changed."""
    words = await _words_of(state, store) if open_rings(state) else frozenset[str]()
    await store.address_listing(state.id, words, anew=anew)


async def _words_of(state: Discussion, store: Store) -> frozenset[str]:
    task = await store.task(state.task)
    if task is None:
        return frozenset()
    on_case = await store.worked_on_case(task.runtime, task.ref.case_id)
    named = {word for ring in open_rings(state) for word in state.ladder[ring].who}
    words = {found for word in named for found in _words_for(word, task, on_case, state.asker)}
    words.update(BY_WORK for word in tuple(words) if word.startswith(BY_WORK))
    return frozenset(words | {f"{NOT}{person}" for person in barred(state)})


def _words_for(who: str, task: TaskRecord, on_case: Iterable[PersonId], asker: PersonId) -> Iterator[str]:
    """Yield the words for one word of a ring's `who`; `group:NAME` and the like are words already."""
    ref = task.ref
    people = [f"person:{person}" for person in on_case]
    lane = [ref.lane] if ref.lane else []
    did = _did(ref.process, ref.element_id)
    if who in _ROLES:
        yield from _roles(who, task)
    elif who == "lane":
        yield from (f"lane:{name}" for name in lane)
    elif who == "case":
        yield from people
    elif who in {"worked-with", "same-group", "manager"}:
        yield _asker(asker)
    elif who == "did-this-task":
        yield did
    elif who == "experts":
        about = (*topics_of(ref.process, ref.element_id), ref.name or ref.element_id)
        yield from (did, _asker(asker), *people, *map(_about, about))
        yield from (f"community:{name}" for name in (ref.element_id, ref.process))
        yield from (f"skill:{name}" for name in (ref.element_id, ref.process, *lane))
    else:
        yield who


def _roles(who: str, task: TaskRecord) -> Iterator[str]:
    for role in _ROLES[who]:
        entries = getattr(task.people, role) or ()
        for entry in (entries,) if isinstance(entries, str) else entries:
            yield entry if entry.startswith(GROUP) else f"person:{entry}"


def _asker(person: PersonId) -> str:
    return f"{BY_WORK}asker:{person}"


def _did(process: str, element_id: str) -> str:
    return f"{BY_WORK}did:{process}/{element_id}"


def _about(topic: str) -> str:
    return f"{BY_WORK}about:{topic}"


# --- words of a reader


def words_of(person: PersonId, directory: Directory) -> frozenset[str]:
    """Return the words that somebody stands behind by what the directory says of them, for tasks, offers, listings."""
    known = directory.person(person)
    groups, skills = (known.groups, known.skills) if known is not None else ((), ())
    return frozenset(
        {
            f"person:{person}",
            *(f"{GROUP}{name}" for name in groups),
            *(f"lane:{name}" for name in directory.lanes_of(person)),
            *(f"skill:{name}" for name in skills),
            *(f"community:{name}" for name in directory.communities_of(person)),
        }
    )


async def words_for_listings(person: PersonId, store: Store, world: World) -> frozenset[str]:
    """Return the words that somebody stands behind now, for listings: their own, and of those they stand in for."""
    directory = world.directory
    everybody = {person, *_stood_in_for(person, directory, world.now())}
    words = {word for each in everybody for word in words_of(each, directory)}
    if await store.has_listing(BY_WORK):
        for each in sorted(everybody):
            words.update(await _by_work(each, store, world))
    return frozenset({*words, ANYBODY})


def _stood_in_for(person: PersonId, directory: Directory, now: datetime) -> Iterator[PersonId]:
    """Yield who is away in whose place somebody may come to be asked: as a deputy, or as one of a deputy's."""
    seen, left = {person}, [person]
    while left:
        for id_ in directory.stood_in_for(left.pop()):
            other = None if id_ in seen else directory.person(id_)
            if other is not None:
                seen.add(id_)
                left.append(id_)
                if not available(other, now):
                    yield id_


async def _by_work(person: PersonId, store: Store, world: World) -> Iterable[str]:
    """Return the words for whom somebody knows, what they did, and what a ranking may know them for."""
    history = world.history(store)
    known = {
        *_beside(person, world.directory),
        *await history.known_by(person),
        *world.experts.worked_with(person),
    }
    did = await history.did_elements(person)
    return (*map(_asker, known), *(_did(*each) for each in did), *map(_about, world.experts.known_for(person)))


def _beside(person: PersonId, directory: Directory) -> Iterator[PersonId]:
    """Yield who is in a group with somebody, and who reports to them."""
    yield from directory.same_group(person)
    yield from directory.reports(person)
