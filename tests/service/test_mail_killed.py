"""A node is killed with -9 at random moments while mails go out: each arrives, under one id, and none is lost (law 8).

A real mail server takes them. What was on its way may come twice, under the same id: mail programs show it once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.mailing import MailServer, Received
from tests.postgres import Server
from tests.service.posting import PAUSE, Play, Posting, judge, turns_of

FEW, MANY = 3, 25


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server that takes its time."""
    with MailServer(pause=PAUSE) as running:
        yield running


def of_one_node(server: MailServer, folder: Path, seed: int, number: int) -> Counter[str]:
    """Play so many turns of a seed on one node, on SQLite."""
    print(f"seed {seed}")  # noqa: T201 - shown if it fails
    with Posting(folder, server) as node:
        play = Play([node], server)
        play.plays(turns_of(seed, number, 1))
        return play.judged()


def test_every_mail_arrives_under_one_id(server: MailServer, tmp_path: Path) -> None:
    """A node is killed a few times and is back; what the server took and the node never heard of comes once more."""
    often = of_one_node(server, tmp_path, 1, FEW)
    assert max(often.values()) > 1


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 5))
def test_every_mail_arrives_under_one_id_again_and_again(seed: int, server: MailServer, tmp_path: Path) -> None:
    """The same with many kills in a row, some before a lease of the kill before is over."""
    of_one_node(server, tmp_path, seed, MANY)


@pytest.mark.long
def test_another_node_sends_what_one_leaves_behind(server: MailServer, tmp_path: Path, postgres: Server) -> None:
    """Two nodes on PostgreSQL send side by side, and one or the other is killed."""
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        folder.mkdir()
    database = postgres.make()
    one, two = (Posting(folder, server, database, BASE_URL="https://help.example.org") for folder in folders)
    with one as first, two as second:
        play = Play([first, second], server)
        play.plays(turns_of(7, MANY, 2))
        play.judged()


def received(to: str, id_: str, discussion: str = "d1") -> Received:
    """A mail as it came."""
    message = EmailMessage()
    message["Message-ID"], message["Subject"] = f"<{id_}@example.org>", "Alice has a question"
    message.set_content(f"Read on: https://help.example.org/discussions/{discussion}")
    message.add_alternative("<p>Read on</p>", subtype="html")
    return Received(to, message, b"")


class TestTheVerdict:
    """It finds what must not be."""

    def test_takes_what_came_twice_under_one_id(self) -> None:
        """After a kill, not without one."""
        twice = [received("a", "1"), received("a", "1")]
        assert judge(twice, [("a", "d1")], ["1"], kills=1) == {"<1@example.org>": 2}
        with pytest.raises(AssertionError, match="came again"):
            judge(twice, [("a", "d1")], ["1"], kills=0)

    @pytest.mark.parametrize(
        ("mails", "found"),
        [
            ([received("a", "1")], "lost"),
            ([received("a", "1"), received("b", "1")], "several things under one id"),
            ([received("a", "1"), received("b", "2"), received("b", "3")], "one thing under several ids"),
            ([received("a", "1"), received("b", "2"), received("c", "3")], "told of nothing"),
        ],
    )
    def test_finds_a_fault(self, mails: list[Received], found: str) -> None:
        """Lost, doubled under another id, mixed up, or for somebody who is none of them."""
        with pytest.raises(AssertionError, match=found):
            judge(mails, [("a", "d1"), ("b", "d1")], ["1", "2"], kills=9)
