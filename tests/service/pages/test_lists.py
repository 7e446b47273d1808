"""The lists of my work: the first of each on the first page, all of it on pages of its own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialbpm.service.pages import lists, markdown, work
from tests.service.pages.browser import Browser
from tests.service.pages.conftest import Sits
from tests.service.road import OWNED, SETTINGS, TASK, Road, event

MANY = 5


@pytest.fixture
def many(road: Road, monkeypatch: pytest.MonkeyPatch) -> Road:
    """Alice asked about five tasks; two lines are a page."""
    monkeypatch.setattr(work, "MOST", 2)
    monkeypatch.setattr(lists, "MOST", 2)
    for number in range(MANY):
        task = {**TASK, "task_id": f"many-{number}"}
        data = {"task": task, "people": OWNED, "event_id": "check_invoice_socialize", "settings": SETTINGS}
        assert road.hook(event("task.activated", data, f"ready-{number}")).is_success
        road.fired(f"many-{number}", task=task, question=f"Which account, the {number}th time?")
    return road


def _lines(browser: Browser) -> list[str]:
    return [str(href) for href in browser.page.xpath("//a[@class='line']/@href")]


def _all(browser: Browser) -> list[str]:
    """Go on to the end of a list, and return what is on its pages."""
    found = _lines(browser)
    while browser.page.xpath("//main//a[starts-with(@href, '/lists/')]"):
        found += _lines(browser.follows("Go on"))
    return found


@pytest.mark.parametrize(
    ("person", "name", "wanted"),
    [("alice", "mine", {"role": "mine", "state": "open"}), ("bob", "others", {"state": "open"})],
)
def test_all_of_a_list_is_on_its_pages(person: str, name: str, wanted: dict[str, Any], many: Road, sits: Sits) -> None:
    """Two on the first page; behind its link all that the API lists, in the same order, each once."""
    browser = sits(person)
    assert len(_lines(browser)) == 2
    browser.goes(f"/lists/{name}")
    listed = many.by(person).get("/v1/discussions", params=wanted).json()["items"]
    assert len(listed) == MANY
    assert _all(browser) == [f"/discussions/{line['id']}" for line in listed]


def test_all_tasks_are_on_one_page(many: Road, sits: Sits) -> None:
    """As many as the API has."""
    alice = sits("alice").follows("Show all: My open tasks")
    tasks = many.by("alice").get("/v1/tasks").json()["items"]
    assert len(alice.page.xpath("//ul[@class='lines']/li")) == len(tasks) == MANY + 1


@pytest.mark.parametrize("name", ["asked", "offers", "listings", "ended", "mine", "others"])
def test_who_has_nothing_is_told_so(name: str, many: Road, sits: Sits) -> None:
    """Eve is outside: all her lists are empty, and somebody else's cursor is none of hers."""
    eve, alice = sits("eve"), sits("alice").goes("/lists/mine")
    assert "There is nothing here." in eve.goes(f"/lists/{name}").text
    (cursor,) = alice.page.xpath("//a[contains(@href, 'cursor=')]/@href")
    assert eve.goes(str(cursor)).answer.status_code == 422


@given(st.from_regex(markdown._PLAIN, fullmatch=True))
def test_what_has_no_marks_need_not_be_parsed(text: str) -> None:
    """It reads as it does when it is."""
    assert markdown.snippet(text) == " ".join(markdown._unmarked(text).split())[: markdown.LONGEST]
