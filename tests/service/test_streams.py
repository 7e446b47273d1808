"""What happens is told live, through the sight rule, by a service in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import httpx2
import pytest

from socialbpm.actions.credentials import PrincipalRecord
from socialbpm.actions.tokens import revoke
from socialbpm.client import Client, TransportError, calls
from socialbpm.contract.streams import Anew, Happened, StreamEvent
from socialbpm.service.api.streams import LOOK_AGAIN
from socialbpm.store import open_store
from tests.postgres import Server
from tests.service.road import socialize
from tests.serving import Serving, service

__all__ = ["service"]
AT_ONCE = 1.0
"""Seconds within which a reader is told, also at another node."""
SOON = 10.0
STOPPED = 6.0
SLOW = 3.0
"""Seconds that a busy machine may take beyond those that are promised."""
OVER_SOON = 1.0


class Listener:
    """Somebody who follows a stream in a thread of their own, until the block ends."""

    def __init__(self, serving: Serving, person: str, discussion: str | None = None, after: str | None = None) -> None:
        self.call = calls.follow() if discussion is None else calls.follow_discussion(discussion)
        self.http = httpx2.Client()
        self.client = Client(serving.url, serving.token(person), client=self.http)
        self.after = after
        self.heard: Queue[StreamEvent | TransportError] = Queue()
        self.thread = threading.Thread(target=self._listen, daemon=True)

    def _listen(self) -> None:
        try:
            for event in self.client.stream(self.call, after=self.after):
                self.heard.put(event)
        except TransportError as error:
            self.heard.put(error)
        except (httpx2.StreamError, RuntimeError, OSError):  # the block ended
            return

    def next(self, seconds: float = SOON) -> StreamEvent:
        """Return the next event."""
        found = self.heard.get(timeout=seconds)
        assert isinstance(found, StreamEvent), found
        return found

    def ends(self) -> TransportError:
        """Return how it ended, passing over what came before."""
        while isinstance(found := self.heard.get(timeout=SOON), StreamEvent):
            continue
        return found

    def hears_nothing(self, seconds: float = 0.7) -> None:
        """See that nobody tells anything for a while."""
        with pytest.raises(Empty):
            self.heard.get(timeout=seconds)


@contextmanager
def listening(serving: Serving, person: str, discussion: str | None = None, after: str | None = None) -> Iterator[Any]:
    """Follow a stream; it is ready when the block begins."""
    listener = Listener(serving, person, discussion, after)
    listener.thread.start()
    try:
        yield listener
    finally:
        listener.http.close()


def asked(serving: Serving, request: str = "r1") -> str:
    """Alice asks; Bob is informed."""
    hook = socialize(request, question="Which account?")
    hook["data"]["settings"] = {"rings": [{"name": "participants", "step": "colleagues"}]}
    answer = serving.call(serving.key, "POST", "/hooks", json=hook)
    assert answer.is_success, answer.text
    return str(answer.json()["discussion"])


def comments(serving: Serving, person: str, discussion: str, text: str = "Hm.", **more: Any) -> None:
    """Let somebody say something."""
    said = {"text": text, "reach": "participants", **more}
    serving.does(person, "POST", f"/discussions/{discussion}/posts", **said)


def told(event: StreamEvent) -> tuple[str, str | None]:
    """Return what happened, and who did it."""
    assert event.event == "fact", event
    assert isinstance(event.data, Happened)
    return event.data.kind, event.data.who.id if event.data.who else None


def offered(serving: Serving, owner: str | None) -> None:
    """A timer fires for a task that is somebody's, or may be taken by the accountants."""
    hook = socialize("r-offer", question="Stuck?")
    hook["type"], hook["data"]["people"] = "socialbpm.task.offer", {"actual_owner": owner, "potential_owners": []}
    del hook["data"]["by"]
    assert serving.call(serving.key, "POST", "/hooks", json=hook).is_success


class TestLists:
    """What is offered to somebody, and what they may join, is told when it changes; to nobody else."""

    def test_an_offer_is_told_to_whom_it_is_for(self, service: Serving) -> None:
        """Alice is told at once to look; Bob hears nothing; once more says nothing new."""
        with listening(service, "alice") as alice, listening(service, "bob") as bob:
            assert [alice.next().event, bob.next().event] == ["ready", "ready"]
            offered(service, "alice")
            event = alice.next()
            assert (event.event, event.data) == ("offers", Anew(fetch="/v1/offers"))
            assert len(service.does("alice", "GET", "/offers")["items"]) == 1
            bob.hears_nothing()
        with listening(service, "alice", after=event.id) as again:
            assert again.next().event == "ready"
            again.hears_nothing()

    def test_what_changed_while_somebody_was_away_is_told_once(self, service: Serving) -> None:
        """However they come back: by the id of the event that they had last."""
        with listening(service, "alice") as alice:
            begun = alice.next()
        offered(service, "alice")
        with listening(service, "alice", after=begun.id) as alice:
            assert [alice.next().event, alice.next().event] == ["ready", "offers"]
            alice.hears_nothing()


class TestAStream:
    """On SQLite, one node."""

    @pytest.fixture(autouse=True)
    def key(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The ids of events hold beyond a restart."""
        monkeypatch.setenv("SOCIALBPM_CURSOR_KEY", "streams")

    @pytest.fixture
    def discussion(self, service: Serving) -> str:
        """Alice asked; Bob is informed."""
        return asked(service)

    def test_tells_at_once_and_without_words(self, service: Serving, discussion: str) -> None:
        """Bob says something: Alice's stream and that of the discussion tell so within a second, without the words."""
        with listening(service, "alice") as mine, listening(service, "alice", discussion) as one:
            assert (mine.next().event, one.next().event) == ("ready", "ready")
            began = time.monotonic()
            comments(service, "bob", discussion, "A secret.")
            events = [mine.next(), one.next()]
            assert time.monotonic() - began < AT_ONCE
            assert [told(event) for event in events] == [("Posted", "bob")] * 2
            assert {event.data.fetch for event in events} == {f"/v1/discussions/{discussion}"}
            assert "secret" not in "".join(event.model_dump_json() for event in events)

    def test_tells_nobody_what_they_may_not_see(self, service: Serving, discussion: str) -> None:
        """Alice's note is hers, and Eve is not in: neither Bob nor Eve hears of anything, not even by an id."""
        with listening(service, "bob", discussion) as bob, listening(service, "eve") as eve:
            assert (bob.next().event, eve.next().event) == ("ready", "ready")
            comments(service, "alice", discussion, kind="note", reach=None)
            bob.hears_nothing()
            comments(service, "alice", discussion)
            assert told(bob.next()) == ("Posted", "alice")
            eve.hears_nothing(0.1)

    def test_goes_on_where_it_was(self, service: Serving, discussion: str) -> None:
        """Alice's connection is lost; what happened meanwhile comes once, and nothing of before."""
        for of in (None, discussion):
            with listening(service, "alice", of) as first:
                last = first.next()
                comments(service, "bob", discussion, "1")
                last = first.next()
            for text in ("2", "3"):
                comments(service, "bob", discussion, text)
            with listening(service, "alice", of, after=last.id) as again:
                assert again.next().event == "ready"
                assert [told(again.next()) for _ in range(2)] == [("Posted", "bob")] * 2
                again.hears_nothing(0.3)

    def test_survives_the_service(self, service: Serving, discussion: str) -> None:
        """The service is killed and comes back with the same key: the client goes on by itself."""
        with listening(service, "alice") as alice:
            alice.next()
            service.restart()
            comments(service, "bob", discussion)
            kinds = [alice.next().event, alice.next().event]
        assert kinds == ["ready", "fact"]

    def test_ends_for_who_is_taken_out(self, service: Serving, discussion: str) -> None:
        """Alice removes Bob: his stream of the discussion ends at once, and then it is as if there were none."""
        with listening(service, "bob", discussion) as bob, listening(service, "bob") as all_of_his:
            assert (bob.next().event, all_of_his.next().event) == ("ready", "ready")
            began = time.monotonic()
            service.does("alice", "DELETE", f"/discussions/{discussion}/members/bob")
            assert bob.ends().details["problem"] == "not_found"
            assert time.monotonic() - began < AT_ONCE + 0.5
            comments(service, "alice", discussion)
            all_of_his.hears_nothing()

    def test_is_not_there_for_an_outsider(self, service: Serving, discussion: str) -> None:
        """Neither with an id of Bob's, which is none for anybody else: Alice is to read anew."""
        with listening(service, "bob", discussion) as bob:
            last = bob.next().id
        for about in (discussion, "no-such"):
            answers = [
                service.client.get(
                    f"{service.url}/v1/discussions/{about}/stream",
                    headers={"Authorization": f"Bearer {service.token('eve')}", **more},
                )
                for more in ({}, {"Last-Event-ID": last}, {"Last-Event-ID": "nonsense"})
            ]
            assert [(it.status_code, it.json()["code"]) for it in answers] == [(404, "not_found")] * 3
        with listening(service, "alice", discussion, after=last) as alice:
            assert alice.next().event == "reset"

    def test_is_one_of_few(self, service: Serving, discussion: str) -> None:
        """Eight windows of Alice's are enough; when one closes there is room again, and Bob's are his own."""
        path, headers = f"{service.url}/v1/stream", {"Authorization": f"Bearer {service.token('alice')}"}
        with httpx2.Client() as http:
            open_ = [http.stream("GET", path, headers=headers) for _ in range(8)]
            lines = [each.__enter__().iter_lines() for each in open_]
            assert [next(each) for each in lines] == ["event: ready"] * 8
            assert "data: null" in [next(lines[0]) for _ in range(3)]  # browsers hand on no event that says nothing
            refused = service.call(service.token("alice"), "GET", "/stream")
            assert (refused.status_code, refused.json()["code"]) == (429, "too_many_streams")
            assert refused.headers["retry-after"] == "5"
            with listening(service, "bob") as bob:
                bob.next()
            for each in open_:
                each.__exit__(None, None, None)
        with listening(service, "alice") as alice:  # the client comes again by itself
            assert alice.next().event == "ready"

    def test_does_not_delay_a_stop(self, service: Serving, discussion: str) -> None:
        """SIGTERM: streams end at once, and so does the node; a long poll, too."""
        with listening(service, "alice"), listening(service, "bob", discussion) as bob:
            bob.next()
            poll = threading.Thread(
                target=lambda: service.call(service.key, "GET", "/deliveries?wait=30&after=9"), daemon=True
            )
            poll.start()
            time.sleep(0.3)
            process = service.process
            assert process is not None
            began = time.monotonic()
            os.kill(process.pid, signal.SIGTERM)
            process.wait(SOON)
            assert time.monotonic() - began < STOPPED


def test_ends_on_every_node_for_who_may_not_call_any_more(tmp_path: Path, postgres: Server) -> None:
    """Bob's token is revoked, and Alice's is over: their streams end on each node within seconds, and only theirs."""
    with postgres.database() as url, Serving(tmp_path, url, nodes=2) as serving:
        discussion = asked(serving)
        with ExitStack() as streams:
            bobs = [streams.enter_context(listening(serving, "bob", of)) for of in (None, discussion) * 2]
            alices, carol = (streams.enter_context(listening(serving, who)) for who in ("alice", "carol"))
            assert {stream.next().event for stream in (*bobs, alices, carol)} == {"ready"}
            began = time.monotonic()
            over_soon(serving, "alice")
            revoked(serving, "bob")
            assert {stream.ends().details["problem"] for stream in (*bobs, alices)} == {"unauthorized"}
            assert time.monotonic() - began < LOOK_AGAIN + OVER_SOON + SLOW
            carol.hears_nothing()


def over_soon(serving: Serving, who: str) -> None:
    """Let somebody's token be over soon; only now, for who knows how long it took until all streams were ready."""

    async def end() -> None:
        async with await open_store(serving.database) as stores:
            at = datetime.now(UTC) + timedelta(seconds=OVER_SOON)
            await stores.transact(lambda store: store.end_keys(PrincipalRecord("person", who), at))

    asyncio.run(end())


def revoked(serving: Serving, who: str) -> None:
    """Let somebody's token be nobody's, in a transaction that no node hears of."""

    async def revoke_theirs() -> None:
        async with await open_store(serving.database) as stores:
            async with stores.read() as store:
                (key,) = await store.keys("person", who, None, 10)
            await revoke(key.id, stores)

    asyncio.run(revoke_theirs())


def test_another_node_tells_within_a_second(tmp_path: Path, postgres: Server) -> None:
    """Two nodes on PostgreSQL: whatever node Bob's words go to, each of Alice's streams tells all, in order."""
    with postgres.database() as url, Serving(tmp_path, url, nodes=2) as serving:
        discussion = asked(serving)
        with (
            listening(serving, "alice") as one,
            listening(serving, "alice") as two,
            listening(serving, "alice", discussion) as three,
            listening(serving, "alice", discussion) as four,
        ):
            streams = (one, two, three, four)
            assert {stream.next().event for stream in streams} == {"ready"}
            slowest = 0.0
            for number in range(8):
                began = time.monotonic()
                comments(serving, "bob", discussion, str(number))
                assert [told(stream.next()) for stream in streams] == [("Posted", "bob")] * 4
                slowest = max(slowest, time.monotonic() - began)
            for stream in streams:
                stream.hears_nothing(0.1)
        assert slowest < AT_ONCE * 2  # with the post itself, on a busy machine
