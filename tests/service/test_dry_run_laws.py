"""A dry run equals what is then done, whoever is excluded, whatever was learnt, and whatever people say of being asked.

Nobody is told too much, and nobody is asked who does not want to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialbpm.actions.people import Person
from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.seeded_history import Seeds
from socialbpm.service.embedded import SELDOM, EmbeddedService
from socialbpm.social.worktime import Calendar
from tests.service.road import MONDAY, TASK, Road, event, socialize

FOR_LONG = (MONDAY - timedelta(days=9), MONDAY + timedelta(days=999))
GROUPS = {"alice": "Accounting", "bob": "Accounting", "carol": "Purchasing", "dana": "Logistics", "erik": "Purchasing"}
PEOPLE = FileDirectory(
    [
        *(Person(id_, id_.title(), groups=(group,), role_name=f"somebody in {group}") for id_, group in GROUPS.items()),
        Person("frank", "Frank", groups=("Accounting",), away=(FOR_LONG,), deputy="gina"),
        Person("gina", "Gina", groups=("Logistics",), skills=("check_invoice",)),
        Person("hugo", "Hugo", groups=("Purchasing",), cap=1),
        Person("ines", "Ines", groups=("Accounting",), calendar=Calendar("Mo-Fr 17:00-23:00")),
        Person("judy", "Judy", groups=("Accounting",), active=False),
    ],
    lanes={"Accounting": ("alice", "bob", "frank")},
)
SEEDS = Seeds(ties={"alice": {"carol": 4, "hugo": 1}}, did={("pay_invoice", "check_invoice"): {"dana": 2, "gina": 1}})
QUESTION = "Which account do freight costs go to?"
WORDS = ("worked-with", "same-group", "experts", "did-this-task", "group:Purchasing", "skill:check_invoice", "lane")
NUMBERS = count(1)
STEPS = ("colleagues", "community")
ABOUT_IT = ("check_invoice", "PAY_INVOICE", "pay_invoice/check_invoice", "Check invoice", "accounting")
"""Names of the task, its process and its lane, as people write them."""
Wish = Mapping[str, Any]


@dataclass(frozen=True)
class Design:
    """What a designer says, whom nobody may ask, and what people say of being asked."""

    rings: tuple[dict[str, Any], ...]
    excluded: tuple[str, ...]
    helper: int
    wishes: Mapping[str, Wish]

    @property
    def settings(self) -> dict[str, Any]:
        """The element."""
        return {
            "question": QUESTION,
            "rings": list(self.rings),
            "shares": [
                {"variable": "invoice_no", "with": self.rings[-1]["name"]},
                {"variable": "amount", "as": "band"},
            ],
            "excludes": [{"who": f"person:{person}"} for person in self.excluded],
        }


def rings(step: str, number: int) -> st.SearchStrategy[dict[str, Any]]:
    """A ring of a step, with some words of `who`."""
    return st.fixed_dictionaries(
        {
            "name": st.just(f"{step}_{number}"),
            "step": st.just(step),
            "who": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
            "batch": st.sampled_from(["all", 1, 2, 3]),
            "most": st.integers(1, 5),
            "asker": st.sampled_from(["named", "role"]),
        }
    )


def wish_of(person: str) -> st.SearchStrategy[Wish]:
    """What somebody says of being asked: away, with or without deputies; quiet hours; topics; steps."""
    topics = st.lists(st.sampled_from([*ABOUT_IT, "payroll"]), max_size=2, unique=True)
    return st.fixed_dictionaries(
        {},
        optional={
            "away_hours": st.sampled_from([1, 24_000]),
            "deputies": st.lists(st.sampled_from([who for who in WHO_SAYS if who != person]), max_size=2, unique=True),
            "quiet": st.sampled_from([("22:00", "07:00"), ("12:00", "13:00"), ("09:00", "16:30"), ("18:00", "22:00")]),
            "topics": topics,
            "not_topics": topics,
            "not_by": st.lists(st.sampled_from(STEPS), max_size=2, unique=True),
        },
    )


WHO_SAYS = ("bob", "carol", "dana", "erik", "frank", "gina", "hugo", "ines")
wishes = st.sets(st.sampled_from(WHO_SAYS), max_size=4).flatmap(
    lambda people: st.fixed_dictionaries({person: wish_of(person) for person in sorted(people)})
)
designs = st.builds(
    Design,
    rings=st.tuples(rings("colleagues", 1), rings("colleagues", 2), rings("community", 3)),
    excluded=st.lists(st.sampled_from(["bob", "carol", "dana", "frank", "gina"]), max_size=2, unique=True).map(tuple),
    helper=st.integers(0, 9),
    wishes=wishes,
)


@pytest.fixture
def road(database_url: str) -> Iterator[Road]:
    """A service of these people, for one question after the other: each leaves what there is to be learnt."""
    clock = FrozenClock(MONDAY)
    keeping = Settings(database_url=database_url, sweep_interval=SELDOM)
    with EmbeddedService(keeping, clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
        yield Road(running, clock)


class Question:
    """One more invoice that Alice is stuck in."""

    def __init__(self, road: Road, design: Design) -> None:
        self.road, self.design, number = road, design, next(NUMBERS)
        self.task = {**TASK, "task_id": f"t{number}", "case_id": f"c{number}"}
        self.people = {"actual_owner": "alice", "potential_owners": ["group:Accounting"]}
        hook = socialize(f"r{number}", task=self.task, people=self.people, settings=design.settings)
        answer = road.hook(hook)
        assert answer.is_success, answer.text
        self.path = f"/discussions/{answer.json()['discussion']}"

    def dry_run(self) -> list[tuple[str, Any]]:
        """Who would come into which ring, in order."""
        found = self.road.does("alice", "GET", f"{self.path}/dry-run")
        assert not [person for person in self.design.excluded if person in str(found).lower()]
        return [(ring["ring"], one) for ring in found["rings"] for one in ring["people"]]

    def climbs(self) -> None:
        """Let Alice ask, everybody pass, and Alice go on to each ring."""
        self.road.does("alice", "POST", f"{self.path}/question", text=QUESTION)
        while True:
            seen = self.sees("alice")
            asked = [ask["person"]["id"] for ask in seen["asks"] if ask["state"] == "open"]
            if asked:
                self.road.does(asked[0], "POST", f"{self.path}/asks/pass")
            elif seen["current"] == self.design.rings[-1]["name"]:
                return
            elif seen["current"] == self.design.rings[-2]["name"]:
                self._consents(self.design.rings[-1]["name"])
            else:
                self.road.does("alice", "POST", f"{self.path}/widen")

    def _consents(self, ring: str) -> None:
        preview = self.road.does("alice", "GET", f"{self.path}/rings/{ring}/preview")
        assert not [person for person in self.design.excluded if person in str(preview).lower()]
        self.road.does("alice", "POST", f"{self.path}/rings/{ring}/consent", preview=preview["id"])

    def sees(self, person: str) -> Any:
        """What somebody sees."""
        return self.road.does(person, "GET", self.path)

    def is_helped(self) -> None:
        """Let somebody who is in answer, and Alice be done: there is something to learn."""
        members = [member["person"]["id"] for member in self.sees("alice")["members"]]
        if members:
            helper = members[self.design.helper % len(members)]
            ring = self.sees(helper)["ring"]
            self.road.does(helper, "POST", f"{self.path}/posts", kind="answer", text="6800", reach=ring)
        data = {"task": self.task, "people": self.people, "by": "alice"}
        assert self.road.hook(event("task.completed", data, f"done-{self.task['task_id']}")).is_success
        self.road.later(timedelta(minutes=30))
        self.road.service.learn()


@contextmanager
def said(road: Road, wishes: Mapping[str, Wish]) -> Iterator[None]:
    """Let people say how they want to be asked, and take it back after the block."""
    try:
        for person, wish in wishes.items():
            road.does(person, "PATCH", "/me/preferences", **_body(wish, road))
        yield
    finally:
        for person, wish in wishes.items():
            road.does(person, "PATCH", "/me/preferences", **dict.fromkeys(_body(wish, road)))


def _body(wish: Wish, road: Road) -> dict[str, Any]:
    body = {name: value for name, value in wish.items() if name != "away_hours"}
    if "quiet" in body:
        body["quiet"] = dict(zip(("since", "until"), body["quiet"], strict=True))
    if "away_hours" in wish:
        body["away_until"] = (road.clock.now() + timedelta(hours=wish["away_hours"])).isoformat()
    return body


def wants(wish: Wish, ring: str) -> bool:
    """Whether somebody who says this may come into a ring of this design by its rule."""
    about = {topic.casefold() for topic in wish.get("not_topics", ())} & {topic.casefold() for topic in ABOUT_IT}
    return not about and "away_hours" not in wish and ring.partition("_")[0] not in wish.get("not_by", ())


def holds(road: Road, design: Design) -> None:
    """Compare what was shown with what was done, in all that anybody gets of it, while people say what they say."""
    with said(road, design.wishes):
        _holds(road, design)


def _holds(road: Road, design: Design) -> None:
    question = Question(road, design)
    would = question.dry_run()
    assert would == question.dry_run()
    question.climbs()
    asker = question.sees("alice")
    asked = [(ask["person"]["id"], ask["reason"]) for ask in asker["asks"]]
    assert [(one["person"]["id"], one["reason"]) for _, one in would if one["asked"]] == asked
    members = {(member["person"]["id"], member["ring"], member["reason"]) for member in asker["members"]}
    assert {(one["person"]["id"], ring, one["reason"]) for ring, one in would} == members
    by_role = [ring["name"] for ring in design.rings]
    by_role = by_role[next((n for n, ring in enumerate(design.rings) if ring["asker"] == "role"), len(by_role)) :]
    assert all(wants(design.wishes.get(one["person"]["id"], {}), ring) for ring, one in would)
    for ring, one in would:
        seen = question.sees(one["person"]["id"])
        assert one["sees"] == {name: seen[name] for name in ("asker", "question", "posts", "fields")}
        if ring in by_role:
            assert not _tells_of_alice(road, one["person"]["id"], question.path, one["sees"])
    question.is_helped()


def _tells_of_alice(road: Road, person: str, path: str, sees: Any) -> bool:
    """Whether anything that somebody gets names Alice, or says how they know her."""
    got = [road.by(person).get(f"/v1{path}{part}").text for part in ("", "/asks", "/members", "/facts", "/posts")]
    told = " ".join([*got, str(sees)]).lower()
    return "alice" in told or "whoever asks" in told


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(design=designs)
def test_what_is_done_is_what_was_shown(road: Road, design: Design) -> None:
    """The same people, in the same order, for the same reasons, and what each sees; the excluded nowhere."""
    holds(road, design)


@pytest.mark.long
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(design=designs)
def test_what_is_done_is_what_was_shown_again_and_again(road: Road, design: Design) -> None:
    """The same with much that was learnt before."""
    holds(road, design)
