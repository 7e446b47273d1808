"""Offers: stuck? This was answered before; ask? Made when a timer fires, before there is a discussion."""

from __future__ import annotations

from datetime import timedelta

import pytest

from socialbpm.social import offers
from socialbpm.social.offers import Offer, OfferFact, TakenUp, evolve_offer, offer_of
from tests.social.road import MONDAY, TASK, refusal

READERS = frozenset({"alice", "bob"})


def made() -> list[OfferFact]:
    """Return the fact that an offer was made for Alice's task, which nobody has claimed."""
    return offers.make("offer-1", TASK, "check", "firing-1", "content-1", MONDAY, timedelta(days=30))


class TestOffer:
    """Exactly one person takes it up, or it ends."""

    def test_it_is_open_until_it_expires(self) -> None:
        """Thirty days, as a discussion."""
        offer = offer_of(made())
        expected = Offer("offer-1", TASK, "check", "firing-1", MONDAY + timedelta(days=30), "content-1")
        assert offer == expected
        assert offer.open

    def test_whoever_takes_it_up_first_gets_it(self) -> None:
        """Bob was faster; Alice may ask from the task."""
        facts = made()
        facts += offers.take_up(offer_of(facts), "bob", "discussion-1", READERS, MONDAY)
        offer = offer_of(facts)
        assert facts[1] == TakenUp(at=MONDAY, by="bob", discussion="discussion-1")
        assert (offer.open, offer.outcome, offer.discussion) == (False, "taken_up", "discussion-1")
        late = refusal(lambda: offers.take_up(offer, "alice", "discussion-2", READERS, MONDAY))
        assert late == (
            "somebody took this offer up already, or it is over\n"
            "  Ask your question from the task instead. [offer_over]"
        )

    def test_one_that_has_expired_is_over_before_anybody_noticed(self) -> None:
        """The service was down when the thirty days were over; Bob comes a moment before it works that off."""
        offer = offer_of(made())
        offers.still_there(offer, offer.expires - timedelta(seconds=1))
        late = refusal(lambda: offers.take_up(offer, "bob", "discussion-1", READERS, offer.expires))
        assert late.endswith("[offer_over]")

    def test_it_is_for_its_readers(self) -> None:
        """Eve is excluded from the task; whether the offer is open is none of her business."""
        assert refusal(lambda: offers.take_up(offer_of(made()), "eve", "d", READERS, MONDAY)) == (
            "this offer is not for you [not_yours]"
        )

    def test_it_ends_once(self) -> None:
        """The task ended, and then it would have expired."""
        facts = made()
        facts += offers.end(offer_of(facts), "task_ended", MONDAY)
        assert offer_of(facts).outcome == "task_ended"
        assert offers.end(offer_of(facts), "expired", MONDAY) == []

    def test_its_facts_start_with_its_making(self) -> None:
        """Anything else is a broken history."""
        with pytest.raises(ValueError, match="the first fact of an offer is OfferMade"):
            evolve_offer(None, TakenUp(at=MONDAY, by="bob", discussion="d"))
        with pytest.raises(ValueError, match="an offer without facts"):
            offer_of([])
