"""What people do in a discussion, over HTTP: each thing allowed to one and refused to another, from the same start."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.service.road import HOUR, SETTINGS, TASK, Road, socialize

Id = str


@pytest.fixture
def discussion(road: Road) -> Id:
    """Alice asked; Bob is informed."""
    return road.asked()


class TestPosts:
    def test_a_post_reaches_what_its_author_chose(self, road: Road, discussion: Id) -> None:
        """Bob's words are for the participants; Carol, who comes later, does not see them (law 3)."""
        road.does("bob", "POST", f"/discussions/{discussion}/posts", text="Ask Eve", reach="participants")
        road.later(2 * HOUR)
        assert road.does("carol", "GET", f"/discussions/{discussion}/posts") == {"items": [], "cursor": None}
        assert [post["text"] for post in road.sees("alice", discussion)["posts"]] == ["Ask Eve"]

    def test_only_its_author_raises_it(self, road: Road, discussion: Id) -> None:
        """Bob lets Carol see it, before she is in; Alice cannot do that for him."""
        seen = road.does("bob", "POST", f"/discussions/{discussion}/posts", text="6800?", reach="participants")
        path = f"/discussions/{discussion}/posts/{seen['posts'][0]['id']}/raise"
        assert road.refused("alice", "POST", path, reach="coworkers")["code"] == "no_such_post"
        road.does("bob", "POST", path, reach="coworkers")
        road.later(2 * HOUR)
        assert [post["text"] for post in road.sees("carol", discussion)["posts"]] == ["6800?"]

    def test_only_its_author_edits_and_withdraws_it(self, road: Road, discussion: Id) -> None:
        """A new version for everybody who saw the old one; then nothing for anybody."""
        seen = road.does("bob", "POST", f"/discussions/{discussion}/posts", text="6800", reach="participants")
        path = f"/discussions/{discussion}/posts/{seen['posts'][0]['id']}"
        assert road.refused("alice", "PATCH", path, text="6801")["code"] == "no_such_post"
        road.does("bob", "PATCH", path, text="6801")
        post = road.sees("alice", discussion)["posts"][0]
        assert [version["text"] for version in post["versions"]] == ["6800", "6801"]
        assert road.refused("alice", "DELETE", path)["code"] == "no_such_post"
        road.does("bob", "DELETE", path)
        post = road.sees("alice", discussion)["posts"][0]
        assert (post["text"], post["versions"], post["withdrawn"]) == (None, [], True)

    def test_a_note_is_for_its_author_alone(self, road: Road, discussion: Id) -> None:
        """Not even for the asker."""
        seen = road.does("bob", "POST", f"/discussions/{discussion}/posts", text="Hm", kind="note")
        assert (seen["posts"][0]["text"], seen["posts"][0]["reach"]) == ("Hm", None)
        assert road.sees("alice", discussion)["posts"] == []

    def test_how_far_is_said_by_the_author(self, road: Road, discussion: Id) -> None:
        """Without a reach, beyond where the discussion is, or to a ring that is not there: refused."""
        path = f"/discussions/{discussion}/posts"
        assert road.refused("bob", "POST", path, text="6800")["code"] == "reach_missing"
        assert road.refused("bob", "POST", path, text="6800", reach="network")["code"] == "bad_reach"
        problem = road.refused("bob", "POST", path, text="6800", reach="self")
        assert (problem["code"], problem["hint"]) == ("unknown_ring", "Rings: participants, coworkers, network.")

    @pytest.mark.parametrize(
        "body", [{}, {"text": ""}, {"text": 7}, {"text": "x", "shout": True}, {"text": "x" * 20_001}]
    )
    def test_a_malformed_post(self, body: dict[str, object], road: Road, discussion: Id) -> None:
        """422, with the place; what was sent is not repeated."""
        problem = road.refused("bob", "POST", f"/discussions/{discussion}/posts", **{"reach": "participants", **body})
        assert (problem["status"], problem["code"]) == (422, "invalid")
        assert "xxx" not in str(problem)

    def test_an_answer_pauses_until_the_asker_speaks(self, road: Road, discussion: Id) -> None:
        """Bob answered; Carol is not asked. Alice says "not it"; then, with the time that was left, she is."""
        seen = road.does(
            "bob", "POST", f"/discussions/{discussion}/posts", text="6800", kind="answer", reach="participants"
        )
        post = seen["posts"][0]["id"]
        road.later(HOUR)
        assert road.sees("alice", discussion)["paused"]
        assert not road.is_in("carol", discussion)
        assert road.refused("bob", "POST", f"/discussions/{discussion}/posts/{post}/not-it")["code"] == "not_the_asker"
        road.does("alice", "POST", f"/discussions/{discussion}/posts/{post}/not-it")
        road.later(2 * HOUR)
        assert road.is_in("carol", discussion)

    def test_only_the_asker_accepts(self, road: Road, discussion: Id) -> None:
        """A version that is there, once; afterwards she may say whether it helped, and thank."""
        seen = road.does("bob", "POST", f"/discussions/{discussion}/posts", text="6800", reach="participants")
        path = f"/discussions/{discussion}/posts/{seen['posts'][0]['id']}"
        assert road.refused("bob", "POST", f"{path}/accept", version=1)["code"] == "not_the_asker"
        assert road.refused("alice", "POST", f"{path}/accept", version=2)["code"] == "no_such_version"
        road.does("alice", "POST", f"{path}/accept", version=1)
        assert road.refused("alice", "POST", f"{path}/accept", version=1)["code"] == "ended"
        road.does("alice", "POST", f"{path}/helped", helped=True)
        road.does("alice", "POST", f"/discussions/{discussion}/members/bob/thank")
        road.does("bob", "POST", f"/discussions/{discussion}/release", named=False)
        assert road.sees("bob", discussion)["accepted"] == {"post": seen["posts"][0]["id"], "version": 1}


class TestRings:
    def proposed(self, road: Road, discussion: Id) -> None:
        """Go as far as the proposal to ask the community."""
        road.later(2 * HOUR)
        road.does("carol", "POST", f"/discussions/{discussion}/asks/pass")

    def test_no_community_without_consent(self, road: Road, discussion: Id) -> None:
        """Only Alice can consent, and only to a preview that she was served (law 5)."""
        self.proposed(road, discussion)
        path = f"/discussions/{discussion}/rings/network"
        assert road.refused("bob", "GET", f"{path}/preview")["code"] == "not_the_asker"
        assert road.refused("alice", "POST", f"{path}/consent", preview="made-up")["code"] == "unknown_preview"
        preview = road.does("alice", "GET", f"{path}/preview")
        assert road.refused("bob", "POST", f"{path}/consent", preview=preview["id"])["code"] == "not_the_asker"
        assert not road.is_in("dana", discussion)
        road.does("alice", "POST", f"{path}/consent", preview=preview["id"])
        assert road.is_in("dana", discussion)

    def test_an_outdated_preview_is_refused_with_a_new_one(self, road: Road, discussion: Id) -> None:
        """Alice reworded the question after she looked: consent to the old preview brings the new, which then holds."""
        self.proposed(road, discussion)
        path = f"/discussions/{discussion}/rings/network"
        old = road.does("alice", "GET", f"{path}/preview")
        road.does("alice", "PUT", f"{path}/wording", text="In general?")
        problem = road.refused("alice", "POST", f"{path}/consent", preview=old["id"])
        assert (problem["status"], problem["code"]) == (409, "preview_outdated")
        assert problem["preview"]["wording"] == "In general?"
        road.does("alice", "POST", f"{path}/consent", preview=problem["preview"]["id"])
        assert road.sees("dana", discussion)["question"] == "In general?"

    def test_a_preview_is_for_its_ring(self, road: Road, discussion: Id) -> None:
        """A preview of the network is no consent to the coworkers."""
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/network/preview")
        path = f"/discussions/{discussion}/rings/coworkers/consent"
        assert road.refused("alice", "POST", path, preview=preview["id"])["code"] == "unknown_preview"

    def test_declining(self, road: Road, discussion: Id) -> None:
        """Not yet, and it comes again; no further, and it ends when the ring's wait does."""
        path = f"/discussions/{discussion}/rings/network/decline"
        assert road.refused("alice", "POST", path)["code"] == "nothing_proposed"
        self.proposed(road, discussion)
        road.does("alice", "POST", path)
        assert road.sees("alice", discussion)["proposed"] is None
        road.later(timedelta(days=1))
        assert road.sees("alice", discussion)["proposed"] == "network"
        road.does("alice", "POST", path, further=False)
        road.later(timedelta(days=2))
        assert road.sees("alice", discussion)["outcome"] == "no_answer"

    def test_the_asker_goes_on_by_hand(self, road: Road, discussion: Id) -> None:
        """Alice does not wait; Bob cannot do that for her."""
        assert road.refused("bob", "POST", f"/discussions/{discussion}/widen")["code"] == "not_the_asker"
        road.does("alice", "POST", f"/discussions/{discussion}/widen")
        assert road.is_in("carol", discussion)

    def test_a_ring_that_is_not_there(self, road: Road, discussion: Id) -> None:
        """422, with those that are; for who is further out, without the inner ones."""
        problem = road.refused("alice", "GET", f"/discussions/{discussion}/rings/moon/preview")
        assert problem["hint"] == "Rings: self, participants, coworkers, network."
        road.later(2 * HOUR)
        problem = road.refused("carol", "GET", f"/discussions/{discussion}/rings/participants/preview")
        assert (problem["code"], problem["hint"]) == ("unknown_ring", "Rings: coworkers, network.")


class TestAsks:
    def test_passing_needs_no_reason(self, road: Road, discussion: Id) -> None:
        """Carol passes what she is asked; Bob is asked nothing; both may still read."""
        road.later(2 * HOUR)
        assert [ask["state"] for ask in road.does("carol", "GET", f"/discussions/{discussion}/asks")["items"]] == [
            "open"
        ]
        assert road.does("bob", "GET", f"/discussions/{discussion}/asks") == {"items": [], "cursor": None}
        assert road.refused("bob", "POST", f"/discussions/{discussion}/asks/pass")["code"] == "not_asked_of_you"
        assert road.sees("alice", discussion)["asks"][0]["reason"] == "worked with you on 4 cases"
        assert road.sees("carol", discussion)["asks"][0]["reason"] == "you worked with whoever asks"
        road.does("carol", "POST", f"/discussions/{discussion}/asks/pass")
        assert road.is_in("carol", discussion)

    def test_not_now(self, road: Road, discussion: Id) -> None:
        """A moment to come; one that is over, or has no zone, is refused."""
        road.later(2 * HOUR)
        path = f"/discussions/{discussion}/asks/pass"
        assert road.refused("carol", "POST", path, again_at="2026-01-01T00:00:00Z")["code"] == "not_now_is_over"
        assert road.refused("carol", "POST", path, again_at="2026-02-01T00:00:00")["code"] == "invalid"
        road.does("carol", "POST", path, again_at="2026-01-05T15:00:00Z")

    def test_nobody_holds_more_asks_than_their_cap(self, road: Road) -> None:
        """Carol holds three; the fourth discussion finds nobody among the coworkers and goes on."""
        found = []
        for number in range(4):
            task = {**TASK, "task_id": f"t{number}"}
            found.append(road.fired(f"r{number}", question="Which account?", task=task))
        road.later(2 * HOUR)
        assert [road.is_in("carol", discussion) for discussion in found].count(True) == 3


class TestMembers:
    def test_the_asker_brings_somebody_in(self, road: Road, discussion: Id) -> None:
        """Eve, by name; Bob cannot; and whoever cannot take part, cannot, without a reason (law 6)."""
        path = f"/discussions/{discussion}/members"
        assert road.refused("bob", "PUT", f"{path}/eve")["code"] == "not_the_asker"
        excluded = road.refused("alice", "PUT", f"{path}/frank")
        assert excluded["code"] == "not_available"
        assert road.refused("alice", "PUT", f"{path}/nobody") == excluded
        road.does("alice", "PUT", f"{path}/eve")
        assert road.sees("eve", discussion)["question"]

    def test_the_asker_takes_somebody_out(self, road: Road, discussion: Id) -> None:
        """From that moment it is not there for Bob."""
        assert road.refused("bob", "DELETE", f"/discussions/{discussion}/members/alice")["code"] == "not_the_asker"
        road.does("alice", "DELETE", f"/discussions/{discussion}/members/bob")
        assert not road.is_in("bob", discussion)

    def test_striking_beforehand(self, road: Road, discussion: Id) -> None:
        """Carol never hears of it, and Bob does not hear that she was struck."""
        road.does("alice", "POST", f"/discussions/{discussion}/members/carol/strike")
        road.later(2 * HOUR)
        assert not road.is_in("carol", discussion)
        kinds = [fact["kind"] for fact in road.does("bob", "GET", f"/discussions/{discussion}/facts")["items"]]
        assert "Struck" not in kinds

    def test_leaving(self, road: Road, discussion: Id) -> None:
        """Bob goes, and gets nothing back; Alice's question stays hers."""
        answer = road.by("bob").post(f"/v1/discussions/{discussion}/leave")
        assert (answer.status_code, answer.content) == (204, b"")
        assert road.refused("alice", "POST", f"/discussions/{discussion}/leave")["code"] == "asker_stays"

    def test_the_one_door(self, road: Road, discussion: Id) -> None:
        """Alice lets Carol into the participants' ring, after a preview of all that she will see there."""
        road.does("bob", "POST", f"/discussions/{discussion}/posts", text="6800?", reach="participants")
        road.later(2 * HOUR)
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/participants/preview?person=carol")
        assert [post["text"] for post in preview["posts"]] == ["6800?"]
        path = f"/discussions/{discussion}/members"
        assert road.refused("alice", "POST", f"{path}/bob/closer", preview=preview["id"])["code"] == "unknown_preview"
        road.does("alice", "POST", f"{path}/carol/closer", preview=preview["id"])
        assert [post["text"] for post in road.sees("carol", discussion)["posts"]] == ["6800?"]

    def test_handing_over(self, road: Road, discussion: Id) -> None:
        """Bob is the asker now; Alice stays, one ring out."""
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/self/preview?person=bob")
        road.does("alice", "POST", f"/discussions/{discussion}/members/bob/hand-over", preview=preview["id"])
        assert road.sees("bob", discussion)["mine"]
        assert road.sees("alice", discussion)["ring"] == "participants"

    def test_an_open_ring(self, road: Road) -> None:
        """Dana is in the pool of an open ring: she gets a listing and may join. For Eve there is nothing."""
        who = ["group:Logistics", "group:Purchasing"]
        outer = {"name": "all", "step": "community", "open": True, "batch": 1, "who": who}
        rings = [{"name": "participants", "step": "colleagues"}, outer]
        settings = {**SETTINGS, "rings": rings, "shares": []}
        discussion = road.fired(question="Which account?", settings=settings)
        preview = road.does("alice", "GET", f"/discussions/{discussion}/rings/all/preview")
        road.does("alice", "POST", f"/discussions/{discussion}/rings/all/consent", preview=preview["id"])
        outside = next(who for who in ("dana", "carol") if not road.is_in(who, discussion))
        (listing,) = road.does(outside, "GET", "/listings")["items"]
        assert (listing["discussion"], listing["question"]) == (discussion, "Which account?")
        assert road.does("eve", "GET", "/listings") == {"items": [], "cursor": None}
        assert road.refused("eve", "POST", f"/discussions/{discussion}/join")["code"] == "not_found"
        road.does(outside, "POST", f"/discussions/{discussion}/join")
        assert road.sees(outside, discussion)["grounds"] == ["joined"]

    def test_shown_by_role(self, road: Road) -> None:
        """Where a ring shows the asker by role, Carol reads a role, and no id."""
        rings = [
            {"name": "participants", "step": "colleagues"},
            {"name": "coworkers", "step": "colleagues", "who": ["worked-with"], "asker": "role"},
        ]
        discussion = road.fired(question="Which account?", settings={"rings": rings})
        road.later(2 * HOUR)
        assert road.sees("bob", discussion)["asker"] == {"id": "alice", "name": "Alice"}
        assert road.sees("carol", discussion)["asker"] == {"id": None, "name": "somebody"}
        assert "alice" not in road.by("carol").get(f"/v1/discussions/{discussion}").text.lower()
        assert "alice" not in road.by("carol").get(f"/v1/discussions/{discussion}/facts").text.lower()


class TestEnds:
    @pytest.mark.parametrize(
        ("how", "outcome"), [("solved-alone", "solved_alone"), ("withdraw", "withdrawn"), ("give-up", "no_answer")]
    )
    def test_only_the_asker_ends_it(self, how: str, outcome: str, road: Road, discussion: Id) -> None:
        """Bob cannot; Alice can, once; afterwards Bob reads what he could read, without fields."""
        assert road.refused("bob", "POST", f"/discussions/{discussion}/{how}")["code"] in {"not_the_asker", "invalid"}
        road.does("alice", "POST", f"/discussions/{discussion}/{how}")
        assert road.refused("alice", "POST", f"/discussions/{discussion}/withdraw")["code"] == "ended"
        seen = road.sees("bob", discussion)
        assert (seen["outcome"], seen["question"], seen["fields"]) == (
            outcome,
            "Which account do freight costs go to?",
            [],
        )

    def test_what_is_not_abandoned_cannot_be_ended_by_an_administrator(self, road: Road) -> None:
        """Frank administers the task; as long as Alice is there, her discussion is not there for him."""
        people = {"actual_owner": "alice", "business_administrators": ["eve"]}
        discussion = road.fired(question="Which account?", people=people)
        assert road.refused("eve", "POST", f"/discussions/{discussion}/end-abandoned")["code"] == "not_found"


class TestLists:
    def test_pages(self, road: Road) -> None:
        """Every discussion of Alice's once, the latest first; her cursor is not Bob's."""
        made = []
        for number in range(5):
            made.append(road.fired(f"r{number}", question="?", task={**TASK, "task_id": f"t{number}"}))
            road.clock.advance(timedelta(minutes=1))
        first = road.does("alice", "GET", "/discussions?limit=3")
        rest = road.does("alice", "GET", f"/discussions?limit=3&cursor={first['cursor']}")
        assert [line["id"] for line in (*first["items"], *rest["items"])] == made[::-1]
        assert rest["cursor"] is None
        assert road.refused("bob", "GET", f"/discussions?cursor={first['cursor']}")["code"] == "bad_cursor"
        assert road.refused("bob", "GET", "/discussions?cursor=ü")["code"] == "bad_cursor"

    def test_facts_have_no_words_and_no_numbers(self, road: Road, discussion: Id) -> None:
        """What happened, as far as Bob may know."""
        road.does("bob", "POST", f"/discussions/{discussion}/posts", text="6800", reach="participants")
        facts = road.does("bob", "GET", f"/discussions/{discussion}/facts")["items"]
        assert "Posted" in [fact["kind"] for fact in facts]
        assert all(set(fact) == {"at", "kind", "who", "ring", "post"} for fact in facts)
        assert "6800" not in str(facts)

    def test_me(self, road: Road) -> None:
        """Whose token it is."""
        assert road.does("alice", "GET", "/me") == {
            "kind": "person",
            "id": "alice",
            "name": "Alice",
            "roles": [],
            "csrf": None,
        }
        key: dict[str, object] = {"kind": "runtime", "id": "expenses", "name": "expenses", "roles": [], "csrf": None}
        assert road.runtime.get("/v1/me").json() == key

    def test_health(self, road: Road) -> None:
        """Needs no token."""
        assert road.service.http().get("/health").json()["status"] == "ok"

    def test_a_path_that_is_not_there(self, road: Road) -> None:
        """Reads as a problem too."""
        assert road.refused("alice", "GET", "/nothing")["code"] == "not_found"
        assert road.refused("alice", "PUT", "/discussions")["code"] == "method_not_allowed"


def test_the_tasks_data_is_nowhere(road: Road) -> None:
    """What was not shared was dropped before anything was kept (law 4)."""
    road.asked()
    road.hook(socialize("r2", task={**TASK, "task_id": "t2"}, question="?"))
    for person in ("alice", "bob"):
        for line in road.does(person, "GET", "/discussions")["items"]:
            assert "DE02" not in str(road.sees(person, line["id"]))
