"""What happens, live: server-sent events for a person, or for one discussion, through the sight rule.

A stream holds nothing but the place where its reader stands: it reads on from there when it is woken and has sent what
it had. So a slow reader costs no memory, and any node can go on where another one ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from socialbpm.actions import news
from socialbpm.actions.desk import Desk, desk_of, nothing
from socialbpm.actions.news import News, Place
from socialbpm.contract.streams import Anew, EventKind
from socialbpm.errors import Invalid, Refused
from socialbpm.service.auth import Still, ThePerson, TheStill
from socialbpm.service.state import Composed, TheService
from socialbpm.social.audience import PersonId
from socialbpm.store.bus import Topic

router = APIRouter(tags=["streams"])
LOOK_AGAIN = 5.0
"""Seconds after which a stream looks without being woken: whether its reader may still call, and what another process
wrote to a SQLite file."""
LISTS_AGAIN = 30.0
"""Seconds after which it looks at lists without being woken: nobody tells when an absence begins or is over."""
LONGEST = 600.0
"""Seconds that a stream lasts; then its reader comes again, and shows anew who they are."""
COME_AGAIN = 1000
"""Milliseconds after which a browser comes again."""

LastId = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID", max_length=500, description="The `id` of the last event that you got, to go on from."
    ),
]


@dataclass(frozen=True)
class Following:
    """One reader's stream: of a discussion, or of all that they are in (None).

    It goes on from `place`; `kept` says whether that is where they wanted to go on. `still` says whether they may call.
    """

    person: PersonId
    discussion: str | None
    place: Place
    service: Composed
    still: Still
    kept: bool = True
    desk: Desk | None = None

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """Yield what happens, until its reader may not see it or call any more, the service stops, or it is late."""
        loop, bus = asyncio.get_running_loop(), self.service.stores.bus
        until, place, desk, look_at = loop.time() + LONGEST, self.place, self.desk, 0.0
        yield self._event("ready" if self.kept else "reset", place, desk=desk)
        while not bus.closed and loop.time() < until:
            with bus.following(*self._topics(desk)) as stirred:
                found = await self._after(place)
                looks = loop.time() >= look_at
                now = await self._desk() if looks else desk
                if found is None or not await self.still():
                    return
                for at, happened in found.items:
                    yield self._event("fact", at, happened, desk=desk)
                place = found.place
                for name, then in () if now is None or desk is None else now.changes(desk):
                    desk = then
                    yield self._event(name, place, Anew(fetch=f"/v1/{name}"), desk=desk)
                desk = now
                if not found.more and not bus.closed:
                    await _woken(stirred)
                if looks or stirred.is_set():
                    look_at = 0.0 if stirred.is_set() else loop.time() + LISTS_AGAIN

    def _topics(self, desk: Desk | None) -> Iterator[Topic]:
        """Yield what wakes it: what happens where they are in, and what is addressed to them."""
        if self.discussion is not None:
            yield ("discussion", self.discussion)
            return
        yield ("person", self.person)
        yield from (("word", word) for word in (desk.words if desk else ()))

    async def _desk(self) -> Desk | None:
        """Return what is offered to them and what they may join, where they follow all that is theirs."""
        if self.discussion is not None:
            return None
        async with self.service.stores.read() as store:
            return await desk_of(self.person, store, self.service.world)

    async def _after(self, place: Place) -> News | None:
        if self.discussion is None:
            return await news.of_person(self.person, place, self.service.world)
        return await news.of_discussion(self.person, self.discussion, place, self.service.world)

    def _event(
        self, kind: EventKind, place: Place, data: object = None, *, desk: Desk | None = None
    ) -> ServerSentEvent:
        lists = () if desk is None else (desk.offers, desk.listings)
        id_ = self.service.cursors.make(self.person, _name(self.discussion), *place, *lists)
        if data is None:  # browsers hand on no event that says nothing
            return ServerSentEvent(event=kind, id=id_, raw_data="null", retry=COME_AGAIN)
        return ServerSentEvent(event=kind, id=id_, data=data)


async def _woken(stirred: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(LOOK_AGAIN):
            await stirred.wait()
    except TimeoutError:
        return


def _name(discussion: str | None) -> str:
    return "stream" if discussion is None else f"stream {discussion}"


async def _start(
    person: PersonId, discussion: str | None, last: str | None, service: Composed, still: Still
) -> Following:
    """Return the stream from where its reader stands.

    With an id that is none of theirs, or of before the key was changed, they are to read anew: a browser that gets a
    refusal would never come again.

    Raises:
        NotFound: there is no such discussion, or not for them.
    """
    here = await news.now(person, discussion, service.world)
    following = Following(person, discussion, here, service, still)
    following = replace(following, desk=await following._desk())
    kept = None if last is None else await _kept(following, last)
    return kept or replace(following, kept=last is None)


async def _kept(following: Following, last: str) -> Following | None:
    """Return the stream from the place of an id on, if all that came after it is still there to be told."""
    service, discussion = following.service, following.discussion
    try:
        change, fact, *lists = service.cursors.read(following.person, _name(discussion), last)
    except Invalid:
        return None
    place, desk = Place(change, fact), following.desk
    if discussion is None and not await news.is_kept(place, service.world):
        return None
    if desk is not None:  # an id from before lists were told of has none
        offers, listings = lists or nothing()[:2]
        desk = Desk(offers, listings, desk.words)
    return replace(following, place=place, desk=desk)


@contextmanager
def _a_stream_of(person: PersonId, service: Composed) -> Iterator[None]:
    """Count a stream of a person while it lasts.

    Raises:
        Refused: they have too many.
    """
    if service.streams[person] >= service.streams_per_person:
        raise Refused(
            f"you have {service.streams_per_person} streams open",
            hint="Close one; several windows can share one.",
            code="too_many_streams",
            retry_after=5,
        )
    service.streams[person] += 1
    try:
        yield
    finally:
        service.streams[person] -= 1
        if not service.streams[person]:
            del service.streams[person]


@asynccontextmanager
async def following_of(
    person: PersonId, discussion: str | None, last: str | None, service: Composed, still: Still
) -> AsyncIterator[Following]:
    """Follow a discussion, or all of a person, in an `async with` block, as one of their streams.

    Raises:
        NotFound: there is no such discussion, or not for them.
        Refused: they have too many streams.
    """
    following = await _start(person, discussion, last, service, still)
    with _a_stream_of(person, service):
        yield following


async def _mine(
    person: ThePerson, service: TheService, still: TheStill, last: LastId = None
) -> AsyncIterator[Following]:
    async with following_of(person, None, last, service, still) as following:
        yield following


async def _of_one(
    discussion: str, person: ThePerson, service: TheService, still: TheStill, last: LastId = None
) -> AsyncIterator[Following]:
    async with following_of(person, discussion, last, service, still) as following:
        yield following


@router.get("/stream", response_class=EventSourceResponse)
async def follow(following: Annotated[Following, Depends(_mine)]) -> AsyncIterator[ServerSentEvent]:
    """Be told live what happens in all your discussions: kinds and ids, as far as you may know them; no words.

    And that `offers` or `listings` of yours changed.

    The first event is `ready`: what you read after it misses nothing. Each `fact` says what to fetch. With
    `Last-Event-ID` it goes on after that event; `reset` says that more happened since than is kept, so read anew.
    """
    async for event in following.events():
        yield event


@router.get("/discussions/{discussion}/stream", response_class=EventSourceResponse)
async def follow_discussion(following: Annotated[Following, Depends(_of_one)]) -> AsyncIterator[ServerSentEvent]:
    """Be told live what happens in a discussion; it ends when you may not see it any more."""
    async for event in following.events():
        yield event
