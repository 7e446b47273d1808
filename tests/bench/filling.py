"""Many discussions, fast: one is made as the service makes it, and the database copies its rows under other names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import JSON, Column, Table, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import AutoString

from socialbpm.actions.addressing import address
from socialbpm.actions.people import Person
from socialbpm.actions.ports import FiringRecord, TaskRecord
from socialbpm.contract.element import Socialize
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.social import facts as f
from socialbpm.social.offers import make, offer_of
from socialbpm.store import SqlStores
from socialbpm.store.tables import metadata
from tests.store.road import MONDAY, add, completed, opened, task

NUMBER, ASKER, COLLEAGUE, OTHER = "@n@", "@a@", "@b@", "@c@"
"""Stand in a template for the number of a copy, and for three people that are others in each copy."""
TABLES = (
    *("tasks", "candidates", "work", "discussions", "facts", "members", "items", "item_readers", "asks", "firings"),
    *("contents", "listings", "offers", "offer_facts", "offered"),
)
KEYS = {
    "discussions": "id",
    "tasks": "case_id",
    "work": "case_id",
    "candidates": "task_id",
    "offers": "id",
    "offer_facts": "offer",
    "offered": "offer",
}
"""What holds the number of a template's copy, where it is not `discussion`."""
PER_STATEMENT = 20_000
SERIES = {
    "postgresql": "generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS s(n)",
    "sqlite": "(WITH RECURSIVE k(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM k WHERE n < :last) "
    "SELECT n FROM k) AS s",
}


def directory(people: int) -> FileDirectory:
    """People `p0`, `p1`, …, who may be asked a lot."""
    return FileDirectory([Person(f"p{number}", f"Person {number}", cap=1_000_000) for number in range(people)])


async def make_template(stores: SqlStores, *facts: f.Fact, offered: bool = False) -> None:
    """Keep a discussion that stands for many: its asker shared its case, and another one, with two colleagues.

    Where its ring is open it is listed to whom it may be; `offered`: beside it stands an offer about the same task.
    """
    async with stores.write() as store:
        for case in (f"case-{NUMBER}", f"earlier-{NUMBER}"):
            for who in (ASKER, COLLEAGUE, OTHER):
                await store.save_task(_earlier(task(f"task-{who}-{case}", case, owner=who), who))
        key = f.TaskKey("billing", f"task-{ASKER}-case-{NUMBER}")
        first = opened(f"d{NUMBER}", asker=ASKER, task=key)
        state = await add(store, f"d{NUMBER}", first, f.Fired(at=MONDAY, request=f"r{NUMBER}"), *facts)
        await address(state, store)
        if offered:
            made = make(f"o{NUMBER}", key, "check.socialize", f"r{NUMBER}", None, MONDAY, timedelta(days=30))
            await store.append_offer(None, offer_of(made), made, Socialize())
        await store.put_words(f"d{NUMBER}", "Which account do freight costs go to?")
        pull = {"kind": "pull"}
        await store.save_firing(FiringRecord(key, f"case-{NUMBER}", f"r{NUMBER}", "check", pull, f"d{NUMBER}"))


def _earlier(kept: TaskRecord, who: str) -> TaskRecord:
    """Only the asker's own task of the newer case is open; of all others is kept that they were done."""
    open_ = who == ASKER and kept.ref.case_id.startswith("case-")
    return kept if open_ else completed(kept, who, MONDAY)


async def copy(stores: SqlStores, first: int, last: int, people: int) -> None:
    """Copy the template under the numbers from `first` to `last`."""
    for begin in range(first, last + 1, PER_STATEMENT):
        async with stores.write() as store:
            for name in TABLES:
                given = {"first": begin, "last": min(last, begin + PER_STATEMENT - 1), "people": people}
                await store._connection.execute(_copying(metadata.tables[name], store._connection), given)


async def drop_template(stores: SqlStores) -> None:
    """Take the template out, and let the database look at what there is."""
    async with stores.write() as store:
        for name in ("changes", *reversed(TABLES)):
            column = KEYS.get(name, "discussion")
            await store._connection.execute(text(f"DELETE FROM {name} WHERE {column} LIKE '%{NUMBER}%'"))  # noqa: S608
        await store._connection.execute(text("ANALYZE"))


def _copying(table: Table, connection: AsyncConnection) -> TextClause:
    dialect = connection.dialect.name
    names = ", ".join(column.name for column in table.columns)
    values = ", ".join(_copied(table.name, column, dialect) for column in table.columns)
    # CROSS JOIN has SQLite look for the template once, not once for each copy.
    key = KEYS.get(table.name, "discussion")
    return text(
        f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name} AS t CROSS JOIN {SERIES[dialect]} "  # noqa: S608
        f"WHERE t.{key} LIKE '%{NUMBER}%'"
    )


def _copied(table: str, column: Column[object], dialect: str) -> str:
    if (table, column.name) == ("contents", "id"):
        return "t.id || '-' || s.n" if dialect == "sqlite" else "t.id || '-' || CAST(s.n AS text)"
    if not isinstance(column.type, AutoString | JSON):
        return f"t.{column.name}"
    number = "CAST(s.n AS text)"
    value = f"CAST(t.{column.name} AS text)"
    people = "CAST(:people AS integer)"
    for mark, other in _names(number, people).items():
        value = f"replace({value}, '{mark}', {other})"
    return f"CAST({value} AS json)" if isinstance(column.type, JSON) and dialect == "postgresql" else value


def _names(number: str, people: str) -> Mapping[str, str]:
    persons: Sequence[tuple[str, str]] = (
        (ASKER, f"(s.n % {people})"),
        (COLLEAGUE, f"((s.n + 1) % {people})"),
        (OTHER, f"((s.n + 2) % {people})"),
    )
    return {NUMBER: number, **{mark: f"'p' || CAST({person} AS text)" for mark, person in persons}}
