"""What was observed: one thing that one person did."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

PersonId = str
Kind = Literal["worked", "answered", "accepted", "passed", "declared"]
"""Worked on a case; answered a question, or with the accepted answer; was asked and passed; declared what they know."""
KINDS: tuple[Kind, ...] = get_args(Kind)

Context = Hashable
"""What ties are counted by, beside a person: a group, a topic, an activity, or several of them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that `person` did at `at`, an aware moment.

    `case` is where it was done, a process instance or a question, and `activity` what was done there. `groups` are
    those of the person, `topics` and `text` those of the case. `asker` is whose question it was, where there was one.

    >>> from datetime import UTC, datetime
    >>> Evidence(datetime(2026, 5, 4, tzinfo=UTC), "bob", "worked", case="order 7", activity="check invoice").person
    'bob'
    """

    at: datetime
    person: PersonId
    kind: Kind
    case: str
    activity: str = ""
    groups: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    text: str = ""
    asker: PersonId | None = None

    def __post_init__(self) -> None:
        aware(self.at)


def aware(at: datetime) -> None:
    """Refuse a moment that could be any of two dozen.

    >>> from datetime import UTC, datetime
    >>> aware(datetime(2026, 5, 4, tzinfo=UTC))
    """
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} has no time zone. Give an aware datetime, such as datetime.now(UTC).")


DAY = 86_400.0
"""Seconds; times inside this package are days since 1970, as floats."""


def days(at: datetime) -> float:
    """Return a moment as days since 1970.

    >>> from datetime import UTC, datetime
    >>> days(datetime(1970, 1, 2, 12, tzinfo=UTC))
    1.5
    """
    return at.timestamp() / DAY
