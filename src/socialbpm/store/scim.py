"""SCIM's resources in our tables: what `scim2-server` reads and writes, in one transaction.

It holds what the provisioner said. Who is who is made of it (`store.scim_people`), and what a change means for people
is done in the same transaction: who is made inactive or deleted is off-boarded (`actions.leaving`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal, Union, cast

from scim2_models import (
    Meta,
    NotFoundException,
    Path,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    ScimFilter,
    ScimProvider,
    SearchRequest,
    UniquenessException,
    User,
)
from scim2_models.path import CompareOperator, Comparison
from scim2_server.storage import AsyncScimStorage, SearchPage
from scim2_server.utils import parametrize
from sqlalchemy import ColumnElement
from sqlalchemy.engine import RowMapping

from socialbpm.actions import leaving
from socialbpm.actions.keeping import Departure
from socialbpm.store.ids import uuid7
from socialbpm.store.people import GROUP, USER
from socialbpm.store.scim_schema import Person
from socialbpm.store.tables import metadata
from socialbpm.store.unit import SqlStore

NamedBy = Literal["userName", "externalId"]
"""What a new person's id is made of; where there is no externalId, the userName."""
BY = "scim"
KEPT_APART = {"id", "meta", "password", "groups", "members"}
"""What has a column or a table of its own, and a password, which is never kept."""
_RESOURCES = metadata.tables["scim_resources"]
_COLUMNS = {"userName": _RESOURCES.c.login, "externalId": _RESOURCES.c.external_id}


class SqlScimStorage(AsyncScimStorage):
    """Users and groups, as one transaction sees them. It ends with the transaction of `store`."""

    def __init__(self, store: SqlStore, provider: ScimProvider, named_by: NamedBy = "userName") -> None:
        self._store = store
        self._named_by = named_by
        self._models = {
            kind.name: cast("type[Resource[Any]]", provider.model_for(kind)) for kind in provider.resource_types
        }

    @asynccontextmanager
    async def operation(self) -> AsyncIterator[None]:
        """Let nobody else provision meanwhile: what is read here is what is changed."""
        if self._store.writes:
            await self._store.hold_directory()
        yield

    async def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """Return a user or a group.

        Raises:
            NotFoundException: there is none.
        """
        del response_parameters  # the server applies them; nothing here is dear enough to be left out
        return (await self._resources([await self._row(resource_type, resource_id)]))[0]

    async def _row(self, resource_type: ResourceType, resource_id: str | None) -> RowMapping:
        row = await self._store.resource(str(resource_type.name), str(resource_id))
        if row is None:
            raise NotFoundException(detail=f"there is no {resource_type.name} {resource_id}")
        return row

    async def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        """Return a page. Who looks up one user by name or external id, or lists all, is answered by an index.

        Any other filter or order is worked out here, over all: the rules of SCIM, of case and of what is missing, are
        those of the library, and a directory fits into memory (every node holds it there).
        """
        del position  # it pages by index only, and says so
        kinds = list(dict.fromkeys(str(kind.name) for kind in resource_types))
        start, count = search_request.start_index_0 or 0, search_request.count
        if search_request.filter is None and search_request.sort_by is None:
            page = await self._store.resources(kinds, page=(start, count))
            return SearchPage(await self._store.count_resources(kinds), await self._resources(page))
        found = await self._resources(await self._store.resources(kinds, _indexed(search_request.filter)))
        found = _matching(search_request.filter, found)
        found = search_request.sort(found) if search_request.sort_by is not None else found
        return SearchPage(len(found), found[start : None if count is None else start + count])

    async def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Keep a new user or group. A user gets an id that was never anybody's.

        Raises:
            UniquenessException: the name or the id is somebody's.
        """
        now = self._store.now()
        made = resource.model_copy(deep=True)
        made.id = uuid7(now)
        if isinstance(made, User):
            await self._see_that_it_is_free(made)
            await self._name(made)
        await self._save(resource_type, made, {"version": 1, "created_at": now, "changed_at": now})
        if isinstance(made, User) and made.active is False:
            await self._let_go(_person_of(made))
        return await self.get(resource_type, made.id)

    async def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Keep what a user or a group is now; who is not active any more is off-boarded, who is again may come back.

        Raises:
            NotFoundException: there is none.
            PreconditionFailedException: it changed meanwhile.
            UniquenessException: the name is somebody else's.
        """
        row = await self._row(resource_type, resource.id)
        _check_version(row, expected_version)
        changed = resource.model_copy(deep=True)
        changed.id = row["id"]
        if isinstance(changed, User):
            await self._see_that_it_is_free(changed)
            _extension(changed).person_id = row["person"]
            await self._in_or_out(changed, row)
        rest = {"version": row["version"] + 1, "created_at": row["created_at"], "changed_at": self._store.now()}
        await self._save(resource_type, changed, rest)
        return await self.get(resource_type, row["id"])

    async def _in_or_out(self, user: User[Any], row: RowMapping) -> None:
        active, was = user.active is not False, row["data"].get("active") is not False
        if was and not active:
            await self._let_go(row["person"])
        elif active and not was:
            await leaving.come_back(row["person"], self._store.now(), self._store)

    async def delete(
        self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None
    ) -> None:
        """Delete a user, who is off-boarded and whose id is nobody's ever again; or a group.

        Raises:
            NotFoundException: there is none.
            PreconditionFailedException: it changed meanwhile.
        """
        row = await self._row(resource_type, resource_id)
        _check_version(row, expected_version)
        await self._store.drop_resource(row["id"])
        if row["person"] is not None:
            await self._store.burn_person_id(row["person"])
            await self._let_go(row["person"])
        await self._store.directory_changed()

    async def _let_go(self, person: str) -> None:
        now = self._store.now()
        await leaving.let_go(Departure(person, "scim", BY, now, look_at=now), self._store)

    async def _see_that_it_is_free(self, user: User[Any]) -> None:
        if await self._store.has_login(_login(user), besides=str(user.id)):
            raise UniquenessException(detail="another user has this userName")

    async def _name(self, user: User[Any]) -> None:
        """Give a new user the id that they are known by here; one that was somebody's is nobody else's ever again."""
        wanted = str((user.external_id if self._named_by == "externalId" else None) or user.user_name)
        taken = await self._store.was_somebody(wanted)
        person = f"{wanted}~{user.id}" if taken else wanted
        _extension(user).person_id = person
        await self._store.give_person_id(person, str(user.id))

    async def _save(self, resource_type: ResourceType, resource: Resource[Any], rest: Mapping[str, Any]) -> None:
        user = resource if isinstance(resource, User) else None
        data = resource.model_dump(mode="json")
        row = {
            "id": resource.id,
            "type": resource_type.name,
            "login": None if user is None else _login(user),
            "external_id": resource.external_id,
            "person": None if user is None else _person_of(user),
            "data": {name: value for name, value in data.items() if name not in KEPT_APART},
            **rest,
        }
        await self._store.save_resource(row, data.get("members") or ())
        await self._store.directory_changed()

    async def _resources(self, rows: Sequence[RowMapping]) -> list[Resource[Any]]:
        """Return what rows hold, with the members of groups and the groups of users."""
        members = await self._store.members([row["id"] for row in rows if row["type"] == GROUP])
        groups = await self._store.groups_of([row["id"] for row in rows if row["type"] == USER])
        return [self._resource(row, members.get(row["id"], ()), groups.get(row["id"], ())) for row in rows]

    def _resource(
        self, row: RowMapping, members: Sequence[Mapping[str, Any]], groups: Sequence[tuple[str, str]]
    ) -> Resource[Any]:
        data = dict(row["data"])
        if members:
            data["members"] = list(members)
        if groups:
            data["groups"] = [
                {"value": id_, "$ref": f"Groups/{id_}", "display": name, "type": "direct"} for id_, name in groups
            ]
        resource = self._models[row["type"]].model_validate(data)
        resource.id = row["id"]
        resource.meta = Meta(
            resource_type=row["type"],
            created=row["created_at"],
            last_modified=row["changed_at"],
            version=_version(row),
        )
        return resource


def _indexed(scim_filter: ScimFilter[Any] | None) -> ColumnElement[bool] | None:
    """Return what an index can answer of a filter: that a user's name, or an external id, is one certain value."""
    node = None if scim_filter is None else scim_filter.ast
    if scim_filter is None or not isinstance(node, Comparison) or node.op != CompareOperator.eq:
        return None
    binding = scim_filter.resolve_comparison(node.attr_path, strict=False) if scim_filter.model is not None else None
    column = None if binding is None else _COLUMNS.get(binding.urn.rpartition(":")[2])
    if binding is None or column is None or not isinstance(node.value, str):
        return None
    return cast("ColumnElement[bool]", column == binding.comparable(node.value))


def _matching(scim_filter: ScimFilter[Any] | None, found: list[Resource[Any]]) -> list[Resource[Any]]:
    """Return what a filter keeps; one that names no model is read for those of what was found."""
    if scim_filter is None or not found:
        return found
    if not scim_filter.models:
        models = tuple(dict.fromkeys(type(resource) for resource in found))
        scim_filter = parametrize(ScimFilter, Union[models])(str(scim_filter))  # noqa: UP007 - they are known at run time
    return [resource for resource in found if scim_filter.match(resource)]


def _login(user: User[Any]) -> str:
    """Return a user's name as it is compared: by the rules of its attribute, which knows no capitals."""
    binding = parametrize(Path, type(user))("userName").resolve()
    return str(user.user_name if binding is None else binding.comparable(user.user_name))


def _extension(user: User[Any]) -> Person:
    """Return our part of a user, which is added where it is missing."""
    found = user[Person]
    if found is None:
        user[Person] = found = Person()
    return cast("Person", found)


def _person_of(user: User[Any]) -> str:
    return str(_extension(user).person_id)


def _version(row: RowMapping) -> str:
    return f'W/"{row["version"]}"'


def _check_version(row: RowMapping, expected: str | None) -> None:
    if expected is not None and expected != _version(row):
        raise PreconditionFailedException
