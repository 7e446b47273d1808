"""Who is who, right now: the people file and what SCIM provisioned, minus who is gone, as one snapshot in memory.

A snapshot is replaced as a whole. `version` is the number of changes that it knows of; whoever opens a transaction
compares it with the database's (`service.people`), so that no node decides by an older one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from socialbpm.actions.people import Directory, Person
from socialbpm.actions.preferring import Preferences, applied
from socialbpm.directory.file_directory import FileDirectory, Members, members_of
from socialbpm.social.audience import PersonId

Grown = Mapping[str, Sequence[PersonId]]
"""Who joined which community, by its name."""
Own = Mapping[PersonId, Preferences]
"""What people say of themselves."""


def merged(
    file: Directory | None,
    provisioned: Iterable[Person],
    gone: Collection[PersonId],
    erased: Mapping[PersonId, str] = MappingProxyType({}),
) -> FileDirectory:
    """Return one directory of both. Who is in both is as SCIM says; who is gone is inactive, whatever either says.

    Of who is `erased` nothing is left but what they are called now.

    Lanes are those of the file; a lane without an entry is the group of its name, of either.
    """
    people = {person.id: person for person in (file.people() if file is not None else ())}
    people.update((person.id, person) for person in provisioned)
    people.update((id_, Person(id_, name, active=False, erased=True)) for id_, name in erased.items())
    seen = (replace(person, active=False) if id_ in gone else person for id_, person in people.items())
    return FileDirectory(seen, _lanes(file))


def _lanes(file: Directory | None) -> Members:
    return file.lanes if isinstance(file, FileDirectory) else {}


class LiveDirectory:
    """A directory whose snapshot changes: `actions.people.Directory`. Until the first there is nobody."""

    def __init__(self) -> None:
        self.version: int | None = None
        self._now: Directory = FileDirectory([])
        self._grown: Grown = {}
        self.wishes = 0
        self._own: Own = {}
        self._topics: Members = {}
        self._stood_in_for: Members = {}

    def replace(self, snapshot: Directory, version: int, grown: Grown = MappingProxyType({})) -> None:
        """Answer from another snapshot from now on; an older one than there is comes too late.

        `grown` are the communities that the snapshot does not know of: those that people joined here.
        """
        if self.version is None or version >= self.version:
            self._now, self.version, self._grown = snapshot, version, grown

    def hear(self, changed: Own, number: int) -> None:
        """Take in what people say of themselves by now, who changed it since `wishes`; `number` is the last change.

        It is laid over what the snapshot says of them when somebody asks: nothing is copied for it.
        """
        if number > self.wishes:
            self._own, self.wishes = {**self._own, **changed}, number
            topics = ((person, map(str.casefold, said.topics)) for person, said in self._own.items())
            self._topics = members_of(topics)
            self._stood_in_for = members_of((person, said.deputies) for person, said in self._own.items())

    def person(self, person: PersonId) -> Person | None:
        """Return who has this id."""
        found = self._now.person(person)
        return None if found is None else self._with_own(found)

    def people(self) -> Sequence[Person]:
        """Return everybody."""
        return [self._with_own(person) for person in self._now.people()] if self._own else self._now.people()

    def _with_own(self, person: Person) -> Person:
        own = self._own.get(person.id)
        return person if own is None or person.erased else applied(person, own)

    def name(self, person: PersonId) -> str:
        """Return the name to show for this id; the id itself where nobody has it."""
        return self._now.name(person)

    def group(self, name: str) -> tuple[PersonId, ...]:
        """Return the members of a group."""
        return self._now.group(name)

    def lane(self, name: str) -> tuple[PersonId, ...]:
        """Return whoever works in a lane."""
        return self._now.lane(name)

    def lanes_of(self, person: PersonId) -> tuple[str, ...]:
        """Return the lanes that a person works in."""
        return self._now.lanes_of(person)

    def skill(self, name: str) -> tuple[PersonId, ...]:
        """Return whoever declares a skill."""
        return self._now.skill(name)

    def declared(self, topic: str) -> tuple[PersonId, ...]:
        """Return whoever says of themselves that they like to be asked about a topic."""
        known = self._topics.get(topic.casefold(), ())
        return tuple(person for person in known if self._now.person(person) is not None)

    def community(self, name: str) -> tuple[PersonId, ...]:
        """Return the members of a community: who has it in the directory, then who joined one of that name here."""
        grown = (person for person in self._grown.get(name, ()) if self._now.person(person) is not None)
        return tuple(dict.fromkeys((*self._now.community(name), *grown)))

    def communities_of(self, person: PersonId) -> tuple[str, ...]:
        """Return the communities that a person is a member of: by the directory, and those that they joined here."""
        joined = (name for name, people in self._grown.items() if person in people)
        return tuple(dict.fromkeys((*self._now.communities_of(person), *joined)))

    def manager(self, person: PersonId) -> PersonId | None:
        """Return whom a person reports to."""
        return self._now.manager(person)

    def reports(self, person: PersonId) -> tuple[PersonId, ...]:
        """Return who reports to a person."""
        return self._now.reports(person)

    def stood_in_for(self, person: PersonId) -> tuple[PersonId, ...]:
        """Return whose deputy a person is: as the directory says, then as people say themselves."""
        chosen = self._stood_in_for.get(person, ())
        known = (found for who in chosen if (found := self._now.person(who)) is not None and not found.erased)
        return tuple(dict.fromkeys((*self._now.stood_in_for(person), *(other.id for other in known))))

    def same_group(self, person: PersonId) -> tuple[PersonId, ...]:
        """Return whoever shares a group with a person, without that person."""
        return self._now.same_group(person)
