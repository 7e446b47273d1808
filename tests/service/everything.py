"""All that there is: what is kept in the database, and what everybody and the runtime get."""

from __future__ import annotations

from sqlalchemy import select

from socialbpm.actions.roles import ADMIN
from socialbpm.actions.tokens import issue
from socialbpm.service.embedded import EmbeddedService
from socialbpm.store import SqlStores
from socialbpm.store.tables import metadata
from tests.service.road import Road

PEOPLE = ("alice", "bob", "carol", "dana", "eve", "frank")


def kept(service: EmbeddedService, *besides: str) -> str:
    """Return all that the database holds, as text, but for some tables."""
    return service._portal.call(_kept, service.app.state.composed.stores, besides)


async def _kept(stores: SqlStores, besides: tuple[str, ...]) -> str:
    async with stores.read() as store:
        tables = [table for table in metadata.sorted_tables if table.name not in besides]
        return repr([(table.name, await store._all(select(table))) for table in tables])


def shown(road: Road, discussion: str) -> str:
    """Return all that anybody and the runtime get, as text, whatever their answer is."""
    paths = ["", *("/" + part for part in ("facts", "posts", "asks", "members"))]
    answers = [road.by(person).get(f"/v1/discussions/{discussion}{path}").text for person in PEOPLE for path in paths]
    lists = [road.by(person).get("/v1/discussions").text for person in PEOPLE]
    return "\n".join([*answers, *lists, repr(road.deliveries(limit=100))])


class Admin:
    """An administrator of the service: Eve, who is in no discussion."""

    def __init__(self, road: Road) -> None:
        stores = road.service.app.state.composed.stores
        token = road.service._portal.call(_admin, stores)
        self.http = road.service.http(token)

    def does(self, method: str, path: str, status: int = 200, **body: object) -> dict[str, object]:
        """Let her do something, and see the status."""
        answer = self.http.request(method, f"/v1{path}", json=body or None)
        assert answer.status_code == status, answer.text
        return dict(answer.json())


async def _admin(stores: SqlStores) -> str:
    return await issue("person", "eve", stores, roles=frozenset({ADMIN}))
