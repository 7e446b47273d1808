"""States at hand: as many as there is room for, and never one of another moment."""

from __future__ import annotations

from socialbpm.social.evolve import replay
from socialbpm.store.recent import Recent
from tests.store.road import opened

D1, D2, D3 = (replay([opened(name)]) for name in ("d1", "d2", "d3"))


def test_a_state_is_found_by_how_many_facts_there_are() -> None:
    """Whoever knows of fewer facts than the state is made of must not get it; who knows of more goes on from it."""
    recent = Recent()
    recent.keep(D1, 5)
    assert recent.get("d1", 5) == (D1, 5)
    assert recent.get("d1", 9) == (D1, 5)
    assert recent.get("d1", 4) == (None, 0)
    assert recent.get("d2", 5) == (None, 0)


def test_who_was_not_used_for_longest_makes_room() -> None:
    """The facts that states are made of are counted: a long discussion takes the room of many short ones."""
    recent = Recent(most=10)
    recent.keep(D1, 4)
    recent.keep(D2, 4)
    recent.get("d1", 4)
    recent.keep(D3, 4)
    assert [recent.get(name, 9)[1] for name in ("d1", "d2", "d3")] == [4, 0, 4]
    recent.keep(D1, 6)
    assert [recent.get(name, 9)[1] for name in ("d1", "d3")] == [6, 4]
    recent.keep(D2, 11)
    assert [recent.get(name, 99)[1] for name in ("d1", "d2", "d3")] == [0, 0, 0]


def test_what_was_read_once_is_not_kept() -> None:
    """A list is read, and pushes out nothing that is worked with; what is on it is kept when it is read again."""
    recent = Recent(most=8)
    recent.keep(D1, 4)
    for kept in ([4, 0, 0], [0, 4, 4]):
        recent.meet(D2, 4)
        recent.meet(D3, 4)
        assert [recent.get(name, 9)[1] for name in ("d1", "d2", "d3")] == kept


def test_a_state_that_is_kept_follows_what_is_read() -> None:
    """Of a discussion that is kept the later state is, too."""
    recent = Recent()
    recent.keep(D1, 4)
    recent.meet(D1, 6)
    assert recent.get("d1", 9) == (D1, 6)
