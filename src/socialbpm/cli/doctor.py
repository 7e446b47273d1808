"""`socialbpm doctor`: looks at settings, files and database as the service would, changes nothing, says what to do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from socialbpm.actions.mail_terms import address_of
from socialbpm.clock import SystemClock
from socialbpm.config import Settings, from_environment
from socialbpm.directory.ladders_file import read as read_ladders
from socialbpm.directory.people_file import read as read_people
from socialbpm.errors import SocialbpmError
from socialbpm.service.mail import read as post_office
from socialbpm.store import is_shared, look_at_tables, open_store

State = Literal["ok", "mind", "wrong"]
MARKS: dict[State, str] = {"ok": "✓", "mind": "!", "wrong": "✗"}
LATE = timedelta(minutes=1)
"""A deadline that waits longer than this (and five sweeps) was not worked off by any node."""
NO_MAIL = {
    "unreachable": "Nobody listens there: compare SOCIALBPM_MAIL_SERVER, its port, and the firewall between.",
    "timeout": "Somebody listens there and says nothing in time: is SOCIALBPM_MAIL_TLS what this port speaks?",
    "untrusted": "Its certificate is not for that name, or from nobody whom this machine trusts.",
    "unauthorized": "It refuses SOCIALBPM_MAIL_USER with SOCIALBPM_MAIL_PASSWORD.",
    "unsupported": "It cannot do what SOCIALBPM_MAIL_TLS asks for, or not sign anybody in: compare the port, too.",
    "530": "It wants us to sign in: set SOCIALBPM_MAIL_USER and SOCIALBPM_MAIL_PASSWORD.",
    "550": "It sends nothing for that address: set SOCIALBPM_MAIL_FROM to one that it is for.",
    "553": "It sends nothing for that address: set SOCIALBPM_MAIL_FROM to one that it is for.",
}
"""What to do about a mail server, by the word or number for what went wrong."""
SKEW = timedelta(seconds=2)
"""Clocks of nodes and database may differ by this: waits are minutes and more."""


@dataclass(frozen=True)
class Finding:
    """What one look found: `ok`, something to `mind`, or something `wrong` with which the service cannot work."""

    what: str
    state: State
    says: str
    hint: str = ""

    def line(self) -> str:
        """Return it as a person reads it."""
        told = f"{MARKS[self.state]} {self.what:<10} {self.says}"
        return f"{told}\n  {'':<10} {self.hint}" if self.hint else told

    def json(self) -> str:
        """Return it as a machine reads it, on one line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def examine() -> Iterator[Finding]:
    """Look at everything, one after the other; without settings there is nothing else to look at."""
    try:
        settings = from_environment()
    except SocialbpmError as error:
        yield _wrong("settings", error)
        return
    yield Finding("settings", "ok", "can be used")
    for what, look in LOOKS:
        try:
            yield from look(settings)
        except SocialbpmError as error:
            yield _wrong(what, error)


def _wrong(what: str, error: SocialbpmError) -> Finding:
    return Finding(what, "wrong", error.message, error.hint)


def _people(settings: Settings) -> Iterator[Finding]:
    if settings.people is None:
        hint = "Let your identity provider send people to /scim/v2 (docs/people.md), or set SOCIALBPM_PEOPLE."
        yield Finding("people", "mind", "there is no people file: only whom SCIM provisions is known", hint)
        return
    people = read_people(settings.people).directory.people()
    yield Finding("people", "ok", f"{len(people)} people, {sum(person.active for person in people)} of them active")


def _ladders(settings: Settings) -> Iterator[Finding]:
    if settings.ladders is not None:
        yield Finding("ladders", "ok", f"{len(read_ladders(settings.ladders))} named ladders")


def _address(settings: Settings) -> Iterator[Finding]:
    url = urlsplit(settings.base_url)
    if url.scheme not in ("http", "https") or not url.hostname:
        yield Finding("address", "wrong", "SOCIALBPM_BASE_URL is no web address", "Write https:// and the host.")
    elif _is_loopback(url.hostname):
        hint = "Set SOCIALBPM_BASE_URL to where people reach the service."
        yield Finding("address", "mind", "links lead to this machine only", hint)
    elif url.scheme == "http":
        hint = "Put a proxy with TLS before it, and write https:// in SOCIALBPM_BASE_URL."
        yield Finding("address", "mind", "tokens and words travel unencrypted", hint)
    else:
        yield Finding("address", "ok", settings.base_url)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _cursors(settings: Settings) -> Iterator[Finding]:
    if settings.cursor_key is None and is_shared(settings.database_url):
        hint = "Set SOCIALBPM_CURSOR_KEY to the same random text everywhere, or start them with --nodes."
        yield Finding("cursors", "mind", "several nodes would not take each other's cursors", hint)


def _database(settings: Settings) -> Iterator[Finding]:
    tables = asyncio.run(look_at_tables(settings.database_url))
    if tables.revision is None:
        hint = "A start makes them." if settings.migrate else "Run `socialbpm migrate`."
        yield Finding("database", "mind", "it answers, and has no tables yet", hint)
        return
    tables.demand()
    yield Finding("database", "ok", f"it answers, with the tables of this version ({tables.revision})")
    yield from asyncio.run(_work(settings))


async def _work(settings: Settings) -> Sequence[Finding]:
    clock = SystemClock()
    async with await open_store(settings.database_url, clock, migrating=False) as stores:
        async with stores.read() as store:
            there, late = await store.clock(), await store.late(clock.now())
        apart = abs(clock.now() - there)
    return [_clock(apart), _deadlines(clock.now() - late.deadline if late.deadline else timedelta(), settings)]


def _clock(apart: timedelta) -> Finding:
    if apart > SKEW:
        hint = "Let both machines ask a time server."
        return Finding("clock", "mind", f"the database's clock is {apart.total_seconds():.0f} s away from ours", hint)
    return Finding("clock", "ok", "ours and the database's agree")


def _deadlines(late: timedelta, settings: Settings) -> Finding:
    if late > max(LATE, timedelta(seconds=5 * settings.sweep_interval)):
        says = f"the oldest that is due waits for {late.total_seconds():.0f} s"
        return Finding("deadlines", "mind", says, "Is the service running? Its log says what holds it up.")
    return Finding("deadlines", "ok", "nothing that is due waits")


def _mail(settings: Settings) -> Iterator[Finding]:
    office = post_office(settings)
    if office is None:
        yield Finding("mail", "ok", "nobody gets any: there is no SOCIALBPM_MAIL_SERVER")
        return
    smtp, sender = office.mailing.smtp, office.mailing.head.address
    answer = asyncio.run(smtp.check(sender))
    if not answer.delivered:
        what = str(answer.status or answer.error)
        hint = NO_MAIL.get(what, "Compare the SOCIALBPM_MAIL_… settings with what it asks for.")
        yield Finding("mail", "wrong", f"{smtp.host}:{smtp.port} takes no mail from {sender}: {what}", hint)
    elif smtp.tls == "none":
        hint = "Set SOCIALBPM_MAIL_TLS to starttls or tls."
        yield Finding("mail", "mind", "the mail server takes us, and mails travel unencrypted", hint)
    else:
        yield Finding("mail", "ok", f"the mail server takes mails from {sender}")
    yield _sender(sender)
    yield from _receivers(settings)


def _sender(sender: str) -> Finding:
    """Mails from a machine, not from a domain, are thrown away by most who get them."""
    domain = sender.rpartition("@")[2]
    if "." not in domain or _is_loopback(domain):
        hint = "Set SOCIALBPM_MAIL_FROM to an address of a domain that your mail server signs for (DKIM)."
        return Finding("sender", "mind", f"mails are from {sender}, which is an address of this machine only", hint)
    return Finding("sender", "ok", f"mails are from {sender}")


def _receivers(settings: Settings) -> Iterator[Finding]:
    if settings.people is None:
        return
    active = [person for person in read_people(settings.people).directory.people() if person.active]
    without = sum(address_of(person) is None for person in active)
    if without:
        says = f"{without} of {len(active)} active people have no address that can be used, and get no mail"
        yield Finding("receivers", "mind", says, "Give them an `email` in the people file, or let SCIM send `emails`.")
    else:
        yield Finding("receivers", "ok", f"all {len(active)} active people have an address")


LOOKS: Sequence[tuple[str, Callable[[Settings], Iterator[Finding]]]] = (
    ("people", _people),
    ("ladders", _ladders),
    ("address", _address),
    ("cursors", _cursors),
    ("database", _database),
    ("mail", _mail),
)
