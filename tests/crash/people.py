"""What Alice and Bob do at the service in a run of the crash matrix, and what the host has saved."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from examples.durable_host import ASKER, CASE, RUNTIME, SERIALIZER

from tests.crash.plan import Step
from tests.serving import Serving

ANSWER = "6800, as for all carriers."
QUESTION = "Which account do freight costs go to?"


def saved(cases: Path) -> Any:
    """Return the case as the host has saved it: the workflow."""
    with closing(sqlite3.connect(cases)) as rows:
        (state,) = rows.execute("SELECT state FROM cases WHERE id = ?", [CASE]).fetchone()
    return SERIALIZER.deserialize_json(state)


class People:
    """Each does what is to be done unless it is done already: they cannot know what became of a call that died."""

    def __init__(self, service: Serving, cases: Path) -> None:
        self.service = service
        self.cases = cases
        self.steps: dict[Step, Callable[[], None]] = {
            "asks from a page": self.asks_from_a_page,
            "takes up": self.takes_up,
            "answers": self.answers,
            "accepts": self.accepts,
            "withdraws": lambda: self.ends("withdraw"),
            "solves alone": lambda: self.ends("solved-alone"),
        }

    def do(self, step: Step) -> None:
        """Do a step.

        Raises:
            TransportError: the service was killed in the middle of it.
        """
        self.steps[step]()

    @property
    def discussion(self) -> str:
        """The id of Alice's one discussion."""
        lines = self.service.discussions(ASKER)
        assert len(lines) == 1, f"{len(lines)} discussions instead of one"
        return str(lines[0]["id"])

    def view(self, person: str) -> Any:
        """What somebody sees of it."""
        return self.service.does(person, "GET", f"/discussions/{self.discussion}")

    def asks_from_a_page(self) -> None:
        """Alice asks at the service, without her process."""
        if not self.service.discussions(ASKER):
            task = next(task for task in saved(self.cases).get_tasks(spec_name="check"))
            self.service.does(ASKER, "POST", f"/tasks/{RUNTIME}/{task.id}/discussions", question=QUESTION)

    def takes_up(self) -> None:
        """Alice takes the offer of the timer up."""
        if not self.service.discussions(ASKER):
            (offer,) = self.service.does(ASKER, "GET", "/offers")["items"]
            self.service.does(ASKER, "POST", f"/offers/{offer['id']}/take-up", question=QUESTION)

    def answers(self) -> None:
        """Bob answers."""
        seen = self.view("bob")
        if not any(post["mine"] for post in seen["posts"]):
            said = {"kind": "answer", "text": ANSWER, "reach": seen["current"]}
            self.service.does("bob", "POST", f"/discussions/{self.discussion}/posts", **said)

    def accepts(self) -> None:
        """Alice takes his answer."""
        seen = self.view(ASKER)
        if seen["outcome"] is None:
            (post,) = (post for post in seen["posts"] if post["kind"] == "answer")
            self.service.does(ASKER, "POST", f"/discussions/{seen['id']}/posts/{post['id']}/accept", version=1)

    def ends(self, how: str) -> None:
        """Alice ends it without an answer."""
        seen = self.view(ASKER)
        if seen["outcome"] is None:
            self.service.does(ASKER, "POST", f"/discussions/{seen['id']}/{how}")
