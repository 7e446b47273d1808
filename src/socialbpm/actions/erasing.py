"""Erasing somebody: their words are emptied, or say no more whose they are; facts stay (law 11).

The first transaction off-boards them, forgets what SCIM said of them and gives them a pseudonym: from then on nobody
reads their name or id. Their words follow, and what they attached, one discussion per transaction, in the
order of ids, each with a fact; who is killed goes on after the last one that was kept. Attachments are emptied in any
case: nothing in them can be renamed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from socialbpm.actions import communities, holds, leaving
from socialbpm.actions.execute import no_such_discussion
from socialbpm.actions.keeping import Departure, Erasure, How
from socialbpm.actions.ports import Store
from socialbpm.actions.posting import delivery_id
from socialbpm.actions.remember import keep
from socialbpm.actions.world import World
from socialbpm.social import facts as f
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.erasing import words_of
from socialbpm.social.evolve import evolve

SOMEBODY = "somebody"
HELD_AGAIN = timedelta(hours=1)
"""After how long to look again at what was held."""
SHORTEST_NAME = 3
BATCH = 20


@dataclass(frozen=True)
class Found:
    """How much there is to erase."""

    discussions: int
    words: int


async def look(person: PersonId, world: World) -> Found:
    """Count what erasing somebody would erase; nothing is changed.

    Raises:
        Refused: a hold stops it.
    """
    async with world.stores.read() as store:
        await holds.refuse_where_held(person, store)
        discussions, words, last = 0, 0, ""
        while found := await store.ever_in(person, last, BATCH):
            for last in found:
                own = await _own(last, person, store)
                discussions, words = discussions + bool(own), words + len(own)
        return Found(discussions, words)


async def begin(person: PersonId, how: How, by: str, world: World) -> Erasure:
    """Begin to erase somebody, or return how far it is.

    Raises:
        NotFound: nobody has this id, and nobody had it.
        Refused: a hold stops it.
    """

    async def start(store: Store) -> Erasure:
        await store.hold_holds()
        known = await store.erasure(person)
        if known is not None and (known.how == how or known.how == "empty"):
            return known
        if world.directory.person(person) is None and not await store.was_here(person):
            raise leaving.nobody()
        await holds.refuse_where_held(person, store)
        return await _start(person, how, by, store, world)

    return await world.stores.transact(start)


async def _start(person: PersonId, how: How, by: str, store: Store, world: World) -> Erasure:
    now, name = world.now(), world.directory.name(person)
    names = () if how == "empty" else tuple(dict.fromkeys((name, person, *await store.names_of(person))))
    pseudonym = SOMEBODY if how == "empty" else f"person-{world.new_id()[-8:]}"
    erasure = Erasure(person, how, pseudonym, names, by, now, look_at=now)
    await leaving.let_go(Departure(person, "admin", by, now, look_at=now), store)
    await store.forget(person)
    await store.forget_mail(person)
    await communities.unword(person, store)
    await store.save_erasure(erasure)
    await store.directory_changed()
    return erasure


async def work_off(world: World) -> bool:
    """Go on with one erasing, by one discussion; return whether there may be more to do now."""
    return await world.stores.transact(lambda store: _go_on(store, world))


async def finish(person: PersonId, world: World) -> Erasure | None:
    """Go on until there is nothing more to do now, and return how far it is."""
    while await work_off(world):
        pass
    async with world.stores.read() as store:
        return await store.erasure(person)


async def _go_on(store: Store, world: World) -> bool:
    now = world.now()
    person = await store.next_erasure(now)
    erasure = None if person is None else await store.erasure(person)
    if erasure is None:
        return False
    await store.hold_holds()
    found = await store.ever_in(erasure.person, erasure.last, 1)
    if not found:
        await store.save_erasure(await _after_the_last(erasure, store, now))
        return True
    held = await store.holds_on(discussion=found[0])
    words = 0 if held else await _erase_in(found[0], erasure, store, now)
    await store.save_erasure(
        replace(erasure, last=found[0], discussions=erasure.discussions + bool(words), words=erasure.words + words)
    )
    return True


async def _after_the_last(erasure: Erasure, store: Store, now: datetime) -> Erasure:
    """Say when to look through all once more: later, where something was held or may still be on its way; or never."""
    if await store.holds_on(person=erasure.person):
        return replace(erasure, last="", look_at=now + HELD_AGAIN)
    settled = erasure.at + leaving.SETTLED
    if now < settled:
        return replace(erasure, last="", look_at=settled)
    await store.forget_mail(erasure.person)
    return replace(erasure, names=(), look_at=None)


async def _own(discussion: str, person: PersonId, store: Store) -> Sequence[str]:
    """Return the ids of somebody's words in a discussion that are not erased yet."""
    return await store.kept(words_of((fact for _, fact in await store.facts(discussion)), person))


async def _erase_in(discussion: str, erasure: Erasure, store: Store, now: datetime) -> int:
    """Erase somebody's words in one discussion, and return how many there were."""
    state = await store.discussion(discussion)
    own = await _own(discussion, erasure.person, store) if state is not None else ()
    if erasure.how == "pseudonymise":
        files = await store.attachments_among(own)
        await store.empty(files)
        own = [content for content in own if content in files or await _rename(content, erasure, store)]
    else:
        await store.empty(own)
    if state is not None and own:
        await _tell(state, f.WordsErased(at=now, contents=tuple(own), how=erasure.how, person=erasure.person), store)
    return len(own)


async def _rename(content: str, erasure: Erasure, store: Store) -> bool:
    """Write the pseudonym wherever somebody's words name them; return whether they did."""
    words = (await store.words([content])).get(content)
    renamed = rename(words, erasure.names, erasure.pseudonym)
    if renamed == words:
        return False
    await store.reword(content, renamed)
    return True


def rename(words: Any, names: Sequence[str], pseudonym: str) -> Any:
    """Return words with a pseudonym wherever one of the names, or a part of one, stands as a word.

    >>> rename({"text": "Ask Bob Miller, or bob@x.org."}, ["Bob Miller", "bob@x.org"], "person-1")
    {'text': 'Ask person-1, or person-1.'}
    """
    parts = {part for name in names for part in (name, *name.split()) if len(part) >= SHORTEST_NAME}
    if not parts:
        return words
    longest_first = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    return _renamed(words, re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE), pseudonym)


def _renamed(words: Any, names: re.Pattern[str], pseudonym: str) -> Any:
    if isinstance(words, str):
        return names.sub(pseudonym, words)
    if isinstance(words, Mapping):
        return {key: _renamed(value, names, pseudonym) for key, value in words.items()}
    return [_renamed(each, names, pseudonym) for each in words] if isinstance(words, list) else words


async def empty_all(discussion: str, store: Store, now: datetime) -> int:
    """Erase all words of a discussion that grew too old, and return how many there were."""
    state = await store.discussion(discussion)
    contents = await store.contents_of(discussion)
    await store.empty(contents)
    if state is None:
        raise no_such_discussion()
    if contents:
        await _tell(state, f.WordsErased(at=now, contents=tuple(contents), how="empty"), store)
    await store.mark_emptied(discussion)
    return len(contents)


async def _tell(state: Discussion, fact: f.WordsErased, store: Store) -> None:
    """Keep the fact; and let whatever has a copy of erased words say what is left of them."""
    after = evolve(state, fact)
    await store.append(state, after, [fact])
    await keep(after, store)
    if state.value is not None and state.value in fact.contents:
        left = (await store.words([state.value])).get(state.value)
        for request in state.firings:
            await store.change_value(state.task.runtime, delivery_id(state.id, "ended", request), left)


async def work_off_old(world: World) -> bool:
    """Erase the words of what ended longer ago than is kept; return whether there may be more.

    What is held is left out.
    """
    if world.retention is None:
        return False
    before = world.now() - world.retention

    async def batch(store: Store) -> bool:
        await store.hold_holds()
        found = await store.too_old(before, BATCH)
        for discussion in sorted(found):
            await empty_all(discussion, store, world.now())
        return len(found) == BATCH

    return await world.stores.transact(batch)
