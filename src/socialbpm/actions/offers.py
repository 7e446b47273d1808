"""Offers: a timer fired, and whoever does the task is offered help. Not a discussion; it has its own readers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from socialbpm.actions.addressing import words_of
from socialbpm.actions.effects import offer_over
from socialbpm.actions.naming import task_as_shown
from socialbpm.actions.ports import FiringRecord, Standing, Store, TaskRecord
from socialbpm.actions.tasks import have_excluded_at_hand, who_may_ask, workers
from socialbpm.actions.world import World
from socialbpm.contract.element import Socialize
from socialbpm.contract.views import OfferView
from socialbpm.errors import NotFound
from socialbpm.social import offers as rules
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion
from socialbpm.social.facts import TaskKey
from socialbpm.social.offers import Offer, OfferFact

BATCH = 50
"""Offers that are looked at together."""
NOTHING: Mapping[str, Any] = {"question": None, "fields": {}}
"""What came with a timer whose words are not there, or not any more."""
Place = tuple[datetime, str]
"""Where an offer stands in a list: when it was made, and which it is."""


@dataclass(frozen=True)
class OfferLook:
    """An offer as its readers get it."""

    offer: Offer
    task: TaskRecord
    wording: str | None


def no_such_offer() -> NotFound:
    """Return the one answer for an offer that does not exist and one that is for others."""
    return NotFound("there is no such offer")


async def make_offer(
    firing: FiringRecord, words: Mapping[str, Any], settings: Socialize, store: Store, world: World
) -> str:
    """Offer help for a task whose timer fired; nobody but its readers gets it, and nothing is opened.

    `words` are the designer's `question` and the shared `fields`, for whoever takes the offer up.
    """
    offer = world.new_id()
    content = await store.put_words(offer, dict(words))
    made = rules.make(offer, firing.task, firing.event_id, firing.request_id, content, world.now(), world.lifetime)
    await store.append_offer(None, rules.offer_of(made), made, settings)
    return offer


async def readers(offer: Offer, store: Store, world: World) -> frozenset[PersonId]:
    """Return who gets an offer: whose task it is, minus the excluded."""
    task = await store.task(offer.task)
    if task is None or task.ended_at is not None:
        return frozenset()
    return await may_read(task, await store.offer_settings(offer.id), store, world)


async def may_read(task: TaskRecord, settings: Socialize, store: Store, world: World) -> frozenset[PersonId]:
    """Return who gets the offers of an open task that were made with these settings."""
    return await who_may_ask(task, settings, store, world)


async def look(offer_id: str, person: PersonId, store: Store, world: World) -> OfferLook:
    """Return an offer to one of its readers.

    Raises:
        NotFound: there is none, or it is for others.
    """
    task = await of_somebodys(offer_id, person, store, world)
    offer = await store.offer(offer_id)
    if offer is None or person not in await readers(offer, store, world):
        raise no_such_offer()
    return await _look(offer, task, store)


async def _look(offer: Offer, task: TaskRecord, store: Store) -> OfferLook:
    return OfferLook(offer, task, (await brought_with(offer, store))["question"])


async def of_somebodys(offer_id: str, person: PersonId, store: Store, world: World) -> TaskRecord:
    """Return the task of an offer, if it is theirs; one question to the database, whether the offer exists or not.

    Raises:
        NotFound: there is no such offer, or its task is somebody else's.
    """
    task = await store.task_about(offer=offer_id)
    if task is None or person not in workers(task, world.directory):
        raise no_such_offer()
    return task


async def read_one(offer_id: str, person: PersonId, world: World) -> OfferView:
    """Return an offer to one of its readers.

    Raises:
        NotFound: there is none, or it is for others; nobody can tell which.
    """
    async with world.stores.read() as store:
        return _view(await look(offer_id, person, store, world))


async def read_all(
    person: PersonId, world: World, most: int | None = None, after: Place | None = None
) -> list[tuple[Place, OfferView]]:
    """Return open offers that are for a person, the oldest first, each with its place in the list."""
    async with world.stores.read() as store:
        return await open_offers_to(person, most, after, store, world)


async def open_offers_to(
    person: PersonId, most: int | None, after: Place | None, store: Store, world: World
) -> list[tuple[Place, OfferView]]:
    """Return the same, in a transaction; their wordings are read at once."""
    found: list[Standing] = []
    async for offered in offered_to(person, after, store, world):
        found.append(offered)
        if len(found) == most:
            break
    said = await store.words([each.offer.wording for each in found if each.offer.wording is not None])
    return [((each.made_at, each.offer.id), _offered(each, said)) for each in found]


def _offered(standing: Standing, said: Mapping[str, Any]) -> OfferView:
    words = said.get(standing.offer.wording or "", NOTHING)
    return _view(OfferLook(standing.offer, standing.task, words["question"]))


async def offered_to(person: PersonId, after: Place | None, store: Store, world: World) -> AsyncIterator[Standing]:
    """Yield the open offers that are for a person, the oldest first: found by words, decided by who may ask now."""
    words, full = words_of(person, world.directory), True
    while full:
        found = await store.offered_to(words, after, BATCH)
        await have_excluded_at_hand([(offered.task, offered.settings) for offered in found], store)
        for offered in found:
            after = (offered.made_at, offered.offer.id)
            if offered.task.ended_at is None and person in await may_read(offered.task, offered.settings, store, world):
                yield offered
        full = len(found) == BATCH


def _view(seen: OfferLook) -> OfferView:
    offer, task = seen.offer, task_as_shown(seen.task)
    return OfferView(id=offer.id, task=task, question=seen.wording, expires=offer.expires)


async def brought_with(offer: Offer, store: Store) -> dict[str, Any]:
    """Return the designer's wording and the shared fields that came with the timer."""
    if offer.wording is None:
        return dict(NOTHING)
    found: dict[str, Any] = (await store.words([offer.wording])).get(offer.wording, dict(NOTHING))
    return found


async def take_up_all(state: Discussion, by: PersonId, store: Store, world: World) -> list[str]:
    """Whoever asks while offers of this event are open takes them up; return the requests that join the discussion."""
    requests = []
    for offer in await open_offers(state.task, state.event, store, world.now()):
        readers_now = await readers(offer, store, world)
        facts = rules.take_up(offer, by, state.id, readers_now, world.now())
        await _append(offer, facts, store)
        requests += [firing.request_id for firing in await store.firings_of(offer=offer.id)]
    return requests


async def open_offers(task: TaskKey, event: str, store: Store, now: datetime) -> list[Offer]:
    """Return the open offers of one event of a task; one that is due to expire is left to do that."""
    offers = [await store.offer(offer) for offer in await store.open_offers_of(task)]
    found = [offer for offer in offers if offer is not None and offer.open and offer.expires > now]
    return [offer for offer in found if offer.event == event]


async def end_offer(offer: Offer, outcome: Literal["task_ended", "expired"], store: Store, now: datetime) -> None:
    """End an offer that nobody took up; its firing hears so."""
    facts = rules.end(offer, outcome, now)
    if not facts:
        return
    await _append(offer, facts, store)
    for firing in await store.firings_of(offer=offer.id):
        await offer_over(firing, offer.id, outcome, store)


async def end_offers_of(task: TaskKey, store: Store, now: datetime) -> None:
    """The task is over, so are its offers."""
    for offer in [await store.offer(offer_id) for offer_id in await store.open_offers_of(task)]:
        if offer is not None:
            await end_offer(offer, "task_ended", store, now)


async def _append(offer: Offer, facts: Sequence[OfferFact], store: Store) -> None:
    after: Offer | None = offer
    for fact in facts:
        after = rules.evolve_offer(after, fact)
    if after is not None:
        await store.append_offer(offer, after, facts, await store.offer_settings(offer.id))
