"""What somebody does in the widget: what the pages let them do, about the one task of their token."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import Depends, Header, Request

from socialbpm.actions import ends, members, posts, rings
from socialbpm.actions import open as opening
from socialbpm.actions.once import Terms
from socialbpm.actions.ports import Receipt
from socialbpm.actions.world import World
from socialbpm.contract.base import Wire
from socialbpm.contract.hooks import Id
from socialbpm.contract.requests import RingName, Text
from socialbpm.errors import Invalid, NotFound
from socialbpm.service.pages.asks import When, again_at
from socialbpm.service.state import TheService
from socialbpm.service.terms import LONGEST_KEY, alone, hash_of
from socialbpm.service.widget.bearer import Guest, TheGuest
from socialbpm.service.widget.showing import of_the_task


class Doing(Wire):
    """What a form of the widget sends; which of it is needed depends on what is done."""

    discussion: Id = ""
    post: Id = ""
    version: Annotated[str, "of the post, as it was read"] = "1"
    text: Text | None = None
    reach: RingName | None = None
    kind: Literal["comment", "answer"] = "comment"
    how: Literal["solved-alone", "withdraw", "give-up"] | None = None
    again: When = "never"

    @property
    def words(self) -> str:
        """What was written.

        Raises:
            Invalid: nothing was.
        """
        if self.text is None:
            raise Invalid("text: it is missing", hint="Write something.")
        return self.text


Do = Callable[[Doing, Guest, World], Awaitable[Any]]


async def do(what: str, said: Doing, guest: Guest, world: World) -> None:
    """Do something.

    Raises:
        NotFound: that cannot be done here, or is about a discussion that is not of their task.
    """
    if what == "stuck":
        await opening.open_from_page(guest.task, guest.person, None, world)
        return
    if what not in IN_DISCUSSION:
        raise NotFound("there is no such thing to do")
    await of_the_task(said.discussion, guest, world)
    await IN_DISCUSSION[what](said, guest, world)


def _end(said: Doing, guest: Guest, world: World) -> Awaitable[None]:
    if said.how == "solved-alone":
        return ends.solve_alone(said.discussion, guest.person, None, world)
    return (ends.withdraw if said.how == "withdraw" else ends.give_up)(said.discussion, guest.person, world)


def _accept(said: Doing, guest: Guest, world: World) -> Awaitable[None]:
    version = int(said.version) if said.version.isdecimal() else 0
    return posts.accept(said.discussion, guest.person, said.post, version, said.words, world, has_value=True)


def _pass(said: Doing, guest: Guest, world: World) -> Awaitable[None]:
    return members.pass_on(said.discussion, guest.person, again_at(said.again, guest.person, world), world)


IN_DISCUSSION: Mapping[str, Do] = {
    "question": lambda said, guest, world: rings.ask(said.discussion, guest.person, said.words, (), world),
    "post": lambda said, guest, world: posts.post(
        said.discussion, guest.person, said.kind, said.words, said.reach, None, world
    ),
    "accept": _accept,
    "not-it": lambda said, guest, world: posts.not_it(said.discussion, guest.person, said.post, world),
    "take-back": lambda said, guest, world: posts.withdraw(said.discussion, guest.person, said.post, world),
    "pass": _pass,
    "widen": lambda said, guest, world: rings.widen(said.discussion, guest.person, world),
    "end": _end,
}


async def _sent(
    request: Request,
    guest: TheGuest,
    service: TheService,
    body: Doing,
    key: Annotated[str | None, Header(alias="Idempotency-Key", max_length=LONGEST_KEY)] = None,
) -> AsyncIterator[World]:
    """Return the world for what a form asks for, which is carried out once however often it is sent."""
    if not key:
        yield service.world
        return
    call = Receipt(f"widget {guest.person}", key, hash_of(request, body.model_dump_json()))
    with alone(call, service):
        yield replace(service.world, terms=Terms(call))


Sent = Annotated[World, Depends(_sent)]
