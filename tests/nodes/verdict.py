"""What must be true of a round when all is over: everything is there, once, in order, and at its time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from socialbpm.social import facts as f
from socialbpm.social.facts import TaskKey
from tests.nodes.cast import ASKERS, WAITS
from tests.nodes.plan import OUTCOMES
from tests.nodes.play import Round, Task

WIDENS_BY_ITSELF = (2,)
"""Rings that nobody's word opens, only the wait of the one before."""

FIRED_LATER = ("page", "taken")
"""The firing joins when a ring or more is entered, of which it does not hear."""


@dataclass(frozen=True)
class Told:
    """A discussion as it is kept: its facts with their numbers."""

    id: str
    task: Task
    facts: Sequence[tuple[int, f.Fact]]

    def of(self, *kinds: type[Any]) -> list[Any]:
        """Return its facts of some kinds, in order."""
        return [fact for _, fact in self.facts if isinstance(fact, kinds)]


async def judge(played: Round) -> None:
    """Assert it."""
    queued = await _queued(played)
    told = [each for task in played.tasks for each in await _told(played, task)]
    for each in told:
        once(each)
        in_time(each)
    for task in played.tasks:
        one_end(task, [each for each in told if each.task == task], queued)
    arrived(played, queued)
    called(played, queued)
    kept(played, await _said(played, told))


async def _queued(played: Round) -> list[Any]:
    async with played.stores.read() as store:
        records = await store.deliveries(played.runtime, None, 0, 10_000)
    assert [record.number for record in records] == list(range(1, len(records) + 1)), "a gap in the queue"
    return [record.delivery.model_dump(mode="json") for record in records]


async def _told(played: Round, task: Task) -> list[Told]:
    async with played.stores.read() as store:
        ids = await store.discussions_of(TaskKey(played.runtime, task.id))
        return [Told(each, task, await store.facts(each)) for each in ids]


async def _said(played: Round, told: Iterable[Told]) -> Counter[str]:
    posted = [fact.content for each in told for fact in each.of(f.Posted)]
    async with played.stores.read() as store:
        words = await store.words(posted)
    return Counter(str(words.get(content)) for content in posted)


def once(told: Told) -> None:
    """Facts have no gap; it widens in order, each ring once; nobody is asked twice; it ends once."""
    assert [number for number, _ in told.facts] == list(range(1, len(told.facts) + 1)), "a gap in the facts"
    entered = [fact.ring for fact in told.of(f.RingEntered)]
    assert entered == list(range(1, len(entered) + 1)), f"rings {entered} were entered in {told.id}"
    asked = [fact.person for fact in told.of(f.Asked)]
    assert no_repeats(asked), f"{asked} were asked in {told.id}"
    assert [fact.ask for fact in told.of(f.Asked)] == list(range(1, len(asked) + 1))
    came = [fact.person for fact in told.of(f.CameIn)]
    assert no_repeats(came), f"{came} came into {told.id}"
    assert len(told.of(f.Ended)) == 1, f"{told.id} ended {len(told.of(f.Ended))} times"
    assert len(told.of(f.QuestionAsked)) == 1
    assert no_repeats(fact.ring for fact in told.of(f.Proposed) if not told.of(f.Declined))


def no_repeats(things: Iterable[Any]) -> bool:
    """Whether everything is there once."""
    found = list(things)
    return len(found) == len(set(found))


def in_time(told: Told) -> None:
    """A wait takes its working time, whatever the zone does meanwhile; and nothing widens before it is over."""
    hours = ASKERS[told.task.asker]
    for fact in told.of(f.RingEntered):
        worked = hours.worked(fact.at, fact.until)
        assert worked == WAITS[fact.ring], f"{told.task.asker} waits {worked} from {fact.at} to {fact.until}"
    over: datetime | None = None
    for _, fact in told.facts:
        if isinstance(fact, f.RingEntered):
            assert over is None or fact.ring not in WIDENS_BY_ITSELF or fact.at >= over, (
                f"{told.id} widened at {fact.at}, before {over}"
            )
            over = fact.until
        elif isinstance(fact, f.Resumed):
            over = fact.until.get("wait", over)


def one_end(task: Task, told: list[Told], queued: list[Any]) -> None:
    """A firing has one discussion or offer, one delivery that opens it, one that ends it, and one for each ring."""
    ends = [each for each in queued if each["task_id"] == task.id and each["type"] == "discussion.ended"]
    assert len(told) == (task.story != "offered"), f"{len(told)} discussions of {task}"
    assert len(ends) == 1, f"{len(ends)} ends of {task}"
    assert ends[0]["request_id"] == task.request
    assert ends[0]["outcome"] in OUTCOMES[task.story], f"{task} ended as {ends[0]['outcome']}"
    for each in told:
        (end,) = each.of(f.Ended)
        assert end.outcome == ends[0]["outcome"]
        rings = [d["ring"] for d in queued if d["task_id"] == task.id and d["type"] == "discussion.widened"]
        assert no_repeats(rings)
        if task.story not in FIRED_LATER:
            assert len(rings) == len(each.of(f.RingEntered))


def arrived(played: Round, queued: list[Any]) -> None:
    """Every delivery arrived at least once, with one id and one body, and none that was not made."""
    assert not played.kept.changed
    lost = {each["id"] for each in queued} - set(played.kept.deliveries)
    assert not lost, f"{lost} never arrived"
    assert set(played.kept.deliveries) == {each["id"] for each in queued}
    for each in queued:
        assert played.kept.deliveries[each["id"]] == each
    same = Counter((d["type"], d["task_id"], d.get("request_id"), d.get("ring")) for d in queued)
    assert max(same.values()) == 1, f"told twice under two ids: {same.most_common(1)}"


def called(played: Round, queued: list[Any]) -> None:
    """Whoever is called was told all of that, each at least once under its id, and always the same under one."""
    calls = [call for call in played.pair.receiver.calls if call.path.startswith(f"/{played.runtime}")]
    told = {call.headers["webhook-id"]: call.body for call in calls}
    assert all(told[call.headers["webhook-id"]] == call.body for call in calls), "one id says two things"
    assert set(told) <= {each["id"] for each in queued}, "called with what was never queued"
    firings = {task.request for task in played.tasks if task.called}
    lost = {each["id"] for each in queued if each.get("request_id") in firings} - set(told)
    assert not lost, f"{lost} never arrived by a call"


def kept(played: Round, said: Counter[str]) -> None:
    """What was granted to be said is there, once."""
    for words, granted in played.kept.granted_posts.items():
        assert granted <= said[words], f"{words!r} was granted, and is not there"
    assert max(said.values(), default=1) == 1, f"said twice: {said.most_common(1)}"
