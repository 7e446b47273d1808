from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.fakes import FakeService
from tests.engine.host import FAMILIES, Family, Host

Start = Callable[..., Host]


@pytest.fixture(params=list(FAMILIES))
def family(request: pytest.FixtureRequest) -> Family:
    """Every family of parsers, one after the other."""
    return FAMILIES[request.param]


@pytest.fixture
def service(social_service: FakeService) -> FakeService:
    return social_service


@pytest.fixture
def start(family: Family, service: FakeService) -> Start:
    """Starts a case of a diagram."""

    def begin(xml: str, data: dict[str, Any] | None = None, **options: Any) -> Host:
        return Host(family, xml, service, data, **options)

    return begin
