"""The widget: `<social-discussion>`, a discussion on somebody else's page (docs/widget.md).

What it shows is made here, as the pages are, and sent as a tree of elements (`trees`) that the script builds: it never
makes HTML of a text. It calls these endpoints only, with a token that is good for one person, one task and one origin
(`bearer`); nothing else takes such a token, and these take nothing else: no cookie counts here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from fastapi import APIRouter, FastAPI

from socialbpm.service.widget import discussion, script
from socialbpm.service.widget.sharing import Sharing


def routers() -> Iterator[APIRouter]:
    """Yield the endpoints of the widget, and its script."""
    yield script.router
    yield discussion.router


def install(app: FastAPI, origins: Collection[str]) -> None:
    """Let the pages of these origins call the widget's endpoints, and nothing else of the service."""
    app.add_middleware(Sharing, origins=origins)
