"""The real service on an event loop of ours, called as ASGI: one call takes a few milliseconds, and no thread."""

from __future__ import annotations

import asyncio
import gc
import json
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Self, TypeVar, get_args
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import pytest
from aiosqlite.core import Connection
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from socialbpm.actions.credentials import PrincipalRecord
from socialbpm.actions.desk import nothing
from socialbpm.actions.tokens import issue, whose
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.contract.events import EventType
from socialbpm.jobs import sweep
from socialbpm.service import auth
from socialbpm.service.api import streams
from socialbpm.service.app import create_app
from socialbpm.service.embedded import SELDOM
from socialbpm.service.state import Composed
from socialbpm.social.facts import Fact
from socialbpm.store.tables import metadata
from tests.leaks.cast import ADMIN, MONDAY, ORIGIN, OTHER_RUNTIME, OWNER, PEOPLE, RUNTIME, SEEDS, directory
from tests.leaks.live import AT, OF_RUNTIME, OF_SUBSCRIPTION, Cut, Mailbox, Mailserver

T = TypeVar("T")
OWN_NAME = b"x-request-id"
BY_MAIL: Any = {"mail_server": "mail.example.org", "mail_key": "k" * 32, "mail_from": "Help <help@example.org>"}
SEALED = re.compile(rb"^id: .*\n", re.MULTILINE)
KEPT = "principals"
"""Tokens are issued once, for all histories."""
EMPTY = [str(delete(table)) for table in reversed(metadata.sorted_tables) if table.name != KEPT]
MORE_OBJECTS = 50_000
"""Before those that are new are looked through for garbage: nothing here holds on to itself for long."""


@dataclass(frozen=True)
class Answer:
    """What the service answered."""

    status: int
    headers: Sequence[tuple[bytes, bytes]] = field(repr=False)
    body: bytes

    @property
    def granted(self) -> bool:
        """Whether it did what was asked."""
        return 200 <= self.status < 300

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body) if self.body else None

    @property
    def version(self) -> str:
        """The ETag."""
        return dict(self.headers)[b"etag"].decode()

    @property
    def whole(self) -> bytes:
        """Everything that reached the caller: status, headers (but the name that each answer has of its own), body."""
        head = b"\n".join(name + b": " + value for name, value in sorted(self.headers) if name != OWN_NAME)
        return b"%d\n%b\n\n%b" % (self.status, head, self.body)


async def in_place(_: Connection, doing: Callable[..., T], *given: Any, **more: Any) -> T:
    """Run a statement of SQLite where it stands: handing it to a thread and back is most of what a call takes."""
    return doing(*given, **more)


class Proofs:
    """Remembers for a while whose a token is: proving it again and again is a seventh of what a call takes.

    Who is let go is not remembered: whether their token is still theirs, the service says each time.
    """

    def __init__(self) -> None:
        self._known: dict[str, PrincipalRecord] = {}
        self._let_go: set[str] = set()

    async def whose(self, token: str, *more: Any) -> PrincipalRecord:
        """Instead of `actions.tokens.whose`."""
        found = self._known.get(token)
        if found is None or found.subject in self._let_go:
            found = self._known[token] = await whose(token, *more)
        return found

    def forget(self, subject: str) -> None:
        """Remember nothing of somebody any more."""
        self._let_go.add(subject)

    def is_let_go(self, subject: str) -> bool:
        """Whether somebody was let go."""
        return subject in self._let_go

    def reset(self) -> Collection[str]:
        """Everybody is there again; return who needs a new token."""
        found, self._let_go = self._let_go, set()
        return found


class House:
    """The service, its clock and its directory, for one history after the other."""

    def __init__(self, database_url: str = "sqlite://") -> None:
        self.clock = FrozenClock(MONDAY)
        settings = Settings(
            database_url=database_url,
            sweep_interval=SELDOM,
            outgoing_allowed="hooks.example.org",
            widget_origins=ORIGIN,
            **BY_MAIL,
        )
        self.app = create_app(settings, clock=self.clock, directory=directory(), seeds=SEEDS, sends=False)
        self.proofs = Proofs()
        self._patch = pytest.MonkeyPatch()
        self._loop = asyncio.new_event_loop()
        self._running = self.app.router.lifespan_context(self.app)
        self._tokens: dict[str, bytes] = {}
        self._nothing: dict[tuple[str, str, bool], Answer] = {}

    def __enter__(self) -> Self:
        self._patch.setattr(Connection, "_execute", in_place)
        self._patch.setattr(auth, "whose", self.proofs.whose)
        self._often = gc.get_threshold()
        self._run(self._running.__aenter__())
        self.mailbox = Mailbox(self.composed.guard, timeout=1)
        self.composed.postman.outgoing = self.mailbox
        self.mailserver = Mailserver("mail.example.org", 25)
        mailing = self.composed.postman.mailing
        assert mailing is not None
        self.composed.postman.mailing = replace(mailing, smtp=self.mailserver)
        for who in (*PEOPLE, RUNTIME, OTHER_RUNTIME, ADMIN, OWNER):
            self._let_in(who)
        gc.freeze()
        gc.set_threshold(MORE_OBJECTS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._running.__aexit__(kind, error, trace))
        self._patch.undo()
        self._loop.close()
        gc.unfreeze()
        gc.set_threshold(*self._often)

    def _let_in(self, who: str) -> None:
        kind: Any = "runtime" if who in {RUNTIME, OTHER_RUNTIME} else "person"
        roles = frozenset({"admin"}) if who == ADMIN else frozenset[str]()
        self._tokens[who] = self._run(issue(kind, who, self.composed.stores, roles=roles)).encode()

    def _run(self, doing: Awaitable[T]) -> T:
        return self._loop.run_until_complete(doing)

    @property
    def composed(self) -> Composed:
        """The parts of the service."""
        found: Composed = self.app.state.composed
        return found

    def reset(self) -> None:
        """Forget everything."""
        self.clock.move_to(MONDAY)
        self._run(_empty(self.composed.stores._database.writing))
        self.composed.world.directory.version = None  # type: ignore[attr-defined]  # the numbers of changes begin anew
        for who in self.proofs.reset():
            self._let_in(who)
        self._run(self.composed.ranking.make())
        self.mailbox.letters.clear()
        self.mailserver.mails.clear()
        wanted = {"url": OF_SUBSCRIPTION, "types": list(get_args(EventType))}
        assert self.call(ADMIN, "POST", "/subscriptions", wanted).granted
        lies = {"base_urls": [AT], "webhook": OF_RUNTIME}
        assert self.call(ADMIN, "PUT", f"/runtimes/{RUNTIME}/callbacks", lies).granted

    def sweep(self) -> None:
        """Let happen what is due."""
        self._run(sweep.all_due(self.composed.world))

    def send_letters(self) -> None:
        """Let leave what is due."""
        self._run(self.composed.postman.all_due())

    def follow(self, who: str, discussion: str | None = None) -> Answer:
        """Return all that somebody's stream tells of what ever happened; its ids, which are sealed, left out."""
        begin = self._run(self._beginning()) if discussion is None else 0
        lists = nothing()[:2] if discussion is None else ()
        name = "stream" if discussion is None else f"stream {discussion}"
        path = "/stream" if discussion is None else f"/discussions/{discussion}/stream"
        answer = self.call(who, "GET", path, last_event_id=self.composed.cursors.make(who, name, begin, 0, *lists))
        return replace(answer, body=SEALED.sub(b"", answer.body))

    async def _beginning(self) -> int:
        async with self.composed.stores.read() as store:
            await store.newest_change()
            return max(await store.oldest_change() - 1, 0)

    def facts(self, discussions: Collection[str]) -> Sequence[Sequence[Fact]]:
        """Return everything that happened in each, as it is kept."""

        async def read() -> Sequence[Sequence[Fact]]:
            async with self.composed.stores.read() as store:
                return [[fact for _, fact in await store.facts(each)] for each in discussions]

        return self._run(read()) if discussions else []

    def call(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Call the API as somebody; `headers` are named as Python names things: `if_match`.

        Raises:
            AssertionError: it is not even refused, but fails.
        """
        return self._ask(self._tokens[who], method, f"/v1{path}", body, headers)

    def page(self, who: str, path: str) -> Answer:
        """Return a page as somebody sees it."""
        return self._ask(self._tokens[who], "GET", path, None, {})

    def outside(self, path: str, token: str = "", **headers: str) -> Answer:
        """Return what somebody gets who has not signed in, but has a link or a widget's token."""
        return self._ask(token.encode(), "GET", path, None, headers)

    def _ask(self, token: bytes, method: str, url: str, body: Any, headers: Mapping[str, str]) -> Answer:
        answer = self._run(self._call(token, method, url, body, headers))
        assert answer.status < 500, f"{method} {url}: {answer}"
        return answer

    def nothing(self, who: str, path: str) -> Answer:
        """Return what somebody gets for what does not exist: whatever happens, it stays the same."""
        key = (who, path, self.proofs.is_let_go(who))
        if key not in self._nothing:
            self._nothing[key] = self.call(who, "GET", path)
        return self._nothing[key]

    async def _call(self, token: bytes, method: str, url: str, body: Any, headers: Mapping[str, str]) -> Answer:
        sent = b"" if body is None else json.dumps(body).encode()
        cut = Cut()
        exchange, scope = _Exchange(sent, cut.told_all), _scope(method, url, token, sent)
        scope["headers"] += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        # For this call: there may be another house beside this one.
        with patch.object(streams, "_woken", cut.waits) if "/stream" in url else nullcontext():
            await self.app(scope, exchange.receive, exchange.send)
        return Answer(exchange.status, exchange.headers, exchange.body)


class _Exchange:
    """One request and its response."""

    def __init__(self, sent: bytes, hangs_up: asyncio.Event) -> None:
        self.sent = sent
        self.hangs_up = hangs_up
        self.asked = False
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""

    async def receive(self) -> dict[str, Any]:
        if self.asked:
            await self.hangs_up.wait()
            return {"type": "http.disconnect"}
        self.asked = True
        return {"type": "http.request", "body": self.sent, "more_body": False}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        else:
            self.body += message.get("body", b"")


def _scope(method: str, url: str, token: bytes, sent: bytes) -> dict[str, Any]:
    parts = urlsplit(url)
    headers = [(b"host", b"socialbpm"), *([(b"authorization", b"Bearer " + token)] if token else [])]
    if sent:
        headers += [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(sent))]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("socialbpm", 80),
    }


async def _empty(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        for statement in EMPTY:
            await connection.exec_driver_sql(statement)
