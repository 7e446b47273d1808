"""`socialbpm mail`: a mail of each sort, in each language, made up, and sent to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import get_args

from socialbpm.actions.mail_terms import Kind
from socialbpm.actions.notice import Mail, Notice, What
from socialbpm.actions.people import Person
from socialbpm.channels.mail.message import Letterhead, message_of
from socialbpm.contract.views import PersonView
from socialbpm.service.mail import language
from socialbpm.service.pages.words import NAMES

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
BASE = "https://socialbpm.example.org"
READER = Person("carol", "Carol Reiter", email="carol@example.org")
ALICE = PersonView(id="alice", name="Alice Krämer")
OWN = frozenset({"proposed", "reminded", "answered", "helped", "no_answer", "task_ended", "expired"})
"""What whoever asked is told of their own question."""
KINDS: dict[What, Kind] = {
    "asked": "ask",
    "informed": "informed",
    "proposed": "proposal",
    "reminded": "proposal",
    "answered": "answer",
    "helped": "answer",
    "experience": "news",
    "community": "news",
}


def write(folder: Path) -> Iterator[str]:
    """Write the mails into a folder: each as a message, and its HTML beside it; say which."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, message in mails():
        (folder / f"{name}.eml").write_bytes(message.as_bytes())
        body = message.get_body(("html",))
        (folder / f"{name}.html").write_text("" if body is None else body.get_content(), encoding="utf-8")
        yield f"{name}: {message['Subject']}"


def mails() -> Iterator[tuple[str, EmailMessage]]:
    """Yield a mail of each sort, and a digest, in each language, with its name."""
    head = Letterhead("socialbpm <help@example.org>", BASE, b"made up", language("en"))
    notices = [_notice(what) for what in get_args(What)]
    for tag in NAMES:
        reader = replace(READER, language=tag)
        for notice in notices:
            yield f"{notice.what}-{tag}", message_of(Mail("1", reader, "carol@example.org", (notice,)), NOW, head)
        together = Mail("2", reader, "carol@example.org", tuple(notices[1:4]), digest=True)
        yield f"digest-{tag}", message_of(together, NOW, head)


def _notice(what: What) -> Notice:
    asker = None if what in OWN else ALICE
    told = Notice(what, KINDS.get(what, "end"), "1", asker, "Check invoice R-17", f"{BASE}/discussions/1", NOW)
    if what != "asked":
        return told
    return replace(told, until=NOW + timedelta(hours=2), pass_url=f"{BASE}/mail/pass/made-up")
