from __future__ import annotations

import pytest

from tests.experts.office import Office


@pytest.fixture
def office() -> Office:
    """An office on its first day: nothing was seen yet."""
    return Office()
