"""One call of the service as a value: what is sent, and what a good answer is. Nothing happens in it.

So the synchronous and the asynchronous client are both a few lines, and every endpoint is written once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, Self, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, TypeAdapter, ValidationError

from socialbpm.contract.problems import Problem
from socialbpm.errors import TransportError

T = TypeVar("T")
JSON = "application/json"
BYTES = "application/octet-stream"
TEMPORARY = frozenset({408, 425, 429})
"""Refusals that are about the moment and not about what was sent; so is every 5xx."""
_SERVER = 500


@dataclass(frozen=True)
class Call(Generic[T]):
    """A request that gives a `T`.

    `patience` is how many seconds the service is asked to wait before it answers, on top of the client's own timeout.
    `key` names a call that changes something, so that it happens once however often it is sent; a client gives one to
    each call that has none. `answers`: what comes back is JSON, or a text, or bytes as they are. `prefer`: which answer
    is preferred, as in RFC 7240.
    """

    method: str
    path: str
    answer: TypeAdapter[T]
    body: bytes | None = None
    content_type: str = JSON
    params: Mapping[str, Any] = field(default_factory=dict)
    patience: float = 0.0
    key: str | None = None
    answers: Literal["json", "text", "bytes"] = "json"
    prefer: str | None = None

    @property
    def reads(self) -> bool:
        """Whether it changes nothing."""
        return self.method == "GET"

    def keyed(self, key: str) -> Self:
        """Return this call under a name of the caller's, e.g. one that they kept, to send it again after a crash.

        >>> Call("POST", "/v1/x", TypeAdapter(None)).keyed("k1").key
        'k1'
        """
        return replace(self, key=key)

    def briefly(self) -> Call[None]:
        """Return this change of a discussion so that it is answered with nothing but that it was done.

        >>> Call("POST", "/v1/x", TypeAdapter(int)).briefly().prefer
        'return=minimal'
        """
        whatever: TypeAdapter[None] = TypeAdapter(None)
        return Call(**{**vars(self), "answer": whatever, "prefer": "return=minimal"})

    def read(self, content: bytes, *, of: str) -> T:
        """Read an answer as agreed. A newer service may say more, which an older client leaves aside.

        Raises:
            TransportError: it is something else.
        """
        try:
            if self.answers == "bytes":
                return self.answer.validate_python(content)
            if self.answers == "text":
                return self.answer.validate_python(content.decode(errors="replace"))
            return self.answer.validate_json(content or b"null", extra="ignore")
        except ValidationError as error:
            raise strange(of, f"{error.error_count()} things in it are not as agreed") from error


def to(path: str, **segments: str) -> str:
    """Fill segments into a path, each as one segment whatever is in it.

    >>> to("/v1/offers/{offer}", offer="a/b c")
    '/v1/offers/a%2Fb%20c'
    """
    return path.format(**{name: quote(value, safe="") for name, value in segments.items()})


def get(path: str, answer: TypeAdapter[T], params: Mapping[str, Any] | None = None, *, patience: float = 0) -> Call[T]:
    """Return a call that only reads; what is None in `params` is not said."""
    said = {name: value for name, value in (params or {}).items() if value is not None}
    return Call("GET", path, answer, params=said, patience=patience)


def send(method: str, path: str, answer: TypeAdapter[T], body: BaseModel | None = None) -> Call[T]:
    """Return a call that does something; of `body` only what was given is said."""
    content = None if body is None else body.model_dump_json(by_alias=True, exclude_unset=True).encode()
    return Call(method, path, answer, content)


def refusal(url: str, status: int, reason: str, content: bytes, *, after: str | None = None) -> TransportError:
    """Return what an answer that is no success is to the caller; `after`: the seconds after which to come again."""
    try:
        problem = Problem.model_validate_json(content, extra="ignore")
    except ValidationError:
        problem = Problem(title=reason, status=status, code="", detail=reason)
    error = as_error(url, problem)
    if after is not None and after.isascii() and after.isdecimal():
        error.details.update(temporary=True, retry_after=int(after))
    return error


def as_error(url: str, problem: Problem) -> TransportError:
    """Return what a problem is to the caller: something was refused, for now or for good."""
    status = problem.status
    shown: dict[str, Any] = {} if problem.preview is None else {"preview": problem.preview}
    return TransportError(
        f"{url} answered {status}: {problem.detail or problem.title}",
        hint=problem.hint,
        status=status,
        problem=problem.code,
        temporary=status >= _SERVER or status in TEMPORARY,
        **shown,
    )


def unreached(url: str, error: Exception) -> TransportError:
    """Return the error for a service that gave no answer."""
    reason = str(error) or type(error).__name__
    hint = "Nothing is lost; it is sent again with the next call."
    return TransportError(f"{url} could not be reached: {reason}", hint=hint, status=0, temporary=True)


def strange(url: str, what: str) -> TransportError:
    """Return the error for an answer that is not one of this service."""
    hint = "Is this the address of a socialbpm service of the same version?"
    return TransportError(f"{url} answered something strange: {what}", hint=hint, temporary=True)
