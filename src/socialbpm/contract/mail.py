"""How somebody wants mail, as they read and say it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from socialbpm.contract.base import Flag, Wire

MailKind = Literal["ask", "informed", "proposal", "answer", "end", "news"]
"""What one can do without, each by itself: being asked by name; being let in because of one's work; what the asker has
to decide; answers to the asker; how it ended; what became of one's help (it was used again, a community)."""


def _once_each(kinds: tuple[MailKind, ...]) -> tuple[MailKind, ...]:
    return tuple(dict.fromkeys(kinds))


class MailView(Wire):
    """How the reader gets mail: to which `address` (null: to none), and nothing of the kinds in `off`.

    `digest` is what they said: together once a day, each by itself, or null: as the service has it. `together` is what
    that comes to.
    """

    address: str | None
    off: tuple[MailKind, ...]
    digest: bool | None
    together: bool


class ChangeMail(Wire):
    """How to get mail from now on; what is not named stays, and null takes back what was said."""

    off: Annotated[tuple[MailKind, ...], Field(max_length=20), AfterValidator(_once_each)] | None = None
    digest: Flag | None = None
