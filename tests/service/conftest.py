"""A service with the people of the stories.

Alice does the task, Bob works beside her, Carol has worked with Alice, Dana is in the community, Eve is outside.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from socialbpm.clock import FrozenClock
from socialbpm.service.embedded import EmbeddedService
from tests.service.road import MONDAY, PEOPLE, SEEDS, Road


@pytest.fixture
def clock() -> FrozenClock:
    """A Monday morning, nine o'clock."""
    return FrozenClock(MONDAY)


@pytest.fixture
def service(clock: FrozenClock) -> Iterator[EmbeddedService]:
    """The whole service, in memory."""
    with EmbeddedService(clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
        yield running


@pytest.fixture
def road(service: EmbeddedService, clock: FrozenClock) -> Road:
    """What the people of the stories can do, over HTTP."""
    return Road(service, clock)
