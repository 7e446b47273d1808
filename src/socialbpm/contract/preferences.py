"""What people say of themselves: when, by whom and about what they want to be asked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from socialbpm.contract.base import Moment, Wire
from socialbpm.contract.requests import PersonIdText
from socialbpm.contract.views import PersonView

Language = Literal["en", "fr"]
"""A language that pages and mail speak."""
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["22:00"])]
"""A time of day, as a clock says it."""
Asking = Literal["colleagues", "community"]
MOST_TOPICS, MOST_DEPUTIES, LONGEST_NOTE = 50, 5, 500


def _topics(given: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out blanks around topics, empty ones, and what is said twice."""
    found: dict[str, str] = {}
    for topic in (" ".join(topic.split()) for topic in given):
        if topic:
            found.setdefault(topic.casefold(), topic)
    return tuple(found.values())


Topics = Annotated[
    tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=MOST_TOPICS), AfterValidator(_topics)
]
"""Names of processes, tasks (by name, by id, or as `PROCESS/ELEMENT`) or lanes; capitals make no difference."""


class QuietHours(Wire):
    """From a time of day to another, in one's own zone, every day; over midnight where the first is the later."""

    since: Clock
    until: Clock


class PreferencesView(Wire):
    """What the reader says of themselves. What is empty or null is as the organisation says, or not limited.

    `away_until` with `away_note`, which only colleagues see; `deputies` are asked meanwhile, in this order. In `quiet`
    hours nothing is sent, and the time to answer does not run. `topics` are what one likes to be asked about,
    `not_topics` what one is not asked about, and `not_by` the steps whose rings do not ask one.
    `can_undo`: there is something else to go back to.
    """

    language: Language | None
    zone: str | None
    away_until: AwareDatetime | None
    away_note: str
    deputies: tuple[PersonView, ...]
    quiet: QuietHours | None
    topics: tuple[str, ...]
    not_topics: tuple[str, ...]
    not_by: tuple[Asking, ...]
    can_undo: bool


class ChangePreferences(Wire):
    """What to say otherwise from now on; what is not named stays, and null takes back what was said."""

    language: Language | None = None
    zone: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    away_until: Moment | None = None
    away_note: Annotated[str, Field(max_length=LONGEST_NOTE)] | None = None
    deputies: Annotated[tuple[PersonIdText, ...], Field(max_length=MOST_DEPUTIES)] | None = None
    quiet: QuietHours | None = None
    topics: Topics | None = None
    not_topics: Topics | None = None
    not_by: tuple[Asking, ...] | None = None
