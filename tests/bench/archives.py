"""Public logs and archives as the ranker meets them: evidence in the order of time, and needs with their outcome."""

from __future__ import annotations

import gzip
import html
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from socialbpm.experts import Evidence, Need

MACHINES = {"Siebel"}
"""Resources of the logs that are no people."""


class Asked(NamedTuple):
    """A need, and who in fact helped."""

    need: Need
    helped: frozenset[str]


@dataclass(frozen=True)
class Archive:
    """What is replayed: `evidence` and `asked`, both in the order of time."""

    name: str
    evidence: list[Evidence]
    asked: list[Asked]

    def replay(self) -> Iterator[Evidence | Asked]:
        """Give everything in the order of time; a need before what happened at its very moment."""
        waiting = iter(self.evidence)
        ahead = next(waiting, None)
        for asked in self.asked:
            while ahead is not None and ahead.at < asked.need.at:
                yield ahead
                ahead = next(waiting, None)
            yield asked


def read_log(path: Path) -> Archive:
    """Read an event log (.xes.gz). A need stands at the beginning of each later case that somebody else completed."""
    cases = sorted(_cases(path), key=lambda case: case[0].at)
    asked = [
        Asked(_need_of(case[0]), frozenset({solver}))
        for case in cases[len(cases) // 2 :]
        if (solver := _solver(case)) != case[0].person
    ]
    evidence = sorted((event for case in cases for event in case), key=lambda event: event.at)
    return Archive(path.name, evidence, sorted(asked, key=lambda one: one.need.at))


def _cases(path: Path) -> Iterator[list[Evidence]]:
    with gzip.open(path, "rb") as file:
        for _, element in ET.iterparse(file):  # noqa: S314  # a log that one has chosen to measure on
            if _tag(element) == "trace":
                if case := _case(element):
                    yield case
                element.clear()


def _case(trace: ET.Element) -> list[Evidence]:
    name = next((str(child.get("value")) for child in trace if child.get("key") == "concept:name"), "")
    events = [{one.get("key"): one.get("value") for one in child} for child in trace if _tag(child) == "event"]
    people = [event for event in events if event.get("org:resource") and event["org:resource"] not in MACHINES]
    return sorted((_worked(name, event) for event in people), key=lambda one: one.at)


def _worked(case: str, event: dict[str | None, str | None]) -> Evidence:
    topics = {f"{key}:{event[key]}" for key in ("product", "organization involved") if event.get(key)}
    group = event.get("org:group")
    return Evidence(
        at=_when(str(event["time:timestamp"])),
        person=str(event["org:resource"]),
        kind="worked",
        case=case,
        activity=event.get("concept:name") or "",
        groups=frozenset({group} if group else ()),
        topics=frozenset(topics),
    )


def _need_of(first: Evidence) -> Need:
    return Need(first.at, first.person, first.case, first.activity, first.groups, first.topics)


def _solver(case: list[Evidence]) -> str:
    completed = [event for event in case if event.activity == "Completed"]
    return (completed or case[-1:])[0].person


def read_questions(path: Path) -> Archive:
    """Read an archive of questions (Posts.xml). A need is each of the last three tenths that somebody else answered."""
    rows = [row.attrib for row in ET.parse(path).getroot()]  # noqa: S314  # an archive that one has chosen to measure on
    questions = {row["Id"]: row for row in rows if row["PostTypeId"] == "1"}
    answers: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row["PostTypeId"] == "2" and row.get("OwnerUserId") and row.get("ParentId") in questions:
            answers[row["ParentId"]].append(row)
    evidence = [_answered(questions[name], answer) for name, some in answers.items() for answer in some]
    in_time = sorted(questions.values(), key=lambda question: _when(question["CreationDate"]))
    asked = [_asked(question, answers[question["Id"]]) for question in in_time[len(in_time) * 7 // 10 :]]
    evidence.sort(key=lambda one: (one.at, one.person, one.case))
    return Archive(path.name, evidence, [one for one in asked if one.helped])


def _answered(question: dict[str, str], answer: dict[str, str]) -> Evidence:
    return Evidence(
        at=_when(answer["CreationDate"]),
        person=answer["OwnerUserId"],
        kind="accepted" if answer["Id"] == question.get("AcceptedAnswerId") else "answered",
        case=question["Id"],
        topics=_tags(question),
        text=_text(question),
        asker=question.get("OwnerUserId"),
    )


def _asked(question: dict[str, str], answers: list[dict[str, str]]) -> Asked:
    asker = question.get("OwnerUserId", "?")
    need = Need(_when(question["CreationDate"]), asker, question["Id"], topics=_tags(question), text=_text(question))
    return Asked(need, frozenset(answer["OwnerUserId"] for answer in answers) - {asker})


def _tags(question: dict[str, str]) -> frozenset[str]:
    return frozenset(re.findall(r"[^<>|]+", question.get("Tags", "")))


def _text(question: dict[str, str]) -> str:
    return f"{question['Title']}\n{html.unescape(re.sub('<[^>]+>', ' ', question['Body']))}"


def _when(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
