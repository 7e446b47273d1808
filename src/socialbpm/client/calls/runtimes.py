"""What runtimes send and fetch, and the short tokens of their widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, send, to
from socialbpm.client.calls.answers import NOTHING
from socialbpm.contract.callbacks import CallbacksView, NewSecret, SetCallbacks
from socialbpm.contract.deliveries import DeliveryPage
from socialbpm.contract.guests import IssuedWidgetToken, NewWidgetToken
from socialbpm.contract.hooks import Hook, HookBatchResult, HookResult

_HOOK: TypeAdapter[Hook] = TypeAdapter(Hook)
_HOOKS: TypeAdapter[Sequence[Hook]] = TypeAdapter(Sequence[Hook])
_RESULTS: TypeAdapter[HookBatchResult] = TypeAdapter(HookBatchResult)
_CALLBACKS = "/v1/runtimes/{runtime}/callbacks"


def receive_hook(hook: Hook) -> Call[HookResult]:
    """Hand over one hook, as a CloudEvent."""
    body = _HOOK.dump_json(hook, by_alias=True)
    return Call("POST", "/v1/hooks", TypeAdapter(HookResult), body, "application/cloudevents+json")


def receive_hooks(hooks: Sequence[Hook]) -> Call[HookBatchResult]:
    """Hand over several hooks as a batch: a result or a problem each, in their order."""
    body = _HOOKS.dump_json(hooks, by_alias=True)
    return Call("POST", "/v1/hooks", _RESULTS, body, "application/cloudevents-batch+json")


def list_deliveries(*, after: str | None = None, wait: float = 0, case: str | None = None) -> Call[DeliveryPage]:
    """Fetch what waits for the runtime; handing the page's cursor back as `after` acknowledges it."""
    params = {"case": case, "wait": wait, "after": after}
    return get("/v1/deliveries", TypeAdapter(DeliveryPage), params, patience=wait)


def get_callbacks(runtime: str) -> Call[CallbacksView]:
    """Read where a runtime may be called."""
    return get(to(_CALLBACKS, runtime=runtime), TypeAdapter(CallbacksView))


def set_callbacks(runtime: str, base_urls: Sequence[str], webhook: str | None = None) -> Call[CallbacksView]:
    """Say where a runtime may be called; the first answer has its secret."""
    body = SetCallbacks(base_urls=tuple(base_urls), webhook=webhook)
    return send("PUT", to(_CALLBACKS, runtime=runtime), TypeAdapter(CallbacksView), body)


def rotate_callbacks_secret(runtime: str) -> Call[NewSecret]:
    """Make a new secret for a runtime's callbacks."""
    return send("POST", to(f"{_CALLBACKS}/secret", runtime=runtime), TypeAdapter(NewSecret))


def issue_widget_token(task_id: str, person: str, origin: str, *, expires_in: int = 600) -> Call[IssuedWidgetToken]:
    """Let a person talk about a task of theirs from a page of yours, for so many seconds."""
    body = NewWidgetToken(task_id=task_id, person=person, origin=origin, expires_in=expires_in)
    return send("POST", "/v1/widget-tokens", TypeAdapter(IssuedWidgetToken), body)


def end_widget_tokens(person: str, task_id: str | None = None) -> Call[None]:
    """End what a person has from you: for one task, or for all."""
    params = {"person": person} if task_id is None else {"person": person, "task_id": task_id}
    return replace(send("DELETE", "/v1/widget-tokens", NOTHING), params=params)
