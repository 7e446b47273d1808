"""What is chosen of a log: whose work, which groups and topics; and evidence made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from socialbpm.directory.logs.happened import Happened, Rejected
from socialbpm.errors import Invalid
from socialbpm.experts import Evidence

NOBODY = "nobody did it"
"""Why an event is passed over that no person did: no error, but counted."""


@dataclass(frozen=True)
class Choice:
    """Names of attributes, or of types of objects, that say who did something, in which groups, about which topics.

    `case` is the type of object that is a case, of an object-centric log. `machines` did things and are no people. A
    time without a zone is in `zone`.

    >>> check = Happened("line 7", "0", ("order 1",), "check", "2026-05-04T09:00:00Z", {"org:resource": ("bob",)})
    >>> [evidence] = Choice().evidence(check)
    >>> evidence.person, evidence.case, evidence.activity
    ('bob', 'order 1', 'check')
    """

    person: tuple[str, ...] = ("org:resource", "resource")
    group: tuple[str, ...] = ("org:group",)
    topic: tuple[str, ...] = ()
    case: str = ""
    machines: frozenset[str] = frozenset()
    zone: tzinfo = UTC

    def evidence(self, event: Happened) -> Iterator[Evidence | Rejected]:
        """Give the evidence in an event, or why there is none: one for each person and each case."""
        people = _first(self.person, event.attributes)
        if not people or self.machines.issuperset(people):
            yield Rejected(event.where, NOBODY)
        elif wrong := _wrong(event):
            yield Rejected(event.where, wrong)
        else:
            yield from self._of(event, [person for person in people if person not in self.machines])

    def _of(self, event: Happened, people: Iterable[str]) -> Iterator[Evidence | Rejected]:
        try:
            at = moment(event.at, self.zone)
        except (ValueError, OverflowError):
            yield Rejected(event.where, f"{event.at[:40]!r} is no time")
            return
        groups = frozenset(value for name in self.group for value in event.attributes.get(name, ()))
        topics = frozenset(f"{name}:{value}" for name in self.topic for value in event.attributes.get(name, ()))
        for person in people:
            for case in event.cases:
                yield Evidence(at, person, "worked", case, event.activity, groups, topics)


def _first(names: Iterable[str], attributes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the values of the first of these attributes that says something."""
    return next((found for name in names if (found := tuple(filter(None, attributes.get(name, ()))))), ())


def _wrong(event: Happened) -> str:
    if not event.cases:
        return "it belongs to no case"
    if not event.at:
        return "it has no time"
    said = [event.activity, *event.cases, *(value for values in event.attributes.values() for value in values)]
    return "a text has the character U+0000 in it" if any("\0" in text for text in said) else ""


def moment(text: str, zone: tzinfo) -> datetime:
    """Return a time of a log, aware and in UTC.

    >>> moment("2026-05-04T09:00:00.000+02:00", UTC).isoformat()
    '2026-05-04T07:00:00+00:00'
    """
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def zone(name: str) -> ZoneInfo:
    """Return a time zone.

    Raises:
        Invalid: there is none of this name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Invalid(f"{name!r} is no time zone", hint="Use a name such as Europe/Berlin.", code="no-zone") from error
