"""Why somebody is suggested: one plain sentence, every number in it counted from the evidence.

It speaks of the person, the asker and what the asker's own need is about; it names nobody else and no other case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from socialbpm.experts.evidence import DAY, PersonId, days
from socialbpm.experts.need import Need
from socialbpm.experts.people import REMEMBERED, Deed, Person

WINDOW = 30
"""Days that a reason looks back on topics and activities."""

HELPED_OFTEN = 2
"""Answers to the same asker that make a strong tie: strangers become colleagues."""


class Known(NamedTuple):
    """What was known of the asker when they needed help; shared by everybody who was suggested then.

    `deeds` are the asker's own, the oldest first. The others count by person: cases together, times that they took over
    from the asker, questions of the asker that they answered, and cases they helped with that sound alike. `declared`
    are the topics of the need that they said they know.
    """

    need: Need
    deeds: tuple[Deed, ...]
    together: Mapping[PersonId, int]
    taken_over: Mapping[PersonId, int]
    answered: Mapping[PersonId, int]
    alike: Mapping[PersonId, int]
    declared: Mapping[PersonId, list[str]]


Code = Literal["this case", "took over", "worked with", "answered", "same group", "topic", "activity", "declared"]


@dataclass(frozen=True)
class Why:
    """One reason as a code, for whoever puts it into words of their own.

    `about` is the topic that it is about, one of the need's; `count` a number of cases, questions or times; 0: none is
    told. `answered`: all that is counted are answers to questions.
    """

    code: Code
    count: int = 0
    about: str = ""
    answered: bool = False


class Grounds(NamedTuple):
    """What was known of the asker, and of one person who was suggested."""

    known: Known
    person: PersonId
    record: Person

    @property
    def need(self) -> Need:
        """What they were suggested for."""
        return self.known.need

    @property
    def strong(self) -> bool:
        """Whether they are colleagues: on this case, or once on another, in a group, or by having helped before."""
        return bool(
            self.person in self.need.case_people
            or self.person in self.known.together
            or self.record.groups & self.need.groups
            or self.known.answered.get(self.person, 0) >= HELPED_OFTEN
        )

    @property
    def weak(self) -> bool:
        """Whether they have met at all."""
        return self.person in self.known.answered


def sentence(grounds: Grounds) -> str:
    """Say why, the most telling first: what they did of the like, then what ties them to the asker."""
    about = next(filter(None, (say(grounds) for say in _ABOUT)), "")
    with_asker = "" if about.endswith(" with you") else next(filter(None, (say(grounds) for say in _WITH_ASKER)), "")
    said = [part for part in (with_asker, about) if part]
    return " and ".join(said) or _otherwise(grounds)


# What ties them to the asker


def _on_this_case(grounds: Grounds) -> str:
    return "works on this case" if grounds.person in grounds.need.case_people else ""


def _took_over(grounds: Grounds) -> str:
    often = grounds.known.taken_over.get(grounds.person)
    return f"took over from you {times(often)}" if often else ""


def _worked_together(grounds: Grounds) -> str:
    together = grounds.known.together.get(grounds.person)
    return f"worked with you on {counted(together, 'case')}" if together else ""


def _helped(grounds: Grounds) -> str:
    answered = grounds.known.answered.get(grounds.person)
    return f"answered {counted(answered, 'question')} of yours" if answered else ""


def _same_group(grounds: Grounds) -> str:
    shared = grounds.record.groups & grounds.need.groups
    return f"is in {listed(shared)} with you" if shared else ""


# What they did of the like


def _about_topics(grounds: Grounds) -> str:
    topic, deeds = _on_topic(grounds)
    return _tally_up(grounds, deeds, f"about {topic}") if deeds else ""


def _on_topic(grounds: Grounds) -> tuple[str, list[Deed]]:
    """Return the topic of the need that fewest of their cases have, which is the most particular, and these cases."""
    recent = _recent(grounds)
    of_topic = {topic: [deed for deed in recent if topic in deed.topics] for topic in sorted(grounds.need.topics)}
    told = [(len(deeds), topic) for topic, deeds in of_topic.items() if deeds]
    topic = min(told)[1] if told else ""
    return topic, of_topic.get(topic, [])


def _same_activity(grounds: Grounds) -> str:
    deeds = _in_activity(grounds)
    return _tally_up(grounds, deeds, f"in {grounds.need.activity}") if deeds else ""


def _in_activity(grounds: Grounds) -> list[Deed]:
    activity = grounds.need.activity
    return [deed for deed in _recent(grounds) if activity and activity in deed.activities]


def _sounds_alike(grounds: Grounds) -> str:
    alike = grounds.known.alike.get(grounds.person)
    return f"helped with {counted(alike, 'case')} in like words" if alike else ""


def _declared(grounds: Grounds) -> str:
    declared = grounds.known.declared.get(grounds.person)
    return f"says that they know {listed(declared)}" if declared else ""


def _recent(grounds: Grounds) -> tuple[Deed, ...]:
    since = days(grounds.need.at) - WINDOW
    return grounds.record.deeds(since)


def _tally_up(grounds: Grounds, deeds: list[Deed], what: str) -> str:
    """Say how many cases, and how many of them with the asker, where that is known of all of them."""
    answered = all(deed.answered for deed in deeds)
    done, noun = ("answered", "question") if answered else ("worked on", "case")
    least = "at least " if _all_within(grounds.record.deeds(), days(grounds.need.at) - WINDOW) else ""
    said = f"{done} {least}{counted(len(deeds), noun)} {what} in the last {WINDOW} days"
    shared = _with_asker(grounds, deeds)
    if not shared or least:
        return said
    if len(deeds) == 1:
        return f"{said}, with you"
    return f"{said}, {'all' if shared == len(deeds) else shared} of them with you"


def _with_asker(grounds: Grounds, deeds: list[Deed]) -> int:
    """Count the cases that the asker was on too: 0 where the asker did so much since that the memory ends before."""
    if _all_within(grounds.known.deeds, min(deed.day for deed in deeds)):
        return 0
    own = {deed.case for deed in grounds.known.deeds}
    return sum(deed.case in own or deed.owner == grounds.need.asker for deed in deeds)


def _all_within(deeds: tuple[Deed, ...], since: float) -> bool:
    """Whether there may have been more since then than is remembered."""
    return len(deeds) == REMEMBERED and deeds[0].day >= since


def _otherwise(grounds: Grounds) -> str:
    return f"was last active here on {datetime.fromtimestamp(grounds.record.last * DAY, UTC).date().isoformat()}"


# The same as codes


def with_asker(grounds: Grounds) -> Why | None:
    """Return what ties them to the asker, the most telling; None where nothing does."""
    known, person = grounds.known, grounds.person
    if person in grounds.need.case_people:
        return Why("this case")
    if taken_over := known.taken_over.get(person):
        return Why("took over", taken_over)
    if together := known.together.get(person):
        return Why("worked with", together)
    if answered := known.answered.get(person):
        return Why("answered", answered)
    return Why("same group") if grounds.record.groups & grounds.need.groups else None


def about(grounds: Grounds) -> Why | None:
    """Return what they did of the like, the most telling; None where nothing is known."""
    topic, deeds = _on_topic(grounds)
    if deeds:
        return _counted("topic", deeds, topic)
    if deeds := _in_activity(grounds):
        return _counted("activity", deeds)
    declared = grounds.known.declared.get(grounds.person)
    return Why("declared", about=declared[0]) if declared else None


def _counted(code: Code, deeds: list[Deed], topic: str = "") -> Why:
    return Why(code, len(deeds), topic, all(deed.answered for deed in deeds))


_WITH_ASKER = (_on_this_case, _took_over, _worked_together, _helped, _same_group)
_ABOUT = (_about_topics, _same_activity, _sounds_alike, _declared)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "case"), counted(3, "case")
    ('1 case', '3 cases')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def times(number: int) -> str:
    """Return how often.

    >>> times(1), times(2), times(4)
    ('once', 'twice', '4 times')
    """
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def listed(names: Iterable[str]) -> str:
    """Return names as one reads them out.

    >>> listed({"tax", "freight", "vat"})
    'freight, tax and vat'
    """
    *others, last = sorted(names)
    return f"{', '.join(others)} and {last}" if others else last
