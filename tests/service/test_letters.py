"""What the service sends by itself: callbacks of runtimes, against a real receiver, on a clock that stands still."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from standardwebhooks import Webhook

from socialbpm.actions import letters
from socialbpm.actions.outbox import LetterRecord
from socialbpm.actions.world import World
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.receiving import HOST, Received, Receiver, Reply
from tests.service.road import MONDAY, PEOPLE, SEEDS, Road, socialize

DAY = timedelta(hours=24)


class Post:
    """A runtime that is called back at `receiver`, and Frank, who runs the service and is in no discussion."""

    def __init__(self, road: Road, receiver: Receiver) -> None:
        self.road = road
        self.receiver = receiver
        self.admin = road.service.http(road.service.token_for("frank", "admin"))
        self.url = f"{receiver.url}/hooks"
        callbacks = self.does("PUT", "/runtimes/expenses/callbacks", base_urls=[self.url], webhook=f"{self.url}/web")
        self.secret = str(callbacks["secret"])

    def does(self, method: str, path: str, **body: Any) -> Any:
        """Let the administrator do something that is granted."""
        answer = self.admin.request(method, f"/v1{path}", json=body or None)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def fires(self, request: str = "r1", **more: Any) -> str:
        """Let Alice's event fire; its runtime wants to be called back."""
        return self.road.fired(request, **{"reply_to": {"kind": "callback", "url": f"{self.url}/{request}"}, **more})

    def sends(self) -> list[Received]:
        """Let the postman go round once, and return what has come so far."""
        self.road.service.send_letters()
        return list(self.receiver.calls)

    def letters(self, client: httpx2.Client | None = None, **only: Any) -> list[Any]:
        """What an administrator, or somebody else, sees of it."""
        answer = (client or self.admin).get("/v1/letters", params=only)
        assert answer.is_success, answer.text
        return list(answer.json()["items"])


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Somebody who takes calls."""
    with Receiver() as running:
        yield running


@pytest.fixture
def post(receiver: Receiver, database_url: str) -> Iterator[Post]:
    """The whole service, which may call the receiver and nobody else."""
    clock = FrozenClock(MONDAY)
    settings = Settings(database_url=database_url, sweep_interval=SELDOM, outgoing_allowed=receiver.url)
    with EmbeddedService(settings, clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
        yield Post(Road(running, clock), receiver)


def signed(call: Received, secret: str) -> bool:
    """Whether a call was signed with a secret, as Standard Webhooks have it."""
    sent = MONDAY.fromtimestamp(int(call.headers["webhook-timestamp"]), MONDAY.tzinfo)
    wanted = Webhook(secret).sign(call.headers["webhook-id"], sent, call.body.decode())
    return wanted in call.headers["webhook-signature"].split()


class TestACallback:
    def test_brings_what_would_be_fetched(self, post: Post) -> None:
        """In order, each with its own id in header and body, signed; and it can still be fetched."""
        post.fires(question="Which account?")
        calls = post.sends()
        assert [json.loads(call.body) for call in calls] == post.road.deliveries()
        assert [json.loads(call.body)["type"] for call in calls] == ["discussion.opened", "discussion.widened"]
        for call in calls:
            assert call.path == "/hooks/r1"
            assert call.headers["webhook-id"] == json.loads(call.body)["id"]
            assert signed(call, post.secret)
        assert [letter["state"] for letter in post.letters()] == ["sent", "sent"]
        assert post.sends() == calls

    def test_brings_the_value_and_no_other_word(self, post: Post) -> None:
        """What was accepted, composed when it is sent."""
        discussion = post.fires(question="Which account?")
        path = f"/discussions/{discussion}/posts"
        posted = post.road.does("bob", "POST", path, text="6800, ask Carol", reach="participants", kind="answer")
        answer = posted["posts"][-1]["id"]
        post.road.clock.advance(timedelta(seconds=1))
        post.road.does("alice", "POST", f"{path}/{answer}/accept", version=1, value={"account": 6800})
        calls = post.sends()
        assert json.loads(calls[-1].body)["value"] == {"account": 6800}
        assert b"Carol" not in b"".join(call.body for call in calls)

    def test_goes_to_the_webhook_where_the_firing_says_so(self, post: Post) -> None:
        """As a CloudEvent, with the delivery in it; so does what no firing asked for."""
        post.fires(reply_to={"kind": "webhook"})
        (call,) = post.sends()
        event = json.loads(call.body)
        assert (call.path, call.headers["content-type"]) == ("/hooks/web", "application/cloudevents+json")
        assert (event["type"], event["data"]) == ("socialbpm.discussion.opened", post.road.deliveries()[0])
        assert event["id"] == event["data"]["id"] == call.headers["webhook-id"]

    def test_goes_nowhere_else(self, post: Post) -> None:
        """The firing is refused: what lies below no base URL of the runtime would never arrive."""
        base = post.receiver.url
        for url in ("https://erp.example/", f"{base}/hooks-of-others", f"{base}/", f"{post.url}/../x", "nonsense", ""):
            answer = post.road.hook(socialize(reply_to={"kind": "callback", "url": url}))
            assert answer.status_code == 422
            assert answer.json()["code"] in {"callback_not_allowed", "bad_url", "invalid"}
        assert post.letters() == []

    def test_goes_nowhere_once_that_was_taken_back(self, post: Post) -> None:
        """The base URLs are looked at again when it is sent."""
        post.fires()
        post.does("PUT", "/runtimes/expenses/callbacks", base_urls=[f"{post.receiver.url}/other"])
        assert post.sends() == []
        assert [(letter["state"], letter["reason"]) for letter in post.letters()] == [("dead", "inactive")]

    def test_only_hosts_of_the_allow_list_can_be_registered(self, post: Post) -> None:
        """Not the cloud's secrets, not another port of this machine."""
        for url in ("http://169.254.169.254/latest", f"http://{HOST}:1/", "https://erp.example/"):
            answer = post.admin.put("/v1/runtimes/expenses/callbacks", json={"base_urls": [url]})
            assert (answer.status_code, answer.json()["code"]) == (422, "url_not_allowed")


class TestTrouble:
    def test_that_may_pass_is_waited_for(self, post: Post) -> None:
        """It comes again later, with the same id and the same body."""
        for number, status in enumerate((408, 425, 429, 500, 502, 503, 504)):
            post.receiver.script, post.receiver.calls = [Reply(status)], []
            post.fires(f"r{number}")
            assert len(post.sends()) == 1
            (letter,) = post.letters(state="waiting")
            assert letter["attempts"][0]["status"] == status
            post.road.clock.advance(timedelta(seconds=5))
            first, second = post.sends()
            assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
            assert post.letters(state="waiting") == []

    def test_that_will_not_pass_stops(self, post: Post) -> None:
        """A dead letter at once; a redirect leads nowhere."""
        for number, status in enumerate((301, 307, 400, 401, 404, 410, 422)):
            post.receiver.script = [Reply(status, {"location": "http://169.254.169.254/"})]
            post.fires(f"r{number}")
            post.sends()
            post.road.clock.advance(timedelta(seconds=1))
            assert post.letters(state="dead")[0]["reason"] == ("gone" if status == 410 else "refused")
        post.road.clock.advance(DAY)
        assert len(post.sends()) == len(post.letters(state="dead")) == 7

    @pytest.mark.parametrize(("said", "seconds"), [("3600", 3600), ("Mon, 05 Jan 2026 10:30:00 GMT", 5400)])
    def test_the_receiver_says_when_to_come_again(self, post: Post, said: str, seconds: int) -> None:
        """In seconds, or as a date: not a second before; and its other letters wait, too."""
        post.receiver.script = [Reply(429, {"retry-after": said})]
        post.fires(question="Which account?")
        assert len(post.sends()) == 1
        post.road.clock.advance(timedelta(seconds=seconds - 1))
        assert len(post.sends()) == 1
        post.road.clock.advance(timedelta(seconds=1))
        assert len(post.sends()) == 3

    def test_it_is_tried_for_a_day(self, post: Post) -> None:
        """Then it is dead; redelivered it has another day, under the same id."""
        post.receiver.always = Reply(500)
        post.fires()
        post.sends()
        tries = 1
        while waiting := post.letters(state="waiting"):
            post.road.clock.move_to(MONDAY.fromisoformat(waiting[0]["next_at"]))
            assert len(post.sends()) == (tries := tries + 1)
        assert post.road.clock.now() == MONDAY + DAY
        (dead,) = post.letters(state="dead")
        assert (dead["reason"], len(dead["attempts"])) == ("gave_up", tries)
        post.receiver.always = Reply(204)
        post.does("POST", f"/letters/{dead['id']}/redeliver")
        assert len({call.headers["webhook-id"] for call in post.sends()}) == 1
        assert len(post.receiver.calls) == tries + 1
        assert [letter["state"] for letter in post.letters()] == ["sent"]

    def test_one_that_is_on_its_way_is_not_sent_once_more(self, post: Post) -> None:
        """It would only come twice."""
        post.receiver.always = Reply(500)
        post.fires()
        post.sends()
        answer = post.admin.post(f"/v1/letters/{post.letters()[0]['id']}/redeliver")
        assert (answer.status_code, answer.json()["code"]) == (409, "letter_waiting")

    def test_receivers_are_called_side_by_side(self, post: Post) -> None:
        """A slow one holds up nobody else; each gets its own one after the other."""
        other = post.does("POST", "/subscriptions", url=f"{post.receiver.url}/events", types=["discussion.opened"])
        post.receiver.always = Reply(pause=0.3)
        for number in range(3):
            post.fires(f"r{number}", task={**socialize()["data"]["task"], "task_id": f"t{number}"})
        began = time.monotonic()
        assert len(post.sends()) == 6
        assert time.monotonic() - began < 6 * 0.3
        assert {letter["state"] for letter in post.letters()} == {"sent"}
        assert len(post.does("GET", f"/subscriptions/{other['id']}/letters")["items"]) == 3

    def test_one_that_we_stumble_over_holds_up_no_other(self, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is a fault of ours; the next one is sent, and this one is tried for a day, like any other."""
        compose = letters.compose

        async def stumbles(letter: LetterRecord, world: World) -> letters.Parcel | None:
            assert letter.type != "discussion.opened"
            return await compose(letter, world)

        monkeypatch.setattr(letters, "compose", stumbles)
        post.fires(question="Which account?")
        assert [json.loads(call.body)["type"] for call in post.sends()] == ["discussion.widened"]
        (waiting,) = post.letters(state="waiting")
        assert waiting["attempts"][0]["error"] == "failed"
        post.road.clock.advance(DAY)
        post.sends()
        assert [letter["reason"] for letter in post.letters(state="dead")] == ["gave_up"]

    def test_what_is_old_and_over_is_forgotten(self, post: Post) -> None:
        """After 30 days; what is on its way stays."""
        post.fires("r1")
        post.sends()
        post.road.clock.advance(timedelta(days=29))
        post.receiver.always = Reply(500)
        post.fires("r2")
        post.sends()
        post.road.clock.advance(timedelta(days=2))
        post.road.service.forget_letters()
        assert [letter["state"] for letter in post.letters()] == ["waiting"]
        post.sends()
        post.road.clock.advance(timedelta(days=40))
        post.road.service.forget_letters()
        assert post.letters() == []


class TestWhoSees:
    def test_a_runtime_its_own_and_others_nothing(self, post: Post) -> None:
        """No letter of another runtime, by list or by id; people without the role are told that it is not for them."""
        post.fires()
        post.sends()
        (own,) = post.letters(post.road.runtime)
        other = post.road.service.http(post.road.service.key_for("billing"))
        assert post.letters(other) == post.letters(other, runtime="expenses") == []
        refused = [other.get(f"/v1/letters/{own['id']}"), other.get("/v1/letters/no-such")]
        assert [answer.status_code for answer in refused] == [404, 404]
        assert refused[0].json() == refused[1].json()
        for client in (post.road.by("alice"), other, post.road.runtime):
            assert client.post(f"/v1/letters/{own['id']}/redeliver").status_code == 403
            assert client.put("/v1/runtimes/expenses/callbacks", json={"base_urls": []}).status_code == 403
        assert post.road.by("alice").get("/v1/letters").status_code == 403

    def test_a_list_has_pages(self, post: Post) -> None:
        """Newest first, each letter once; a cursor is for its reader only."""
        for number in range(5):
            post.road.clock.advance(timedelta(seconds=number % 2))
            post.fires(f"r{number}")
        seen, cursor = [], None
        while page := post.admin.get(
            "/v1/letters", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
        ).json():
            seen += page["items"]
            cursor = page["cursor"]
            if cursor is None:
                break
            answer = post.road.runtime.get("/v1/letters", params={"cursor": cursor})
            assert answer.json()["code"] == "bad_cursor"
        assert len({letter["id"] for letter in seen}) == len(seen) == 5
        assert [letter["created_at"] for letter in seen] == sorted((each["created_at"] for each in seen), reverse=True)

    def test_no_secret_is_shown_twice(self, post: Post) -> None:
        """Only in the answer that made it; a new one signs beside the old one for a day."""
        assert post.does("GET", "/runtimes/expenses/callbacks")["secret"] is None
        again = post.does("PUT", "/runtimes/expenses/callbacks", base_urls=[post.url])
        assert again["secret"] is None
        new = post.does("POST", "/runtimes/expenses/callbacks/secret")["secret"]
        post.fires("r1")
        (call,) = post.sends()
        assert signed(call, new)
        assert signed(call, post.secret)
        post.road.clock.advance(DAY)
        post.fires("r2")
        assert signed(post.sends()[-1], new)
        assert not signed(post.receiver.calls[-1], post.secret)


def test_a_running_service_sends_at_once(receiver: Receiver, database_url: str) -> None:
    """Nobody has to ask for it, and nobody waits for the next look: what is posted wakes the postman."""
    settings = Settings(database_url=database_url, sweep_interval=SELDOM, outgoing_allowed=receiver.url)
    receiver.always = Reply(pause=0.05)
    with EmbeddedService(settings, directory=PEOPLE, seeds=SEEDS) as running:
        admin = running.http(running.token_for("frank", "admin"))
        wanted = {"url": receiver.url, "types": ["discussion.opened"]}
        path = f"/v1/subscriptions/{admin.post('/v1/subscriptions', json=wanted).json()['id']}"
        for _ in range(60):
            assert admin.post(f"{path}/ping").status_code == 202
        calls = receiver.wait_for(60)
    assert len({call.headers["webhook-id"] for call in calls}) == 60
