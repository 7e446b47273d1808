"""Keys of runtimes and tokens of people, as an administrator handles them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from socialbpm.contract.base import Wire
from socialbpm.contract.durations import Duration
from socialbpm.contract.hooks import Id


class NewKey(Wire):
    """Issue a key for a runtime. It lasts until it is revoked, or as long as `expires_in` says.

    With `others_end_in` it takes the place of all other keys of that runtime, which go on for so long.
    """

    runtime: Id
    expires_in: Duration | None = None
    others_end_in: Duration | None = None


class KeyView(Wire):
    """A key or token that is valid, by the id that revokes it. `used_at` is right to some minutes."""

    id: str
    kind: Literal["person", "runtime"]
    subject: str
    roles: tuple[str, ...]
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    used_at: AwareDatetime | None


class KeyPage(Wire):
    """Keys and tokens that are valid; `cursor` is null on the last page."""

    items: tuple[KeyView, ...]
    cursor: str | None


class IssuedKey(Wire):
    """A new key. `token` is shown this once, and kept as a hash only."""

    token: Annotated[str, Field(repr=False)]
    key: KeyView
