"""What `socialbpm doctor` finds out about mail, at a real mail server, before people miss theirs."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from socialbpm.cli.doctor import Finding, examine
from socialbpm.store import migrate
from tests.mailing import HOST, MailServer
from tests.serving import free_port

PEOPLE = """people:
  - {id: alice, name: Alice, email: alice@example.org}
  - {id: bob, name: Bob, email: bob@example.org}
  - {id: mallory, name: Mallory, active: false}
"""
SECRET = "hunter2hunter2"


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with MailServer() as running:
        yield running


class House:
    """Settings with which nothing is wrong but, maybe, those of mail."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.people = folder / "people.yaml"
        self.people.write_text(PEOPLE, encoding="utf-8")
        self._patch = patch
        url = f"sqlite:///{folder / 'house.sqlite'}"
        asyncio.run(migrate(url))
        self.set(DATABASE_URL=url, PEOPLE=str(self.people), BASE_URL="https://help.example.org", OUTGOING_TIMEOUT="1")

    def set(self, **settings: str) -> None:
        """Set some more."""
        for name, value in settings.items():
            self._patch.setenv(f"SOCIALBPM_{name}", value)

    def sends_by(self, port: int, **more: str) -> None:
        """Let mails go by a server of this machine."""
        usual = {"MAIL_TLS": "none", "MAIL_FROM": "Help <help@example.org>", "MAIL_KEY": "k" * 32}
        self.set(**{"MAIL_SERVER": f"{HOST}:{port}", **usual, **more})

    def finds(self, what: str) -> Finding:
        """Return what doctor says of one thing."""
        (found,) = [finding for finding in examine() if finding.what == what]
        assert SECRET not in found.line()
        return found


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """One for a test."""
    return House(tmp_path, monkeypatch)


def test_without_mail_that_is_said(house: House) -> None:
    """It is well, if one wants it so."""
    found = house.finds("mail")
    assert (found.state, "nobody gets any" in found.says) == ("ok", True)


def test_a_server_that_takes_us_is_sent_nothing(house: House, server: MailServer) -> None:
    """It is only asked; that nothing is encrypted is minded."""
    house.sends_by(server.port)
    assert {finding.what: finding.state for finding in examine()}.items() >= {
        ("mail", "mind"),
        ("sender", "ok"),
        ("receivers", "ok"),
    }
    assert "unencrypted" in house.finds("mail").says
    assert (server.begun, server.mails) == (0, [])


class TestWhatIsWrong:
    """Exit code 1, and what to do about it."""

    def test_nobody_listens(self, house: House) -> None:
        """The port is another one, or a firewall is between."""
        house.sends_by(port := free_port())
        found = house.finds("mail")
        assert (found.state, found.says) == ("wrong", f"{HOST}:{port} takes no mail from help@example.org: unreachable")
        assert "SOCIALBPM_MAIL_SERVER" in found.hint

    def test_somebody_listens_and_says_nothing(self, house: House) -> None:
        """As where one side waits for TLS and the other does not."""
        with socket.create_server((HOST, 0)) as silent:
            house.sends_by(silent.getsockname()[1])
            found = house.finds("mail")
        assert (found.state, "timeout" in found.says, "SOCIALBPM_MAIL_TLS" in found.hint) == ("wrong", True, True)

    def test_it_cannot_encrypt(self, house: House, server: MailServer) -> None:
        """What we ask for it does not do."""
        house.sends_by(server.port, MAIL_TLS="starttls")
        assert "unsupported" in house.finds("mail").says

    def test_it_does_not_know_us(self, house: House, server: MailServer) -> None:
        """The password is wrong; it is not repeated."""
        server.stop()
        server.logins = {"socialbpm": "another"}
        server.start()
        house.sends_by(server.port, MAIL_USER="socialbpm", MAIL_PASSWORD=SECRET)
        found = house.finds("mail")
        assert (found.state, "unauthorized" in found.says, "MAIL_PASSWORD" in found.hint) == ("wrong", True, True)

    @pytest.mark.parametrize(
        ("answer", "setting"), [("530 sign in", "MAIL_USER"), ("553 not yours", "MAIL_FROM"), ("550 no", "MAIL_FROM")]
    )
    def test_it_takes_nothing_from_our_sender(
        self, answer: str, setting: str, house: House, server: MailServer
    ) -> None:
        """It is asked before the first mail is lost."""
        server.refuses_from = answer
        house.sends_by(server.port)
        found = house.finds("mail")
        assert (found.state, answer[:3] in found.says, setting in found.hint) == ("wrong", True, True)

    @pytest.mark.parametrize(
        ("setting", "value"), [("MAIL_KEY", "k4711"), ("MAIL_FROM", "nobody"), ("MAIL_LANGUAGE", "tlh")]
    )
    def test_a_setting_cannot_be_used(self, setting: str, value: str, house: House, server: MailServer) -> None:
        """The service would not start; its value is not repeated."""
        house.sends_by(server.port, **{setting: value})
        found = house.finds("mail")
        assert (found.state, setting in found.says, value in found.says) == ("wrong", True, False)


@pytest.mark.parametrize("sender", [None, "help@localhost", "Help <help@mailhost>"])
def test_a_sender_that_is_no_domains_is_minded(sender: str | None, house: House, server: MailServer) -> None:
    """Also the one that is there before anybody sets it."""
    house.sends_by(server.port)
    if sender is None:
        house._patch.delenv("SOCIALBPM_MAIL_FROM")
    else:
        house.set(MAIL_FROM=sender)
    found = house.finds("sender")
    assert (found.state, "SOCIALBPM_MAIL_FROM" in found.hint) == ("mind", True)


def test_people_who_can_get_none_are_counted(house: House, server: MailServer) -> None:
    """Without an address, or with one that is none; who is not active is not counted."""
    house.sends_by(server.port)
    house.people.write_text(PEOPLE.replace("email: bob@example.org", "email: bob"), encoding="utf-8")
    found = house.finds("receivers")
    assert found.state == "mind"
    assert found.says.startswith("1 of 2 active people")
    assert "bob" not in found.line()
