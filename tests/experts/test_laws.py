"""What holds of every ranking, whatever was observed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from socialbpm.experts import Evidence, Need, Ranker, Suggestion
from tests.experts.office import MONDAY

PEOPLE = ("alice", "bob", "carol", "dana", "eve")
TOPICS = ("freight", "tax")
GROUPS = ("accounting", "plant")
CASES = tuple(f"case {number}" for number in range(6))
SENTENCES = ("Which account do freight costs go to?", "Who approves a holiday?", "")

untimed = settings(deadline=None, max_examples=60)  # no test is timed, and a history takes a while

people, cases = st.sampled_from(PEOPLE), st.sampled_from(CASES)
topics, groups = st.frozensets(st.sampled_from(TOPICS)), st.frozensets(st.sampled_from(GROUPS), max_size=1)
texts, activities = st.sampled_from(SENTENCES), st.sampled_from(("", "check", "approve"))
kinds = st.sampled_from(("worked", "worked", "answered", "accepted", "passed", "declared"))
gaps = st.sampled_from((0.0, 1.0, 30.0, 24 * 20.0, 24 * 400.0))

evidence = st.builds(
    Evidence, st.just(MONDAY), people, kinds, cases, activities, groups, topics, texts, st.none() | people
)
needs = st.builds(
    Need,
    st.just(MONDAY),
    people,
    cases,
    activities,
    groups,
    topics,
    texts,
    st.lists(people, max_size=2).map(tuple),
    st.frozensets(people, max_size=2),
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Evidence | Need, ...]:
    """Evidence and needs in the order of time, a need at the end."""
    happened = draw(st.lists(evidence | needs, max_size=30))
    at, told = MONDAY, []
    for one in [*happened, draw(needs)]:
        at += timedelta(hours=draw(gaps))
        told.append(replace(one, at=at))
    return tuple(told)


def replay(history: tuple[Evidence | Need, ...]) -> tuple[Ranker, list[list[Suggestion]]]:
    """Tell a new ranker everything; returns the rankings that were asked for."""
    ranker, given_ = Ranker(), []
    for one in history:
        if isinstance(one, Need):
            given_.append(ranker.rank(one))
        else:
            ranker.observe(one)
    return ranker, given_


def last_need(history: tuple[Evidence | Need, ...]) -> Need:
    need = history[-1]
    assert isinstance(need, Need)
    return need


@untimed
@given(histories())
def test_never_the_asker_nobody_excluded_nobody_twice(history: tuple[Evidence | Need, ...]) -> None:
    """Exclusions are absolute."""
    needs_ = [one for one in history if isinstance(one, Need)]
    for need, ranking in zip(needs_, replay(history)[1], strict=True):
        named = [suggestion.person for suggestion in ranking]
        assert len(named) == len(set(named))
        assert not {need.asker, *need.exclude} & set(named)


@untimed
@given(histories())
def test_everybody_else_who_was_seen_is_somewhere(history: tuple[Evidence | Need, ...]) -> None:
    """Nobody is lost: whoever did or declared anything can be asked, however late."""
    need = last_need(history)
    seen = {one.person for one in history if isinstance(one, Evidence) and one.kind != "passed"}
    assert {suggestion.person for suggestion in replay(history)[1][-1]} == seen - {need.asker} - need.exclude


@untimed
@given(histories())
def test_the_best_come_first(history: tuple[Evidence | Need, ...]) -> None:
    """Scores never rise."""
    for ranking in replay(history)[1]:
        scores = [suggestion.score for suggestion in ranking]
        assert scores == sorted(scores, reverse=True)


@untimed
@given(histories())
def test_the_same_history_gives_the_same_rankings(history: tuple[Evidence | Need, ...]) -> None:
    """So what is kept in memory can be made again: people, scores, steps and reasons."""
    first, again = (
        [[(s.person, s.score, s.step, s.tie, s.reason) for s in ranking] for ranking in replay(history)[1]]
        for _ in range(2)
    )
    assert first == again


@untimed
@given(histories(), st.integers(0, 6))
def test_a_limit_gives_the_beginning(history: tuple[Evidence | Need, ...], limit: int) -> None:
    """And asking twice for one need changes nothing."""
    ranker, rankings = replay(history)
    assert ranker.rank(last_need(history), limit) == rankings[-1][:limit]


@untimed
@given(histories())
def test_colleagues_have_strong_ties_and_only_they(history: tuple[Evidence | Need, ...]) -> None:
    """A step is where the tie says that people meet."""
    for suggestion in replay(history)[1][-1]:
        assert (suggestion.step == "colleagues") == (suggestion.tie == "strong")


@untimed
@given(histories())
def test_every_number_in_a_reason_was_counted(history: tuple[Evidence | Need, ...]) -> None:
    """Counted here once more from the evidence itself, in the plainest way."""
    need = last_need(history)
    done = [one for one in history if isinstance(one, Evidence) and one.kind not in {"passed", "declared"}]
    for suggestion in replay(history)[1][-1]:
        _check(suggestion, need, done)


def _check(suggestion: Suggestion, need: Need, done: list[Evidence]) -> None:
    reason = suggestion.reason
    theirs = [one for one in done if one.person == suggestion.person]
    recent = [one for one in theirs if one.at >= need.at - timedelta(days=30)]
    if found := re.search(r"(?:on|answered) (\d+) (?:case|question)s? about (\w+) in the last 30 days", reason):
        assert int(found[1]) == len({one.case for one in recent if found[2] in one.topics})
    if found := re.search(r"on (\d+) cases? in (\w+) in the last 30 days", reason):
        assert int(found[1]) == len({one.case for one in recent if one.activity == found[2]})
    if found := re.search(r"worked with you on (\d+) case", reason):
        worked = [{one.case for one in done if one.person == who} for who in (suggestion.person, need.asker)]
        assert int(found[1]) == len(worked[0] & worked[1])
    if found := re.search(r"is in (\w+) with you", reason):
        assert found[1] in need.groups
    for other in set(PEOPLE) - {suggestion.person}:
        assert other not in reason
    for topic in set(TOPICS) - need.topics:
        assert topic not in reason
