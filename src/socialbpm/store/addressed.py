"""For whom offers and listings are: words that are kept with them, and what is found by a reader's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, insert, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.actions.ports import ANY_LISTING, Entry, WantedListing
from socialbpm.clock import Clock
from socialbpm.social.facts import TaskKey
from socialbpm.store.databases import announce_words
from socialbpm.store.part import Part
from socialbpm.store.tables import CandidateRow, DiscussionRow, ListingRow, OfferedRow, OfferRow, TaskRow

_LISTED = select(col(ListingRow.discussion), col(ListingRow.who), col(ListingRow.at)).where(
    col(ListingRow.discussion).in_(bindparam("of", expanding=True))
)
_DROP_LISTING = delete(ListingRow).where(
    col(ListingRow.discussion) == bindparam("of"), col(ListingRow.who) == bindparam("word")
)
_ADD_LISTING = insert(ListingRow)


class Addressed(Part):
    """Words of offers and listings. `readdressed` are those that this transaction wrote or dropped.

    `_listed` says to whom a discussion is listed since when, as far as that was asked; `_kept`, what of it is written.
    """

    def __init__(self, connection: AsyncConnection, clock: Clock, *, writes: bool) -> None:
        super().__init__(connection, clock, writes=writes)
        self.readdressed: set[str] = set()
        self._kept: dict[str, Mapping[str, datetime]] = {}
        self._listed: dict[str, Mapping[str, datetime]] = {}

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
        """Keep to whom a discussion may be listed; no words: to nobody. `anew`: another ring does, since now.

        It is written late, with what was appended: a batch of deadlines changes the listings of many.
        """
        before = await self._listing(discussion)
        at = self._now() if anew or not before else min(before.values())
        stay = {} if anew else {who: since for who, since in before.items() if who in words}
        self._listed[discussion] = {**dict.fromkeys(words, at), **stay}
        self.readdressed.update(before, words)

    async def _listing(self, discussion: str) -> Mapping[str, datetime]:
        """Return to whom a discussion is listed now, and since when; its lock is this transaction's."""
        if discussion not in self._listed:
            await self._have_listings_at_hand((discussion,))
        return self._listed[discussion]

    async def _have_listings_at_hand(self, discussions: Collection[str]) -> None:
        """Read for all of these discussions at once to whom they are listed; what is known already stays."""
        found: dict[str, dict[str, datetime]] = {of: {} for of in discussions if of not in self._listed}
        for of, who, at in await self._aside(_LISTED, {"of": list(found)}):
            found[of][who] = at
        self._listed.update(found)
        self._kept.update(found)

    async def write_out(self) -> None:
        """Write to whom what is listed, where that changed."""
        changed = {of: now for of, now in self._listed.items() if now is not self._kept[of]}
        gone = [{"of": of, "word": who} for of, now in changed.items() for who in _unlike(self._kept[of], now)]
        new = [
            {"discussion": of, "who": who, "at": now[who]}
            for of, now in changed.items()
            for who in _unlike(now, self._kept[of])
        ]
        self._kept.update(changed)
        if gone:
            await self._do(_DROP_LISTING, gone)
        if new:
            await self._do(_ADD_LISTING, new)
        await super().write_out()

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


def _unlike(these: Mapping[str, datetime], those: Mapping[str, datetime]) -> list[str]:
    """Return whose words are in `these` and not, or since another moment, in `those`; in a stable order."""
    return sorted(who for who, at in these.items() if those.get(who) != at)


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
