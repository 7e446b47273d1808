"""Keys of runtimes and tokens of people, as an administrator handles them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field
from pydantic_core import PydanticCustomError

from socialbpm.contract.base import Wire
from socialbpm.contract.durations import elapsed
from socialbpm.contract.hooks import Id


def _elapsed(text: str) -> str:
    try:
        elapsed(text)
    except ValueError as error:
        raise PydanticCustomError("bad-duration", "{reason}", {"reason": str(error)}) from None
    return text


Elapsed = Annotated[str, AfterValidator(_elapsed)]
"""An ISO 8601 duration, by the clock."""


class NewKey(Wire):
    """Issue a key for a runtime. It lasts until it is revoked, or as long as `expires_in` says.

    With `others_end_in` it takes the place of all other keys of that runtime, which go on for so long.
    """

    runtime: Id
    expires_in: Elapsed | None = None
    others_end_in: Elapsed | None = None


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
