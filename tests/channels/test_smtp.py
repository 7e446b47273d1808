"""Mails go to a real server, secured as it is told, and what came of it is known by its number or a word."""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from socialbpm.channels.mail.smtp import MailAnswer, Smtp
from tests.jobs.test_outgoing import certificate
from tests.mailing import HOST, MailServer
from tests.serving import free_port

pytestmark = pytest.mark.anyio
NAME = "localhost"
LOGINS = {"socialbpm": "right"}


def message() -> EmailMessage:
    """Any."""
    made = EmailMessage()
    made["Subject"] = "Hello"
    made.set_content("Hello")
    return made


async def sent(smtp: Smtp) -> MailAnswer:
    """Send one, and return what came of it."""
    answer = await smtp.send(message(), "help@example.org", "bob@example.org")
    assert isinstance(answer, MailAnswer)
    return answer


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[MailServer, Smtp]]:
    """A server that takes mail of whoever signs in over TLS, and how to reach it."""
    theirs, trusting = certificate(tmp_path_factory.mktemp("tls"), NAME)
    with MailServer(tls=theirs, logins=LOGINS) as running:
        yield running, Smtp(NAME, running.port, "starttls", "socialbpm", "right", 5.0, trusting)


async def test_whoever_signs_in_over_tls_is_heard(secured: tuple[MailServer, Smtp]) -> None:
    """The right password over STARTTLS."""
    server, smtp = secured
    before = len(server.mails)
    assert await smtp.check("help@example.org") == MailAnswer(250)
    assert len(server.mails) == before
    assert await sent(smtp) == MailAnswer(250)
    assert server.mails[-1].to == "bob@example.org"


async def test_a_wrong_password_may_be_put_right(secured: tuple[MailServer, Smtp]) -> None:
    """It is no fault of the mail, so the mail is kept."""
    _, smtp = secured
    answer = await sent(Smtp(NAME, smtp.port, "starttls", "socialbpm", "wrong", 5.0, smtp.trusted))
    assert (answer.error, answer.temporary, answer.nobody_there) == ("unauthorized", True, True)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the server leaves its half to be found
async def test_a_server_that_nobody_vouches_for_gets_nothing(secured: tuple[MailServer, Smtp]) -> None:
    """Its certificate is not one that this machine trusts."""
    server, smtp = secured
    before = len(server.mails)
    answer = await sent(Smtp(NAME, smtp.port, "starttls", "socialbpm", "right", 5.0))
    assert answer.status is None
    assert answer.temporary
    assert len(server.mails) == before
    gc.collect()  # here, and not in somebody else's test


async def test_nothing_is_said_without_tls_where_that_is_asked_for() -> None:
    """The server cannot do it."""
    with MailServer() as server:
        assert await sent(Smtp(HOST, server.port, "starttls", timeout=5.0)) == MailAnswer(error="unsupported")
        assert server.mails == []


@pytest.mark.parametrize(
    ("said", "temporary"), [("421 closing", True), ("450 busy", True), ("550 nobody", False), ("554 spam", False)]
)
async def test_four_is_for_now_and_five_for_good(said: str, temporary: bool) -> None:
    """Whether it says so of the address, or of the mail."""
    with MailServer(script=[said]) as server:
        of_the_mail = await sent(Smtp(HOST, server.port, "none", timeout=5.0))
        server.refuses = said
        of_the_address = await sent(Smtp(HOST, server.port, "none", timeout=5.0))
    for answer in (of_the_mail, of_the_address):
        assert (answer.status, answer.temporary, answer.delivered) == (int(said[:3]), temporary, False)
        assert not answer.gone


async def test_nobody_there_is_a_word() -> None:
    """Nobody listens; or somebody does, and says nothing."""
    assert await sent(Smtp(HOST, free_port(), "none", timeout=5.0)) == MailAnswer(error="unreachable")
    with socket.create_server((HOST, 0)) as silent:
        assert await sent(Smtp(HOST, silent.getsockname()[1], "none", timeout=0.3)) == MailAnswer(error="timeout")
