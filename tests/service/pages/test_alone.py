"""The step on one's own, on pages: what was answered before, "this solved it", and taking back what one released."""

from __future__ import annotations

from datetime import timedelta

from tests.service.pages.conftest import Sits
from tests.service.pages.test_safety import ATTACKS, inert, without_addresses
from tests.service.road import Road
from tests.service.test_experience import ANSWER, QUESTION, activate, released


class TestTheStepOnOnesOwn:
    def test_shows_first_what_was_answered_before(self, road: Road, sits: Sits) -> None:
        """Alice was stuck here last week; today she reads it, and it solves it. Nobody was asked."""
        released(road)
        activate(road, "t2")
        alice = sits("alice").presses("I'm stuck")
        assert "Answered before" in alice.text
        assert QUESTION in alice.text
        assert ANSWER in alice.text
        assert "Careful" not in alice.text
        discussion = alice.path.removeprefix("/discussions/")
        alice.presses("This solved it")
        assert road.sees("alice", discussion)["outcome"] == "solved_alone"
        assert road.does("bob", "GET", "/experience")["items"][0]["solved"] == 1

    def test_says_what_may_not_hold_any_more(self, road: Road, sits: Sits) -> None:
        """A year later it is old, and the page says so beside the answer."""
        released(road)
        road.clock.advance(timedelta(days=400))
        activate(road, "t2")
        alice = sits("alice").presses("I'm stuck")
        assert "Careful: this was long ago." in alice.text

    def test_is_quiet_where_there_is_nothing(self, road: Road, sits: Sits) -> None:
        """What nobody released is shown to nobody."""
        alice = sits("alice").presses("I'm stuck")
        assert "Answered before" not in alice.text


class TestWhatIsReleased:
    def test_is_taken_back_on_a_page(self, road: Road, sits: Sits) -> None:
        """Bob let others see his answer; he changes his mind, and whoever is stuck finds nothing."""
        discussion = released(road)
        bob = sits("bob").goes("/released")
        assert ANSWER in bob.text
        assert QUESTION not in bob.text
        assert "without your name" in bob.text
        bob.presses("Take back")
        assert ANSWER not in bob.text
        activate(road, "t2")
        assert "Answered before" not in sits("alice").presses("I'm stuck").text
        bob.goes(f"/discussions/{discussion}").presses("Yes, with my name")
        assert bob.path == "/released"
        assert ANSWER in bob.text

    def test_is_nobody_elses_to_take_back(self, road: Road, sits: Sits) -> None:
        """Eve gets the answer that she gets for what does not exist."""
        released(road)
        experience = road.does("bob", "GET", "/experience")["items"][0]["id"]
        eve = sits("eve")
        said = [eve.goes("/").sends(f"/released/{one}/take-back") for one in (experience, "0" * len(experience))]
        assert [answer.status_code for answer in said] == [404, 404]
        assert without_addresses(said[0].text) == without_addresses(said[1].text)
        assert ANSWER in sits("bob").goes("/released").text


def test_what_was_released_is_inert(road: Road, sits: Sits) -> None:
    """On the page of who is stuck, of the community, and of who released it: all attacks in one, a fence at the end."""
    words = "\n\n".join(sorted((attack.replace("\x00", "") for attack in ATTACKS), key=lambda attack: "```" in attack))
    released(road, question=words, answer=words)
    activate(road, "t2")
    alice = sits("alice").presses("I'm stuck")
    assert "Answered before" in alice.text
    assert "hit()" in alice.text
    inert(alice.page)
    inert(alice.goes("/released").page)
    assert "evil.example" not in " ".join(alice.page.xpath("//@src"))
