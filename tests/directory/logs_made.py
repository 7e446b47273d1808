"""One small log in all the forms that are read, made here: what happened to two orders."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple


class Step(NamedTuple):
    id: str
    case: str
    at: str
    activity: str
    person: str
    group: str


STEPS = (
    Step("e1", "order 1", "2026-05-04T09:00:00.000+02:00", "receive", "alice", "Sales"),
    Step("e2", "order 1", "2026-05-04T10:00:00.000+02:00", "check", "bob", "Accounting"),
    Step("e3", "order 2", "2026-05-04T11:00:00.000+02:00", "receive", "alice", "Sales"),
    Step("e4", "order 2", "2026-05-05T08:30:00.000+02:00", "check", "carol", "Accounting"),
)


def xes_event(step: Step) -> str:
    values = {
        "concept:name": step.activity,
        "org:resource": step.person,
        "org:group": step.group,
        "time:timestamp": step.at,
    }
    return "<event>\n{}</event>\n".format(
        "".join(f'<string key="{key}" value="{value}"/>\n' for key, value in values.items() if value)
    )


def xes(steps: tuple[Step, ...] = STEPS) -> str:
    """A log in XES: a trace for each case, with a topic."""
    traces = [
        f'<trace><string key="concept:name" value="{case}"/><string key="product" value="{case[-1]}"/>\n'
        + "".join(xes_event(step) for step in steps if step.case == case)
        + "</trace>\n"
        for case in dict.fromkeys(step.case for step in steps)
    ]
    return f'<?xml version="1.0"?>\n<log xmlns="http://www.xes-standard.org/">\n{"".join(traces)}</log>\n'


def ocel_json(steps: tuple[Step, ...] = STEPS) -> str:
    objects = [*({"id": case, "type": "order"} for case in dict.fromkeys(step.case for step in steps))]
    people = [{"id": person, "type": "clerk"} for person in dict.fromkeys(step.person for step in steps)]
    events = [
        {
            "id": step.id,
            "type": step.activity,
            "time": step.at,
            "attributes": [{"name": "org:group", "value": step.group}],
            "relationships": [
                {"objectId": step.case, "qualifier": "of"},
                {"objectId": step.person, "qualifier": "by"},
            ],
        }
        for step in steps
    ]
    types = [{"name": "order", "attributes": []}, {"name": "clerk", "attributes": []}]
    whole = {"objectTypes": types, "eventTypes": [], "objects": [*objects, *people], "events": events}
    return json.dumps(whole, indent=1)


def ocel_xml(steps: tuple[Step, ...] = STEPS) -> str:
    objects = {**{step.case: "order" for step in steps}, **{step.person: "clerk" for step in steps}}
    told = "".join(f'<object id="{id_}" type="{kind}"/>\n' for id_, kind in objects.items())
    events = "".join(
        f'<event id="{step.id}" type="{step.activity}" time="{step.at}">'
        f'<attributes><attribute name="org:group">{step.group}</attribute></attributes>'
        f'<objects><relationship object-id="{step.case}"/><relationship object-id="{step.person}"/></objects></event>\n'
        for step in steps
    )
    return f"<log>\n<object-types/>\n<objects>\n{told}</objects>\n<events>\n{events}</events></log>"


def ocel_sqlite(path: Path, steps: tuple[Step, ...] = STEPS) -> Path:
    with closing(sqlite3.connect(path)) as log, log:
        log.execute("CREATE TABLE event_map_type (ocel_type, ocel_type_map)")
        log.execute("CREATE TABLE object (ocel_id, ocel_type)")
        log.execute("CREATE TABLE event_object (ocel_event_id, ocel_object_id, ocel_qualifier)")
        for activity in sorted({step.activity for step in steps}):
            log.execute("INSERT INTO event_map_type VALUES (?, ?)", (activity, activity.title()))
            log.execute(f'CREATE TABLE "event_{activity.title()}" (ocel_id, ocel_time, "org:group")')
        for case in {step.case: 0 for step in steps}:
            log.execute("INSERT INTO object VALUES (?, 'order')", (case,))
        for person in {step.person: 0 for step in steps}:
            log.execute("INSERT INTO object VALUES (?, 'clerk')", (person,))
        for step in steps:
            table = f'"event_{step.activity.title()}"'
            log.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", (step.id, step.at, step.group))  # noqa: S608 - our own
            for object_ in (step.case, step.person):
                log.execute("INSERT INTO event_object VALUES (?, ?, '')", (step.id, object_))
    return path


def written(folder: Path) -> Iterator[Path]:
    """Write the log in every form."""
    for name, text in (("log.xes", xes()), ("log.json", ocel_json()), ("log.xml", ocel_xml())):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        yield path
    packed = folder / "log.xes.gz"
    packed.write_bytes(gzip.compress(xes().encode()))
    yield packed
    yield ocel_sqlite(folder / "log.sqlite")
