"""What discussions and tasks tell about who can help: evidence, kept in the transaction in which it happened.

It holds ids, never words, and no more than whoever is asked may be told: who answered whose question, whose answer was
accepted, who passed, who did which task.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from socialbpm.actions.noticed import Noticed, groups_of, topics_of
from socialbpm.actions.people import Directory
from socialbpm.actions.ports import Store, TaskRecord
from socialbpm.actions.world import World
from socialbpm.experts import Evidence, Need
from socialbpm.experts.evidence import Kind
from socialbpm.social import facts as f
from socialbpm.social.audience import PersonId
from socialbpm.social.discussion import Discussion


async def notice(
    before: Discussion | None, after: Discussion, facts: Sequence[f.Fact], store: Store, world: World
) -> None:
    """Keep what new facts of a discussion tell about who can help."""
    telling = [fact for fact in facts if _tells(fact)]
    if not telling:
        return
    task = await store.task(after.task)
    noticed = [] if task is None else list(_Noticing(before, after, task, world.directory).all(telling))
    if noticed:
        await store.note_evidence(noticed)


def _tells(fact: f.Fact) -> bool:
    """Whether a fact may tell about who can help: most do not, and cost nothing."""
    if isinstance(fact, f.Posted):
        return fact.kind == "answer"
    return isinstance(fact, f.QuestionAsked | f.Accepted | f.Passed)


class _Noticing:
    """Makes evidence of the facts of one discussion."""

    def __init__(self, before: Discussion | None, after: Discussion, task: TaskRecord, directory: Directory) -> None:
        self.state = after
        self.task = task
        self.directory = directory
        answers = () if before is None else before.posts.values()
        self._answered = {post.author for post in answers if post.kind == "answer"}

    def all(self, facts: Sequence[f.Fact]) -> Iterator[Noticed]:
        for fact in facts:
            if isinstance(fact, f.QuestionAsked):
                yield self._noticed("asked", self._need(fact.at))
            elif isinstance(fact, f.Accepted):
                author = self.state.posts[fact.post].author
                yield self._noticed(f"accepted {author}", self._evidence(fact.at, author, "accepted"))
            elif isinstance(fact, f.Passed) and fact.again_at is None:  # "not now" is no pass
                person = self.state.asks[fact.ask - 1].person
                yield self._noticed(f"passed {fact.ask}", self._evidence(fact.at, person, "passed"))
            elif isinstance(fact, f.Posted) and self._is_new_help(fact):
                self._answered.add(fact.by)
                yield self._noticed(f"answered {fact.by}", self._evidence(fact.at, fact.by, "answered"))

    def _is_new_help(self, fact: f.Posted) -> bool:
        """Whether somebody else answers the asker for the first time in this discussion."""
        return fact.by != self.state.asker and fact.by not in self._answered

    def _noticed(self, id_: str, what: Evidence | Need) -> Noticed:
        return Noticed(f"{self.state.id} {id_}", "discussion", "", self.state.id, what)

    def _need(self, at: datetime) -> Need:
        ref, asker = self.task.ref, self.state.asker
        groups = groups_of(asker, self.directory)
        return Need(
            at, asker, activity=ref.name or ref.element_id, groups=groups, topics=topics_of(ref.process, ref.element_id)
        )

    def _evidence(self, at: datetime, person: PersonId, kind: Kind) -> Evidence:
        ref = self.task.ref
        groups = groups_of(person, self.directory)
        return Evidence(
            at,
            person,
            kind,
            "",
            ref.name or ref.element_id,
            groups,
            topics_of(ref.process, ref.element_id),
            asker=self.state.asker,
        )


async def notice_work(task: TaskRecord, person: PersonId, at: datetime, store: Store, world: World) -> None:
    """Keep that somebody worked on a task: they completed it, or had it and do not any more."""
    ref = task.ref
    groups = groups_of(person, world.directory)
    work = Evidence(
        at, person, "worked", "", ref.name or ref.element_id, groups, topics_of(ref.process, ref.element_id)
    )
    id_ = f"{quote(task.runtime, safe='')}/{ref.task_id} {person}"
    await store.note_evidence([Noticed(id_, "runtime", task.runtime, ref.case_id, work)])
