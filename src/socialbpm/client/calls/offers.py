"""What a process offers."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, send, to
from socialbpm.client.calls.answers import OPENED
from socialbpm.contract.attachments import NewFile
from socialbpm.contract.requests import OpenDiscussion
from socialbpm.contract.views import OfferList, OfferView, OpenedView


def list_offers(*, cursor: str | None = None, limit: int = 100) -> Call[OfferList]:
    """Read the open offers that are for one."""
    return get("/v1/offers", TypeAdapter(OfferList), {"cursor": cursor, "limit": limit})


def get_offer(offer: str) -> Call[OfferView]:
    """Read an offer that is for one."""
    return get(to("/v1/offers/{offer}", offer=offer), TypeAdapter(OfferView))


def take_up_offer(offer: str, question: str | None = None, files: Sequence[NewFile] = ()) -> Call[OpenedView]:
    """Take an offer up; without a question the designer's is the draft."""
    return send(
        "POST",
        to("/v1/offers/{offer}/take-up", offer=offer),
        OPENED,
        OpenDiscussion(question=question, files=tuple(files)),
    )
