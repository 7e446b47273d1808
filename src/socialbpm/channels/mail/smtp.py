"""The way to a mail server: a connection for each mail, with TLS unless that is switched off, and what came of it.

What a server says in words is not kept: it may hold an address. Its number is.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal

import aiosmtplib

from socialbpm.actions.retries import Answer

Tls = Literal["starttls", "tls", "none"]
"""On the usual connection before anything else is said; from the first byte; not at all."""
PORTS: dict[Tls, int] = {"starttls": 587, "tls": 465, "none": 25}
_FOR_NOW = range(400, 500)
_CLOSING = 421


@dataclass(frozen=True)
class Smtp:
    """A mail server. `timeout` is for all of a mail, in seconds. `trusted`: whom to trust, else as the machine does."""

    host: str
    port: int
    tls: Tls = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 10.0
    trusted: ssl.SSLContext | None = None

    async def send(self, message: EmailMessage, sender: str, to: str) -> Answer:
        """Hand a message over, and return what came of it; whatever goes wrong is an answer, too."""
        try:
            async with asyncio.timeout(self.timeout), self._client() as client:
                await client.sendmail(sender, [to], message.as_bytes())  # as it is: `send_message` folds it anew
        except (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError) as failed:
            return answer_of(failed)
        return MailAnswer(250)

    async def check(self, sender: str) -> Answer:
        """Connect, as for a mail, and ask whether one from this sender would be taken; send none."""
        try:
            async with asyncio.timeout(self.timeout), self._client() as client:
                await client.mail(sender)
                await client.rset()
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as failed:
            return answer_of(failed)
        return MailAnswer(250)

    def _client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.tls == "tls",
            start_tls=self.tls == "starttls",
            timeout=self.timeout,
            tls_context=self.trusted,
        )


@dataclass(frozen=True)
class MailAnswer(Answer):
    """What a mail server answered: there 4xx is for now, and 5xx for good."""

    @property
    def gone(self) -> bool:
        """Whether it will never be there again; no mail server says that."""
        return False

    @property
    def temporary(self) -> bool:
        """Whether the same may be taken later."""
        return (self.status is None and not self.refused) or self.status in _FOR_NOW

    @property
    def nobody_there(self) -> bool:
        """Whether the next mail would fare as this one did."""
        return self.status in {None, _CLOSING} and not self.refused


def answer_of(failed: Exception) -> MailAnswer:
    """Return what went wrong: the number that the server gave, or a word."""
    if isinstance(failed, aiosmtplib.SMTPRecipientsRefused):
        return MailAnswer(max(each.code for each in failed.recipients))
    if isinstance(failed, aiosmtplib.SMTPAuthenticationError):
        return MailAnswer(error="unauthorized")  # our settings are wrong, not the mail
    if isinstance(failed, aiosmtplib.SMTPResponseException) and failed.code > 0:
        return MailAnswer(failed.code)
    if isinstance(failed, TimeoutError | aiosmtplib.SMTPTimeoutError):
        return MailAnswer(error="timeout")
    if isinstance(failed, ssl.SSLError | ssl.CertificateError):
        return MailAnswer(error="untrusted")
    if isinstance(failed, aiosmtplib.SMTPConnectError | aiosmtplib.SMTPServerDisconnected | OSError):
        return MailAnswer(error="unreachable")
    if isinstance(failed, aiosmtplib.SMTPException):
        return MailAnswer(error="unsupported")  # what we need of it, it cannot do: TLS, or the way to sign in
    return MailAnswer(error="unsendable", refused=True)
