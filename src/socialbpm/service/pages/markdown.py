"""What people write, as safe HTML: Markdown without any HTML of theirs, and then only the tags that are named here.

Two locks, because either may have a fault: the parser writes no raw HTML and no `javascript:` address, and what it
wrote is cleaned by a list of what is allowed. Pictures are none of it: whoever fetches one from elsewhere would tell
there who reads, and when.
"""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"} | {
    "h3",
    "h4",
    "h5",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
SCHEMES = {"http", "https", "mailto"}
LONGEST = 300
"""Characters of a snippet."""
DEEPEST = 20
"""Quotes in quotes, lists in lists: nobody who wants to be read goes further."""

_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ .,;:?!()%€$/'’“”„«»–-])*")
"""A line without any mark; most questions are, and to parse each line of a list took a sixth of its page."""
_PARSER = (
    MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": DEEPEST})
    .enable(["table", "strikethrough"])
    .disable("image")
)


def rendered(text: str | None) -> Markup:
    r"""Return the HTML of what somebody wrote; headings begin below those of the page.

    >>> rendered("**No** <script>alert(1)</script>")
    Markup('<p><strong>No</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n')
    >>> rendered("[a](javascript:alert(1))")
    Markup('<p>[a](javascript:alert(1))</p>\n')
    """
    return Markup(  # noqa: S704 - cleaned on this very line
        nh3.clean(
            _shifted(text or ""),
            tags=TAGS,
            attributes={"a": {"href"}, "ol": {"start"}},
            url_schemes=SCHEMES,
            link_rel="nofollow noopener noreferrer",
        )
    )


def snippet(text: str | None) -> str:
    r"""Return the beginning of what somebody wrote, as it reads without its marks: for lists.

    >>> snippet("**Which** account\n\n1. do `x`")
    'Which account do x'
    """
    said = text or "" if not text or _PLAIN.fullmatch(text) else _unmarked(text)
    return " ".join(said.split())[:LONGEST]


def _unmarked(text: str) -> str:
    """Return all that a text says, without its marks."""
    blocks = [token.children for token in _PARSER.parse(text) if token.children]
    lines = ("".join(child.content or " " * child.type.endswith("break") for child in block) for block in blocks)
    return " ".join(lines)


def _shifted(text: str) -> str:
    """Return the parser's HTML with its headings two levels further down: the page has its own above."""
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + 2, 5)}"
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))
