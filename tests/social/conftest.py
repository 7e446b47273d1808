"""What the stories start with."""

from __future__ import annotations

import pytest

from tests.social.road import Road


@pytest.fixture
def road() -> Road:
    """Alice has opened a discussion about her task and has not asked yet."""
    return Road()


@pytest.fixture
def asked(road: Road) -> Road:
    """Alice has asked; Bob and Ben, who work beside her, are in."""
    return road.alice.asks("Which account?")


@pytest.fixture
def among_coworkers(asked: Road) -> Road:
    """Two hours later nobody has answered; Carol and Chris are asked by name, Cleo would be next."""
    return asked.wait("PT2H")


@pytest.fixture
def proposed(among_coworkers: Road) -> Road:
    """Another four hours later Alice is proposed to go on to the network."""
    return among_coworkers.wait("PT4H")


@pytest.fixture
def in_network(proposed: Road) -> Road:
    """Alice consented; Dana and Dora are asked by name, Dina would be next."""
    return proposed.alice.consents_to("network", wording="Which account do freight costs go to?")
