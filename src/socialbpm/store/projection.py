"""The part of a discussion's state that is looked for: members, items, asks. Only what changed is written.

What changed is found first (`Changes`, no input or output) and written later: that of one discussion, or that of many
with as many statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.social.copying import replace
from socialbpm.social.discussion import Ask, Discussion, Member
from socialbpm.social.sight import Item, items, items_that_may_differ
from socialbpm.store.databases import put
from socialbpm.store.tables import AskRow, ItemReaderRow, ItemRow, MemberRow

ItemKey = tuple[str, str]
Values = Mapping[str, Any]


@dataclass
class Changes:
    """Rows that are to be written or dropped, of discussions that each went from one state to another at one moment."""

    members: list[Values] = field(default_factory=list)
    asks: list[Values] = field(default_factory=list)
    gone: list[Values] = field(default_factory=list)
    again: list[Values] = field(default_factory=list)
    items: list[Values] = field(default_factory=list)
    readers: list[Values] = field(default_factory=list)

    def add(self, before: Discussion | None, after: Discussion, at: datetime) -> None:
        """Bring a discussion from `before` to `after`; what changed did so `at`."""
        self.put_members(after.id, _changed_members(before, after))
        self.put_asks(after.id, _changed_asks(before, after))
        old, new = _where_they_differ(before, after)
        self.drop_items(after.id, old.keys() - new.keys())
        changed = [item for key, item in new.items() if old.get(key) != item]
        self.again += [_named(after.id, _key(item)) for item in changed if _key(item) in old]
        self.put_items(after.id, changed, at)

    def put_members(self, discussion: str, members: Iterable[Member]) -> None:
        """Write these members of a discussion as they are now."""
        self.members += [
            {
                "discussion": discussion,
                "person": member.person,
                "ring": member.ring,
                "active": member.active,
                "outermost": member.outermost,
            }
            for member in members
        ]

    def put_asks(self, discussion: str, asks: Iterable[Ask]) -> None:
        """Write these asks of a discussion as they are now."""
        self.asks += [
            {
                "discussion": discussion,
                "number": ask.number,
                "person": ask.person,
                "state": ask.state,
                "at": ask.at,
                "until": ask.until,
            }
            for ask in asks
        ]

    def put_items(self, discussion: str, changed: Iterable[Item], at: datetime) -> None:
        """Write these items of a discussion; of one that was there, readers by name are dropped by `again`."""
        for item in changed:
            row = {"discussion": discussion, "kind": item.kind, "ref": item.ref}
            self.items.append({**row, "reach": item.reach, "at": at})
            self.readers += [{**row, "person": person} for person in sorted(item.to)]

    def drop_items(self, discussion: str, gone: Iterable[ItemKey]) -> None:
        """Take items out, e.g. the fields of a discussion that ended; who could read them by name goes with them."""
        self.gone += [_named(discussion, key) for key in sorted(gone)]

    async def write(self, connection: AsyncConnection) -> None:
        """Write all of it: a statement for each kind of change that there is, however many discussions changed."""
        await put(connection, MemberRow, self.members)
        await put(connection, AskRow, self.asks)
        if self.gone:
            await connection.execute(_DROP_ITEM, self.gone)
        if self.again:
            await connection.execute(_DROP_READERS, self.again)
        await put(connection, ItemRow, self.items)
        if self.readers:
            await connection.execute(_ADD_READERS, self.readers)


def _key(item: Item) -> ItemKey:
    return item.kind, item.ref


def _named(discussion: str, key: ItemKey) -> Values:
    return {"of": discussion, "item_kind": key[0], "item_ref": key[1]}


def _changed_members(before: Discussion | None, after: Discussion) -> Iterable[Member]:
    old = before.members if before else {}
    if old is after.members:
        return ()
    return [member for person, member in after.members.items() if old.get(person) != member]


def _changed_asks(before: Discussion | None, after: Discussion) -> Sequence[Ask]:
    """Asks are never taken out, and stay in their places."""
    old = before.asks if before else ()
    if old is after.asks:
        return ()
    return [ask for number, ask in enumerate(after.asks) if number >= len(old) or old[number] != ask]


def _where_they_differ(
    before: Discussion | None, after: Discussion
) -> tuple[Mapping[ItemKey, Item], Mapping[ItemKey, Item]]:
    """Return the items of two states, without most of those that are the same in both.

    Also without those of posts in which they do not differ: a long discussion has many, and one more changes none.
    """
    if before is None:
        return {}, _by_key(items(after))
    if before.posts is not after.posts:
        same = {post for post, kept in after.posts.items() if before.posts.get(post) is kept}
        before, after = _without_posts(before, same), _without_posts(after, same)
    old, new = items_that_may_differ(before, after)
    return _by_key(old), _by_key(new)


def _by_key(found: Iterable[Item]) -> Mapping[ItemKey, Item]:
    return {_key(item): item for item in found}


def _without_posts(state: Discussion, posts: set[str]) -> Discussion:
    return replace(state, posts={post: kept for post, kept in state.posts.items() if post not in posts})


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
_ADD_READERS = insert(ItemReaderRow)
