"""What mails are about, how somebody wants them, and what the service does where they said nothing. Pure.

Who says nothing gets each mail by itself, in their working time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Protocol, TypeAlias, get_args
from zoneinfo import ZoneInfo

from socialbpm.actions.outbox import LetterRecord
from socialbpm.actions.people import Person
from socialbpm.contract.mail import MailKind
from socialbpm.social.audience import PersonId

Kind: TypeAlias = MailKind
KINDS: tuple[Kind, ...] = get_args(MailKind)
INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True)
class MailTerms:
    """What the service says of mail. `key` signs links; `digest`: whether mails come together, at `digest_at`."""

    key: bytes = field(repr=False)
    digest: bool = False
    digest_at: time = time(9)


@dataclass(frozen=True)
class MailChoices:
    """How somebody wants mail: nothing of the kinds in `off`. None: as the service has it."""

    person: PersonId
    off: frozenset[Kind] = frozenset()
    digest: bool | None = None

    def gathers(self, terms: MailTerms) -> bool:
        """Whether they get a digest instead of single mails."""
        return terms.digest if self.digest is None else self.digest


class KeptMailChoices(Protocol):
    """How people want mail, and what waits for somebody's digest."""

    async def mail_choices(self, person: PersonId) -> MailChoices:
        """How somebody wants mail, locked where it may be changed; who never said has said nothing."""

    async def save_mail_choices(self, choices: MailChoices) -> None:
        """Keep how somebody wants mail."""

    async def gathered(self, person: PersonId, at: datetime) -> Sequence[LetterRecord]:
        """What goes into somebody's digest of a moment, in order."""

    async def drop_mail(self, person: PersonId) -> None:
        """Drop what waits to be sent to somebody, also in a digest; what was sent is still known."""

    async def forget_mail(self, person: PersonId) -> None:
        """Delete all letters to somebody, and how they wanted them."""


def address_of(person: Person | None) -> str | None:
    r"""Return where somebody gets mail; None for who is not with us any more, and for what is no address.

    >>> address_of(Person("bob", "Bob", email="bob@example.org"))
    'bob@example.org'
    >>> address_of(Person("bob", "Bob", email="bob@example.org\r\nBcc: eve@example.org")) is None
    True
    """
    if person is None or not person.active or person.erased:
        return None
    return person.email if person.email and is_address(person.email) else None


def is_address(text: str) -> bool:
    """Whether a text is one mail address and nothing else."""
    return _ADDRESS.fullmatch(text) is not None


def quiet_until(person: Person, now: datetime) -> datetime | None:
    """Return when somebody's quiet hours are over, if it is one of them now: theirs, else when they do not work."""
    if person.quiet is not None:
        return person.quiet_until(now)
    begins = person.calendar.after(now, INSTANT) - INSTANT
    return begins if begins > now else None


def next_digest(person: Person, terms: MailTerms, now: datetime) -> datetime:
    """Return when somebody's next digest goes: at the next hour of digests, or when it is not quiet any more."""
    there = now.astimezone(ZoneInfo(person.calendar.zone))
    today = datetime.combine(there.date(), terms.digest_at, there.tzinfo)
    at = today if today > there else datetime.combine(there.date() + DAY, terms.digest_at, there.tzinfo)
    return (quiet_until(person, at) or at).astimezone(now.tzinfo)
