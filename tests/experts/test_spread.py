"""Help is not always the same few people's burden."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from socialbpm.experts import Suggestion
from socialbpm.experts.spread import LARGEST_SHARE, Load, spread
from tests.experts.office import Office

PEOPLE = ("bob", "carol", "dana", "eve")


def ranking(*scores: float) -> list[Suggestion]:
    """Bob, Carol, Dana and Eve, the best first, with these scores."""
    office = Office().case("alice", *PEOPLE)
    ranked = {one.person: one for one in office.ask()}
    return [ranked[who]._replace(score=score) for who, score in zip(PEOPLE, scores, strict=False)]


def people(found: list[Suggestion]) -> list[str]:
    return [suggestion.person for suggestion in found]


def test_who_is_nearly_as_good_and_less_busy_goes_first() -> None:
    """Carol before Bob, who was asked more lately; not Eve, who is far from as good."""
    load = Load({"bob": 3, "carol": 1, "dana": 4, "eve": 4})
    assert people(spread(ranking(1.0, 0.98, 0.5, -3.0), load)) == ["carol", "bob", "dana", "eve"]


def test_nobody_is_asked_while_full() -> None:
    """However good they are."""
    assert people(spread(ranking(9.0, 1.0), Load(full=frozenset({"bob"})))) == ["carol"]


def test_the_busiest_goes_behind_everybody_else() -> None:
    """From a part of all asks on, even before somebody who is far from as good; alone they are still there."""
    load = Load({"bob": 6, "carol": 2, "dana": 2})
    assert people(spread(ranking(9.0, 1.0, 0.5), load))[-1] == "bob"
    assert people(spread(ranking(9.0), load)) == ["bob"]


def test_a_quiet_office_is_asked_as_it_is_ranked() -> None:
    """Nothing asked lately, nothing changed."""
    assert spread(ranking(3.0, 2.0, 2.0, 1.0), Load()) == ranking(3.0, 2.0, 2.0, 1.0)


loads = st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 40))


@given(st.lists(st.floats(-5, 5), min_size=4, max_size=4), loads, st.frozensets(st.sampled_from(PEOPLE)))
def test_who_is_not_full_is_there_once(scores: list[float], lately: dict[str, int], full: frozenset[str]) -> None:
    """And nobody else."""
    ranked = ranking(*sorted(scores, reverse=True))
    found = people(spread(ranked, Load(lately, full)))
    assert sorted(found) == sorted(set(PEOPLE) - full)


@settings(deadline=None)  # no test is timed, and a hundred orders take a while
@given(st.lists(st.floats(-5, 5), min_size=4, max_size=4))
def test_asked_again_and_again_nobody_has_too_large_a_part(scores: list[float]) -> None:
    """Whatever the scores: of a hundred asks, one at a time, the busiest of four gets a third at most."""
    ranked = ranking(*sorted(scores, reverse=True))
    lately = dict.fromkeys(PEOPLE, 0)
    for _ in range(100):
        lately[spread(ranked, Load({who: had for who, had in lately.items() if had}))[0].person] += 1
    assert max(lately.values()) <= 100 * LARGEST_SHARE + 2
