"""Stories play the whole road, in the words of the people who take it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from SpiffWorkflow import TaskState

from socialbpm.actions.people import Person
from socialbpm.clock import SystemClock
from socialbpm.contract.people import TaskPeople
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.people_file import PeopleFile
from socialbpm.directory.seeded_history import Seeds
from socialbpm.engine import SocialRuntime, TaskClosed
from socialbpm.errors import Refused
from socialbpm.testing import MONDAY, FrozenClock, Story, five_people
from tests.engine.diagrams import diagram, element, end, flow, process, task, timer_event
from tests.engine.host import FAMILIES

QUESTION = "Which account do freight costs go to?"
CHECK = diagram(process(task("check", element(answer="advice", after="PT30M")), path=["check"]))
ALICES = TaskPeople(actual_owner="alice", potential_owners=("alice", "bob"))


class Case:
    """A running case with one task, which is Alice's."""

    def __init__(self, story: Story, xml: str = CHECK) -> None:
        self.workflow = FAMILIES["spiff"].workflow(xml)
        self.workflow.do_engine_steps()
        self.runtime: SocialRuntime = story.runtime(self.workflow, people=lambda _: ALICES)

    @property
    def task(self) -> Any:
        """The open task."""
        (found,) = self.workflow.get_tasks(spec_name="check")
        return found


@pytest.fixture
def story() -> Iterator[Story]:
    with Story(five_people("check")) as playing:
        yield playing


@pytest.fixture
def case(story: Story) -> Case:
    return Case(story)


class TestTheRoad:
    def test_from_stuck_to_the_answer_in_the_task(self, story: Story, case: Case) -> None:
        """Alice asks, Bob answers, she accepts; what she accepted is in her task, which stayed open."""
        story.alice.asks(case.task, QUESTION)
        assert story.bob.reads() == [QUESTION]
        story.bob.answers("6800")
        story.alice.accepts()
        case.runtime.receive()
        assert case.task.data == {"advice": "6800"}

    def test_a_value_that_is_no_text(self, story: Story, case: Case) -> None:
        """The words are for people, the value is for the process."""
        story.alice.asks(case.task, QUESTION)
        story.bob.answers("It is 6800.")
        story.alice.accepts({"account": 6800})
        case.runtime.receive()
        assert case.task.data["advice"] == {"account": 6800}

    def test_it_widens_as_time_passes_and_old_words_stay(self, story: Story, case: Case) -> None:
        """Carol is asked after two hours, passes, and never read what was said between Alice and Bob."""
        story.alice.asks(case.task, QUESTION)
        story.bob.comments("No idea. Carol gets these wrong.")
        assert story.carol.reads() == []
        story.passes("PT2H")
        assert story.carol.reads() == [QUESTION]
        story.carol.passes()
        view = story.alice.sees()
        assert view is not None
        assert [(ask.person.id, ask.state) for ask in view.asks] == [("carol", "passed")]

    def test_into_the_community_only_with_consent(self, story: Story, case: Case) -> None:
        """Alice looks at the preview and words it anew; Dana reads that, and Eve nothing at all."""
        story.alice.asks(case.task, QUESTION)
        story.passes("PT7H")
        story.passes("P1D")
        assert story.dana.reads() == []
        story.alice.consents_to("network", wording="Freight costs: which account?")
        assert story.dana.reads() == ["Freight costs: which account?"]
        assert story.eve.reads() == []
        assert story.eve.sees() is None

    def test_not_it_and_the_next_answer(self, story: Story, case: Case) -> None:
        """Bob's first try is refused; the second is accepted, not the first."""
        story.alice.asks(case.task, QUESTION)
        story.bob.answers("4711")
        story.alice.refuses()
        story.bob.answers("6800")
        story.alice.accepts()
        case.runtime.receive()
        assert case.task.data["advice"] == "6800"

    def test_reach_says_who_reads_it(self, story: Story, case: Case) -> None:
        """What Bob says to the participants, after it has widened, Carol does not read."""
        story.alice.asks(case.task, QUESTION)
        story.passes("PT2H")
        story.bob.comments("Between us: 6800?", reach="participants")
        story.bob.comments("It is 6800, I think.")
        assert story.carol.reads() == [QUESTION, "It is 6800, I think."]

    @pytest.mark.parametrize(
        ("ending", "outcome"),
        [("withdraws", "withdrawn"), ("solves_alone", "solved_alone"), ("gives_up", "no_answer")],
    )
    def test_other_ends(self, story: Story, case: Case, ending: str, outcome: str) -> None:
        """Each comes back to the process; who was in reads on."""
        story.alice.asks(case.task, QUESTION)
        getattr(story.alice, ending)()
        assert [getattr(item, "outcome", None) for item in case.runtime.receive()][-1] == outcome
        assert story.bob.reads() == [QUESTION]

    def test_asked_on_a_page(self, story: Story, case: Case) -> None:
        """The runtime hears of it, fires, and brings the answer back."""
        case.runtime.sync()
        story.alice.asks_on_page(case.task, QUESTION)
        case.runtime.receive()
        case.runtime.send()
        story.bob.answers("6800")
        story.alice.accepts()
        case.runtime.receive()
        assert case.task.data["advice"] == "6800"

    def test_an_offer_that_the_engines_own_timer_makes(self, story: Story, case: Case) -> None:
        """SpiffWorkflow's clock stands where the service's does."""
        story.passes("PT29M")
        case.workflow.refresh_timers()
        assert case.runtime.send() == ()
        story.passes("PT1M")
        case.workflow.refresh_timers()
        case.runtime.send()
        story.alice.takes_up_offer(QUESTION)
        assert story.bob.reads() == [QUESTION]

    def test_timers_that_are_not_ours_go_along(self, story: Story) -> None:
        """A stock timer event on the same task."""
        late = timer_event("check", after="PT3H") + task("hurry") + end("e2") + flow("late", "hurry", "e2")
        case = Case(story, diagram(process(task("check", element()), late, path=["check"])))
        story.passes("PT2H")
        case.workflow.refresh_timers()
        assert case.workflow.get_tasks(spec_name="hurry", state=TaskState.READY) == []
        story.passes("PT1H1S")  # it fires after its time, not at it
        case.workflow.refresh_timers()
        case.workflow.do_engine_steps()
        assert len(case.workflow.get_tasks(spec_name="hurry", state=TaskState.READY)) == 1


class TestWhichDiscussion:
    def test_is_the_open_one(self, story: Story, case: Case) -> None:
        """One has ended; nobody needs to say that the other is meant."""
        story.alice.asks(case.task, QUESTION)
        story.alice.withdraws()
        story.alice.asks(case.task, "And which cost centre?")
        assert story.bob.reads() == ["And which cost centre?"]
        assert [line.outcome for line in story.bob.discussions()].count(None) == 1

    def test_has_to_be_said_where_there_are_two(self, story: Story, case: Case) -> None:
        """Two cases of Alice's."""
        first = story.alice.asks(case.task, QUESTION)
        second = story.alice.asks(Case(story).task, "And here?")
        with pytest.raises(AssertionError, match="bob sees 2 discussions; say with `about`"):
            story.bob.answers("6800")
        story.bob.answers("6800", about=second)
        assert story.alice.reads(about=second) == ["And here?", "6800"]
        assert story.alice.reads(about=first) == [QUESTION]

    def test_is_none_for_who_is_outside(self, story: Story, case: Case) -> None:
        """As if there were none; with its name it is refused like one that does not exist."""
        discussion = story.alice.asks(case.task, QUESTION)
        with pytest.raises(AssertionError, match=r"eve sees 0 discussions$"):
            story.eve.answers("6800")
        with pytest.raises(Refused) as refused:
            story.eve.answers("6800", about=discussion)
        assert refused.value.code == "not_found"


class TestMistakes:
    def test_nobody_of_that_name(self, story: Story) -> None:
        """A slip of the pen is not a new person."""
        with pytest.raises(AttributeError, match="nobody in the story is called 'alcie'"):
            story.alcie.reads()
        assert not hasattr(story, "_alice")

    def test_an_answer_that_is_not_there(self, story: Story, case: Case) -> None:
        """Alice accepts too early."""
        story.alice.asks(case.task, QUESTION)
        with pytest.raises(AssertionError, match="alice sees no answer"):
            story.alice.accepts()

    def test_an_offer_that_is_not_there(self, story: Story) -> None:
        """No timer ran."""
        with pytest.raises(AssertionError, match="alice has 0 offers"):
            story.alice.takes_up_offer()

    def test_a_case_that_the_story_does_not_know(self, story: Story) -> None:
        """It says what to do."""
        workflow = FAMILIES["spiff"].workflow(CHECK)
        workflow.do_engine_steps()
        with pytest.raises(AssertionError, match=r"story\.runtime\(workflow\), or let your host ask"):
            story.alice.asks(workflow.get_next_task(spec_name="check"), QUESTION)

    def test_what_the_plugin_and_the_rules_refuse_is_refused(self, story: Story, case: Case) -> None:
        """A task that is over; somebody who may not accept."""
        story.alice.asks(case.task, QUESTION)
        story.bob.answers("6800")
        with pytest.raises(Refused) as refused:
            story.bob.accepts()
        assert refused.value.code == "not_the_asker"
        done = case.task
        done.run()
        with pytest.raises(TaskClosed):
            story.alice.asks(done, QUESTION)

    @pytest.mark.parametrize("time", ["2 hours", "PT0S", ""])
    def test_no_time_at_all(self, story: Story, time: str) -> None:
        """Only a duration moves the clock."""
        with pytest.raises(ValueError, match=r"is not a duration|is no time at all"):
            story.passes(time)
        assert story.clock.now() == MONDAY


def test_with_a_clock_of_ones_own_the_machines_goes_on() -> None:
    """For who freezes it already, or needs it running."""
    clock = FrozenClock(MONDAY)
    with Story(clock=clock) as story:
        story.passes(timedelta(days=2))
        assert clock.now() == MONDAY + timedelta(days=2)
        assert SystemClock().now() > clock.now()


def test_a_person_whose_id_is_no_name_in_python(story: Story) -> None:
    """They are found by their id; who is not in the directory is refused, as by the service."""
    people = PeopleFile(FileDirectory([Person("bob@example.org", "Bob")]), Seeds())
    with Story(people, clock=story.clock) as other:
        bob = other.person("bob@example.org")
        assert (bob.reads(), repr(bob)) == ([], "<bob@example.org of the story>")
        with pytest.raises(Refused, match="not in the directory"):
            other.person("alice").reads()
