"""Alice's road from question to answer, in facts: what the tests of the store keep and look for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from socialbpm.actions.ports import TaskRecord
from socialbpm.contract.hooks import TaskRef
from socialbpm.contract.people import TaskPeople
from socialbpm.social import facts as f
from socialbpm.social.audience import Reason
from socialbpm.social.discussion import Discussion
from socialbpm.social.evolve import evolve
from socialbpm.social.ladder import Ladder, Ring, Step
from socialbpm.social.worktime import Calendar, Span
from socialbpm.store import SqlStore, SqlStores

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
LADDER = Ladder.of(
    Ring("participants", Step.COLLEAGUES, ("owners",), None, 8, Span(time=2 * HOUR)),
    Ring("coworkers", Step.COLLEAGUES, ("worked-with",), 3, 6, Span(time=4 * HOUR), open=True),
    Ring("network", Step.COMMUNITY, ("did-this-task",), 5, 30, Span(days=3), widen="propose", names_asker=False),
)
INVOICE = f.TaskKey("billing", "t1")


def opened(
    discussion: str = "d1", *, asker: str = "alice", task: f.TaskKey = INVOICE, at: datetime = MONDAY
) -> f.Opened:
    """Alice is stuck in checking an invoice."""
    return f.Opened(
        at=at,
        discussion=discussion,
        task=task,
        event="check.socialize",
        asker=asker,
        ladder=LADDER,
        calendar=Calendar(),
        expires=at + timedelta(days=30),
        fields=(f.SharedField("amount", 2, "band", "words-amount"),),
        owner=asker,
    )


def bob_comes_in(at: datetime = MONDAY) -> list[f.Fact]:
    """Alice asks; Bob, who works beside her, is let in."""
    return [
        f.QuestionAsked(at=at, content="words-question"),
        f.RingEntered(at=at, ring=1, until=at + 2 * HOUR),
        f.Worded(at=at, ring=1, content="words-question"),
        f.CameIn(at=at, person="bob", ring=1, ground="role", source="owners", reason=Reason("owner")),
    ]


def bob_says(post: str, at: datetime, reach: int = 1) -> f.Posted:
    """Bob comments."""
    return f.Posted(at=at, post=post, by="bob", kind="comment", content=f"words-{post}", reach=reach, name_reach=3)


def carol_is_asked(at: datetime, ask: int = 1, person: str = "carol") -> list[f.Fact]:
    """The discussion widens to the coworkers, and Carol is asked by name."""
    return [
        f.RingEntered(at=at, ring=2, until=at + 4 * HOUR),
        f.Worded(at=at, ring=2, content="words-for-coworkers"),
        f.CameIn(at=at, person=person, ring=2, ground="asked", source="worked-with"),
        f.Asked(at=at, ask=ask, person=person, ring=2, until=at + HOUR, reason=Reason("worked-with", 4)),
    ]


def ends(at: datetime, outcome: f.Outcome = "withdrawn") -> f.Ended:
    """It is over."""
    return f.Ended(at=at, outcome=outcome)


async def add(store: SqlStore, discussion: str, *facts: f.Fact) -> Discussion:
    """Append facts to a discussion, which the first one may open."""
    before = await store.discussion(discussion)
    after = before
    for fact in facts:
        after = evolve(after, fact)
    assert after is not None
    await store.append(before, after, facts)
    return after


async def keep(stores: SqlStores, *facts: f.Fact, discussion: str = "d1") -> Discussion:
    """Append facts in a transaction of their own."""
    async with stores.write() as store:
        return await add(store, discussion, *facts)


def task(
    task_id: str = "t1",
    case_id: str = "c1",
    *,
    owner: str | None = "alice",
    runtime: str = "billing",
    process: str = "invoice",
    element_id: str = "check",
) -> TaskRecord:
    """A task of a runtime, which is somebody's."""
    ref = TaskRef(task_id=task_id, case_id=case_id, process=process, element_id=element_id, name="Check the invoice")
    return TaskRecord(runtime, ref, TaskPeople(actual_owner=owner))


def completed(record: TaskRecord, by: str, at: datetime) -> TaskRecord:
    """Somebody completed the task."""
    return replace(record, completed_by=by, ended_at=at)
