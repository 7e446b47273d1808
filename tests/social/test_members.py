"""Who is in, why, and at which ring; and the one door through law 3."""

from __future__ import annotations

from dataclasses import replace

from socialbpm.social import facts as f
from socialbpm.social.commands import BringIn, Fire
from socialbpm.social.members import listing_of
from tests.social.road import NETWORK, PARTICIPANTS, Road, refusal

NOT_AVAILABLE = "they cannot take part [not_available]"
OPEN = replace(NETWORK, open=True, batch=1)


def listed(road: Road, person: str) -> int | None:
    """Return the ring that lists the discussion to somebody."""
    return listing_of(road.state, person, {ring: road.pool(ring) for ring in range(1, road.ladder.last + 1)})


class TestStriking:
    """Keeping somebody from coming in."""

    def test_who_was_struck_does_not_come_in_by_themselves(self, road: Road) -> None:
        """Alice does not want Ben to see it; nobody is told."""
        assert road.alice.strikes("ben").alice.asks("Which account?").people == ["alice", "bob"]
        assert "Struck" not in road.bob.hears()

    def test_who_is_in_already_is_taken_out_instead(self, asked: Road) -> None:
        """Bob reads it already."""
        assert refusal(lambda: asked.alice.strikes("bob")) == (
            "they are in already\n  Take them out instead. [already_in]"
        )

    def test_the_asker_can_still_bring_them_in(self, road: Road) -> None:
        """Alice thinks again."""
        assert road.alice.strikes("ben").alice.asks("?").alice.brings_in("ben").ben.reads() == ["?"]


class TestBringingIn:
    """The asker brings somebody in where the discussion is now."""

    def test_they_come_in_at_the_current_ring(self, among_coworkers: Road) -> None:
        """Eve sees nothing of what Bob and Alice said before."""
        among_coworkers.bob.comments("4711?", reach="participants").alice.brings_in("eve")
        assert among_coworkers.eve.reads() == ["Which account?"]
        assert among_coworkers.state.members["eve"].ring == 2
        eve = next(member for member in among_coworkers.eve.view.members if member.person == "eve")
        assert eve.grounds == ("brought_in",)
        assert eve.reason is not None
        assert eve.reason.sentence() == "was brought in"

    def test_they_do_not_count_towards_most(self, among_coworkers: Road) -> None:
        """Cleo is still asked as the third."""
        assert among_coworkers.alice.brings_in("eve").carol.passes().asked == ["chris", "cleo"]

    def test_nobody_is_told_why_somebody_cannot_be_there(self, road: Road) -> None:
        """Excluded, gone, unknown: one and the same answer, before and after the question."""
        road.task_is("alice", excluded=("eve",)).dana.quits().alice.asks("Which account?")
        assert refusal(lambda: road.alice.brings_in("eve")) == NOT_AVAILABLE
        assert refusal(lambda: road.alice.brings_in("dana")) == NOT_AVAILABLE
        assert refusal(lambda: road.do(BringIn(by="alice", person="nobody", known=False))) == NOT_AVAILABLE
        assert refusal(lambda: road.alice.lets_closer("eve", "participants")) == NOT_AVAILABLE
        assert refusal(lambda: road.alice.hands_over_to("eve")) == NOT_AVAILABLE

    def test_who_is_in_needs_not_be_brought_in(self, asked: Road) -> None:
        """Bob is there."""
        assert refusal(lambda: asked.alice.brings_in("bob")) == "they are in already [already_in]"

    def test_nobody_is_brought_in_before_the_question(self, road: Road) -> None:
        """There is nothing to see."""
        assert "[not_asked]" in refusal(lambda: road.alice.brings_in("eve"))


class TestTheDoor:
    """After a preview, the asker lets a named person closer, and nobody else is let in by it."""

    def test_who_is_let_closer_sees_what_was_said_there(self, among_coworkers: Road) -> None:
        """Carol reads what Bob said to Ben, because Alice wanted her to; Chris does not."""
        among_coworkers.bob.comments("4711?", reach="participants")
        preview = among_coworkers.alice.previews("participants", "carol")
        assert preview.posts == ((among_coworkers.post("4711?"), 1),)
        among_coworkers.alice.lets_closer("carol", "participants", preview)
        assert "4711?" in among_coworkers.carol.reads()
        assert "4711?" not in among_coworkers.chris.reads()

    def test_somebody_from_outside_can_be_let_in_closer_at_once(self, among_coworkers: Road) -> None:
        """Eve knows about freight."""
        among_coworkers.bob.comments("4711?", reach="participants").alice.lets_closer("eve", "participants")
        assert "4711?" in among_coworkers.eve.reads()

    def test_a_ring_that_is_not_closer_is_no_door(self, among_coworkers: Road) -> None:
        """Where they are, where they would come in, further out, or Alice's own ring: none of these is closer."""
        among_coworkers.alice.brings_in("dana").alice.removes("dana").alice.widens().alice.consents_to("network")
        shut = "that ring is not closer than the one they are in or would come in at, or is yours alone [not_closer]"
        cases = [("carol", "coworkers"), ("bob", "coworkers"), ("eve", "network"), ("carol", "self")]
        for person, ring in cases:
            assert refusal(lambda who=person, at=ring: among_coworkers.alice.lets_closer(who, at)) == shut  # type: ignore[misc]
        assert among_coworkers.alice.lets_closer("dana", "participants").dana.view.ring == 1

    def test_somebody_is_not_let_into_a_ring_that_is_not_entered(self, asked: Road) -> None:
        """The network is further out than where Dana would come in."""
        assert "[not_closer]" in refusal(lambda: asked.alice.lets_closer("dana", "network"))

    def test_more_than_the_preview_showed_is_refused(self, among_coworkers: Road) -> None:
        """Ben wrote something after Alice looked."""
        preview = among_coworkers.alice.previews("participants", "carol")
        among_coworkers.ben.comments("Chris got it wrong.", reach="participants")
        refused = refusal(lambda: among_coworkers.alice.lets_closer("carol", "participants", preview))
        assert refused == (
            "what would be shown is no longer what you agreed to\n"
            "  Look at the new preview and consent to that. [preview_outdated]"
        )

    def test_a_field_that_came_since_is_refused_too(self, among_coworkers: Road) -> None:
        """The firing that brought the amount along came after Alice looked."""
        preview = among_coworkers.alice.previews("participants", "carol")
        among_coworkers.do(Fire(request="firing-1", fields=(f.SharedField("amount", 1, "is", "content-amount"),)))
        refused = refusal(lambda: among_coworkers.alice.lets_closer("carol", "participants", preview))
        assert "[preview_outdated]" in refused

    def test_a_preview_of_a_ring_names_nobody(self, among_coworkers: Road) -> None:
        """It is for going on, not for one person."""
        preview = among_coworkers.alice.previews("network")
        assert refusal(lambda: among_coworkers.alice.lets_closer("dana", "participants", preview)) == (
            "that preview is about a ring, not about a person\n"
            "  Take a preview that names the person. [unknown_preview]"
        )


class TestHandingOver:
    """Somebody else becomes the asker."""

    def test_the_new_asker_gets_everything_and_the_former_one_moves_to_ring_1(self, among_coworkers: Road) -> None:
        """Carol takes over; Alice keeps her notes, and what was for the asker alone is Carol's now."""
        among_coworkers.alice.notes("Tried 4711.").alice.hands_over_to("carol")
        assert (among_coworkers.state.asker, among_coworkers.carol.view.is_asker) == ("carol", True)
        assert among_coworkers.alice.view.ring == 1
        assert "Tried 4711." in among_coworkers.alice.reads()
        assert "Tried 4711." not in among_coworkers.carol.reads()
        assert among_coworkers.state.asks[0].state == "closed"
        assert [ask.person for ask in among_coworkers.carol.view.asks] == ["carol", "chris", "cleo"]
        assert among_coworkers.alice.view.asks == ()

    def test_it_ends_consents_given_in_advance(self, asked: Road) -> None:
        """They were Alice's."""
        asked.alice.consents_to("network").alice.hands_over_to("bob")
        assert asked.state.consents == {}
        assert asked.wait("PT2H").wait("PT4H").bob.view.proposed == 3

    def test_it_works_before_any_ring_is_entered(self) -> None:
        """The ladder starts with a community; Alice still reads what she asked."""
        road = Road(NETWORK).alice.asks("Which account?").alice.hands_over_to("eve")
        assert road.alice.reads() == ["Which account?"]

    def test_who_passed_and_hands_back_is_not_asked_again(self, among_coworkers: Road) -> None:
        """Carol passed, was the asker for an hour, and gave it back."""
        among_coworkers.pools["coworkers"] = ("carol", "chris")
        among_coworkers.carol.passes().alice.hands_over_to("carol").carol.hands_over_to("alice")
        assert among_coworkers.asked == ["chris"]

    def test_it_needs_a_preview_of_everything_for_somebody_else(self, asked: Road) -> None:
        """A preview of less, or for oneself, is not it."""
        wrong = (
            "handing over needs a preview of everything, for somebody else\n"
            '  Take a preview of the ring "self" that names the person. [unknown_preview]'
        )
        less = asked.alice.previews("participants", "carol")
        assert refusal(lambda: asked.alice.hands_over_to("carol", less)) == wrong
        assert refusal(lambda: asked.alice.hands_over_to("alice")) == wrong


class TestGoing:
    """Being taken out, or going by oneself."""

    def test_who_was_taken_out_sees_nothing_and_does_not_come_back_by_themselves(self, among_coworkers: Road) -> None:
        """Carol's ask is closed, and Cleo gets her place."""
        among_coworkers.alice.removes("carol")
        assert among_coworkers.carol.reads() == []
        assert among_coworkers.asked == ["chris", "cleo"]

    def test_only_other_members_can_be_taken_out(self, asked: Road) -> None:
        """Not Eve, who is not in, and not Alice herself."""
        nobody = "there is no such member to take out [not_a_member]"
        assert refusal(lambda: asked.alice.removes("eve")) == nobody
        assert refusal(lambda: asked.alice.removes("alice")) == nobody

    def test_anybody_may_go_also_after_the_end(self, asked: Road) -> None:
        """Bob has other things to do."""
        assert asked.alice.withdraws().bob.leaves().bob.reads() == []

    def test_the_asker_cannot_just_go(self, asked: Road) -> None:
        """Somebody has to decide."""
        assert refusal(asked.alice.leaves) == "it is your question\n  Withdraw it, or hand it over. [asker_stays]"

    def test_who_comes_back_sees_no_more_than_before(self, among_coworkers: Road) -> None:
        """Carol left and is brought back after the network was entered: she is in the network's ring now."""
        among_coworkers.bob.comments("4711?").carol.leaves().alice.widens().alice.consents_to("network")
        among_coworkers.alice.brings_in("carol")
        assert among_coworkers.carol.view.ring == 3
        assert "4711?" not in among_coworkers.carol.reads()

    def test_who_is_gone_is_out_of_everything_at_once(self, asked: Road) -> None:
        """Bob left the organisation; once is enough, also after the end."""
        assert asked.alice.withdraws().bob.quits().bob.quits().people == ["alice", "ben"]
        assert asked.happened(f.OffBoarded) == 1
        assert asked.ben.is_among() == []


class TestJoining:
    """An open ring."""

    def joined(self, most: int = 2) -> Road:
        """Return a discussion in an open community that has room for two, of whom Dana is asked."""
        return Road(PARTICIPANTS, replace(OPEN, most=most)).alice.asks("Which account?").alice.consents_to("network")

    def test_the_pool_is_listed_and_may_join_while_there_is_room(self) -> None:
        """Dora joins; then the ring is full, and Dina is not listed any more."""
        road = self.joined()
        assert listed(road, "dora") == 2
        road.dora.joins()
        assert road.dora.view.grounds == ("joined",)
        assert road.dora.reads() == ["Which account?"]
        full = refusal(road.dina.joins)
        assert full == "there is nothing here for you to join [not_open_to_you]"
        assert listed(road, "dina") is None

    def test_who_joined_and_left_still_counts(self) -> None:
        """Two come in through the ring in all."""
        road = self.joined().dora.joins().dora.leaves()
        assert refusal(road.dina.joins) == "there is nothing here for you to join [not_open_to_you]"

    def test_it_is_listed_to_nobody_else(self) -> None:
        """Not to Eve, who is in no pool, to Alice, to who is in, or to who passed; and to nobody after the end."""
        road = self.joined(most=30).dana.passes()
        assert listed(road, "dina") == 2
        assert [listed(road, person) for person in ("eve", "alice", "bob", "dana")] == [None] * 4
        assert listed(road.alice.withdraws(), "dina") is None

    def test_a_closed_ring_lists_nothing(self, in_network: Road) -> None:
        """Dina waits to be asked."""
        assert "[not_open_to_you]" in refusal(in_network.dina.joins)


class TestTheTaskChangesHands:
    """The runtime says who has the task now."""

    def test_a_new_owner_comes_in_at_the_current_ring(self, among_coworkers: Road) -> None:
        """Eve owns the task now; the asker stays the asker."""
        among_coworkers.bob.comments("4711?", reach="participants").task_is("eve", "bob", "ben")
        assert among_coworkers.eve.reads() == ["Which account?"]
        assert (among_coworkers.eve.view.ring, among_coworkers.eve.view.grounds) == (2, ("role",))
        assert among_coworkers.state.asker == "alice"

    def test_before_the_question_nobody_comes_in(self, road: Road) -> None:
        """Not even the new owner."""
        assert road.task_is("eve").people == ["alice"]

    def test_who_is_in_already_or_cannot_be_does_not_come_in_anew(self, asked: Road) -> None:
        """Bob is in, Carol is excluded, Dana is gone, and sometimes nobody owns the task."""
        asked.dana.quits()
        for owner in ("bob", "carol", "dana", None, None):
            asked.task_is(owner, "bob", "ben", excluded=("carol",))
        assert asked.people == ["alice", "bob", "ben"]

    def test_who_lost_their_role_loses_that_ground(self, asked: Road) -> None:
        """Ben may not do the task any more; that was his only ground."""
        asked.task_is("alice", "bob")
        assert asked.people == ["alice", "bob"]
        assert asked.ben.reads() == []

    def test_a_ground_that_is_no_role_of_the_task_stays(self) -> None:
        """Ben works in the lane, whatever the task's roles are."""
        road = Road()
        road.sources["ben"] = "lane"
        assert road.alice.asks("Which account?").task_is("alice").people == ["alice", "ben"]

    def test_who_becomes_excluded_is_removed_and_the_owner_hears_of_the_conflict(self, among_coworkers: Road) -> None:
        """Carol took the other half of a four-eyes pair; that Eve is excluded, who was not in, is no conflict."""
        among_coworkers.task_is("alice", "bob", "ben", excluded=("carol", "eve"))
        assert among_coworkers.carol.reads() == []
        conflicts = [(fact.person, fact.conflict) for fact in among_coworkers.facts if isinstance(fact, f.Excluded)]
        assert conflicts == [("carol", True), ("eve", False)]
        assert among_coworkers.asked == ["chris", "cleo"]

    def test_who_becomes_excluded_after_the_end_does_not_read_on(self, among_coworkers: Road) -> None:
        """And that is all that changes then: Ben, who lost his role, reads what he could read."""
        among_coworkers.alice.withdraws().task_is("bob", "bob", excluded=("carol",))
        assert among_coworkers.carol.reads() == []
        assert among_coworkers.ben.reads() == ["Which account?"]

    def test_an_old_snapshot_changes_nothing(self, asked: Road) -> None:
        """It was overtaken on the way."""
        asked.task_is("alice", "bob", "ben")
        asked.revision = 0
        assert asked.task_is("eve").state.owner == "alice"
