"""Transactions: what is read or written in one happens as a whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from random import SystemRandom
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy.exc import DBAPIError

from socialbpm.clock import Clock, SystemClock
from socialbpm.errors import SocialbpmError
from socialbpm.store.attachments import KeptAttachments
from socialbpm.store.bus import Bus, listen
from socialbpm.store.communities import KeptCommunities
from socialbpm.store.databases import Contended, Database, connect, refusing, tries_for, unusable
from socialbpm.store.diagrams import Diagrams
from socialbpm.store.due import Due
from socialbpm.store.erasing import Erasing
from socialbpm.store.evidence import KeptEvidence
from socialbpm.store.experience import KeptExperience
from socialbpm.store.guests import Guests
from socialbpm.store.heat import Heat
from socialbpm.store.keys import Keys
from socialbpm.store.letters import Receivers
from socialbpm.store.looks import KeptLooks
from socialbpm.store.mail import KeptMailChoices
from socialbpm.store.migrate import look, upgrade
from socialbpm.store.people import Leavers
from socialbpm.store.preferences import KeptPreferences
from socialbpm.store.queries import Sight
from socialbpm.store.queues import Receipts
from socialbpm.store.recent import Recent
from socialbpm.store.sessions import Sessions
from socialbpm.store.watch import Watch

T = TypeVar("T")
PAUSE = 0.01
"""Seconds to wait at most before the second try; twice as long before each further one."""
_DICE = SystemRandom()


class SqlStore(
    KeptAttachments,
    Diagrams,
    Due,
    Sight,
    Receivers,
    Receipts,
    Keys,
    Sessions,
    Guests,
    Erasing,
    Leavers,
    Watch,
    Heat,
    KeptEvidence,
    KeptExperience,
    KeptCommunities,
    KeptMailChoices,
    KeptPreferences,
    KeptLooks,
):
    """One transaction's view of what is kept: `actions.ports.Store`. It ends with the block that it was opened in."""


async def _nothing(_: SqlStore) -> None:
    """Do nothing first."""


class SqlStores:
    """Opens transactions on one database: `actions.ports.Stores`. Close it when nobody needs it any more.

    `bus` wakes who waits for deliveries, after the commit. It belongs to the event loop that first uses it.
    `first` is done at the beginning of each transaction, before whoever opened it: there who is who is looked up anew.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.bus = Bus()
        self.first: Callable[[SqlStore], Awaitable[None]] = _nothing
        self._recent = Recent()
        self._busy: set[tuple[str, asyncio.Task[object] | None]] = set()

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What is raised when the database cannot be reached."""
        return self._database.failures

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqlStore]:
        """Open a transaction that only reads: all of it from one moment, and nobody waits for it.

        Raises:
            RuntimeError: this task is reading already.
        """
        with self._once("reading"), refusing():
            async with self._database.reading.begin() as connection:
                store = SqlStore(connection, self._clock, writes=False, recent=self._recent)
                await self.first(store)
                yield store

    @asynccontextmanager
    async def write(self) -> AsyncIterator[SqlStore]:
        """Open a transaction that commits at the end, or rolls back on any exception. On SQLite one at a time.

        Elsewhere somebody may be in the way; `transact` tries again.

        Raises:
            RuntimeError: this task is writing already.
        """
        with self._once("writing"), refusing():
            async with self._database.writing.begin() as connection:
                store = SqlStore(connection, self._clock, writes=True, recent=self._recent)
                await self.first(store)
                yield store
                await store.write_out()
                await store.send_off()
        store.keep_recent()
        for runtime in store.woken:
            self.bus.notify(runtime)
        for discussion, people in store.changed.items():
            self.bus.stir(discussion, people)
        self.bus.stir_words(store.readdressed)

    async def transact(self, work: Callable[[SqlStore], Awaitable[T]]) -> T:
        """Do `work` in a transaction that writes, and return what it returns.

        Where somebody else was in the way (`databases.tries_for`), or the connection was lost before anything was
        kept, it is done again from the start: it finds then what the other one did.
        """
        tried = 0
        while True:
            try:
                return await self._try(work)
            except (DBAPIError, SocialbpmError, Contended) as error:
                tried += 1
                if tried >= tries_for(error):
                    raise
            await asyncio.sleep(_DICE.uniform(0, PAUSE * 2**tried))

    async def _try(self, work: Callable[[SqlStore], Awaitable[T]]) -> T:
        async with self.write() as store:
            try:
                return await work(store)
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise Contended("the connection was lost") from error
                raise

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Hear in this block what other nodes commit, where the database can tell."""
        hearing = asyncio.create_task(listen(self._database, self.bus))
        try:
            yield
        finally:
            hearing.cancel()
            with suppress(asyncio.CancelledError):
                await hearing

    @contextmanager
    def _once(self, what: str) -> Iterator[None]:
        """Refuse a transaction inside another one: connections are few, so tasks that hold one would wait for ever."""
        mine = (what, asyncio.current_task())
        if mine in self._busy:
            msg = f"this task is {what} in a transaction already; hand that one on instead of opening another"
            raise RuntimeError(msg)
        self._busy.add(mine)
        try:
            yield
        finally:
            self._busy.discard(mine)

    async def close(self) -> None:
        """Close all connections."""
        await self._database.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


async def open_store(url: str, clock: Clock | None = None, *, migrating: bool = True) -> SqlStores:
    """Open the database at `url`, e.g. `sqlite:///socialbpm.sqlite`; make or migrate it first where that is needed.

    Without `migrating` nothing is changed: the tables have to be those that this version needs.

    `sqlite://` is a database for this process only, gone when it is closed. `clock` dates ids and rows, not facts.

    Raises:
        Invalid: it is not a URL, of a database that is not supported, cannot be opened or written, or its tables are
            not those that this version needs.
    """
    database = connect(url)
    try:
        if migrating:
            await upgrade(database)
        else:
            (await look(database)).demand()
    except database.failures as error:
        await database.close()
        raise unusable(database.writing.url, getattr(error, "orig", None) or error) from error
    except BaseException:
        await database.close()
        raise
    return SqlStores(database, clock or SystemClock())
