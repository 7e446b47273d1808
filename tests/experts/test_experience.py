"""Experience is ranked among what its reader may read: the same task first, then what sounds alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from socialbpm.experts.experience import FLOOR, Told, by_words, rank
from socialbpm.experts.meaning import by_meaning

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
WORDS = ("freight", "account", "invoice", "tax", "supplier", "sap-4711")
told = st.lists(
    st.builds(
        Told,
        id=st.uuids().map(str),
        text=st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
        at=st.integers(0, 400).map(lambda days: MONDAY + timedelta(days=days)),
        here=st.booleans(),
        stale=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)
texts = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)


@given(told, texts)
def test_all_of_the_same_task_comes_first(told: list[Told], text: str) -> None:
    """Fresh before stale; of elsewhere only what sounds alike; nothing twice, and nothing made up."""
    by_id = {one.id: one for one in told}
    ranked = [by_id[id_] for id_ in rank(told, text)]
    assert len({one.id for one in ranked}) == len(ranked)
    assert {one.id for one in told if one.here} <= {one.id for one in ranked}
    assert [one.here for one in ranked] == sorted((one.here for one in ranked), reverse=True)
    assert [one.stale for one in ranked if one.here] == sorted(one.stale for one in ranked if one.here)
    alike = by_words(text, told)
    assert all(alike[one.id] >= FLOOR for one in ranked if not one.here)


@given(told, texts, st.randoms())
def test_the_order_they_come_in_changes_nothing(told: list[Told], text: str, dice: object) -> None:
    """A database may hand them over as it likes."""
    shuffled = list(told)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a Random
    assert rank(shuffled, text) == rank(told, text)


def test_a_rare_word_says_more_than_a_common_one() -> None:
    """Everybody asks about invoices; one asked about freight."""
    common = [Told(f"i{number}", "invoice account", MONDAY, here=True) for number in range(20)]
    one = Told("freight", "invoice freight", MONDAY, here=True)
    assert rank([*common, one], "invoice for freight")[0] == "freight"


class TestByMeaning:
    @staticmethod
    def embed(texts: Sequence[str]) -> list[list[float]]:
        """Know two meanings: transport, and people."""
        means = {"freight": (0.8, 0.6), "transport": (1.0, 0.0), "people": (0.0, 1.0), "sap-4711": (0.0, 0.0)}
        return [list(next((means[word] for word in text.split() if word in means), (0.0, 0.0))) for text in texts]

    def test_other_words_for_the_same_are_found(self) -> None:
        """No word in common; and what means something else is not."""
        told = [Told("a", "freight", MONDAY, here=False), Told("b", "people", MONDAY, here=False)]
        assert rank(told, "transport", by_meaning(self.embed)) == ["a"]
        assert rank(told, "transport", by_words) == []

    def test_a_code_counts_as_it_is_written(self) -> None:
        """Which no model knows."""
        told = [Told("a", "freight", MONDAY, here=False), Told("b", "people sap-4711", MONDAY, here=False)]
        assert rank(told, "transport sap-4711", by_meaning(self.embed)) == ["b", "a"]

    def test_a_question_without_words_is_like_nothing(self) -> None:
        """Then the newest of the same task come first, as ever."""
        assert by_meaning(self.embed)(" ", [Told("a", "freight", MONDAY, here=True)]) == {}
