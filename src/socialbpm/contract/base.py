"""What all wire models have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    """A value that crosses the wire: immutable, and an unknown field is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid", frozen=True)
