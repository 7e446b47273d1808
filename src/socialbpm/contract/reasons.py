"""Why somebody is suggested, asked or in, as codes: for whoever says it in other words than ours."""

from __future__ import annotations

from typing import Literal

from socialbpm.contract.base import Wire

ReasonCode = Literal[
    "owner",
    "candidate",
    "initiator",
    "stakeholder",
    "administrator",
    "lane",
    "worked-on-case",
    "worked-with",
    "same-group",
    "manager",
    "did-this-task",
    "took-over",
    "helped-you",
    "answered-here",
    "knows-process",
    "deputy",
    "skill",
    "community",
    "group",
    "named",
    "brought-in",
    "joined",
    "asker",
]


class WhyView(Wire):
    """One part of a reason; `count` is a number of cases, questions or times, where the reader may know one."""

    code: ReasonCode
    count: int | None
