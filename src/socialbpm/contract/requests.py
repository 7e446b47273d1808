"""What people send: the bodies of requests to the REST API."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from socialbpm.contract.attachments import FILES_NEED_A_QUESTION, MOST_AT_ONCE, NewFiles, on_a_question
from socialbpm.contract.base import A_NUMBER, Flag, Json, Moment, Wire
from socialbpm.contract.hooks import Id

Text = Annotated[str, Field(min_length=1, max_length=20_000)]
RingName = Annotated[str, Field(min_length=1, max_length=64)]
PersonIdText = Annotated[str, Field(min_length=1, max_length=200)]


class OpenDiscussion(Wire):
    """Open a discussion about a task, or take up an offer. With `question` it is asked at once, else it waits.

    `files` hang on the question, so there are none without one.
    """

    model_config = ConfigDict(json_schema_extra=FILES_NEED_A_QUESTION)

    question: Text | None = None
    files: NewFiles = ()

    @model_validator(mode="after")
    def _on_a_question(self) -> Self:
        return on_a_question(self, self.question, self.files)


class AskQuestion(Wire):
    """Send the question to the first ring. `consents` are ids of previews that the asker agrees to in advance.

    `files` hang on it: they go where it goes as it is asked, also to the first ring.
    """

    text: Text
    consents: tuple[Id, ...] = ()
    files: NewFiles = ()


class NewPost(Wire):
    """Say something. `reach` is the outermost ring that is to see it; a note, which is for its author, has none."""

    kind: Literal["question", "comment", "answer", "summary", "note"] = "comment"
    text: Text
    reach: RingName | None = None
    parent: Id | None = None


class EditPost(Wire):
    """Change one's own post. Without `reach` it is seen as far out as before."""

    text: Text
    reach: RingName | None = None


class RaisePost(Wire):
    """Let one's own post be seen further out."""

    reach: RingName


class AcceptPost(Wire):
    """Take a version of a post as the answer. Without `value` its text goes back to the process."""

    version: Annotated[int, Field(ge=1), A_NUMBER]
    value: Json = None


class SayIfHelped(Wire):
    """Whether a post helped."""

    helped: Flag


class PassAsk(Wire):
    """Pass, without a reason. With `again_at`: not now, ask again then."""

    again_at: Moment | None = None


class ByPreview(Wire):
    """Agree to what a preview showed."""

    preview: Id


class DeclineRing(Wire):
    """Not yet; with `further` false: no further."""

    further: Flag = True


class WordRing(Wire):
    """How the question is to read for a ring. Of its files only those of these ids go there: without any, none."""

    text: Text
    attachments: Annotated[tuple[Id, ...], Field(max_length=MOST_AT_ONCE)] = ()


class SolvedAlone(Wire):
    """`experience` names what helped, if something of the past did."""

    experience: Id | None = None


class ReleaseWords(Wire):
    """Whether others see one's words with one's name; `question`, `answer`: in these words, instead of as they stand.

    Of the two only what one wrote oneself is released.
    """

    named: Flag
    question: Text | None = None
    answer: Text | None = None


class ChangeCommunity(Wire):
    """What its steward changes of a community; what is not named stays. `steward` is the member who takes over."""

    title: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    about: Annotated[str, Field(max_length=20_000)] | None = None
    steward: PersonIdText | None = None


class LookUp(Wire):
    """What somebody is stuck with, in their words; without, it is the designer's question. Nothing is kept."""

    text: Text | None = None
