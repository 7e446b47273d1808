"""Whoever calls too often waits; work does not, and nobody learns anything by it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service import budgets
from socialbpm.service.budgets import Budget
from socialbpm.service.embedded import SELDOM, EmbeddedService
from tests.service.road import MONDAY, PEOPLE, SEEDS, Road, socialize


@pytest.fixture
def strict() -> Iterator[Road]:
    """A service with little patience: a bucket fills by one in six seconds."""
    settings = Settings(
        database_url="sqlite://",
        sweep_interval=SELDOM,
        limit_reads=10,
        limit_writes=10,
        limit_hooks=20,
        limit_strangers=10,
    )
    clock = FrozenClock(MONDAY)
    with EmbeddedService(settings, clock=clock, directory=PEOPLE, seeds=SEEDS) as running:
        yield Road(running, clock)


def statuses(client: httpx2.Client, times: int, path: str = "/v1/me") -> set[int]:
    """What so many calls are answered with."""
    return {client.get(path).status_code for _ in range(times)}


@given(st.integers(1, 600), st.lists(st.floats(0, 30), max_size=60))
def test_nobody_gets_more_than_a_bucket_and_what_runs_in(a_minute: int, pauses: list[float]) -> None:
    """However the calls are spread; and whoever waits as long as they were told to gets the next one."""
    budget, now, got = Budget("reads", a_minute), 0.0, 0
    for pause in (*pauses, *[0.0] * 60):
        now += pause
        got += not budget.wait("alice", now=now)
    assert got <= a_minute + now * a_minute / 60 + 1e-6
    assert not budget.wait("alice", now=now + budget.wait("alice", now=now, take=0) + 1e-6)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who came last is remembered longest."""
    monkeypatch.setattr(budgets, "MOST", 2)
    budget = Budget("strangers", 1)
    assert [budget.wait(who, now=0.0) for who in "abc"] == [0, 0, 0]
    assert [budget.wait(who, now=0.0) > 0 for who in "cba"] == [True, True, False]


class TestAPersonWhoCallsTooOften:
    def test_is_told_when_to_go_on(self, strict: Road) -> None:
        """In words, and in headers for programs."""
        assert statuses(strict.by("alice"), 10) == {200}
        answer = strict.by("alice").get("/v1/me")
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_calls")
        assert 1 <= int(answer.headers["retry-after"]) <= 6
        assert answer.headers["ratelimit-policy"] == '"reads";q=10;w=60'
        assert answer.headers["ratelimit"] == f'"reads";r=0;t={answer.headers["retry-after"]}'

    def test_can_still_change_something(self, strict: Road) -> None:
        """These are counted apart; and nobody else waits, nor another token of theirs help."""
        discussion = strict.asked()
        statuses(strict.by("alice"), 11)
        assert strict.by("alice").post(f"/v1/discussions/{discussion}/withdraw").status_code != 429
        assert statuses(strict.by("bob"), 1) == {200}
        assert statuses(strict.service.person("alice"), 1) == {429}

    def test_does_not_learn_what_there_is(self, strict: Road) -> None:
        """Eve gets the same for what is there and what is not, before and after, and no sooner for the one."""
        discussion = strict.asked()
        seen = []
        for person, path in (("eve", discussion), ("dana", "none")):
            answers = [strict.by(person).get(f"/v1/discussions/{path}") for _ in range(12)]
            seen.append([(answer.status_code, answer.json()["code"]) for answer in answers])
        assert seen[0] == seen[1]
        assert seen[0][9:11] == [(404, "not_found"), (429, "too_many_calls")]


class TestWhoProvesNobody:
    def test_is_not_looked_at_any_more(self, strict: Road) -> None:
        """Nor is anybody at the same address, for a moment: it is not known who it is."""
        stranger = strict.service.http("made-up")
        assert statuses(stranger, 10) == {401}
        assert statuses(stranger, 1) == {429}
        assert statuses(strict.service.http(), 1) == {429}
        assert statuses(strict.by("alice"), 1) == {429}

    def test_does_not_keep_a_runtime_from_its_work(self, strict: Road) -> None:
        """Which may well be behind the same address."""
        statuses(strict.service.http("made-up"), 11)
        assert strict.hook(socialize()).status_code == 201
        assert statuses(strict.runtime, 1, "/v1/deliveries") == {200}
        assert statuses(strict.service.http("made-up"), 1, "/v1/deliveries") == {429}

    def test_does_not_begin_to_sign_in_for_ever(self, strict: Road) -> None:
        """A login is counted as long as it proves nobody."""
        assert statuses(strict.service.http(), 10, "/login") == {404}
        assert statuses(strict.service.http(), 1, "/login") == {429}


def test_a_runtime_has_a_budget_of_its_own(strict: Road) -> None:
    """For all that it does."""
    assert statuses(strict.runtime, 20, "/v1/deliveries") == {200}
    answer = strict.hook(socialize())
    assert (answer.status_code, answer.headers["ratelimit-policy"]) == (429, '"hooks";q=20;w=60')


def test_zero_is_no_limit() -> None:
    """For whoever limits elsewhere."""
    budget = Budget("reads", 0)
    assert [budget.wait("alice", now=0.0) for _ in range(1000)] == [0.0] * 1000
