"""Previews, and consent: what is done is what was shown, or less (law 5)."""

from __future__ import annotations

from dataclasses import replace

from socialbpm.social import facts as f
from tests.social.road import COWORKERS, NETWORK, PARTICIPANTS, Road, refusal

OUTDATED = (
    "what would be shown is no longer what you agreed to\n"
    "  Look at the new preview and consent to that. [preview_outdated]"
)
AMOUNT = f.SharedField("amount", 2, "band", "content-amount")
INVOICE = f.SharedField("invoice_no", 3, "is", "content-invoice")


class TestPreview:
    """What going on would show, to how many, and who would be first."""

    def test_it_shows_wording_posts_fields_rule_and_the_first_people(self) -> None:
        """Alice sees all that strangers would see, and no more."""
        road = Road(fields=(AMOUNT, INVOICE)).alice.asks("Which account?")
        road.bob.comments("Not 4711.").bob.comments("Freight is new.").bob.raises("Freight is new.", "network")
        preview = road.alice.previews("network")
        assert road.words[str(preview.wording)] == "Which account?"
        assert preview.posts == ((road.post("Freight is new."), 1),)
        assert preview.fields == ("invoice_no",)
        assert preview.rule == NETWORK.rule
        assert (preview.most, preview.pool, preview.first) == (30, 3, ("dana", "dora"))
        assert [reason.sentence() for reason in preview.reasons] == ["worked with you on 4 cases"] * 2

    def test_a_withdrawn_post_is_not_shown(self, asked: Road) -> None:
        """It would be empty for newcomers, too."""
        asked.bob.comments("Not 4711.").bob.raises("Not 4711.", "network").bob.takes_back("Not 4711.")
        assert asked.alice.previews("network").posts == ()

    def test_before_the_question_it_shows_the_designers_wording(self) -> None:
        """The draft is what Alice would send if she changed nothing."""
        road = Road(draft="What is unclear?")
        assert road.words[str(road.alice.previews("network").wording)] == "What is unclear?"

    def test_the_same_thing_is_kept_once(self, asked: Road) -> None:
        """Looking twice changes nothing; a different thing is a different preview."""
        first, second = asked.alice.previews("network"), asked.alice.previews("network")
        assert first == second
        assert asked.happened(f.Previewed) == 1
        assert asked.alice.previews("coworkers").id != first.id

    def test_only_rings_further_out_can_be_previewed(self, asked: Road) -> None:
        """Bob and Ben are in already."""
        refused = refusal(lambda: asked.alice.previews("participants"))
        hint = "Rings that can be previewed now: coworkers, network."
        assert refused == f"there is no such ring to preview\n  {hint} [no_such_ring]"

    def test_in_the_last_ring_there_is_nothing_to_preview(self, in_network: Road) -> None:
        """There is no ring after it."""
        refused = refusal(lambda: in_network.alice.previews("network"))
        assert refused == ("there is no such ring to preview\n  Rings that can be previewed now: none. [no_such_ring]")

    def test_previews_are_for_the_asker(self, asked: Road) -> None:
        """Bob has no say in it."""
        assert refusal(lambda: asked.bob.previews("network")) == "only the asker may do that [not_the_asker]"


class TestConsent:
    """Agreeing to what a preview showed."""

    def test_the_first_batch_is_the_one_that_was_shown(self, in_network: Road) -> None:
        """Dana and Dora are asked, in the words that Alice chose for them."""
        assert (in_network.at, in_network.asked) == ("network", ["dana", "dora"])
        assert in_network.dana.reads() == ["Which account do freight costs go to?"]

    def test_who_has_become_unavailable_is_dropped_and_nobody_added(self, proposed: Road) -> None:
        """Dana is away by now: Dora alone is asked, and Dina only when Dora passes."""
        agreed = proposed.alice.previews("network")
        proposed.pools["network"] = ("dina", "dora")
        assert proposed.alice.consents_to(agreed).asked == ["dora"]
        assert proposed.dora.passes().asked == ["dina"]

    def test_with_nobody_of_the_first_batch_left_it_is_refused_with_a_new_preview(self, proposed: Road) -> None:
        """Dana and Dora are away; Alice is asked about Dina first."""
        agreed = proposed.alice.previews("network")
        proposed.pools["network"] = ("dina",)
        assert refusal(lambda: proposed.alice.consents_to(agreed)) == OUTDATED
        assert proposed.alice.consents_to(proposed.alice.previews("network")).asked == ["dina"]

    def test_a_changed_wording_is_refused(self, proposed: Road) -> None:
        """Alice reworded it in another window."""
        agreed = proposed.alice.previews("network")
        proposed.alice.words_it("Freight?", "network")
        assert refusal(lambda: proposed.alice.consents_to(agreed)) == OUTDATED

    def test_a_post_that_was_raised_since_is_refused(self, proposed: Road) -> None:
        """Bob let his post reach the network after Alice looked."""
        proposed.bob.comments("Not 4711.")
        agreed = proposed.alice.previews("network")
        proposed.bob.raises("Not 4711.", "network")
        assert refusal(lambda: proposed.alice.consents_to(agreed)) == OUTDATED

    def test_less_than_was_shown_is_fine(self, proposed: Road) -> None:
        """Bob took his post back after Alice looked."""
        proposed.bob.comments("Not 4711.").bob.raises("Not 4711.", "network")
        agreed = proposed.alice.previews("network")
        proposed.bob.takes_back("Not 4711.")
        assert proposed.alice.consents_to(agreed).at == "network"

    def test_an_empty_community_needs_consent_too(self, proposed: Road) -> None:
        """Law 5 goes before law 1; nobody is asked, and Alice can bring somebody in."""
        proposed.pools["network"] = ()
        assert proposed.alice.view.proposed == 3
        proposed.alice.consents_to("network")
        assert (proposed.at, proposed.asked) == ("network", [])
        proposed.pools["network"] = ("dana",)
        assert proposed.wait("PT1H").asked == []

    def test_who_agreed_to_nobody_is_asked_again_once_there_is_somebody(self, proposed: Road) -> None:
        """Dana was not on the empty list that Alice agreed to."""
        proposed.pools["network"] = ()
        agreed = proposed.alice.previews("network")
        proposed.pools["network"] = ("dana",)
        assert refusal(lambda: proposed.alice.consents_to(agreed)) == OUTDATED

    def test_everybody_of_a_community_that_is_informed_as_a_whole_was_shown(self) -> None:
        """Dina joined the community after Alice looked; she is not let in."""
        road = Road(PARTICIPANTS, replace(NETWORK, batch=None)).alice.asks("Which account?")
        road.pools["network"] = ("dana", "dora")
        agreed = road.alice.previews("network")
        road.pools["network"] = ("dina", "dana", "dora")
        assert road.alice.consents_to(agreed).people == ["alice", "bob", "ben", "dana", "dora"]

    def test_going_on_says_not_it_to_what_is_there(self, proposed: Road) -> None:
        """Carol's answer was not what Alice needed."""
        proposed.carol.answers("4711").alice.consents_to("network")
        assert proposed.state.posts[proposed.post("4711")].refused
        assert not proposed.state.paused

    def test_a_preview_that_was_never_served_is_refused(self, proposed: Road) -> None:
        """Nobody can consent to what they did not see."""
        unseen = replace(proposed.alice.previews("network"), id="made-up")
        assert refusal(lambda: proposed.alice.consents_to(unseen)) == (
            "consent names a preview that was not served, or was served to somebody else\n"
            "  Take a new preview and consent to that. [unknown_preview]"
        )

    def test_a_ring_that_is_entered_already_needs_no_consent(self, proposed: Road) -> None:
        """An old preview of it, or one about a person, is not about going on."""
        old = proposed.alice.previews("network")
        person = proposed.alice.previews("network", "eve")
        proposed.alice.consents_to(old)
        wrong = (
            "that preview is not about going on to a further ring\n"
            "  Take a preview of the ring and consent to that. [unknown_preview]"
        )
        assert refusal(lambda: proposed.alice.consents_to(old)) == wrong
        assert refusal(lambda: proposed.alice.consents_to(person)) == wrong

    def test_there_is_nothing_to_consent_to_before_the_question(self, road: Road) -> None:
        """Asking comes first; with it consent can be given in advance."""
        assert "[not_asked]" in refusal(lambda: road.alice.consents_to("participants"))


class TestConsentInAdvance:
    """Given when asking, for the whole ladder; it holds while what would be done is a subset of it."""

    def test_it_lets_the_discussion_go_on_without_a_proposal(self, road: Road) -> None:
        """Alice looked at everything when she asked."""
        road.alice.words_it("Freight: which account?", "network")
        road.alice.asks("Which account?", consents=(road.alice.previews("network"),))
        assert road.wait("PT2H").wait("PT4H").asked == ["dana", "dora"]
        assert road.happened(f.Proposed) == 0

    def test_it_lets_the_asker_go_on_by_a_word(self, asked: Road) -> None:
        """Alice agreed two rings before; now she says that this one is over, and need not agree again."""
        asked.alice.consents_to("network").alice.widens()
        assert asked.at == "coworkers"
        assert asked.alice.widens().at == "network"

    def test_it_binds_the_first_batch_of_colleagues_too(self, road: Road) -> None:
        """Alice saw Bob; Ben was hired while she was writing."""
        road.pools["participants"] = ("bob",)
        road.alice.words_it("Which account?", "participants")
        seen = road.alice.previews("participants")
        road.pools["participants"] = ("bob", "ben")
        assert road.alice.asks("Which account?", consents=(seen,)).people == ["alice", "bob"]

    def test_where_it_does_not_hold_it_is_proposed(self, asked: Road) -> None:
        """Dana and Dora are away when the time comes."""
        asked.alice.consents_to("network")
        asked.pools["network"] = ("dina",)
        assert asked.wait("PT2H").wait("PT4H").alice.view.proposed == 3

    def test_it_ends_with_the_end(self, asked: Road) -> None:
        """Nothing is agreed to any more."""
        assert asked.alice.consents_to("network").alice.withdraws().state.consents == {}

    def test_it_takes_back_no_word_of_no_further(self) -> None:
        """Alice said that it ends here; agreeing to a ring beyond the next does not change that."""
        road = Road(replace(COWORKERS, most=1), replace(PARTICIPANTS, widen="propose"), NETWORK)
        road.alice.asks("Which account?").carol.passes().alice.declines(further=False).alice.consents_to("network")
        assert road.wait("PT4H").state.outcome == "no_answer"
