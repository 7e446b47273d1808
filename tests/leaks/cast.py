"""Who is in the worlds of these tests, and what their designers may have written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from hypothesis import strategies as st

from socialbpm.actions.people import Person
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.seeded_history import Seeds

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
ASKER, EXCLUDED, APPROVER = "alice", "frank", "ben"
PARTICIPANTS, COWORKERS, STRANGERS = ("bob", "ben"), ("carol", "chris"), ("dana", "dave")
PEOPLE = (ASKER, *PARTICIPANTS, *COWORKERS, *STRANGERS, "eve", EXCLUDED)
RINGS = ("self", "participants", "coworkers", "network")
POOLS = {"participants": (ASKER, *PARTICIPANTS), "coworkers": COWORKERS, "network": STRANGERS}
RUNTIME, OTHER_RUNTIME = "expenses", "billing"
SUBSCRIPTION = "subscription"
"""A webhook, which hears of everything that it may."""
ADMIN, OWNER = "administrator", "olga"
"""Who lets people go, and erases them; and who answers for the process. Neither reads anything of a discussion."""
ORIGIN = "https://tasks.example"
"""Where the runtime's own pages are, which have the widget."""
PROCESS, ELEMENT = "pay_invoice", "check_invoice"
LANE = "Accounting"
GROUPS = dict.fromkeys((ASKER, *PARTICIPANTS, EXCLUDED), LANE)
SEEDS = Seeds(
    ties={ASKER: dict.fromkeys(COWORKERS, 4), "bob": dict.fromkeys(COWORKERS, 2)},
    did={(PROCESS, ELEMENT): dict.fromkeys(STRANGERS, 2)},
)


def everybody() -> list[Person]:
    """Alice does the task, Bob and Ben beside her, Carol and Chris know her, Dana and Dave did it, Eve is outside."""
    return [
        Person(
            who,
            f"Name of {who}",
            role_name="somebody here",
            groups=(GROUPS.get(who, f"Group of {who}"),),
            email=f"{who}@example.org",
        )
        for who in PEOPLE
    ]


def directory() -> FileDirectory:
    """Return who is known: everybody, and who has nothing to do with the task."""
    return FileDirectory([*everybody(), Person(ADMIN, "Name of ada"), Person(OWNER, "Name of olga", owns=(PROCESS,))])


Start = Literal["asks", "drafts", "page", "offer"]


@dataclass(frozen=True)
class Design:
    """What a designer wrote. `by_role` is the first ring that is not told who asks; `opened` are the open rings."""

    opened: frozenset[str]
    by_role: str | None

    @property
    def name_reach(self) -> int:
        """The outermost ring that is told who asks."""
        return len(RINGS) - 1 if self.by_role is None else RINGS.index(self.by_role) - 1

    def settings(self, question: str) -> dict[str, Any]:
        """Return the element."""
        return {
            "question": question,
            "rings": [self._ring(name) for name in RINGS[1:]],
            "shares": [
                {"variable": "invoice_no", "with": "network"},
                {"variable": "creditor", "with": "coworkers"},
                {"variable": "iban", "with": "network", "as": "masked"},
            ],
            "excludes": [{"who": f"person:{EXCLUDED}"}, {"who": "task:approve_invoice"}],
        }

    def _ring(self, name: str) -> dict[str, Any]:
        asker = "named" if RINGS.index(name) <= self.name_reach else "role"
        return {**RING[name], "name": name, "open": name in self.opened, "asker": asker}


RING: dict[str, dict[str, Any]] = {
    "participants": {"step": "colleagues", "who": ["owners"], "batch": "all"},
    "coworkers": {"step": "colleagues", "who": ["worked-with"], "batch": 1, "most": 4},
    "network": {"step": "community", "who": ["did-this-task"], "batch": 1, "most": 4},
}
SHARED = {"invoice_no": (3, "is"), "creditor": (2, "is"), "iban": (3, "masked")}
"""Reach and form of the shared variables; `salary` comes along and is not shared."""
VARIABLES = (*SHARED, "salary")
designs = st.builds(
    Design,
    opened=st.frozensets(st.sampled_from(["coworkers", "network"])),
    by_role=st.sampled_from([None, "network", "coworkers"]),
)
starts: st.SearchStrategy[Start] = st.sampled_from(["asks", "asks", "asks", "drafts", "page", "offer"])
