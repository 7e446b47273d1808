"""Who comes first, in small offices where anybody would know."""

from __future__ import annotations

from datetime import datetime

import pytest

from socialbpm.experts import Evidence, Need
from tests.experts.office import MONDAY, Office


class TestWhoComesFirst:
    def test_nobody_is_known_on_the_first_day(self, office: Office) -> None:
        """A ranking of nobody is empty, not an error."""
        assert office.people() == []

    def test_who_took_over_from_her_comes_before_who_is_merely_busy(self, office: Office) -> None:
        """Carol took over from Alice four times; Dana did as much, and never with Alice."""
        for _ in range(4):
            office.case("alice", "carol").case("bob", "dana")
        assert office.people()[0] == "carol"

    def test_who_knows_the_topic_comes_before_who_does_not(self, office: Office) -> None:
        """Dana finishes cases about freight that Bob begins, Carol those about tax."""
        for _ in range(4):
            office.case("bob", "dana", topics="freight").case("bob", "carol", topics="tax")
        assert office.people(office.need(topics="freight"))[0] == "dana"
        assert office.people(office.need(topics="tax"))[0] == "carol"

    def test_last_month_counts_more_than_last_year(self, office: Office) -> None:
        """Carol finished four cases of freight a year ago, Dana three last week."""
        for _ in range(4):
            office.case("bob", "carol", topics="freight")
        office.later(days=365)
        for _ in range(3):
            office.case("bob", "dana", topics="freight")
        assert office.people(office.need(topics="freight"))[0] == "dana"

    def test_who_answered_what_sounds_alike_comes_first(self, office: Office) -> None:
        """Two questions without a topic; only their words tell Carol from Dana."""
        office.question("bob", "carol", text="Which account do freight costs go to?")
        office.question("bob", "dana", text="Who approves a holiday in another plant?")
        assert office.people(office.need(text="the account of freight"))[0] == "carol"
        assert office.people(office.need(text="holidays, and who approves them"))[0] == "dana"

    def test_who_works_where_such_cases_go_comes_before_strangers(self, office: Office) -> None:
        """Cases of the first line go to the second, where Dana works too, though never on a case of Alice's group."""
        for _ in range(5):
            name = office.new_case()
            office.happens("bob", "worked", name, groups="first")
            office.happens("carol", "worked", name, groups="second")
            office.case("dana", groups="second").case("frank", groups="canteen")
        found = office.people(office.need(groups="first"))
        assert found.index("dana") < found.index("frank")

    def test_who_is_on_the_case_comes_first(self, office: Office) -> None:
        """Bob and Ben did the same; Ben works on Alice's case."""
        office.case("bob").case("ben").case("bob")
        assert office.people(office.need(case_people=("ben",)))[0] == "ben"

    def test_who_declared_it_comes_before_who_did_not(self, office: Office) -> None:
        """Dana says that she knows freight; Bob was seen as late and says nothing."""
        office.happens("dana", "declared", "", topics="freight").happens("bob", "declared", "", topics="tax")
        assert office.people(office.need(topics="freight")) == ["dana", "bob"]

    def test_who_passed_is_not_first_next_time(self, office: Office) -> None:
        """Carol would be first; she passes on such a case, and Dana is."""
        for _ in range(3):
            office.case("bob", "dana", topics="freight").case("bob", "carol", topics="freight")
        assert office.people(office.need(topics="freight"))[0] == "carol"
        office.happens("carol", "passed", "case x", topics="freight")
        assert office.people(office.need(topics="freight"))[0] == "dana"

    def test_that_others_pass_changes_nothing_for_the_rest(self, office: Office) -> None:
        """Eve and Frank pass again and again; who passed before them is no more welcome for it, nor less."""
        for person in ("bob", "carol", "dana", "eve", "frank"):
            office.case("alice", person, topics="freight")
        office.happens("bob", "passed", "case x", topics="freight")
        office.happens("carol", "passed", "case y", topics="freight").later(days=9)
        need = office.need(topics="freight")
        before = {one.person: one.score for one in office.ranker.rank(need, remember=False)}
        for number in range(20):
            office.later(hours=-1).happens(["eve", "frank"][number % 2], "passed", "case z", topics="freight")
        after = {one.person: one.score for one in office.ranker.rank(need, remember=False)}
        assert {person for person in before if before[person] != after[person]} == {"eve", "frank"}

    def test_a_pass_on_one_topic_is_none_on_another(self, office: Office) -> None:
        """Carol passed on freight, which says nothing about tax."""
        for _ in range(3):
            office.case("bob", "dana", topics="tax").case("bob", "carol", topics="tax")
        office.happens("carol", "passed", "case x", topics="freight")
        assert office.people(office.need(topics="tax"))[0] == "carol"


class TestSteps:
    def test_who_worked_with_her_is_a_colleague(self, office: Office) -> None:
        """Carol did, on one case; Dana never did."""
        office.case("alice", "carol").case("bob", "dana")
        assert office.told("carol").step == "colleagues"
        assert (office.told("dana").step, office.told("dana").tie) == ("community", "none")

    def test_who_is_in_her_group_is_a_colleague(self, office: Office) -> None:
        """Bob works in accounting, Dana in the plant."""
        office.case("bob", groups="accounting").case("dana", groups="plant")
        need = office.need(groups="accounting")
        assert (office.told("bob", need).tie, office.told("dana", need).tie) == ("strong", "none")

    def test_a_stranger_who_helped_twice_becomes_a_colleague(self, office: Office) -> None:
        """Dana answers Alice once, and they have met; she answers again, and they know each other."""
        office.question("alice", "dana")
        assert (office.told("dana").tie, office.told("dana").step) == ("weak", "community")
        office.question("alice", "dana")
        assert (office.told("dana").tie, office.told("dana").step) == ("strong", "colleagues")

    def test_answering_the_same_question_makes_no_colleagues(self, office: Office) -> None:
        """Alice and Dana both answered Bob."""
        office.question("bob", "alice", "dana")
        assert office.told("dana").tie == "none"


class TestWhatIsGiven:
    @pytest.mark.parametrize("of", [Evidence, Need])
    def test_a_moment_without_a_zone_is_refused(self, of: type[Evidence] | type[Need]) -> None:
        """Nine o'clock is at two dozen moments."""
        naive = datetime(2026, 5, 4, 9)  # noqa: DTZ001  # what is refused
        with pytest.raises(ValueError, match="Give an aware datetime"):
            Evidence(naive, "bob", "worked", "case 1") if of is Evidence else Need(naive, "alice")
        assert Need(MONDAY, "alice").at == MONDAY
