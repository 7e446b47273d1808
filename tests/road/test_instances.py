"""Several people vote on one thing, each by themselves: whoever has another instance is kept out of the question."""

from __future__ import annotations

from typing import Any

import pytest

from socialbpm.contract.people import TaskPeople
from socialbpm.engine import TransportError
from tests.engine.diagrams import diagram, element, process, several, task
from tests.road.story import QUESTION, Case, Story

APART = '<social:exclude who="other-instances"/>'
VOTERS = ("alice", "bob", "carol")


def voting(inside: str, *, sequential: bool = False) -> str:
    """Three votes, then somebody counts."""
    votes = task("vote", element(inside) + several(sequential=sequential))
    return diagram(process(votes, task("count"), path=["vote", "count"]))


def among(_: Any) -> TaskPeople:
    """Any of the three can take any instance."""
    return TaskPeople(potential_owners=VOTERS)


def claim(case: Case, *people: str) -> None:
    """Each takes one of the open instances."""
    for instance, person in zip(case.tasks("vote"), people, strict=False):
        case.runtime.claimed(instance, by=person)
    case.restart()


def asks_about(case: Case, number: int, by: str) -> str:
    """Ask about one instance, and send; returns the discussion."""
    case.runtime.socialize(case.tasks("vote")[number], by=by, question=QUESTION)
    case.restart()
    (discussion,) = case.sends()
    return str(discussion)


@pytest.mark.parametrize(("inside", "is_in"), [("", True), (APART, False)])
def test_who_has_another_instance_is_not_asked_about_this_one(story: Story, inside: str, is_in: bool) -> None:
    """Bob could take Alice's vote as well as his own; the designer wants them apart.

    The host has not told the service of any claim: sending does so first, and so there is no moment at which Bob is in.
    """
    case = story.case(voting(inside), people_of=among)
    claim(case, "alice", "bob", "carol")
    discussion = asks_about(case, 0, "alice")
    assert story.road.is_in("bob", discussion) is is_in
    story.passes(hours=3)  # the coworkers come next, and Carol is one
    assert story.road.is_in("carol", discussion) is is_in


def test_who_takes_another_instance_while_in_leaves(story: Story) -> None:
    """Bob helps Alice, then claims a vote of his own; the runtime hears of the conflict."""
    case = story.case(voting(APART), people_of=among)
    claim(case, "alice")
    discussion = asks_about(case, 0, "alice")
    assert story.road.is_in("bob", discussion)
    case.runtime.claimed(case.tasks("vote")[1], by="bob")
    case.tells()
    assert not story.road.is_in("bob", discussion)
    (conflict,) = case.hears()
    assert (conflict.type, conflict.person) == ("discussion.conflict", "bob")


def test_one_after_the_other_those_who_voted_before_are_kept_out(story: Story) -> None:
    """Bob has voted; now Alice does and asks."""
    case = story.case(voting(APART, sequential=True), people_of=among)
    claim(case, "bob")
    (first,) = case.tasks("vote")
    first.run()
    case.workflow.do_engine_steps()
    case.runtime.completed(first, by="bob")
    claim(case, "alice")
    discussion = asks_about(case, 0, "alice")
    assert not story.road.is_in("bob", discussion)
    assert story.road.is_in("carol", discussion)


def test_who_has_two_instances_may_ask_about_either(story: Story) -> None:
    """Alice is kept apart from the others, not from herself."""
    case = story.case(voting(APART), people_of=among)
    claim(case, "alice", "alice", "bob")
    for number in (0, 1):
        discussion = asks_about(case, number, "alice")
        assert not story.road.is_in("bob", discussion)
        assert story.road.is_in("carol", discussion)


def test_one_answer_reaches_one_instance(story: Story) -> None:
    """Alice and Bob both asked; each gets what was said to them."""
    case = story.case(voting(""), people_of=among)
    claim(case, "alice", "bob", "carol")
    mine, bobs = asks_about(case, 0, "alice"), asks_about(case, 1, "bob")
    story.answers(mine, value="yes")
    story.answers(bobs, by="alice", asker="bob", value="no")
    case.hears()
    assert [list(vote.data.get("socialize", {}).values()) for vote in case.tasks("vote")] == [["yes"], ["no"], []]


def test_while_the_service_is_away_nobody_is_asked(story: Story) -> None:
    """It could not be told first who must not be; the question stays pending, and goes out when it is back."""
    case = story.case(voting(APART), people_of=among)
    claim(case, "alice", "bob")
    case.runtime.socialize(case.tasks("vote")[0], by="alice", question=QUESTION)
    case.transport.is_down = True
    with pytest.raises(TransportError):
        case.runtime.send()
    case.restart()
    case.transport.is_down = False
    (discussion,) = case.sends()
    assert not story.road.is_in("bob", str(discussion))
