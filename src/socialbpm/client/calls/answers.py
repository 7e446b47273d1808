"""Addresses and answers that several nouns share."""

from __future__ import annotations

from pydantic import TypeAdapter

from socialbpm.contract.known import ExperienceList
from socialbpm.contract.views import DiscussionView, OpenedView

VIEW = TypeAdapter(DiscussionView)
OPENED = TypeAdapter(OpenedView)
EXPERIENCE = TypeAdapter(ExperienceList)
NOTHING: TypeAdapter[None] = TypeAdapter(None)
DISCUSSION = "/v1/discussions/{discussion}"
