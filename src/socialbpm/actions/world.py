"""What the actions work on: handed in by whoever composes the service, so that nothing here is global."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from socialbpm.actions.experts import Experts, NoExperts
from socialbpm.actions.mail_terms import MailTerms
from socialbpm.actions.once import Terms
from socialbpm.actions.people import Directory, History
from socialbpm.actions.ports import Store, Stores
from socialbpm.contract.attachments import Files
from socialbpm.contract.element import DEFAULT_RINGS, Ring
from socialbpm.experts.experience import Likeness, by_words

DEFAULT_LADDER = "default"


def _as_kept(store: Store) -> History:
    return store


@dataclass(frozen=True, kw_only=True)
class World:
    """The outside, as the actions know it.

    `ladders` are the named ladders that the service keeps; `default` is always among them. `lifetime` is the greatest
    age of a discussion and of an offer, in elapsed time. `history` may add to what the store knows of the past. `terms`
    are those of the call that is being carried out.
    `experts` rank who can help.
    `retention` is how long after its end a discussion keeps its words; None: for ever. `fresh` is after how long what
    was answered is said to be old, and `likeness` how it is compared with a question. `files` says which may be
    attached.
    `mail` is how people get mail; without it nobody does.
    """

    stores: Stores
    directory: Directory
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    base_url: str
    ladders: Mapping[str, tuple[Ring, ...]] = field(default_factory=lambda: MappingProxyType({}))
    lifetime: timedelta = timedelta(days=30)
    history: Callable[[Store], History] = _as_kept
    terms: Terms = field(default_factory=Terms)
    retention: timedelta | None = None
    experts: Experts = field(default_factory=NoExperts)
    fresh: timedelta = timedelta(days=365)
    likeness: Likeness = by_words
    mail: MailTerms | None = None
    files: Files = field(default_factory=Files)

    def rings(self, ladder: str) -> tuple[Ring, ...] | None:
        """Return the rings of a named ladder, or None if the service keeps none of that name."""
        return self.ladders.get(ladder, DEFAULT_RINGS if ladder == DEFAULT_LADDER else None)

    def url(self, discussion: str) -> str:
        """Return where people read a discussion."""
        return f"{self.base_url.rstrip('/')}/discussions/{discussion}"
