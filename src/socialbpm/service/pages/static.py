"""The few files that pages load: each under a name that changes with it, so that browsers keep it for good."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response

from socialbpm.errors import NotFound

FOLDER = Path(__file__).parent / "static"
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
router = APIRouter(include_in_schema=False)


@cache
def files() -> dict[str, bytes]:
    """Return each file under the name that it is loaded by: `pages.1a2b3c4d.css`."""
    found = {}
    for path in FOLDER.iterdir():
        content = path.read_bytes()
        found[f"{path.stem}.{hashlib.sha256(content).hexdigest()[:8]}{path.suffix}"] = content
    return found


@cache
def address(name: str) -> str:
    """Return where a file is loaded from."""
    stem, suffix = Path(name).stem, Path(name).suffix
    return next(f"/static/{found}" for found in files() if found.startswith(f"{stem}.") and found.endswith(suffix))


@router.get("/static/{name}")
async def get_static(name: str) -> Response:
    """Return a file; it never changes under its name."""
    if name not in files():
        raise NotFound("there is no such file")
    return Response(files()[name], media_type=KINDS[Path(name).suffix], headers=FOR_GOOD)
