"""The catalogues of the words of pages and mails.

`python -m tests.service.pages.catalogues` takes in what is new, and compiles.

What a translation is missing for is left empty, and a test says so.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from socialbpm.channels.mail.message import TEMPLATES
from socialbpm.service.pages import words

PAGES = words.LOCALE.parent
FOLDERS = (PAGES, TEMPLATES.parent)
METHODS = [("**.py", "python"), ("templates/**", "jinja2")]
OPTIONS = {"templates/**": {"trimmed": "true", "newstyle_gettext": "true"}}
LANGUAGES = sorted(set(words.NAMES) - {words.SOURCE})


def used() -> Catalog:
    """Return all texts that templates and modules of pages and mails say."""
    found = Catalog()
    for folder in FOLDERS:
        for _, _, message, _, _ in extract_from_dir(folder, METHODS, OPTIONS):
            found.add(message)
    return found


def path_of(language: str, suffix: str) -> Path:
    """Return where a catalogue lies: `.po` is written, `.mo` is what the service reads."""
    return words.LOCALE / language / "LC_MESSAGES" / f"{words.DOMAIN}{suffix}"


def kept(language: str) -> Catalog:
    """Return the catalogue of a language, as it is written."""
    with path_of(language, ".po").open("rb") as file:
        return read_po(file, locale=language)


def _named(language: str) -> dict[str, Any]:
    """Return what a catalogue says of itself: nothing that changes whenever somebody makes it."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    names = dict.fromkeys(("last_translator", "language_team", "msgid_bugs_address"), "socialbpm")
    return {"locale": language, "project": "socialbpm", "creation_date": at, "revision_date": at, **names}


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the service reads it, without when and by whom it was written."""
    made = BytesIO()
    said = Catalog(**_named(str(catalogue.locale)))
    for message in catalogue:
        if message.id:
            said.add(message.id, message.string, flags=message.flags)
    write_mo(made, said)
    return made.getvalue()


def main() -> None:
    """Take in what is new, leave out what nobody says any more, and compile."""
    for language in LANGUAGES:
        known = kept(language)
        found = Catalog(**_named(language), header_comment=known.header_comment, fuzzy=False)
        for message in used():
            if message.id:
                before = known.get(message.id)
                found.add(message.id, before.string if before else "")
        with path_of(language, ".po").open("wb") as file:
            write_po(file, found, width=0, sort_output=True, no_location=True, omit_header=False)
        path_of(language, ".mo").write_bytes(compiled(kept(language)))


if __name__ == "__main__":
    main()
