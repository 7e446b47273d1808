"""Many discussions, fast: one is made as the service makes it, and the database copies its rows under other names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import JSON, Column, Table, TextClause, insert, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import AutoString

from socialbpm.actions.addressing import address
from socialbpm.actions.gathering import Help
from socialbpm.actions.people import Person
from socialbpm.actions.ports import FiringRecord, TaskRecord
from socialbpm.contract.element import Socialize
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.social import facts as f
from socialbpm.social.communities import Kind as At
from socialbpm.social.offers import make, offer_of
from socialbpm.store import SqlStores
from socialbpm.store.tables import ContentRow, metadata
from tests.store.road import MONDAY, add, completed, opened, task

NUMBER, ASKER, COLLEAGUE, OTHER, GROUP = "@n@", "@a@", "@b@", "@c@", "@g@"
"""Stand in a template for the number of a copy, for three people that are others in each copy, and for one of
`GROUPS` groups."""
GROUPS = 100
QUESTION = f"words-question-{NUMBER}"
"""What is asked."""
TABLES = (
    *("tasks", "candidates", "work", "discussions", "facts", "members", "items", "item_readers", "asks", "firings"),
    *("contents", "listings", "offers", "offer_facts", "offered", "helps"),
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


@dataclass(frozen=True)
class Kind:
    """A kind of discussion: what happened in it, and about a task of which process.

    `settings` are what its task's element says, as far as that is told. `offered`: beside it stands an offer about the
    same task. `helped`: its asker's colleague helped.
    """

    facts: Sequence[f.Fact]
    process: str = "invoice"
    settings: Socialize | None = None
    offered: bool = False
    helped: bool = False


async def fill(stores: SqlStores, kind: Kind, numbers: range, people: int) -> None:
    """Keep a discussion of this kind under each of these numbers."""
    await make_template(stores, kind)
    await copy(stores, numbers[0], numbers[-1], people)
    await drop_template(stores)


async def make_template(stores: SqlStores, kind: Kind) -> None:
    """Keep a discussion that stands for many: its asker shared its case, and another one, with two colleagues.

    Where its ring is open it is listed to whom it may be.
    """
    async with stores.write() as store:
        for case in (f"case-{NUMBER}", f"earlier-{NUMBER}"):
            for who in (ASKER, COLLEAGUE, OTHER):
                await store.save_task(_task(kind, who, case))
        key = f.TaskKey("billing", f"task-{ASKER}-case-{NUMBER}")
        first = opened(f"d{NUMBER}", asker=ASKER, task=key)
        state = await add(store, f"d{NUMBER}", first, f.Fired(at=MONDAY, request=f"r{NUMBER}"), *kind.facts)
        await address(state, store)
        if kind.helped:
            await store.note_help(Help(f"d{NUMBER}", COLLEAGUE, At("billing", kind.process, "check"), MONDAY))
        if kind.offered:
            made = make(f"o{NUMBER}", key, "check.socialize", f"r{NUMBER}", None, MONDAY, timedelta(days=30))
            await store.append_offer(None, offer_of(made), made, Socialize())
        words = {"id": QUESTION, "discussion": f"d{NUMBER}", "words": "Which account do freight costs go to?"}
        await store._connection.execute(insert(ContentRow), [words])
        pull = {"kind": "pull"}
        await store.save_firing(FiringRecord(key, f"case-{NUMBER}", f"r{NUMBER}", "check", pull, f"d{NUMBER}"))


def _task(kind: Kind, who: str, case: str) -> TaskRecord:
    """Only the asker's own task of the newer case is open; of all others is kept that they were done."""
    kept = task(f"task-{who}-{case}", case, owner=who, process=kind.process)
    if kind.settings is not None:
        kept = replace(kept, event_id="check.socialize", settings=kind.settings)
    open_ = who == ASKER and case.startswith("case-")
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
    values = ", ".join(_copied(column, dialect) for column in table.columns)
    # CROSS JOIN has SQLite look for the template once, not once for each copy.
    key = KEYS.get(table.name, "discussion")
    return text(
        f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name} AS t CROSS JOIN {SERIES[dialect]} "  # noqa: S608
        f"WHERE t.{key} LIKE '%{NUMBER}%'"
    )


def _copied(column: Column[object], dialect: str) -> str:
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
    group = f"CAST(s.n % {GROUPS} AS text)"
    return {NUMBER: number, GROUP: group, **{mark: f"'p' || CAST({person} AS text)" for mark, person in persons}}
