"""Who is in a discussion."""

from __future__ import annotations

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, send, to
from socialbpm.client.calls.answers import DISCUSSION, VIEW
from socialbpm.contract.requests import ByPreview
from socialbpm.contract.views import DiscussionView, MemberList

_MEMBER = f"{DISCUSSION}/members/{{member}}"


def list_members(discussion: str, *, cursor: str | None = None, limit: int = 100) -> Call[MemberList]:
    """Read whom one is among."""
    path = to(f"{DISCUSSION}/members", discussion=discussion)
    return get(path, TypeAdapter(MemberList), {"cursor": cursor, "limit": limit})


def bring_in(discussion: str, member: str) -> Call[DiscussionView]:
    """Bring somebody in, at the ring that the discussion is in."""
    return send("PUT", to(_MEMBER, discussion=discussion, member=member), VIEW)


def remove_member(discussion: str, member: str) -> Call[DiscussionView]:
    """Take somebody out."""
    return send("DELETE", to(_MEMBER, discussion=discussion, member=member), VIEW)


def strike(discussion: str, member: str) -> Call[DiscussionView]:
    """Keep somebody from coming in by themselves."""
    return send("POST", to(f"{_MEMBER}/strike", discussion=discussion, member=member), VIEW)


def bring_closer(discussion: str, member: str, preview: str) -> Call[DiscussionView]:
    """Let somebody into a closer ring, as a preview that names them showed it."""
    path = to(f"{_MEMBER}/closer", discussion=discussion, member=member)
    return send("POST", path, VIEW, ByPreview(preview=preview))


def hand_over(discussion: str, member: str, preview: str) -> Call[DiscussionView]:
    """Make somebody else the asker, as a preview of `self` that names them showed it."""
    path = to(f"{_MEMBER}/hand-over", discussion=discussion, member=member)
    return send("POST", path, VIEW, ByPreview(preview=preview))


def thank(discussion: str, member: str) -> Call[DiscussionView]:
    """Thank somebody who wrote."""
    return send("POST", to(f"{_MEMBER}/thank", discussion=discussion, member=member), VIEW)
