"""Named asks: few at a time, best first, and how each of them ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from socialbpm.social import facts as f
from socialbpm.social.draft import Draft
from tests.social.road import COWORKERS, MONDAY, NETWORK, NEW_YORK, PARTICIPANTS, Road, refusal, span


class TestAsking:
    """Who is asked, and who next."""

    def test_the_best_of_the_pool_are_asked_by_name_a_few_at_a_time(self, among_coworkers: Road) -> None:
        """Carol and Chris; Cleo is in the pool, which makes nobody a member."""
        assert among_coworkers.asked == ["carol", "chris"]
        assert "cleo" not in among_coworkers.people

    def test_where_everybody_is_informed_nobody_is_asked(self, asked: Road) -> None:
        """Bob and Ben work beside Alice; they come in by their role."""
        assert asked.asked == []
        assert asked.state.members["bob"].grounds == {"role": "owners"}

    def test_everybody_is_at_most_as_many_as_the_ring_lets_in(self) -> None:
        """Of Bob and Ben only Bob, where the ring lets in one."""
        road = Road(replace(PARTICIPANTS, most=1)).alice.asks("Which account?")
        assert road.people == ["alice", "bob"]

    def test_who_is_in_excluded_or_gone_is_not_asked_again(self, asked: Road) -> None:
        """Bob is in, Eve is excluded, Carol left the organisation, Ben went: Cleo is left."""
        asked.ben.leaves().task_is("alice", "bob", excluded=("eve",)).carol.quits()
        asked.pools["coworkers"] = ("alice", "bob", "eve", "carol", "ben", "cleo")
        assert asked.wait("PT2H").asked == ["cleo"]

    def test_a_pool_that_nobody_looked_up_is_a_mistake_of_the_caller(self, asked: Road) -> None:
        """An unknown pool is not an empty one: a ring would be passed by mistake."""
        with pytest.raises(ValueError, match=r"the pool of ring 2 \(coworkers\) was not resolved for this command"):
            Draft(asked.state, asked.now, {}).pool(2)


class TestPassing:
    """A pass needs no reason."""

    def test_a_pass_brings_the_next_of_the_pool(self, among_coworkers: Road) -> None:
        """Carol passes, Cleo is asked."""
        among_coworkers.carol.passes()
        assert among_coworkers.asked == ["chris", "cleo"]

    def test_who_passed_may_still_read_and_write(self, among_coworkers: Road) -> None:
        """Carol passes and says something anyway."""
        among_coworkers.carol.passes().carol.comments("No time, but look at the freight list.")
        assert "No time, but look at the freight list." in among_coworkers.carol.reads()
        assert among_coworkers.state.asks[0].state == "passed"

    def test_no_more_than_most_are_asked_in_all(self, among_coworkers: Road) -> None:
        """Three in all: after Cleo nobody is next, though Dana is in the pool by now."""
        among_coworkers.pools["coworkers"] = ("carol", "chris", "cleo", "dana")
        among_coworkers.carol.passes().chris.passes()
        assert among_coworkers.asked == ["cleo"]

    def test_not_now_comes_back_when_it_is_due(self, among_coworkers: Road) -> None:
        """Carol asks to be asked in an hour; Cleo passes then, and Carol's turn comes."""
        among_coworkers.pools["coworkers"] = ("carol", "chris")
        among_coworkers.carol.passes(again_at=among_coworkers.now + timedelta(hours=1))
        assert among_coworkers.asked == ["chris"]
        among_coworkers.wait("PT1H")
        assert among_coworkers.asked == ["chris", "carol"]
        assert among_coworkers.state.members["carol"].grounds == {"asked": "worked-with"}

    def test_who_passed_for_good_is_not_asked_again_when_let_closer(self, among_coworkers: Road) -> None:
        """Carol passed; that Alice lets her closer takes back nothing."""
        among_coworkers.pools["coworkers"] = ("carol", "chris")
        among_coworkers.carol.passes().alice.lets_closer("carol", "participants")
        among_coworkers.chris.passes()
        assert among_coworkers.asked == []
        assert among_coworkers.state.members["carol"].ring == 1

    def test_only_who_is_asked_can_pass(self, among_coworkers: Road) -> None:
        """Bob is in, and nobody asked him by name."""
        among_coworkers.carol.passes()
        assert refusal(among_coworkers.bob.passes) == "nothing is asked of you here [not_asked_of_you]"

    def test_not_now_names_a_moment_to_come(self, among_coworkers: Road) -> None:
        """Asking Carol again before now would be asking at once."""
        too_early = refusal(lambda: among_coworkers.carol.passes(again_at=MONDAY))
        assert too_early == (
            '"not now" until 2026-01-05T09:00:00+00:00 lies in the past\n'
            "  Name a later moment, or pass without one. [not_now_is_over]"
        )


class TestLapsing:
    """No sign within the patience."""

    def test_an_ask_lapses_and_the_next_one_is_asked(self, among_coworkers: Road) -> None:
        """Half the ring's wait is the patience; then Cleo's turn comes, and nobody is left for the second place."""
        among_coworkers.wait("PT2H")
        assert among_coworkers.asked == ["cleo"]
        assert [ask.state for ask in among_coworkers.state.asks] == ["lapsed", "lapsed", "open"]

    def test_patience_is_counted_in_the_working_time_of_who_is_asked(self, asked: Road) -> None:
        """Carol works in New York: at 11 UTC she is asleep, and her two hours start at 14."""
        asked.calendars["carol"] = NEW_YORK
        asked.wait("PT2H")
        untils = {ask.person: ask.until for ask in asked.state.open_asks}
        assert untils == {"carol": MONDAY.replace(hour=16), "chris": MONDAY.replace(hour=13)}

    def test_a_ring_can_name_its_patience(self) -> None:
        """One hour instead of half the wait."""
        road = Road(PARTICIPANTS, replace(COWORKERS, patience=span("PT1H")), NETWORK).alice.asks("Which account?")
        assert road.wait("PT2H").state.open_asks[0].until == MONDAY.replace(hour=12)

    def test_answering_after_a_lapse_counts_as_answered(self, among_coworkers: Road) -> None:
        """Carol comes late, and her ask is answered all the same."""
        among_coworkers.wait("PT2H").carol.comments("Sorry, I was in a meeting.")
        assert among_coworkers.state.asks[0].state == "answered"


class TestAnswering:
    """Any post answers an ask."""

    def test_any_post_answers_the_ask_and_keeps_the_place(self, among_coworkers: Road) -> None:
        """Carol writes something; nobody else is asked for her place."""
        among_coworkers.carol.comments("Let me look.")
        assert among_coworkers.asked == ["chris"]

    def test_a_note_is_nobodys_business_and_answers_nothing(self, among_coworkers: Road) -> None:
        """Carol's note is for herself; that she wrote one is not told by her ask."""
        among_coworkers.carol.notes("4711?")
        assert among_coworkers.asked == ["carol", "chris"]

    def test_not_it_brings_the_next_of_the_pool(self, among_coworkers: Road) -> None:
        """Carol's answer was refused, so Cleo is asked."""
        among_coworkers.carol.answers("4711").alice.says_not_it("4711")
        assert among_coworkers.asked == ["chris", "cleo"]

    def test_nobody_new_is_asked_while_an_answer_is_on_the_table(self, among_coworkers: Road) -> None:
        """Chris passes after Carol answered: Cleo is left in peace until Alice says something."""
        among_coworkers.carol.answers("4711").chris.passes()
        assert among_coworkers.asked == []
        assert among_coworkers.alice.says_not_it("4711").asked == ["cleo"]

    def test_an_ask_ends_with_the_discussion(self, among_coworkers: Road) -> None:
        """Carol and Chris need not look any more."""
        among_coworkers.alice.withdraws()
        assert among_coworkers.happened(f.AskClosed) == 2
        assert [ask.state for ask in among_coworkers.state.asks] == ["closed", "closed"]
