"""A mail as a message: plain text and HTML, headers that keep a conversation together, and how to get no more of it.

Nothing is loaded from anywhere. What people are called comes from elsewhere, so it is put on one line before it is in a
header, and escaped in HTML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from socialbpm.actions import mail_links as links
from socialbpm.actions.notice import Mail, Notice
from socialbpm.channels.mail.texts import Said, digest_subject, kind_name, say
from socialbpm.social.audience import PersonId

TEMPLATES = Path(__file__).parent / "templates"
SPACE = uuid5(NAMESPACE_URL, "urn:socialbpm:mail")
POLICY = SMTP.clone(max_line_length=998)
"""As long as a line may be: a long address that is folded is written in code, and mail programs do not read it."""
LONGEST = 200
"""Characters of a name that a mail shows."""
_APART = re.compile(r"(?<=«) | (?=[»:;?!])")
Moment = Callable[[datetime, datetime, ZoneInfo, NullTranslations], str]
"""Says a moment as somebody reads it: the moment, now, in which zone, in which words."""


@dataclass(frozen=True)
class Language:
    """The languages of mails: their words, by tag, and how they say a moment. `default` is for who has none of them."""

    words: Callable[[str], NullTranslations]
    known: tuple[str, ...]
    moment: Moment
    default: str = "en"

    def of(self, tag: str | None) -> str:
        """Return which language somebody reads: the one of their tag, such as `fr-CH`."""
        first = (tag or "").replace("_", "-").partition("-")[0].lower()
        return first if first in self.known else self.default


@dataclass(frozen=True)
class Letterhead:
    """What all mails of a service share: from whom they are, where the service is, and what signs their links."""

    sender: str
    base_url: str
    key: bytes
    language: Language

    @property
    def address(self) -> str:
        """The address that it is from."""
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        """On the right of our message ids."""
        return self.address.rpartition("@")[2] or urlsplit(self.base_url).hostname or "localhost"


@dataclass(frozen=True)
class Line:
    """A notice, and what it says."""

    notice: Notice
    said: Said


def message_of(mail: Mail, now: datetime, head: Letterhead) -> EmailMessage:
    """Return the message of a mail, as it is sent at `now`."""
    language = head.language.of(mail.reader.language)
    words = head.language.words(language)
    lines = [Line(notice, say(notice, words)) for notice in map(_on_lines, mail.notices)]
    off = _off_url(mail, head)
    message = EmailMessage(policy=POLICY)
    for name, value in _headers(mail, _subject(mail, lines, words), off, now, head).items():
        message[name] = value
    zone = mail.reader.calendar.zone
    given = {
        "lines": lines,
        "kinds": [kind_name(kind, words) for kind in mail.kinds],
        "moment": lambda at: head.language.moment(at, now, ZoneInfo(zone), words),
        "zone": zone,
        "off": off,
        "mine": f"{head.base_url.rstrip('/')}/me/mail",
        "title": str(message["Subject"]),
        "language": language,
    }
    message.set_content(_template("notice.txt", language, words).render(given))
    message.add_alternative(_template("notice.html", language, words).render(given), subtype="html")
    message["Content-Language"] = language
    return message


def _subject(mail: Mail, lines: list[Line], words: NullTranslations) -> str:
    return digest_subject(len(lines), words) if mail.digest else lines[0].said.subject


def _headers(mail: Mail, subject: str, off: str, now: datetime, head: Letterhead) -> Mapping[str, object]:
    found: dict[str, object] = {
        "Message-ID": f"<{mail.id}@{head.domain}>",
        "Date": format_datetime(now),
        "From": _address(*parseaddr(head.sender)),
        "To": _address(mail.reader.name, mail.address),
        "Subject": one_line(subject),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": f"<{off}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if not mail.digest:
        thread = f"<{_thread(mail.notices[0].discussion, mail.reader.id)}@{head.domain}>"
        found |= {"In-Reply-To": thread, "References": thread}
    return found


def _thread(discussion: str, reader: PersonId) -> UUID:
    """Name a conversation: what one reader gets about one discussion. Nothing has this id itself."""
    return uuid5(SPACE, f"{discussion}\n{reader}")


def _address(name: str, address: str) -> Address:
    return Address(one_line(name), addr_spec=address)


def _off_url(mail: Mail, head: Letterhead) -> str:
    token = links.make("off", [mail.reader.id, *mail.kinds], links.FOR_EVER, head.key)
    return f"{head.base_url.rstrip('/')}/mail/off/{token}"


def _on_lines(notice: Notice) -> Notice:
    """Return a notice whose names are each on one line: in plain text nobody can begin another one."""
    asker = notice.asker and notice.asker.model_copy(update={"name": one_line(notice.asker.name)})
    return replace(notice, asker=asker, task=one_line(notice.task))


def one_line(text: str) -> str:
    r"""Return a text on one line, without what cannot be seen: characters that control, turn around, or join.

    >>> one_line("Check\r\nBcc: eve@example.org"), one_line("a\u202egnp.exe")
    ('Check Bcc: eve@example.org', 'agnp.exe')
    """
    seen = "".join(" " if letter.isspace() or _controls(letter) else letter for letter in text if not _hides(letter))
    found = " ".join(seen.split())
    return found if len(found) <= LONGEST else f"{found[:LONGEST]}…"


def bound(text: str) -> str:
    r"""Return a text whose lines do not break before or after its marks, where they stand apart as in French.

    >>> bound("dans « Check » : oui")
    'dans «\xa0Check\xa0»\xa0: oui'
    """
    return _APART.sub("\N{NO-BREAK SPACE}", text)


def _controls(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Zl", "Zp"}


def _hides(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cf", "Cs", "Co"}


@cache
def _environment(language: str, words: NullTranslations) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    made.policies["ext.i18n.trimmed"] = True
    made.filters["bound"] = bound
    del language
    return made


def _template(name: str, language: str, words: NullTranslations) -> Template:
    return _environment(language, words).get_template(name)
