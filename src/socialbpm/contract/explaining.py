"""What a dry run answers: who would be asked, in which order, why, and what each would see."""

from __future__ import annotations

from typing import Literal

from socialbpm.contract.base import Wire
from socialbpm.contract.reasons import WhyView
from socialbpm.contract.views import FieldView, PersonView, PostView, TaskView


class WouldSee(Wire):
    """What somebody would see on coming in: of the asker, the question, the posts and the shared fields.

    The value of a field is None where the runtime brings it with the firing only.
    """

    asker: PersonView
    question: str | None
    posts: tuple[PostView, ...]
    fields: tuple[FieldView, ...]


class WouldCome(Wire):
    """Somebody who would be let in (`asked` false) or asked, and why; `at_once`: as soon as the ring is entered."""

    person: PersonView
    reason: str
    why: tuple[WhyView, ...]
    asked: bool
    at_once: bool
    sees: WouldSee


class WouldEnter(Wire):
    """A ring as it would be: who would come, the first to be asked first, if nobody helps.

    `consent`: not without yours. `people` has no more than `most` of them in all, and ends where the dry run does.
    """

    ring: str
    step: Literal["colleagues", "community"]
    consent: bool
    most: int
    people: tuple[WouldCome, ...]


class DryRun(Wire):
    """What would happen from here on if everybody who is asked passes, and you go on to each ring. Nothing was done."""

    task: TaskView
    rings: tuple[WouldEnter, ...]
