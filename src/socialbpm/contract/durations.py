"""ISO 8601 durations as the element uses them: whole weeks, days, hours, minutes, seconds; no months, no years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

ISO = re.compile(
    r"P(?=.)(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,7})S)?)?",
    re.ASCII,  # as ISO 8601, the schema and every other language have it
)
WORKING_DAYS_A_WEEK = 5
AFTER = re.compile(r"(?:R(?P<times>\d{0,9})/)?(?P<duration>.*?)(?P<working> working)?", re.DOTALL | re.ASCII)
MOST_TIMES = 99
"""How often a timer repeats at most; more is no help, but noise."""


def parts(text: str) -> tuple[int, timedelta]:
    """Split a duration into working days and time.

    >>> parts("P1DT4H")
    (1, datetime.timedelta(seconds=14400))
    >>> parts("P2W")
    (10, datetime.timedelta(0))

    Raises:
        ValueError: `text` is no such duration, or is zero.
    """
    found = ISO.fullmatch(text)
    if found is None:
        msg = f"{text!r} is not a duration like PT4H, P3D or P1DT30M"
        raise ValueError(msg)
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups())
    time = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    days += weeks * WORKING_DAYS_A_WEEK
    if not days and not time:
        msg = f"{text!r} is no time at all; it must be longer than zero"
        raise ValueError(msg)
    return days, time


def elapsed(text: str) -> timedelta:
    """Read the same notation as plain time, by the clock and not by a working calendar.

    >>> elapsed("P2W")
    datetime.timedelta(days=14)

    Raises:
        ValueError: `text` is no such duration, or is zero.
    """
    parts(text)  # refuses what it is not
    found = ISO.fullmatch(text)
    return (
        timedelta(**{unit: int(number) for unit, number in found.groupdict().items() if number})
        if found
        else timedelta()
    )


@dataclass(frozen=True)
class After:
    """When a timer fires: after `duration`, in working time or by the clock, and then again until it did so `times`."""

    duration: str
    working: bool = False
    times: int = 1


def after(text: str) -> After:
    """Read what stands in the attribute `after`, where that is no expression.

    >>> after("R3/PT4H working")
    After(duration='PT4H', working=True, times=3)

    Raises:
        ValueError: it is no duration, with or without a number of times before it and ` working` behind it.
    """
    found = AFTER.fullmatch(text)
    duration, times = (text, "1") if found is None else (found["duration"], found["times"])
    if times == "":
        msg = f"{text!r} would repeat for ever; say how often, e.g. R3/{duration}"
        raise ValueError(msg)
    if not 1 <= int(times or 1) <= MOST_TIMES:
        msg = f"{text!r} does not repeat a sensible number of times; use 1 to {MOST_TIMES}"
        raise ValueError(msg)
    parts(duration)
    return After(duration, working=bool(found and found["working"]), times=int(times or 1))


def _checked(text: str) -> str:
    try:
        parts(text)
    except ValueError as error:
        raise PydanticCustomError("bad-duration", "{reason}", {"reason": str(error)}) from None
    return text


_PATTERN = (
    r"^P(?=.*[1-9])(\d{1,4}W)?(\d{1,4}D)?"
    r"(T(?=\d)(\d{1,5}H)?(\d{1,6}M)?(\d{1,7}S)?)?$"
)
Duration = Annotated[str, AfterValidator(_checked), Field(json_schema_extra={"pattern": _PATTERN})]
"""An ISO 8601 duration, by the clock. The schema's pattern is for whoever sends one; `parts` decides."""

WorkingTime = Duration
"""An ISO 8601 duration counted in working time: P1D is one working day of the calendar it is used with."""
