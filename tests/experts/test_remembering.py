"""What can be asked without leaving a trace, and reasons as codes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from socialbpm.experts import Evidence, Need, Ranker, Why

MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
TAX = frozenset({"tax"})


def seen(ranker: Ranker, *people: str, case: str, hours: float = 0) -> None:
    for minute, person in enumerate(people):
        at = MONDAY + timedelta(hours=hours, minutes=minute)
        ranker.observe(Evidence(at, person, "worked", case, "check", topics=TAX))


def told(ranker: Ranker) -> list[tuple[str, float]]:
    need = Need(MONDAY + timedelta(days=2), "alice", "other", topics=TAX)
    return [(one.person, one.score) for one in ranker.rank(need, remember=False)]


def test_a_need_that_is_not_remembered_teaches_nothing() -> None:
    """Whoever looks at a preview ten times has not asked ten times; one who asks has."""
    silent, looked, asked = Ranker(), Ranker(), Ranker()
    need = Need(MONDAY + timedelta(hours=5), "alice", "order 9", topics=TAX)
    for ranker in (silent, looked, asked):
        for order in range(60):
            seen(ranker, "alice", "bob" if order % 3 else "carol", case=f"order {100 + order}")
    for _ in range(10):
        looked.rank(need, remember=False)
    asked.rank(need)
    for ranker in (silent, looked, asked):
        ranker.observe(Evidence(MONDAY + timedelta(hours=6), "carol", "answered", "order 9", topics=TAX, asker="alice"))
    assert told(silent) == told(looked)
    assert told(silent) != told(asked)


def test_reasons_come_as_codes_too() -> None:
    """Bob took over twice, and knows such cases; Dana was never on one of Alice's."""
    ranker = Ranker()
    seen(ranker, "alice", "bob", case="order 1")
    seen(ranker, "alice", "bob", case="order 2", hours=1)
    seen(ranker, "dana", case="order 3", hours=2)
    found = {one.person: one for one in ranker.rank(Need(MONDAY + timedelta(days=1), "alice", "order 4", topics=TAX))}
    assert (found["bob"].with_asker, found["bob"].about) == (Why("took over", 2), Why("topic", 2, "tax"))
    assert (found["dana"].with_asker, found["dana"].about) == (None, Why("topic", 1, "tax"))
