"""The corpus of faults: each diagram in bpmn/invalid has one, which is written beside it in expected.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.settings import REPOSITORY

BPMN = REPOSITORY / "bpmn"
INVALID = BPMN / "invalid"
EXPECTED = INVALID / "expected.json"
FILES = sorted(path.name for path in INVALID.glob("*.bpmn"))
SAMPLES = sorted(BPMN.glob("*.bpmn"))


@cache
def expected() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return found


def is_refused(name: str) -> bool:
    """Whether the plugin refuses it as well: it gives no advice, and asks the schema only where the host does."""
    said = expected()[name]
    return bool(said["severity"] == "error" and said["code"] != "schema")


def read(name: str) -> bytes:
    return Path(INVALID / name).read_bytes()
