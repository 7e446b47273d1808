"""The service is killed with -9 and started again on its file; the host replays what it does not know to be taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from examples.durable_host import QUESTION, Case, Host

from socialbpm.contract.deliveries import Ended
from socialbpm.engine import HttpTransport, TransportError
from tests.serving import SECONDS, Serving

CASES = [f"invoice-{number}" for number in range(20)]
Call = Callable[[], object]


@pytest.fixture
def host(service: Serving, tmp_path: Path) -> Iterator[Host]:
    """A host with an empty database."""
    transport = HttpTransport(service.url, service.key)
    host = Host(tmp_path / "cases.sqlite", transport)
    yield host
    host.close()
    transport.close()


def stuck(host: Host, case_id: str) -> Case:
    """Alice is stuck in a new case; that is saved and not sent."""
    case = host.start(case_id)
    case.runtime.socialize(case.task, by="alice", question=QUESTION)
    host.save(case)
    return case


def restored(host: Host, case_id: str) -> Case:
    """What the host knows of a case after a crash."""
    case = host.restore(case_id)
    assert case is not None
    return case


def test_killed_right_after_it_took_the_request(service: Serving, host: Host) -> None:
    """The host could not save that it was sent and sends again; the service was killed and knows it all the same."""
    (first,) = stuck(host, "invoice-1").runtime.send()
    service.restart()
    (again,) = host.send(restored(host, "invoice-1"))
    assert (first.status, again.status) == ("created", "repeated")
    assert again.discussion == first.discussion
    assert [line["id"] for line in service.discussions("alice")] == [first.discussion]


def test_killed_right_after_alice_accepted(service: Serving, host: Host) -> None:
    """The answer is not lost with the process, and comes once."""
    case = stuck(host, "invoice-1")
    (result,) = host.send(case)
    service.bob_answers_and_alice_accepts(str(result.discussion), "6800")
    service.restart()
    host.hear(case)
    assert restored(host, "invoice-1").task.data["advice"] == "6800"
    assert case.runtime.receive() == ()
    assert len(service.deliveries("discussion.ended")) == 1


def test_while_it_is_down_the_work_goes_on(service: Serving, host: Host) -> None:
    """Alice can ask and finish her task; what she asked, and that it is over, is told when it is back (law 9)."""
    service.kill()
    case = stuck(host, "invoice-1")
    assert host.send(case) == ()
    assert len(restored(host, "invoice-1").runtime.pending()) == 1
    host.do(case)
    assert case.task.task_spec.bpmn_id == "approve_invoice"
    service.start()
    assert len(host.send(restored(host, "invoice-1"))) == 1
    assert [line["outcome"] for line in service.discussions("alice")] == ["task_ended"]
    assert [told["outcome"] for told in service.deliveries("discussion.ended")] == ["task_ended"]


def test_killed_again_and_again_while_twenty_requests_come_in_and_end(service: Serving, host: Host) -> None:
    """After each kill the host replays all twenty, as none was saved as sent: one discussion and one end for each."""
    for case_id in CASES:
        stuck(host, case_id)
    for taken in (2, 9, 16):
        cases = [restored(host, case_id) for case_id in CASES]
        killed_after(taken, service, [case.runtime.send for case in cases])
    results = [host.send(restored(host, case_id))[0] for case_id in CASES]
    discussions = [str(result.discussion) for result in results]
    assert sorted(line["id"] for line in service.discussions("alice")) == sorted(set(discussions))
    assert len(set(discussions)) == len(CASES)

    for ended in (3, 8):
        killed_after(ended, service, [withdrawing(service, discussion) for discussion in discussions])
    for discussion in discussions:
        withdrawing(service, discussion)()
    for kind in ("discussion.opened", "discussion.ended"):
        assert Counter(told["discussion"] for told in service.deliveries(kind)) == Counter(discussions)
    for case_id in CASES:
        heard = [told for told in restored(host, case_id).runtime.receive() if isinstance(told, Ended)]
        assert [told.outcome for told in heard] == ["withdrawn"]


def withdrawing(service: Serving, discussion: str) -> Call:
    """Alice takes her question back; told that it is over already, she is content."""

    def withdraw() -> None:
        answer = service.call(service.token("alice"), "POST", f"/discussions/{discussion}/withdraw")
        assert answer.is_success or answer.json()["code"] == "ended", answer.text

    return withdraw


def killed_after(number: int, service: Serving, calls: Sequence[Call]) -> None:
    """Make calls one after the other, kill the service while it works on those after `number`, and start it again."""
    for call in calls[:number]:
        call()
    with ThreadPoolExecutor(1) as pool:
        dying = pool.submit(service.kill)
        answered = sum(got_through(call) for call in calls[number:])
        dying.result(timeout=SECONDS)
    assert number + answered < len(calls)
    service.start()


def got_through(call: Call) -> bool:
    """Make a call, to a service that may be gone."""
    try:
        call()
    except (TransportError, httpx2.TransportError):
        return False
    return True
