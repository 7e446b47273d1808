"""Communities: people who know one kind of task, together because each of them said yes (design.md, Words).

When two people have helped on a kind of task, a community is proposed to each of them; nobody is in one unasked. There
is one once two consented. Until then nobody hears of anybody else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from socialbpm.errors import Refused
from socialbpm.social.audience import PersonId

State = Literal["proposed", "member", "declined", "left"]
FEWEST = 2
"""So many people make a community: that many have to have helped, and to have consented."""


@dataclass(frozen=True, order=True)
class Kind:
    """A kind of task: the element of a process, as one runtime knows it."""

    runtime: str
    process: str
    element_id: str


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a community, since when."""

    state: State
    since: datetime


@dataclass(frozen=True)
class Community:
    """A community, proposed or there. `worded_by` gave it the title and what it says about itself.

    `founded_at` is when there were enough for the first time. It stays, whoever goes.
    """

    id: str
    kind: Kind
    title: str
    proposed_at: datetime
    about: str = ""
    worded_by: PersonId | None = None
    steward: PersonId | None = None
    founded_at: datetime | None = None
    people: Mapping[PersonId, Standing] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What `who="community:NAME"` calls it: the id of the element that it is about."""
        return self.kind.element_id

    @property
    def members(self) -> tuple[PersonId, ...]:
        """Who is in, the first who consented first."""
        inside = [(standing.since, who) for who, standing in self.people.items() if standing.state == "member"]
        return tuple(who for _, who in sorted(inside))

    @property
    def there(self) -> bool:
        """Whether there is one for others to see: it was founded, and somebody is in it."""
        return self.founded_at is not None and bool(self.members)

    def state_of(self, person: PersonId) -> State | None:
        """How somebody stands to it; None: it was never proposed to them."""
        standing = self.people.get(person)
        return None if standing is None else standing.state


def propose(community: Community, helpers: Collection[PersonId], now: datetime) -> Community:
    """Propose it to whoever helped and was never asked, once these are enough. Nobody is asked twice."""
    if len(set(helpers)) < FEWEST:
        return community
    new = {who: Standing("proposed", now) for who in helpers if who not in community.people}
    return replace(community, people={**community.people, **new})


def join(community: Community, person: PersonId, now: datetime) -> Community:
    """Consent. With enough who did it is founded; the first who did is its steward.

    Raises:
        Refused: it was never proposed to them.
    """
    state = community.state_of(person)
    if state is None:
        msg = "this community was not proposed to you"
        raise Refused(msg, hint="It is proposed to whoever helps at this kind of task.", code="not_proposed")
    if state == "member":
        return community
    joined = _with(community, person, Standing("member", now))
    founded = joined.founded_at or (now if len(joined.members) >= FEWEST else None)
    return replace(joined, founded_at=founded, steward=joined.steward or person)


def decline(community: Community, person: PersonId, now: datetime) -> Community:
    """Say no; nobody hears of it, and it is not proposed again.

    Raises:
        Refused: it is not proposed to them.
    """
    if community.state_of(person) != "proposed":
        msg = "this community is not proposed to you"
        raise Refused(msg, hint="Who is in it leaves it instead.", code="not_proposed")
    return _with(community, person, Standing("declined", now))


def leave(community: Community, person: PersonId, now: datetime) -> Community:
    """Go. The steward hands on to whoever has been in longest.

    Raises:
        Refused: they are not in it.
    """
    if community.state_of(person) != "member":
        msg = "you are not in this community"
        raise Refused(msg, code="not_in_community")
    return without(community, person, now)


def without(community: Community, person: PersonId, now: datetime) -> Community:
    """Take somebody out who is no longer with the organisation, or goes; it is not proposed to them any more either."""
    left = _with(community, person, Standing("left", now)) if person in community.people else community
    if left.steward == person:
        left = replace(left, steward=next(iter(left.members), None))
    return left


def change(
    community: Community, by: PersonId, title: str | None, about: str | None, steward: PersonId | None
) -> Community:
    """Let the steward say what it is called and what it is about, and who is steward from now on.

    Raises:
        Refused: somebody else asks for it, or the new steward is not in it.
    """
    if community.steward != by:
        msg = "only the steward may do that"
        raise Refused(msg, code="not_the_steward")
    if steward is not None and steward not in community.members:
        msg = "the steward is one of the members"
        raise Refused(msg, code="not_in_community")
    if title is not None or about is not None:
        named = community.title if title is None else title
        said = community.about if about is None else about
        community = replace(community, title=named, about=said, worded_by=by)
    return community if steward is None else replace(community, steward=steward)


def unworded(community: Community, title: str) -> Community:
    """Take back what somebody said of it who is erased: it is called after its task again."""
    return replace(community, title=title, about="", worded_by=None)


def _with(community: Community, person: PersonId, standing: Standing) -> Community:
    return replace(community, people={**community.people, person: standing})
