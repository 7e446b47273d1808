"""Who is who, made of what SCIM provisioned: users and groups in, people out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from socialbpm.actions.people import DEFAULT_CAP, Away, Person
from socialbpm.social.audience import PersonId
from socialbpm.social.worktime import OFFICE_HOURS, Calendar
from socialbpm.store.people import GROUP, USER, Provisioned

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
OURS = "urn:socialbpm:scim:1.0:Person"


async def provisioned(store: Provisioned) -> tuple[Person, ...]:
    """Return everybody whom SCIM provisioned, the active and the others."""
    users = await store.said(USER)
    names = {id_: str(data.get("displayName", "")) for id_, _, data in await store.said(GROUP)}
    groups = _groups_of(names, await store.memberships_in_groups())
    people: Mapping[str, PersonId] = {id_: person for id_, person, _ in users}
    return tuple(_person(person, data, groups.get(id_, ()), people) for id_, person, data in users)


def _groups_of(names: Mapping[str, str], memberships: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the groups that each member is in, also by way of a group in a group."""
    inside: dict[str, list[str]] = {}
    for group, member in memberships:
        inside.setdefault(member, []).append(group)
    return {member: tuple(dict.fromkeys(names[group] for group in _above(member, inside))) for member in inside}


def _above(member: str, inside: Mapping[str, list[str]]) -> Iterable[str]:
    """Yield the groups that something is in, the nearest first; a circle ends where it began."""
    found: dict[str, None] = {}
    waiting = list(inside.get(member, ()))
    while waiting:
        group = waiting.pop(0)
        if group not in found:
            found[group] = None
            waiting.extend(inside.get(group, ()))
    return found


def _person(id_: PersonId, data: Mapping[str, Any], groups: tuple[str, ...], people: Mapping[str, PersonId]) -> Person:
    ours = data.get(OURS) or {}
    manager = (data.get(ENTERPRISE) or {}).get("manager") or {}
    zone = _zone(data)
    return Person(
        id=id_,
        name=_name(data) or id_,
        role_name=ours.get("roleName") or (f"somebody in {groups[0]}" if groups else Person.role_name),
        groups=groups,
        manager=people.get(manager.get("value", "")),
        skills=tuple(ours.get("skills") or ()),
        communities=tuple(ours.get("communities") or ()),
        calendar=Calendar(ours.get("hours") or OFFICE_HOURS.hours, zone, ours.get("country")),
        active=data.get("active") is not False,
        cap=ours.get("cap", DEFAULT_CAP),
        email=_email(data),
        language=_language(data),
        away=tuple(away_on(days, zone) for days in ours.get("away") or ()),
        deputy=ours.get("deputy"),
    )


def _email(data: Mapping[str, Any]) -> str | None:
    """Return the address that is marked as primary, else the first one."""
    known = [each for each in data.get("emails") or () if isinstance(each, dict) and each.get("value")]
    found = next((each for each in known if each.get("primary") is True), known[0] if known else {})
    return _text(found.get("value"))


def _text(value: object) -> str | None:
    return str(value) if value else None


def away_on(days: str, zone: str) -> Away:
    """Return from when to when somebody is away, of the first and the last day, in their zone.

    >>> since, until = away_on("2026-08-03/2026-08-14", "Europe/Berlin")
    >>> since.isoformat(), until.isoformat()
    ('2026-08-03T00:00:00+02:00', '2026-08-15T00:00:00+02:00')

    Raises:
        ValueError: these are no two days, the earlier first.
    """
    first, slash, last = days.partition("/")
    since, back = date.fromisoformat(first), date.fromisoformat(last if slash else first) + timedelta(days=1)
    if back <= since:
        msg = f"away: {days} ends before it begins; put the earlier day first"
        raise ValueError(msg)
    return datetime.combine(since, time(), ZoneInfo(zone)), datetime.combine(back, time(), ZoneInfo(zone))


def _name(data: Mapping[str, object]) -> str:
    """Return what somebody is called: as displayed, as formatted, or made of its parts."""
    parts = data.get("name")
    named = parts if isinstance(parts, dict) else {}
    made = " ".join(str(named[part]) for part in ("givenName", "familyName") if named.get(part))
    return str(data.get("displayName") or named.get("formatted") or made or data.get("userName") or "")


def _language(data: Mapping[str, object]) -> str | None:
    """Return in which language somebody reads; provisioners send `fr`, `fr-CH`, or what a browser would."""
    wanted = str(data.get("preferredLanguage") or data.get("locale") or "").partition(",")[0].partition(";")[0]
    return wanted.strip().lower().partition("-")[0] or None


def _zone(data: Mapping[str, object]) -> str:
    """Return the zone somebody works in; what provisioners send as `timezone` and is none counts as none."""
    zone = str(data.get("timezone") or OFFICE_HOURS.zone)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return OFFICE_HOURS.zone
    return zone
