"""A browser without scripts: it follows links, fills in forms and sends them, and keeps cookies."""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx2
from lxml import html

from socialbpm.service.embedded import EmbeddedService

BASE = "http://127.0.0.1:8080"


class Browser:
    """Somebody's browser, at the page `at` that they look at."""

    def __init__(self, service: EmbeddedService, language: str = "en") -> None:
        transport = service.bridge()
        self.http = httpx2.Client(transport=transport, base_url=BASE, follow_redirects=True)
        self.http.headers.update({"Accept": "text/html", "Accept-Language": language})
        self.answer: httpx2.Response

    def goes(self, path: str) -> Self:
        """Look at a page."""
        self.answer = self.http.get(path)
        return self

    def signs_in(self, person: str) -> Self:
        """Choose whom to be, in the demo."""
        self.goes("/sign-in")
        self.answer = self.http.post("/demo/sign-in", data={"person": person, "next": "/"})
        assert self.answer.status_code == 200, self.answer.text
        return self

    @property
    def path(self) -> str:
        """Where they are."""
        return urlsplit(str(self.answer.url)).path

    @property
    def page(self) -> html.HtmlElement:
        """The page that they see."""
        return html.fromstring(self.answer.text)

    @property
    def text(self) -> str:
        """What they read on it, with single blanks."""
        main = self.page.xpath("//main")[0]
        return " ".join(main.text_content().split())

    def form(self, button: str) -> html.FormElement:
        """Return the form with a button that says this, or begins with it."""
        found = self._button(button).iterancestors("form")
        return next(found)

    def _button(self, label: str) -> html.HtmlElement:
        for button in self.page.xpath("//button"):
            if " ".join(button.text_content().split()).startswith(label):
                return button
        labels = [" ".join(button.text_content().split()) for button in self.page.xpath("//button")]
        msg = f"no button {label!r} on {self.path}: {labels}"
        raise AssertionError(msg)

    def presses(self, label: str, **filled: str) -> Self:
        """Fill in the form of a button and press it; what is not filled in stays as it is."""
        button, form = self._button(label), self.form(label)
        fields = {**dict(form.form_values()), **filled}
        if button.get("name"):
            fields[button.get("name")] = button.get("value", "")
        self.answer = self.http.post(urljoin(str(self.answer.url), form.action), data=fields)
        return self

    def follows(self, label: str) -> Self:
        """Follow the link that says this, or begins with it."""
        for link in self.page.xpath("//a"):
            if " ".join(link.text_content().split()).startswith(label):
                return self.goes(link.get("href"))
        msg = f"no link {label!r} on {self.path}"
        raise AssertionError(msg)

    def sends(self, path: str, **fields: Any) -> httpx2.Response:
        """Send a form that is on no page, with the token of the last page that had one."""
        tokens = self.page.xpath("//input[@name='csrf']/@value")
        self.answer = self.http.post(path, data={"csrf": tokens[0] if tokens else "", **fields})
        return self.answer
