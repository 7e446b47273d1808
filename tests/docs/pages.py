"""The pages of the documentation, and what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

TOP = Path(__file__).parents[2]
SETUP = re.compile(r"<!-- setup: (\w+) -->")


@dataclass(frozen=True)
class Block:
    """A block of code in a page; `line` is where its first line stands."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@cache
def pages() -> tuple[str, ...]:
    """Return the pages that are held to be true, by their path in the checkout."""
    patterns = (
        "*.md",
        "docs/**/*.md",
        "examples/*.md",
        "examples/*/*.md",
        "extensions/**/*.md",
        "api/**/*.md",
        "bpmn/*.md",
    )
    found = (page.relative_to(TOP) for pattern in patterns for page in TOP.glob(pattern))
    return tuple(sorted({str(page) for page in found if "node_modules" not in page.parts}))


@cache
def read(page: str) -> str:
    return (TOP / page).read_text(encoding="utf-8")


def tokens(text: str) -> Sequence[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text)


def blocks(text: str, page: str = "page") -> Iterator[Block]:
    """Find every block of code; one that is only indented has no language, and no test lets it pass."""
    for token in tokens(text):
        if token.type in {"fence", "code_block"} and token.map is not None:
            language = token.info.strip()
            yield Block(page, token.map[0] + (2 if token.type == "fence" else 1), language, token.content)


def all_blocks() -> list[Block]:
    return [block for page in pages() for block in blocks(read(page), page)]


def inline(text: str) -> Iterator[Token]:
    for token in tokens(text):
        yield from token.children or ()


def names(text: str) -> set[str]:
    """Return what a page sets as `code` in its sentences, headings and tables."""
    return {token.content for token in inline(text) if token.type == "code_inline"}


def links(text: str) -> list[str]:
    return [str(token.attrs["href"]) for token in inline(text) if token.type == "link_open"]


def anchors(text: str) -> set[str]:
    """Return what a link can name behind `#`: the headings, as GitHub makes anchors of them."""
    found = tokens(text)
    headings = [found[number + 1].content for number, token in enumerate(found) if token.type == "heading_open"]
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def section(text: str, heading: str) -> str:
    """Return what stands under the heading that contains `heading`, up to the next one that is not below it."""
    found = re.search(rf"^(#+) [^\n]*{re.escape(heading)}.*\n", text, re.MULTILINE)
    if found is None:
        return ""
    rest = text[found.end() :]
    following = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest


def rows(text: str) -> list[list[str]]:
    """Return the rows of all tables in a text, cell by cell, without their heads and without the marks of code."""
    found: list[list[str]] = []
    in_body = False
    for token in tokens(text):
        in_body = (in_body or token.type == "tbody_open") and token.type != "tbody_close"
        if in_body and token.type == "tr_open":
            found.append([])
        if in_body and token.type == "inline":
            found[-1].append(token.content.replace("`", ""))
    return found
