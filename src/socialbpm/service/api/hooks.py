"""Calls of runtimes: `POST /v1/hooks`."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import TypeAdapter, ValidationError

from socialbpm.actions.hooks import receive
from socialbpm.actions.world import World
from socialbpm.contract.hooks import Hook, HookBatchResult, HookResult
from socialbpm.errors import Invalid, SocialbpmError
from socialbpm.service.auth import Principal, TheRuntime
from socialbpm.service.problems import invalid, problem_of
from socialbpm.service.state import TheWorld

router = APIRouter(tags=["runtimes"])
HOOK: TypeAdapter[Hook] = TypeAdapter(Hook)
CREATED, OK = 201, 200
LARGEST_BATCH = 1000
SINGLE = {"$ref": "#/components/schemas/Hook"}
BATCH = {"type": "array", "items": SINGLE}
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/cloudevents+json": {"schema": SINGLE},
            "application/cloudevents-batch+json": {"schema": BATCH},
            "application/json": {"schema": {"anyOf": [SINGLE, BATCH]}},
        },
    }
}


async def sent(request: Request) -> Any:
    """Return the JSON that was sent; one in CloudEvents' binary mode (`ce-` headers) as if it were structured.

    Raises:
        Invalid: it is not JSON.
    """
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Invalid("the body is not JSON", hint="Send one CloudEvent, or a list of them.") from None
    envelope = {name[3:]: value for name, value in request.headers.items() if name.startswith("ce-")}
    return {**envelope, "data": body} if envelope else body


@router.post(
    "/hooks",
    response_model=HookResult | HookBatchResult,
    responses={CREATED: {"model": HookResult, "description": "Taken for the first time."}},
    openapi_extra=BODY,
)
async def receive_hooks(
    caller: TheRuntime, body: Annotated[Any, Depends(sent)], world: TheWorld, response: Response
) -> HookResult | HookBatchResult:
    """Take what a runtime tells: one CloudEvent, or a list.

    One is answered with 201 the first time, with 200 when it is repeated or old news. A list, of at most 1000, is
    answered with 200 and a list: for each item its result, or the problem with it; one that is refused does not lose
    the others. An item that is refused can be sent again with the same id.
    """
    if isinstance(body, list):
        _check_size(body)
        return tuple([await _one_of_many(item, number, caller, world) for number, item in enumerate(body)])
    result = await _one(body, (), caller, world)
    response.status_code = CREATED if result.status == "created" else OK
    return result


def _check_size(batch: list[Any]) -> None:
    """Refuse what would be answered at such length that it holds up everybody else."""
    if len(batch) > LARGEST_BATCH:
        raise Invalid(f"a list has at most {LARGEST_BATCH} calls, not {len(batch)}", hint="Send several smaller ones.")


async def _one(item: Any, place: tuple[int, ...], caller: Principal, world: World) -> HookResult:
    try:
        hook = HOOK.validate_python(item)
    except ValidationError as error:
        raise invalid(error, place) from None
    return await receive(hook, caller.subject, world)


async def _one_of_many(item: Any, number: int, caller: Principal, world: World) -> Any:
    try:
        return await _one(item, (number,), caller, world)
    except SocialbpmError as error:
        return problem_of(error)
