"""How a discussion moves outwards: in order, only as far as it must, and when."""

from __future__ import annotations

from dataclasses import replace

from socialbpm.social import facts as f
from socialbpm.social.ladder import Ring, Step
from tests.social.road import COWORKERS, NETWORK, PARTICIPANTS, Road, refusal, span


class TestAsking:
    """Sending the question."""

    def test_before_alice_asks_nobody_else_is_in(self, road: Road) -> None:
        """She is alone with it, in the ring `self`."""
        assert road.people == ["alice"]
        assert road.at == "self"

    def test_asking_brings_the_first_ring_in_with_the_question(self, asked: Road) -> None:
        """Bob and Ben read it; Carol does not yet."""
        assert asked.bob.reads() == ["Which account?"]
        assert asked.carol.reads() == []

    def test_a_question_that_came_along_is_asked_at_once(self) -> None:
        """Alice wrote it on the page that opened the discussion."""
        road = Road(question="Which account?", request="firing-1")
        assert road.at == "participants"
        assert road.bob.reads() == ["Which account?"]
        assert road.state.firings == ("firing-1",)

    def test_a_question_is_asked_once(self, asked: Road) -> None:
        """Asking twice would be two questions."""
        twice = refusal(lambda: asked.alice.asks("Which account, please?"))
        assert twice == "the question was asked already\n  Reword it, or post a comment. [asked_already]"

    def test_only_the_asker_asks_and_only_while_it_is_open(self, road: Road) -> None:
        """Bob cannot ask for Alice, and Alice cannot after the end."""
        assert refusal(lambda: road.bob.asks("x")) == "only the asker may do that [not_the_asker]"
        road.alice.withdraws()
        ended = "the discussion ended: withdrawn\n  Open a new one from the task if you are still stuck. [ended]"
        assert refusal(lambda: road.alice.asks("x")) == ended


class TestWording:
    """How the question reads for whom."""

    def test_a_ring_further_out_gets_the_wording_chosen_for_it(self, asked: Road) -> None:
        """Alice tells coworkers what Bob and Ben need not be told."""
        asked.alice.words_it("Which account, for freight?", "coworkers").wait("PT2H")
        assert asked.carol.reads() == ["Which account, for freight?"]
        assert asked.bob.reads() == ["Which account?"]

    def test_rewording_for_a_ring_that_is_in_shows_it_at_once(self, asked: Road) -> None:
        """Bob reads the new wording; Alice still has what she asked."""
        asked.alice.words_it("Which account, 4711 or 4712?", "participants")
        assert asked.bob.reads() == ["Which account, 4711 or 4712?"]
        assert asked.alice.reads() == ["Which account?"]

    def test_a_wording_chosen_alone_is_not_overwritten_by_asking(self, road: Road) -> None:
        """Alice words it for her coworkers before she asks."""
        road.alice.words_it("Freight: which account?", "coworkers").alice.asks("Which account?").wait("PT2H")
        assert road.chris.reads() == ["Freight: which account?"]

    def test_there_is_nothing_to_word_for_oneself(self, asked: Road) -> None:
        """`self` is no audience."""
        answer = refusal(lambda: asked.alice.words_it("?", "self"))
        assert answer == "there is no such ring\n  Rings: participants, coworkers, network. [no_such_ring]"


class TestColleagues:
    """Rings of the colleagues' step follow by themselves."""

    def test_a_ring_is_over_when_its_wait_ran_out(self, asked: Road) -> None:
        """Two hours of silence, and Carol and Chris are asked."""
        assert asked.wait("PT1H").at == "participants"
        assert asked.wait("PT1H").at == "coworkers"

    def test_a_ring_is_over_when_the_asker_says_so(self, asked: Road) -> None:
        """Alice does not want to wait."""
        assert asked.alice.widens().at == "coworkers"

    def test_a_numbered_ring_is_over_when_it_is_exhausted(self, among_coworkers: Road) -> None:
        """Nobody is left to ask and no ask is open: there is nothing to wait for."""
        among_coworkers.carol.passes().chris.passes()
        assert among_coworkers.state.proposal is None
        among_coworkers.cleo.passes()
        assert among_coworkers.alice.view.proposed == 3

    def test_a_ring_with_an_open_ask_is_not_exhausted(self, among_coworkers: Road) -> None:
        """Chris may still answer."""
        among_coworkers.pools["coworkers"] = ()
        assert among_coworkers.carol.passes().at == "coworkers"
        assert among_coworkers.state.proposal is None

    def test_an_open_ring_is_never_exhausted(self) -> None:
        """Somebody may still join it."""
        road = Road(replace(COWORKERS, open=True), NETWORK).alice.asks("Which account?")
        road.carol.passes().chris.passes().cleo.passes()
        assert road.state.proposal is None

    def test_an_empty_pool_is_entered_and_left_at_once(self, asked: Road) -> None:
        """Nobody worked with Alice before; a fact says so, and the network is proposed."""
        asked.pools["coworkers"] = ()
        asked.wait("PT2H")
        assert asked.at == "coworkers"
        assert asked.happened(f.RingPassed) == 1
        assert asked.alice.view.proposed == 3

    def test_the_last_ring_is_never_left_for_being_empty(self) -> None:
        """It keeps its wait, in which Alice can bring somebody in; then it ends."""
        road = Road(PARTICIPANTS, COWORKERS)
        road.pools["coworkers"] = ()
        road.alice.asks("Which account?").wait("PT2H")
        assert (road.at, road.happened(f.RingPassed)) == ("coworkers", 0)
        assert road.alice.brings_in("eve").eve.reads() == ["Which account?"]
        assert road.wait("PT4H").state.outcome == "no_answer"

    def test_nothing_lies_beyond_the_last_ring(self) -> None:
        """Alice can bring somebody in, or end it."""
        road = Road(PARTICIPANTS).alice.asks("Which account?")
        last = refusal(road.alice.widens)
        assert last == "this is the last ring\n  Bring somebody in by name, or end the discussion. [last_ring]"

    def test_there_is_nothing_to_widen_before_the_question(self, road: Road) -> None:
        """Nobody but Alice is in."""
        not_yet = refusal(road.alice.widens)
        hint = "Ask it first; until then nobody but you is in."
        assert not_yet == f"the question has not been asked yet\n  {hint} [not_asked]"


class TestProposals:
    """Into a community, and wherever the ladder says so, the asker's word is needed."""

    def test_a_community_is_proposed_not_entered(self, proposed: Road) -> None:
        """Dana hears nothing until Alice consents."""
        assert (proposed.at, proposed.alice.view.proposed) == ("coworkers", 3)
        assert proposed.dana.reads() == []

    def test_the_asker_can_have_it_proposed_at_once(self, among_coworkers: Road) -> None:
        """Saying it twice makes no second proposal."""
        among_coworkers.alice.widens().alice.widens()
        assert among_coworkers.happened(f.Proposed) == 1
        assert among_coworkers.alice.view.wait_until is None

    def test_a_proposal_is_reminded_once_and_ends_after_two_waits(self, proposed: Road) -> None:
        """Four hours, a reminder, four hours, the end."""
        assert proposed.wait("PT4H").happened(f.ProposalReminded) == 1
        assert not proposed.state.ended
        proposed.wait("PT4H")
        assert (proposed.state.outcome, proposed.state.confirmed) == ("no_answer", False)
        assert proposed.happened(f.ProposalReminded) == 1

    def test_a_declined_proposal_comes_again_after_the_wait(self, proposed: Road) -> None:
        """Not yet, says Alice; it is no proposal now, and one again four hours later."""
        proposed.alice.declines()
        assert proposed.alice.view.proposed is None
        assert proposed.wait("PT4H").alice.view.proposed == 3

    def test_a_declined_proposal_can_be_called_back(self, proposed: Road) -> None:
        """Alice thinks again."""
        proposed.alice.declines().alice.widens()
        assert proposed.alice.view.proposed == 3

    def test_no_further_ends_when_the_wait_runs_out(self, among_coworkers: Road) -> None:
        """Alice wants the coworkers and nobody else: they keep their four hours."""
        among_coworkers.alice.widens().alice.declines(further=False)
        assert not among_coworkers.wait("PT2H").state.ended
        assert among_coworkers.wait("PT2H").state.outcome == "no_answer"

    def test_no_further_ends_at_once_where_the_wait_is_over(self, proposed: Road) -> None:
        """There is nothing left to wait for."""
        assert proposed.alice.declines(further=False).state.outcome == "no_answer"

    def test_no_further_is_taken_back_by_going_on(self) -> None:
        """Carol is not enough after all: the ring after the one that Alice then enters is proposed."""
        road = Road(COWORKERS, replace(PARTICIPANTS, widen="propose"), NETWORK).alice.asks("Which account?")
        road.carol.passes().chris.passes().cleo.passes()
        assert road.alice.declines(further=False).alice.widens().at == "participants"
        assert road.wait("PT2H").alice.view.proposed == 3

    def test_there_must_be_a_proposal_to_decline(self, asked: Road) -> None:
        """Nothing is proposed while the colleagues still have time."""
        assert refusal(asked.alice.declines) == "nothing is proposed to you [nothing_proposed]"

    def test_a_ladder_that_starts_with_a_community_starts_with_a_proposal(self) -> None:
        """Asking is no consent to strangers; a wait of the ring to come is what everything counts by."""
        road = Road(NETWORK).alice.asks("Which account?")
        assert (road.at, road.alice.view.proposed) == ("self", 1)
        assert road.wait("P3D").happened(f.ProposalReminded) == 1
        assert road.wait("P3D").state.outcome == "no_answer"

    def test_no_further_than_alone_ends_at_once(self) -> None:
        """There is no ring whose wait could run out."""
        road = Road(NETWORK).alice.asks("Which account?").alice.declines(further=False)
        assert road.state.outcome == "no_answer"


class TestByHand:
    """`manual`: no proposal, the ring stays until the asker acts."""

    def test_two_waits_end_it(self) -> None:
        """Nobody proposes anything to Alice."""
        road = Road(PARTICIPANTS, replace(NETWORK, widen="manual")).alice.asks("Which account?")
        assert road.wait("PT2H").state.proposal is None
        assert not road.state.ended
        assert road.wait("PT2H").state.outcome == "no_answer"

    def test_the_asker_has_it_proposed(self) -> None:
        """Once she acts it is a proposal like any other."""
        road = Road(PARTICIPANTS, replace(NETWORK, widen="manual")).alice.asks("Which account?")
        road.wait("PT2H").alice.widens()
        assert road.wait("PT2H").alice.view.proposed == 2
        assert not road.state.ended

    def test_a_ring_of_colleagues_is_entered_by_hand(self) -> None:
        """Alice says when."""
        road = Road(PARTICIPANTS, replace(COWORKERS, widen="manual"), NETWORK).alice.asks("Which account?")
        assert road.wait("PT2H").at == "participants"
        assert road.alice.widens().at == "coworkers"

    def test_an_exhausted_ring_stays(self) -> None:
        """Nobody is left to ask among Alice's coworkers, and still it is for her to go on."""
        road = Road(COWORKERS, replace(NETWORK, widen="manual")).alice.asks("Which account?")
        road.carol.passes().chris.passes().cleo.passes()
        assert (road.at, road.state.proposal) == ("coworkers", None)

    def test_an_empty_ring_stays_too(self) -> None:
        """A fact says that nobody was in it; its wait runs all the same."""
        road = Road(PARTICIPANTS, COWORKERS, replace(NETWORK, widen="manual"))
        road.pools["coworkers"] = ()
        road.alice.asks("Which account?").wait("PT2H")
        assert (road.at, road.happened(f.RingPassed), road.state.proposal) == ("coworkers", 1, None)
        assert road.wait("PT4H").wait("PT4H").state.outcome == "no_answer"

    def test_a_ladder_that_starts_by_hand_starts_with_a_proposal(self) -> None:
        """Asking is the hand."""
        road = Road(replace(NETWORK, widen="manual")).alice.asks("Which account?")
        assert road.alice.view.proposed == 1

    def test_a_consent_in_advance_that_does_not_hold_leaves_it_at_that(self) -> None:
        """Alice agreed to Dana and Dora, who are away when the time comes: the ring stays, and ends after two waits."""
        road = Road(PARTICIPANTS, replace(NETWORK, widen="manual"))
        road.alice.words_it("Which account?", "network")
        agreed = road.alice.previews("network")
        road.alice.asks("Which account?", consents=(agreed,))
        road.pools["network"] = ("dina",)
        assert road.wait("PT2H").at == "participants"
        assert road.wait("PT2H").state.outcome == "no_answer"


class TestTeam:
    """The least that a ladder can be."""

    def test_a_ring_without_a_wait_has_a_working_day(self) -> None:
        """An answer there is waited for like any other."""
        road = Road(Ring("participants", Step.COLLEAGUES, ("lane",))).alice.asks("Which account?").bob.answers("4711")
        assert road.wait("P1D").happened(f.AskedIfHelped) == 1
        assert road.wait("P1D").state.outcome == "no_answer"
        assert span("P1D") == road.ladder[1].pace
