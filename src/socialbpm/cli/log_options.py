"""How a log of past work is read: the options that `socialbpm import` and `socialbpm replay` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from socialbpm.directory.logs import Choice
from socialbpm.directory.logs import zone as zone_of

LogFile = Annotated[Path, typer.Argument(help="An event log: XES (.xes, .xes.gz) or OCEL 2.0 (.xml, .json, .sqlite).")]
Case = Annotated[str, typer.Option(help="OCEL: the type of object that is a case.")]
Person = Annotated[list[str] | None, typer.Option(help="Attribute or type of object: who did it; repeatable.")]
Group = Annotated[list[str] | None, typer.Option(help="Attribute or type of object: their group; repeatable.")]
Topic = Annotated[list[str] | None, typer.Option(help="Attribute or type of object: a topic; repeatable.")]
Machine = Annotated[list[str] | None, typer.Option(help="Who is no person; repeatable.")]
Zone = Annotated[str, typer.Option(help="The zone of times that have none.")]
Report = Annotated[Path | None, typer.Option(help="Where to write what was rejected: FILE.rejected.csv.")]


def choice(
    case: str,
    person: list[str] | None,
    group: list[str] | None,
    topic: list[str] | None,
    machine: list[str] | None,
    zone: str,
) -> Choice:
    """Return what these options choose.

    Raises:
        Invalid: there is no such zone.
    """
    usual = Choice()
    return Choice(
        person=tuple(person or usual.person),
        group=tuple(group or usual.group),
        topic=tuple(topic or ()),
        case=case,
        machines=frozenset(machine or ()),
        zone=zone_of(zone),
    )
