"""What one person gets of a discussion, and what nobody gets."""

from __future__ import annotations

from dataclasses import replace

from socialbpm.social import facts as f
from socialbpm.social.view import Shown, look, may_be_mentioned, shown
from tests.social.road import COWORKERS, MONDAY, NETWORK, PARTICIPANTS, Road


class TestReading:
    """Words that each of them gets."""

    def test_a_newcomer_does_not_see_what_was_said_before(self, proposed: Road) -> None:
        """Dana comes in with the community and sees Alice's wording for it, not what Alice and Bob said."""
        proposed.bob.comments("Ask Carol, Eve always gets it wrong.")
        proposed.alice.consents_to("network", wording="Which account do freight costs go to?")
        assert proposed.dana.reads() == ["Which account do freight costs go to?"]

    def test_who_is_not_in_sees_nothing_not_even_that_there_is_something(self, asked: Road) -> None:
        """Eve is outside, Carol is not in yet."""
        assert look(asked.state, "eve") is None
        assert look(asked.state, "carol") is None

    def test_who_is_closer_also_reads_the_wordings_further_out(self, in_network: Road) -> None:
        """Bob sees what the strangers were told; Dana sees hers alone."""
        assert [ring for ring, _ in in_network.bob.view.wordings] == [2, 3]
        assert in_network.dana.view.wordings == ()

    def test_fields_are_for_the_rings_they_were_shared_with(self) -> None:
        """The amount is for the participants, the number of the invoice also for coworkers."""
        amount, invoice = f.SharedField("amount", 1, "band", "c-1"), f.SharedField("invoice", 2, "is", "c-2")
        road = Road(fields=(amount, invoice)).alice.asks("Which account?").wait("PT2H")
        assert road.bob.view.fields == (amount, invoice)
        assert road.carol.view.fields == (invoice,)

    def test_what_is_the_askers_own_is_for_the_asker(self, proposed: Road) -> None:
        """Proposals, previews, chosen wordings, waits, and whether it is paused."""
        proposed.alice.words_it("Freight?", "network").alice.previews("network")
        alice, bob = proposed.alice.view, proposed.bob.view
        assert (alice.proposed, len(alice.previews), len(alice.chosen), alice.paused) == (3, 1, 1, False)
        assert (bob.proposed, bob.previews, bob.chosen, bob.paused, bob.wait_until) == (None, (), (), None, None)

    def test_the_asker_sees_how_long_the_ring_waits(self, asked: Road) -> None:
        """Two hours from nine."""
        assert asked.alice.view.wait_until == MONDAY.replace(hour=11)

    def test_the_draft_is_the_askers_until_she_asks(self) -> None:
        """The designer's question, hers to edit and send."""
        road = Road(draft="What is unclear?")
        assert road.words[str(road.alice.view.draft)] == "What is unclear?"
        assert road.alice.asks("Which account?").alice.view.draft is None

    def test_an_accepted_post_that_one_cannot_see_is_not_accepted_for_them(self, among_coworkers: Road) -> None:
        """Carol hears that it is answered, not by which post."""
        among_coworkers.bob.answers("4711", reach="participants").alice.accepts("4711")
        assert among_coworkers.ben.view.accepted == (among_coworkers.post("4711"), 1)
        assert (among_coworkers.carol.view.accepted, among_coworkers.carol.view.outcome) == (None, "answered")

    def test_a_version_that_reached_further_later_is_as_old_as_that(self, asked: Road) -> None:
        """Carol gets Bob's second version; when he wrote the first is none of her business."""
        asked.bob.comments("4711").wait("PT1H").bob.edits("4711", "4712", reach="coworkers").wait("PT1H")
        assert asked.carol.view.posts[0].at == MONDAY.replace(hour=10)
        assert asked.ben.view.posts[0].at == MONDAY
        assert asked.ben.view.posts[0].changed_at == MONDAY.replace(hour=10)


class TestPeople:
    """Whom one is among."""

    def test_members_of_ones_own_and_outer_rings_are_seen(self, among_coworkers: Road) -> None:
        """Bob sees Carol and Chris; they see each other, and neither Bob nor Ben."""
        assert among_coworkers.bob.is_among() == ["ben", "carol", "chris"]
        assert among_coworkers.carol.is_among() == ["chris"]

    def test_ring_grounds_and_reason_are_for_oneself_and_the_asker(self, among_coworkers: Road) -> None:
        """Why Carol was asked is between her and Alice."""
        mine = next(member for member in among_coworkers.carol.view.members if member.person == "carol")
        told = next(member for member in among_coworkers.alice.view.members if member.person == "carol")
        others = next(member for member in among_coworkers.chris.view.members if member.person == "carol")
        assert mine == told
        assert told.reason is not None
        assert (told.ring, told.grounds, told.reason.count) == (2, ("asked",), 4)
        assert (others.ring, others.grounds, others.reason) == (None, (), None)

    def test_asks_are_for_who_is_asked_and_the_asker(self, among_coworkers: Road) -> None:
        """Chris does not see that Carol passed."""
        among_coworkers.carol.passes()
        assert [(ask.person, ask.state) for ask in among_coworkers.carol.view.asks] == [("carol", "passed")]
        assert [ask.person for ask in among_coworkers.chris.view.asks] == ["chris"]
        assert [ask.person for ask in among_coworkers.alice.view.asks] == ["carol", "chris", "cleo"]

    def test_whoever_wrote_what_one_sees_is_seen_by_it(self, asked: Road) -> None:
        """Bob raised his post to the coworkers, so they know him by it."""
        asked.bob.comments("Freight is new.").bob.raises("Freight is new.", "coworkers").wait("PT2H")
        assert asked.carol.view.posts[0].author == Shown(person="bob")
        assert "bob" not in asked.carol.is_among()


class TestTheAskersName:
    """By name up to where every ring says so, by role beyond."""

    def by_role(self) -> Road:
        """Return a discussion whose asker coworkers know by role only, in the coworkers' ring."""
        ladder = (PARTICIPANTS, replace(COWORKERS, names_asker=False), NETWORK)
        return Road(*ladder).alice.asks("Which account?").wait("PT2H")

    def test_beyond_it_people_see_a_role(self) -> None:
        """Bob knows that Alice asks; Carol hears "somebody in Accounting"."""
        road = self.by_role()
        assert road.alice.view.asker == road.bob.view.asker == Shown(person="alice")
        assert road.carol.view.asker == Shown(role_of="alice")
        assert "alice" not in road.carol.is_among()

    def test_a_post_keeps_the_form_of_name_it_was_posted_with(self) -> None:
        """Alice's post shows her by role to Carol, also after Bob is the asker; she sees herself by name."""
        road = self.by_role().alice.comments("For imports.").alice.hands_over_to("bob")
        assert road.carol.view.posts[0].author == Shown(role_of="alice")
        assert road.ben.view.posts[0].author == road.alice.view.posts[0].author == Shown(person="alice")
        assert road.alice.view.posts[0].mine

    def test_shown_is_one_or_the_other(self) -> None:
        """Never both."""
        assert shown("alice", named=True) == Shown(person="alice", role_of=None)
        assert shown("alice", named=False) == Shown(person=None, role_of="alice")


class TestMentions:
    """Offered for members who can see the post, and whom the author sees."""

    def offered(self, road: Road, person: str, reach: str) -> tuple[str, ...]:
        """Return whom somebody may mention in a post."""
        return may_be_mentioned(road.state, road.state.members[person], road.ring(reach))

    def test_only_who_will_see_the_post_is_offered(self, among_coworkers: Road) -> None:
        """In a post for the participants Bob may mention Alice and Ben, in one for coworkers also Carol and Chris."""
        assert self.offered(among_coworkers, "bob", "participants") == ("alice", "ben")
        assert self.offered(among_coworkers, "bob", "coworkers") == ("alice", "ben", "carol", "chris")

    def test_only_whom_the_author_is_among_is_offered(self, among_coworkers: Road) -> None:
        """Carol is not offered Bob, whom she does not see, nor Ben, who left."""
        among_coworkers.ben.leaves()
        assert self.offered(among_coworkers, "carol", "coworkers") == ("alice", "chris")
        assert self.offered(among_coworkers, "alice", "participants") == ("bob",)

    def test_the_asker_is_offered_only_where_they_are_named(self) -> None:
        """Who knows Alice as a role cannot mention her."""
        road = Road(PARTICIPANTS, replace(COWORKERS, names_asker=False)).alice.asks("?").wait("PT2H")
        assert self.offered(road, "carol", "coworkers") == ("chris",)
