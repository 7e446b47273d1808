"""Webhooks of integrators, looked after by administrators."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter

from socialbpm.actions import subscriptions
from socialbpm.actions.urls import parse
from socialbpm.contract.callbacks import NewSecret
from socialbpm.contract.letters import Letter, LetterPage
from socialbpm.contract.subscriptions import ChangeSubscription, NewSubscription, SubscriptionList, SubscriptionView
from socialbpm.service.api.letters import CursorQuery, LimitQuery, StateQuery, page
from socialbpm.service.auth import TheAdmin
from socialbpm.service.state import TheService, TheWorld

router = APIRouter(tags=["subscriptions"])


@router.post("/subscriptions", status_code=HTTPStatus.CREATED)
async def create_subscription(by: TheAdmin, service: TheService, body: NewSubscription) -> SubscriptionView:
    """Subscribe a URL to events. The answer has the `secret` that signs what it gets; it is shown once."""
    service.guard.check(parse(body.url))
    return await subscriptions.create(body, by, service.world)


@router.get("/subscriptions")
async def list_subscriptions(_: TheAdmin, world: TheWorld) -> SubscriptionList:
    """List all subscriptions, the oldest first."""
    return await subscriptions.read_all(world)


@router.get("/subscriptions/{subscription}")
async def get_subscription(subscription: str, _: TheAdmin, world: TheWorld) -> SubscriptionView:
    """Read a subscription."""
    return await subscriptions.read_one(subscription, world)


@router.patch("/subscriptions/{subscription}")
async def change_subscription(
    subscription: str, _: TheAdmin, service: TheService, body: ChangeSubscription
) -> SubscriptionView:
    """Change a subscription, stop it (`active` false) or start it again."""
    if body.url is not None:
        service.guard.check(parse(body.url))
    return await subscriptions.change(subscription, body, service.world)


@router.delete("/subscriptions/{subscription}", status_code=HTTPStatus.NO_CONTENT)
async def delete_subscription(subscription: str, _: TheAdmin, world: TheWorld) -> None:
    """Forget a subscription, with what is on its way to it."""
    await subscriptions.delete(subscription, world)


@router.post("/subscriptions/{subscription}/secret")
async def rotate_subscription_secret(subscription: str, _: TheAdmin, world: TheWorld) -> NewSecret:
    """Make a new secret for a subscription; for a day the old one signs, too."""
    return await subscriptions.rotate(subscription, world)


@router.post("/subscriptions/{subscription}/ping", status_code=HTTPStatus.ACCEPTED)
async def ping_subscription(subscription: str, _: TheAdmin, world: TheWorld) -> Letter:
    """Send a `socialbpm.ping` to a subscription, also to a stopped one; the letter in the answer tells how it goes."""
    return await subscriptions.ping(subscription, world)


@router.get("/subscriptions/{subscription}/letters")
async def list_subscription_letters(
    subscription: str,
    by: TheAdmin,
    service: TheService,
    state: StateQuery = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> LetterPage:
    """List what is sent to a subscription, the newest first, each with its tries; dead ones are those given up."""
    await subscriptions.read_one(subscription, service.world)
    return await page(("subscription", subscription), state, cursor, limit, f"{by} {subscription}", service)
