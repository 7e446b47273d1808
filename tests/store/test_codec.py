"""Facts to JSON and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialbpm.social import facts as f
from socialbpm.social.ladder import Ladder
from socialbpm.social.worktime import Calendar, Span
from socialbpm.store.codec import KINDS, UnreadableFact, decode, encode, written
from tests.store.road import LADDER, MONDAY, opened

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(timedelta, st.timedeltas(timedelta(0), timedelta(days=3650)))
st.register_type_strategy(Calendar, st.sampled_from([Calendar(), Calendar("24/7", "Europe/Berlin", "DE")]))
st.register_type_strategy(
    Span, st.builds(Span, days=st.integers(1, 9) | st.fractions(Fraction(1, 9), 9, max_denominator=9))
)
st.register_type_strategy(Ladder, st.just(LADDER))


def _classes(of: type[f.Fact]) -> Iterator[type[f.Fact]]:
    for each in of.__subclasses__():
        yield each
        yield from _classes(each)


def test_every_fact_has_a_kind() -> None:
    """Whoever adds a fact gives it a kind, or nothing that happened could be kept."""
    assert set(KINDS.values()) == set(_classes(f.Fact))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_kebab_case(kind: str) -> None:
    """Kinds are read by people, in the database and in exports."""
    assert kind == kind.lower().strip("-")
    assert kind.replace("-", "").isalpha()


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(KINDS)).flatmap(lambda kind: st.from_type(KINDS[kind])))
def test_what_is_kept_comes_back(fact: f.Fact) -> None:
    """Whatever happened can be read as it happened, through JSON text."""
    kind, data = encode(fact)
    assert decode(kind, json.loads(json.dumps(data))) == fact
    assert decode(*written(fact)) == decode(kind, json.dumps(data)) == fact


@pytest.mark.parametrize("name", ['x,"ladder":{', ',"expires":', '\\",\\"ladder\\":'])
def test_how_a_discussion_began_is_read_by_its_fields_and_not_by_its_words(name: str) -> None:
    """Whatever an id looks like, and in whatever order the fields stand; the ladder is one for all that have it."""
    fact = opened(name, asker=name, task=f.TaskKey(name, name))
    found = decode(*written(fact))
    kind, data = encode(fact)
    backwards = json.dumps(dict(reversed(data.items())), separators=(",", ":"))
    assert found == fact == decode(kind, backwards)
    assert isinstance(found, f.Opened)
    assert found.ladder is vars(decode(*written(opened())))["ladder"]


def test_a_damaged_ladder_is_refused() -> None:
    """Also where it stands as it would be written."""
    kind, text = written(opened())
    with pytest.raises(UnreadableFact, match="'opened'"):
        decode(kind, text.replace('"step":1', '"step":7'))


@given(st.from_type(Span))
def test_a_span_of_a_ring_comes_back(span: Span) -> None:
    """Half of three days is one and a half, after it was kept too."""
    ladder = Ladder.of(*(type(ring)(**{**vars(ring), "wait": span}) for ring in LADDER.rings[1:]))
    fact = type(opened())(**{**vars(opened()), "ladder": ladder})
    assert decode(*encode(fact)) == fact


def test_a_fact_of_a_newer_version_is_refused() -> None:
    """An older version does not guess at what a newer one wrote."""
    with pytest.raises(UnreadableFact, match="'teleported'") as refused:
        decode("teleported", {"at": MONDAY.isoformat()})
    assert refused.value.code == "unreadable-fact"


@pytest.mark.parametrize("data", [{}, {"at": "yesterday", "ring": 1}, None, {"at": MONDAY.isoformat(), "ring": "out"}])
def test_a_damaged_fact_is_refused(data: Any) -> None:
    """What does not look like a fact of its kind is not made one."""
    with pytest.raises(UnreadableFact, match="'ring-passed'"):
        decode("ring-passed", data)
