"""The pytest plugin: fixtures for the tests of a host. `pytest --fixtures -v` shows them.

Pytest loads this in every run in an environment that has socialbpm, and before it measures coverage. So it imports
nothing of ours, and nothing heavy, until a test asks for a fixture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from socialbpm.directory.people_file import PeopleFile
    from socialbpm.testing import FakeService, FrozenTime, Story


@pytest.fixture
def social_service() -> FakeService:
    """A service in memory: hand it to your host as its transport, and say what it delivers.

    `social_service.requests` are the requests that it took, `.answers(request, value)` and `.ends(request, outcome)`
    deliver how one ended, `.raises(task, by=…)` that somebody asked on a page; `.down = True` takes it away.
    """
    from socialbpm.testing import FakeService

    return FakeService()


@pytest.fixture
def social_clock() -> Iterator[FrozenTime]:
    """Time that stands still at nine o'clock on a Monday, for socialbpm, SpiffWorkflow and the whole test.

    `social_clock.advance(timedelta(hours=2))` moves it. With a story, use `social_story.passes("PT2H")`, which also
    does what was due.
    """
    from socialbpm.testing import MONDAY, FrozenTime

    with FrozenTime(MONDAY) as clock:
        yield clock


@pytest.fixture
def social_people() -> PeopleFile:
    """The people of `social_story`: Alice does the task, Bob works beside her, Carol knows Alice, Dana, Eve.

    Override it to play with your own: `return people_file.read(path)`, or `return five_people("your_process")` to have
    Dana in the community of your process.
    """
    from socialbpm.testing import five_people

    return five_people()


@pytest.fixture
def social_story(social_people: PeopleFile, social_clock: FrozenTime) -> Iterator[Story]:
    """The whole service with its real rules, in memory: `social_story.bob.answers("6800")`.

    `social_story.transport()` is for your host; `.alice`, `.bob` and so on are people who act; `.passes("PT2H")` lets
    time go by.
    """
    from socialbpm.testing import Story

    with Story(social_people, clock=social_clock) as story:
        yield story
