"""Erasing: words are gone from everywhere, facts stay, and a hold stops it (law 11)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialbpm.actions.leaving import SETTLED
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.everything import Admin, kept, shown
from tests.service.road import MONDAY, PEOPLE, SEEDS, TASK, Road

SECRET = "Hummingbird"
"""A word that nobody else says."""


@pytest.fixture
def admin(road: Road) -> Admin:
    """Eve."""
    return Admin(road)


def says(road: Road, who: str, discussion: str, text: str, kind: str = "comment") -> str:
    """Let somebody say something, and return the post."""
    path = f"/discussions/{discussion}/posts"
    return str(road.does(who, "POST", path, kind=kind, text=text, reach="participants")["posts"][-1]["id"])


def answered(road: Road, text: str = f"{SECRET} 4711") -> str:
    """Alice asks; Bob answers, in two versions, and Alice accepts: the value goes back. Return the discussion."""
    discussion = road.asked()
    post = says(road, "bob", discussion, f"{SECRET}?", "answer")
    road.does("bob", "PATCH", f"/discussions/{discussion}/posts/{post}", text=text)
    road.does("alice", "POST", f"/discussions/{discussion}/posts/{post}/accept", version=2)
    return discussion


class TestEmptying:
    """Nothing is left of what somebody said."""

    def test_words_are_nowhere(self, road: Road, admin: Admin) -> None:
        """Not in an answer of the API, not in a delivery, not in the database; what others said stays."""
        discussion = answered(road)
        assert SECRET in shown(road, discussion)
        admin.does("POST", "/people/bob/erase")
        road.service.sweep()
        assert SECRET not in shown(road, discussion)
        assert SECRET not in kept(road.service)
        assert "freight costs" in shown(road, discussion)

    def test_the_name_is_nowhere_either(self, road: Road, admin: Admin) -> None:
        """Bob is somebody now, without an id, from the first moment on."""
        discussion = answered(road)
        admin.does("POST", "/people/bob/erase")
        author = road.sees("alice", discussion)["posts"][0]["author"]
        assert author == {"id": None, "name": "somebody"}
        assert '"Bob"' not in shown(road, discussion)

    def test_facts_stay(self, road: Road, admin: Admin) -> None:
        """Who could see what, and since when, is as it was; what was added is told to nobody."""
        discussion = answered(road)
        before = road.does("alice", "GET", f"/discussions/{discussion}/facts")["items"]
        admin.does("POST", "/people/bob/erase")
        road.service.sweep()
        after = road.does("alice", "GET", f"/discussions/{discussion}/facts")["items"]
        assert [(fact["at"], fact["kind"]) for fact in after] == [
            (fact["at"], fact["kind"]) for fact in before if fact["kind"] != "CameIn"
        ]
        assert "'words-erased'" in kept(road.service)

    def test_who_could_not_see_it_sees_no_change(self, road: Road, admin: Admin) -> None:
        """Carol came in later and never saw what Bob said: to her, nothing happened."""
        discussion = road.asked()
        says(road, "bob", discussion, SECRET)
        road.later(timedelta(hours=2))
        seen = [road.by("carol").get(f"/v1/discussions/{discussion}{part}").json() for part in ("", "/facts", "/posts")]
        admin.does("POST", "/people/bob/erase")
        road.service.sweep()
        assert seen == [
            road.by("carol").get(f"/v1/discussions/{discussion}{part}").json() for part in ("", "/facts", "/posts")
        ]

    def test_the_asker(self, road: Road, admin: Admin) -> None:
        """The question, its wordings, and the values that it came with."""
        discussion = road.fired(question=f"Which {SECRET}?", fields={"invoice_no": SECRET, "amount": 4120})
        says(road, "bob", discussion, "Ask Carol.")
        admin.does("POST", "/people/alice/erase")
        road.service.sweep()
        assert SECRET not in kept(road.service)
        assert "Ask Carol." in shown(road, discussion)

    def test_a_dry_run_changes_nothing(self, road: Road, admin: Admin) -> None:
        """It counts: two versions and the value, in one discussion."""
        answered(road)
        admin.does("GET", "/holds")  # that her token was used is noted, but not each time
        before = kept(road.service)
        found = admin.does("POST", "/people/bob/erase", dry_run=True)
        assert (found["discussions"], found["words"]) == (1, 3)
        assert kept(road.service) == before

    def test_once_more_changes_nothing(self, road: Road, admin: Admin) -> None:
        """It is done when nothing can be on its way in any more."""
        answered(road)
        admin.does("POST", "/people/bob/erase")
        road.later(SETTLED)
        done = admin.does("POST", "/people/bob/erase")
        assert (done["discussions"], done["words"], done["done"]) == (1, 3, True)
        before = kept(road.service)
        assert admin.does("POST", "/people/bob/erase") == done
        assert kept(road.service) == before

    def test_they_are_off_boarded(self, road: Road, admin: Admin) -> None:
        """Who is erased is not here."""
        road.by("bob")
        admin.does("POST", "/people/bob/erase")
        assert road.by("bob").get("/v1/me").status_code == 401

    def test_only_administrators(self, road: Road) -> None:
        """Not even oneself."""
        assert road.refused("bob", "POST", "/people/bob/erase")["code"] == "not_admin"


class TestPseudonymising:
    """What was said stays; who said it does not."""

    def test_their_names_are_taken_out_of_their_words(self, road: Road, admin: Admin) -> None:
        """Bob signed: what he wrote stays, with a name that says nothing."""
        discussion = answered(road, "4711. Greetings, Bob")
        admin.does("POST", "/people/bob/erase", how="pseudonymise")
        road.service.sweep()
        everything = shown(road, discussion)
        assert "4711. Greetings, person-" in everything
        assert "Bob" not in everything
        value = [each for each in road.deliveries() if each["type"] == "discussion.ended"][-1]["value"]
        assert value.startswith("4711. Greetings, person-")

    def test_it_can_be_emptied_later(self, road: Road, admin: Admin) -> None:
        """The other way round there is nothing left to say."""
        answered(road)
        admin.does("POST", "/people/bob/erase", how="pseudonymise")
        road.later(SETTLED)
        admin.does("POST", "/people/bob/erase", how="empty")
        road.service.sweep()
        assert SECRET not in kept(road.service)


class TestHolds:
    """What is held is not erased, by nobody and by no age."""

    @pytest.mark.parametrize("what", ["discussion", "case", "person"])
    def test_a_hold_stops_erasing(self, road: Road, admin: Admin, what: str) -> None:
        """On the discussion, on its case, or on Alice, who is in it; once it is released, it goes on."""
        discussion = answered(road)
        ref = {"discussion": discussion, "case": TASK["case_id"], "person": "alice"}[what]
        hold = admin.does("POST", "/holds", 201, kind=what, ref=ref, runtime="expenses", reason="a lawsuit")
        for dry_run in (True, False):
            assert admin.does("POST", "/people/bob/erase", 409, dry_run=dry_run)["code"] == "held"
        road.service.sweep()
        assert SECRET in shown(road, discussion)
        admin.does("POST", f"/holds/{hold['id']}/release")
        admin.does("POST", "/people/bob/erase")
        road.service.sweep()
        assert SECRET not in kept(road.service)

    @pytest.mark.parametrize("what", ["discussion", "case", "person"])
    def test_a_hold_is_on_nothing_else(self, road: Road, admin: Admin, what: str) -> None:
        """On another discussion, another case, or somebody who was never in: Bob is erased all the same."""
        answered(road)
        admin.does("POST", "/holds", 201, kind=what, ref="c9", runtime="expenses", reason="a lawsuit")
        admin.does("POST", "/people/bob/erase")
        road.service.sweep()
        assert SECRET not in kept(road.service)

    def test_a_hold_stops_what_has_begun(self, road: Road, admin: Admin) -> None:
        """What is held meanwhile is left out, and looked at again."""
        discussion = answered(road)
        admin.does("POST", "/people/bob/erase")
        hold = admin.does("POST", "/holds", 201, kind="discussion", ref=discussion, reason="a lawsuit")
        road.service.sweep()
        assert SECRET in kept(road.service)
        admin.does("POST", f"/holds/{hold['id']}/release")
        road.later(timedelta(hours=1))
        assert SECRET not in kept(road.service)

    def test_others_hear_nothing_of_holds(self, road: Road, admin: Admin) -> None:
        """Nobody but administrators reads that there is one."""
        discussion = road.asked()
        admin.does("POST", "/holds", 201, kind="discussion", ref=discussion, reason="a lawsuit")
        assert [hold["ref"] for hold in admin.does("GET", "/holds")["items"]] == [discussion]  # type: ignore[attr-defined]  # a list
        assert road.refused("alice", "GET", "/holds")["code"] == "not_admin"
        assert "lawsuit" not in shown(road, discussion)


class TestRetention:
    """Words grow old."""

    @pytest.fixture
    def service(self, clock: FrozenClock, database_url: str) -> Any:
        """A service that keeps words for thirty days."""
        settings = Settings(database_url=database_url, sweep_interval=SELDOM, retention="P30D")
        with EmbeddedService(settings, clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
            yield running

    def test_words_go_when_their_time_is_over(self, road: Road) -> None:
        """Of what ended thirty days ago; what ended later, or did not end, keeps its words."""
        answered(road)
        going_on = road.fired("r2", question=f"Which {SECRET}?", task={**TASK, "task_id": "t2"})
        road.later(timedelta(days=29))
        assert SECRET in kept(road.service)
        road.does("alice", "POST", f"/discussions/{going_on}/withdraw")
        road.later(timedelta(days=1))
        assert kept(road.service).count(SECRET) == kept(road.service).count(f"Which {SECRET}?") > 0
        road.later(timedelta(days=30))
        assert SECRET not in kept(road.service)

    def test_a_late_answer_goes_too(self, road: Road) -> None:
        """Carol was asked, and answers when all else is gone already."""
        discussion = road.asked()
        road.later(timedelta(hours=2))
        road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
        road.later(timedelta(days=30))
        body = {"kind": "answer", "text": SECRET, "reach": "coworkers"}
        assert road.by("carol").post(f"/v1/discussions/{discussion}/posts", json=body).is_success
        assert SECRET in kept(road.service)
        road.service.sweep()
        assert SECRET not in kept(road.service)

    def test_a_hold_stops_it(self, road: Road, admin: Admin) -> None:
        """Until it is released."""
        discussion = answered(road)
        hold = admin.does("POST", "/holds", 201, kind="discussion", ref=discussion, reason="a lawsuit")
        road.later(timedelta(days=31))
        assert SECRET in kept(road.service)
        admin.does("POST", f"/holds/{hold['id']}/release")
        road.service.sweep()
        assert SECRET not in kept(road.service)


STEPS = st.lists(
    st.tuples(st.sampled_from(["says", "edits", "notes", "answers", "withdraws"]), st.booleans()), max_size=6
)


class TestLaw:
    """Whatever somebody did, nothing of it is left; what others did, is."""

    @settings(max_examples=8, deadline=None)
    @given(steps=STEPS, ends=st.booleans())
    def test_erased_words_are_in_no_output(self, steps: list[tuple[str, bool]], ends: bool) -> None:
        """Bob says all kinds of things in all kinds of ways, and Alice some; then he is erased."""
        clock = FrozenClock(MONDAY)
        with EmbeddedService(clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
            road = Road(running, clock)
            discussion = road.asked()
            post = says(road, "bob", discussion, SECRET)
            for n, (what, alices) in enumerate(steps):
                post = act(road, discussion, what, post, f"{'Sparrow' if alices else SECRET} {n}", alices=alices)
            if ends:
                road.does("alice", "POST", f"/discussions/{discussion}/withdraw")
            alices_words = kept(running).count("Sparrow")
            Admin(road).does("POST", "/people/bob/erase")
            running.sweep()
            assert SECRET not in kept(running) + shown(road, discussion)
            assert kept(running).count("Sparrow") == alices_words


def act(road: Road, discussion: str, what: str, post: str, text: str, *, alices: bool) -> str:
    """Let Alice or Bob do something, and return a post of Bob's."""
    who, path = "alice" if alices else "bob", f"/discussions/{discussion}/posts"
    if what in {"edits", "withdraws"}:
        method, body = ("PATCH", {"text": f"{SECRET} edited"}) if what == "edits" else ("DELETE", {})
        road.by("bob").request(method, f"/v1{path}/{post}", json=body or None)
        return post
    kind = {"says": "comment", "notes": "note", "answers": "answer"}[what]
    answer = road.by(who).post(f"/v1{path}", json={"kind": kind, "text": text, "reach": "participants"})
    return post if alices or not answer.is_success else str(answer.json()["posts"][-1]["id"])
