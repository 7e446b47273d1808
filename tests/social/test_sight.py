"""The one rule that decides who sees what (law 2)."""

from __future__ import annotations

from typing import get_args

import pytest

from socialbpm.contract.events import EVENTS, PREFIX, EventType
from socialbpm.social import facts as f
from socialbpm.social.discussion import Member
from socialbpm.social.sight import EventKind, Item, heard, items, sees
from tests.social.road import Road


def member(person: str, ring: int, *, active: bool = True) -> Member:
    return Member(person, ring, {"role": ""} if active else {}, ring)


def seen_by(road: Road, person: str) -> set[tuple[str, str]]:
    """Return what of the discussion somebody may see, each by kind and name."""
    reader = road.state.members[person]
    return {(item.kind, item.ref) for item in items(road.state) if sees(reader, item)}


class TestSees:
    """Active, and meant for their ring or further, or for them by name."""

    @pytest.mark.parametrize(("ring", "expected"), [(0, True), (1, True), (2, True), (3, False)])
    def test_an_item_is_for_its_reach_and_whoever_is_closer(self, ring: int, expected: bool) -> None:
        """A post for the coworkers' ring is for everybody up to there."""
        assert sees(member("carol", ring), Item("post", "post-1/1", 2)) is expected

    def test_an_item_is_for_whom_it_names(self) -> None:
        """An ask is for the asker and for the one person."""
        ask = Item("ask", "1", 0, frozenset({"carol"}))
        assert sees(member("carol", 2), ask)
        assert not sees(member("chris", 2), ask)

    def test_who_is_inactive_sees_nothing(self) -> None:
        """Not even what names them."""
        note = Item("post", "post-1/1", -1, frozenset({"carol"}))
        assert not sees(member("carol", 0, active=False), note)


class TestItems:
    """Everything in a discussion that anybody can see."""

    def test_alone_there_are_the_askers_own_things(self) -> None:
        """A draft wording for a ring to come, a shared field, her name."""
        road = Road(fields=(f.SharedField("amount", 1, "is", "content-amount"),))
        road.alice.words_it("Which account?", "coworkers")
        assert seen_by(road, "alice") == {("choice", "2"), ("field", "amount"), ("name", "asker")}

    def test_the_asker_sees_all_but_others_notes(self, proposed: Road) -> None:
        """Asks, previews, the proposal, every wording and post, everybody who is in."""
        proposed.bob.notes("Hm.").bob.comments("4711?").bob.edits("4711?", "4711!").alice.previews("network")
        preview = next(iter(proposed.state.previews))
        assert seen_by(proposed, "alice") == {
            *(("post", f"post-2/{version}") for version in (1, 2)),
            *(("wording", ring) for ring in "12"),
            *(("ring", ring) for ring in "12"),
            *(("member", person) for person in ("bob", "ben", "carol", "chris", "cleo")),
            *(("ask", number) for number in "123"),
            ("name", "asker"),
            ("proposal", "3"),
            ("preview", preview),
        }

    def test_a_newcomer_sees_their_own_ring_and_outwards(self, among_coworkers: Road) -> None:
        """Carol sees who came in with her and that she was asked, not Bob's words and not that Bob is there."""
        among_coworkers.bob.comments("4711?", reach="participants")
        assert seen_by(among_coworkers, "carol") == {
            ("wording", "2"),
            ("ring", "2"),
            ("member", "carol"),
            ("member", "chris"),
            ("ask", "1"),
            ("name", "asker"),
        }

    def test_who_is_out_is_no_item_any_more(self, asked: Road) -> None:
        """Ben left: he is in no output, from that moment."""
        asked.ben.leaves()
        assert ("member", "ben") not in seen_by(asked, "alice")

    def test_who_was_let_closer_is_still_seen_by_those_they_came_from(self, among_coworkers: Road) -> None:
        """Chris was among Carol; that Alice let Carol closer does not make her vanish."""
        among_coworkers.alice.lets_closer("carol", "participants")
        assert ("member", "carol") in seen_by(among_coworkers, "chris")
        assert ("member", "bob") not in seen_by(among_coworkers, "chris")

    def test_after_the_end_there_are_no_fields_and_there_is_an_outcome(self) -> None:
        """The outcome is for everybody who is in."""
        road = Road(fields=(f.SharedField("amount", 1, "is", "content-amount"),)).alice.asks("Which account?")
        assert ("field", "amount") in seen_by(road, "bob")
        road.alice.withdraws()
        assert ("field", "amount") not in seen_by(road, "bob")
        assert ("end", "outcome") in seen_by(road, "bob")


class TestHeard:
    """What a subscription hears of: discussions as a whole."""

    def test_of_nothing_that_somebody_said_or_did(self) -> None:
        """Four kinds of facts; posts, notes, asks, people coming and going are nobody's business outside."""
        told = {f.Opened, f.QuestionAsked, f.RingEntered, f.Ended}
        for kind in f.Fact.__subclasses__():
            assert (heard(kind.__new__(kind)) is not None) == (kind in told), kind

    def test_the_contract_has_the_same_kinds(self) -> None:
        """One list for the rule, one for the wire."""
        assert get_args(EventKind) == get_args(EventType)
        assert {str(event.model_fields["type"].default) for event in EVENTS} == {
            PREFIX + kind for kind in get_args(EventKind)
        }
