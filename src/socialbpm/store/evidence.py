"""Evidence, from here and from elsewhere: kept once, and read in the order of time to make a ranker again from it.

What happens here is numbered as changes are (`store.changes`), by whoever reads on and under a lock that no writer
takes; what is imported takes that lock itself, for nobody waits for an import. So whoever reads on misses nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, tuple_, update
from sqlalchemy.engine import RowMapping
from sqlmodel import col

from socialbpm.actions.noticed import Noticed, case_name
from socialbpm.experts import Evidence, Need
from socialbpm.store.bus import EVIDENCE
from socialbpm.store.databases import announce, hold, put, put_new
from socialbpm.store.queues import Queues
from socialbpm.store.tables import EvidenceRow, ImportRow, metadata
from socialbpm.store.tables.evidence import ASKED

_EVIDENCE = metadata.tables["evidence"]
_IMPORTS = metadata.tables["imports"]
ASKED_AT_ONCE = 500
"""Keys in one query: SQLite takes so many parameters at least."""


class Noted(NamedTuple):
    """Evidence, where it is from, and what tells it from another thing that reads the same."""

    source: str
    number: str
    evidence: Evidence

    def key(self) -> str:
        """Return what the same thing, read again, has too.

        >>> from datetime import UTC, datetime
        >>> one = Noted("log", "0", Evidence(datetime(2026, 5, 4, tzinfo=UTC), "bob", "worked", case="7"))
        >>> one.key() == one._replace(number="0").key() != one._replace(number="1").key()
        True
        """
        said = [self.source, self.number, *(_plain(value) for value in _row(self.evidence).values())]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:40]


class Reached(NamedTuple):
    """How far a file was read: so many of its events are `through`."""

    through: int
    ended: bool


Key = tuple[datetime, str]
"""The place of evidence in the order of time."""
NUMBERED_AT_ONCE = 1000
_GIVE = update(EvidenceRow).where(col(EvidenceRow.key) == bindparam("which")).values(number=bindparam("given"))


class Noticing(Queues):
    """Evidence of what happens here."""

    async def note_evidence(self, noticed: Sequence[Noticed]) -> None:
        """Keep what was noticed here; what is there already stays as it is."""
        rows = [_noticed_row(one) for one in noticed]
        await put_new(self._connection, EvidenceRow, [{**row, "number": None} for row in rows])
        await announce(self._connection, EVIDENCE)
        self.woken.add(EVIDENCE)


class KeptEvidence(Noticing):
    """All evidence, in the order of time and of commits; and how far imports are."""

    async def has_new_evidence(self) -> bool:
        """Whether there is evidence without a number yet."""
        return await self._first(select(_EVIDENCE.c.key).where(_EVIDENCE.c.number.is_(None)).limit(1)) is not None

    async def number_evidence(self) -> int:
        """Give some committed evidence its numbers, the earliest first, and return how much there was."""
        await hold(self._connection, "evidence")
        new = select(_EVIDENCE.c.key).where(_EVIDENCE.c.number.is_(None)).order_by(_EVIDENCE.c.at, _EVIDENCE.c.key)
        keys = await self._column(new.limit(NUMBERED_AT_ONCE))
        last = await self.newest_evidence()
        if keys:
            await self._do(_GIVE, [{"which": key, "given": number} for number, key in enumerate(keys, last + 1)])
        return len(keys)

    async def newest_evidence(self) -> int:
        """Return the highest number; 0 where there is none."""
        found = await self._first(select(func.max(_EVIDENCE.c.number)))
        return (found[0] if found else None) or 0

    async def evidence_since(self, number: int, most: int) -> Sequence[tuple[int, Evidence | Need]]:
        """Return the evidence that was numbered after a number, in that order."""
        query = select(_EVIDENCE).where(_EVIDENCE.c.number > number).order_by(_EVIDENCE.c.number).limit(most)
        return [(row.number, _told(row._mapping)) for row in await self._all(query)]

    async def keep_evidence(self, noted: Sequence[Noted]) -> int:
        """Keep evidence from elsewhere, each thing once; returns how much of it is new."""
        await hold(self._connection, "evidence")
        rows = {one.key(): {"origin": "log", "source": one.source, **_row(one.evidence)} for one in noted}
        keys = list(rows)
        for first in range(0, len(keys), ASKED_AT_ONCE):
            some = keys[first : first + ASKED_AT_ONCE]
            for known in await self._column(select(_EVIDENCE.c.key).where(_EVIDENCE.c.key.in_(some))):
                del rows[known]
        last = await self.newest_evidence()
        new = [{"key": key, **row, "number": number} for number, (key, row) in enumerate(rows.items(), last + 1)]
        await put_new(self._connection, EvidenceRow, new)
        if new:
            await announce(self._connection, EVIDENCE)
            self.woken.add(EVIDENCE)
        return len(rows)

    async def evidence_after(
        self, key: Key | None, most: int, *, through: int | None = None
    ) -> Sequence[tuple[Key, Evidence | Need]]:
        """Return the next evidence in the order of time, each with the key to go on from.

        With `through` only what has a number, up to that one.
        """
        query = select(_EVIDENCE).order_by(_EVIDENCE.c.at, _EVIDENCE.c.key).limit(most)
        if key is not None:
            query = query.where(tuple_(_EVIDENCE.c.at, _EVIDENCE.c.key) > tuple_(*key))
        if through is not None:
            query = query.where(_EVIDENCE.c.number <= through)
        return [((row.at, row.key), _told(row._mapping)) for row in await self._all(query)]

    async def import_reached(self, digest: str) -> Reached:
        """Return how far a file was read before: not at all, where it was never begun."""
        found = await self._first(select(_IMPORTS).where(_IMPORTS.c.digest == digest))
        return Reached(0, ended=False) if found is None else Reached(found.through, found.ended_at is not None)

    async def note_import(self, digest: str, source: str, through: int, *, ended: bool = False) -> None:
        """Note how far a file was read."""
        now = self._now()
        row = {"digest": digest, "source": source, "through": through, "changed_at": now}
        await put(self._connection, ImportRow, [{**row, "ended_at": now if ended else None}])


def _row(evidence: Evidence) -> Mapping[str, Any]:
    return {
        "at": evidence.at,
        "person": evidence.person,
        "kind": evidence.kind,
        "case_id": evidence.case,
        "activity": evidence.activity,
        "groups": sorted(evidence.groups),
        "topics": sorted(evidence.topics),
        "text": evidence.text,
        "asker": evidence.asker,
    }


def _plain(value: Any) -> Any:
    return value.timestamp() if hasattr(value, "timestamp") else value


def _noticed_row(noticed: Noticed) -> Mapping[str, Any]:
    what = noticed.what
    if isinstance(what, Need):
        what = Evidence(what.at, what.asker, "worked", "", what.activity, what.groups, what.topics, asker=what.asker)
        row = {**_row(what), "kind": ASKED}
    else:
        row = dict(_row(what))
    key = hashlib.sha256(json.dumps([noticed.origin, noticed.id]).encode()).hexdigest()[:40]
    return {"key": key, "origin": noticed.origin, "source": noticed.source, **row, "case_id": noticed.case}


def _told(row: RowMapping) -> Evidence | Need:
    case = case_name(row["origin"], row["source"], row["case_id"])
    about = (row["activity"], frozenset(row["groups"]), frozenset(row["topics"]), row["text"])
    if row["kind"] == ASKED:
        return Need(row["at"], row["person"], case, *about)
    return Evidence(row["at"], row["person"], row["kind"], case, *about, asker=row["asker"])
