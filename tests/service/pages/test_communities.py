"""Communities and people on pages: proposed, joined by consent, gone; and only to who may know of them."""

from __future__ import annotations

from tests.service.pages.conftest import Sits
from tests.service.pages.test_safety import ATTACKS, inert, without_addresses
from tests.service.road import Road
from tests.service.test_communities import communities, founded, helped


class TestACommunity:
    def test_is_joined_by_consent(self, road: Road, sits: Sits) -> None:
        """Bob and Dana helped; each says yes, and only then do they see one another. Bob is its steward."""
        helped(road, "bob", 1)
        helped(road, "dana", 2)
        bob = sits("bob").follows("Communities")
        assert "Would you like to be in it?" in bob.text
        bob.presses("Yes, count me in")
        assert "It begins when a second person says yes" in bob.text
        assert "Dana" not in bob.text
        dana = sits("dana").follows("Communities").presses("Yes, count me in")
        assert "Bob steward" in dana.text
        bob.goes(bob.path).presses("Save", title="Freight", about="Costs of **freight**.")
        assert "Costs of freight." in dana.goes(dana.path).text
        bob.presses("Hand it on", steward="dana")
        assert "Dana steward" in bob.text
        assert "Save" not in bob.text
        bob.presses("Leave this community")
        assert bob.path == "/communities"
        assert communities(road, "bob") == []

    def test_takes_a_no_without_a_word(self, road: Road, sits: Sits) -> None:
        """Nobody hears of it, and Dana is not asked again."""
        helped(road, "bob", 1)
        helped(road, "dana", 2)
        dana = sits("dana").follows("Communities").presses("No, thank you")
        assert "None yet" in dana.text

    def test_is_not_there_for_others(self, road: Road, sits: Sits) -> None:
        """Eve tries every address of it, and of one that does not exist: the same page."""
        community = founded(road, "bob", "dana")
        eve = sits("eve").goes("/communities")
        assert "None yet" in eve.text
        (token, *_) = eve.page.xpath("//input[@name='csrf']/@value")
        fields = {"csrf": token, "title": "Mine", "steward": "eve"}
        for end in ("", "/join", "/leave", "/decline", "/words", "/steward"):
            paths = [f"/communities/{one}{end}" for one in (community, "0" * len(community))]
            said = [eve.http.post(path, data=fields) if end else eve.http.get(path) for path in paths]
            assert [answer.status_code for answer in said] == [404, 404]
            assert without_addresses(said[0].text) == without_addresses(said[1].text)

    def test_lets_nobody_make_its_page_do_something(self, road: Road, sits: Sits) -> None:
        """Whatever its steward writes as its title, and of what it is about."""
        path = f"/communities/{founded(road, 'bob', 'dana')}"
        bob, dana = sits("bob"), sits("dana")
        for attack in ATTACKS:
            words = attack.replace("\x00", "")
            road.does("bob", "PATCH", path, title=words[:200], about=words)
            for page in (bob.goes(path), dana.goes(path), dana.goes("/communities"), dana.goes("/people/bob")):
                inert(page.page)
                assert page.answer.status_code == 200


class TestAPerson:
    def test_is_shown_as_far_as_the_reader_may_know(self, road: Road, sits: Sits) -> None:
        """Alice was helped by Dana and sees with what; Eve was not, and there is no such person."""
        founded(road, "bob", "dana")
        alice = sits("alice").goes("/people/dana")
        assert "What they helped with" in alice.text
        assert "check_invoice" in alice.text
        eve = sits("eve")
        said = [eve.http.get(f"/people/{who}") for who in ("dana", "dora")]
        assert [answer.status_code for answer in said] == [404, 404]
        assert without_addresses(said[0].text) == without_addresses(said[1].text)
