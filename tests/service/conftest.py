"""A service with the people of the stories.

Alice does the task, Bob works beside her, Carol has worked with Alice, Dana is in the community, Eve is outside.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from socialbpm.clock import FrozenClock
from socialbpm.service.embedded import EmbeddedService
from tests.node import installed
from tests.provider import PROJECT, IdentityProvider
from tests.service.road import MONDAY, Road, serving


@pytest.fixture
def clock() -> FrozenClock:
    """A Monday morning, nine o'clock."""
    return FrozenClock(MONDAY)


@pytest.fixture
def service(clock: FrozenClock, database_url: str) -> Iterator[EmbeddedService]:
    """The whole service, in this process."""
    with serving(database_url, clock) as running:
        yield running


@pytest.fixture
def road(service: EmbeddedService, clock: FrozenClock) -> Road:
    """What the people of the stories can do, over HTTP."""
    return Road(service, clock)


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IdentityProvider]:
    """An identity provider."""
    project = installed(PROJECT, tmp_path_factory.mktemp("provider"))
    with IdentityProvider(project) as running:
        yield running
