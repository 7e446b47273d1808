"""What somebody is told by mail, before it is put into words of a language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from socialbpm.actions.mail_terms import Kind
from socialbpm.actions.people import Person
from socialbpm.contract.views import PersonView

What = Literal[
    "asked",
    "informed",
    "proposed",
    "reminded",
    "answered",
    "helped",
    "solved",
    "withdrawn",
    "no_answer",
    "task_ended",
    "expired",
    "used",
    "thanked",
    "experience",
    "community",
]


@dataclass(frozen=True)
class Notice:
    """One thing that somebody is told. `asker` is None where it is their own question.

    `until` is when an ask lapses; `pass_url`, where one can pass without signing in.
    """

    what: What
    kind: Kind
    discussion: str
    asker: PersonView | None
    task: str
    url: str
    at: datetime
    until: datetime | None = None
    pass_url: str | None = None


@dataclass(frozen=True)
class Mail:
    """What is sent to somebody now. `id` is the letter's: the same however often it is sent.

    Some of the notices of a digest may be over by now; `kinds` are those that are left.
    """

    id: str
    reader: Person
    address: str
    notices: tuple[Notice, ...]
    digest: bool = False

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Of what kinds it tells."""
        return tuple(dict.fromkeys(notice.kind for notice in self.notices))


@dataclass(frozen=True)
class Wait:
    """It is not sent before `until`; with `digest` it is part of the digest of then."""

    until: datetime
    digest: bool = False
