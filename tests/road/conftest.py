from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from socialbpm.clock import FrozenClock
from socialbpm.service.embedded import EmbeddedService
from tests.engine.host import FAMILIES
from tests.road.story import Story
from tests.service.road import MONDAY, PEOPLE, SEEDS, Road


@pytest.fixture(params=["bpmn", "spiff"])
def story(request: pytest.FixtureRequest) -> Iterator[Story]:
    """A Monday morning, nine o'clock, with the two families of parsers that the others descend from."""
    clock = FrozenClock(MONDAY)
    with (
        time_machine.travel(MONDAY, tick=False) as time,
        EmbeddedService(clock=clock, directory=PEOPLE, seeds=SEEDS) as service,
    ):
        yield Story(Road(service, clock), FAMILIES[request.param], time)
