"""The weights learn what counts, and only from who was lined up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from socialbpm.experts.learning import Weights, solve

LINE_UP = {"bob": [1.0, 0.0], "carol": [0.0, 1.0], "dana": [0.0, 0.0]}


class TestLearning:
    def test_what_the_helper_had_counts_more(self) -> None:
        """Carol helped: the second feature, which only she has, speaks for people from now on."""
        weights = Weights([0.5, 0.0])
        assert weights.score(LINE_UP["bob"]) > weights.score(LINE_UP["carol"])
        for _ in range(100):
            weights.learn(LINE_UP, "carol", 1.0)
        assert weights.score(LINE_UP["carol"]) > weights.score(LINE_UP["bob"])

    def test_half_an_outcome_moves_the_weights_less(self) -> None:
        """Joining in teaches less than finishing."""
        half, whole = Weights([0.0, 0.0]), Weights([0.0, 0.0])
        half.learn(LINE_UP, "carol", 0.5)
        whole.learn(LINE_UP, "carol", 1.0)
        assert 0 < half.score(LINE_UP["carol"]) < whole.score(LINE_UP["carol"])

    def test_a_helper_who_was_not_lined_up_teaches_nothing(self) -> None:
        """Nobody could have suggested Eve, so no weight is to blame."""
        weights = Weights([0.3, 0.1])
        weights.learn(LINE_UP, "eve", 1.0)
        assert (weights.score([1.0, 0.0]), weights.score([0.0, 1.0])) == (0.3, 0.1)

    def test_of_one_person_nothing_is_learnt(self) -> None:
        """There was no choice."""
        weights = Weights([0.3, 0.1])
        weights.learn({"bob": [1.0, 2.0]}, "bob", 1.0)
        assert weights.score([1.0, 0.0]) == 0.3


@given(st.lists(st.lists(st.floats(-3, 3), min_size=3, max_size=3), min_size=3, max_size=3), st.data())
def test_what_is_solved_fits(rows: list[list[float]], data: st.DataObject) -> None:
    """A matrix made positive definite, a right side made from a known answer: the answer is found again."""
    size = range(len(rows))
    full = [[sum(row[i] * row[j] for row in rows) + 5.0 * (i == j) for j in size] for i in size]
    answer = data.draw(st.lists(st.floats(-5, 5), min_size=3, max_size=3))
    right = [sum(full[i][j] * answer[j] for j in size) for i in size]
    found = solve([full[i][: i + 1] for i in size], right)
    assert all(abs(one - other) < 1e-6 for one, other in zip(found, answer, strict=True))
