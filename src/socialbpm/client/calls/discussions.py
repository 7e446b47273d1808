"""Discussions: reading one, asking in it, ending it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, send, to
from socialbpm.client.calls.answers import DISCUSSION, NOTHING, VIEW
from socialbpm.contract.attachments import NewFile
from socialbpm.contract.requests import AskQuestion, ReleaseWords, SolvedAlone
from socialbpm.contract.views import DiscussionPage, DiscussionView, FactList, ListingList, LookView


def list_discussions(
    *,
    cursor: str | None = None,
    limit: int = 20,
    state: Literal["open", "ended"] | None = None,
    role: Literal["mine", "asked"] | None = None,
    since: datetime | None = None,
    **about: str | None,
) -> Call[DiscussionPage]:
    """List the discussions that one is in, the one with the latest activity first.

    Only those in a `state`, in which one has a `role`, with something new `since`; `about`: `runtime`, `process`,
    `task`, `case`.
    """
    when = None if since is None else since.isoformat()
    params = {"cursor": cursor, "limit": limit, "state": state, "role": role, "since": when, **about}
    return get("/v1/discussions", TypeAdapter(DiscussionPage), params)


def get_discussion(discussion: str) -> Call[DiscussionView]:
    """Read a discussion, as far as it is meant for one."""
    return get(to(DISCUSSION, discussion=discussion), VIEW)


def look_at_discussion(discussion: str) -> Call[LookView]:
    """Note that one has seen what there is, and read which posts were new."""
    return send("PUT", to("/v1/discussions/{discussion}/look", discussion=discussion), TypeAdapter(LookView))


def list_facts(discussion: str, *, cursor: str | None = None, limit: int = 100) -> Call[FactList]:
    """Read what happened, in order; without words."""
    path = to(f"{DISCUSSION}/facts", discussion=discussion)
    return get(path, TypeAdapter(FactList), {"cursor": cursor, "limit": limit})


def list_listings(
    *, cursor: str | None = None, limit: int = 100, since: datetime | None = None, **about: str | None
) -> Call[ListingList]:
    """Read what one may join, the latest first: only what is listed `since`; `about`: `runtime`, `process`, `ring`."""
    when = None if since is None else since.isoformat()
    return get("/v1/listings", TypeAdapter(ListingList), {"cursor": cursor, "limit": limit, "since": when, **about})


def ask_question(
    discussion: str, text: str, consents: Sequence[str] = (), files: Sequence[NewFile] = ()
) -> Call[DiscussionView]:
    """Send the question, with files, to the first ring; `consents` are previews agreed to in advance."""
    body = AskQuestion(text=text, consents=tuple(consents), files=tuple(files))
    return send("POST", to(f"{DISCUSSION}/question", discussion=discussion), VIEW, body)


def _simply(discussion: str, what: str) -> Call[DiscussionView]:
    return send("POST", to(f"{DISCUSSION}/{what}", discussion=discussion), VIEW)


def widen(discussion: str) -> Call[DiscussionView]:
    """Say that the current ring is over."""
    return _simply(discussion, "widen")


def withdraw(discussion: str) -> Call[DiscussionView]:
    """Take the question back."""
    return _simply(discussion, "withdraw")


def give_up(discussion: str) -> Call[DiscussionView]:
    """Close it as unanswered."""
    return _simply(discussion, "give-up")


def join(discussion: str) -> Call[DiscussionView]:
    """Join a discussion that is listed."""
    return _simply(discussion, "join")


def leave(discussion: str) -> Call[DiscussionView]:
    """Go, by oneself."""
    return _simply(discussion, "leave")


def solve_alone(discussion: str, experience: str | None = None) -> Call[DiscussionView]:
    """Say that one found it oneself; `experience` names what helped."""
    body = SolvedAlone(experience=experience)
    return send("POST", to(f"{DISCUSSION}/solved-alone", discussion=discussion), VIEW, body)


def end_abandoned(discussion: str) -> Call[None]:
    """End a discussion whose asker is gone, as a business administrator of its task."""
    return send("POST", to(f"{DISCUSSION}/end-abandoned", discussion=discussion), NOTHING)


def release(
    discussion: str, *, named: bool, question: str | None = None, answer: str | None = None
) -> Call[DiscussionView]:
    """Let whoever is stuck at this task later see one's words, or those given, with or without one's name."""
    body = ReleaseWords(named=named, question=question, answer=answer)
    return send("POST", to(f"{DISCUSSION}/release", discussion=discussion), VIEW, body)
