"""Every endpoint has a call that sends what the service takes, and the clients give what it answers, or say why not."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from socialbpm.client import AsyncClient, Call, Client, TransportError, calls
from socialbpm.contract.hooks import CaseEnded, CaseOver
from tests.settings import REPOSITORY

DOCUMENT = json.loads((REPOSITORY / "api" / "openapi.json").read_text())
OPERATIONS = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}
GIVEN: dict[str, Any] = {
    "hooks": [CaseOver(id="c1:ended", source="/runtimes/expenses", data=CaseEnded(case_id="c1"))],
    "base_urls": ["https://erp.example.org/"],
    "helped": True,
    "kind": "person",
    "named": False,
    "types": ["discussion.ended"],
    "version": 1,
}
"""What the parameters of calls are in these tests, where it is not their own name."""


def example(name: str) -> Call[Any]:
    """The call of an operation, with its required parameters filled in."""
    make = getattr(calls, name)
    required = [
        parameter for parameter in inspect.signature(make).parameters.values() if parameter.default is parameter.empty
    ]
    return make(**{parameter.name: GIVEN.get(parameter.name, parameter.name) for parameter in required})  # type: ignore[no-any-return]  # looked up by name


def schema_name(content: dict[str, Any]) -> str:
    """The model that a body or an answer is of."""
    (media, *_) = content.values()
    return str(media["schema"].get("$ref", "")).rpartition("/")[2]


@pytest.mark.parametrize("name", OPERATIONS)
class TestEveryEndpoint:
    def test_has_a_call_to_its_address(self, name: str) -> None:
        """Named like the operation; the parts of the path are its parameters."""
        method, path, _ = OPERATIONS[name]
        call = example(name)
        assert (call.method, call.path) == (method, re.sub(r"\{(\w+)\}", r"\1", path))

    def test_is_sent_a_body_if_it_takes_one(self, name: str) -> None:
        """Of the model that the document names; that its fields are known is the model's own doing."""
        _, _, operation = OPERATIONS[name]
        assert (example(name).body is not None) == ("requestBody" in operation)

    def test_gives_the_model_that_it_answers(self, name: str) -> None:
        """Nothing for an answer without a body."""
        _, _, operation = OPERATIONS[name]
        success = next(answer for code, answer in operation["responses"].items() if code.startswith("2"))
        if "content" in success and (model := schema_name(success["content"])):
            assert example(name).answer.json_schema()["title"] == model


def test_what_is_in_a_path_stays_in_its_segment() -> None:
    """The id of a task is of the engine's making."""
    assert calls.open_discussion("expenses", "a/b?c#d").path == "/v1/tasks/expenses/a%2Fb%3Fc%23d/discussions"


def test_a_value_of_null_is_a_value() -> None:
    """Without one, the text of the post goes back to the process."""
    assert calls.accept_post("d", "p", 1).body == b'{"version":1}'
    assert calls.accept_post("d", "p", 1, None).body == b'{"version":1,"value":null}'


# -- the clients

Answer = Callable[[httpx2.Request], httpx2.Response]
ME = {"kind": "person", "id": "bob", "name": "Bob Lindner", "mood": "sunny"}


def answers(_: httpx2.Request) -> httpx2.Response:
    """A service of a later version, which says more."""
    return httpx2.Response(200, json=ME)


def refuses(_: httpx2.Request) -> httpx2.Response:
    """A consent to what has changed meanwhile."""
    problem = {"title": "Conflict", "status": 409, "code": "preview_outdated", "detail": "more would be shown"}
    return httpx2.Response(409, json={**problem, "preview": {"id": "p2"}})


def is_gone(_: httpx2.Request) -> httpx2.Response:
    """Nobody there."""
    raise httpx2.ConnectError("refused")


class Both:
    """Makes the same call with both clients, which must come to the same."""

    async def send(self, answer: Answer, call: Call[Any]) -> Any:
        """The result, or the error."""
        transport = httpx2.MockTransport(answer)
        with httpx2.Client(transport=transport) as http, Client("https://help.example/", "s3cret", client=http) as ours:
            first = self._outcome(lambda: ours.send(call))
        async with (
            httpx2.AsyncClient(transport=transport) as http_async,
            AsyncClient("https://help.example/", "s3cret", client=http_async) as also_ours,
        ):
            try:
                second = await also_ours.send(call)
            except TransportError as error:
                second = (str(error), error.details)
        assert first == second
        return first

    @staticmethod
    def _outcome(make: Callable[[], Any]) -> Any:
        try:
            return make()
        except TransportError as error:
            return (str(error), error.details)


@pytest.mark.anyio
class TestTheClients:
    async def test_give_what_the_service_answers(self) -> None:
        """What a later service says besides is left aside."""
        assert (await Both().send(answers, calls.get_me())).name == "Bob Lindner"

    async def test_say_why_something_was_refused(self) -> None:
        """With the code, whether it may work later, and the preview that is true now."""
        message, details = await Both().send(refuses, calls.consent("d", "network", "p1"))
        assert message == "https://help.example answered 409: more would be shown"
        assert (details["problem"], details["temporary"], details["preview"]) == (
            "preview_outdated",
            False,
            {"id": "p2"},
        )

    async def test_say_that_nobody_was_there(self) -> None:
        """And neither the key nor a stack of causes."""
        message, details = await Both().send(is_gone, calls.get_health())
        assert message.startswith("https://help.example could not be reached: refused")
        assert details["temporary"] is True

    async def test_do_not_take_something_else_for_an_answer(self) -> None:
        """A login page of a proxy, say."""
        page: Answer = lambda _: httpx2.Response(200, text="<html>Please sign in</html>")  # noqa: E731 - a service of one line
        message, _ = await Both().send(page, calls.get_me())
        assert message.startswith("https://help.example answered something strange")

    async def test_carry_the_key_and_show_it_nowhere(self) -> None:
        """As a bearer token."""
        seen: list[httpx2.Request] = []

        def remembers(request: httpx2.Request) -> httpx2.Response:
            seen.append(request)
            return answers(request)

        await Both().send(remembers, calls.get_me())
        assert [request.headers["authorization"] for request in seen] == ["Bearer s3cret"] * 2
        assert "s3cret" not in repr(Client("https://help.example", "s3cret"))


def test_closing_ours_leaves_the_callers_open() -> None:
    """Whoever made it closes it."""
    theirs = httpx2.Client()
    Client("https://help.example", "k", client=theirs).close()
    assert not theirs.is_closed
    theirs.close()


class Flaky:
    """A service that is in trouble a few times before it answers; it remembers what it was sent."""

    def __init__(self, *trouble: httpx2.Response | type[Exception]) -> None:
        self.trouble = list(trouble)
        self.keys: list[str | None] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.keys.append(request.headers.get("idempotency-key"))
        found = self.trouble.pop(0) if self.trouble else httpx2.Response(200, json=ME)
        if isinstance(found, type):
            raise found("the connection was lost")
        return found

    def client(self, **more: Any) -> Client:
        """A client of it."""
        return Client("https://help.example", "s", client=httpx2.Client(transport=httpx2.MockTransport(self)), **more)


LEAVE = Call("POST", "/v1/discussions/d/leave", calls.get_me().answer)
BUSY = {"title": "Conflict", "status": 409, "code": "in_flight", "detail": "the same call is being carried out"}


class TestSendingAgain:
    def test_a_lost_answer_is_asked_for_by_the_same_key(self) -> None:
        """Whether the call was taken or not: it happens once."""
        service = Flaky(httpx2.ReadError, httpx2.Response(503, text="later"))
        assert service.client().send(LEAVE).id == "bob"
        assert len(service.keys) == 3
        assert len(set(service.keys)) == 1
        assert service.keys[0] is not None

    def test_each_call_has_a_key_of_its_own(self) -> None:
        """Saying the same twice is saying it twice; unless the caller says that it is the same call."""
        service = Flaky()
        for call in (LEAVE, LEAVE, LEAVE.keyed("mine"), LEAVE.keyed("mine")):
            service.client().send(call)
        assert len(set(service.keys)) == 3
        assert service.keys[2:] == ["mine", "mine"]

    def test_reading_has_no_key(self) -> None:
        """There is nothing to do twice; it is tried again all the same."""
        service = Flaky(httpx2.ReadError)
        service.client().send(calls.get_me())
        assert service.keys == [None, None]

    def test_it_comes_again_when_it_is_told_to(self) -> None:
        """A 409 with Retry-After is about the moment; one that is too far off is the caller's to wait for."""
        soon = httpx2.Response(409, json=BUSY, headers={"Retry-After": "0"})
        assert Flaky(soon).client().send(LEAVE).id == "bob"
        late = Flaky(httpx2.Response(429, json=BUSY, headers={"Retry-After": "60"}))
        with pytest.raises(TransportError) as refused:
            late.client().send(LEAVE)
        assert (refused.value.details["temporary"], refused.value.details["retry_after"]) == (True, 60)

    @pytest.mark.parametrize(("tries", "sent"), [(1, 1), (2, 2)])
    def test_it_does_not_try_for_ever(self, tries: int, sent: int) -> None:
        """The last failure is the caller's."""
        service = Flaky(*[httpx2.ReadError] * 5)
        with pytest.raises(TransportError, match="the connection was lost"):
            service.client(tries=tries).send(LEAVE)
        assert len(service.keys) == sent

    def test_a_refusal_is_not_tried_again(self) -> None:
        """Nothing would be different."""
        service = Flaky(httpx2.Response(409, json={**BUSY, "code": "ended"}))
        with pytest.raises(TransportError, match="409"):
            service.client().send(LEAVE)
        assert len(service.keys) == 1

    @pytest.mark.anyio
    async def test_the_asynchronous_one_does_the_same(self) -> None:
        """With `await`."""
        service = Flaky(httpx2.ReadError, httpx2.ReadError)
        transport = httpx2.MockTransport(service)
        async with httpx2.AsyncClient(transport=transport) as http:
            assert (await AsyncClient("https://help.example", "s", client=http).send(LEAVE)).id == "bob"
        assert len(set(service.keys)) == 1
        assert len(service.keys) == 3
