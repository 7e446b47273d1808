"""Addresses and answers that several nouns share."""

from __future__ import annotations

from pydantic import TypeAdapter

from socialbpm.contract.views import DiscussionView, ExperienceList, OpenedView

VIEW = TypeAdapter(DiscussionView)
OPENED = TypeAdapter(OpenedView)
EXPERIENCE = TypeAdapter(ExperienceList)
NOTHING: TypeAdapter[None] = TypeAdapter(None)
DISCUSSION = "/v1/discussions/{discussion}"
