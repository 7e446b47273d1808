"""How I get mail."""

from __future__ import annotations

from fastapi import APIRouter

from socialbpm.actions import mail_choices
from socialbpm.contract.mail import ChangeMail, MailView
from socialbpm.service.auth import ThePerson
from socialbpm.service.state import TheWorld
from socialbpm.service.terms import Once, SeenVersions

router = APIRouter(tags=["me"])


@router.get("/me/mail")
async def get_mail(person: ThePerson, world: TheWorld) -> MailView:
    """Read how you get mail: where, which kinds not, and together or each by itself."""
    return await mail_choices.own(person, world)


@router.patch("/me/mail")
async def change_mail(body: ChangeMail, person: ThePerson, world: Once, seen: SeenVersions) -> MailView:
    """Get mail otherwise; what you do not name stays, and null takes back what you said."""
    await mail_choices.change(person, body, seen, world)
    return await mail_choices.own(person, world)
