"""Pools: who may come in, in which order, why, and who never does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from socialbpm.actions.audience import excluded, pool
from socialbpm.actions.noticed import topics_of
from socialbpm.actions.people import Directory, History, Person
from socialbpm.actions.sources import TaskContext
from socialbpm.contract.people import TaskPeople
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.errors import Invalid
from socialbpm.experts import Evidence
from socialbpm.social.audience import Candidate, Reason, ReasonKind
from socialbpm.social.worktime import Calendar
from tests.actions.fakes import FakeExperts, FakeHistory

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
PEOPLE = {
    person.id: person
    for person in (
        Person("alice", "Alice", groups=("accounting",), manager="frank"),
        Person("bob", "Bob", groups=("accounting",)),
        Person("frank", "Frank", groups=("accounting", "approvers")),
        Person("carol", "Carol", groups=("purchasing",)),
        Person("dana", "Dana", communities=("invoices", "check_invoice"), calendar=Calendar("24/7")),
        Person("erik", "Erik", skills=("check_invoice",)),
        Person("judy", "Judy", skills=("Accounting", "customs")),
        Person("eve", "Eve", groups=("marketing",)),
    )
}
TASK = TaskContext(
    runtime="erp",
    task_id="t1",
    case_id="c1",
    process="purchase_invoice",
    element_id="check_invoice",
    lane="Accounting",
    people=TaskPeople(actual_owner="alice"),
    asker="alice",
)


@dataclass
class Office:
    """Alice is stuck in "Check invoice"; a test says what else is so, and looks at a pool."""

    people: dict[str, Person] = field(default_factory=lambda: dict(PEOPLE))
    history: FakeHistory = field(default_factory=FakeHistory)
    task: TaskPeople = TASK.people
    lane: str | None = TASK.lane
    excluded: frozenset[str] = frozenset()
    now: datetime = NOW
    experts: FakeExperts = field(default_factory=FakeExperts)

    @property
    def directory(self) -> FileDirectory:
        """Who is who, with a lane of three."""
        return FileDirectory(self.people.values(), {"Accounting": ("alice", "bob", "frank")})

    @property
    def context(self) -> TaskContext:
        """The task that Alice is stuck in."""
        return replace(TASK, people=self.task, lane=self.lane)

    def pool(self, *who: str, everybody: bool = False) -> tuple[Candidate, ...]:
        """Who may come in: into a numbered ring, or into one that lets in everybody; the same, asked one by one."""
        found = self._found(who, everybody, None)
        alone = {one.person for id_ in self.people for one in self._found(who, everybody, id_)}
        assert alone == {candidate.person for candidate in found}
        return found

    def _found(self, who: tuple[str, ...], everybody: bool, only: str | None) -> tuple[Candidate, ...]:
        return asyncio.run(
            pool(
                self.context,
                who,
                now=self.now,
                excluded=self.excluded,
                directory=self.directory,
                history=self.history,
                ring_batch_all=everybody,
                experts=self.experts,
                only=only,
            )
        )

    def ids(self, *who: str, everybody: bool = False) -> list[str]:
        """The pool as ids."""
        return [candidate.person for candidate in self.pool(*who, everybody=everybody)]

    def excludes(self, *words: str) -> frozenset[str]:
        """Who is excluded when the designer wrote `words`."""
        return asyncio.run(excluded(self.context, words, self.directory, self.history))

    def changes(self, person: str, **changes: object) -> None:
        """Something about a person is different."""
        self.people[person] = replace(self.people[person], **changes)  # type: ignore[arg-type]  # one test, one field


@pytest.fixture
def office() -> Office:
    return Office()


class TestSources:
    """What each word of a ring's `who` means."""

    @pytest.mark.parametrize(
        ("word", "people", "kind"),
        [
            ("initiator", ["carol"], "initiator"),
            ("stakeholders", ["carol", "dana"], "stakeholder"),
            ("administrators", ["frank"], "administrator"),
            ("lane", ["bob", "frank"], "lane"),
            ("same-group", ["bob", "frank"], "same-group"),
            ("manager", ["frank"], "manager"),
            ("group:purchasing", ["carol"], "group"),
            ("skill:customs", ["judy"], "skill"),
            ("community:invoices", ["dana"], "community"),
            ("person:eve", ["eve"], "named"),
        ],
    )
    def test_a_word_names_people_and_says_why(
        self, office: Office, word: str, people: list[str], kind: ReasonKind
    ) -> None:
        """The asker reads the reason beside the name; the asker themselves are never in a pool."""
        office.task = TaskPeople(
            task_initiator="carol",
            task_stakeholders=("dana", "group:purchasing"),
            business_administrators=("group:approvers",),
        )
        expected = [(person, word, Reason(kind)) for person in people]
        assert expected == [(found.person, found.source, found.reason) for found in office.pool(word)]

    def test_owners_are_whoever_has_the_task_and_whoever_could(self, office: Office) -> None:
        """Frank has it now; Bob could have it, by name or by his group."""
        office.task = TaskPeople(actual_owner="frank", potential_owners=("group:accounting",))
        found = [(candidate.person, candidate.reason.kind) for candidate in office.pool("owners")]
        assert found == [("frank", "owner"), ("bob", "candidate")]

    def test_the_case_names_the_latest_first(self, office: Office) -> None:
        """Who worked on it last remembers best."""
        office.history.on_case = ("erik", "alice", "carol")
        assert office.ids("case") == ["erik", "carol"]

    def test_strong_ties_come_by_the_number_of_shared_cases(self, office: Office) -> None:
        """Carol shared four cases with Alice, Bob and Judy one each: who ties is ordered by id."""
        office.history.together = {"alice": {"judy": 1, "carol": 4, "bob": 1}, "eve": {"dana": 9}}
        assert office.ids("worked-with", "same-group") == ["carol", "bob", "judy", "frank"]
        assert office.pool("worked-with")[0].reason == Reason("worked-with", 4)

    def test_who_did_this_task_elsewhere_comes_by_the_number_of_cases(self, office: Office) -> None:
        """Dana did it six times in other cases, Erik twice."""
        office.history.elsewhere = {"check_invoice": {"erik": 2, "dana": 6}, "approve_invoice": {"eve": 9}}
        assert office.ids("did-this-task") == ["dana", "erik"]
        assert office.pool("did-this-task")[0].reason == Reason("did-this-task", 6)

    def test_experts_exist_on_the_first_day(self, office: Office) -> None:
        """Nobody did anything yet: a community, then skills, that are named like the element, process or lane."""
        found = [(candidate.person, candidate.reason.kind) for candidate in office.pool("did-this-task", "experts")]
        assert found == [("dana", "community"), ("erik", "skill"), ("judy", "skill")]

    def test_experts_who_did_the_task_come_before_those_who_only_say_so(self, office: Office) -> None:
        """Evidence goes before what people declare of themselves."""
        office.history.elsewhere = {"check_invoice": {"carol": 1}}
        assert office.ids("experts") == ["carol", "dana", "erik", "judy"]

    def test_a_task_without_lane_or_manager_names_nobody(self, office: Office) -> None:
        """An empty source is no error: the ring is passed through, or has others."""
        office.changes("alice", manager=None)
        office.lane = None
        assert office.ids("owners", "manager", "lane", "group:nobody", everybody=True) == []

    @pytest.mark.parametrize("word", ["everybody", "group", "team:x"])
    def test_an_unknown_word_is_refused(self, office: Office, word: str) -> None:
        """A ladder that the service keeps may be older than the words it knows."""
        with pytest.raises(Invalid, match=f'who="{word}" is not known'):
            office.pool(word)


class TestOrder:
    """Who is first."""

    def test_nobody_is_in_a_pool_twice_and_the_first_word_counts(self, office: Office) -> None:
        """Bob works in the lane and shares a group with Alice."""
        found = [(candidate.person, candidate.source) for candidate in office.pool("lane", "same-group")]
        assert found == [("bob", "lane"), ("frank", "lane")]

    def test_where_everybody_is_let_in_the_case_goes_first_then_the_lane(self, office: Office) -> None:
        """There may be room for eight of them only; Frank is in the lane and worked on the case."""
        office.task = TaskPeople(actual_owner="alice", potential_owners=("eve", "bob"))
        office.history.on_case = ("frank", "carol")
        assert office.ids("owners", "lane", "case", everybody=True) == ["frank", "carol", "bob", "eve"]

    def test_each_candidate_brings_their_own_calendar(self, office: Office) -> None:
        """Patience is counted in the working time of whoever is asked."""
        assert office.pool("person:dana")[0].calendar == Calendar("24/7")


class TestRanked:
    """Who is first by what was learnt."""

    def test_who_helped_twice_is_known_from_work(self, office: Office) -> None:
        """Dana answered two questions of Alice's, Eve one."""
        office.history.answers = {"dana": 2, "eve": 1}
        assert [(one.person, one.reason) for one in office.pool("worked-with")] == [("dana", Reason("helped-you", 2))]

    def test_who_is_ranked_best_goes_first_and_what_they_did_is_told(self, office: Office) -> None:
        """Judy did the like three times; Bob and Frank only work in the lane, and nothing is known of them."""
        seen(office, "judy", "judy", "judy", "carol")
        found = office.pool("lane", "experts")
        assert [one.person for one in found] == ["judy", "carol", "bob", "frank", "dana", "erik"]
        assert found[0].reason == Reason("did-this-task")

    def test_a_log_tells_of_ties_too(self, office: Office) -> None:
        """Erik was on a case with Alice, as a log tells; with Carol Alice shared more cases than the log knows."""
        for number, other in enumerate(("erik", "carol")):
            for person in ("alice", other):
                office.experts.ranker.observe(work(person, f"case {number}", number))
        office.history.together = {"alice": {"carol": 4}}
        reasons = {one.person: one.reason for one in office.pool("worked-with")}
        assert (reasons["erik"].kind, reasons["erik"].count) == ("worked-with", 1)
        assert (reasons["carol"].kind, reasons["carol"].count) == ("worked-with", 4)

    def test_of_equals_who_was_asked_less_goes_first(self, office: Office) -> None:
        """Frank comes after Bob by name only; Bob was asked nine times in these two weeks."""
        assert office.ids("same-group") == ["bob", "frank"]
        office.history.lately = {"bob": 9, "frank": 1}
        assert office.ids("same-group") == ["frank", "bob"]

    def test_of_equals_who_is_at_work_goes_first(self, office: Office) -> None:
        """It is ten in the morning, and Bob works in the evening."""
        office.changes("bob", calendar=Calendar("Mo-Fr 17:00-23:00"))
        assert office.ids("same-group") == ["frank", "bob"]


def work(person: str, case: str, hours: int = 0) -> Evidence:
    """Somebody checked an invoice, last week."""
    at = NOW - timedelta(days=7) + timedelta(hours=hours)
    topics = topics_of("purchase_invoice", "check_invoice")
    return Evidence(at, person, "worked", case, "Check invoice", topics=topics)


def seen(office: Office, *people: str) -> None:
    """Let people have done the task, each in a case of its own."""
    for number, person in enumerate(people):
        office.experts.ranker.observe(work(person, f"case {number}", number))


class TestLeftOut:
    """Who is in no pool."""

    def test_the_excluded_are_left_out(self, office: Office) -> None:
        """Frank approves this invoice: four eyes."""
        office.excluded = frozenset({"frank"})
        assert office.ids("lane") == ["bob"]
        assert office.ids("lane", everybody=True) == ["bob"]

    def test_whom_the_directory_does_not_know_is_left_out(self, office: Office) -> None:
        """The runtime still names somebody who was never in the directory."""
        office.task = TaskPeople(potential_owners=("zoe", "bob"))
        assert office.ids("owners", "person:nobody") == ["bob"]

    def test_who_was_off_boarded_is_left_out(self, office: Office) -> None:
        """Bob left the company; Frank did not."""
        office.changes("bob", active=False)
        assert office.ids("lane") == ["frank"]

    @pytest.mark.parametrize(
        ("hours", "people"), [(-1, ["bob", "frank"]), (0, ["frank"]), (47, ["frank"]), (48, ["bob", "frank"])]
    )
    def test_who_is_away_is_left_out_while_they_are(self, office: Office, hours: int, people: list[str]) -> None:
        """Bob is away for two days: from the first moment to before the last."""
        office.changes("bob", away=((NOW, NOW + timedelta(days=2)),))
        office.now = NOW + timedelta(hours=hours)
        assert people == office.ids("lane")
        assert people == office.ids("lane", everybody=True)

    def test_a_deputy_stands_in_for_who_is_away(self, office: Office) -> None:
        """Bob is away, and so is Erik, his deputy; Carol is Erik's. Nobody is told for whom she stands in."""
        away = ((NOW, NOW + timedelta(days=2)),)
        office.changes("bob", away=away, deputy="erik")
        office.changes("erik", away=away, deputy="carol")
        found = [(candidate.person, candidate.source, candidate.reason) for candidate in office.pool("lane")]
        assert found == [("frank", "lane", Reason("lane")), ("carol", "lane", Reason("deputy"))]
        office.changes("carol", deputy="bob", away=away)
        assert office.ids("lane") == ["frank"]

    def test_nobody_stands_in_for_who_must_not_be_asked(self, office: Office) -> None:
        """Neither for who is excluded, nor for who is gone; and no deputy comes in who is excluded themselves."""
        away = ((NOW, NOW + timedelta(days=2)),)
        office.changes("bob", away=away, deputy="carol")
        office.excluded = frozenset({"bob"})
        assert office.ids("lane") == ["frank"]
        office.excluded = frozenset({"carol"})
        assert office.ids("lane") == ["frank"]
        office.excluded = frozenset()
        office.changes("bob", active=False)
        assert office.ids("lane") == ["frank"]

    def test_who_is_asked_enough_already_is_not_asked_once_more(self, office: Office) -> None:
        """Bob holds three open asks, Frank wants to hold one at most and holds it, Carol still has room."""
        office.changes("frank", cap=1)
        office.history.asks = {"bob": 3, "frank": 1, "carol": 2}
        assert office.ids("lane", "person:carol") == ["carol"]

    def test_there_is_no_cap_where_nobody_is_asked(self, office: Office) -> None:
        """Being informed costs no answer."""
        office.history.asks = {"bob": 3}
        assert office.ids("lane", everybody=True) == ["bob", "frank"]


class TestExcluded:
    """Who is excluded by the task and by the designer."""

    def test_excluded_owners_may_be_people_and_groups(self, office: Office) -> None:
        """The runtime says so; the diagram needs to say nothing."""
        office.task = TaskPeople(excluded_owners=("eve", "group:approvers"))
        assert office.excludes() == {"eve", "frank"}

    @pytest.mark.parametrize(
        ("word", "people"),
        [
            ("task:approve_invoice", {"frank"}),
            ("task:pay_invoice", set()),
            ("other-instances", {"bob"}),
            ("group:accounting", {"alice", "bob", "frank"}),
            ("person:eve", {"eve"}),
            ("role:task_initiator", {"carol"}),
            ("role:task_stakeholders", {"carol"}),
        ],
    )
    def test_the_designer_excludes(self, office: Office, word: str, people: set[str]) -> None:
        """Each form of `<social:exclude who=…>`."""
        office.task = TaskPeople(task_initiator="carol", task_stakeholders=("group:purchasing",))
        office.history.in_case = {"approve_invoice": ("frank",)}
        office.history.other_instances = ("bob",)
        assert people == office.excludes(word)

    def test_who_does_two_instances_may_ask_about_either(self, office: Office) -> None:
        """Alice is kept apart from the others, not from herself."""
        office.history.other_instances = ("alice", "bob")
        assert office.excludes("other-instances") == {"bob"}

    def test_exclusions_add_up(self, office: Office) -> None:
        """No word takes back another."""
        office.task = TaskPeople(excluded_owners=("eve",))
        assert office.excludes("person:bob", "group:purchasing") == {"bob", "carol", "eve"}

    @pytest.mark.parametrize("word", ["lane", "role:boss"])
    def test_an_unknown_word_is_refused(self, office: Office, word: str) -> None:
        """Failing open would ask somebody who must not be asked."""
        with pytest.raises(Invalid, match=f'exclude who="{word}" is not known'):
            office.excludes(word)


class TestPorts:
    """What stands for the outside in these tests is what the actions expect."""

    def test_the_fakes_are_what_the_actions_ask_for(self, office: Office) -> None:
        """Checked by mypy, here and in CI."""
        directory: Directory = office.directory
        history: History = office.history
        assert (directory.name("bob"), directory.name("nobody")) == ("Bob", "nobody")
        assert history is office.history


class TestReasons:
    """What the asker reads beside a name."""

    @pytest.mark.parametrize(
        ("reason", "sentence"),
        [
            (Reason("worked-with", 4), "worked with you on 4 cases"),
            (Reason("worked-with", 1), "worked with you on 1 case"),
            (Reason("worked-with"), "worked with you before"),
            (Reason("did-this-task", 2), "did this task in 2 other cases"),
            (Reason("same-group"), "is in the same group as you"),
        ],
    )
    def test_a_reason_reads_like_a_sentence(self, reason: Reason, sentence: str) -> None:
        """The name goes before it: "Carol worked with you on 4 cases"."""
        assert sentence == reason.sentence()

    def test_every_kind_has_a_sentence(self) -> None:
        """A new kind of reason needs its words."""
        kinds: Iterable[ReasonKind] = ReasonKind.__args__  # type: ignore[attr-defined]  # mypy sees no alias object
        assert all(Reason(kind).sentence() for kind in kinds)
