"""Evidence from elsewhere: kept once, and read in the order of time, so that a ranker can be made again from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, tuple_
from sqlalchemy.engine import RowMapping

from socialbpm.experts import Evidence
from socialbpm.store.databases import put, put_new
from socialbpm.store.part import Part
from socialbpm.store.tables import EvidenceRow, ImportRow, metadata

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


class KeptEvidence(Part):
    """Evidence that was imported, and how far imports are."""

    async def keep_evidence(self, noted: Sequence[Noted]) -> int:
        """Keep evidence, each thing once; returns how much of it is new."""
        rows = {one.key(): {"source": one.source, **_row(one.evidence)} for one in noted}
        keys = list(rows)
        for first in range(0, len(keys), ASKED_AT_ONCE):
            some = keys[first : first + ASKED_AT_ONCE]
            for known in await self._column(select(_EVIDENCE.c.key).where(_EVIDENCE.c.key.in_(some))):
                del rows[known]
        await put_new(self._connection, EvidenceRow, [{"key": key, **row} for key, row in rows.items()])
        return len(rows)

    async def evidence_after(
        self, key: tuple[Any, str] | None, most: int
    ) -> Sequence[tuple[tuple[Any, str], Evidence]]:
        """Return the next pieces of evidence in the order of time, each with the key to go on from."""
        query = select(_EVIDENCE).order_by(_EVIDENCE.c.at, _EVIDENCE.c.key).limit(most)
        if key is not None:
            query = query.where(tuple_(_EVIDENCE.c.at, _EVIDENCE.c.key) > tuple_(*key))
        return [((row.at, row.key), _evidence(row._mapping)) for row in await self._all(query)]

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


def _evidence(row: RowMapping) -> Evidence:
    return Evidence(
        at=row["at"],
        person=row["person"],
        kind=row["kind"],
        case=row["case_id"],
        activity=row["activity"],
        groups=frozenset(row["groups"]),
        topics=frozenset(row["topics"]),
        text=row["text"],
        asker=row["asker"],
    )
