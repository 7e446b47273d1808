"""Why somebody is asked: in codes for whoever says it in other words, and the pages say just what the API does."""

from __future__ import annotations

from gettext import NullTranslations
from typing import get_args

import pytest

from socialbpm.actions.rendering import why as codes
from socialbpm.contract.reasons import ReasonCode
from socialbpm.service.pages.reasons import why
from socialbpm.service.pages.words import catalogue
from socialbpm.social.audience import Reason, ReasonKind
from tests.service.pages.conftest import Sits
from tests.service.road import Road

KINDS: tuple[ReasonKind, ...] = get_args(ReasonKind)
PLAIN = NullTranslations()


def test_every_reason_has_a_code() -> None:
    """The contract names those of the rules, and no others."""
    assert get_args(ReasonCode) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_pages_say_what_the_api_says(kind: ReasonKind) -> None:
    """To the asker, with and without a number; to the person themselves, whether they see who asks or not."""
    for reason in (Reason(kind), Reason(kind, 1), Reason(kind, 4), Reason(kind, 2, Reason("skill"))):
        assert why(codes(reason.parts), to_asker=True, words=PLAIN) == reason.sentence()
        for named in (True, False):
            assert why(codes(reason.parts_to_them(named=named)), to_asker=False, words=PLAIN) == reason.to_them(
                named=named
            )


def test_in_french_it_is_french(road: Road, sits: Sits) -> None:
    """Carol is asked, and why; Alice reads it of her; none of it is English."""
    discussion = road.asked()
    road.does("alice", "POST", f"/discussions/{discussion}/widen")
    alice = sits("alice").goes(f"/discussions/{discussion}").follows("Français")
    assert "a travaillé avec vous sur 4 dossiers" in alice.text, alice.text
    carol = sits("carol").goes("/").follows("Français").goes(f"/discussions/{discussion}")
    assert "Vous avez travaillé avec la personne qui demande." in carol.text
    assert not carol.page.xpath("//main//*[@lang='en']")
    both = codes(Reason("worked-with", 1, Reason("did-this-task", 3)).parts)
    said = why(both, to_asker=True, words=catalogue("fr"))
    assert said == "a travaillé avec vous sur 1 dossier et a fait cette tâche dans 3 autres dossiers"
