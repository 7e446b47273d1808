"""Ladders of every kind, drawn by hypothesis."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from socialbpm.social.ladder import Ladder, Ring, Step
from socialbpm.social.worktime import Span


def ladders() -> st.SearchStrategy[Ladder]:
    """Ladders of every kind: with and without colleagues, numbered and not, open and not, by hand and not."""
    colleagues = st.builds(
        Ring,
        name=st.just("participants"),
        step=st.just(Step.COLLEAGUES),
        batch=st.sampled_from([None, 1, 2]),
        most=st.integers(1, 3),
        wait=st.just(Span(time=timedelta(hours=2))),
        widen=st.sampled_from(["auto", "auto", "propose", "manual"]),
        names_asker=st.booleans(),
    )
    coworkers = st.builds(
        Ring,
        name=st.just("coworkers"),
        step=st.sampled_from([Step.COLLEAGUES, Step.COMMUNITY]),
        batch=st.sampled_from([1, 2, 3]),
        most=st.integers(1, 5),
        wait=st.just(Span(time=timedelta(hours=4))),
        widen=st.sampled_from(["propose", "manual"]),
        open=st.booleans(),
        names_asker=st.booleans(),
    )
    network = st.builds(
        Ring,
        name=st.just("network"),
        step=st.just(Step.COMMUNITY),
        batch=st.sampled_from([None, 2]),
        most=st.integers(2, 4),
        wait=st.just(Span(days=1)),
        widen=st.sampled_from(["propose", "manual"]),
        open=st.booleans(),
        names_asker=st.booleans(),
    )
    whole = st.tuples(colleagues, coworkers, network)
    return st.one_of(
        whole.map(lambda three: Ladder.of(*three)),
        st.tuples(colleagues, network).map(lambda two: Ladder.of(*two)),
        network.map(lambda one: Ladder.of(one)),
    )
