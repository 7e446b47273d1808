"""Every suggestion says why, in one sentence whose numbers are counted from the evidence."""

from __future__ import annotations

from socialbpm.experts.people import REMEMBERED
from tests.experts.office import Office


class TestReasons:
    def test_cases_of_a_topic_and_how_many_of_them_with_her(self, office: Office) -> None:
        """Carol worked on three cases of freight, one of them with Alice."""
        office.case("alice", "carol", topics="freight").case("carol", topics="freight").case("carol", topics="freight")
        reason = office.told("carol", office.need(topics="freight")).reason
        assert reason == "worked on 3 cases about freight in the last 30 days, 1 of them with you"

    def test_an_answer_to_her_own_question_is_with_her(self, office: Office) -> None:
        """Dana answered Bob and Alice about freight."""
        office.question("bob", "dana", topics="freight").question("alice", "dana", topics="freight")
        reason = office.told("dana", office.need(topics="freight")).reason
        assert reason == "answered 2 questions about freight in the last 30 days, 1 of them with you"

    def test_what_ties_them_and_what_they_did_without_her(self, office: Office) -> None:
        """Carol worked with Alice once, on tax, and without her on freight."""
        office.case("carol", "alice", topics="tax").case("carol", topics="freight")
        reason = office.told("carol", office.need(topics="freight")).reason
        assert reason == "worked with you on 1 case and worked on 1 case about freight in the last 30 days"

    def test_what_is_long_ago_is_not_of_the_last_days(self, office: Office) -> None:
        """Carol's three cases are two months old; that they worked together stays true."""
        for _ in range(3):
            office.case("carol", "alice", topics="freight")
        office.later(days=60)
        assert office.told("carol", office.need(topics="freight")).reason == "worked with you on 3 cases"

    def test_who_took_over(self, office: Office) -> None:
        """Bob worked next on two of Alice's cases."""
        office.case("alice", "bob").case("alice", "bob")
        assert office.told("bob").reason == "took over from you twice"

    def test_the_same_activity(self, office: Office) -> None:
        """Dana did what Alice is stuck in."""
        office.case("dana", activity="check invoice")
        reason = office.told("dana", office.need(activity="check invoice")).reason
        assert reason == "worked on 1 case in check invoice in the last 30 days"

    def test_the_same_group(self, office: Office) -> None:
        """Bob is in accounting as Alice is."""
        office.case("bob", groups="accounting")
        assert office.told("bob", office.need(groups="accounting")).reason == "is in accounting with you"

    def test_words_alike(self, office: Office) -> None:
        """Dana helped with something that sounds like it, long ago."""
        office.question("bob", "dana", text="Which account do freight costs go to?").later(days=60)
        assert office.told("dana", office.need(text="freight account")).reason == "helped with 1 case in like words"

    def test_what_somebody_declared(self, office: Office) -> None:
        """Dana says so, and nothing else is known of her."""
        office.happens("dana", "declared", "", topics="freight tax vat")
        assert office.told("dana", office.need(topics="tax freight")).reason == "says that they know freight and tax"

    def test_where_nothing_else_speaks_for_them_when_they_were_here(self, office: Office) -> None:
        """Dana did something else in May."""
        office.case("dana").later(days=40)
        assert office.told("dana").reason == "was last active here on 2026-05-04"

    def test_what_is_not_remembered_any_more_is_not_counted_as_if_it_were_all(self, office: Office) -> None:
        """Carol did more cases than are remembered one by one: at least so many."""
        for _ in range(REMEMBERED + 5):
            office.case("carol", topics="freight")
        reason = office.told("carol", office.need(topics="freight")).reason
        assert reason == f"worked on at least {REMEMBERED} cases about freight in the last 30 days"

    def test_a_reason_stays_what_it_was(self, office: Office) -> None:
        """It is read later, when Carol has done more: it tells what was known when she was suggested."""
        office.case("carol", topics="freight")
        suggested = office.told("carol", office.need(topics="freight"))
        office.case("alice", "carol", topics="freight")
        assert suggested.reason == "worked on 1 case about freight in the last 30 days"
        assert suggested.tie == "none"

    def test_no_other_asker_is_named(self, office: Office) -> None:
        """Dana answered Bob; Alice hears what Dana knows, and not of Bob, nor of another topic of his."""
        office.question("bob", "dana", topics="freight dismissal", text="Why was I dismissed?")
        reason = office.told("dana", office.need(topics="freight")).reason
        assert reason == "answered 1 question about freight in the last 30 days"
