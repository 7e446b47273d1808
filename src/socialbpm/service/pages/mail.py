"""Where the links in mails lead: to pass, and to get no more mails of a kind, without signing in; and one's choices.

A link only shows a page; what it asks for is done by the page's button. Programs that follow every link in a mail, to
look for what is dangerous, pass for nobody. Mail programs that unsubscribe by themselves send the form (RFC 8058).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, Response

from socialbpm.actions import mail_choices, passing
from socialbpm.actions import mail_links as links
from socialbpm.actions.mail_terms import KINDS, Kind, MailChoices
from socialbpm.actions.world import World
from socialbpm.channels.mail.texts import kind_name
from socialbpm.errors import NotFound
from socialbpm.service.budgets import network_of
from socialbpm.service.pages.reader import Sent, TheReader, to
from socialbpm.service.pages.rendering import page
from socialbpm.service.pages.route import PageRoute
from socialbpm.service.pages.words import catalogue, language_of
from socialbpm.service.state import Composed, TheService, TheWorld
from socialbpm.social.audience import PersonId
from socialbpm.social.worktime import OFFICE_HOURS, Span

router = APIRouter(include_in_schema=False, route_class=PageRoute)
When = Literal["never", "hour", "day"]
LATER = {"hour": Span(time=timedelta(hours=1)), "day": Span(days=1)}
Token = str
ALONE = {"Referrer-Policy": "no-referrer"}
"""What a link lets do is in its address: no other page hears of it."""


# --- passing


@router.get("/mail/pass/{token}")
async def show_passing(token: Token, request: Request, service: TheService) -> Response:
    """Show what would be passed, as the mail said it, and do nothing."""
    with _guessing_costs(request, service):
        found = passing.read(token, service.world)
        shown = await passing.show(found, service.world)
    return _page(request, "mail_pass.html", found.person, service.world, token=token, shown=shown, done=None)


@router.post("/mail/pass/{token}")
async def pass_by_link(
    token: Token, request: Request, service: TheService, again: Annotated[When, Form()] = "never"
) -> Response:
    """Pass, so that the next person is asked; or not now, and be asked again later."""
    with _guessing_costs(request, service):
        found = passing.read(token, service.world)
        await passing.pass_on(found, LATER.get(again), service.world)
    return _page(request, "mail_pass.html", found.person, service.world, token=token, shown=None, done=again)


# --- no more of these


@router.get("/mail/off/{token}")
async def show_off(token: Token, request: Request, service: TheService) -> Response:
    """Show which mails would not come any more, and do nothing."""
    with _guessing_costs(request, service):
        person, kinds = _off(token, service.world)
    return _off_page(request, token, person, kinds, service.world, done=None)


@router.post("/mail/off/{token}")
async def switch_off(
    token: Token, request: Request, service: TheService, again: Annotated[bool, Form()] = False
) -> Response:
    """Send no more of these; or, where somebody thinks better of it, send them again."""
    with _guessing_costs(request, service):
        person, kinds = _off(token, service.world)
    await mail_choices.switch(person, kinds, service.world, on=again)
    return _off_page(request, token, person, kinds, service.world, done="on" if again else "off")


def _off(token: Token, world: World) -> tuple[PersonId, list[Kind]]:
    found = None if world.mail is None else links.what("off", token, world.now(), world.mail.key)
    if not found:
        raise passing.no_such_link()
    person, *kinds = map(str, found)
    return person, [kind for kind in KINDS if kind in kinds]


def _off_page(
    request: Request, token: Token, person: PersonId, kinds: list[Kind], world: World, *, done: str | None
) -> Response:
    words = catalogue(language_of(request))
    named = [kind_name(kind, words) for kind in kinds]
    return _page(request, "mail_off.html", person, world, token=token, kinds=named, done=done)


def _page(request: Request, template: str, person: PersonId, world: World, **given: Any) -> Response:
    known = world.directory.person(person)
    zone = (known.calendar if known else OFFICE_HOURS).zone
    shown = page(request, template, now=world.now(), zone=zone, **given)
    shown.headers.update(ALONE)
    return shown


@contextmanager
def _guessing_costs(request: Request, service: Composed) -> Iterator[None]:
    """Count what is no link, by whoever tries; who tries too often is not listened to any more.

    Raises:
        TooMany: they tried too often.
    """
    budget, address = service.budgets.strangers, network_of(request.client.host if request.client else None)
    budget.spend(address, take=0)
    try:
        yield
    except NotFound:
        budget.spend(address)
        raise


# --- one's own choices


@router.get("/me/mail")
async def show_choices(reader: TheReader, world: TheWorld) -> Response:
    """Show how the reader gets mail."""
    _has_mail(world)
    choices = await mail_choices.read(reader.person, world)
    words = catalogue(language_of(reader.request))
    kinds = [(kind, kind_name(kind, words), kind not in choices.off) for kind in KINDS]
    return reader.page("mail.html", choices=choices, kinds=kinds, terms=world.mail)


@router.post("/me/mail")
async def choose(
    reader: TheReader,
    world: Sent,
    kinds: Annotated[tuple[Kind, ...], Form()] = (),
    digest: Annotated[Literal["", "yes", "no"], Form()] = "",
) -> Response:
    """Get mail of these kinds from now on, alone or together."""
    _has_mail(world)
    together = {"yes": True, "no": False}.get(digest)
    chosen = MailChoices(reader.person, frozenset(KINDS) - frozenset(kinds), together)
    await mail_choices.choose(chosen, world)
    return to("/me/mail")


def _has_mail(world: World) -> None:
    if world.mail is None:
        raise NotFound("there is no such page")
