"""Tokens with which a widget on somebody else's page speaks for a person about one task."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from socialbpm.contract.base import A_NUMBER, Wire
from socialbpm.contract.hooks import Id

MINUTE = 60


class NewWidgetToken(Wire):
    """Let a person talk about a task of theirs from a page of yours.

    `origin` is the page's, as browsers write it: `https://tasks.example`. It lasts for `expires_in` seconds.
    """

    task_id: Id
    person: Id
    origin: Annotated[str, Field(max_length=300)]
    expires_in: Annotated[int, Field(ge=1, le=15 * MINUTE), A_NUMBER] = 10 * MINUTE


class IssuedWidgetToken(Wire):
    """What the widget shows. `token` is shown this once, and kept as a hash only."""

    token: Annotated[str, Field(repr=False)]
    expires_at: AwareDatetime
