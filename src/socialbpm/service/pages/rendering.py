"""Templates into pages. What a template is given is what the API answers, and words; it looks nothing up itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from socialbpm.service.pages import faces, markdown, reasons, static, times
from socialbpm.service.pages.refusals import meaning
from socialbpm.service.pages.security import headers
from socialbpm.service.pages.words import NAMES, catalogue, language_of
from socialbpm.service.state import Composed
from socialbpm.social.attachments import ON_A_POST
from socialbpm.social.worktime import OFFICE_HOURS

TEMPLATES = Path(__file__).parent / "templates"
HTMX = '{"allowEval": false, "allowScriptTags": false, "includeIndicatorStyles": false, "selfRequestsOnly": true}'


@cache
def environment(language: str) -> Environment:
    """Return the templates, in a language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = catalogue(language)
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    made.policies["ext.i18n.trimmed"] = True
    made.filters["markdown"] = markdown.rendered
    made.filters["span"] = partial(times.span, words=words)
    made.filters.update(
        snippet=markdown.snippet,
        first_up=faces.first_up,
        initials=faces.initials,
        tint=faces.tint,
        shown=faces.shown,
        size=faces.size,
    )
    made.filters["why"] = partial(reasons.why, words=words)
    made.globals.update(static=static.address, languages=NAMES, language=language, htmx=HTMX)
    made.globals["refusal"] = partial(meaning, words=words)
    return made


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    now: datetime | None = None,
    zone: str = OFFICE_HOURS.zone,
    speaks: str | None = None,
    **given: Any,
) -> HTMLResponse:
    """Return a page in the language of whoever asks. `now` and `zone` are for pages that tell times.

    `speaks` is the language in which they say that they read.
    """
    said = {"files": _files(request), "reader": None, "path": request.url.path, **given}
    text = rendered(language_of(request, speaks), template, now=now, zone=zone, **said)
    return HTMLResponse(text, status, headers(_provider(request)))


def _files(request: Request) -> Mapping[str, Any]:
    """Return what forms say of files: how many, how large, which; none where none may be attached."""
    service: Composed = request.app.state.composed
    allowed = service.world.files
    accept = ",".join(f".{kind}" for kind in allowed.kinds)
    return {"most": ON_A_POST if allowed.kinds else 0, "largest": allowed.largest, "accept": accept}


def rendered(
    language: str, template: str, *, now: datetime | None = None, zone: str = OFFICE_HOURS.zone, **given: Any
) -> str:
    """Return the HTML of a template. `now` and `zone` are for those that tell times."""
    moment = None if now is None else partial(times.moment, now=now, zone=ZoneInfo(zone), words=catalogue(language))
    return environment(language).get_template(template).render(zone=zone, moment=moment, **given)


def _provider(request: Request) -> str | None:
    service: Composed = request.app.state.composed
    return service.sign_in.provider.issuer if service.sign_in else None
