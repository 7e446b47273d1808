"""The host is killed with -9, the real service goes on: one discussion, one answer, whenever it was (law 8)."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from examples.durable_host import CASE, QUESTION, Host

from socialbpm.engine import HttpTransport
from tests.doom import NEVER, ROOT, run_until
from tests.serving import Serving

ANSWER = "6800, as for all carriers."
JUST_ASK = 1
WAIT_FOR_IT = 20


class Story:
    """One case of one host, which may need several processes for it."""

    def __init__(self, service: Serving, folder: Path) -> None:
        self.service = service
        self.database = folder / "cases.sqlite"

    def host(self, moment: str, rounds: int) -> str:
        """Let a host process carry on with the case until a moment; return what it says the answer is."""
        given = (self.service.url, self.service.key, str(self.database), str(rounds))
        return run_until(moment, "tests.crash.doomed_host", *given)

    def the_discussion(self) -> str:
        """Return the one discussion that there is."""
        (line,) = self.service.discussions("alice")
        assert line["question"] == QUESTION
        return str(line["id"])

    def saved(self) -> tuple[str | None, int]:
        """Return what is in the saved state: the task's answer, and how many requests are still to be sent."""
        transport = HttpTransport(self.service.url, self.service.key)
        host = Host(self.database, transport)
        case = host.restore(CASE)
        assert case is not None
        host.close()
        transport.close()
        return case.task.data["advice"], len(case.runtime.pending())

    def has_one_of_each(self) -> None:
        """One discussion, which took up one firing; one end; one answer in the task's data."""
        discussion = self.the_discussion()
        for kind in ("discussion.opened", "discussion.ended"):
            assert [delivery["discussion"] for delivery in self.service.deliveries(kind)] == [discussion]
        facts = self.service.does("alice", "GET", f"/discussions/{discussion}/facts")["items"]
        assert [fact["kind"] for fact in facts].count("Fired") == 1
        assert self.saved() == (ANSWER, 0)


@pytest.fixture
def story(service: Serving, tmp_path: Path) -> Story:
    """A case that has not begun."""
    return Story(service, tmp_path)


@pytest.mark.parametrize(
    ("moment", "discussions"),
    [
        ("before saving the firing", 0),
        ("after saving the firing", 0),
        ("before saving that it was sent", 1),
    ],
)
def test_a_host_that_dies_while_alice_asks(story: Story, moment: str, discussions: int) -> None:
    """Nothing was saved, so she asks again; or it was saved, and the next host sends it, maybe for the second time."""
    story.host(moment, JUST_ASK)
    assert len(story.service.discussions("alice")) == discussions
    assert story.host(NEVER, JUST_ASK) == "None"
    story.service.bob_answers_and_alice_accepts(story.the_discussion(), ANSWER)
    assert story.host(NEVER, WAIT_FOR_IT) == ANSWER
    story.has_one_of_each()


@pytest.mark.parametrize(("moment", "saved"), [("before saving the answer", None), ("after saving the answer", ANSWER)])
def test_a_host_that_dies_while_the_answer_comes_in(story: Story, moment: str, saved: str | None) -> None:
    """What was not saved is fetched again; what was saved is not applied twice."""
    story.host(NEVER, JUST_ASK)
    story.service.bob_answers_and_alice_accepts(story.the_discussion(), ANSWER)
    story.host(moment, WAIT_FOR_IT)
    assert story.saved() == (saved, 0)
    assert story.host(NEVER, WAIT_FOR_IT) == ANSWER
    story.has_one_of_each()


def test_both_die_at_once(story: Story) -> None:
    """The machine lost its power: neither the host nor the service knows more than what its file says."""
    story.host("before saving that it was sent", JUST_ASK)
    story.service.restart()
    assert story.host(NEVER, JUST_ASK) == "None"
    story.service.bob_answers_and_alice_accepts(story.the_discussion(), ANSWER)
    story.host("before saving the answer", WAIT_FOR_IT)
    story.service.restart()
    assert story.host(NEVER, WAIT_FOR_IT) == ANSWER
    story.has_one_of_each()


@pytest.mark.long
def test_a_host_that_dies_at_any_moment(story: Story) -> None:
    """Whatever it was doing, from starting up to waiting for the answer: killed again and again, it asked once."""
    command = [sys.executable, str(ROOT / "examples" / "durable_host.py"), "--url", story.service.url]
    options = ["--key", story.service.key, "--database", str(story.database)]
    for tenths in range(2, 12):
        with subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL) as host:
            time.sleep(tenths / 10)
            host.kill()
    assert story.host(NEVER, JUST_ASK) == "None"
    story.service.bob_answers_and_alice_accepts(story.the_discussion(), ANSWER)
    assert story.host(NEVER, WAIT_FOR_IT) == ANSWER
    story.has_one_of_each()


def test_only_the_people_of_the_discussion_see_it_after_a_crash(story: Story) -> None:
    """Alice and Bob, once each; a replay opens it to nobody else: Carol, Dana and Eve see nothing."""
    story.host("before saving that it was sent", JUST_ASK)
    story.host(NEVER, JUST_ASK)
    counts = {person: len(story.service.discussions(person)) for person in ("alice", "bob", "carol", "dana", "eve")}
    assert counts == {"alice": 1, "bob": 1, "carol": 0, "dana": 0, "eve": 0}
