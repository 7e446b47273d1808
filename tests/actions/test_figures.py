"""No figure tells of few people, whatever was asked; and a second look tells of nobody who has asked since."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from socialbpm.actions.figures import Asking, figures

COUNTS = st.integers(0, 3)


@st.composite
def askings(draw: st.DrawFn) -> list[Asking]:
    """What up to fourteen people asked about one task."""
    people = [chr(ord("a") + number) for number in range(draw(st.integers(0, 14)))]
    return [_asking(draw, person) for person in people]


def _asking(draw: st.DrawFn, person: str) -> Asking:
    asked = draw(st.integers(1, 4))
    return Asking("check", person, asked, min(asked, draw(COUNTS)), min(asked, draw(COUNTS)))


@given(askings())
def test_a_figure_is_of_at_least_five_people_and_so_is_what_it_leaves_out(asked: list[Asking]) -> None:
    """Else whoever knows the others' questions would know one person's."""
    for told in figures(asked):
        assert len(asked) >= 5
        for name in ("solved", "widened"):
            within = {each.person for each in asked if getattr(each, name)}
            without = {each.person for each in asked if each.asked > getattr(each, name)}
            if getattr(told, name) is not None:
                assert len(within) >= 5
                assert not 0 < len(without) < 5


@given(askings())
def test_what_is_told_is_in_fives_and_never_too_much(asked: list[Asking]) -> None:
    """One more question is not seen."""
    for told in figures(asked):
        for name in ("asked", "solved", "widened"):
            number, truth = getattr(told, name), sum(getattr(each, name) for each in asked)
            assert number is None or (number % 5 == 0 and truth - 5 < number <= truth)


@given(askings())
def test_what_can_be_told_is_told(asked: list[Asking]) -> None:
    """Five people who asked are enough for a figure; silence would keep no law."""
    assert len(list(figures(asked))) == (len(asked) >= 5)


def test_tasks_are_counted_apart() -> None:
    """In the order in which they came."""
    of_both = [Asking(task, person, 1, 1, 0) for task in ("approve", "check") for person in "abcdef"]
    assert [(told.element_id, told.asked, told.solved, told.widened) for told in figures(of_both)] == [
        ("approve", 5, 5, None),
        ("check", 5, 5, None),
    ]
