"""What happened, as a person may read it: the same sight rule."""

from __future__ import annotations

from dataclasses import replace

from socialbpm.social import facts as f
from socialbpm.social.history import item_of
from socialbpm.social.view import Shown
from tests.social.road import COWORKERS, NETWORK, PARTICIPANTS, Person, Road


def told(person: Person, kind: str) -> list[tuple[Shown | None, int | None]]:
    """Return to whom, or by whom, and in which ring something of that kind happened, as somebody reads it."""
    return [(fact.who, fact.ring) for fact in person.history() if fact.kind == kind]


class TestHistory:
    """Facts, for whom they are."""

    def test_who_is_not_in_hears_nothing(self, asked: Road) -> None:
        """Not even how much there is to hear."""
        assert asked.eve.hears() == []

    def test_the_asker_hears_everything_of_her_own(self, proposed: Road) -> None:
        """From the opening to the proposal; others hear what reaches their ring."""
        proposed.alice.strikes("eve")
        assert proposed.alice.hears()[0] == "Opened"
        assert {"Struck", "Proposed", "WordingChosen", "Lapsed"} <= set(proposed.alice.hears())
        assert not {"Opened", "Struck", "Proposed", "WordingChosen", "Lapsed"} & set(proposed.bob.hears())

    def test_a_newcomer_hears_from_their_own_ring_on(self, among_coworkers: Road) -> None:
        """Carol hears of her ring, her ask, and of Chris; not of the question, the ring before and its people."""
        among_coworkers.bob.comments("4711?", reach="participants")
        assert among_coworkers.carol.hears() == ["RingEntered", "Worded", "CameIn", "Asked", "CameIn"]
        assert told(among_coworkers.carol, "RingEntered") == [(None, 2)]
        assert [who for who, _ in told(among_coworkers.carol, "Asked")] == [Shown(person="carol")]

    def test_the_ring_that_somebody_came_in_at_is_between_them_and_the_asker(self, among_coworkers: Road) -> None:
        """Carol reads her own, not that of Chris."""
        assert told(among_coworkers.carol, "CameIn") == [(Shown(person="carol"), 2), (Shown(person="chris"), None)]
        assert (Shown(person="chris"), 2) in told(among_coworkers.alice, "CameIn")

    def test_an_ask_and_its_end_are_told_to_the_asked_and_the_asker(self, among_coworkers: Road) -> None:
        """Nobody else hears that Carol passed."""
        among_coworkers.carol.passes().alice.withdraws()
        assert told(among_coworkers.alice, "Passed") == [(Shown(person="carol"), None)]
        assert "Passed" in among_coworkers.carol.hears()
        assert not {"Passed", "Asked"} & set(among_coworkers.bob.hears())
        assert told(among_coworkers.chris, "AskClosed") == [(Shown(person="chris"), None)]

    def test_an_empty_ring_is_told_to_whoever_was_closer(self, asked: Road) -> None:
        """Law 1: a fact says that it was passed through."""
        asked.pools["coworkers"] = ()
        asked.wait("PT2H")
        assert told(asked.bob, "RingPassed") == [(None, 2)]

    def test_the_end_is_for_everybody_who_is_in(self, in_network: Road) -> None:
        """With the outcome in their view."""
        in_network.alice.withdraws()
        assert all(person.hears()[-1] == "Ended" for person in (in_network.alice, in_network.bob, in_network.dana))


class TestPosts:
    """What was said, when, and by whom."""

    def test_a_post_and_its_changes_are_told_to_whoever_sees_it(self, among_coworkers: Road) -> None:
        """Bob's post is for the participants, until he raises it."""
        among_coworkers.bob.comments("4711", reach="participants")
        assert "Posted" in among_coworkers.ben.hears()
        assert "Posted" not in among_coworkers.carol.hears()
        among_coworkers.bob.raises("4711", "coworkers")
        assert told(among_coworkers.carol, "Raised") == [(Shown(person="bob"), None)]

    def test_no_gap_tells_of_versions_that_one_cannot_see(self, among_coworkers: Road) -> None:
        """To Carol, Bob's second version was posted; Ben knows that it was edited."""
        among_coworkers.bob.comments("4711", "participants").bob.edits("4711", "4712", reach="coworkers")
        among_coworkers.bob.edits("4712", "4713")
        assert [kind for kind in among_coworkers.carol.hears() if kind in {"Posted", "Edited"}] == ["Posted", "Edited"]
        assert [kind for kind in among_coworkers.ben.hears() if kind in {"Posted", "Edited"}] == [
            "Posted",
            "Edited",
            "Edited",
        ]

    def test_what_the_asker_says_of_an_answer_is_told_with_the_answer(self, among_coworkers: Road) -> None:
        """Not it, and accepted: by Alice, to whoever sees the post."""
        among_coworkers.carol.answers("4711").alice.says_not_it("4711").chris.answers("4712").alice.accepts("4712")
        assert told(among_coworkers.chris, "NotIt") == [(Shown(person="alice"), None)]
        assert told(among_coworkers.bob, "Accepted") == [(Shown(person="alice"), None)]

    def test_whoever_accepted_in_her_place_is_told_to_who_sees_them(self, among_coworkers: Road) -> None:
        """Ben answers for the process. Chris came in later, and does not know that Ben is there."""
        among_coworkers.bob.answers("4711").ben.accepts_as_owner("4711")
        assert told(among_coworkers.bob, "Accepted") == [(Shown(person="ben"), None)]
        assert told(among_coworkers.chris, "Accepted") == [(None, None)]

    def test_a_withdrawn_post_is_a_fact(self, asked: Road) -> None:
        """Bob took it back; that there was something stays."""
        asked.bob.comments("4711").bob.takes_back("4711")
        assert told(asked.ben, "PostWithdrawn") == [(Shown(person="bob"), None)]

    def test_a_note_is_told_to_nobody_else(self, asked: Road) -> None:
        """That Bob wrote one is his own business."""
        asked.bob.notes("Hm.")
        assert "Posted" in asked.bob.hears()
        assert "Posted" not in asked.alice.hears()


class TestPeople:
    """Who came, and nobody who went."""

    def test_nobody_is_told_why_somebody_is_absent(self, asked: Road) -> None:
        """Ben left, Carol is excluded, Dana is gone: they are not there, and that is all."""
        asked.ben.leaves().dana.quits().task_is("alice", "bob", excluded=("carol",))
        heard = {*asked.alice.hears(), *asked.bob.hears()}
        assert not {"Left", "OffBoarded", "Excluded", "GroundLost"} & heard
        assert Shown(person="ben") not in [fact.who for fact in asked.alice.history()]

    def test_a_conflict_is_for_the_owner_alone(self, asked: Road) -> None:
        """Ben took the other half of a four-eyes pair; if nobody owns the task, nobody hears it here."""
        asked.task_is("bob", "ben", "alice").task_is("bob", "ben", "alice", excluded=("ben",))
        assert told(asked.bob, "Excluded") == [(Shown(person="ben"), None)]
        assert "Excluded" not in asked.alice.hears()
        assert "Excluded" not in asked.task_is(None, "bob", "alice", excluded=("ben",)).bob.hears()

    def test_the_door_is_told_to_who_went_through_it(self, among_coworkers: Road) -> None:
        """And to Alice, who opened it."""
        among_coworkers.alice.lets_closer("carol", "participants")
        assert told(among_coworkers.carol, "LetCloser") == [(Shown(person="carol"), 1)]
        assert "LetCloser" in among_coworkers.alice.hears()
        assert "LetCloser" not in among_coworkers.ben.hears()

    def test_thanks_and_releases_are_for_whom_they_concern(self, asked: Road) -> None:
        """Ben hears neither."""
        asked.bob.answers("4711").alice.accepts("4711").alice.thanks("bob").bob.releases()
        assert {"Thanked", "Released"} <= set(asked.bob.hears())
        assert not {"Thanked", "Released"} & set(asked.ben.hears())

    def test_that_an_answer_helped_is_the_askers_own(self, asked: Road) -> None:
        """She said it; the author hears what she accepted."""
        asked.bob.answers("4711").alice.completes_the_task().alice.says_it_helped("4711")
        assert told(asked.alice, "Helped") == [(Shown(person="alice"), None)]


class TestTheAskersName:
    """Beyond the rings that name the asker nothing gives the name away."""

    def by_role(self) -> Road:
        """Return a discussion whose asker is named to nobody."""
        ladder = (replace(PARTICIPANTS, names_asker=False), COWORKERS, NETWORK)
        return Road(*ladder).alice.asks("Which account?")

    def test_the_question_was_asked_by_somebody(self) -> None:
        """Bob hears of a role."""
        assert told(self.by_role().bob, "QuestionAsked") == [(Shown(role_of="alice"), None)]

    def test_a_handover_and_how_the_new_asker_came_in_are_kept_back(self) -> None:
        """Ben knew Bob; that Bob is the asker now is told to nobody whom the asker is hidden from."""
        road = self.by_role().alice.hands_over_to("bob")
        assert "HandedOver" not in road.ben.hears()
        assert [who for who, _ in told(road.ben, "CameIn")] == [Shown(person="ben")]
        assert told(road.bob, "HandedOver") == [(Shown(person="bob"), None)]

    def test_who_asked_in_between_is_a_member_like_others(self, among_coworkers: Road) -> None:
        """Alice handed over to Bob, and he to Carol: Chris, a ring further out than Bob, hears of Carol alone."""
        road = among_coworkers.alice.hands_over_to("bob").bob.hands_over_to("carol")
        assert told(road.chris, "HandedOver") == [(Shown(person="carol"), None)]
        assert told(road.ben, "HandedOver") == [(Shown(person="bob"), None), (Shown(person="carol"), None)]
        road.bob.leaves()
        assert told(road.ben, "HandedOver") == [(Shown(person="carol"), None)]

    def test_what_says_nothing_else_is_the_askers_own(self, asked: Road) -> None:
        """A new kind of fact is hidden until somebody says for whom it is."""
        assert item_of(f.Fired(at=asked.now, request="firing-1"), asked.state).reach == 0
