"""The named ladders that the service keeps, from a YAML file: for each name, its rings after `self`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from socialbpm.contract.element import Ring, Socialize
from socialbpm.errors import SocialbpmError

DEFAULT = "default"


class LaddersFileError(SocialbpmError):
    """The file of named ladders says something that cannot be used."""

    code = "ladders-file-invalid"


def read(path: Path) -> Mapping[str, tuple[Ring, ...]]:
    """Read named ladders.

    Raises:
        LaddersFileError: the file cannot be read, or a ladder in it is none.
    """
    try:
        return loads(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise LaddersFileError(f"{path}: {error.strerror}", hint="Check the path and who may read it.") from None


def loads(text: str, file: str = "<ladders>") -> Mapping[str, tuple[Ring, ...]]:
    """Read named ladders from text; `file` is what errors call it.

    >>> loads("quick: [{name: team, step: colleagues, wait: PT1H}]")["quick"][0].wait
    'PT1H'

    Raises:
        LaddersFileError: a ladder in it is none.
    """
    try:
        found = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise LaddersFileError(f"{file}: this is not YAML: {error}", hint="Correct the file.") from None
    if not isinstance(found, dict):
        raise LaddersFileError(f"{file}: names come first, each with a list of rings", hint="quick: [{name: team, …}]")
    return {str(name): _rings(str(name), rings, file) for name, rings in found.items()}


def _rings(name: str, rings: Any, file: str) -> tuple[Ring, ...]:
    if name == DEFAULT:
        raise LaddersFileError(
            f"{file}: the ladder {DEFAULT} is the same everywhere",
            hint="Give yours another name, and name it in the diagrams that mean it.",
        )
    try:
        ladder = Socialize.model_validate({"ladder": name, "rings": rings})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise LaddersFileError(
            f"{file}: ladder {name}: {place}: {first['msg']}", hint="Write it as the element's rings."
        ) from None
    if not ladder.rings:
        raise LaddersFileError(f"{file}: ladder {name} has no rings", hint="Give it at least one ring.")
    return ladder.rings
