"""The examples are run as their readers would run them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doom import ROOT
from tests.serving import Serving

EXAMPLES = ROOT / "examples"
SECONDS = 60.0
ANSWER = "6800, as for all carriers."


def run(name: str, *arguments: str, **environment: str) -> list[str]:
    """Run an example in a process of its own, a warning being an error, and return the lines that it prints."""
    command = [sys.executable, "-W", "error", str(EXAMPLES / name), *arguments]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, check=False, env={**os.environ, **environment}
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout.splitlines()


def test_the_shortest_embedding_brings_the_answer_back() -> None:
    """Alice asks, Bob answers, and the task, which stays open, has it in its data."""
    lines = run("embed.py")
    assert lines[0] == "Alice is stuck in “Check invoice” and asks."
    assert lines[-1] == f"The task is still READY, and its data says: {ANSWER}"
    assert 3 <= len(lines) <= 5


def test_a_host_goes_on_after_a_crash() -> None:
    """What was sent and not saved as sent is sent again, and belongs to the discussion that there is."""
    lines = run("durable_host.py")
    assert "The new host sends what it finds unsent: repeated, the same discussion." in lines
    assert lines[-1] == f"The answer in the task's data: {ANSWER}"


def test_a_host_works_for_a_service_elsewhere(service: Serving, tmp_path: Path) -> None:
    """It waits for an answer; none comes while it waits, so it is started again later and finds it there."""
    given = ("--url", service.url, "--key", service.key, "--database", str(tmp_path / "cases.sqlite"), "--rounds", "1")
    assert run("durable_host.py", *given) == ["The answer in the task's data: None"]
    (line,) = service.discussions("alice")
    service.bob_answers_and_alice_accepts(line["id"], ANSWER)
    assert run("durable_host.py", *given) == [f"The answer in the task's data: {ANSWER}"]


def test_the_tests_of_a_host_pass() -> None:
    """As whoever writes such ones runs them."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "examples/test_host.py"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert re.search(r"^=+ 6 passed in", ended.stdout, re.MULTILINE)


def test_any_other_engine_over_plain_http(service: Serving) -> None:
    """Its hooks are taken, people talk over REST, and the outcome comes back by long poll."""
    tokens = {"SOCIALBPM_ALICE": service.token("alice"), "SOCIALBPM_BOB": service.token("bob")}
    assert run("integrator.py", service.url, SOCIALBPM_KEY=service.key, **tokens) == [
        "engine     tells task.activated: created",
        "engine     tells task.socialize: created",
        "Alice Krämer asks: Which account do freight costs go to?",
        f"Bob Lindner answers: {ANSWER}",
        "engine     gets discussion.opened",
        "engine     gets discussion.widened",
        "engine     gets discussion.ended",
        "outcome    answered in ring participants: {'account': 6800}",
        "engine     tells task.completed: created",
    ]


def test_the_integrator_imports_nothing_of_socialbpm() -> None:
    """What it needs is HTTP."""
    assert re.findall(r"^(?:import|from) (socialbpm\S*)", (EXAMPLES / "integrator.py").read_text(), re.MULTILINE) == []


def test_an_integrator_with_a_wrong_key_is_told_so(service: Serving) -> None:
    """The sentence and the code come from the service."""
    command = [sys.executable, str(EXAMPLES / "integrator.py"), service.url]
    strangers = {"SOCIALBPM_KEY": "none", "SOCIALBPM_ALICE": "none", "SOCIALBPM_BOB": "none"}
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, check=False, env={**os.environ, **strangers}
    )
    assert ended.returncode == 1
    assert re.search(r"POST .*/v1/hooks: .* \[\w+\]$", ended.stderr.strip())


def listed(path: Path) -> bool:
    """Whether it is an example: a program, a file, or a folder with a page of its own."""
    return path.suffix in {".py", ".yaml"} or (path / "README.md").exists()


@pytest.mark.parametrize("example", sorted(path.name for path in EXAMPLES.iterdir() if listed(path)))
def test_each_example_is_in_the_list(example: str) -> None:
    """The README says what it shows and how to run it."""
    assert example == "__init__.py" or f"[{example}]({example})" in (EXAMPLES / "README.md").read_text()
