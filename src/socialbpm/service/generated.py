"""The files that are made from the code and checked in, so that integrators can read and diff them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from socialbpm.service.openapi import document, schemas


def generated_files() -> dict[Path, str]:
    """Return each generated file, by its path in the repository, with the text that it must have."""
    files = {Path("api/openapi.json"): document()}
    files.update({Path(f"api/schemas/{name}.json"): schema for name, schema in schemas().items()})
    return {path: _pretty(content) for path, content in files.items()}


def drifted(root: Path) -> list[Path]:
    """Return which files in the repository at `root` are not what the code says."""
    return [path for path, text in generated_files().items() if not _is(root / path, text)]


def write(root: Path) -> list[Path]:
    """Write what drifted, and return it."""
    changed = drifted(root)
    for path, text in generated_files().items():
        if path in changed:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
    return changed


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _pretty(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
