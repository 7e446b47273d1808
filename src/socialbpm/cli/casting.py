"""Who does which task of a diagram, when the diagram names people and lanes that nobody here has heard of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from socialbpm.actions.people import Directory
from socialbpm.contract.people import TaskPeople
from socialbpm.directory.seeded_history import Seeds
from socialbpm.engine.player import Playable

ASSIGNEE = "assignee"


def with_history(seeds: Seeds, diagram: Playable) -> tuple[Seeds, tuple[str, ...]]:
    """Give a process that nobody here knows the past of one that they do, so that there is a community to ask.

    Returns:
        The seeds to play with, and what to say about it.
    """
    known = {process for process, _ in seeds.did}
    if diagram.process in known or not seeds.did:
        return seeds, ()
    (process, element), did = next(iter(seeds.did.items()))
    more = {(diagram.process, task): did for task in diagram.tasks}
    return replace(seeds, did={**seeds.did, **more}), (
        f"took whoever did {process}/{element} before for having done these tasks",
    )


class Cast:
    """Binds a diagram's lanes and assignees to people of the directory; each binding is said once in `notes`."""

    def __init__(self, root: etree._Element, directory: Directory) -> None:
        self.directory = directory
        self.active = [person.id for person in directory.people() if person.active]
        self.assignees = {str(node.get("id")): name for node in root.iter() if (name := _assignee(node))}
        self.bound: dict[str, str] = {}
        self.notes: list[str] = []

    def people_of(self, task: Any) -> TaskPeople:
        """Return the people of a SpiffWorkflow task: whoever the diagram names, else whoever stands in for them."""
        lane = task.task_spec.lane
        members = tuple(self.directory.lane(lane)) if lane else ()
        members = tuple(person for person in members if person in self.active)
        assignee = self.assignees.get(task.task_spec.bpmn_id)
        owner = self._person(assignee, "") if assignee else members[0] if members else self._person(lane, "the lane ")
        return TaskPeople(actual_owner=owner, potential_owners=members)

    def _person(self, name: str | None, kind: str) -> str:
        """Return somebody for a name: themselves if they are known, else the next who stands in for nobody yet."""
        if name in self.active:
            return str(name)
        key = name or ""
        if key not in self.bound:
            free = [person for person in self.active if person not in self.bound.values()]
            self.bound[key] = (free or self.active)[0]
            whom = f'{kind}"{name}"' if name else "tasks that name nobody"
            self.notes.append(f"took {self.directory.name(self.bound[key])} for {whom}")
        return self.bound[key]


def _assignee(node: etree._Element) -> str | None:
    """Return what any dialect's `assignee` attribute says, unless it is an expression."""
    for attribute, value in node.attrib.items():
        if etree.QName(attribute).localname == ASSIGNEE and not str(value).startswith(("${", "#{", "=")):
            return str(value)
    return None
