"""Who helped where, and the communities that grew out of it: `actions.gathering.Communities`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.engine import Row
from sqlmodel import col

from socialbpm.actions.gathering import Help
from socialbpm.social.audience import PersonId
from socialbpm.social.communities import Community, Kind, Standing
from socialbpm.store.databases import hold, put, put_new
from socialbpm.store.part import Part
from socialbpm.store.tables import CommunityPersonRow, CommunityRow, HelpRow, MemberRow, metadata

_HELPS = metadata.tables["helps"]
_COMMUNITIES = metadata.tables["communities"]
_PEOPLE = metadata.tables["community_people"]
_KIND = (_COMMUNITIES.c.runtime, _COMMUNITIES.c.process, _COMMUNITIES.c.element_id)
_HELPED_AT = (_HELPS.c.runtime, _HELPS.c.process, _HELPS.c.element_id)


class KeptCommunities(Part):
    """Communities, and whose answers helped."""

    async def note_help(self, help_: Help) -> bool:
        """Keep that somebody helped; return whether that is new."""
        same = _HELPS.c.discussion == help_.discussion, _HELPS.c.person == help_.person
        if await self._first(select(_HELPS.c.person).where(*same)) is not None:
            return False
        row = {"discussion": help_.discussion, "person": help_.person, "at": help_.at}
        await put_new(self._connection, HelpRow, [{**row, **_columns(help_.kind)}])
        return True

    async def helpers_of(self, kind: Kind) -> Mapping[PersonId, str]:
        """Return who helped at a kind of task, each with the discussion in which they did last."""
        query = (
            select(_HELPS.c.person, _HELPS.c.discussion)
            .where(_at(_HELPED_AT, kind))
            .order_by(_HELPS.c.at, _HELPS.c.discussion)
        )
        return {person: discussion for person, discussion in await self._all(query)}  # noqa: C416 - rows are no pairs to mypy

    async def helps_seen(self, person: PersonId, reader: PersonId, limit: int) -> Sequence[Help]:
        """Return where somebody helped, as far as `reader` is in those discussions, the latest first."""
        both = and_(col(MemberRow.discussion) == _HELPS.c.discussion, col(MemberRow.person) == reader)
        query = select(_HELPS).join(MemberRow, both).where(_HELPS.c.person == person, col(MemberRow.active))
        found = await self._all(query.order_by(_HELPS.c.at.desc(), _HELPS.c.discussion).limit(limit))
        return [Help(each.discussion, each.person, Kind(*each[2:5]), each.at) for each in found]

    async def hold_community(self, kind: Kind) -> None:
        """Let nobody else change the community of a kind of task until the end."""
        await hold(self._connection, "community", kind.runtime, kind.process, kind.element_id)

    async def community(self, community: str) -> Community | None:
        """Return a community, proposed or there."""
        return next(iter(await self._communities(_COMMUNITIES.c.id == community)), None)

    async def community_at(self, kind: Kind) -> Community | None:
        """Return the community of a kind of task, proposed or there."""
        return next(iter(await self._communities(_at(_KIND, kind))), None)

    async def communities_around(self, person: PersonId, kinds: Collection[Kind]) -> Sequence[Community]:
        """Return those that somebody is in or was proposed, and those of these kinds, the oldest first."""
        found = set(await self._column(select(_PEOPLE.c.community).where(_PEOPLE.c.person == person)))
        if kinds:
            of_these = or_(*(_at(_KIND, kind) for kind in sorted(kinds)))
            found.update(await self._column(select(_COMMUNITIES.c.id).where(of_these)))
        return await self._communities(_COMMUNITIES.c.id.in_(sorted(found))) if found else ()

    async def worded_by(self, person: PersonId) -> Sequence[Community]:
        """Return the communities whose title and text are somebody's."""
        return await self._communities(_COMMUNITIES.c.worded_by == person)

    async def _communities(self, which: ColumnElement[bool]) -> Sequence[Community]:
        query = select(_COMMUNITIES).where(which).order_by(_COMMUNITIES.c.proposed_at, _COMMUNITIES.c.id)
        found = await self._all(query)
        people = await self._people([each.id for each in found]) if found else {}
        return [_community(each, people.get(each.id, {})) for each in found]

    async def _people(self, communities: Sequence[str]) -> Mapping[str, Mapping[PersonId, Standing]]:
        found: dict[str, dict[PersonId, Standing]] = defaultdict(dict)
        for each in await self._all(select(_PEOPLE).where(_PEOPLE.c.community.in_(communities))):
            found[each.community][each.person] = Standing(each.state, each.since)
        return found

    async def save_community(self, community: Community) -> None:
        """Keep a community as it is now."""
        names = ("id", "title", "about", "worded_by", "steward", "proposed_at", "founded_at")
        row = {name: getattr(community, name) for name in names}
        await put(self._connection, CommunityRow, [{**row, **_columns(community.kind)}])
        people = [
            {"community": community.id, "person": who, "state": standing.state, "since": standing.since}
            for who, standing in community.people.items()
        ]
        await put(self._connection, CommunityPersonRow, people)

    async def grown(self) -> Mapping[str, Sequence[PersonId]]:
        """Return who is in which community, by the name that rings call it by; only those that are there."""
        inside = and_(_PEOPLE.c.community == _COMMUNITIES.c.id, _PEOPLE.c.state == "member")
        query = select(_COMMUNITIES.c.element_id, _PEOPLE.c.person).join(_PEOPLE, inside)
        query = query.where(_COMMUNITIES.c.founded_at.is_not(None)).order_by(_PEOPLE.c.since, _PEOPLE.c.person)
        found: dict[str, list[PersonId]] = defaultdict(list)
        for name, person in await self._all(query):
            found[name].append(person)
        return found


def _at(columns: Sequence[ColumnElement[str]], kind: Kind) -> ColumnElement[bool]:
    return and_(*(column == value for column, value in zip(columns, _columns(kind).values(), strict=True)))


def _columns(kind: Kind) -> dict[str, str]:
    return {"runtime": kind.runtime, "process": kind.process, "element_id": kind.element_id}


def _community(row: Row[*tuple[object, ...]], people: Mapping[PersonId, Standing]) -> Community:
    found = dict(row._mapping)
    kind = Kind(found.pop("runtime"), found.pop("process"), found.pop("element_id"))
    return Community(kind=kind, people=people, **found)
