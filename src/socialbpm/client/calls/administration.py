"""People who leave, holds and keys: for administrators."""

from __future__ import annotations

from typing import Literal

from pydantic import TypeAdapter

from socialbpm.client.call import Call, get, send, to
from socialbpm.client.calls.answers import NOTHING
from socialbpm.contract.administration import DepartureView, ErasePerson, ErasureView, HoldList, HoldView, PutHold
from socialbpm.contract.keys import IssuedKey, KeyPage, NewKey

How = Literal["empty", "pseudonymise"]
HoldKind = Literal["discussion", "case", "person"]


def off_board_person(person: str) -> Call[DepartureView]:
    """Take somebody's access away at once; call again to see how far the rest is."""
    return send("POST", to("/v1/people/{person}/off-board", person=person), TypeAdapter(DepartureView))


def erase_person(person: str, how: How = "empty", *, dry_run: bool = False) -> Call[ErasureView]:
    """Erase somebody's words for good, or count them; call again to see how far it is."""
    path = to("/v1/people/{person}/erase", person=person)
    return send("POST", path, TypeAdapter(ErasureView), ErasePerson(how=how, dry_run=dry_run))


def list_holds() -> Call[HoldList]:
    """Read the holds that are not released."""
    return get("/v1/holds", TypeAdapter(HoldList))


def put_hold(kind: HoldKind, ref: str, reason: str, runtime: str = "") -> Call[HoldView]:
    """Hold a discussion, a case of a runtime, or all that a person was in."""
    body = PutHold(kind=kind, ref=ref, reason=reason, runtime=runtime)
    return send("POST", "/v1/holds", TypeAdapter(HoldView), body)


def release_hold(hold: str) -> Call[HoldView]:
    """Release a hold."""
    return send("POST", to("/v1/holds/{hold}/release", hold=hold), TypeAdapter(HoldView))


def list_keys(
    *, kind: Literal["person", "runtime"] | None = None, subject: str | None = None, cursor: str | None = None
) -> Call[KeyPage]:
    """List the keys and tokens that are valid now."""
    return get("/v1/keys", TypeAdapter(KeyPage), {"kind": kind, "subject": subject, "cursor": cursor})


def issue_runtime_key(
    runtime: str, *, expires_in: str | None = None, others_end_in: str | None = None
) -> Call[IssuedKey]:
    """Issue a key for a runtime; with `others_end_in` (`PT1H`) the ones that it has end after so long."""
    body = NewKey(runtime=runtime, expires_in=expires_in, others_end_in=others_end_in)
    return send("POST", "/v1/keys", TypeAdapter(IssuedKey), body)


def revoke_key(key: str) -> Call[None]:
    """End a key or token at once."""
    return send("DELETE", to("/v1/keys/{key}", key=key), NOTHING)
