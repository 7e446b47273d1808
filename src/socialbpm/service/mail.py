"""Mail, as the settings want it: how it is sent, and what its links are signed with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from email.utils import parseaddr

from socialbpm.actions.mail_terms import MailTerms, is_address
from socialbpm.channels.mail.message import Language, Letterhead
from socialbpm.channels.mail.smtp import PORTS, Smtp
from socialbpm.config import Settings
from socialbpm.errors import Invalid
from socialbpm.jobs.mail import Mailing
from socialbpm.service.pages.times import moment
from socialbpm.service.pages.words import NAMES, catalogue

SHORTEST_KEY = 32
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class PostOffice:
    """How mails are sent, and on which terms people get them."""

    mailing: Mailing
    terms: MailTerms


def read(settings: Settings) -> PostOffice | None:
    """Return how mails are sent; None where there is no mail server.

    Raises:
        Invalid: a setting cannot be used.
    """
    if settings.mail_server is None:
        return None
    _check(settings)
    key = (settings.mail_key.get_secret_value() if settings.mail_key else "").encode()
    head = Letterhead(settings.mail_from, settings.base_url, key, language(settings.mail_language))
    terms = MailTerms(key, settings.mail_digest, time.fromisoformat(settings.mail_digest_at))
    return PostOffice(Mailing(server(settings), head), terms)


def language(default: str) -> Language:
    """Return the languages that mails can be in: those of the pages."""
    return Language(catalogue, tuple(NAMES), moment, default)


def server(settings: Settings) -> Smtp:
    """Return the mail server.

    Raises:
        Invalid: its name or port cannot be read.
    """
    host, _, port = (
        (settings.mail_server or "").rpartition(":") if _has_port(settings) else (settings.mail_server, "", "")
    )
    if not host or (port and not port.isdecimal()):
        raise _invalid("MAIL_SERVER", "is no HOST or HOST:PORT")
    password = settings.mail_password.get_secret_value() if settings.mail_password else None
    return Smtp(
        host.strip("[]"),
        int(port) if port else PORTS[settings.mail_tls],
        settings.mail_tls,
        settings.mail_user,
        password,
        settings.outgoing_timeout,
    )


def _has_port(settings: Settings) -> bool:
    """Whether there is a port behind the name; an IPv6 address stands in brackets, and has colons of its own."""
    return ":" in (settings.mail_server or "").rpartition("]")[2]


def _check(settings: Settings) -> None:
    key = settings.mail_key.get_secret_value() if settings.mail_key else ""
    if len(key) < SHORTEST_KEY:
        raise _invalid("MAIL_KEY", f"is missing or shorter than {SHORTEST_KEY} characters")
    if not is_address(parseaddr(settings.mail_from)[1]):
        raise _invalid("MAIL_FROM", "has no address: write NAME <ADDRESS>")
    if settings.mail_language not in NAMES:
        raise _invalid("MAIL_LANGUAGE", f"is none of {', '.join(NAMES)}")
    if settings.mail_password and settings.mail_tls == "none" and server(settings).host not in HERE:
        raise _invalid("MAIL_TLS", "is none, and the password would travel unencrypted")


def _invalid(name: str, what: str) -> Invalid:
    return Invalid(f"SOCIALBPM_{name} {what}", hint="docs/settings.md lists what it may be.", code="settings-invalid")
