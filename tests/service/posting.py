"""Nodes that send mail to a server of the test's own and are killed while they do, and what must be true in the end."""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Literal, get_args

from socialbpm.actions.roles import ADMIN
from socialbpm.jobs.letters import SIDE_BY_SIDE
from tests.mailing import HOST, MailServer, Received
from tests.service.road import TASK, socialize
from tests.serving import Serving

CREW = tuple(f"colleague{number}" for number in range(8))
TIMEOUT = 1.0
"""Seconds that a mail may take; what a killed node was sending is left to it for three of them."""
PAUSE = 0.02
SECONDS = 120.0
Kind = Literal["later", "handing over", "taken"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Told = tuple[str, str]
"""Who is told, and of which discussion."""


@dataclass(frozen=True)
class Moment:
    """When a node is killed: so many seconds after the last question, or while the server has its nth mail in hand."""

    kind: Kind
    seconds: float = 0.0
    mails: int = 0

    def comes(self, server: MailServer, begun: int, taken: int) -> None:
        """Wait for it; `begun` and `taken` are how many mails there were when the round began."""
        if self.kind == "later":
            time.sleep(self.seconds)
            return
        with server.came:
            if self.kind == "handing over":
                server.came.wait_for(lambda: server.begun >= begun + self.mails, SECONDS)
            else:
                server.came.wait_for(lambda: len(server.mails) >= taken + self.mails, SECONDS)


@dataclass(frozen=True)
class Turn:
    """So many questions are asked, and then one of the nodes is killed at a moment."""

    questions: int
    node: int
    moment: Moment


def turns_of(seed: int, number: int, nodes: int) -> list[Turn]:
    """Return what a seed makes of so many turns."""
    dice = Random(seed)  # noqa: S311 - to be drawn again
    return [Turn(dice.randint(1, 3), dice.randrange(nodes), _moment(dice)) for _ in range(number)]


def _moment(dice: Random) -> Moment:
    kind = dice.choice(KINDS)
    return Moment(kind, dice.uniform(0, 0.3), dice.randint(1, len(CREW)))


class Posting(Serving):
    """A node that sends mail, at any hour, to Alice's eight colleagues."""

    def __init__(self, folder: Path, server: MailServer, database: str | None = None, **more: str) -> None:
        people = folder / "people.yaml"
        lines = [f"  - {{id: {person}, name: {person}, email: {person}@example.org}}" for person in ("alice", *CREW)]
        always = 'default_calendar: always\ncalendars:\n  always: {hours: "Mo-Su 00:00-24:00", zone: UTC}'
        people.write_text("\n".join([always, "people:", *lines, ""]), encoding="utf-8")
        settings = {
            "PEOPLE": str(people),
            "MAIL_SERVER": f"{HOST}:{server.port}",
            "MAIL_TLS": "none",
            "MAIL_FROM": "help@example.org",
            "MAIL_KEY": "k" * 32,
            "OUTGOING_TIMEOUT": str(TIMEOUT),
            **more,
        }
        super().__init__(folder, database, settings=settings)

    def asks(self, number: int, **ring: Any) -> str:
        """Let Alice be stuck in a task of its own, which her colleagues hear of; return the discussion."""
        task = {**TASK, "task_id": f"t{number}", "case_id": f"c{number}"}
        rings = [{"name": "participants", "step": "colleagues", "who": ["owners"], **ring}]
        hook = socialize(
            f"r{number}",
            task=task,
            people={"actual_owner": "alice", "potential_owners": list(CREW)},
            settings={"question": "Which?", "rings": rings},
            question="Which?",
        )
        answer = self.call(self.key, "POST", "/hooks", json=hook)
        assert answer.is_success, answer.text
        return str(answer.json()["discussion"])

    def letters(self, state: str) -> list[str]:
        """Return the ids of letters in a state, as an administrator reads them."""
        token, found, more = self.token("alice", roles=(ADMIN,)), [], {"state": state, "limit": "100"}
        while True:
            page = self.call(token, "GET", "/letters", params=more)
            assert page.is_success, page.text
            found += [letter["id"] for letter in page.json()["items"]]
            if page.json()["cursor"] is None:
                return found
            more["cursor"] = page.json()["cursor"]


class Play:
    """Plays turns on nodes with one database."""

    def __init__(self, nodes: Sequence[Posting], server: MailServer) -> None:
        self.nodes = nodes
        self.server = server
        self.discussions: list[str] = []
        self.kills = 0

    def plays(self, turns: Sequence[Turn]) -> None:
        """Ask, kill, start again; and in the end wait until nothing waits any more."""
        for turn in turns:
            begun, taken = self.server.begun, len(self.server.mails)
            for _ in range(turn.questions):
                self.discussions.append(self.nodes[turn.node].asks(len(self.discussions)))
            turn.moment.comes(self.server, begun, taken)
            self.nodes[turn.node].restart()
            self.kills += 1
        self._until_nothing_waits()

    def _until_nothing_waits(self) -> None:
        until = time.monotonic() + SECONDS
        while waiting := self.nodes[0].letters("waiting"):
            assert time.monotonic() < until, f"still waiting: {waiting}"
            time.sleep(0.1)

    def judged(self) -> Counter[str]:
        """See that every letter arrived as it must; return how often each did."""
        wanted = {(f"{person}@example.org", discussion) for discussion in self.discussions for person in CREW}
        sent = self.nodes[0].letters("sent")
        assert not self.nodes[0].letters("dead")
        return judge(self.server.mails, wanted, sent, self.kills)


def judge(mails: Sequence[Received], wanted: Collection[Told], sent: Collection[str], kills: int) -> Counter[str]:
    """See that everybody was told of everything, each under one id, and only what was on its way twice."""
    ids, told, words = defaultdict(set), defaultdict(set), defaultdict(set)
    for mail in mails:
        (discussion,) = set(re.findall(r"/discussions/([\w-]+)", mail.plain))
        ids[mail.to, discussion].add(mail.id)
        told[mail.id].add((mail.to, discussion))
        words[mail.id].add((mail.subject, mail.plain, mail.html))
    often = Counter(mail.id for mail in mails)
    assert not set(wanted) - set(ids), f"lost: {set(wanted) - set(ids)}"
    assert not set(ids) - set(wanted), f"told of nothing: {set(ids) - set(wanted)}"
    assert all(len(each) == 1 for each in ids.values()), f"one thing under several ids: {ids}"
    assert all(len(each) == 1 for each in told.values()), f"several things under one id: {told}"
    assert all(len(each) == 1 for each in words.values()), f"the same mail in other words: {words}"
    assert {each.strip("<>").partition("@")[0] for each in often} == set(sent)
    again = often.total() - len(often)
    assert again <= kills * min(SIDE_BY_SIDE, len(CREW)), f"{again} came again after {kills} kills"
    return often
