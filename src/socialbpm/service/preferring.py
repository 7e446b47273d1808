"""What a caller prefers of an answer (RFC 7240): to a change, only that it was done."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request

HEADER = "Prefer"
MINIMAL = "return=minimal"
APPLIED = {"Preference-Applied": MINIMAL, "Vary": HEADER}

_Preference = Annotated[
    str | None,
    Header(
        alias=HEADER,
        max_length=1000,
        examples=[MINIMAL],
        description=f"`{MINIMAL}`: be answered 204 once it is done, without the discussion.",
    ),
]


async def _brief(request: Request, _: _Preference = None) -> bool:
    return wants_minimal(request.headers.getlist(HEADER))


def wants_minimal(said: list[str]) -> bool:
    """Whether the first preference for what is returned is a minimal answer; what is not known is left aside.

    >>> wants_minimal(["respond-async, Return=minimal; x=1"]), wants_minimal(["return=representation"])
    (True, False)
    """
    preferences = (each.partition(";")[0].partition("=") for each in ",".join(said).split(","))
    returns = [value.strip().strip('"') for name, _, value in preferences if name.strip().lower() == "return"]
    return returns[:1] == ["minimal"]


Brief = Annotated[bool, Depends(_brief)]
"""Whether the caller wants no more than to know that it was done."""
