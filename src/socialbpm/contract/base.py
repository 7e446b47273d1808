"""What all wire models have in common."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, Strict
from pydantic_core import PydanticCustomError

DEEPEST = 64


class Wire(BaseModel):
    """A value that crosses the wire: immutable, and an unknown field is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _plain(value: Any) -> Any:
    """Refuse what JSON cannot say: not a number, half a character, an endless depth."""
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, TypeError, RecursionError):
        raise PydanticCustomError("not-json", "this is not a value that JSON can say", {}) from None
    if _deeper(value, DEEPEST):
        raise PydanticCustomError("not-json", "this is nested more than {most} deep", {"most": DEEPEST})
    return value


def _deeper(value: Any, most: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return not most or any(_deeper(part, most - 1) for part in parts)


Json = Annotated[Any, AfterValidator(_plain)]
"""Any value that JSON can say, and that can be said again."""

Line = Annotated[str, Field(max_length=1000)]
"""A name or id of somebody else's making: bounded, and whole characters only."""


Flag = Annotated[bool, Strict()]
"""True or false, and no word or number that could stand for one."""


def _a_number(value: Any) -> Any:
    """Refuse text and truth values, which pydantic would take for numbers."""
    if isinstance(value, str | bool):
        raise PydanticCustomError("int_type", "this is not a whole number", {})
    return value


A_NUMBER = BeforeValidator(_a_number)
"""For a whole number that must be said as one."""


def demanding(*names: str) -> Callable[[dict[str, Any]], None]:
    """Return what says in a JSON Schema that these fields must be sent; only our own code may leave them out."""

    def demand(schema: dict[str, Any]) -> None:
        schema["required"] = [name for name in schema["properties"] if name in {*names, *schema.get("required", ())}]

    return demand


def _a_date(value: Any) -> Any:
    """Refuse numbers, which pydantic would take for seconds since 1970."""
    if not isinstance(value, datetime) and not (isinstance(value, str) and _DATE.match(value)):
        raise PydanticCustomError("datetime_type", "this is no moment as RFC 3339 has it: 2026-01-31T09:30:00Z", {})
    return value


_DATE = re.compile(r"\d{4}-\d\d-\d\d[Tt ]", re.ASCII)


def _on_every_clock(moment: datetime) -> datetime:
    """Refuse what is no moment any more once it is told in UTC."""
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("no-moment", "this lies outside the years 1 to 9999 of UTC", {}) from None
    return moment


Moment = Annotated[AwareDatetime, BeforeValidator(_a_date), AfterValidator(_on_every_clock)]
"""A moment with its zone, which can be told in UTC."""
