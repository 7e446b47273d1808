"""Whatever is looked for is found by an index: no question reads a whole table, however large it grows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from socialbpm.actions.ports import Store
from socialbpm.errors import NotFound
from socialbpm.store import SqlStore, open_store
from tests.store.road import HOUR, INVOICE, MONDAY

pytestmark = pytest.mark.anyio
Question = Callable[[SqlStore], Awaitable[object]]

QUESTIONS: dict[str, Question] = {
    "discussion": lambda store: store.discussion("d1"),
    "facts": lambda store: store.facts("d1"),
    "settings": lambda store: store.settings("d1"),
    "words": lambda store: store.words(["w1", "w2"]),
    "open_discussion": lambda store: store.open_discussion(INVOICE, "check.socialize", "alice"),
    "latest_discussion": lambda store: store.latest_discussion(INVOICE, "check.socialize", "alice"),
    "discussions_of": lambda store: store.discussions_of(INVOICE),
    "open_discussions_of": lambda store: store.open_discussions_of(INVOICE),
    "in_open_rings": lambda store: store.in_open_rings(),
    "visible": lambda store: store.visible("alice", (MONDAY, "d1"), 20),
    "visible_items": lambda store: store.visible_items("alice", "d1"),
    "due": lambda store: store.due(MONDAY + HOUR, 50),
    "crowded": lambda store: store.crowded(["carol"], {}),
    "open_asks": lambda store: store.open_asks(["carol", "dana"]),
    "offer": lambda store: store.offer("o1"),
    "offer_settings": lambda store: store.offer_settings("o1"),
    "open_offers_of": lambda store: store.open_offers_of(INVOICE),
    "open_offers": lambda store: store.open_offers(),
    "task": lambda store: store.task(INVOICE),
    "tasks_of_case": lambda store: store.tasks_of_case("billing", "c1"),
    "firing": lambda store: store.firing("billing", "r1"),
    "firings_of": lambda store: store.firings_of(discussion="d1"),
    "firings_of an offer": lambda store: store.firings_of(offer="o1"),
    "deliveries": lambda store: store.deliveries("billing", None, 5, 20),
    "deliveries of a case": lambda store: store.deliveries("billing", "c1", 5, 20),
    "delivery": lambda store: store.delivery("billing", "x1"),
    "receipt": lambda store: store.receipt("hook billing", "id-1"),
    "principal": lambda store: store.principal("hash"),
    "worked_on_case": lambda store: store.worked_on_case("billing", "c1"),
    "worked_together": lambda store: store.worked_together("alice"),
    "did_element": lambda store: store.did_element("billing", "invoice", "check", "c1"),
    "did_task_in_case": lambda store: store.did_task_in_case("billing", "c1", "check"),
    "did_in_other_instances": lambda store: store.did_in_other_instances("billing", "c1", "check", "t1"),
}
WRITES = {
    "hold_case",
    "append",
    "append_offer",
    "put_words",
    "save_task",
    "save_firing",
    "enqueue",
    "save_receipt",
    "save_principal",
}


def test_every_question_is_asked_here() -> None:
    """Whoever adds one to the port adds it here too."""
    asked = {name for name in dir(Store) if not name.startswith("_")}
    assert asked - WRITES <= {name.split()[0] for name in QUESTIONS}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_no_question_reads_a_whole_table(name: str, tmp_path: Path) -> None:
    """The database says how it would answer."""
    asked: list[tuple[str, Any]] = []
    async with await open_store(f"sqlite:///{tmp_path / 'store.sqlite'}") as stores:
        engine = stores._database.reading.sync_engine
        event.listen(engine, "before_cursor_execute", lambda _c, _u, sql, given, *_: asked.append((sql, given)))
        async with stores.read() as store:
            await _ask(QUESTIONS[name], store)
            selects = [(sql, given) for sql, given in asked if sql.startswith("SELECT")]
            plans = [
                await store._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given) for sql, given in selects
            ]
            steps = [step.detail for plan in plans for step in plan.all()]
    assert steps
    assert [step for step in steps if step.startswith("SCAN") and "anon" not in step and "line" not in step] == []


async def _ask(question: Question, store: SqlStore) -> None:
    try:
        await question(store)
    except NotFound:
        return
