"""Which files the pages are made of, and with which headers they are served."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from lxml import etree
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from socialbpm.assets import shipped_folder
from socialbpm.designer.diagram import bpmn

PATH = "/modeler"
STATIC = Path(__file__).parent / "static"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing but what is served here: no other host, no inline script, no inline style."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}

router = APIRouter(include_in_schema=False)


@router.get("/modeler")
async def to_the_modeler() -> RedirectResponse:
    """Go to where the page's own links are right; relative, so that a proxy may put a path before it."""
    return RedirectResponse("modeler/")


@router.get("/heat")
async def to_the_heat() -> RedirectResponse:
    """Go to the heat page."""
    return RedirectResponse("modeler/heat")


def pages() -> ASGIApp:
    """Return the application that serves both pages and all that they load."""
    samples = shipped_folder("bpmn")
    extensions = shipped_folder("extensions")
    routes: list[BaseRoute] = [
        Route("/", _page("modeler.html")),
        Route("/heat", _page("heat.html")),
        Route("/samples.json", list_samples),
        Mount("/samples", StaticFiles(directory=samples)),
        Mount("/schema", StaticFiles(directory=extensions / "schema")),
        Mount("/bpmn-js", StaticFiles(directory=extensions / "bpmn-js")),
        Mount("/", StaticFiles(directory=STATIC)),
    ]
    return _Headed(Starlette(routes=routes))


def _page(name: str) -> Any:
    async def page(_: Request) -> FileResponse:
        return FileResponse(STATIC / name)

    return page


async def list_samples(_: Request) -> JSONResponse:
    """List the samples: the file, and the process's name and what it is about."""
    return JSONResponse(_samples())


@cache
def _samples() -> list[dict[str, str]]:
    return [_sample(path) for path in sorted(shipped_folder("bpmn").glob("*.bpmn"))]


def _sample(path: Path) -> dict[str, str]:
    process = etree.parse(path).getroot().find(bpmn("process"))
    if process is None:
        return {"file": path.name, "name": path.stem, "about": ""}
    about = " ".join(process.findtext(bpmn("documentation"), "").split())
    return {"file": path.name, "name": process.get("name", path.stem), "about": about}


class _Headed:
    """Puts the same headers on all that is served here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, headed)
