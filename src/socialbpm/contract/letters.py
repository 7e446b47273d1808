"""What leaves the service by itself, as an administrator or its receiver sees it: how it went, and no words."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from socialbpm.contract.base import Wire

State = Literal["waiting", "sent", "dead"]
ReceiverKind = Literal["runtime", "subscription", "person"]
Reason = Literal["gone", "refused", "gave_up", "inactive", "digest"]


class Attempt(Wire):
    """One try: the `status` that was answered (of HTTP, or for a person of SMTP), or in a word why there was none."""

    at: datetime
    status: int | None = None
    error: str | None = None


class Receiver(Wire):
    """For whom something is: a runtime, a subscription, or a person, who gets mail."""

    kind: ReceiverKind
    id: str


class Letter(Wire):
    """A delivery or an event on its way. `message` is the id that the receiver gets, however often it is sent.

    `state` is `waiting` (the next try is at `next_at`), `sent` (it was taken), or `dead`, for a `reason`: `gone` (410),
    `refused` (another answer that does not get better, or an address that must not be called), `gave_up` (24 hours
    are over), `inactive` (its receiver is not called any more: for a person, that there is nothing to tell them by now,
    or not by mail). What went into a person's `digest` is `sent` for that reason. About what a person gets mail is not
    said.
    """

    id: str
    receiver: Receiver
    message: str
    type: str
    state: State
    reason: Reason | None = None
    created_at: datetime
    next_at: datetime | None = None
    attempts: tuple[Attempt, ...] = ()


class LetterPage(Wire):
    """A page of letters, the newest first; `cursor` leads to the next one."""

    items: tuple[Letter, ...]
    cursor: str | None = None
