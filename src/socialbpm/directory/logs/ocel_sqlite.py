"""OCEL 2.0 as a SQLite file: a table of events, one more for each of their types, and which objects they are about."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from socialbpm.directory.logs.choice import Choice
from socialbpm.directory.logs.happened import Happened, Rejected
from socialbpm.directory.logs.ocel import Types, happened, matter


def read(path: Path, choice: Choice) -> Iterator[Happened | Rejected]:
    """Give the events of an OCEL 2.0 file in SQLite, type by type. The file is not changed."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as log:
            log.execute("PRAGMA trusted_schema = OFF")
            log.row_factory = sqlite3.Row
            yield from _read(log, choice)
    except sqlite3.Error as error:
        yield Rejected("the file", f"from here on it cannot be read: {error}", fatal=True)


def _read(log: sqlite3.Connection, choice: Choice) -> Iterator[Happened | Rejected]:
    kinds = log.execute("SELECT ocel_type, ocel_type_map FROM event_map_type ORDER BY ocel_type").fetchall()
    for kind, table in kinds:
        for row in log.execute(f"SELECT * FROM {_quoted(f'event_{table}')} ORDER BY ocel_id"):  # noqa: S608 - quoted
            yield _event(log, str(kind), f"table event_{table}", row, choice)


def _event(log: sqlite3.Connection, kind: str, table: str, row: sqlite3.Row, choice: Choice) -> Happened | Rejected:
    if "ocel_id" not in row.keys() or "ocel_time" not in row.keys():  # noqa: SIM118 - iterating gives values
        return Rejected(table, "a row without ocel_id or ocel_time is no event of OCEL 2.0")
    types = _objects(log, str(row["ocel_id"]), choice)
    values = [(name, str(row[name])) for name in row.keys() if not name.startswith("ocel_") and row[name] is not None]  # noqa: SIM118
    where = f"{table}, ocel_id {row['ocel_id']}"
    return happened(where, str(row["ocel_id"]), kind, str(row["ocel_time"] or ""), values, types, types, choice)


def _objects(log: sqlite3.Connection, event: str, choice: Choice) -> Types:
    """Return the objects that an event is about and that matter, with their types."""
    found = log.execute(
        "SELECT o.ocel_id, o.ocel_type FROM event_object r JOIN object o ON o.ocel_id = r.ocel_object_id"
        " WHERE r.ocel_event_id = ? ORDER BY o.ocel_id",
        (event,),
    )
    wanted = matter(choice)
    return {str(id_): kind for id_, kind in found if kind in wanted}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
