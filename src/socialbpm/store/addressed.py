"""For whom offers and listings are: words that are kept with them, and what is found by a reader's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, insert, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.actions.ports import ANY_LISTING, Entry, WantedListing
from socialbpm.clock import Clock
from socialbpm.social.facts import TaskKey
from socialbpm.store.databases import announce_words
from socialbpm.store.part import Part
from socialbpm.store.tables import CandidateRow, DiscussionRow, ListingRow, OfferedRow, OfferRow, TaskRow


class Addressed(Part):
    """Words of offers and listings. `readdressed` are those that this transaction wrote or dropped."""

    def __init__(self, connection: AsyncConnection, clock: Clock, *, writes: bool) -> None:
        super().__init__(connection, clock, writes=writes)
        self.readdressed: set[str] = set()

    async def send_off(self) -> None:
        """Tell the other nodes whose offers and listings changed."""
        await announce_words(self._connection, self.readdressed)
        await super().send_off()

    # --- offers: for whoever the task is

    async def address_offers(self, task: TaskKey) -> None:
        """Keep for whom the open offers of a task are, after it or they changed: for whoever the task is."""
        about = and_(col(OfferRow.runtime) == task.runtime, col(OfferRow.task_id) == task.task_id)
        offers = select(col(OfferRow.id)).where(about)
        if await self._column(offers.limit(1)):
            gone = delete(OfferedRow).where(col(OfferedRow.offer).in_(offers)).returning(col(OfferedRow.who))
            self.readdressed.update((await self._connection.scalars(gone)).all())
            await self._do(insert(OfferedRow).from_select(["who", "offer"], _of_open(about)))
            mine = select(col(OfferedRow.who)).where(col(OfferedRow.offer).in_(offers))
            self.readdressed.update(await self._column(mine))

    # --- listings

    async def address_listing(self, discussion: str, words: Collection[str], *, anew: bool) -> None:
        """Keep to whom a discussion may be listed; no words: to nobody. `anew`: another ring does, since now."""
        kept = select(col(ListingRow.who), col(ListingRow.at)).where(col(ListingRow.discussion) == discussion)
        before: dict[str, datetime] = {who: at for who, at in await self._all(kept)}  # noqa: C416 - rows are no pairs to mypy
        at = self._now() if anew or not before else min(before.values())
        gone = set(before) if anew else before.keys() - words
        if gone:
            mine = and_(col(ListingRow.discussion) == discussion, col(ListingRow.who).in_(sorted(gone)))
            await self._do(delete(ListingRow).where(mine))
        new: list[Mapping[str, Any]] = [
            {"who": who, "discussion": discussion, "at": at} for who in sorted(set(words) - (before.keys() - gone))
        ]
        if new:
            await self._do(insert(ListingRow), new)
        self.readdressed.update(before, words)

    async def has_listing(self, word: str) -> bool:
        """Whether anything is listed to whoever stands behind a word."""
        return await self._first(select(col(ListingRow.who)).where(col(ListingRow.who) == word).limit(1)) is not None

    async def listed_to(
        self,
        words: Collection[str],
        but: str,
        after: tuple[datetime, str] | None,
        limit: int,
        wanted: WantedListing = ANY_LISTING,
    ) -> Sequence[Entry]:
        """Return what is listed to any of `words` and not to `but`, what is listed since shortest first."""
        line = (
            select(col(ListingRow.discussion).label("discussion"), col(ListingRow.at).label("at"))
            .where(col(ListingRow.who).in_(sorted(words)))
            .distinct()
            .subquery("line")
        )
        barred = exists(literal(1)).where(col(ListingRow.who) == but, col(ListingRow.discussion) == line.c.discussion)
        query = (
            select(line.c.at, line.c.discussion, col(DiscussionRow.fact_count))
            .join(DiscussionRow, col(DiscussionRow.id) == line.c.discussion)
            .where(~barred, *_only(wanted, line.c.at))
            .order_by(line.c.at.desc(), line.c.discussion.desc())
            .limit(limit)
        )
        if wanted.process is not None:
            same = and_(
                col(TaskRow.runtime) == col(DiscussionRow.runtime), col(TaskRow.task_id) == col(DiscussionRow.task_id)
            )
            query = query.join(TaskRow, same).where(col(TaskRow.process) == wanted.process)
        if after is not None:
            query = query.where(tuple_(line.c.at, line.c.discussion) < tuple_(*after))
        return [Entry(at, discussion, count) for at, discussion, count in await self._all(query)]


def _of_open(about: ColumnElement[bool]) -> Select[str, str]:
    """Return the words of the candidates of open offers' tasks, each with its offer."""
    same = and_(col(CandidateRow.runtime) == col(OfferRow.runtime), col(CandidateRow.task_id) == col(OfferRow.task_id))
    words = select(col(CandidateRow.who), col(OfferRow.id)).join(OfferRow, same)
    return words.where(about, col(OfferRow.outcome).is_(None))


def _only(wanted: WantedListing, at: ColumnElement[datetime]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.runtime is not None:
        conditions.append(col(DiscussionRow.runtime) == wanted.runtime)
    if wanted.since is not None:
        conditions.append(at >= wanted.since)
    return conditions
