"""People whom SCIM provisions, as rows; and who is no longer with the organisation."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update
from sqlalchemy.engine import RowMapping
from sqlmodel import col

from socialbpm.actions.keeping import Departure
from socialbpm.social.audience import PersonId
from socialbpm.store.databases import hold, put, put_new
from socialbpm.store.part import Part
from socialbpm.store.tables import (
    DepartureRow,
    DirectoryRow,
    GuestRow,
    MemberRow,
    PersonIdRow,
    PrincipalRow,
    ScimMemberRow,
    ScimResourceRow,
    WorkRow,
    metadata,
)

USER, GROUP = "User", "Group"
"""The resource types of SCIM that we keep."""
_RESOURCES = metadata.tables["scim_resources"]
_DEPARTURES = metadata.tables["departures"]
_VERSIONS = select(col(DirectoryRow.id), col(DirectoryRow.version))
WHO, WISHES = 1, 2
"""The rows that count changes in who is who, and in what people say of themselves."""
Members = Sequence[Mapping[str, Any]]
"""What the provisioner said of each member of a group; `value` is its id."""


class Directories(Part):
    """How often something changed in who is who: whoever keeps a copy compares it and looks again."""

    async def directory_versions(self) -> tuple[int, int]:
        """Return the numbers of changes so far: in who is who, and in what people say of themselves."""
        found = {id_: version for id_, version in await self._all(_VERSIONS)}  # noqa: C416 - rows are no pairs to mypy
        return found.get(WHO, 0), found.get(WISHES, 0)

    async def directory_changed(self) -> None:
        """Count one more change. The row stays locked until the end, so who reads a number has all that led to it."""
        await self._count_one_more(WHO)

    async def _count_one_more(self, row: int) -> int:
        await put_new(self._connection, DirectoryRow, [{"id": row, "version": 0}])
        mine = col(DirectoryRow.id) == row
        await self._do(update(DirectoryRow).where(mine).values(version=col(DirectoryRow.version) + 1))
        found = await self._first(select(col(DirectoryRow.version)).where(mine))
        return found[0] if found else 0

    async def hold_directory(self) -> None:
        """Let nobody else provision until the end."""
        await hold(self._connection, "directory")


class Provisioned(Directories):
    """Users and groups of SCIM."""

    async def resource(self, kind: str, resource: str) -> RowMapping | None:
        """Return the row of a user or a group."""
        found = await self._first(select(_RESOURCES).where(_RESOURCES.c.type == kind, _RESOURCES.c.id == resource))
        return found._mapping if found else None

    async def resources(
        self,
        kinds: Collection[str],
        where: ColumnElement[bool] | None = None,
        page: tuple[int, int | None] | None = None,
    ) -> Sequence[RowMapping]:
        """Return users and groups, the oldest first; of those `page` is (how many to leave out, how many at most)."""
        query = (
            select(_RESOURCES).where(_RESOURCES.c.type.in_(kinds)).order_by(_RESOURCES.c.created_at, _RESOURCES.c.id)
        )
        query = query if where is None else query.where(where)
        if page is not None:
            query = query.offset(page[0]) if page[1] is None else query.offset(page[0]).limit(page[1])
        return [found._mapping for found in await self._all(query)]

    async def said(self, kind: str) -> Sequence[tuple[str, PersonId, Mapping[str, Any]]]:
        """Return of all users or groups the id, the person's id, and what the provisioner said; the oldest first."""
        query = select(_RESOURCES.c.id, _RESOURCES.c.person, _RESOURCES.c.data).where(_RESOURCES.c.type == kind)
        found = await self._all(query.order_by(_RESOURCES.c.created_at, _RESOURCES.c.id))
        return [(id_, person, data) for id_, person, data in found]

    async def count_resources(self, kinds: Collection[str]) -> int:
        """Return how many users and groups there are."""
        found = await self._first(select(func.count()).select_from(_RESOURCES).where(_RESOURCES.c.type.in_(kinds)))
        return found[0] if found else 0

    async def save_resource(self, row: Mapping[str, Any], members: Members) -> None:
        """Keep a user or a group as it is now, and who is in it."""
        await put(self._connection, ScimResourceRow, [row], keep=["created_at"])
        await self._save_members(row["id"], {member["value"]: member for member in members if member.get("value")})

    async def _save_members(self, group: str, members: Mapping[str, Mapping[str, Any]]) -> None:
        known = {member["value"]: number for number, member in enumerate((await self.members([group])).get(group, ()))}
        left = sorted(known.keys() - members.keys())
        if left:
            mine = (col(ScimMemberRow.group) == group, col(ScimMemberRow.member).in_(left))
            await self._do(delete(ScimMemberRow).where(*mine))
        rows = [
            {"group": group, "member": id_, "number": number, "data": dict(data)}
            for number, (id_, data) in enumerate(members.items())
        ]
        await put(self._connection, ScimMemberRow, rows)

    async def members(self, groups: Collection[str]) -> Mapping[str, Members]:
        """Return the members of groups, as the provisioner said them."""
        query = select(col(ScimMemberRow.group), col(ScimMemberRow.data)).where(col(ScimMemberRow.group).in_(groups))
        found: dict[str, list[Mapping[str, Any]]] = {}
        for group, data in await self._all(query.order_by(col(ScimMemberRow.group), col(ScimMemberRow.number))):
            found.setdefault(group, []).append(data)
        return found

    async def groups_of(self, members: Collection[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return in which groups users are, each as its id and its name."""
        of_group = _RESOURCES.c.id == col(ScimMemberRow.group)
        query = select(col(ScimMemberRow.member), _RESOURCES.c.id, _RESOURCES.c.data).join(_RESOURCES, of_group)
        query = query.where(col(ScimMemberRow.member).in_(members)).order_by(_RESOURCES.c.created_at, _RESOURCES.c.id)
        found: dict[str, list[tuple[str, str]]] = {}
        for member, group, data in await self._all(query):
            found.setdefault(member, []).append((group, str(data.get("displayName", ""))))
        return found

    async def memberships_in_groups(self) -> Sequence[tuple[str, str]]:
        """Return every (group, member), both by the ids that SCIM gave."""
        query = select(col(ScimMemberRow.group), col(ScimMemberRow.member))
        found = await self._all(query.order_by(col(ScimMemberRow.group), col(ScimMemberRow.number)))
        return [(group, member) for group, member in found]

    async def drop_resource(self, resource: str) -> None:
        """Delete a user or a group, and from whatever it was in."""
        either = or_(col(ScimMemberRow.group) == resource, col(ScimMemberRow.member) == resource)
        await self._do(delete(ScimMemberRow).where(either))
        await self._do(delete(ScimResourceRow).where(col(ScimResourceRow.id) == resource))

    async def has_login(self, login: str, *, besides: str) -> bool:
        """Whether another user has this name."""
        query = select(_RESOURCES.c.id).where(_RESOURCES.c.login == login, _RESOURCES.c.id != besides)
        return await self._first(query) is not None

    async def resource_of(self, person: PersonId) -> str | None:
        """Return the id that SCIM gave to a person."""
        found = await self._first(select(_RESOURCES.c.id).where(_RESOURCES.c.person == person))
        return found[0] if found else None

    async def was_somebody(self, person: PersonId) -> bool:
        """Whether this id is, or ever was, somebody's."""
        given = select(col(PersonIdRow.person)).where(col(PersonIdRow.person) == person)
        gone = select(col(DepartureRow.person)).where(col(DepartureRow.person) == person)
        return await self._first(given) is not None or await self._first(gone) is not None

    async def give_person_id(self, person: PersonId, resource: str) -> None:
        """Note that this id is somebody's, for ever."""
        row = {"person": person, "resource": resource, "given_at": self._now(), "gone_at": None}
        await self._do(insert(PersonIdRow), [row])

    async def burn_person_id(self, person: PersonId) -> None:
        """Note that whoever had this id is gone."""
        mine = col(PersonIdRow.person) == person
        await self._do(update(PersonIdRow).where(mine).values(gone_at=self._now()))


class Leavers(Directories):
    """Who is no longer with the organisation: `actions.keeping.Leavers`."""

    async def departure(self, person: PersonId) -> Departure | None:
        """Return since when somebody is gone, if they are."""
        found = await self._mine(select(_DEPARTURES).where(_DEPARTURES.c.person == person))
        return _departure(found._mapping) if found else None

    async def departed(self) -> frozenset[PersonId]:
        """Return everybody who is gone."""
        return frozenset(await self._column(select(col(DepartureRow.person))))

    async def save_departure(self, departure: Departure) -> None:
        """Keep that somebody is gone, and how far it is."""
        row = {name: getattr(departure, name) for name in _DEPARTURES.columns.keys()}  # noqa: SIM118 - iterating gives columns
        await put(self._connection, DepartureRow, [row])

    async def drop_departure(self, person: PersonId) -> None:
        """Forget that somebody was gone: they are back."""
        await self._do(delete(DepartureRow).where(col(DepartureRow.person) == person))

    async def next_departure(self, now: datetime) -> PersonId | None:
        """Return of whom something may be left, whoever waits longest first; not one that another node works on."""
        at = col(DepartureRow.look_at)
        query = select(col(DepartureRow.person)).where(at <= now).order_by(at, col(DepartureRow.person)).limit(1)
        found = await self._claim(query)
        return found[0] if found else None

    async def still_in(self, person: PersonId, limit: int) -> Sequence[str]:
        """Return discussions in which somebody is an active member."""
        mine = and_(col(MemberRow.person) == person, col(MemberRow.active))
        return await self._column(select(col(MemberRow.discussion)).where(mine).limit(limit))

    async def was_here(self, person: PersonId) -> bool:
        """Whether a person of this id was ever in a discussion, had a token, did a task, or was provisioned."""
        having = (
            select(col(MemberRow.person)).where(col(MemberRow.person) == person),
            select(col(PrincipalRow.subject)).where(
                col(PrincipalRow.kind) == "person", col(PrincipalRow.subject) == person
            ),
            select(col(WorkRow.person)).where(col(WorkRow.person) == person),
            select(col(PersonIdRow.person)).where(col(PersonIdRow.person) == person),
        )
        return any([await self._first(query.limit(1)) is not None for query in having])

    async def count_still_in(self, person: PersonId) -> int:
        """Return in how many discussions somebody is an active member."""
        mine = and_(col(MemberRow.person) == person, col(MemberRow.active))
        found = await self._first(select(func.count()).select_from(MemberRow).where(mine))
        return found[0] if found else 0

    async def revoke_access(self, person: PersonId) -> None:
        """Make whatever lets somebody in nobody's, in this transaction: every token, and what else is added here."""
        mine = and_(
            col(PrincipalRow.kind) == "person",
            col(PrincipalRow.subject) == person,
            col(PrincipalRow.revoked_at).is_(None),
        )
        await self._do(update(PrincipalRow).where(mine).values(revoked_at=self._now()))
        await self._do(delete(GuestRow).where(col(GuestRow.person) == person))


def _departure(row: RowMapping) -> Departure:
    return Departure(**dict(row))
