"""What the API can do and a discussion's page can, too: without scripts, with what is shown before it is done."""

from __future__ import annotations

from typing import Any

import pytest

from tests.service.pages.conftest import Sits
from tests.service.road import HOUR, Road


def said(road: Road, discussion: str, who: str = "bob", text: str = "Try 6800.", reach: str = "participants") -> str:
    """Let somebody say something, and return the post."""
    view = road.does(who, "POST", f"/discussions/{discussion}/posts", text=text, reach=reach)
    return str(view["posts"][-1]["id"])


def post_of(road: Road, who: str, discussion: str, post: str) -> dict[str, Any]:
    """Return a post as the API tells somebody."""
    return next(each for each in road.sees(who, discussion)["posts"] if each["id"] == post)


class TestPosts:
    """One's own is changed and raised; anybody's is replied to."""

    def test_is_changed(self, road: Road, sits: Sits) -> None:
        """Bob corrects himself: a new version, as far out as before."""
        discussion = road.asked()
        post = said(road, discussion)
        bob = sits("bob").goes(f"/discussions/{discussion}").follows("Change or reply")
        bob.presses("Save", text="Try **4730**.")
        assert bob.path == f"/discussions/{discussion}"
        found = post_of(road, "alice", discussion, post)
        assert (found["text"], len(found["versions"]), found["reach"]) == ("Try **4730**.", 2, "participants")

    def test_is_shown_further_out(self, road: Road, sits: Sits) -> None:
        """Bob lets colleagues who come later see it; he is told that this stays so."""
        discussion = road.asked()
        post = said(road, discussion)
        bob = sits("bob").goes(f"/discussions/{discussion}/posts/{post}")
        assert "cannot be undone" in bob.text
        bob.presses("Show it to them", reach="coworkers")
        assert post_of(road, "alice", discussion, post)["reach"] == "coworkers"
        assert "Shown to: Colleagues you work with, and nobody further out" in bob.text

    def test_is_replied_to_with_its_words(self, road: Road, sits: Sits) -> None:
        """Alice answers Bob, whose words are quoted; it reaches as far as what she replies to."""
        discussion = road.asked()
        post = said(road, discussion, text="Try 6800.\nOr 6810.")
        road.later(2 * HOUR)
        alice = sits("alice").goes(f"/discussions/{discussion}").follows("Reply")
        assert "> Try 6800.\n> Or 6810." in alice.page.xpath("//textarea[@id='words']")[0].text
        assert alice.page.xpath("//select[@id='reach']/option/@value") == ["participants"]
        alice.presses("Send", text="> Try 6800.\n\nThat is for goods.")
        reply = road.sees("alice", discussion)["posts"][-1]
        assert (reply["parent"], reply["reach"]) == (post, "participants")
        assert "in reply to Bob" in alice.text
        assert alice.page.xpath(f"//article[@id='post-{reply['id']}']//blockquote")

    def test_files_are_attached_and_taken_off(self, road: Road, sits: Sits) -> None:
        """On the page of one's own post."""
        discussion = road.asked()
        post = said(road, discussion)
        path = f"/discussions/{discussion}/posts/{post}"
        bob = sits("bob").goes(path)
        form = dict(bob.form("Attach").form_values())
        form.pop("files", None)
        bob.http.post(f"{path}/attachments", data=form, files=[("files", ("a.txt", b"x"))])
        assert [each["name"] for each in post_of(road, "alice", discussion, post)["attachments"]] == ["a.txt"]
        bob.goes(path).presses("Take it off")
        assert post_of(road, "alice", discussion, post)["attachments"] == []

    def test_others_can_do_nothing_but_reply(self, road: Road, sits: Sits) -> None:
        """Alice is offered no change of Bob's post, and a forged one is refused; for Eve there is no page."""
        discussion = road.asked()
        post = said(road, discussion)
        path = f"/discussions/{discussion}/posts/{post}"
        alice = sits("alice").goes(path)
        buttons = {" ".join(one.text_content().split()) for one in alice.page.xpath("//main//button")}
        assert buttons == {"Send"}
        assert alice.sends(f"{path}/edit", text="Forged.").status_code == 409
        alice.goes(path)
        assert alice.sends(f"{path}/raise", reach="network").status_code == 409
        assert post_of(road, "bob", discussion, post)["text"] == "Try 6800."
        assert sits("eve").goes(path).answer.status_code == 404


class TestPeople:
    """The asker lets somebody in by name, after seeing what they would see."""

    def test_somebody_is_brought_in(self, road: Road, sits: Sits) -> None:
        """Alice finds Eve, sees that she would read the question and not what Bob said, and lets her in."""
        discussion = road.asked()
        said(road, discussion)
        road.later(2 * HOUR)
        alice = sits("alice").goes(f"/discussions/{discussion}").follows("Let somebody in")
        alice.goes(f"{alice.path}?name=ev")
        assert "Eve" in alice.text
        alice.follows("Bring in")
        assert "Which account" in alice.text
        assert "Try 6800" not in alice.text
        assert not road.is_in("eve", discussion)
        alice.presses("Yes, let them in")
        assert road.is_in("eve", discussion)
        assert road.sees("eve", discussion)["posts"] == []

    def test_somebody_is_let_closer(self, road: Road, sits: Sits) -> None:
        """Eve would read what Bob said: Alice sees that before. What is said meanwhile is shown to Alice first."""
        discussion = road.asked()
        said(road, discussion)
        road.later(2 * HOUR)
        alice = sits("alice").goes(f"/discussions/{discussion}/members?name=Eve").follows("As close as")
        assert "Try 6800" in alice.text
        said(road, discussion, text="And one more.")
        alice.presses("Yes, let them in")
        assert alice.answer.status_code == 409
        assert "And one more." in alice.text
        assert not road.is_in("eve", discussion)
        alice.presses("Yes, let them in")
        assert [post["text"] for post in road.sees("eve", discussion)["posts"]] == ["Try 6800.", "And one more."]

    def test_it_is_handed_over(self, road: Road, sits: Sits) -> None:
        """Bob asks now; Alice stays, one step further out."""
        discussion = road.asked()
        alice = sits("alice").goes(f"/discussions/{discussion}/members?name=bob").follows("Hand over")
        assert "would be who asks" in alice.text
        alice.presses("Yes, hand over")
        assert (road.sees("bob", discussion)["mine"], road.sees("alice", discussion)["mine"]) == (True, False)

    def test_somebody_is_taken_out(self, road: Road, sits: Sits) -> None:
        """Bob sees nothing any more."""
        discussion = road.asked()
        sits("alice").goes(f"/discussions/{discussion}").presses("Take out")
        assert not road.is_in("bob", discussion)

    def test_who_is_excluded_cannot_be_let_in_and_nobody_says_why(self, road: Road, sits: Sits) -> None:
        """Frank approves what Alice checks."""
        discussion = road.asked()
        alice = sits("alice").goes(f"/discussions/{discussion}/members?name=frank").follows("Bring in")
        alice.presses("Yes, let them in")
        assert "cannot be chosen any more" in alice.text
        assert not road.is_in("frank", discussion)

    @pytest.mark.parametrize("who", ["bob", "eve"])
    def test_only_the_asker_finds_people_here(self, who: str, road: Road, sits: Sits) -> None:
        """For a member as for an outsider there is no such page."""
        discussion = road.asked()
        for path in ("members?name=dana", "members/dana/participants", "members/dana/self"):
            assert sits(who).goes(f"/discussions/{discussion}/{path}").answer.status_code == 404

    def test_names_are_found_by_a_part(self, road: Road, sits: Sits) -> None:
        """Whatever its case; one letter finds nobody, and nor does what nobody is called."""
        path = f"/discussions/{road.asked()}/members"
        alice = sits("alice")
        assert "Carol" in alice.goes(f"{path}?name=ARO").text
        assert "Carol" not in alice.goes(f"{path}?name=c").text
        assert "Nobody is called that." in alice.goes(f"{path}?name=%3Cscript%3E").text


class TestTheLadder:
    """The question is worded for a ring before it is there, and a proposal can wait."""

    def test_the_question_is_worded_for_the_next_ring(self, road: Road, sits: Sits) -> None:
        """Colleagues who come later read Alice's words for them, not her question; nobody was asked by looking."""
        discussion = road.asked()
        alice = sits("alice").goes(f"/discussions/{discussion}").follows("What they would see")
        assert alice.path == f"/discussions/{discussion}/rings/coworkers"
        assert "It is not there yet." in alice.text
        alice.presses("Use these words", text="Where do freight costs go?")
        assert not road.is_in("carol", discussion)
        road.later(2 * HOUR)
        assert road.sees("carol", discussion)["question"] == "Where do freight costs go?"

    def test_not_yet_is_said_on_the_page(self, road: Road, sits: Sits) -> None:
        """Beside the way to look at it."""
        discussion = road.asked()
        road.later(3 * HOUR)
        road.later(3 * HOUR)
        assert road.sees("alice", discussion)["proposed"] == "network"
        sits("alice").goes(f"/discussions/{discussion}").presses("Not yet")
        assert road.sees("alice", discussion)["proposed"] is None
        assert not road.is_in("dana", discussion)
