"""A mail server of this machine that keeps what it is handed, and answers as it is told."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from threading import Condition
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.serving import free_port

HOST = "127.0.0.1"
TAKEN = "250 taken"


@dataclass
class Received:
    """A mail that came: for whom, and what it was, also as it came."""

    to: str
    message: EmailMessage
    raw: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Its message id."""
        return str(self.message["Message-ID"])

    @property
    def subject(self) -> str:
        """Its subject."""
        return str(self.message["Subject"])

    @property
    def plain(self) -> str:
        """Its plain text."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """Its HTML."""
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        return str(part.get_content())

    @property
    def links(self) -> list[str]:
        """The addresses in its plain text."""
        return re.findall(r"https?://\S+", self.plain)

    def link(self, what: str) -> str:
        """Return the path of the one link in its plain text that has this in it."""
        (found,) = {link for link in self.links if what in link}
        return "/" + found.split("/", 3)[3]


@dataclass
class MailServer:
    """A mail server, for a `with` block. `script` is what it answers to the next mails, before it takes them all.

    It thinks for `pause` seconds before it takes a mail, and again before it says so; `begun` counts those that it was
    handed. Who hangs up meanwhile has not handed it over, or does not hear that it was taken.
    """

    tls: ssl.SSLContext | None = None
    logins: dict[str, str] = field(default_factory=dict)
    script: list[str] = field(default_factory=list)
    refuses: str | None = None
    refuses_from: str | None = None
    pause: float = 0.0
    begun: int = 0
    mails: list[Received] = field(default_factory=list)
    came: Condition = field(default_factory=Condition)
    port: int = 0
    _runs: bool = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Listen: the first time on a free port, then on the same."""
        more: dict[str, Any] = {"auth_require_tls": self.tls is not None}
        if self.tls is not None:
            more["tls_context"] = self.tls
        if self.logins:
            more |= {"authenticator": self._knows, "auth_required": self.tls is not None}
        self.port = self.port or free_port()
        self._controller = Controller(self, hostname=HOST, port=self.port, **more)
        self._controller.start()
        self._runs = True

    def stop(self) -> None:
        """Be gone, for now."""
        if self._runs:
            self._controller.stop()
            self._runs = False

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _knows(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any) -> Any:
        right = self.logins.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=right, handled=False)

    async def handle_RCPT(  # noqa: N802 - so the library calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Sequence[str]
    ) -> str:
        """Take an address, or refuse every one."""
        if self.refuses is not None:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(  # noqa: N802 - the same
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Send for anybody, or refuse a sender."""
        if self.refuses_from is not None:
            return self.refuses_from
        envelope.mail_from, envelope.mail_options = address, options
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        """Take a mail, unless the script says something else."""
        with self.came:
            self.begun += 1
            self.came.notify_all()
        await asyncio.sleep(self.pause)
        answer = self.script.pop(0) if self.script else TAKEN
        self._take(envelope, answer)
        await asyncio.sleep(self.pause)
        return answer

    def _take(self, envelope: Envelope, answer: str) -> None:
        raw = envelope.content
        assert isinstance(raw, bytes)
        with self.came:
            if answer.startswith("2"):
                message = message_from_bytes(raw, policy=POLICY)
                self.mails.append(Received(envelope.rcpt_tos[0], message, raw))
            self.came.notify_all()

    def wait_for(self, number: int, seconds: float = 30.0) -> None:
        """Wait until so many mails have come."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.mails) >= number, seconds), self.mails

    def to(self, person: str) -> list[Received]:
        """Return what came for somebody of the stories, in order."""
        return [mail for mail in self.mails if mail.to == f"{person}@example.org"]
