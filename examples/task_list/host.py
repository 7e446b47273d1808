"""Somebody else's task list, with the widget in it: a page of its own, at an origin of its own.

    python examples/task_list/host.py         starts a service on 8080 and the list on 8090; be Alice there

Nothing of socialbpm is imported. What its server does is `Engine` (tell, and do what deliveries say) and, in
`TaskList.token`, the one thing that the widget needs: a token for whoever has signed in here, and a task of theirs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx2

HERE = Path(__file__).resolve().parent
HOST = "127.0.0.1"
RUNTIME = "task-list"
SERVICE_PORT, LIST_PORT = 8080, 8090
EVENT = "check_invoice_socialize"
SETTINGS = {
    "answer": "advice",
    "rings": [
        {"name": "participants", "step": "colleagues"},
        {"name": "coworkers", "step": "colleagues"},
        {"name": "network", "step": "community"},
    ],
    "shares": [{"variable": "invoice_no", "with": "network"}],
}
INVOICES = {"R-17": "Check invoice R-17 of Karsten Pumps", "R-18": "Check invoice R-18 of Mayer Freight"}
FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/list.css": ("list.css", "text/css; charset=utf-8"),
    "/list.js": ("list.js", "text/javascript; charset=utf-8"),
}


class Engine:
    """What any engine does: it tells of its tasks, and does what deliveries say (docs/hooks.md)."""

    def __init__(self, service: str, key: str) -> None:
        self.http = httpx2.Client(base_url=service, headers={"Authorization": f"Bearer {key}"}, timeout=30)
        self.answers: dict[str, Any] = {}
        self._after = ""

    def begin(self) -> None:
        """Give Alice her tasks."""
        for number in INVOICES:
            self.tell("activated", number, people={"actual_owner": "alice"}, event_id=EVENT, settings=SETTINGS)

    def tell(self, what: str, number: str, id_: str = "", **data: Any) -> None:
        """Tell something of the task of an invoice."""
        task = {
            "task_id": f"check-{number}",
            "case_id": number,
            "process": "purchase_invoice",
            "element_id": "check_invoice",
            "name": INVOICES[number],
            "lane": "Accounting",
            "revision": 1,
        }
        event = {"specversion": "1.0", "id": id_ or f"{what}-{number}", "source": "urn:example:task-list"}
        body = {**event, "type": f"socialbpm.task.{what}", "data": {"task": task, **data}}
        self.http.post("/v1/hooks", json=body).raise_for_status()

    def work_off(self, wait: int = 0) -> None:
        """Fire the events that somebody asks for in the widget, and keep the answers that come back."""
        params: dict[str, Any] = {"after": self._after, "wait": wait}
        page = self.http.get("/v1/deliveries", params=params).raise_for_status().json()
        for delivery in page["items"]:
            if delivery["type"] == "task.raise":
                self._fire(delivery)
            elif delivery["type"] == "discussion.ended":
                self.answers[delivery["task_id"]] = delivery["value"]
        self._after = page["cursor"]

    def _fire(self, asked: Any) -> None:
        number = asked["case_id"]
        fired = {"request_id": f"fired-{asked['id']}", "event_id": EVENT, "by": asked["by"], "raised": asked["id"]}
        people = {"actual_owner": "alice"}
        fields = {"invoice_no": number}
        self.tell("socialize", number, fired["request_id"], people=people, settings=SETTINGS, fields=fields, **fired)

    def token(self, task: str, person: str, origin: str, expires_in: int = 600) -> Any:
        """Return a token of the widget: the service says whether the task is theirs."""
        body = {"task_id": task, "person": person, "origin": origin, "expires_in": expires_in}
        return self.http.post("/v1/widget-tokens", json=body)


class TaskList:
    """The task list's server, for a `with` block.

    Args:
        service: the address of the service.
        key: the runtime's key; it never leaves this server.
        port: where it listens; 0 is any that is free.
    """

    def __init__(self, service: str, key: str, port: int = 0) -> None:
        self.service = service
        self.engine = Engine(service, key)
        self._server = ThreadingHTTPServer((HOST, port), type("OfThisList", (Browsing,), {"site": self}))
        self.origin = f"http://{HOST}:{self._server.server_port}"
        self._working = threading.Event()
        self._worker = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> Self:
        self.engine.begin()
        self._working.set()
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._worker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._working.clear()
        self._server.shutdown()
        self._server.server_close()
        self._worker.join()
        self.engine.http.close()

    def _work(self) -> None:
        while self._working.is_set():
            try:
                self.engine.work_off(wait=1)
            except httpx2.HTTPError:
                time.sleep(1)

    def policy(self) -> str:
        """Return what a browser may do with the page: of the service its script and its answers; no HTML of a text."""
        parts = (
            "default-src 'none'",
            f"script-src 'self' {self.service}",
            f"connect-src 'self' {self.service}",
            "style-src 'self'",
            "img-src data:",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
        return "; ".join(parts)

    def page(self) -> str:
        """Return the page; what came back of each task stands under it."""
        tasks = "".join(_task(number, self.engine.answers.get(f"check-{number}")) for number in INVOICES)
        html = (HERE / "index.html").read_text(encoding="utf-8")
        return html.replace("<!-- service -->", self.service).replace("<!-- tasks -->", tasks)


class Browsing(BaseHTTPRequestHandler):
    """Answers the browsers of whoever looks at a task list."""

    site: TaskList

    def do_GET(self) -> None:
        """Show the page, or what it loads."""
        path = urlsplit(self.path).path
        if path not in FILES:
            self.answer(404, b"", "text/plain")
            return
        name, kind = FILES[path]
        self.answer(200, self.site.page().encode() if path == "/" else (HERE / name).read_bytes(), kind)

    def do_POST(self) -> None:
        """Let somebody sign in, or their page have a token; no other page may ask for whoever has signed in."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Origin") != self.site.origin:
            self.answer(403, b"", "text/plain")
        elif self.path == "/sign-in":
            person = parse_qs(body.decode()).get("person", [""])[0]
            self.answer(303, b"", "text/plain", {"Location": "/", "Set-Cookie": _cookie(person)})
        else:
            given = self.site.engine.token(json.loads(body)["task"], self.person(), self.site.origin)
            self.answer(given.status_code, given.content, "application/json")

    def person(self) -> str:
        """Return who has signed in here. A real host has sessions; this one believes everybody."""
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("person")
        return cookie.value if cookie else "nobody"

    def answer(self, status: int, content: bytes, kind: str, more: dict[str, str] | None = None) -> None:
        """Send an answer."""
        self.send_response(status)
        said = {"Content-Type": kind, "Content-Length": str(len(content)), "Cache-Control": "no-store"}
        for name, value in {**said, "Content-Security-Policy": self.site.policy(), **(more or {})}.items():
            self.send_header(name, value)
        with suppress(ConnectionError):  # the window may be closed by now
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""


def _cookie(person: str) -> str:
    name = person if person.isalnum() else ""
    return f"person={name}; HttpOnly; SameSite=Strict; Path=/"


def _task(number: str, answer: Any) -> str:
    came = "" if answer is None else "<p class='answer'>An answer came back.</p>"
    element = f"<social-discussion task='check-{number}'></social-discussion>"
    return f"<li><h2>{INVOICES[number]}</h2>{came}{element}</li>"


@contextmanager
def service(folder: Path, port: int, list_port: int) -> Iterator[tuple[str, str]]:
    """Start a service that lets the list have the widget; yield its address and the list's key."""
    settings = {
        "SOCIALBPM_DATABASE_URL": f"sqlite:///{folder / 'service.sqlite'}",
        "SOCIALBPM_PEOPLE": str(HERE.parent / "people.yaml"),
        "SOCIALBPM_WIDGET_ORIGINS": f"http://{HOST}:{list_port}",
    }
    program, env = str(Path(sys.executable).with_name("socialbpm")), {**os.environ, **settings}
    url = f"http://{HOST}:{port}"
    running = subprocess.Popen([program, "serve", "--port", str(port)], env=env)  # noqa: S603 - our own program
    try:
        _wait_for(url, running)
        token = subprocess.run([program, "token", "--runtime", RUNTIME], env=env, check=True, capture_output=True)  # noqa: S603
        yield url, token.stdout.decode().split()[-1]
    finally:
        running.terminate()
        running.wait()


def _wait_for(url: str, running: subprocess.Popen[bytes]) -> None:
    while running.poll() is None:
        try:
            httpx2.get(f"{url}/health").raise_for_status()
        except httpx2.HTTPError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"no service came up at {url}")


def main() -> None:
    """Run both until somebody ends it."""
    with (
        TemporaryDirectory() as folder,
        service(Path(folder), SERVICE_PORT, LIST_PORT) as (url, key),
        TaskList(url, key, LIST_PORT) as site,
        suppress(KeyboardInterrupt),
    ):
        print(f"The task list is at {site.origin}; Ctrl+C ends it.")
        threading.Event().wait()


if __name__ == "__main__":
    main()
