"""One thing that was noticed about who can help, and how cases, tasks and topics are named in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from socialbpm.actions.people import Directory
from socialbpm.experts import Evidence, Need
from socialbpm.social.audience import PersonId

Origin = Literal["log", "runtime", "discussion"]
"""What tells of a case: an event log, a runtime's hooks, a question that was asked here."""


@dataclass(frozen=True)
class Noticed:
    """One thing that was noticed here. `id` names it within `origin`; `case` is the case's name within `source`.

    A `Need` is that somebody asked: rankings learn from who then helped.
    """

    id: str
    origin: Origin
    source: str
    case: str
    what: Evidence | Need


def case_name(origin: Origin, source: str, case: str) -> str:
    """Return what a case is called where it stands beside those of all others: no two get the same name.

    >>> case_name("log", "a/b", "7") == case_name("log", "a", "b/7")
    False
    """
    return f"{origin}/{quote(source, safe='')}/{case}"


PROCESS, ELEMENT = "process:", "element:"
"""What topics that are a process, or one of its elements, begin with: as those of a log begin with their attribute.

Of two that say as much, the element comes first.
"""


def topics_of(process: str, element_id: str) -> frozenset[str]:
    """Return what a task is about: its process, and its element there."""
    return frozenset({f"{PROCESS}{process}", f"{ELEMENT}{process}/{element_id}"})


def skills_of(topics: Collection[str]) -> frozenset[str]:
    """Return the skills that help with topics: those named like the process, or like its element there.

    >>> sorted(skills_of(topics_of("pay_invoice", "check_invoice")))
    ['check_invoice', 'pay_invoice']
    """
    processes = [topic.removeprefix(PROCESS) for topic in topics if topic.startswith(PROCESS)]
    elements = [
        topic.removeprefix(f"{ELEMENT}{process}/")
        for process in processes
        for topic in topics
        if topic.startswith(f"{ELEMENT}{process}/")
    ]
    return frozenset([*processes, *elements])


def groups_of(person: PersonId, directory: Directory) -> frozenset[str]:
    """Return the groups that somebody is in now."""
    found = directory.person(person)
    return frozenset() if found is None else frozenset(found.groups)
