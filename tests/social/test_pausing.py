"""An answer on the table pauses everything until the asker says what it is worth."""

from __future__ import annotations

from socialbpm.social import facts as f
from socialbpm.social.discussion import Proposal
from tests.social.road import NETWORK, PARTICIPANTS, Road, refusal


class TestPausing:
    """While an answer waits for a word."""

    def test_no_ring_is_over(self, asked: Road) -> None:
        """Bob answered; Carol is not asked two hours later."""
        asked.bob.answers("4711")
        assert asked.alice.view.paused
        assert asked.wait("PT1H").wait("PT30M").at == "participants"

    def test_not_it_resumes_with_the_time_that_was_left(self, asked: Road) -> None:
        """An hour of two was over when Bob answered; after "not it" there is one more."""
        asked.wait("PT1H").bob.answers("4711").wait("PT1H").alice.says_not_it("4711")
        assert asked.wait("PT59M").at == "participants"
        assert asked.wait("PT1M").at == "coworkers"

    def test_it_stays_paused_while_another_answer_is_there(self, asked: Road) -> None:
        """Ben answered, too."""
        asked.bob.answers("4711").ben.answers("4712").alice.says_not_it("4711")
        assert asked.alice.view.paused
        assert not asked.alice.says_not_it("4712").alice.view.paused

    def test_a_withdrawn_answer_counts_as_refused(self, asked: Road) -> None:
        """Bob saw that he was wrong."""
        assert not asked.bob.answers("4711").bob.takes_back("4711").alice.view.paused

    def test_a_proposal_stops_its_time(self, proposed: Road) -> None:
        """It is reminded neither while Carol's answer waits, nor before its four hours are over."""
        proposed.wait("PT1H").carol.answers("4711").wait("PT2H").alice.says_not_it("4711")
        assert proposed.wait("PT2H").happened(f.ProposalReminded) == 0
        assert proposed.wait("PT1H").happened(f.ProposalReminded) == 1

    def test_only_an_answer_that_waits_can_be_refused(self, asked: Road) -> None:
        """A comment is none, and neither is an answer that was refused."""
        asked.bob.comments("Hm.").ben.answers("4711").alice.says_not_it("4711")
        none = "that is not an answer which waits for your word [not_an_answer]"
        assert refusal(lambda: asked.alice.says_not_it("Hm.")) == none
        assert refusal(lambda: asked.alice.says_not_it("4711")) == none

    def test_only_the_asker_says_not_it(self, asked: Road) -> None:
        """Ben may think so; it is not his question."""
        asked.bob.answers("4711")
        assert refusal(lambda: asked.ben.says_not_it("4711")) == "only the asker may do that [not_the_asker]"


class TestSilence:
    """The asker says nothing about an answer."""

    def test_after_one_wait_the_asker_is_asked_and_gets_the_proposal(self, among_coworkers: Road) -> None:
        """Did Carol's answer help? If not: go on to the network? Nothing widens by itself."""
        among_coworkers.carol.answers("4711").wait("PT4H")
        assert among_coworkers.happened(f.AskedIfHelped) == 1
        assert (among_coworkers.at, among_coworkers.alice.view.proposed) == ("coworkers", 3)

    def test_even_a_ring_that_follows_by_itself_is_only_proposed(self, asked: Road) -> None:
        """Bob's answer is there; coworkers are not troubled without Alice's word."""
        asked.bob.answers("4711").wait("PT2H")
        assert (asked.at, asked.alice.view.proposed) == ("participants", 2)

    def test_after_two_waits_it_ends_with_the_answer_kept(self, asked: Road) -> None:
        """Nobody confirmed it."""
        asked.bob.answers("4711").wait("PT2H").wait("PT2H")
        assert (asked.state.outcome, asked.state.confirmed) == ("no_answer", False)
        assert "4711" in asked.alice.reads()
        assert not asked.alice.view.paused

    def test_any_sign_of_the_asker_starts_the_count_again(self, asked: Road) -> None:
        """Alice is there: she asks back."""
        asked.bob.answers("4711").wait("PT1H").alice.comments("Also for imports?").wait("PT1H")
        assert asked.happened(f.AskedIfHelped) == 0
        assert asked.wait("PT1H").happened(f.AskedIfHelped) == 1

    def test_somebody_elses_words_are_no_sign_of_hers(self, asked: Road) -> None:
        """Ben comments; Alice is still silent."""
        asked.bob.answers("4711").wait("PT1H").ben.comments("I think so, too.").wait("PT1H")
        assert asked.happened(f.AskedIfHelped) == 1

    def test_in_the_last_ring_there_is_no_proposal(self) -> None:
        """There is nowhere to go on to."""
        road = Road(PARTICIPANTS).alice.asks("Which account?").bob.answers("4711").wait("PT2H")
        assert (road.happened(f.AskedIfHelped), road.state.proposal) == (1, None)

    def test_a_proposal_that_is_there_is_not_made_twice(self, proposed: Road) -> None:
        """It waits for Alice's word already."""
        proposed.carol.answers("4711").wait("PT4H")
        assert (proposed.happened(f.AskedIfHelped), proposed.happened(f.Proposed)) == (1, 1)

    def test_who_said_no_further_gets_no_proposal(self, among_coworkers: Road) -> None:
        """Alice had enough; Carol's answer, on which she is silent, does not change that."""
        among_coworkers.alice.widens().alice.declines(further=False).carol.answers("4711").wait("PT4H")
        assert (among_coworkers.happened(f.AskedIfHelped), among_coworkers.state.proposal) == (1, None)

    def test_a_proposal_declined_meanwhile_comes_again_after_the_pause(self, among_coworkers: Road) -> None:
        """Not yet, Alice says while Carol's answer waits; then "not it", and four hours later it is proposed again."""
        among_coworkers.carol.answers("4711").wait("PT4H").alice.declines().alice.says_not_it("4711")
        assert among_coworkers.state.proposal == Proposal(3, declined=True)
        assert among_coworkers.wait("PT4H").alice.view.proposed == 3

    def test_no_further_while_paused_ends_only_when_the_wait_runs_out(self, among_coworkers: Road) -> None:
        """The ring had two of its four hours left when Carol answered."""
        among_coworkers.wait("PT2H").carol.answers("4711").wait("PT4H").alice.declines(further=False)
        among_coworkers.alice.says_not_it("4711")
        assert not among_coworkers.wait("PT1H").state.ended
        assert among_coworkers.wait("PT1H").state.outcome == "no_answer"

    def test_a_new_asker_has_the_whole_time(self, asked: Road) -> None:
        """Alice hands over to Ben an hour after Bob answered."""
        asked.bob.answers("4711").wait("PT1H").alice.hands_over_to("ben").wait("PT1H")
        assert asked.happened(f.AskedIfHelped) == 0

    def test_alone_with_a_community_to_come_it_counts_by_that_rings_wait(self) -> None:
        """Alice brought Eve in before she decided about the network."""
        road = Road(NETWORK).alice.asks("Which account?").alice.brings_in("eve").eve.answers("4711", reach="network")
        assert road.wait("P3D").happened(f.AskedIfHelped) == 1
