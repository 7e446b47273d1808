"""The road from being stuck to the answer, on pages, in browsers that run no scripts."""

from __future__ import annotations

from tests.service.pages.conftest import Sits
from tests.service.road import HOUR, Road, socialize


class TestTheRoad:
    def test_leads_from_being_stuck_to_the_answer_in_the_process(self, road: Road, sits: Sits) -> None:
        """Alice asks; Bob remarks; Carol passes; Alice agrees to ask Dana, who knows; the value goes back."""
        alice = sits("alice").presses("I'm stuck")
        discussion = alice.path.removeprefix("/discussions/")
        (raised,) = [one for one in road.deliveries() if one["type"] == "task.raise"]
        assert road.hook(socialize("r9", raised=raised["id"])).is_success
        alice.goes(alice.path)
        assert "nobody sees any of this" in alice.text
        assert "R-17" in alice.text

        alice.presses("Ask:", text="Which account do **freight costs** go to?")
        bob = sits("bob").goes(alice.path)
        bob.presses("Send", kind="comment", text="Ask Carol, Eve always gets it wrong.")
        assert "Ask Carol" in bob.text

        alice.goes(alice.path).presses("Ask further now")
        carol = sits("carol")
        assert "Somebody asks you" in carol.text
        assert "Which account" in carol.text
        carol.presses("Pass")
        assert "Ask Carol, Eve" not in carol.text

        alice.goes(f"/discussions/{discussion}").follows("Look at it")
        assert alice.path == f"/discussions/{discussion}/rings/network"
        assert "Dana" in alice.text
        assert "did this task in 2 other cases" in alice.text
        alice.presses("Use these words", text="Where do freight costs go?").presses("Yes, ask them")

        dana = sits("dana").follows("Answer: Check invoice")
        assert "Where do freight costs go?" in dana.text
        assert "always gets it wrong" not in dana.text
        dana.presses("Send", kind="answer", text="To 4730.")

        alice.goes(f"/discussions/{discussion}").follows("This is it").presses("Take it", value="4730")
        assert "Answered" in alice.text
        (ended,) = [one for one in road.deliveries() if one["type"] == "discussion.ended"]
        assert (ended["outcome"], ended["value"]) == ("answered", "4730")

    def test_has_a_proposal_that_can_wait(self, road: Road, sits: Sits) -> None:
        """Two equal buttons: the other one is no, and nothing happened."""
        discussion = road.asked()
        road.later(3 * HOUR)
        road.later(3 * HOUR)
        alice = sits("alice").goes(f"/discussions/{discussion}").follows("Look at it")
        labels = [
            " ".join(button.text_content().split()) for button in alice.page.xpath("//div[@class='equal']//button")
        ]
        assert labels == ["Yes, ask them", "No, not yet"]
        alice.presses("No, not yet")
        assert alice.path == f"/discussions/{discussion}"
        assert not road.is_in("dana", discussion)
