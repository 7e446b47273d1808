"""A round: its people, its runtime, its killer and its clock, all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import httpx2
from sqlalchemy import select
from sqlmodel import col

from socialbpm.actions.callbacks import new_secret
from socialbpm.actions.outbox import CallbackRecord
from socialbpm.actions.tokens import issue
from socialbpm.store import SqlStores
from socialbpm.store.tables import DiscussionRow, OfferRow
from tests.nodes.cast import ASKERS, ELEMENT, EVENT, HELPERS, PROCESS, SETTINGS
from tests.nodes.pair import Pair
from tests.nodes.plan import STARTS, Kill, Plan, Story
from tests.serving import EACH_CALL_ITS_OWN, HOST

PATIENCE = 60.0
ASKED_BY_THE_PROCESS = ("answered", "unanswered", "consents", "refuses", "withdrawn")
DAYS, MONTH = 12, timedelta(days=31)


@dataclass(frozen=True)
class Task:
    """A task of the round and what becomes of it."""

    id: str
    asker: str
    story: Story
    pause: float
    number: int

    @property
    def called(self) -> bool:
        """Whether its runtime is called, and does not only poll."""
        return bool(self.number % 3)

    @property
    def request(self) -> str:
        """The id of its firing."""
        return f"r-{self.id}"

    @property
    def snapshot(self) -> dict[str, Any]:
        """What its runtime says about it."""
        ids = {"task_id": self.id, "case_id": f"c-{self.id}", "process": PROCESS, "element_id": ELEMENT}
        return {**ids, "name": "Check invoice", "revision": 1}

    @property
    def people(self) -> dict[str, Any]:
        """Whose it is."""
        return {"actual_owner": self.asker, "potential_owners": [self.asker, *HELPERS]}


@dataclass
class Kept:
    """What the round's people and runtime were told, and must find again."""

    granted_posts: dict[str, int] = field(default_factory=dict)
    deliveries: dict[str, Any] = field(default_factory=dict)
    times_seen: dict[str, int] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)


class Round:
    """Plays a plan on two nodes."""

    def __init__(self, plan: Plan, pair: Pair, stores: SqlStores) -> None:
        self.plan = plan
        self.pair = pair
        self.stores = stores
        self.runtime = f"runtime-{plan.seed}"
        self.dice = Random(plan.seed)  # noqa: S311 - it picks nodes
        self.kept = Kept()
        self.tokens: dict[str, str] = {}
        self.over = asyncio.Event()
        self.tasks = [
            Task(f"t{plan.seed}-{number}", asker, story, pause / 1000, number)
            for number, ((asker, story), pause) in enumerate(zip(plan.tasks, plan.pauses, strict=True))
        ]

    async def play(self) -> None:
        """Let everything happen at once, then let time go by until all is over, and read what is left to read."""
        self.pair.clock.move_to(STARTS[self.plan.start])
        self.pair.revive()
        await self.pair.until_both_answer()
        for who in (*ASKERS, *HELPERS):
            self.tokens[who] = await issue("person", who, self.stores)
        self.tokens[self.runtime] = await issue("runtime", self.runtime, self.stores)
        await self._may_be_called()
        async with httpx2.AsyncClient(limits=EACH_CALL_ITS_OWN, timeout=PATIENCE) as self.client:
            await self._all_at_once()

    @property
    def webhook(self) -> str:
        """Where the runtime is called."""
        return f"{self.pair.receiver.url}/{self.runtime}"

    async def _may_be_called(self) -> None:
        at = CallbackRecord(self.runtime, (self.webhook,), self.webhook, (new_secret(),), self.pair.clock.now())
        await self.stores.transact(lambda store: store.save_callbacks(at))

    def reply_to(self, task: Task) -> dict[str, str]:
        """How the runtime wants to be told of a task: it polls, it is called at its webhook, or for each firing."""
        ways = ({"kind": "pull"}, {"kind": "webhook"}, {"kind": "callback", "url": f"{self.webhook}/{task.id}"})
        return ways[task.number % len(ways)]

    async def _all_at_once(self) -> None:
        async with asyncio.TaskGroup() as beside:
            beside.create_task(self._reads())
            async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
                for doing in (self._kills(), self._jumps(), *map(self._lives, self.tasks)):
                    group.create_task(doing)
            self.pair.revive()
            await self._time_goes_by()
            await self._sends_again()
            self.over.set()

    async def _sends_again(self) -> None:
        """The runtime was put back to what it had saved long ago, and hands over what it handed over then."""
        for task in self.tasks:
            if task.story in ASKED_BY_THE_PROCESS:
                await self.asks(task)

    # -- calls

    async def call(self, who: str, method: str, path: str, body: Any = None) -> httpx2.Response:
        """Call one node or the other until one of them answers: for what can be done twice and is done once."""
        while True:
            answer = await self.call_once(who, method, path, body)
            if answer is not None:
                return answer

    async def call_once(self, who: str, method: str, path: str, body: Any = None) -> httpx2.Response | None:
        """Call a node; None if it died, and then nobody knows what it has done."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        url = f"http://{HOST}:{self.dice.choice(self.pair.ports)}/v1{path}"
        try:
            answer = await self.client.request(method, url, headers=headers, json=body)
        except httpx2.TransportError:
            await asyncio.sleep(0.02)
            return None
        assert answer.status_code < 500, answer.text
        return answer

    async def hook(self, kind: str, task: Task, **more: Any) -> None:
        """Tell something, twice: the first answer may have been lost."""
        data = {"task": task.snapshot, "people": task.people, **more}
        event: dict[str, Any] = {"specversion": "1.0", "id": f"{kind}-{task.id}", "source": "urn:runtime"}
        event |= {"type": f"socialbpm.task.{kind}", "data": data}
        for _ in range(2):
            answer = await self.call(self.runtime, "POST", "/hooks", event)
            assert answer.is_success or answer.json()["code"] == "task_closed", answer.text

    # -- what becomes of a task

    async def _lives(self, task: Task) -> None:
        await asyncio.sleep(task.pause)
        await STORIES[task.story](self, task)

    async def asks(self, task: Task, **more: Any) -> None:
        """The event fires."""
        firing = {"request_id": task.request, "event_id": EVENT, "by": task.asker, "settings": SETTINGS}
        more["reply_to"] = self.reply_to(task)
        await self.hook("socialize", task, **firing, question="Which account?", **more)

    async def offers(self, task: Task) -> None:
        """The timer fires."""
        wish = self.reply_to(task)
        await self.hook("offer", task, request_id=task.request, event_id=EVENT, settings=SETTINGS, reply_to=wish)

    async def view(self, who: str, task: Task) -> Any:
        """Return the discussion of a task, as somebody sees it; None where they see none."""
        cursor = ""
        while True:
            page = (await self.call(who, "GET", f"/discussions?limit=20{cursor}")).json()
            for line in page["items"]:
                if line["task"]["task_id"] == task.id:
                    answer = await self.call(who, "GET", f"/discussions/{line['id']}")
                    return answer.json() if answer.is_success else None
            if page["cursor"] is None:
                return None
            cursor = f"&cursor={page['cursor']}"

    async def says(self, who: str, task: Task, kind: str) -> None:
        """Look whether it was said, and say it, until that is answered."""
        said = f"{who} {kind}s about {task.id}"
        answer = None
        while answer is None:
            seen = await self.view(who, task)
            if seen is None or seen["outcome"] or any(post["text"] == said for post in seen["posts"]):
                return
            body = {"kind": kind, "text": said, "reach": "participants"}
            answer = await self.call_once(who, "POST", f"/discussions/{seen['id']}/posts", body)
        self.kept.granted_posts[said] = int(answer.is_success)

    async def does(self, task: Task, what: str, body: Any = None) -> None:
        """Let the asker do something to their discussion, which may have ended meanwhile."""
        seen = await self.view(task.asker, task)
        if seen is not None and seen["outcome"] is None:
            await self.call(task.asker, "POST", f"/discussions/{seen['id']}/{what}", body)

    async def accepts(self, task: Task) -> None:
        """The asker takes Bob's answer."""
        seen = await self.view(task.asker, task)
        for post in seen["posts"] if seen and seen["outcome"] is None else ():
            if post["kind"] == "answer":
                await self.does(task, f"posts/{post['id']}/accept", {"version": 1})

    async def answered(self, task: Task) -> None:
        """Bob and Ben talk, Bob answers, and that is it."""
        await self.asks(task)
        await asyncio.gather(self.says("bob", task, "answer"), self.says("ben", task, "comment"))
        await self.accepts(task)

    async def unanswered(self, task: Task) -> None:
        """Nobody says anything; the rings widen, and the proposal stays unanswered."""
        await self.asks(task)

    async def consents(self, task: Task) -> None:
        """The asker agrees to the community in advance; nobody there knows either."""
        await self.asks(task)
        seen = await self.view(task.asker, task)
        if seen and seen["outcome"] is None and seen["current"] != "network":
            preview = await self.call(task.asker, "GET", f"/discussions/{seen['id']}/rings/network/preview")
            if preview.is_success:
                await self.does(task, "rings/network/consent", {"preview": preview.json()["id"]})

    async def refuses(self, task: Task) -> None:
        """Bob answers, and it is not it: the waits go on."""
        await self.asks(task)
        await self.says("bob", task, "answer")
        seen = await self.view(task.asker, task)
        for post in seen["posts"] if seen else ():
            await self.does(task, f"posts/{post['id']}/not-it")

    async def withdrawn(self, task: Task) -> None:
        """The asker takes the question back."""
        await self.asks(task)
        await self.does(task, "withdraw")

    async def done(self, task: Task) -> None:
        """The task is completed while people talk."""
        await self.asks(task)
        await asyncio.gather(self.says("ben", task, "comment"), self.hook("completed", task, by=task.asker))

    async def offered(self, task: Task) -> None:
        """Nobody takes the offer up."""
        await self.offers(task)

    async def taken(self, task: Task) -> None:
        """The asker takes the offer up, and the question back."""
        await self.offers(task)
        for offer in (await self.call(task.asker, "GET", "/offers")).json()["items"]:
            if offer["task"]["task_id"] == task.id:
                await self.call(task.asker, "POST", f"/offers/{offer['id']}/take-up", {"question": "Which account?"})
        await self.does(task, "withdraw")

    async def page(self, task: Task) -> None:
        """The asker asks on a page; the runtime hears of it, and fires."""
        await self.hook("activated", task, event_id=EVENT, settings=SETTINGS)
        path = f"/tasks/{self.runtime}/{task.id}/discussions"
        await self.call(task.asker, "POST", path, {"question": "Which account?"})
        await self.says("bob", task, "answer")
        await self.accepts(task)

    # -- beside them

    async def _kills(self) -> None:
        for kill in self.plan.kills:
            await self._kill(kill)

    async def _kill(self, kill: Kill) -> None:
        await asyncio.sleep(kill.after / 1000)
        await asyncio.to_thread(self.pair.kill, kill.node)
        await asyncio.sleep(kill.away / 1000)
        await asyncio.to_thread(self.pair.bear, kill.node)

    async def _jumps(self) -> None:
        for jump in self.plan.jumps:
            await asyncio.sleep(0.04)
            self.pair.clock.move_to(self.pair.clock.now() + jump)

    async def _time_goes_by(self) -> None:
        """Whatever waits, waits no longer than that."""
        for step in (*[timedelta(days=1)] * DAYS, MONTH, MONTH):
            self.pair.clock.move_to(self.pair.clock.now() + step)
            await self._nothing_is_due()

    async def _nothing_is_due(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while await self._due():
                self.pair.revive()
                await asyncio.sleep(0.02)

    async def _due(self) -> bool:
        """Whether anything is; also what a node has in hand."""
        now = self.pair.clock.now()
        async with self.stores.read() as store:
            waiting = [
                await store._first(select(due).where(due <= now).limit(1))
                for due in (col(DiscussionRow.due_at), col(OfferRow.due_at))
            ]
            return any(waiting) or bool(await store.letters(("runtime", self.runtime), "waiting", None, 1))

    # -- the runtime

    async def _reads(self) -> None:
        """Poll as a runtime does: the cursor is saved after what came, and a runtime that died reads that again."""
        saved = ""
        while not self.over.is_set() or await self._page(saved) != saved:
            cursor = await self._page(saved)
            saved = cursor if self.dice.randrange(4) else saved
            await asyncio.sleep(0.05)

    async def _page(self, after: str) -> str:
        page = (await self.call(self.runtime, "GET", f"/deliveries?after={after}")).json()
        for delivery in page["items"]:
            await self._take(delivery)
        return str(page["cursor"])

    async def _take(self, delivery: Any) -> None:
        known = self.kept.deliveries.setdefault(delivery["id"], delivery)
        self.kept.times_seen[delivery["id"]] = self.kept.times_seen.get(delivery["id"], 0) + 1
        if known != delivery:
            self.kept.changed.append(delivery["id"])
        if delivery["type"] == "task.raise":
            (task,) = (task for task in self.tasks if task.id == delivery["task_id"])
            await self.asks(task, raised=delivery["id"])


Telling = Callable[[Round, Task], Awaitable[None]]
STORIES: dict[Story, Telling] = {
    "answered": Round.answered,
    "unanswered": Round.unanswered,
    "consents": Round.consents,
    "refuses": Round.refuses,
    "withdrawn": Round.withdrawn,
    "done": Round.done,
    "offered": Round.offered,
    "taken": Round.taken,
    "page": Round.page,
}
