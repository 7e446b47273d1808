"""What the service sends, as OpenAPI 3.1 describes it: `webhooks` of the document."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header

from socialbpm.contract.events import EVENTS, Envelope, Ping, RuntimeEvent

router = APIRouter()
MEDIA_TYPE = "application/cloudevents+json"
ANSWERS: dict[int | str, dict[str, Any]] = {
    "2XX": {"description": "Taken."},
    "410": {"description": "Gone for good: nothing is sent here any more."},
    "default": {"description": "Tried again after 408, 425, 429 and 5xx, for 24 hours; given up after anything else."},
}
MessageId = Annotated[str, Header(alias="webhook-id", description="The same in every repeat: drop repeats by it.")]
Timestamp = Annotated[int, Header(alias="webhook-timestamp", description="When it was sent, in seconds since 1970.")]
Signature = Annotated[str, Header(alias="webhook-signature", description="Standard Webhooks: `v1,…` for each secret.")]


def _describe(name: str, event: type[Envelope], of: str) -> None:
    """Describe one kind of what is sent."""

    async def sent(body: Any, message: MessageId, timestamp: Timestamp, signature: Signature) -> None:
        del body, message, timestamp, signature

    sent.__annotations__["body"] = Annotated[event, Body(media_type=MEDIA_TYPE)]
    about = (event.__doc__ or "").strip()
    router.add_api_route(
        name,
        sent,
        methods=["POST"],
        status_code=HTTPStatus.NO_CONTENT,
        responses=ANSWERS,
        summary=about.partition("\n")[0],
        description=f"{about}\n\nSent to {of}.",
        operation_id=name.replace(".", "_"),
        tags=["webhooks"],
    )


_OF_SUBSCRIPTIONS: tuple[type[Envelope], ...] = (*EVENTS, Ping)
for _event in _OF_SUBSCRIPTIONS:
    _describe(str(_event.model_fields["type"].default), _event, "subscriptions")
_describe("socialbpm.delivery", RuntimeEvent, "the webhook of a runtime")
