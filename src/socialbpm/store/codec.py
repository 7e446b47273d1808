"""Facts to JSON and back. A kind is stable: whoever renames a class leaves its kind as it is.

>>> from datetime import UTC, datetime
>>> from socialbpm.social.facts import RingPassed
>>> passed = RingPassed(at=datetime(2026, 1, 5, 9, tzinfo=UTC), ring=2)
>>> encode(passed)
('ring-passed', {'at': '2026-01-05T09:00:00Z', 'ring': 2})
>>> decode(*encode(passed)) == passed
True
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, field, fields, make_dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

from socialbpm.errors import SocialbpmError
from socialbpm.social import facts as f
from socialbpm.social import offers as o


class UnreadableFact(SocialbpmError):
    """A fact in the database is of a kind that this version does not know, or does not look like one of its kind."""

    code = "unreadable-fact"


KINDS: Mapping[str, type[f.Fact]] = MappingProxyType(
    {
        "opened": f.Opened,
        "fired": f.Fired,
        "question-asked": f.QuestionAsked,
        "wording-chosen": f.WordingChosen,
        "worded": f.Worded,
        "ring-entered": f.RingEntered,
        "ring-passed": f.RingPassed,
        "came-in": f.CameIn,
        "ground-lost": f.GroundLost,
        "struck": f.Struck,
        "removed": f.Removed,
        "left": f.Left,
        "off-boarded": f.OffBoarded,
        "excluded": f.Excluded,
        "owner-changed": f.OwnerChanged,
        "let-closer": f.LetCloser,
        "handed-over": f.HandedOver,
        "asked": f.Asked,
        "ask-answered": f.AskAnswered,
        "passed": f.Passed,
        "came-back": f.CameBack,
        "lapsed": f.Lapsed,
        "ask-closed": f.AskClosed,
        "posted": f.Posted,
        "edited": f.Edited,
        "raised": f.Raised,
        "post-withdrawn": f.PostWithdrawn,
        "paused": f.Paused,
        "silence-counted": f.SilenceCounted,
        "asked-if-helped": f.AskedIfHelped,
        "not-it": f.NotIt,
        "resumed": f.Resumed,
        "proposed": f.Proposed,
        "proposal-reminded": f.ProposalReminded,
        "declined": f.Declined,
        "staying": f.Staying,
        "previewed": f.Previewed,
        "consented": f.Consented,
        "accepted": f.Accepted,
        "ended": f.Ended,
        "helped": f.Helped,
        "thanked": f.Thanked,
        "released": f.Released,
        "taken-back": f.TakenBack,
        "experience-used": f.ExperienceUsed,
        "community-proposed": f.CommunityProposed,
        "words-erased": f.WordsErased,
        "offer-made": o.OfferMade,
        "taken-up": o.TakenUp,
        "offer-ended": o.OfferEnded,
    }
)
"""Every kind of fact; a test demands that none is missing."""

_SIMPLE = frozenset({str, int, bool, datetime, tuple, frozenset, type(None)})
"""What is no mapping for sure: most of what is in a fact. Asking whether something is one is slow."""

_KIND_OF: Mapping[type[f.Fact], str] = {fact: kind for kind, fact in KINDS.items()}


@cache
def _adapter(kind: str) -> TypeAdapter[f.Fact]:
    return TypeAdapter(KINDS[kind])


def encode(fact: f.Fact) -> tuple[str, Any]:
    """Return the kind of a fact and what to keep of it as JSON."""
    kind = _KIND_OF[type(fact)]
    return kind, _adapter(kind).dump_python(_plain(fact), mode="json")


class Encoded(str):
    """Text that is JSON already, so that nothing makes JSON of it again."""

    __slots__ = ()


def written(fact: f.Fact) -> tuple[str, Encoded]:
    """Return the kind of a fact and the JSON text that `encode` would come to, in one go."""
    kind = _KIND_OF[type(fact)]
    return kind, Encoded(_adapter(kind).dump_json(_plain(fact)).decode())


def _plain(fact: f.Fact) -> f.Fact:
    """Return the fact with plain dicts for other mappings: pydantic knows no read-only ones."""
    others: dict[str, Any] = {
        name: dict(it)
        for name, it in vars(fact).items()
        if type(it) not in _SIMPLE and isinstance(it, Mapping) and not isinstance(it, dict)
    }
    return replace(fact, **others) if others else fact


def decode(kind: str, data: Any) -> f.Fact:
    """Return the fact that was kept; `data` is JSON as text, or what that stands for.

    Raises:
        UnreadableFact: the kind is not known, or `data` is not one of it.
    """
    if kind not in KINDS:
        msg = f"a fact of kind {kind!r} is in the database, which this version of socialbpm does not know"
        raise UnreadableFact(msg, hint="A newer version wrote it; run that one.", kind=kind)
    try:
        return _reader(kind)(data) if isinstance(data, str) else _adapter(kind).validate_python(data)
    except ValidationError as error:
        msg = f"a fact of kind {kind!r} in the database does not look like one: {error}"
        raise UnreadableFact(msg, hint="Restore the database from a backup.", kind=kind) from error


@cache
def _reader(kind: str) -> Callable[[str], f.Fact]:
    """Return what makes a fact of this kind of JSON text."""
    return _opened if kind == "opened" else _adapter(kind).validator.validate_json


# --- how a discussion began: many have the same ladder and calendar, which are most of what there is to read

_SHARED = ("ladder", "calendar")
_BEGINS, _ENDS = ',"ladder":', ',"expires":'
"""What `written` puts before the shared fields and after them. In a text there stands a backslash before each quote."""


def _opened(data: str) -> f.Fact:
    """Return how a discussion began; what it shares with others is read once, where it stands as `written` puts it."""
    begin = data.find(_BEGINS)
    end = data.find(_ENDS, begin)
    if 0 <= begin < end:
        with suppress(ValidationError):
            own = _own().validator.validate_json(data[:begin] + data[end:])
            return f.Opened(**vars(own), **_shared(data[begin + 1 : end]))
    return _adapter("opened").validate_json(data)


@lru_cache(maxsize=1024)
def _shared(text: str) -> Mapping[str, Any]:
    """Return the ladder and the calendar that this text says; nobody changes them, so all may have the same."""
    shared: Mapping[str, Any] = vars(_of_opened(_SHARED).validate_json(f"{{{text}}}"))
    return shared


@cache
def _own() -> TypeAdapter[Any]:
    return _of_opened([of.name for of in fields(f.Opened) if of.name not in _SHARED])


def _of_opened(names: Collection[str]) -> TypeAdapter[Any]:
    """Return what reads some of the fields of `Opened`, with their types and defaults."""
    hints = get_type_hints(f.Opened)
    some = [(of.name, hints[of.name], _default(of)) for of in fields(f.Opened) if of.name in names]
    strict = {"__pydantic_config__": ConfigDict(extra="forbid" if names == _SHARED else "ignore")}
    return TypeAdapter(make_dataclass("PartOfOpened", some, kw_only=True, namespace=strict))


def _default(of: Field[Any]) -> Any:
    return field() if of.default is MISSING else field(default=of.default)
