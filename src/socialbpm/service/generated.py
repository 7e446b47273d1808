"""The files that are made from the code and checked in, so that integrators can read and diff them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from socialbpm.config import Settings
from socialbpm.service.app import create_app
from socialbpm.service.openapi import schemas


def document() -> dict[str, Any]:
    """Return the OpenAPI document of the REST API."""
    return create_app(Settings.model_construct()).openapi()


def generated_files() -> dict[Path, str]:
    """Return each generated file, by its path in the repository, with the text that it must have."""
    files = {Path("api/openapi.json"): document()}
    files.update({Path(f"api/schemas/{name}.json"): schema for name, schema in schemas().items()})
    return {path: _pretty(content) for path, content in files.items()}


def _pretty(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
