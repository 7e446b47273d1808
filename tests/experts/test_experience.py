"""Experience is ranked among what its reader may read: the same task first, then what sounds alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from socialbpm.experts.experience import FLOOR, Told, by_words, rank

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
