"""The people file: who works here, in YAML. `examples/people.yaml` shows everything that it can say.

Ids and names are compared as written: `Bob` is not `bob`. Every value is read as text first, so nothing needs quotes
but what YAML itself would misread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from socialbpm.actions.people import DEFAULT_CAP, Away, Person
from socialbpm.directory.file_directory import FileDirectory, Members
from socialbpm.directory.seeded_history import Counts, Seeds
from socialbpm.directory.yaml_lines import Document, Place, parse
from socialbpm.errors import PeopleFileError
from socialbpm.social.audience import PersonId
from socialbpm.social.worktime import OFFICE_HOURS, Calendar

LARGEST = 10_000_000
"""Bytes; some fifty thousand people."""
GROUP = "group:"
Name = Annotated[str, Field(min_length=1, max_length=200)]
Names = tuple[Name, ...]
Cases = Annotated[int, Field(ge=1)]


class Entry(BaseModel):
    """A part of the file; what it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AwayEntry(Entry):
    """Days on which somebody is away, the last one included; they begin at midnight in their calendar's zone."""

    from_: date = Field(alias="from")
    to: date


class CalendarEntry(Entry):
    """Opening hours in the syntax of OpenStreetMap, their zone, and the country whose holidays are off."""

    hours: str = OFFICE_HOURS.hours
    zone: str = OFFICE_HOURS.zone
    country: str | None = None


class PersonEntry(Entry):
    """One person. `role_name` is "somebody in " and their first group where it is missing; `calendar` is a name."""

    id: Name
    name: Name
    role_name: Name | None = None
    groups: Names = ()
    manager: Name | None = None
    skills: Names = ()
    communities: Names = ()
    calendar: Name | None = None
    active: bool = True
    away: tuple[AwayEntry, ...] = ()
    cap: Annotated[int, Field(ge=0)] = DEFAULT_CAP
    owns: Names = ()
    deputy: Name | None = None
    email: Name | None = None
    language: Name | None = None


class FileEntry(Entry):
    """The whole file. `groups` and `communities` add members to what people say of themselves.

    `lanes` have people, or all of a group as `group:NAME`. `ties` (two people and on how many cases they worked
    together) and `did` (by `PROCESS/ELEMENT`: who did it in how many cases) stand in for a history.
    """

    people: Annotated[tuple[PersonEntry, ...], Field(min_length=1)]
    groups: dict[Name, Names] = {}
    communities: dict[Name, Names] = {}
    lanes: dict[Name, Names] = {}
    calendars: dict[Name, CalendarEntry] = {}
    default_calendar: Name | None = None
    ties: tuple[tuple[Name, Name, Cases], ...] = ()
    did: dict[Annotated[str, Field(pattern=r"^[^/]+/[^/]+$")], dict[Name, Cases]] = {}


@dataclass(frozen=True)
class PeopleFile:
    """What a people file gives."""

    directory: FileDirectory
    seeds: Seeds


def read(path: Path) -> PeopleFile:
    """Read a people file.

    Raises:
        PeopleFileError: it cannot be read or used; the message names file and line, the hint what to do.
    """
    try:
        if path.stat().st_size > LARGEST:
            message = f"{path}: the file is larger than {LARGEST // 1_000_000} MB"
            raise PeopleFileError(message, hint="Keep so many people in a directory server.", file=str(path))
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        hint = "Check the path and who may read it."
        raise PeopleFileError(f"{path}: {error.strerror}", hint=hint, file=str(path)) from None
    except UnicodeDecodeError:
        raise PeopleFileError(f"{path}: this is not UTF-8", hint="Save it as UTF-8.", file=str(path)) from None
    return loads(text, str(path))


def loads(text: str, file: str = "<people>") -> PeopleFile:
    """Read people from text; `file` is what errors call it.

    Raises:
        PeopleFileError: it cannot be used.
    """
    document = parse(text, file)
    try:
        entry = FileEntry.model_validate(document.data)
    except ValidationError as error:
        raise _shape(document, error) from None
    for place, message, hint in _faults(entry):
        raise document.error(place, message, hint)
    return PeopleFile(_directory(entry, _calendars(entry, document)), _seeds(entry))


Fault = tuple[Place, str, str]
"""Where, what, and what to do."""


def _shape(document: Document, error: ValidationError) -> PeopleFileError:
    """Say the first thing that is wrong with the shape, in the words of this file."""
    first = error.errors(include_url=False)[0]
    place = tuple(step for step in first["loc"] if step != "[key]")
    last = place[-1] if place else "the file"
    if first["type"] == "extra_forbidden":
        return document.error(place, f'unknown key "{last}"', f"Use one of {', '.join(_keys(place))}.")
    label = f'"{last}"' if isinstance(last, str) else f"entry {last + 1}"
    if first["type"] == "missing":
        return document.error(place, f"{label} is missing", "Add it.")
    needed = _NEEDED.get(first["type"], "something else ({msg})").format(msg=first["msg"], **first.get("ctx", {}))
    return document.error(place, f"{label} must be {needed}", "Compare it with examples/people.yaml.")


_NEEDED = {
    "bool_parsing": "true or false",
    "date_from_datetime_parsing": "a date like 2026-08-03",
    "dict_type": "a mapping (`key: value`)",
    "greater_than_equal": "{ge} or more",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "model_type": "a mapping (`key: value`)",
    "string_pattern_mismatch": "written as PROCESS/ELEMENT",
    "string_too_long": "at most {max_length} characters long",
    "string_too_short": "a text",
    "string_type": "a text",
    "too_long": "a list of {max_length}",
    "too_short": "a list with something in it",
    "tuple_type": "a list",
}
"""What pydantic found, in the words of whoever writes the file."""


def _keys(place: Place) -> list[str]:
    """Return the keys that are known where an unknown one stands."""
    entry: type[Entry] = FileEntry
    if len(place) > 1:
        entry = CalendarEntry if place[0] == "calendars" else AwayEntry if "away" in place else PersonEntry
    return [field.alias or name for name, field in entry.model_fields.items()]


def _faults(entry: FileEntry) -> Iterator[Fault]:
    """Find what has the right shape and still makes no sense."""
    ids = {person.id for person in entry.people}
    yield from _same_ids(entry)
    for position, person in enumerate(entry.people):
        yield from _faults_of(person, ("people", position), ids, entry)
    if entry.default_calendar is not None:
        yield from _unknown_calendar(("default_calendar",), entry.default_calendar, entry)
    yield from _unknown_members(entry, ids)
    yield from _unknown_in_history(entry, ids)


def _same_ids(entry: FileEntry) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, person in enumerate(entry.people):
        if person.id in seen:
            yield ("people", position, "id"), f'two people have the id "{person.id}"', "Give one of them another id."
        seen.add(person.id)


def _faults_of(person: PersonEntry, place: tuple[str | int, ...], ids: set[str], entry: FileEntry) -> Iterator[Fault]:
    if person.manager is not None:
        yield from _unknown((*place, "manager"), person.manager, ids)
    if person.deputy is not None:
        yield from _unknown((*place, "deputy"), person.deputy, ids)
    if person.calendar is not None:
        yield from _unknown_calendar((*place, "calendar"), person.calendar, entry)
    for position, away in enumerate(person.away):
        if away.to < away.from_:
            hint = "`to` is the last day away; put the earlier day first."
            yield (
                (*place, "away", position),
                f"{person.id} is away from {away.from_} to {away.to}, which is before",
                hint,
            )


def _unknown(place: Place, person: str, ids: set[str]) -> Iterator[Fault]:
    if person not in ids:
        yield place, f'nobody has the id "{person}"', "Add them under `people:`, or correct the id; capitals count."


def _unknown_calendar(place: Place, name: str, entry: FileEntry) -> Iterator[Fault]:
    if name not in entry.calendars:
        yield (
            place,
            f'there is no calendar "{name}"',
            f"Add it under `calendars:`; there is {_listed(entry.calendars)}.",
        )


def _unknown_members(entry: FileEntry, ids: set[str]) -> Iterator[Fault]:
    groups = {*entry.groups, *(group for person in entry.people for group in person.groups)}
    for section in ("groups", "communities", "lanes"):
        for name, members in getattr(entry, section).items():
            for position, member in enumerate(members):
                place = (section, name, position)
                if section == "lanes" and member.startswith(GROUP):
                    yield from _unknown_group(place, member.removeprefix(GROUP), groups)
                else:
                    yield from _unknown(place, member, ids)


def _unknown_group(place: Place, group: str, groups: set[str]) -> Iterator[Fault]:
    if group not in groups:
        yield place, f'there is no group "{group}"', f"Use one that somebody is in: {_listed(groups)}."


def _unknown_in_history(entry: FileEntry, ids: set[str]) -> Iterator[Fault]:
    for position, (one, other, _) in enumerate(entry.ties):
        yield from _unknown(("ties", position, 0), one, ids)
        yield from _unknown(("ties", position, 1), other, ids)
        if one == other:
            yield ("ties", position), f"{one} is tied to themselves", "Name two people."
    for task, counts in entry.did.items():
        for person in counts:
            yield from _unknown(("did", task, person), person, ids)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none yet"


def _calendars(entry: FileEntry, document: Document) -> Mapping[str, Calendar]:
    calendars = {}
    for name, given in entry.calendars.items():
        try:
            calendars[name] = Calendar(given.hours, given.zone, given.country)
        except ValueError as error:
            hint = "Hours are written as in https://wiki.openstreetmap.org/wiki/Key:opening_hours."
            raise document.error(("calendars", name), f'calendar "{name}": {error}', hint) from None
    return calendars


def _directory(entry: FileEntry, calendars: Mapping[str, Calendar]) -> FileDirectory:
    default = calendars[entry.default_calendar] if entry.default_calendar else OFFICE_HOURS
    people = [_person(given, entry, calendars.get(given.calendar or "", default)) for given in entry.people]
    groups = FileDirectory(people)
    return FileDirectory(people, {name: _in_lane(members, groups) for name, members in entry.lanes.items()})


def _person(given: PersonEntry, entry: FileEntry, calendar: Calendar) -> Person:
    groups = (*given.groups, *_joined(given.id, entry.groups))
    return Person(
        id=given.id,
        name=given.name,
        role_name=given.role_name or (f"somebody in {groups[0]}" if groups else Person.role_name),
        groups=_once(groups),
        manager=given.manager,
        skills=given.skills,
        communities=_once((*given.communities, *_joined(given.id, entry.communities))),
        calendar=calendar,
        active=given.active,
        away=tuple(_away(away, calendar) for away in given.away),
        cap=given.cap,
        owns=given.owns,
        deputy=given.deputy,
        email=given.email,
        language=given.language,
    )


def _joined(person: PersonId, sections: Members) -> list[str]:
    return [name for name, members in sections.items() if person in members]


def _once(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _away(given: AwayEntry, calendar: Calendar) -> Away:
    """Turn days into moments: from the first midnight to the one that ends the last day."""
    zone = ZoneInfo(calendar.zone)
    back = given.to + timedelta(days=1)
    return datetime.combine(given.from_, time(), zone), datetime.combine(back, time(), zone)


def _in_lane(members: Sequence[str], groups: FileDirectory) -> tuple[PersonId, ...]:
    people: list[str] = []
    for member in members:
        people.extend(groups.group(member.removeprefix(GROUP)) if member.startswith(GROUP) else (member,))
    return _once(people)


def _seeds(entry: FileEntry) -> Seeds:
    ties: dict[PersonId, dict[PersonId, int]] = {}
    for one, other, cases in entry.ties:
        ties.setdefault(one, {})[other] = cases
        ties.setdefault(other, {})[one] = cases
    did: dict[tuple[str, str], Counts] = {}
    for task, counts in entry.did.items():
        process, _, element = task.partition("/")
        did[process, element] = counts
    return Seeds(ties, did)
