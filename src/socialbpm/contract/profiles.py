"""A person as others see them, and as they see themselves."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from socialbpm.contract.base import Wire
from socialbpm.contract.known import CommunityView
from socialbpm.contract.views import PersonView


class HelpedView(Wire):
    """With what kind of task somebody helped, how often as far as the reader saw it, and when last."""

    process: str
    element_id: str
    times: int
    last_at: AwareDatetime


class TiesView(Wire):
    """What ties the reader to somebody: how often each helped the other, and the groups that both are in."""

    helped_you: int
    you_helped: int
    groups: tuple[str, ...]


class AwayView(Wire):
    """That somebody is away, as they told their colleagues."""

    until: AwareDatetime
    note: str


class PersonPage(Wire):
    """Who knows what: what somebody helped with, what ties the reader to them, and which communities they are in.

    All of it as far as the reader may know; `away` is told to colleagues.
    """

    person: PersonView
    helped: tuple[HelpedView, ...]
    ties: TiesView
    away: AwayView | None
    communities: tuple[CommunityView, ...]


class Me(Wire):
    """Whose token it is; `roles`: what else they may, such as `admin`. `csrf`: what a page shows with each change."""

    kind: Literal["person", "runtime"]
    id: str
    name: str
    roles: tuple[str, ...] = ()
    csrf: str | None = None
