"""Who is in the rounds: three askers whose working time is odd, and those whom they ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from socialbpm.actions.people import Person
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.seeded_history import Seeds
from socialbpm.social.worktime import Calendar

PROCESS, ELEMENT, EVENT = "pay_invoice", "check_invoice", "check_invoice_socialize"
HELPERS, COWORKERS, STRANGERS = ("bob", "ben"), ("carol", "chris", "cora"), ("dana", "dave")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Hours:
    """When somebody works, for the service and, said once more without it, for whoever judges."""

    zone: str
    said: str
    first: int
    last: int
    weekend: bool = False

    def is_open(self, at: datetime) -> bool:
        """Whether they work in the minute that begins at `at`."""
        local = at.astimezone(ZoneInfo(self.zone))
        if self.first > self.last:
            return local.hour >= self.first or local.hour < self.last
        return self.first <= local.hour < self.last and (self.weekend or local.weekday() < 5)

    def worked(self, since: datetime, until: datetime) -> timedelta:
        """Return how long they work between two moments, minute by minute."""
        minutes = (since + number * MINUTE for number in range((until - since) // MINUTE))
        return sum(map(self.is_open, minutes)) * MINUTE


ASKERS: Mapping[str, Hours] = {
    "alice": Hours("Europe/Berlin", "Mo-Fr 09:00-17:00", 9, 17),
    "amy": Hours("America/New_York", "Mo-Fr 09:00-17:00", 9, 17),
    "nora": Hours("Europe/Berlin", "Mo-Su 22:00-06:00", 22, 6, weekend=True),
}
"""Nora works at night: the hour that is missing, or comes twice, is hers."""
PEOPLE = FileDirectory(
    [
        *(Person(who, who, calendar=Calendar(hours.said, hours.zone), cap=1000) for who, hours in ASKERS.items()),
        *(Person(who, who, cap=1000) for who in (*HELPERS, *COWORKERS, *STRANGERS)),
    ]
)
SEEDS = Seeds(
    ties={who: dict.fromkeys(COWORKERS, 4) for who in ASKERS},
    did={(PROCESS, ELEMENT): dict.fromkeys(STRANGERS, 2)},
)
WAITS = {1: timedelta(hours=2), 2: timedelta(hours=4), 3: timedelta(hours=8)}
SETTINGS: dict[str, Any] = {
    "question": "What is unclear?",
    "rings": [
        {"name": "participants", "step": "colleagues", "who": ["owners"], "batch": "all", "wait": "PT2H"},
        {"name": "coworkers", "step": "colleagues", "who": ["worked-with"], "batch": "all", "wait": "PT4H"},
        {"name": "network", "step": "community", "who": ["did-this-task"], "batch": 1, "most": 4, "wait": "P1D"},
    ],
}
