"""Who is asked: asks, rings and the consent to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, send, to
from socialbpm.client.calls.answers import DISCUSSION, VIEW
from socialbpm.contract.requests import ByPreview, DeclineRing, PassAsk, WordRing
from socialbpm.contract.views import AskList, DiscussionView, PreviewView

_RING = f"{DISCUSSION}/rings/{{ring}}"


def list_asks(discussion: str, *, cursor: str | None = None, limit: int = 100) -> Call[AskList]:
    """Read who was asked: one's own asks, or as the asker all of them."""
    path = to(f"{DISCUSSION}/asks", discussion=discussion)
    return get(path, TypeAdapter(AskList), {"cursor": cursor, "limit": limit})


def pass_ask(discussion: str, again_at: datetime | None = None) -> Call[DiscussionView]:
    """Pass, without a reason; with `again_at`: not now, but then."""
    return send("POST", to(f"{DISCUSSION}/asks/pass", discussion=discussion), VIEW, PassAsk(again_at=again_at))


def preview_ring(discussion: str, ring: str, person: str | None = None) -> Call[PreviewView]:
    """See what going on to a ring, or letting a person into it, would show to whom."""
    return get(to(f"{_RING}/preview", discussion=discussion, ring=ring), TypeAdapter(PreviewView), {"person": person})


def consent(discussion: str, ring: str, preview: str) -> Call[DiscussionView]:
    """Agree to go on to a ring as a preview showed it."""
    return send("POST", to(f"{_RING}/consent", discussion=discussion, ring=ring), VIEW, ByPreview(preview=preview))


def decline(discussion: str, ring: str, *, further: bool = True) -> Call[DiscussionView]:
    """Say not yet; with `further` false: no further."""
    return send("POST", to(f"{_RING}/decline", discussion=discussion, ring=ring), VIEW, DeclineRing(further=further))


def word_question(discussion: str, ring: str, text: str, attachments: Sequence[str] = ()) -> Call[DiscussionView]:
    """Say how the question is to read for a ring, and which of its files go there."""
    body = WordRing(text=text, attachments=tuple(attachments))
    return send("PUT", to(f"{_RING}/wording", discussion=discussion, ring=ring), VIEW, body)
