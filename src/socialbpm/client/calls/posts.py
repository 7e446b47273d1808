"""Posts, their files, and what becomes of an answer."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import TypeAdapter

from socialbpm.client.call import BYTES, Call, get, send, to
from socialbpm.client.calls.answers import DISCUSSION, VIEW
from socialbpm.contract.requests import AcceptPost, EditPost, NewPost, RaisePost, SayIfHelped
from socialbpm.contract.views import DiscussionView, PostList

PostKind = Literal["question", "comment", "answer", "summary", "note"]
AS_TEXT: Any = object()
"""Accept a post with its text as the value; None would be a value."""
_POST = f"{DISCUSSION}/posts/{{post}}"


def list_posts(discussion: str, *, cursor: str | None = None, limit: int = 100) -> Call[PostList]:
    """Read what was said."""
    path = to(f"{DISCUSSION}/posts", discussion=discussion)
    return get(path, TypeAdapter(PostList), {"cursor": cursor, "limit": limit})


def create_post(
    discussion: str, text: str, *, kind: PostKind = "comment", reach: str | None = None, parent: str | None = None
) -> Call[DiscussionView]:
    """Say something, to one's own ring and outwards to `reach`; a note has none."""
    body = NewPost(kind=kind, text=text, reach=reach, parent=parent)
    return send("POST", to(f"{DISCUSSION}/posts", discussion=discussion), VIEW, body)


def edit_post(discussion: str, post: str, text: str, *, reach: str | None = None) -> Call[DiscussionView]:
    """Change one's own post."""
    return send("PATCH", to(_POST, discussion=discussion, post=post), VIEW, EditPost(text=text, reach=reach))


def raise_post(discussion: str, post: str, reach: str) -> Call[DiscussionView]:
    """Let one's own post be seen further out."""
    return send("POST", to(f"{_POST}/raise", discussion=discussion, post=post), VIEW, RaisePost(reach=reach))


def withdraw_post(discussion: str, post: str) -> Call[DiscussionView]:
    """Take one's own post back."""
    return send("DELETE", to(_POST, discussion=discussion, post=post), VIEW)


def attach(discussion: str, post: str, name: str, content: bytes) -> Call[DiscussionView]:
    """Hang a file on one's own post."""
    path = to(f"{_POST}/attachments", discussion=discussion, post=post)
    return Call("POST", path, VIEW, content, BYTES, {"name": name})


def take_off(discussion: str, post: str, attachment: str) -> Call[DiscussionView]:
    """Take a file off one's own post."""
    path = to(f"{_POST}/attachments/{{attachment}}", discussion=discussion, post=post, attachment=attachment)
    return send("DELETE", path, VIEW)


def get_attachment(discussion: str, attachment: str) -> Call[bytes]:
    """Get a file, as its bytes."""
    path = to(f"{DISCUSSION}/attachments/{{attachment}}", discussion=discussion, attachment=attachment)
    return Call("GET", path, TypeAdapter(bytes), answers="bytes")


def accept_post(discussion: str, post: str, version: int, value: Any = AS_TEXT) -> Call[DiscussionView]:
    """Take a version of a post as the answer; `value` goes back into the task in place of its text."""
    body = AcceptPost(version=version) if value is AS_TEXT else AcceptPost(version=version, value=value)
    return send("POST", to(f"{_POST}/accept", discussion=discussion, post=post), VIEW, body)


def refuse_answer(discussion: str, post: str) -> Call[DiscussionView]:
    """Say "not it" to an answer."""
    return send("POST", to(f"{_POST}/not-it", discussion=discussion, post=post), VIEW)


def say_if_helped(discussion: str, post: str, *, helped: bool) -> Call[DiscussionView]:
    """Say, after the end, whether a post helped."""
    return send("POST", to(f"{_POST}/helped", discussion=discussion, post=post), VIEW, SayIfHelped(helped=helped))
