"""Mails as a mail program shows their HTML, and the pages that their links lead to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from socialbpm.cli.mail import mails
from tests.browser.browsing import Watch
from tests.browser.stages import Stage
from tests.mailing import MailServer
from tests.service.posting import CREW, Posting

SHOWN = ("asked", "proposed", "answered", "solved", "community", "digest")
"""One of each look: with a second link, with a long sentence, alone, or together."""


def in_a_mail_program(page: Page) -> Iterator[Stage]:
    """Yield mails with their names, one after the other, in each language."""
    for name, message in mails():
        body = message.get_body(("html",))
        if name.partition("-")[0] in SHOWN and body is not None:
            page.set_content(body.get_content())
            yield f"mail-{name}", page


def stages(browser: Browser, folder: Path) -> Iterator[Stage]:
    """Yield the pages that the links of a real mail lead to, and what is behind their buttons."""
    with MailServer() as server, Posting(folder, server) as service, browser.new_context() as context:
        watch = Watch(context)
        service.asks(1, batch=len(CREW))
        server.wait_for(len(CREW))
        page, mail, here = context.new_page(), server.mails[0], service.url
        page.goto(here + mail.link("/mail/pass/"))
        yield "mail-pass", page
        page.get_by_role("button", name="Pass", exact=True).click()
        yield "mail-passed", page
        page.goto(here + mail.link("/mail/off/"))
        yield "mail-off", page
        page.get_by_role("button").last.click()
        yield "mail-off-done", page
        context.set_extra_http_headers({"Authorization": f"Bearer {service.token(mail.to.partition('@')[0])}"})
        page.goto(f"{here}/me/mail")
        yield "mail-choices", page
        assert watch.unexpected() == []
