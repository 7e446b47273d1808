"""A directory in memory, as the people file has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from socialbpm.actions.people import Person
from socialbpm.social.audience import PersonId

Members = Mapping[str, tuple[PersonId, ...]]


class FileDirectory:
    """People, with the members of lanes; groups, skills and communities are what the people have.

    >>> FileDirectory([Person("bob", "Bob", groups=("accounting",))]).group("accounting")
    ('bob',)
    """

    def __init__(self, people: Iterable[Person], lanes: Members | None = None) -> None:
        self._people = {person.id: person for person in people}
        self._lanes = dict(lanes or {})
        self._groups = members_of((person.id, person.groups) for person in self.people())
        self._skills = members_of((person.id, person.skills) for person in self.people())
        self._communities = members_of((person.id, person.communities) for person in self.people())
        self._topics = members_of((person.id, map(str.casefold, person.topics)) for person in self.people())
        self._reports = members_of((person.id, filter(None, (person.manager,))) for person in self.people())
        self._stood_in_for = members_of((person.id, person.stand_ins) for person in self.people())

    @property
    def lanes(self) -> Members:
        """The members of the lanes that have an entry of their own."""
        return self._lanes

    def person(self, person: PersonId) -> Person | None:
        """Return who has this id."""
        return self._people.get(person)

    def people(self) -> Sequence[Person]:
        """Return everybody, in the order of the file."""
        return tuple(self._people.values())

    def name(self, person: PersonId) -> str:
        """Return the name to show for this id; the id itself where nobody has it."""
        found = self._people.get(person)
        return found.name if found else person

    def group(self, name: str) -> tuple[PersonId, ...]:
        """Return the members of a group."""
        return self._groups.get(name, ())

    def lane(self, name: str) -> tuple[PersonId, ...]:
        """Return whoever works in a lane; without an entry of its own, a lane is the group of that name."""
        return self._lanes.get(name, self.group(name))

    def lanes_of(self, person: PersonId) -> tuple[str, ...]:
        """Return the lanes that a person works in: those with an entry that names them, and those of their groups."""
        found = self._people.get(person)
        named = [lane for lane, members in self._lanes.items() if person in members]
        return (*named, *(group for group in (found.groups if found else ()) if group not in self._lanes))

    def skill(self, name: str) -> tuple[PersonId, ...]:
        """Return whoever declares a skill."""
        return self._skills.get(name, ())

    def declared(self, topic: str) -> tuple[PersonId, ...]:
        """Return whoever says of themselves that they like to be asked about a topic."""
        return self._topics.get(topic.casefold(), ())

    def community(self, name: str) -> tuple[PersonId, ...]:
        """Return the members of a community."""
        return self._communities.get(name, ())

    def communities_of(self, person: PersonId) -> tuple[str, ...]:
        """Return the communities that a person is a member of."""
        found = self._people.get(person)
        return found.communities if found else ()

    def manager(self, person: PersonId) -> PersonId | None:
        """Return whom a person reports to."""
        found = self._people.get(person)
        return found.manager if found else None

    def reports(self, person: PersonId) -> tuple[PersonId, ...]:
        """Return who reports to a person."""
        return self._reports.get(person, ())

    def stood_in_for(self, person: PersonId) -> tuple[PersonId, ...]:
        """Return whose deputy a person is, whether those are away or not."""
        return self._stood_in_for.get(person, ())

    def same_group(self, person: PersonId) -> tuple[PersonId, ...]:
        """Return whoever shares a group with a person, without that person."""
        found = self._people.get(person)
        near = {other for group in found.groups for other in self.group(group)} if found else set()
        return tuple(sorted(near - {person}))


def members_of(having: Iterable[tuple[PersonId, Iterable[str]]]) -> Members:
    """Turn what each person has into who has it."""
    members: dict[str, list[PersonId]] = {}
    for person, names in having:
        for name in dict.fromkeys(names):
            members.setdefault(name, []).append(person)
    return {name: tuple(people) for name, people in members.items()}
