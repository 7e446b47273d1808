"""Who needs help, and with what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from socialbpm.experts.evidence import Evidence, PersonId, aware


@dataclass(frozen=True, slots=True)
class Need:
    """`asker` is stuck with `activity` of a case at `at`, an aware moment.

    `groups` are those of the asker; `topics` and `text` say what it is about. `case_people` have worked on this case.
    Nobody in `exclude` is ever suggested. `skills` are further topics that somebody may have declared to know.

    >>> from datetime import UTC, datetime
    >>> Need(datetime(2026, 5, 4, tzinfo=UTC), "alice", case="order 8", exclude=frozenset({"eve"})).asker
    'alice'
    """

    at: datetime
    asker: PersonId
    case: str = ""
    activity: str = ""
    groups: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    text: str = ""
    case_people: tuple[PersonId, ...] = ()
    exclude: frozenset[PersonId] = frozenset()
    skills: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        aware(self.at)


def as_if_asked(first: Evidence) -> Need:
    """Return what would have been asked when a case began: most people who needed help never asked for it here.

    The need is that of the case's first owner; in an archive of questions it is the asker's.

    >>> from datetime import UTC, datetime
    >>> as_if_asked(Evidence(datetime(2026, 5, 4, tzinfo=UTC), "bob", "worked", case="order 7")).asker
    'bob'
    """
    return Need(
        at=first.at,
        asker=owner_of(first),
        case=first.case,
        activity=first.activity,
        groups=first.groups if first.kind == "worked" else frozenset(),
        topics=first.topics,
        text=first.text,
    )


def owner_of(first: Evidence) -> PersonId:
    """Return whose case it is: the asker of a question, else whoever worked on it first; "" is nobody known."""
    return first.person if first.kind == "worked" else first.asker or ""
