"""Where a task is in its process: nothing of it is loaded before somebody looks, and then it is marked and said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.demo import Demo, People, asks, people_at


@pytest.fixture(scope="module")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, as `make serve` starts it."""
    with Demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def people(browser: Browser, demo: Demo) -> Iterator[People]:
    """Its people."""
    with people_at(browser, demo.url) as made:
        yield made


def test_the_diagram_is_there_for_who_looks(people: People) -> None:
    """Alice opens it with the keyboard; until then no byte of the viewer is loaded. Without scripts there are words."""
    alice = people.sit("alice")
    loaded: list[str] = []
    alice.on("request", lambda request: loaded.append(request.url))
    url = asks(alice)
    summary = alice.get_by_text("Where this is in the process")
    expect(summary).to_be_visible()
    assert not [one for one in loaded if "bpmn-js" in one]
    summary.focus()
    alice.keyboard.press("Enter")
    expect(alice.locator(".diagram[data-drawn=done] .is-here")).to_be_visible()
    expect(alice.locator(".diagram .here")).to_have_text("Here")
    expect(alice.locator(".way [aria-current=step]")).to_contain_text("Check invoice")
    assert [one for one in loaded if "bpmn-navigated-viewer" in one]
    plain = people.sit("alice", java_script_enabled=False)
    plain.goto(f"{url}/place")
    expect(plain.locator(".way")).to_contain_text("Record invoice")
    expect(plain.locator(".diagram")).to_be_hidden()
    for watch in people.watches:
        assert watch.elsewhere() == watch.unexpected() == []
