"""What is new to somebody since they looked last: by what they saw, not by when.

A post that was raised to their ring yesterday is new to them, though it was written last week; a clock of another node
that is late hides nothing. What they saw are marks, one for each post as they saw it; nobody else is told of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sized
from typing import Protocol
from zlib import crc32


class Said(Protocol):
    """A post as its reader gets it, in whatever layer."""

    @property
    def id(self) -> str:
        """Which post it is."""

    @property
    def mine(self) -> bool:
        """Whether the reader wrote it."""

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back."""

    @property
    def versions(self) -> Sized:
        """Its versions that the reader may see."""


def marks(posts: Iterable[Said]) -> dict[str, int]:
    """Return what stands for each post of others that can be read, in as many versions as the reader sees."""
    return {post.id: crc32(f"{post.id} {len(post.versions)}".encode()) for post in posts if _counts(post)}


def _counts(post: Said) -> bool:
    return not post.mine and not post.withdrawn


def unread(posts: Iterable[Said], seen: Collection[int] | None) -> frozenset[str]:
    """Return the posts that are new, or were changed, since what was `seen`; all of them to who never looked."""
    known = frozenset(seen or ())
    return frozenset(post for post, mark in marks(posts).items() if mark not in known)
