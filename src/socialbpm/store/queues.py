"""What runtimes are told, and which calls were taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from socialbpm.actions.once import in_flight
from socialbpm.actions.ports import DeliveryRecord, Receipt
from socialbpm.clock import Clock
from socialbpm.contract.deliveries import AnyDelivery
from socialbpm.store.databases import Contended, announce, hold, put_new
from socialbpm.store.part import Part
from socialbpm.store.tables import DeliveryRow, QueueRow, ReceiptRow, metadata

_DELIVERY: TypeAdapter[AnyDelivery] = TypeAdapter(AnyDelivery)
_DELIVERIES = metadata.tables["deliveries"]
_CONTENTS = metadata.tables["contents"]
_WITH_VALUES = select(_DELIVERIES, _CONTENTS.c.words).outerjoin(
    _CONTENTS, (_CONTENTS.c.id == _DELIVERIES.c.value) & _CONTENTS.c.erased_at.is_(None)
)


class Queues(Part):
    """Deliveries. `woken` are the runtimes that got one in this transaction."""

    def __init__(self, connection: AsyncConnection, clock: Clock, *, writes: bool) -> None:
        super().__init__(connection, clock, writes=writes)
        self.woken: set[str] = set()
        self._outgoing: dict[str, dict[str, Mapping[str, Any]]] = {}

    async def enqueue(
        self, runtime: str, delivery: AnyDelivery, reply_to: Mapping[str, Any], value: str | None = None
    ) -> None:
        """Put a delivery into the runtime's queue; one with the same id is there only once, as it was first.

        `value` is the content that the delivery's value is; it is put in when the delivery is read. The delivery gets
        its number when the transaction ends (`send_off`).
        """
        row = {
            "runtime": runtime,
            "id": delivery.id,
            "case_id": delivery.case_id,
            "task_id": delivery.task_id,
            "body": delivery.model_dump(mode="json"),
            "value": value,
            "reply_to": dict(reply_to),
            "created_at": self._now(),
        }
        self._outgoing.setdefault(runtime, {}).setdefault(delivery.id, row)

    async def send_off(self) -> None:
        """Number what was enqueued: the last thing that a transaction does.

        The counter of a queue stays locked from here to the commit, so numbers come in commit order and have no gaps:
        whoever reads on from one misses none. Counters are taken in one order, so that nobody waits in a circle.
        """
        for runtime in sorted(self._outgoing):
            await self._send(runtime, self._outgoing[runtime])
        self._outgoing = {}
        await super().send_off()

    async def _send(self, runtime: str, outgoing: Mapping[str, Mapping[str, Any]]) -> None:
        last = await self._last(runtime)
        there = select(_DELIVERIES.c.id).where(_DELIVERIES.c.runtime == runtime, _DELIVERIES.c.id.in_(list(outgoing)))
        known = set(await self._column(there))
        new = [row for id_, row in outgoing.items() if id_ not in known]
        if not new:
            return
        await self._do(insert(DeliveryRow), [{**row, "number": number} for number, row in enumerate(new, last + 1)])
        queue = update(QueueRow).where(col(QueueRow.runtime) == runtime)
        await self._do(queue.values(last=last + len(new)))
        await announce(self._connection, runtime)
        self.woken.add(runtime)

    async def _last(self, runtime: str) -> int:
        """Return the last number of a queue, which is this transaction's until it ends."""
        await put_new(self._connection, QueueRow, [{"runtime": runtime, "last": 0}])
        found = await self._first(select(col(QueueRow.last)).where(col(QueueRow.runtime) == runtime).with_for_update())
        return found[0] if found else 0

    async def deliveries(self, runtime: str, case_id: str | None, after: int, limit: int) -> Sequence[DeliveryRecord]:
        """Return the runtime's deliveries with a number above `after`, in order; only of one case if it is named."""
        query = _WITH_VALUES.where(_DELIVERIES.c.runtime == runtime, _DELIVERIES.c.number > after)
        if case_id is not None:
            query = query.where(_DELIVERIES.c.case_id == case_id)
        found = await self._all(query.order_by(_DELIVERIES.c.number).limit(limit))
        return [_delivery(row._mapping) for row in found]

    async def delivery(self, runtime: str, delivery: str) -> DeliveryRecord | None:
        """Return a delivery of a runtime by its id."""
        query = _WITH_VALUES.where(_DELIVERIES.c.runtime == runtime, _DELIVERIES.c.id == delivery)
        found = await self._first(query)
        return _delivery(found._mapping) if found else None


class Receipts(Part):
    """Receipts of calls."""

    async def hold_call(self, scope: str, key: str) -> None:
        """Let nobody else carry out the call of this name until the end of the transaction.

        Raises:
            Conflict: somebody does.
        """
        try:
            await hold(self._connection, "call", scope, key, wait=False)
        except Contended:
            raise in_flight() from None

    async def receipt(self, scope: str, key: str) -> Receipt | None:
        """Return the receipt of a call that was taken."""
        query = select(col(ReceiptRow.body_hash), col(ReceiptRow.result)).where(
            col(ReceiptRow.scope) == scope, col(ReceiptRow.key) == key
        )
        found = await self._first(query)
        return Receipt(scope, key, found[0], found[1]) if found else None

    async def save_receipt(self, receipt: Receipt) -> None:
        """Keep the receipt of a call. Of the same call twice at once the second fails as a whole; repeat it."""
        row = {
            "scope": receipt.scope,
            "key": receipt.key,
            "body_hash": receipt.body_hash,
            "result": dict(receipt.result),
            "created_at": self._now(),
        }
        await self._do(insert(ReceiptRow), [row])

    async def drop_receipts(self, before: datetime, limit: int) -> int:
        """Forget at most `limit` calls that were taken before a moment; return how many there were."""
        taken_at = col(ReceiptRow.created_at)
        name = tuple_(col(ReceiptRow.scope), col(ReceiptRow.key))
        old = select(col(ReceiptRow.scope), col(ReceiptRow.key)).where(taken_at < before).order_by(taken_at)
        return (await self._do(delete(ReceiptRow).where(name.in_(old.limit(limit))))).rowcount


def _delivery(row: RowMapping) -> DeliveryRecord:
    value = {} if row["value"] is None else {"value": row["words"]}
    return DeliveryRecord(row["number"], row["runtime"], _DELIVERY.validate_python({**row["body"], **value}))
