"""What is looked at after a run of the crash matrix: one discussion, one outcome delivered, one value in the data."""

from __future__ import annotations

from collections import Counter

from examples.durable_host import ASKER
from SpiffWorkflow import TaskState

from tests.crash.matrix import Run
from tests.crash.matrix_host import TOLD, question
from tests.crash.people import ANSWER, QUESTION, saved


class Verdict:
    """Compares what both sides hold in the end with what the story says; a difference is an `AssertionError`."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.story = run.plan.story
        self.service = run.service
        self.people = run.people
        self.workflow = saved(run.cases)

    def holds(self) -> None:
        """Look at everything."""
        self.what_was_promised_came_true()
        self.there_is_one_discussion()
        self.it_took_up_each_firing_once()
        self.each_firing_was_told_once()
        self.the_data_have_one_value()
        self.nothing_is_left_to_do()

    def what_was_promised_came_true(self) -> None:
        """Both sides were killed where the seed says."""
        missed = [str(kill) for kill in self.run.plan.promised if kill not in self.run.kills.done]
        assert not missed, f"nobody was killed at {missed}"

    def there_is_one_discussion(self) -> None:
        """It has the first question, one outcome and one answer; Eve sees nothing of it."""
        view = self.people.view(ASKER)
        first = question(0) if self.story.asks_first else QUESTION
        assert (view["question"], view["outcome"]) == (first, self.story.outcome)
        answers = [post["text"] for post in view["posts"] if post["kind"] == "answer"]
        assert answers == ([ANSWER] if self.story.outcome == "answered" else [])
        assert self.service.discussions("eve") == []

    def it_took_up_each_firing_once(self) -> None:
        """It knows as many firings as there were, and one end."""
        facts = self.service.does(ASKER, "GET", f"/discussions/{self.people.discussion}/facts")["items"]
        kinds = Counter(fact["kind"] for fact in facts)
        firings = (kinds["Fired"], kinds["Ended"])
        assert firings == (self.story.firings, 1), f"{firings} firings and ends instead of {self.story.firings} and one"

    def each_firing_was_told_once(self) -> None:
        """That it was taken up, and the outcome, however often it was sent and the deliveries fetched."""
        for kind in ("discussion.opened", "discussion.ended"):
            told = self.service.deliveries(kind)
            assert {delivery["discussion"] for delivery in told} == {self.people.discussion}
            times = Counter(delivery["request_id"] for delivery in told)
            assert (len(times), set(times.values())) == (self.story.firings, {1}), f"{kind} was told {times}"
            assert self.requests <= set(times)
        assert {told["outcome"] for told in self.service.deliveries("discussion.ended")} == {self.story.outcome}

    @property
    def requests(self) -> set[str]:
        """The request ids that the host has saved with what Alice asked in her process."""
        asked: dict[str, str] = self.workflow.data.get("asked", {})
        assert list(asked) == [question(number) for number in range(self.story.asked)]
        return set(asked.values())

    def the_data_have_one_value(self) -> None:
        """The accepted answer, once for each firing, and nothing where none was accepted; each drawn flow ran once."""
        (check,) = self.workflow.get_tasks(spec_name="check")
        ended = self.service.deliveries("discussion.ended")
        by_request = {told["request_id"]: ANSWER for told in ended if told["outcome"] == "answered"}
        if self.story.event == "one variable":
            assert check.data.get("advice") == (ANSWER if by_request else None)
        else:
            assert check.data.get("socialize", {}) == by_request
        flows = len(self.workflow.get_tasks(spec_name=TOLD, state=TaskState.COMPLETED))
        expected = self.story.firings if self.story.event == "drawn" else 0
        assert flows == expected, f"{flows} flows went on instead of {expected}"

    def nothing_is_left_to_do(self) -> None:
        """The case is over, and so is the offer of its timer."""
        assert self.workflow.is_completed()
        assert self.service.does(ASKER, "GET", "/offers")["items"] == []
