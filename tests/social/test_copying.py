"""A copy with changes is what `dataclasses.replace` makes."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from socialbpm.social.copying import replace
from socialbpm.social.discussion import Ask, Discussion, Member, PostState, Proposal
from tests.social.road import Road


@pytest.mark.parametrize("change", [{}, {"paused": True}, {"current": 2, "asks": ()}])
def test_a_copy_is_the_same_as_one_made_anew(change: dict[str, Any]) -> None:
    """And what it is a copy of stays as it was."""
    state = Road(question="What is unclear?").state
    before = dataclasses.replace(state)
    assert replace(state, **change) == dataclasses.replace(state, **change)
    assert state == before


@pytest.mark.parametrize("kind", [Ask, Discussion, Member, PostState, Proposal])
def test_nothing_that_is_copied_checks_itself(kind: type) -> None:
    """A value that checks or derives something when it is made must be made anew."""
    assert not hasattr(kind, "__post_init__")
    assert not hasattr(kind, "__slots__")
