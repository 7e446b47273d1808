"""Communities, and what somebody is known for."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.cast import GROUPS
from tests.leaks.house import Answer
from tests.leaks.model import Knows
from tests.leaks.outputs.output import PERSON, tells_only
from tests.leaks.world import NOBODYS, World

KNOWN = ("bob", "dana", "eve")
"""Of whom pages are read: beside Alice, in the community, and outside."""


class Communities:
    """Who may not know of one gets what there is of none; of whom nothing is known to them, what there is of nobody."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Read the list, each community, and the page of some."""
        yield world.house.call(reader, "GET", "/communities")
        for community in world.communities:
            answer = world.house.call(reader, "GET", f"/communities/{community}")
            nothing = world.house.nothing(reader, f"/communities/{NOBODYS}")
            assert answer.granted or answer.whole == nothing.whole
            yield answer
        for person in KNOWN:
            page = world.house.call(reader, "GET", f"/people/{person}")
            if not page.granted:
                assert page.whole == world.house.nothing(reader, f"/people/{NOBODYS}").whole
                assert PERSON.search(page.body) is None
            if page.granted and colleagues(reader, person):
                tells_only(world, reader, page, world.knows(reader) | Knows(people={person}))
            else:
                yield page


def colleagues(reader: str, person: str) -> bool:
    """Whether the directory ties two people: then a page says that, and names that one."""
    return GROUPS.get(reader, reader) == GROUPS.get(person, person)
