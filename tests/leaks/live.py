"""What leaves the service by itself, caught on its way: streams, which are cut when they have told all, and letters."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage

from socialbpm.actions.retries import Answer as Taken
from socialbpm.channels.mail.smtp import MailAnswer, Smtp
from socialbpm.jobs.outgoing import Outgoing

AT = "https://hooks.example.org"
OF_SUBSCRIPTION, OF_RUNTIME = f"{AT}/subscription", f"{AT}/runtime"
TURNS = 5
"""Of the event loop: what was told last is handed on by other tasks."""

OF_ITSELF = frozenset({"Date", "Message-ID", "In-Reply-To", "References"})
"""What a mail says of itself, made of ids that nobody else has."""


@dataclass(frozen=True)
class Mailbox(Outgoing):
    """Takes every letter, and keeps it: by URL, the headers and the body."""

    letters: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Taken:
        """Take a letter."""
        self.letters.append((url, headers, body))
        return Taken(200)

    def taken(self) -> list[tuple[str, Mapping[str, str], bytes]]:
        """Return what has come since this was asked last."""
        found, self.letters[:] = [*self.letters], []
        return found


@dataclass(frozen=True)
class Mailserver(Smtp):
    """Takes every mail, and keeps it: to whom, and all of it, decoded."""

    mails: list[tuple[str, bytes]] = field(default_factory=list)

    async def send(self, message: EmailMessage, sender: str, to: str) -> Taken:
        """Take a mail."""
        head = "\n".join(f"{name}: {value}" for name, value in message.items() if name not in OF_ITSELF)
        texts = (str(part.get_content()) for part in message.walk() if not part.is_multipart())
        self.mails.append((to, "\n".join((head, *texts)).encode()))
        return MailAnswer(250)

    def taken(self) -> list[tuple[str, bytes]]:
        """Return what has come since this was asked last."""
        found, self.mails[:] = [*self.mails], []
        return found


class Cut:
    """Hangs up for a reader as soon as their stream has told all and would wait."""

    def __init__(self) -> None:
        self.told_all = asyncio.Event()

    async def waits(self, _: asyncio.Event) -> None:
        """Instead of waiting for more: say so, once what was told is sent, and wait for the end."""
        for _turn in range(TURNS):
            await asyncio.sleep(0)
        self.told_all.set()
        await asyncio.Event().wait()
