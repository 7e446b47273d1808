"""What all parts of a transaction share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, TypeVarTuple

from sqlalchemy import CursorResult, Select
from sqlalchemy.engine import Row as Found
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import UpdateBase

from socialbpm.clock import Clock

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Part:
    """One part of a `SqlStore`. `_writes`: the transaction may write, so what it reads it locks.

    What was appended to discussions is written late, together (`write_out`): before anything is asked that it may
    change the answer to, and at the end.
    """

    def __init__(self, connection: AsyncConnection, clock: Clock, *, writes: bool) -> None:
        self._connection = connection
        self._clock = clock
        self._writes = writes

    @property
    def writes(self) -> bool:
        """Whether it may write."""
        return self._writes

    def now(self) -> datetime:
        """Return the present moment, as the store dates its rows."""
        return self._clock.now()

    async def send_off(self) -> None:
        """Do what comes last in a transaction."""

    def _now(self) -> datetime:
        return self._clock.now()

    async def write_out(self) -> None:
        """Write what waits to be written."""

    async def _all(self, query: Select[*Ts], given: Mapping[str, Any] | None = None) -> Sequence[Found[*Ts]]:
        await self.write_out()
        return (await self._connection.execute(query, given)).all()

    async def _aside(self, query: Select[*Ts], given: Mapping[str, Any] | None = None) -> Sequence[Found[*Ts]]:
        """Ask for what nothing that waits to be written can change, or where the asker minds that."""
        return (await self._connection.execute(query, given)).all()

    async def _first(self, query: Select[*Ts]) -> Found[*Ts] | None:
        await self.write_out()
        return (await self._connection.execute(query)).first()

    async def _mine(self, query: Select[*Ts]) -> Found[*Ts] | None:
        """Return the first row; where this transaction may write, nobody else changes it until the end."""
        return await self._first(query.with_for_update() if self._writes else query)

    async def _claim(self, query: Select[*Ts]) -> Found[*Ts] | None:
        """Return the first row; where this transaction may write, one that is no other's, which is its own from now."""
        return await self._first(query.with_for_update(skip_locked=True) if self._writes else query)

    async def _column(self, query: Select[T]) -> Sequence[T]:
        await self.write_out()
        return (await self._connection.scalars(query)).all()

    async def _do(self, statement: UpdateBase, rows: Sequence[Mapping[str, Any]] | None = None) -> CursorResult[Any]:
        return await self._connection.execute(statement, rows)
