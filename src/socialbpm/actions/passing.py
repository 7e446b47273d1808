"""Passing by a link in a mail: for whom it was sent, for the one ask that it was about, and for a short while.

It works without signing in, so it shows nothing that the mail did not say: where the one who asks, or the task, is
called something else by now, neither is shown. Whatever is wrong with a link, the answer is the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from socialbpm.actions import mail_links as links
from socialbpm.actions.execute import execute, is_member
from socialbpm.actions.naming import person_view, task_view
from socialbpm.actions.notice import Notice
from socialbpm.actions.open import calendar_of
from socialbpm.actions.ports import Store
from socialbpm.actions.read import seen_state
from socialbpm.actions.world import World
from socialbpm.contract.views import PersonView
from socialbpm.errors import NotFound
from socialbpm.social import commands as c
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Ask, Discussion
from socialbpm.social.view import look
from socialbpm.social.worktime import Span

LASTS = timedelta(days=3)
"""A link is good until its ask lapses, and no longer than this."""
MARK = 12
"""Characters of the mark of what a mail said."""


def no_such_link() -> NotFound:
    """Return the one answer for a link that is none, is over, or is about what somebody may not see any more."""
    return NotFound("this link does not lead anywhere any more")


@dataclass(frozen=True)
class Passing:
    """What a link is for; `said` marks who asked, and what the task was called, in the mail."""

    person: PersonId
    discussion: str
    ask: int
    said: str


@dataclass(frozen=True)
class AskShown:
    """What the page of a link shows: what its mail said. None where that is not so any more."""

    asker: PersonView | None
    task: str | None
    until: datetime


def offered(notice: Notice, ask: Ask, world: World) -> Notice:
    """Return the notice of an ask with when it lapses, and a link to pass it by."""
    if world.mail is None or notice.asker is None:
        return notice
    until = min(ask.until, world.now() + LASTS)
    what = (ask.person, notice.discussion, ask.number, _mark(notice.asker, notice.task))
    token = links.make("pass", what, until, world.mail.key)
    return replace(notice, until=ask.until, pass_url=f"{world.base_url.rstrip('/')}/mail/pass/{token}")


def _mark(asker: PersonView, task: str) -> str:
    return hashlib.sha256(f"{asker.name}\n{task}".encode()).hexdigest()[:MARK]


def read(token: str, world: World) -> Passing:
    """Return what a link is for.

    Raises:
        NotFound: it is none of ours, or its time is over.
    """
    found = None if world.mail is None else links.what("pass", token, world.now(), world.mail.key)
    match found:
        case [str(person), str(discussion), int(ask), str(said)]:
            return Passing(person, discussion, ask, said)
    raise no_such_link()


async def show(passing: Passing, world: World) -> AskShown:
    """Return what the page of a link shows.

    Raises:
        NotFound: they are not asked any more, or are not in any more; nobody can tell which.
    """
    async with world.stores.read() as store:
        state = await seen_state(passing.discussion, passing.person, store, world)
        view = None if state is None else look(state, passing.person)
        if state is None or view is None or not _is_asked(passing, state):
            raise no_such_link()
        asker, task = person_view(view.asker, world.directory), (await task_view(state.task, store)).name
        same = _mark(asker, task) == passing.said
        until = state.asks[passing.ask - 1].until
        return AskShown(asker if same else None, task if same else None, until)


def _is_asked(passing: Passing, state: Discussion) -> bool:
    ask = state.open_ask_of(passing.person)
    return ask is not None and ask.number == passing.ask


async def pass_on(passing: Passing, later: Span | None, world: World) -> None:
    """Pass the one ask that a link is about; or not now, and ask again after `later` of their working time.

    Raises:
        NotFound: they are not asked any more, or are not in any more; nobody can tell which.
    """
    person = passing.person
    again = None if later is None else calendar_of(person, world).after(world.now(), later)

    async def make(state: Discussion, _: Store) -> c.Command:
        if not _is_asked(passing, state):
            raise no_such_link()
        return c.PassOn(by=person, again_at=again)

    await execute(passing.discussion, is_member(person), make, world)
