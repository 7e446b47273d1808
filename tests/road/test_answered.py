"""From being stuck to the value in the task, through the engine and the service."""

from __future__ import annotations

import pytest

from socialbpm.engine import TransportError
from tests.engine.diagrams import diagram, element, parallel, process, task
from tests.road.story import QUESTION, Story


def check(inside: str = "", **attributes: str) -> str:
    """Check the invoice, then pay."""
    return diagram(process(task("check", element(inside, **attributes)), task("pay"), path=["check", "pay"]))


class TestAsking:
    def test_the_answer_is_in_the_data_by_its_request(self, story: Story) -> None:
        """Alice asks, Bob answers, Alice accepts; the next task still has it."""
        case = story.case(check())
        request = case.asks()
        (discussion,) = case.sends()
        assert story.view(discussion, "bob")["question"] == QUESTION
        story.answers(discussion)
        assert case.outcomes() == [(request, "answered")]
        assert case.task("check").data["socialize"] == {request: "6800"}
        case.work("check")
        assert case.task("pay").data["socialize"] == {request: "6800"}

    def test_or_in_the_variable_that_the_designer_named(self, story: Story) -> None:
        """With a value that is not text."""
        case = story.case(check(answer="advice"))
        case.asks()
        story.answers(*case.sends(), value={"account": 6800})
        case.hears()
        assert case.task("check").data == {"advice": {"account": 6800}}

    def test_asking_again_joins_while_it_is_open(self, story: Story) -> None:
        """Two firings, one discussion, one end for each."""
        case = story.case(check())
        requests = [case.asks(), case.asks(question="Really: which?")]
        first, second = case.sends()
        assert first == second
        story.answers(first)
        assert sorted(case.outcomes()) == sorted((request, "answered") for request in requests)
        assert case.task("check").data["socialize"] == dict.fromkeys(requests, "6800")

    def test_and_after_the_end_begins_a_new_one(self, story: Story) -> None:
        """Alice was told 6800, and is stuck again."""
        case = story.case(check())
        case.asks()
        (first,) = case.sends()
        story.answers(first)
        case.hears()
        case.asks(question="And which cost centre?")
        (second,) = case.sends()
        assert second != first
        assert story.view(first)["outcome"] == "answered"
        assert story.view(second)["outcome"] is None

    def test_two_tasks_of_one_case_are_two_discussions(self, story: Story) -> None:
        """Left and right, each with its own answer."""
        case = story.case(diagram(parallel(task("left", element()), task("right", element()))))
        left = case.asks("left")
        story.passes(minutes=1)
        right = case.asks("right", question="And here?")
        one, two = case.sends()
        assert one != two
        story.answers(two, value="for the right")
        assert case.outcomes() == [(right, "answered")]
        assert (case.task("left").data, case.task("right").data) == ({}, {"socialize": {right: "for the right"}})
        story.answers(one)
        assert case.outcomes() == [(left, "answered")]


class TestOffers:
    def test_taken_up_by_the_owner_it_ends_in_the_task(self, story: Story) -> None:
        """Four hours later Alice is offered help, takes it up with words of her own, and Bob answers."""
        case = story.case(check(after="PT4H", question="Shall we ask?"))
        story.passes(hours=4)
        case.wakes()
        case.sends()
        (offer,) = story.road.does("alice", "GET", "/offers")["items"]
        assert offer["question"] == "Shall we ask?"
        assert story.road.does("bob", "GET", "/offers")["items"] == []
        taken = story.road.does("alice", "POST", f"/offers/{offer['id']}/take-up", question=QUESTION)
        story.answers(taken["discussion"])
        ((request, outcome),) = case.outcomes()
        assert (outcome, case.task("check").data["socialize"]) == ("answered", {request: "6800"})

    def test_it_ends_with_the_task(self, story: Story) -> None:
        """Nobody needed it."""
        case = story.case(check(after="PT4H"))
        story.passes(hours=4)
        case.wakes()
        case.sends()
        case.work("check")
        case.tells()
        assert [outcome for _, outcome in case.outcomes()] == ["task_ended"]
        assert story.road.does("alice", "GET", "/offers")["items"] == []

    def test_it_expires(self, story: Story) -> None:
        """After thirty days, and is not made again."""
        case = story.case(check(after="PT4H"))
        story.passes(hours=4)
        case.wakes()
        case.sends()
        story.passes(days=30)
        assert [outcome for _, outcome in case.outcomes()] == ["expired"]
        case.wakes()
        assert case.sends() == []
        assert case.task("check").data == {}

    def test_with_both_her_own_question_goes_first_and_the_timer_joins_it(self, story: Story) -> None:
        """Whoever asks already needs no offer."""
        case = story.case(check(after="PT4H"))
        request = case.asks()
        (discussion,) = case.sends()
        story.passes(hours=4)
        case.wakes()
        assert case.sends() == [discussion]
        assert story.road.does("alice", "GET", "/offers")["items"] == []
        story.answers(discussion)
        outcomes = dict(case.outcomes())
        assert (len(outcomes), outcomes[request], set(outcomes.values())) == (2, "answered", {"answered"})

    def test_one_that_repeats_is_still_one_offer_while_nobody_has_taken_it_up(self, story: Story) -> None:
        """The second firing joins the first offer; whoever takes it up takes both, and both hear the answer."""
        case = story.case(check(after="R3/PT4H"))
        for _ in "12":
            story.passes(hours=4)
            case.wakes()
            case.sends()
        (offer,) = story.road.does("alice", "GET", "/offers")["items"]
        taken = story.road.does("alice", "POST", f"/offers/{offer['id']}/take-up", question=QUESTION)
        story.answers(taken["discussion"])
        outcomes = case.outcomes()
        assert [outcome for _, outcome in outcomes] == ["answered", "answered"]
        assert len({request for request, _ in outcomes}) == 2

    def test_one_that_repeats_is_made_again_when_the_last_one_is_over(self, story: Story) -> None:
        """Alice asked, got nothing, and is still stuck four hours later."""
        case = story.case(check(after="R2/PT4H"))
        story.passes(hours=4)
        case.wakes()
        case.sends()
        (first,) = story.road.does("alice", "GET", "/offers")["items"]
        taken = story.road.does("alice", "POST", f"/offers/{first['id']}/take-up", question=QUESTION)
        story.road.does("alice", "POST", f"/discussions/{taken['discussion']}/withdraw")
        assert [outcome for _, outcome in case.outcomes()] == ["withdrawn"]
        story.passes(hours=4)
        case.wakes()
        case.sends()
        (second,) = story.road.does("alice", "GET", "/offers")["items"]
        assert second["id"] != first["id"]

    def test_with_both_asking_takes_up_the_offer(self, story: Story) -> None:
        """The timer came first; Alice does not look at it and asks in her task."""
        case = story.case(check(after="PT4H"))
        story.passes(hours=4)
        case.wakes()
        case.sends()
        case.asks()
        (discussion,) = case.sends()
        assert story.road.does("alice", "GET", "/offers")["items"] == []
        story.answers(discussion)
        assert [outcome for _, outcome in case.outcomes()] == ["answered", "answered"]


class TestFromAPage:
    def test_the_event_fires_and_joins_what_was_opened(self, story: Story) -> None:
        """One discussion, one delivery, one value; and the field that the page could not know."""
        case = story.case(check('<social:share variable="invoice_no"/>'), data={"invoice_no": "R-17"})
        case.tells()
        opened = story.asks_on_page(case)
        (raised,) = case.hears()
        assert raised.type == "task.raise"
        assert case.sends() == [opened["discussion"]]
        assert story.view(opened["discussion"], "bob")["fields"] == [{"name": "invoice_no", "value": "R-17"}]
        story.answers(opened["discussion"])
        ((request, _),) = case.outcomes()
        assert case.task("check").data["socialize"] == {request: "6800"}

    def test_answered_before_the_firing_came_it_still_comes_back_once(self, story: Story) -> None:
        """The runtime was slow; the people were not."""
        case = story.case(check())
        case.tells()
        opened = story.asks_on_page(case)
        story.answers(opened["discussion"])
        case.hears()
        assert case.sends() == [opened["discussion"]]
        ((request, outcome),) = case.outcomes()
        assert (outcome, case.task("check").data["socialize"]) == ("answered", {request: "6800"})

    def test_while_the_event_has_fired_already_the_page_joins(self, story: Story) -> None:
        """Nothing is raised, as there is a firing that will hear."""
        case = story.case(check())
        case.asks()
        (discussion,) = case.sends()
        opened = story.asks_on_page(case)
        assert (opened["discussion"], opened["new"]) == (discussion, False)
        assert story.all_deliveries("task.raise") == []

    def test_a_raise_for_a_task_that_is_over_is_let_go(self, story: Story) -> None:
        """Alice asked on the page and finished her task before the runtime looked."""
        case = story.case(check())
        case.tells()
        opened = story.asks_on_page(case)
        case.work("check")
        case.hears()
        case.tells()
        assert case.sends() == []
        assert story.view(opened["discussion"])["outcome"] == "task_ended"

    def test_fired_for_a_raise_and_done_before_it_was_sent(self, story: Story) -> None:
        """The firing belongs to its discussion although the task is over, and hears how that ended."""
        case = story.case(check())
        case.tells()
        opened = story.asks_on_page(case)
        case.hears()
        case.work("check")
        case.tells()
        assert case.sends() == [opened["discussion"]]
        assert [outcome for _, outcome in case.outcomes()] == ["task_ended"]


class TestTheServiceIsDown:
    def test_everything_waits_and_the_work_goes_on(self, story: Story) -> None:
        """Alice asks, and pays; when the service is back it is told in the order that the host likes best."""
        case = story.case(check())
        case.transport.is_down = True
        request = case.asks()
        for call in (case.runtime.send, case.runtime.sync, case.runtime.receive):
            with pytest.raises(TransportError, match="nobody answers"):
                call()
            case.restart()
        assert [hook.id for hook in case.runtime.pending()] == [request]
        case.work("check")
        case.transport.is_down = False
        (discussion,) = case.sends()
        case.tells()
        assert case.outcomes() == [(request, "task_ended")]
        assert story.view(discussion)["outcome"] == "task_ended"

    def test_told_of_the_end_first_the_service_takes_no_question(self, story: Story) -> None:
        """409 task_closed: it is not sent again, and nobody waits for it."""
        case = story.case(check())
        case.asks()
        case.work("check")
        case.tells()
        assert case.sends() == []
        assert case.runtime.pending() == ()
        assert case.outcomes() == []
        assert story.road.does("alice", "GET", "/discussions")["items"] == []

    def test_an_answer_that_was_received_and_not_saved_is_received_again(self, story: Story) -> None:
        """The host crashes before it saves, twice; then it saves, and the page is not applied again."""
        case = story.case(check())
        request = case.asks()
        story.answers(*case.sends())
        saved = case.save()
        for _ in "12":
            case.restore(saved)
            assert case.outcomes() == [(request, "answered")]
        assert case.task("check").data["socialize"] == {request: "6800"}
        assert case.hears() == []
        assert len(story.all_deliveries("discussion.ended")) == 1

    def test_what_was_sent_and_not_saved_is_one_discussion(self, story: Story) -> None:
        """The host crashes after sending and sends again."""
        case = story.case(check())
        case.asks()
        saved = case.save()
        first = case.sends()
        case.restore(saved)
        assert case.sends() == first
        assert len(story.all_deliveries("discussion.opened")) == 1


class TestTheEndOfTheCase:
    def test_what_is_open_ends_with_it(self, story: Story) -> None:
        """The case is cancelled while Bob thinks."""
        case = story.case(check())
        request = case.asks()
        (discussion,) = case.sends()
        case.tells()
        case.workflow.cancel()
        case.restart()
        case.tells()
        assert case.outcomes() == [(request, "task_ended")]
        assert story.view(discussion)["outcome"] == "task_ended"

    def test_an_answer_that_comes_too_late_is_not_written(self, story: Story) -> None:
        """Accepted before the service knew that the task was over."""
        case = story.case(check())
        request = case.asks()
        (discussion,) = case.sends()
        story.answers(discussion)
        case.work("check")
        assert case.outcomes() == [(request, "answered")]
        assert case.task("pay").data == {}


class TestManyAtOnce:
    @pytest.mark.parametrize("count", [10, pytest.param(100, marks=pytest.mark.long)])
    def test_each_of_many_instances_gets_its_answer(self, story: Story, count: int) -> None:
        """Its own, whatever order they are answered in."""
        cases = [story.case(check(answer="advice")) for _ in range(count)]
        for case in cases:
            case.runtime.socialize(case.task("check"), by="alice", question=QUESTION)
        discussions = [result.discussion for case in cases for result in case.runtime.send()]
        assert len(set(discussions)) == len(cases)
        for number, discussion in reversed(list(enumerate(discussions))):
            story.answers(discussion, value=number)
        for case in cases:
            case.runtime.receive()
        assert [case.task("check").data["advice"] for case in cases] == list(range(count))
