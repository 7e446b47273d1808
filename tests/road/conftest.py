from __future__ import annotations

from collections.abc import Iterator

import pytest

from socialbpm.directory.people_file import PeopleFile
from socialbpm.testing import Story as Played
from tests.engine.host import FAMILIES
from tests.road.story import Story
from tests.service.road import PEOPLE, SEEDS, Road


@pytest.fixture(params=["bpmn", "spiff"])
def story(request: pytest.FixtureRequest) -> Iterator[Story]:
    """A Monday morning, nine o'clock, with the two families of parsers that the others descend from."""
    with Played(PeopleFile(PEOPLE, SEEDS)) as played:
        yield Story(played, Road(played.service, played.clock), FAMILIES[request.param])
