"""Oneself, on a page: when, by whom and about what one is asked; and what ties one to somebody."""

from __future__ import annotations

from dataclasses import replace

from socialbpm.config import Settings
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.pages.browser import BASE, Browser
from tests.service.pages.conftest import Sits
from tests.service.pages.test_safety import ATTACKS, inert
from tests.service.road import PEOPLE, Road
from tests.service.test_preferences import ME, further

AWAY = {"here": "no", "away_until": "2026-01-20T08:00"}


class TestMyself:
    def test_says_when_i_may_be_asked(self, road: Road, sits: Sits) -> None:
        """Bob is away until eight on the twentieth, on the clock of where he is; Alice reads why, Eve does not."""
        bob = sits("bob").goes("/me").presses("Save", **AWAY, away_note="In the mountains.", zone="Europe/Paris")
        assert bob.path == "/me"
        said = road.does("bob", "GET", ME)
        assert (said["away_until"], said["zone"]) == ("2026-01-20T07:00:00Z", "Europe/Paris")
        assert bob.page.xpath("//input[@name='away_until']/@value") == ["2026-01-20T08:00"]
        assert "In the mountains." in sits("alice").goes("/people/bob").text
        assert "Europe/Paris" in bob.page.xpath("//footer")[-1].text_content()
        assert "bob" not in str(road.sees("alice", further(road))["members"])
        assert sits("eve").goes("/people/bob").answer.status_code == 404

    def test_takes_it_back(self, road: Road, sits: Sits) -> None:
        """Back to what it was, and the change once more."""
        carol = sits("carol").goes("/me")
        assert "Back to what it was" not in carol.text
        carol.presses("Save", topics="vat\nFreight costs", not_topics="Payroll")
        assert road.does("carol", "GET", ME)["topics"] == ["vat", "Freight costs"]
        carol.presses("Back to what it was")
        assert road.does("carol", "GET", ME)["topics"] == []
        carol.presses("Back to what it was")
        assert road.does("carol", "GET", ME)["not_topics"] == ["Payroll"]

    def test_does_not_undo_what_another_window_said(self, road: Road, sits: Sits) -> None:
        """An older window is refused, in words, and nothing is lost."""
        older, newer = sits("carol").goes("/me"), sits("carol").goes("/me")
        newer.presses("Save", topics="vat")
        older.presses("Save", topics="freight")
        assert older.answer.status_code == 412
        assert "changed meanwhile" in older.text
        assert road.does("carol", "GET", ME)["topics"] == ["vat"]

    def test_keeps_all_that_was_said(self, road: Road, sits: Sits) -> None:
        """Saved as it is shown it stays as it is, whatever a page can say of it."""
        said = {"deputies": ["alice", "carol", "dana"], "quiet": {"since": "18:00", "until": "08:00"}}
        told = road.does("bob", "PATCH", ME, **said, not_by=["community"], topics=["a", "b"], language="en")
        bob = sits("bob").goes("/me")
        fields = [*bob.form("Save").form_values()]
        assert bob.http.post("/me", data=_many(fields)).status_code == 200
        assert {**road.does("bob", "GET", ME), "can_undo": None} == {**told, "can_undo": None}

    def test_refuses_what_makes_no_sense_in_words(self, road: Road, sits: Sits) -> None:
        """Half a quiet time, a place that is none, an away without an end: nothing is changed."""
        for fields in ({"quiet_since": "18:00"}, {"zone": "Mars"}, {"here": "no"}, {"deputies": "nobody"}):
            bob = sits("bob").goes("/me").presses("Save", **fields)
            assert bob.answer.status_code in {403, 409, 422}
            assert "Nothing was changed." in bob.text
        assert not any(road.does("bob", "GET", ME).values())

    def test_reads_in_the_language_of_choice_everywhere(self, road: Road, sits: Sits) -> None:
        """Bob reads French, also in a browser that never heard of it; a choice in the browser goes first."""
        sits("bob").goes("/me").presses("Save", language="fr")
        elsewhere = sits("bob")
        assert elsewhere.goes("/").page.get("lang") == "fr"
        assert elsewhere.follows("English").page.get("lang") == "en"
        road.does("bob", "PATCH", ME, language=None)
        assert sits("bob").page.get("lang") == "en"


def _many(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return found


def test_what_people_say_of_themselves_is_inert(road: Road, sits: Sits) -> None:
    """In the note that colleagues read, in topics, in a community's words: wherever they are shown."""
    alice: Browser = sits("alice")
    for attack in ATTACKS:
        words = attack.replace("\x00", "")[:200]
        said = {"away_note": words, "topics": [words], "not_topics": [words]}
        road.does("bob", "PATCH", ME, away_until="2026-02-01T00:00:00Z", **said)
        inert(sits("bob").goes("/me").page)
        inert(alice.goes("/people/bob").page)
        assert alice.answer.status_code == 200


def test_the_heat_page_is_offered_to_who_answers_for_a_process(service: EmbeddedService, sits: Sits) -> None:
    """Everybody finds the modeler; where help is asked is for whoever owns a process."""
    owner = replace(PEOPLE.people()[4], owns=("pay_invoice",))
    people = [owner if person.id == "eve" else person for person in PEOPLE.people()]
    assert _footer(sits("eve")) == ["Modeler"]
    settings = Settings(database_url="sqlite://", sweep_interval=SELDOM, base_url=BASE)
    with EmbeddedService(settings, directory=FileDirectory(people), demo=True) as owned:
        assert _footer(Browser(owned).signs_in("eve")) == ["Modeler", "Where help is asked"]
        assert _footer(Browser(owned).signs_in("bob")) == ["Modeler"]
    assert service.http().get("/modeler/").status_code == 200


def _footer(browser: Browser) -> list[str]:
    return [link.text_content() for link in browser.page.xpath("//body/footer/nav[2]/a")]
