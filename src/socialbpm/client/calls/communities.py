"""Communities."""

from __future__ import annotations

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, send, to
from socialbpm.client.calls.answers import EXPERIENCE, NOTHING
from socialbpm.contract.known import CommunityList, CommunityView, ExperienceList
from socialbpm.contract.requests import ChangeCommunity

_COMMUNITY_VIEW = TypeAdapter(CommunityView)
_COMMUNITY = "/v1/communities/{community}"


def list_communities(*, cursor: str | None = None, limit: int = 100) -> Call[CommunityList]:
    """Read which communities are proposed to one, which one is in, and which there are for one's tasks."""
    return get("/v1/communities", TypeAdapter(CommunityList), {"cursor": cursor, "limit": limit})


def get_community(community: str) -> Call[CommunityView]:
    """Read a community."""
    return get(to(_COMMUNITY, community=community), _COMMUNITY_VIEW)


def list_community_experience(community: str, *, cursor: str | None = None, limit: int = 100) -> Call[ExperienceList]:
    """Read what was answered at the community's kind of task, as far as one may ask there."""
    path = to(f"{_COMMUNITY}/experience", community=community)
    return get(path, EXPERIENCE, {"cursor": cursor, "limit": limit})


def join_community(community: str) -> Call[CommunityView]:
    """Say yes to be in a community."""
    return send("POST", to(f"{_COMMUNITY}/join", community=community), _COMMUNITY_VIEW)


def decline_community(community: str) -> Call[None]:
    """Say no to a community."""
    return send("POST", to(f"{_COMMUNITY}/decline", community=community), NOTHING)


def leave_community(community: str) -> Call[None]:
    """Leave a community."""
    return send("POST", to(f"{_COMMUNITY}/leave", community=community), NOTHING)


def change_community(community: str, change: ChangeCommunity | None = None) -> Call[CommunityView]:
    """Change a community as its steward; what is not named stays."""
    return send("PATCH", to(_COMMUNITY, community=community), _COMMUNITY_VIEW, change or ChangeCommunity())
