"""The part of a discussion's state that is looked for: members, items, asks. Only what changed is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.social.discussion import Ask, Discussion, Member
from socialbpm.social.sight import Item, items
from socialbpm.store.databases import put
from socialbpm.store.tables import AskRow, ItemReaderRow, ItemRow, MemberRow

ItemKey = tuple[str, str]
T = TypeVar("T")


async def project(connection: AsyncConnection, before: Discussion | None, after: Discussion, at: datetime) -> None:
    """Bring the rows of a discussion from `before` to `after`; what changed did so `at`."""
    await put_members(connection, after.id, _new(before.members.values() if before else (), after.members.values()))
    await put_asks(connection, after.id, _new(before.asks if before else (), after.asks))
    old = {_key(item): item for item in items(before)} if before else {}
    new = {_key(item): item for item in items(after)}
    await drop_items(connection, after.id, old.keys() - new.keys())
    changed = [item for key, item in new.items() if old.get(key) != item]
    await _drop_readers(connection, after.id, [_key(item) for item in changed if _key(item) in old])
    await put_items(connection, after.id, changed, at)


def _key(item: Item) -> ItemKey:
    return item.kind, item.ref


def _new(old: Iterable[T], new: Iterable[T]) -> list[T]:
    known = list(old)
    return [each for each in new if each not in known]


async def put_members(connection: AsyncConnection, discussion: str, members: Sequence[Member]) -> None:
    """Write these members of a discussion as they are now."""
    await put(
        connection,
        MemberRow,
        [
            {
                "discussion": discussion,
                "person": member.person,
                "ring": member.ring,
                "active": member.active,
                "outermost": member.outermost,
            }
            for member in members
        ],
    )


async def put_asks(connection: AsyncConnection, discussion: str, asks: Sequence[Ask]) -> None:
    """Write these asks of a discussion as they are now."""
    await put(
        connection,
        AskRow,
        [
            {"discussion": discussion, "number": a.number, "person": a.person, "state": a.state, "until": a.until}
            for a in asks
        ],
    )


async def put_items(connection: AsyncConnection, discussion: str, changed: Sequence[Item], at: datetime) -> None:
    """Write these items of a discussion; readers by name of one that was there are to be dropped before."""
    rows = [_item_row(discussion, item) for item in changed]
    await put(
        connection, ItemRow, [{**row, "reach": item.reach, "at": at} for row, item in zip(rows, changed, strict=True)]
    )
    readers = [{**row, "person": person} for row, item in zip(rows, changed, strict=True) for person in sorted(item.to)]
    if readers:
        await connection.execute(insert(ItemReaderRow), readers)


def _item_row(discussion: str, item: Item) -> Mapping[str, Any]:
    return {"discussion": discussion, "kind": item.kind, "ref": item.ref}


_DROP_ITEM = delete(ItemRow).where(
    col(ItemRow.discussion) == bindparam("of"),
    col(ItemRow.kind) == bindparam("item_kind"),
    col(ItemRow.ref) == bindparam("item_ref"),
)
_DROP_READERS = delete(ItemReaderRow).where(
    col(ItemReaderRow.discussion) == bindparam("of"),
    col(ItemReaderRow.kind) == bindparam("item_kind"),
    col(ItemReaderRow.ref) == bindparam("item_ref"),
)


async def drop_items(connection: AsyncConnection, discussion: str, gone: Iterable[ItemKey]) -> None:
    """Take items out, e.g. the fields of a discussion that ended; who could read them by name goes with them."""
    rows = [{"of": discussion, "item_kind": kind, "item_ref": ref} for kind, ref in sorted(gone)]
    if rows:
        await connection.execute(_DROP_ITEM, rows)


async def _drop_readers(connection: AsyncConnection, discussion: str, keys: Sequence[ItemKey]) -> None:
    rows = [{"of": discussion, "item_kind": kind, "item_ref": ref} for kind, ref in keys]
    if rows:
        await connection.execute(_DROP_READERS, rows)
