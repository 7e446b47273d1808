"""In which language a page speaks, and its words: gettext catalogues that are shipped beside the templates."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from fastapi import Request

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "socialbpm"
COOKIE = "socialbpm-language"
SOURCE = "en"
"""The language of the templates themselves."""
NAMES = {"en": "English", "fr": "Français"}
"""Each language, as it calls itself."""


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the words of a language; those of the templates where there is no other."""
    if language == SOURCE:
        return NullTranslations()
    with (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)


def language_of(request: Request, own: str | None = None) -> str:
    """Return in which language whoever asks reads: as chosen in this browser, else their own, else as it says."""
    chosen = request.cookies.get(COOKIE)
    wished = (language for language in (chosen, own) if language in NAMES)
    return next(wished, None) or preferred(request.headers.get("accept-language", ""))


def preferred(header: str) -> str:
    """Return the first of our languages that a browser asks for.

    >>> preferred("fr-CH, fr;q=0.9, en;q=0.8"), preferred("de, en;q=0.3, fr;q=0.4")
    ('fr', 'fr')
    >>> preferred("de"), preferred("fr;q=x"), preferred("")
    ('en', 'en', 'en')
    """
    wanted = [part.partition(";") for part in header.split(",")]
    ranked = sorted(wanted, key=lambda part: -_weight(part[2]))
    tags = [tag.strip().lower().partition("-")[0] for tag, _, given in ranked if _weight(given) > 0]
    return next((tag for tag in tags if tag in NAMES), SOURCE)


def _weight(given: str) -> float:
    """Return how much a browser wants a language; nothing where that cannot be read."""
    name, _, value = given.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
