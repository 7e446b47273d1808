"""`socialbpm serve`: where links lead."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from socialbpm.cli.serve import check_shared, for_nodes, run_demo, settings_for
from socialbpm.config import Settings
from socialbpm.errors import Invalid
from tests.postgres import Server
from tests.service.road import TASK, socialize
from tests.serving import SECONDS, Nodes, Serving


def test_links_lead_to_where_it_listens() -> None:
    """Whoever says nothing gets links that work on this machine."""
    assert settings_for("127.0.0.1", 8081).base_url == "http://127.0.0.1:8081"


def test_links_lead_to_where_people_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a proxy people do not come in where it listens."""
    monkeypatch.setenv("SOCIALBPM_BASE_URL", "https://ask.example.org")
    assert settings_for("127.0.0.1", 8081).base_url == "https://ask.example.org"


def test_one_file_is_for_one_node() -> None:
    """A second node on SQLite would only wait for the first; the error says what to use."""
    with pytest.raises(Invalid, match="PostgreSQL") as refused:
        check_shared("sqlite:///socialbpm.sqlite")
    assert refused.value.code == "one-node"
    check_shared("postgresql://localhost/socialbpm")


def test_nodes_are_one_service() -> None:
    """One goes on with a list that another one began, so they sign cursors with one key; links lead to one place."""
    chosen, again = (for_nodes(settings_for("127.0.0.1", 8081)) for _ in range(2))
    assert chosen["SOCIALBPM_CURSOR_KEY"] != again["SOCIALBPM_CURSOR_KEY"]
    assert chosen["SOCIALBPM_BASE_URL"] == "http://127.0.0.1:8081"
    told = for_nodes(Settings(cursor_key="told", people=Path("people.yaml")))
    assert (told["SOCIALBPM_CURSOR_KEY"], told["SOCIALBPM_PEOPLE"]) == ("told", "people.yaml")


@pytest.mark.parametrize(("host", "nodes"), [("0.0.0.0", 1), ("192.168.0.7", 1), ("127.0.0.1", 2)])  # noqa: S104 - it is refused
def test_the_demo_is_for_one_machine(host: str, nodes: int) -> None:
    """Anybody may be anybody in it, so nobody else may reach it."""
    with pytest.raises(Invalid) as refused:
        run_demo(host, 8080, Settings(), nodes)
    assert refused.value.code == "demo-is-local"


@pytest.fixture
def service(tmp_path: Path, postgres: Server) -> Iterator[Serving]:
    """Two nodes on one database, behind one port."""
    with postgres.database() as url, Serving(tmp_path, url, nodes=2) as running:
        yield running


def test_two_nodes_are_one_service(service: Serving) -> None:
    """Whichever node a call comes to: each question is one discussion, and each firing hears one outcome."""
    hooks = [socialize(f"r{n}", question="Which?", task={**TASK, "task_id": f"t{n}"}) for n in range(8)]
    answers = [service.call(service.key, "POST", "/hooks", json=hook) for hook in [*hooks, *hooks]]
    assert sorted(answer.json()["status"] for answer in answers) == ["created"] * 8 + ["repeated"] * 8
    for line in service.discussions("alice"):
        service.bob_answers_and_alice_accepts(line["id"], "To 4711.")
    ended = service.deliveries("discussion.ended")
    assert sorted((each["request_id"], each["outcome"]) for each in ended) == [(f"r{n}", "answered") for n in range(8)]


def test_two_nodes_stop_when_they_are_asked_to(service: Serving) -> None:
    """SIGTERM ends both, and they say so; nothing answers on the port, and nothing went wrong."""
    process = service.process
    assert isinstance(process, Nodes)
    process.terminate()
    assert process.wait(SECONDS) in (0, -signal.SIGTERM)
    log = service.log.read_text()
    assert log.count("Application shutdown complete") == 2
    assert "Traceback" not in log


def test_nodes_end_with_the_process_that_started_them(service: Serving) -> None:
    """It is killed without a warning: nobody would stop or replace its nodes any more, so they stop by themselves."""
    process = service.process
    assert isinstance(process, Nodes)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(SECONDS)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and service.log.read_text().count("Application shutdown complete") < 2:
        time.sleep(0.05)
    with pytest.raises(httpx2.ConnectError):
        service.client.get(f"{service.url}/health")
