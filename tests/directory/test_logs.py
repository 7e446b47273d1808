"""Logs of past work are read whole, as a stream, and what cannot be used is told with its place."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BufferedIOBase, BytesIO
from itertools import chain, repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialbpm.directory.logs import (
    Choice,
    Happened,
    Rejected,
    events,
    is_object_centric,
    json_stream,
    ocel_json,
    ocel_xml,
    size,
    xes,
)
from socialbpm.directory.logs.choice import NOBODY
from socialbpm.errors import Invalid
from socialbpm.experts import Evidence
from tests.directory import logs_made as made

CHOICE = Choice(person=("org:resource", "clerk"), case="order")


def read(path: Path, choice: Choice = CHOICE) -> list[Evidence | Rejected]:
    return list(_read(path, choice))


def _read(path: Path, choice: Choice) -> Iterator[Evidence | Rejected]:
    for one in events(path, choice):
        yield from [one] if isinstance(one, Rejected) else choice.evidence(one)


def rejected(text: str, tmp_path: Path, choice: Choice = CHOICE) -> list[tuple[str, str]]:
    """Write a text and read it; what is rejected of it."""
    path = tmp_path / "log"
    path.write_text(text, encoding="utf-8")
    return [(one.where, one.why) for one in read(path, choice) if isinstance(one, Rejected)]


def test_all_forms_tell_the_same(tmp_path: Path) -> None:
    """XES, packed or not, and the three of OCEL 2.0: the same people did the same at the same time, in groups."""
    told = {path.name: set(read(path)) for path in made.written(tmp_path)}
    assert len(told["log.xes"]) == 4
    assert all(evidence == told["log.xes"] for evidence in told.values()), told
    assert (
        Evidence(datetime(2026, 5, 4, 8, tzinfo=UTC), "bob", "worked", "order 1", "check", frozenset({"Accounting"}))
        in told["log.sqlite"]
    )


def test_topics_are_chosen(tmp_path: Path) -> None:
    """Of the case, by its attribute; nothing is a topic that was not chosen."""
    path = tmp_path / "log.xes"
    path.write_text(made.xes())
    topics = [one.topics for one in read(path, Choice(topic=("case:product",))) if isinstance(one, Evidence)]
    assert topics == [{"case:product:1"}] * 2 + [{"case:product:2"}] * 2


def test_a_machine_is_no_person(tmp_path: Path) -> None:
    """Neither is nobody; both are told apart from what is wrong."""
    steps = (*made.STEPS, made.Step("e5", "order 2", "2026-05-06T09:00:00Z", "archive", "", "Sales"))
    told = rejected(made.xes(steps), tmp_path, Choice(machines=frozenset({"alice"})))
    assert [why for _, why in told] == [NOBODY] * 3


def test_bad_rows_are_told_with_their_lines_and_the_others_are_read(tmp_path: Path) -> None:
    """A time that is none, no time, an event outside of a case: three are rejected, four remain."""
    wrong = (
        made.Step("e5", "order 1", "yesterday", "check", "bob", ""),
        made.Step("e6", "order 1", "", "check", "bob", ""),
    )
    text = made.xes((*made.STEPS, *wrong)).replace("</log>", made.xes_event(made.STEPS[0]) + "</log>")
    told = rejected(text, tmp_path)
    assert [why for _, why in told] == ["'yesterday' is no time", "it has no time", "it belongs to no case"]
    assert [text.splitlines()[int(where.removeprefix("line ")) - 1] for where, _ in told] == ["<event>"] * 3
    assert len(read(tmp_path / "log")) == 7


def test_what_reads_the_same_is_told_apart(tmp_path: Path) -> None:
    """Two things that one person did at one moment are two, and keep their numbers when the log is read again."""
    path = tmp_path / "log.xes"
    path.write_text(made.xes((made.STEPS[0], made.STEPS[0], made.STEPS[1])))
    first, again = ([one.number for one in events(path, CHOICE) if isinstance(one, Happened)] for _ in range(2))
    assert first == again == ["0", "1", "0"]


BOMB = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>
<log><trace><string key="concept:name" value="&b;"/></trace></log>"""
OUTSIDE = '<!DOCTYPE log SYSTEM "http://127.0.0.1:1/x.dtd"><log><trace/></log>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
def test_a_document_type_is_refused(text: str, tmp_path: Path) -> None:
    """So no entity is resolved, and nothing is fetched."""
    [(where, why)] = rejected(text, tmp_path)
    assert where == "line 1"
    assert "document type" in why


def test_elements_are_not_endlessly_inside_each_other(tmp_path: Path) -> None:
    """A list in a list in a list is at some point no log."""
    [(_, why)] = rejected("<log>" * 1000, tmp_path)
    assert "inside each other" in why


@pytest.mark.parametrize("form", ["xes", "ocel_json", "ocel_xml"])
@given(data=st.data())
def test_a_file_that_ends_early_gives_what_was_before(form: str, data: st.DataObject) -> None:
    """Cut anywhere, nothing is raised: a beginning of the events comes, and then why there are no more."""
    text: bytes = getattr(made, form)().encode()
    cut = text[: data.draw(st.integers(0, len(text.rstrip()) - 1))]
    whole, part = (list(_of(form, BytesIO(some))) for some in (text, cut))
    *before, last = part
    assert before == whole[: len(before)]
    assert isinstance(last, Rejected)
    assert last.fatal


def _of(form: str, file: BufferedIOBase) -> Iterator[Happened | Rejected]:
    if form == "xes":
        return xes.read(file, lambda _: None)
    if form == "ocel_json":
        return ocel_json.read(file, CHOICE, lambda _: None)
    return ocel_xml.read(file, CHOICE, lambda _: None)


def test_a_packed_file_that_ends_early_is_told(tmp_path: Path) -> None:
    """What was unpacked is read; the rest is named."""
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(made.xes().encode())[:-20])
    last = read(path)[-1]
    assert isinstance(last, Rejected)
    assert last.fatal


def test_an_event_that_is_none_is_passed_over(tmp_path: Path) -> None:
    """In JSON a line can be wrong while the file goes on."""
    text = made.ocel_json().replace('"id": "e2"', '"name": "e2"')
    [(where, why)] = rejected(text, tmp_path)
    assert "no event" in why
    assert text.splitlines()[int(where.removeprefix("line ")) - 1] == "  {"
    assert len(read(tmp_path / "log")) == 4


def test_text_that_no_database_keeps_is_rejected(tmp_path: Path) -> None:
    """U+0000, which JSON can hold."""
    [(_, why)] = rejected(made.ocel_json().replace("Accounting", "Acc\\u0000"), tmp_path)[:1]
    assert "U+0000" in why


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_json_items_are_those_of_the_standard_library(item: object) -> None:
    """Read from pieces of any size, the same comes out."""
    import json

    file = BytesIO(json.dumps({"a": 7, "events": [item, 12345, item]}, indent=1).encode())
    assert [found[2] for found in json_stream.items(file, lambda _: None) if not isinstance(found, Rejected)] == [
        item,
        12345,
        item,
    ]


class Endless(BufferedIOBase):
    """A log of any length that is never in memory: the head, one part many times, the tail."""

    def __init__(self, head: bytes, part: bytes, times: int, tail: bytes) -> None:
        self._parts = chain([head], repeat(part, times), [tail])

    def readable(self) -> bool:
        return True

    def read1(self, _: int = -1) -> bytes:
        return next(self._parts, b"")


def _xes_of(size: int) -> Iterator[Happened | Rejected]:
    head, _, rest = made.xes().partition("<trace>")
    trace = "<trace>" + rest.partition("</log>")[0]
    stream = Endless(head.encode(), trace.encode(), size // len(trace), b"</log>")
    return xes.read(stream, lambda _: None)


def _json_of(size: int) -> Iterator[object]:
    item = b'{"id": "e1", "type": "check", "time": "2026-05-04T09:00:00Z", "relationships": []},\n'
    stream = Endless(b'{"events": [', item, size // len(item), b"{}]}")
    return json_stream.items(stream, lambda _: None)


@pytest.mark.parametrize("read_of", [_xes_of, _json_of])
def test_a_long_log_takes_no_more_memory_than_a_short_one(read_of: Callable[[int], Iterator[object]]) -> None:
    """Ten times as long, within a small part more: what was read is let go."""

    def peak(size: int) -> int:
        tracemalloc.start()
        count = sum(1 for _ in read_of(size))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count > size // 1000
        return most

    peak(100_000)
    assert peak(3_000_000) < 1.2 * peak(300_000) + 50_000


def test_a_file_that_is_no_log_is_refused(tmp_path: Path) -> None:
    """Before anything is read of it."""
    path = tmp_path / "log.txt"
    path.write_text("order 1; bob; check")
    with pytest.raises(Invalid, match="no event log"):
        is_object_centric(path)


def test_how_much_there_is_to_read(tmp_path: Path) -> None:
    """A plain file once, an object-centric one twice; of a packed one it is not known."""
    sizes = {path.name: (size(path), path.stat().st_size) for path in made.written(tmp_path)}
    assert sizes["log.xes"][0] == sizes["log.xes"][1]
    assert sizes["log.json"][0] == 2 * sizes["log.json"][1]
    assert sizes["log.xes.gz"][0] is None
