"""What is logged and traced: what happened, where, how long; nobody's words and nobody's name."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from socialbpm.config import Settings
from socialbpm.service import logs, telemetry
from tests.service.road import Road

WORDS = "the-secret-of-freight-costs"


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """Everything that is logged, of every logger and level, as the service writes it."""
    into = StringIO()
    handler = logging.StreamHandler(into)
    handler.setFormatter(logs.formatter("json"))
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.addHandler(handler)
    logging.getLogger("socialbpm").setLevel(logging.DEBUG)
    yield into
    logging.getLogger("socialbpm").setLevel(logging.NOTSET)
    root.handlers, root.level = before, level


def lines(logged: StringIO) -> list[dict[str, Any]]:
    """Each line is one JSON object."""
    return [json.loads(line) for line in logged.getvalue().splitlines()]


def test_each_request_is_a_line(road: Road, logged: StringIO) -> None:
    """With its endpoint, how it ended, and an id that the caller may choose; probes only on demand."""
    road.by("alice").get("/v1/me", headers={"X-Request-Id": "from-the-proxy"})
    road.service.http().get("/ready")
    mine, probe = [line for line in lines(logged) if line["event"] == "request"]
    assert (mine["endpoint"], mine["method"], mine["status"]) == ("get_me", "GET", 200)
    assert mine["request"] == "from-the-proxy"
    assert mine["ms"] > 0
    assert (probe["endpoint"], probe["level"]) == ("get_ready", "debug")


@pytest.mark.parametrize("given", ["", "x" * 65, "two words", "a\u00e9"])
def test_an_unfit_request_id_is_replaced(road: Road, given: str) -> None:
    """What goes into every line is short and plain."""
    answered = road.by("alice").get("/v1/me", headers={b"X-Request-Id": given.encode()}).headers["X-Request-Id"]
    assert answered != given
    assert len(answered) == 32


def test_nobodys_words_and_nobodys_name(road: Road, logged: StringIO) -> None:
    """Neither in what is granted, nor in what is refused, nor in the paths that were asked for."""
    found = road.fired(question=WORDS)
    road.does("bob", "POST", f"/discussions/{found}/posts", kind="comment", text=WORDS, reach="participants")
    road.by("alice").delete(f"/v1/discussions/{found}/members/bob")
    road.refused("eve", "POST", f"/discussions/{found}/posts", kind="comment", text=WORDS, reach=WORDS)
    told = [str(value) for line in lines(logged) for value in line.values()]
    assert "create_post" in told
    assert not [name for name in (WORDS, "alice", "bob", "eve", found) if name in "\n".join(told)]


def test_an_error_is_told_by_its_place(logged: StringIO) -> None:
    """A driver's message may repeat what was written; the kind of the error and its line in the code do not."""
    try:
        _break()
    except LookupError:
        logging.getLogger("socialbpm.jobs").exception("it broke")
    (line,) = lines(logged)
    assert [each["kind"] for each in line["error"]] == ["builtins.LookupError", "builtins.ValueError"]
    assert "test_logs.py" in line["error"][0]["at"][-1]
    assert line["error"][0]["at"][-1].endswith("_break")
    assert WORDS not in logged.getvalue()


def _break() -> None:
    try:
        int(WORDS)
    except ValueError as error:
        raise LookupError(WORDS) from error


def test_a_person_reads_text() -> None:
    """On a terminal a line is for a person; elsewhere it is for a machine."""
    record = logging.makeLogRecord({"msg": "swept", "levelname": "INFO", "name": "socialbpm.jobs"})
    assert "swept" in logs.formatter("text").format(record)
    assert json.loads(logs.formatter("json").format(record))["event"] == "swept"
    assert logs._chosen("auto", terminal=True) == "text"
    assert logs._chosen("auto", terminal=False) == "json"


def test_levels_are_for_our_own_loggers(monkeypatch: pytest.MonkeyPatch) -> None:
    """`debug` of a driver would log what it is given to keep."""
    asked: dict[str, Any] = {}
    monkeypatch.setattr(logging, "basicConfig", lambda **given: asked.update(given))
    logs.set_up(Settings(log_level="debug"))
    assert asked["level"] == logging.WARNING
    assert logging.getLogger("socialbpm").level == logging.DEBUG
    for name in logs.OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_spans_name_endpoints_not_people(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trace says which endpoint was slow, and not for whom."""
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    monkeypatch.setattr("opentelemetry.trace.get_tracer_provider", lambda: provider)
    monkeypatch.setattr("fastapi.telemetry._asgi.trace.get_tracer_provider", lambda: provider)
    telemetry.keep_people_out()
    road.by("alice").get("/v1/discussions/d1/rings/network/preview", params={"person": "carol"})
    told = [dict(span.attributes or {}) for span in spans.get_finished_spans()]
    assert "/v1/discussions/{discussion}/rings/{ring}/preview" in {attributes.get("http.route") for attributes in told}
    assert "carol" not in str(told)
    assert "d1" not in str(told)
