"""The laws of the design as stateful properties: random histories, and a model that shares no code with the rules."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.social.machine import World

RELAXED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


class TestLaws(World.TestCase):  # type: ignore[misc,valid-type]  # hypothesis makes the class at run time
    """Whatever people, runtimes and time do to a discussion, the laws hold after every step."""

    settings = settings(max_examples=120, stateful_step_count=40, deadline=None, suppress_health_check=RELAXED)


@pytest.mark.long
class TestLawsForLong(World.TestCase):  # type: ignore[misc,valid-type]
    """The same for longer and more histories, in `make bench`."""

    settings = settings(max_examples=3000, stateful_step_count=60, deadline=None, suppress_health_check=RELAXED)
