"""A page for each problem: `type` leads there."""

from __future__ import annotations

import re
from functools import cache

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from socialbpm.assets import shipped
from socialbpm.errors import NotFound

router = APIRouter(tags=["problems"])


class Markdown(PlainTextResponse):
    """A page as it is written."""

    media_type = "text/markdown"


@cache
def pages() -> dict[str, str]:
    """Return the page of each code; where one is explained twice (in a diagram, in an answer), both."""
    found: dict[str, str] = {}
    for section in re.split(r"^(?=### |## )", shipped("errors.md").read_text(encoding="utf-8"), flags=re.MULTILINE):
        named = re.match(r"### `([\w-]+)`", section)
        if named:
            found[named[1]] = found.get(named[1], "") + section
    return found


@router.get("/problems/{code}", response_class=Markdown)
async def get_problem(code: str) -> Markdown:
    """Read what a problem's code means, and what to do next."""
    if code not in pages():
        raise NotFound("there is no such code")
    return Markdown(pages()[code])
