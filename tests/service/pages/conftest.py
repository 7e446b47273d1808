"""A service in which whoever is at this machine may be anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.pages.browser import BASE, Browser
from tests.service.road import OWNED, PEOPLE, SEEDS, SETTINGS, TASK, Road, event

Sits = Callable[[str], Browser]


@pytest.fixture
def service(clock: FrozenClock) -> Iterator[EmbeddedService]:
    """The whole service, as a demo."""
    settings = Settings(database_url="sqlite://", sweep_interval=SELDOM, base_url=BASE)
    with EmbeddedService(settings, clock=clock, directory=PEOPLE, seeds=SEEDS, demo=True) as running:
        yield running


@pytest.fixture
def sits(service: EmbeddedService) -> Sits:
    """Let somebody sit down at a browser of their own."""
    return lambda person: Browser(service).signs_in(person)


@pytest.fixture
def road(service: EmbeddedService, clock: FrozenClock) -> Road:
    """What the people of the stories can do; Alice has her task."""
    made = Road(service, clock)
    data = {"task": TASK, "people": OWNED, "event_id": "check_invoice_socialize", "settings": SETTINGS}
    assert made.hook(event("task.activated", data, "ready")).is_success
    return made
