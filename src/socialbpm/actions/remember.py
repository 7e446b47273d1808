"""What facts mean for later: experience is kept, taken back or erased, who helped is noted, in the same transaction.

So whatever crashes in between, the index has what the facts say: no more, no less.
"""

from __future__ import annotations

from collections.abc import Sequence

from socialbpm.actions.growing import grow
from socialbpm.actions.mailing import announce
from socialbpm.actions.ports import Store
from socialbpm.actions.remembering import ExperienceRecord, place_of
from socialbpm.actions.world import World
from socialbpm.experts.words import words
from socialbpm.social import commands as c
from socialbpm.social import facts as f
from socialbpm.social.audience import PersonId
from socialbpm.social.decide import decide
from socialbpm.social.discussion import Discussion
from socialbpm.social.evolve import evolve
from socialbpm.social.experience import Experience, Part, experience_id, experience_of


async def remember(
    before: Discussion | None, after: Discussion, facts: Sequence[f.Fact], store: Store, world: World
) -> Discussion:
    """Do what new facts mean for experience: keep it, forget it, or note that it helped. Return the newest state."""
    for fact in facts:
        if isinstance(fact, f.TakenBack) and before is not None:
            await _empty_copies(before, fact, store)
        elif isinstance(fact, f.Ended) and fact.experience is not None:
            await _note_use(after, fact, fact.experience, store, world)
    if any(isinstance(fact, f.Released | f.TakenBack | f.WordsErased) for fact in facts):
        await keep(after, store)
    for person in _who_helped(after, facts):
        after = await grow(after, person, facts[-1].at, store, world)
    return after


def _who_helped(state: Discussion, facts: Sequence[f.Fact]) -> list[PersonId]:
    """Return whose answers helped, by these facts; not the asker, who cannot help themselves."""
    posts = [
        fact.post for fact in facts if isinstance(fact, f.Accepted) or (isinstance(fact, f.Helped) and fact.helped)
    ]
    return [author for post in posts if (author := state.posts[post].author) != state.asker]


async def keep(state: Discussion, store: Store) -> None:
    """Let be found what is released of a discussion, as its words are now; nothing, where they are gone."""
    found = experience_of(state)
    parts = [] if found is None else [part for part in (found.question, found.answer) if part is not None]
    said = await store.words([part.content for part in parts])
    if found is None or not any(part.content in said for part in parts):
        await store.drop_experience(experience_id(state.id))
        return
    record = await _record(state, found, set(said), store)
    text = " ".join(str(said[content]) for content in (record.question, record.answer) if content is not None)
    await store.save_experience(record, words(text))


async def _record(state: Discussion, found: Experience, there: set[str], store: Store) -> ExperienceRecord:
    task = await store.task(state.task)
    if task is None or state.ended_at is None or state.accepted is None:
        msg = f"experience {found.id} is of a discussion without an accepted answer, or of an unknown task"
        raise LookupError(msg)
    question, answer = _kept(found.question, there), _kept(found.answer, there)
    return ExperienceRecord(
        id=found.id,
        discussion=state.id,
        place=place_of(state.task.runtime, task.ref.process, task.ref.element_id),
        process=task.ref.process,
        process_version=task.ref.process_version,
        element_id=task.ref.element_id,
        asker=state.question_by or state.asker,
        asker_named=found.question is not None and found.question.named,
        question=question,
        helper=state.posts[state.accepted[0]].author,
        helper_named=found.answer is not None and found.answer.named,
        answer=answer,
        whole=question is not None and answer is not None,
        at=state.ended_at,
    )


def _kept(part: Part | None, there: set[str]) -> str | None:
    return part.content if part is not None and part.content in there else None


async def _empty_copies(before: Discussion, fact: f.TakenBack, store: Store) -> None:
    """Empty the copies of who takes them back; where a hold keeps the words, only nobody reads them any more."""
    release = before.released.get(fact.person)
    await store.hold_holds()
    copies = [] if release is None else [copy for copy in (release.question, release.answer) if copy is not None]
    if copies and not await store.holds_on(discussion=before.id):
        await store.empty(copies)


async def _note_use(state: Discussion, ended: f.Ended, experience: str, store: Store, world: World) -> None:
    """Count it, and tell the authors, who hear no more than that it helped."""
    await store.note_solved(experience, state.id, state.asker, ended.at)
    record = await store.experience(experience)
    source = None if record is None else await store.discussion(record.discussion)
    if source is None:
        return
    facts = decide(source, c.NoteUse(), ended.at)
    after = source
    for fact in facts:
        after = evolve(after, fact)
    first = await store.append(source, after, facts)
    await announce(after, facts, first, store, world)
