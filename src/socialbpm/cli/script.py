"""What the people of the demo say. One script for our own process, one that fits any task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Script:
    """The words of one road. `inside` is said among colleagues and stays there; `wording` is for people further out."""

    question: str
    inside: str
    hint: str
    wording: str
    answer: str
    value: Any


OURS = Script(
    question="Invoice 4711 from Nordfracht charges freight on top of our order. Which account do I book that to?",
    inside="Never seen that. Between us: purchasing nearly dropped Nordfracht over their last invoice.",
    hint="Purchasing does not see the booking either. Somebody at a plant might.",
    wording="Which account do freight costs on a purchase invoice go to?",
    answer="6140, with the plant's cost centre, if they come with goods. We book it like that every week.",
    value="6140",
)


def for_task(name: str) -> Script:
    """Return words that fit a task nobody has written a script for."""
    task = " ".join(name.split())
    return Script(
        question=f'I am stuck in "{task}". How did you do it last time?',
        inside="I am not sure either; between us, nobody ever told me how this one goes.",
        hint="I only know that somebody else has done this before.",
        wording=f'How does one usually do "{task}"?',
        answer=f'There is a checklist for "{task}"; the second page has your case.',
        value=f"checklist for {task}, page 2",
    )
