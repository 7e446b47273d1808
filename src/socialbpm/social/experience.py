"""Experience: what its authors released at the end, for whoever is stuck at the same task later (ladder.md, Ends).

It is a copy, made of what each author agreed to: that of the question and that of the accepted answer. There is one
only while both are released, so either of them takes it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from socialbpm.errors import Refused
from socialbpm.social import facts as f
from socialbpm.social.audience import PersonId
from socialbpm.social.commands import NoteUse, Release, TakeBack
from socialbpm.social.discussion import Discussion
from socialbpm.social.draft import Draft, member_of

SPACE = uuid5(NAMESPACE_URL, "urn:socialbpm:experience")


@dataclass(frozen=True)
class Part:
    """One half of an experience: who wrote it, whether their name is shown, and the content of the copy."""

    by: PersonId
    named: bool
    content: str


@dataclass(frozen=True)
class Experience:
    """What was released of a discussion so far; others read it once both parts are there."""

    id: str
    question: Part | None
    answer: Part | None


def experience_id(discussion: str) -> str:
    """Name the experience of a discussion; the name says nothing of where it is from.

    >>> experience_id("d1") == experience_id("d1") != experience_id("d2")
    True
    """
    return str(uuid5(SPACE, discussion))


def authors(state: Discussion) -> tuple[PersonId | None, PersonId | None]:
    """Return who wrote the question and who the accepted answer."""
    return state.question_by, state.posts[state.accepted[0]].author if state.accepted else None


def experience_of(state: Discussion) -> Experience | None:
    """Return what is released of a discussion, or None."""
    question, answer = authors(state)
    asked, told = state.released.get(question or ""), state.released.get(answer or "")
    parts = (
        Part(question, asked.named, asked.question) if question and asked and asked.question else None,
        Part(answer, told.named, told.answer) if answer and told and told.answer else None,
    )
    return Experience(experience_id(state.id), *parts) if any(parts) else None


def release(draft: Draft, command: Release) -> None:
    """An author lets others who are stuck at this task see question or answer, with or without their name.

    Raises:
        Refused: no answer was accepted, or the caller wrote neither the question nor the answer.
    """
    member_of(draft, command.by)
    if draft.state.accepted is None:
        msg = "there is no accepted answer to release"
        raise Refused(msg, code="nothing_to_release")
    if command.by not in authors(draft.state):
        msg = "only who wrote the question or the accepted answer can release it"
        raise Refused(msg, code="not_the_author")
    draft.write(
        f.Released(
            at=draft.now, person=command.by, named=command.named, question=command.question, answer=command.answer
        )
    )


def take_back(draft: Draft, command: TakeBack) -> None:
    """An author takes back what they released, also where they are not in any more.

    Raises:
        Refused: they released nothing, or took it back before.
    """
    if command.by not in draft.state.released:
        msg = "nothing of yours is released here"
        raise Refused(msg, code="nothing_released")
    draft.write(f.TakenBack(at=draft.now, person=command.by))


def note_use(draft: Draft, command: NoteUse) -> None:
    """Tell the authors that what they released helped."""
    del command
    draft.write(f.ExperienceUsed(at=draft.now))
