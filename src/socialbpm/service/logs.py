"""Structured logs without personal content: what happened, where in the code, how long; never whose words or whose id.

Lines of the code below come through Python's `logging`; structlog makes one JSON object, or a line for a person, of
each. Of an error its kind and its places are logged, not its message: what a database or a validator says may repeat
what somebody wrote.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any, Literal

import structlog

from socialbpm.config import Settings

OURS = ("socialbpm", "uvicorn")
"""Loggers that the level is for. Drivers log what they are given at `debug`, so all others begin at `warning`."""
Line = MutableMapping[str, Any]


def set_up(settings: Settings) -> None:
    """Let everything that this process logs go to stderr, in the format of the settings; to be called once, first."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(_chosen(settings.log_format, terminal=sys.stderr.isatty())))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.log_level.upper())


def _chosen(given: Literal["auto", "json", "text"], *, terminal: bool) -> Literal["json", "text"]:
    if given == "auto":
        return "text" if terminal else "json"
    return given


def formatter(kind: Literal["json", "text"]) -> logging.Formatter:
    """Return what makes a line of a record."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso"),
        ],
        processors=[
            _plain,
            _place_of_error,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _renderer(kind),
        ],
    )


def _renderer(kind: Literal["json", "text"]) -> Any:
    if kind == "json":
        return structlog.processors.JSONRenderer(sort_keys=True)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _plain(_: object, __: str, line: Line) -> Line:
    """Leave out what uvicorn says a second time, in colours."""
    line.pop("color_message", None)
    return line


def _place_of_error(_: object, __: str, line: Line) -> Mapping[str, Any]:
    """Say of an error, and of those that it came from, what kind they are and where they were raised."""
    given = line.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["error"] = [_told(each) for each in _chain(error)]
    return line


def _told(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"kind": f"{type(error).__module__}.{type(error).__qualname__}", "at": places}


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found
