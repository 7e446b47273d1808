"""A service with a quarter behind it, and somebody who answers for its process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from socialbpm.assets import shipped
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.browser.browsing import Watch
from tests.service.road import MONDAY, Road
from tests.service.test_figures import ASKERS, DIRECTORY, answered, asks, solves
from tests.serving import HOST, Serving

HOUR = timedelta(hours=1)
MAIL = {"MAIL_SERVER": f"{HOST}:1", "MAIL_FROM": "help@example.org", "MAIL_KEY": "k" * 32, "MAIL_TLS": "none"}
"""Nobody here has an address: there is mail to choose, and none is sent."""
ADDRESS = "/processes/pay_invoice?period=2026-Q1"


def diagram(folder: Path) -> Path:
    """Return the file of the process: the sample under other names."""
    path = folder / "pay_invoice.bpmn"
    named = shipped("purchase_invoice.bpmn").read_bytes().replace(b"pay_invoice", b"book_invoice")
    path.write_bytes(named.replace(b"purchase_invoice", b"pay_invoice"))
    return path


def gives(page: Page, folder: Path) -> None:
    """Let Olga, who looks at the figures, give the diagram of her process."""
    page.get_by_label("BPMN file").set_input_files(diagram(folder))
    page.get_by_role("button", name="Give it").click()
    expect(page.get_by_role("img", name="Where help is asked for, on the diagram")).to_be_visible()


def looks_closer(page: Page) -> None:
    """Let her open the viewer."""
    page.get_by_text("Look closer").click()
    expect(page.locator(".diagram[data-drawn=done]")).to_be_visible()


@contextmanager
def owned(browser: Browser, folder: Path) -> Iterator[tuple[Page, Watch]]:
    """Olga's window, in a browser that says who she is with each call, and what it asks for and complains about."""
    people = folder / "people.yaml"
    people.write_text(_people(), encoding="utf-8")
    database = f"sqlite:///{folder / 'quarter.sqlite'}"
    _fill(database)
    with Serving(folder, database, settings={"PEOPLE": str(people), **MAIL}) as service:
        headers = {"Authorization": f"Bearer {service.token('olga')}"}
        with browser.new_context(base_url=service.url, extra_http_headers=headers) as context:
            yield context.new_page(), Watch(context)


def _people() -> str:
    lines = [f"  - {{id: {name}, name: {name.title()}}}" for name in ASKERS]
    return "\n".join(["people:", *lines, "  - {id: olga, name: Olga Brandt, owns: [pay_invoice]}", ""])


def _fill(database: str) -> None:
    """Let six people ask about three tasks in the first quarter, and wait for answers about one."""
    clock = FrozenClock(MONDAY)
    settings = Settings(database_url=database, sweep_interval=SELDOM, greatest_age="P3000D")
    with EmbeddedService(settings, clock=clock, directory=DIRECTORY) as service:
        road = Road(service, clock)
        for number, person in enumerate(ASKERS):
            checked, approved = asks(road, person, "check_invoice"), asks(road, person, "approve_invoice")
            clock.advance(HOUR)
            answered(road, person, checked)
            solves(road, person, asks(road, person, "check_invoice", "-again"))
            (solves if number < 2 else answered)(road, person, approved)
            asks(road, person, "book_invoice")
