"""How a road ends, and what a drawn flow that waits for it learns; people who come and go on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from socialbpm.contract.people import TaskPeople
from socialbpm.engine import RESULT
from tests.engine.diagrams import answer_event, diagram, drawn, element, end, flow, parallel, process, task
from tests.road.story import ALICES, QUESTION, Case, Story

CHECK = diagram(process(task("check", element()), task("pay"), path=["check", "pay"]))
SHORT = element('<social:ring name="participants" step="colleagues" wait="PT2H"/>')
STUCK = answer_event() + task("review") + end("e2") + flow("stuck", "answered", "review", "e2")


def drawn_flow(settings: str = "") -> str:
    """Whoever is stuck in Check starts a flow that waits for the answer and has it reviewed."""
    return diagram(process(task("check"), drawn(inside=settings), STUCK, task("pay"), path=["check", "pay"]))


def answered(story: Story, discussion: str, case: Case) -> None:
    """Bob answers, Alice accepts."""
    story.answers(discussion)


def withdrawn(story: Story, discussion: str, case: Case) -> None:
    """Alice takes it back."""
    story.road.does("alice", "POST", f"/discussions/{discussion}/withdraw")


def solved_alone(story: Story, discussion: str, case: Case) -> None:
    """Alice finds out herself."""
    story.road.does("alice", "POST", f"/discussions/{discussion}/solved-alone")


def no_answer(story: Story, discussion: str, case: Case) -> None:
    """Nobody says anything for as long as its only ring waits."""
    story.passes(days=1)


def task_ended(story: Story, discussion: str, case: Case) -> None:
    """Alice is done while Bob thinks."""
    case.work("check")
    case.tells()


class TestADrawnFlow:
    @pytest.mark.parametrize("ending", [answered, withdrawn, solved_alone, no_answer, task_ended])
    def test_it_goes_on_with_every_outcome(self, story: Story, ending: Callable[..., None]) -> None:
        """And not before; the task itself stays as open as it was."""
        case = story.case(drawn_flow(SHORT))
        request = case.asks()
        (discussion,) = case.sends()
        assert case.hears() == []
        assert case.tasks("review") == []
        ending(story, discussion, case)
        assert case.outcomes() == [(request, ending.__name__)]
        result = case.task("review").data[RESULT]
        expected = "6800" if ending is answered else None
        assert (result["outcome"], result["value"], result["discussion"]) == (ending.__name__, expected, discussion)
        assert len(case.tasks("check")) == (ending is not task_ended)
        case.finish()

    def test_expired(self, story: Story) -> None:
        """Alice began and never sent her question; the service has a greatest age."""
        case = story.case(drawn_flow())
        request = case.asks(question=None)
        case.sends()
        story.passes(days=29)
        assert case.outcomes() == []
        story.passes(days=1)
        assert case.outcomes() == [(request, "expired")]
        assert case.task("review").data[RESULT]["outcome"] == "expired"

    def test_an_offer_that_nobody_took_up_releases_it_too(self, story: Story) -> None:
        """The timer began the flow."""
        case = story.case(drawn_flow(element(after="PT4H", trigger="timer")))
        story.passes(hours=4)
        case.wakes()
        case.sends()
        story.passes(days=30)
        case.hears()
        assert case.task("review").data[RESULT]["outcome"] == "expired"

    def test_refused_as_its_task_is_over_it_goes_on(self, story: Story) -> None:
        """The service was down, Alice finished, and the service heard of that first."""
        case = story.case(drawn_flow())
        case.asks()
        case.work("check")
        case.tells()
        assert case.sends() == []
        assert case.task("review").data[RESULT]["outcome"] == "task_ended"
        assert case.sends() == []
        case.finish()

    def test_each_firing_has_a_flow_of_its_own(self, story: Story) -> None:
        """Two firings of one discussion; both flows hear the one answer."""
        case = story.case(drawn_flow())
        case.asks()
        case.asks()
        (discussion, _) = case.sends()
        story.answers(discussion)
        case.hears()
        assert [waiting.data[RESULT]["value"] for waiting in case.tasks("review")] == ["6800", "6800"]
        case.finish()


class TestTheTaskIsDone:
    def test_before_the_question_was_sent_it_was_solved_alone(self, story: Story) -> None:
        """Alice, as owner, completes while she is still by herself: counted apart, as she did not say so."""
        case = story.case(CHECK)
        request = case.asks(question=None)
        (discussion,) = case.sends()
        case.runtime.completed(case.task("check"), by="alice")
        case.work("check")
        case.tells()
        assert case.outcomes() == [(request, "solved_alone")]
        view = story.view(discussion)
        assert (view["outcome"], view["confirmed"]) == ("solved_alone", False)

    def test_by_somebody_else_it_only_ended(self, story: Story) -> None:
        """Bob did it in her place."""
        case = story.case(CHECK)
        request = case.asks(question=None)
        case.sends()
        case.runtime.completed(case.task("check"), by="bob")
        case.work("check")
        case.tells()
        assert case.outcomes() == [(request, "task_ended")]

    def test_what_is_refused_for_a_task_that_is_over_is_a_fact_and_not_an_error(self, story: Story) -> None:
        """Alice answers the last moment: nobody can post any more."""
        case = story.case(CHECK)
        case.asks()
        (discussion,) = case.sends()
        case.work("check")
        case.tells()
        problem = story.road.refused("carol", "POST", f"/discussions/{discussion}/posts", kind="comment", text="?")
        assert problem["status"] == 404


class TestTheTaskChangesHands:
    def test_the_new_owner_comes_in_and_the_asker_stays(self, story: Story) -> None:
        """Bob gives it to Carol; she sees the question from where the discussion is, and Alice still accepts."""
        case = story.case(CHECK)
        request = case.asks()
        (discussion,) = case.sends()
        assert not story.road.is_in("carol", str(discussion))
        case.runtime.claimed(case.task("check"), by="carol")
        case.restart()
        case.tells()
        assert story.view(discussion, "carol")["question"] == QUESTION
        story.answers(discussion, by="carol")
        assert case.outcomes() == [(request, "answered")]

    def test_not_before_the_question_was_sent(self, story: Story) -> None:
        """Alice is still by herself."""
        case = story.case(CHECK)
        case.asks(question=None)
        (discussion,) = case.sends()
        case.runtime.claimed(case.task("check"), by="carol")
        case.tells()
        assert not story.road.is_in("carol", str(discussion))
        story.road.does("alice", "POST", f"/discussions/{discussion}/question", text=QUESTION)
        assert story.road.is_in("carol", str(discussion))

    def test_the_new_owner_may_ask_and_the_old_one_not(self, story: Story) -> None:
        """A discussion of her own: there is one per asker."""
        case = story.case(CHECK)
        case.asks()
        (first,) = case.sends()
        case.runtime.claimed(case.task("check"), by="carol")
        case.tells()
        assert story.road.refused("alice", "POST", f"/tasks/expenses/{case.task('check').id}/discussions")
        case.asks(by="carol")
        (second,) = case.sends()
        assert first != second


class TestFourEyes:
    def four_eyes(self, story: Story) -> tuple[Case, dict[str, TaskPeople]]:
        """Check and approve at the same time, by different people."""
        people = {"left": ALICES, "right": TaskPeople(potential_owners=("bob", "carol"))}
        xml = diagram(parallel(task("left", element('<social:exclude who="task:right"/>')), task("right")))
        return story.case(xml, people_of=lambda one: people[one.task_spec.bpmn_id]), people

    def test_who_takes_the_other_half_is_out_and_the_runtime_hears(self, story: Story) -> None:
        """Bob is in Alice's discussion, then claims the approval."""
        case, people = self.four_eyes(story)
        case.tells()
        case.asks("left")
        (discussion,) = case.sends()
        assert story.road.is_in("bob", str(discussion))
        people["right"] = TaskPeople(actual_owner="bob", potential_owners=("bob", "carol"))
        case.tells()
        assert not story.road.is_in("bob", str(discussion))
        (conflict,) = case.hears()
        assert (conflict.type, conflict.person, conflict.discussion) == ("discussion.conflict", "bob", discussion)

    def test_who_has_it_already_is_never_asked(self, story: Story) -> None:
        """And nobody is told why: there is no conflict."""
        case, people = self.four_eyes(story)
        people["right"] = TaskPeople(actual_owner="bob")
        case.tells()
        case.asks("left")
        (discussion,) = case.sends()
        assert not story.road.is_in("bob", str(discussion))
        assert case.hears() == []


def test_a_case_is_restored_at_every_step_with_nothing_lost_or_told_twice(story: Story) -> None:
    """What the service was told in all: each thing once, though the host said it again after every crash."""
    case = story.case(drawn_flow())

    def twice(step: Callable[[], Any]) -> None:
        saved = case.save()
        step()
        case.restore(saved)
        step()

    twice(case.tells)
    case.asks()
    twice(case.sends)
    (line,) = story.road.does("alice", "GET", "/discussions")["items"]
    story.answers(line["id"])
    twice(case.hears)
    twice(case.tells)
    assert case.task("review").data[RESULT]["value"] == "6800"
    kinds = [item["type"] for item in story.road.deliveries()]
    assert (kinds.count("discussion.opened"), kinds.count("discussion.ended")) == (1, 1)
