"""Over HTTP: what is posted and fetched, and how everything that can go wrong ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from socialbpm.client import Client
from socialbpm.contract.hooks import CaseEnded, CaseOver, Hook
from socialbpm.engine import HttpTransport, TransportError
from tests.engine.conftest import Start
from tests.engine.diagrams import diagram, element, parallel, process, task

CASE: Hook = CaseOver(id="c1:ended", source="/runtimes/expenses", data=CaseEnded(case_id="c1"))
Answer = Callable[[httpx2.Request], httpx2.Response]


def service(answer: Answer) -> tuple[HttpTransport, list[httpx2.Request]]:
    """A transport to a service that answers as told, and what it was asked."""
    seen: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return answer(request)

    client = httpx2.Client(transport=httpx2.MockTransport(handle))
    return HttpTransport("https://help.example/base/", "s3cret", client=client), seen


def problem(status: int, code: str, detail: str = "no", hint: str = "") -> httpx2.Response:
    """A refusal as the service words it."""
    body = {"title": "Problem", "status": status, "code": code, "detail": detail, "hint": hint}
    return httpx2.Response(status, json=body, headers={"Content-Type": "application/problem+json"})


def _said(hook: Any, refused: str) -> dict[str, Any]:
    if hook["subject"] == refused:
        return {"title": "Invalid", "status": 422, "code": "invalid", "detail": "no"}
    return {"id": hook["id"], "status": "created"}


class TestCalls:
    def test_one_hook_is_posted_as_a_cloud_event(self) -> None:
        """With the key of the runtime, to the one address."""
        transport, seen = service(lambda _: httpx2.Response(201, json={"id": "c1:ended", "status": "created"}))
        (result,) = transport.send([CASE])
        (request,) = seen
        assert (result.id, result.status) == ("c1:ended", "created")
        assert (request.method, str(request.url)) == ("POST", "https://help.example/base/v1/hooks")
        assert request.headers["authorization"] == "Bearer s3cret"
        assert request.headers["content-type"] == "application/cloudevents+json"
        assert json.loads(request.content)["type"] == "socialbpm.case.ended"

    def test_several_are_posted_as_a_batch(self) -> None:
        """A list goes out and a list comes back."""
        answer = [{"id": "c1:ended", "status": "created"}, {"id": "c1:ended", "status": "repeated"}]
        transport, seen = service(lambda _: httpx2.Response(200, json=answer))
        assert [result.status for result in transport.send([CASE, CASE])] == ["created", "repeated"]
        assert seen[0].headers["content-type"] == "application/cloudevents-batch+json"
        assert len(json.loads(seen[0].content)) == 2

    def test_the_words_of_the_diagram_are_those_of_the_wire(self, start: Start) -> None:
        """`with` and `as`, not what Python makes of them."""
        shared = element('<social:share variable="amount" with="network" as="band"/>')
        host = start(diagram(process(task("check", shared), path=["check"])))
        host.runtime.socialize(host.task(), by="alice")
        transport, seen = service(lambda _: httpx2.Response(201, json={"id": "x", "status": "created"}))
        host.runtime.transport = transport
        host.runtime.send()
        settings = json.loads(seen[0].content)["data"]["settings"]
        assert settings["shares"] == [{"variable": "amount", "with": "network", "as": "band"}]

    def test_deliveries_are_fetched_for_one_case_after_a_cursor(self) -> None:
        """The first time there is no cursor."""
        transport, seen = service(lambda _: httpx2.Response(200, json={"items": [], "cursor": "7"}))
        assert transport.deliveries("c1", None, 0).cursor == "7"
        transport.deliveries("c1", "7", 20)
        assert [dict(request.url.params) for request in seen] == [
            {"case": "c1", "wait": "0"},
            {"case": "c1", "wait": "20", "after": "7"},
        ]
        assert seen[1].extensions["timeout"]["read"] == 25.0

    def test_what_a_newer_service_says_besides_is_left_aside(self) -> None:
        """A field that this version does not know is no reason to apply nothing."""
        opened = {"id": "1", "task_id": "t", "case_id": "c", "type": "discussion.opened", "request_id": "r"}
        opened |= {"discussion": "d", "url": "https://help.example/d", "mood": "sunny"}
        transport, _ = service(lambda _: httpx2.Response(200, json={"items": [opened], "cursor": "1", "more": False}))
        (delivery,) = transport.deliveries("c1", None, 0).items
        assert delivery.id == "1"


class TestFailures:
    @pytest.mark.parametrize(
        "error", [httpx2.ConnectError("refused"), httpx2.ReadTimeout("slow"), httpx2.RemoteProtocolError("odd")]
    )
    def test_a_service_that_is_not_reached_may_be_reached_later(self, error: Exception) -> None:
        """The message names the address, and neither the key nor a stack of causes."""

        def fail(_: httpx2.Request) -> httpx2.Response:
            raise error

        transport, _ = service(fail)
        with pytest.raises(TransportError) as caught:
            transport.send([CASE])
        assert str(caught.value) == (
            f"https://help.example/base could not be reached: {error}\n"
            "  Nothing is lost; it is sent again with the next call."
        )
        assert caught.value.details["temporary"] is True

    @pytest.mark.parametrize(
        ("status", "temporary"), [(400, False), (401, False), (403, False), (409, False), (429, True), (503, True)]
    )
    def test_a_refusal_says_what_the_service_said(self, status: int, temporary: bool) -> None:
        """Whether the same may work later hangs on the status; what it was about on the code."""
        transport, _ = service(lambda _: problem(status, "some_code", "The key is unknown.", "Ask for one."))
        with pytest.raises(TransportError) as caught:
            transport.send([CASE])
        assert str(caught.value) == (
            f"https://help.example/base answered {status}: The key is unknown.\n  Ask for one."
        )
        assert caught.value.details == {"status": status, "problem": "some_code", "temporary": temporary}

    @pytest.mark.parametrize("status", [302, 404, 502])
    def test_so_does_something_that_is_no_service_of_ours(self, status: int) -> None:
        """A proxy's page; a redirect is not followed, because the key would go with it."""
        transport, seen = service(
            lambda _: httpx2.Response(status, text="<html>", headers={"Location": "https://evil.example"})
        )
        with pytest.raises(TransportError, match=f"answered {status}"):
            transport.send([CASE])
        assert len(seen) == 1

    @pytest.mark.parametrize("answer", ["<html>", "{}", "[]", '{"id": "x", "status": "created"}, 7'])
    def test_an_answer_that_is_not_as_agreed_is_an_error_too(self, answer: str) -> None:
        """It is not taken for success."""
        transport, _ = service(lambda _: httpx2.Response(200, text=answer))
        with pytest.raises(TransportError, match="answered something strange"):
            transport.send([CASE])

    def test_fewer_results_than_hooks_are_no_success(self) -> None:
        """It could not be said which one is missing."""
        transport, _ = service(lambda _: httpx2.Response(200, json=[{"id": "x", "status": "created"}]))
        with pytest.raises(TransportError, match="1 results for 2 hooks"):
            transport.send([CASE, CASE])

    def test_one_refusal_in_a_batch_is_a_refusal_with_what_was_said_of_it(self) -> None:
        """The service answers for each; what it took is a repeat when it is sent again."""
        refused = {"title": "Invalid", "status": 422, "code": "invalid", "detail": "the lane is unknown"}
        transport, _ = service(lambda _: httpx2.Response(200, json=[{"id": "x", "status": "created"}, refused]))
        with pytest.raises(TransportError, match="answered 422: the lane is unknown") as caught:
            transport.send([CASE, CASE])
        assert caught.value.details == {"status": 422, "problem": "invalid", "temporary": False}

    def test_what_was_refused_in_a_batch_does_not_hold_up_the_rest(self, start: Start) -> None:
        """The runtime tells them one by one, and the one again next time."""
        host = start(diagram(parallel(task("left"), task("right"))))
        left = str(host.task("left").id)

        def answer(request: httpx2.Request) -> httpx2.Response:
            body = json.loads(request.content)
            said = [_said(hook, left) for hook in (body if isinstance(body, list) else [body])]
            if isinstance(body, list):
                return httpx2.Response(200, json=said)
            return problem(422, "invalid") if "code" in said[0] else httpx2.Response(201, json=said[0])

        host.runtime.transport, seen = service(answer)
        for _ in "12":
            with pytest.raises(TransportError, match="answered 422"):
                host.runtime.sync()
        assert [request.headers["content-type"].split("+")[0] for request in seen] == [
            "application/cloudevents-batch",
            "application/cloudevents",
            "application/cloudevents",
            "application/cloudevents",
        ]

    def test_deliveries_that_are_not_as_agreed_are_an_error(self) -> None:
        """Nothing of the page is applied."""
        transport, _ = service(lambda _: httpx2.Response(200, json={"items": [{"type": "news"}], "cursor": "1"}))
        with pytest.raises(TransportError, match="answered something strange"):
            transport.deliveries("c1", None, 0)

    def test_a_conflict_about_a_closed_task_is_known_by_its_code(self, start: Start) -> None:
        """The firing is refused for good, through the real transport."""
        host = start(diagram(process(task("check", element()), path=["check"])))
        host.runtime.socialize(host.task(), by="alice")
        host.runtime.transport = service(lambda _: problem(409, "task_closed"))[0]
        assert host.runtime.send() == ()
        assert host.runtime.pending() == ()


class TestConnections:
    def test_the_key_is_shown_nowhere(self) -> None:
        """Neither in a log of the transport nor in one of the client."""
        transport, _ = service(lambda _: httpx2.Response(200))
        assert repr(transport) == "HttpTransport('https://help.example/base')"
        assert "s3cret" not in repr(transport._client) + str(vars(transport))

    def test_a_client_of_the_callers_stays_open(self) -> None:
        """It is theirs to close; our own is closed."""
        theirs = httpx2.Client()
        HttpTransport("https://help.example", "k", client=theirs).close()
        assert not theirs.is_closed
        theirs.close()
        with Client("https://help.example", "k") as ours:
            client: Any = ours._client
        assert client.is_closed
