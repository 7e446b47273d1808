"""Every text of the pages can be said in another language, and is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from jinja2 import Environment
from lxml import html

from socialbpm.service.pages.rendering import TEMPLATES
from tests.service.pages.catalogues import LANGUAGES, compiled, kept, path_of, used
from tests.service.pages.conftest import Sits
from tests.service.road import Road


@pytest.mark.parametrize("language", LANGUAGES)
class TestACatalogue:
    def test_has_every_text(self, language: str) -> None:
        """And none that nobody says any more."""
        found = [message for message in kept(language) if message.id]
        assert {message.id for message in found} == {message.id for message in used() if message.id}
        assert [message.id for message in found if message.fuzzy or not all(_strings(message.string))] == []

    def test_fills_in_what_the_text_fills_in(self, language: str) -> None:
        """Names, numbers and times are in every translation that has room for them."""
        wrong = [message.id for message in kept(language) if message.id and message.check()]
        assert wrong == []

    def test_is_compiled(self, language: str) -> None:
        """What is read when the service runs is what stands in the catalogue."""
        same = path_of(language, ".mo").read_bytes() == compiled(kept(language))
        assert same, "make it again: python -m tests.service.pages.catalogues"


def _strings(string: str | Sequence[str] | None) -> Sequence[str | None]:
    return [string] if string is None or isinstance(string, str) else string


@pytest.mark.parametrize("name", sorted(path.name for path in TEMPLATES.glob("*.html")))
def test_no_template_says_anything_untranslated(name: str) -> None:
    """What is left of a template without its blocks has no letters outside of tags."""
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    marks = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    plain, inside = [], False
    for _, kind, value in marks.lex(source):
        if kind == "block_begin":
            plain.append(" ")
        if kind == "name" and value in {"trans", "endtrans"}:
            inside = value == "trans"
        if kind == "data" and not inside:
            plain.append(value)
    text = str(html.fromstring(f"<div>{''.join(plain)}</div>").xpath("string()")).replace("socialbpm", "")
    assert "".join(letter for letter in text if letter.isalpha()) == ""


def test_pages_speak_the_language_that_is_chosen(road: Road, sits: Sits) -> None:
    """By their browser, or by themselves; and say in which language they are."""
    road.asked()
    alice = sits("alice").follows("Français")
    assert "Mes questions" in alice.text
    assert alice.page.get("lang") == "fr"
    assert "My questions" in alice.follows("English").text
