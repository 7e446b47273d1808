"""What the service sends by itself, and who asked for it: for administrators."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, send, to
from socialbpm.client.calls.answers import NOTHING
from socialbpm.contract.callbacks import NewSecret
from socialbpm.contract.events import EventType
from socialbpm.contract.letters import Letter, LetterPage, State
from socialbpm.contract.subscriptions import (
    ChangeSubscription,
    EventFilter,
    NewSubscription,
    SubscriptionList,
    SubscriptionView,
)

_LETTER = TypeAdapter(Letter)
_SUBSCRIBED = TypeAdapter(SubscriptionView)
_SUBSCRIPTION = "/v1/subscriptions/{subscription}"


def list_letters(
    *, runtime: str | None = None, state: State | None = None, cursor: str | None = None, limit: int = 20
) -> Call[LetterPage]:
    """List what is sent to callbacks and webhooks; a runtime gets its own, an administrator all."""
    params = {"runtime": runtime, "state": state, "cursor": cursor, "limit": limit}
    return get("/v1/letters", TypeAdapter(LetterPage), params)


def get_letter(letter: str) -> Call[Letter]:
    """Read how a letter went."""
    return get(to("/v1/letters/{letter}", letter=letter), _LETTER)


def redeliver_letter(letter: str) -> Call[Letter]:
    """Send a letter once more, under the same id."""
    return send("POST", to("/v1/letters/{letter}/redeliver", letter=letter), _LETTER)


def create_subscription(
    url: str, types: Sequence[EventType], *, name: str = "", only: EventFilter | None = None
) -> Call[SubscriptionView]:
    """Subscribe a URL to events; the answer has its secret."""
    body = NewSubscription(url=url, types=tuple(types), name=name, only=only or EventFilter())
    return send("POST", "/v1/subscriptions", _SUBSCRIBED, body)


def list_subscriptions() -> Call[SubscriptionList]:
    """List all subscriptions."""
    return get("/v1/subscriptions", TypeAdapter(SubscriptionList))


def get_subscription(subscription: str) -> Call[SubscriptionView]:
    """Read a subscription."""
    return get(to(_SUBSCRIPTION, subscription=subscription), _SUBSCRIBED)


def change_subscription(subscription: str, change: ChangeSubscription | None = None) -> Call[SubscriptionView]:
    """Change a subscription; what is not named stays."""
    path = to(_SUBSCRIPTION, subscription=subscription)
    return send("PATCH", path, _SUBSCRIBED, change or ChangeSubscription())


def delete_subscription(subscription: str) -> Call[None]:
    """Forget a subscription, with what is on its way to it."""
    return send("DELETE", to(_SUBSCRIPTION, subscription=subscription), NOTHING)


def rotate_subscription_secret(subscription: str) -> Call[NewSecret]:
    """Make a new secret for a subscription."""
    return send("POST", to(f"{_SUBSCRIPTION}/secret", subscription=subscription), TypeAdapter(NewSecret))


def ping_subscription(subscription: str) -> Call[Letter]:
    """Send a ping to a subscription."""
    return send("POST", to(f"{_SUBSCRIPTION}/ping", subscription=subscription), _LETTER)


def list_subscription_letters(
    subscription: str, *, state: State | None = None, cursor: str | None = None, limit: int = 20
) -> Call[LetterPage]:
    """List what is sent to a subscription, each letter with its tries."""
    params = {"state": state, "cursor": cursor, "limit": limit}
    return get(to(f"{_SUBSCRIPTION}/letters", subscription=subscription), TypeAdapter(LetterPage), params)
