"""Files that nobody vouches for are read without harm, and in bounded time."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from SpiffWorkflow.bpmn.parser import BpmnParser

from socialbpm.contract.xml import line_of
from socialbpm.engine import InvalidDiagram, load, read_diagram, safe, socialize
from tests.engine.diagrams import HEAD, diagram, element, process, task
from tests.engine.host import Family

CHECK = diagram(process(task("check", element()), path=["check"]))
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


class TestReading:
    def test_a_good_diagram_knows_its_lines(self, tmp_path: Path) -> None:
        """From bytes, text or a file."""
        path = tmp_path / "invoice.bpmn"
        path.write_text(CHECK.replace("<bpmn:process", "\n\n<bpmn:process"))
        for source in (path, path.read_bytes(), path.read_text()):
            assert line_of(read_diagram(source)[0]) == 3

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
    @pytest.mark.parametrize(
        "doctype",
        [
            "<!DOCTYPE d>",
            f'<!DOCTYPE d [<!ENTITY a0 "ha">{LAUGHS}]>',
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">',
            '<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]>',
        ],
    )
    def test_nothing_of_a_doctype_is_looked_at(self, doctype: str, encoding: str) -> None:
        """Whatever it wants to expand, read or fetch, and however it is encoded; at once."""
        begin = time.process_time()
        text = f'<?xml version="1.0" encoding="{encoding}"?>\n{doctype}\n<d a="&a11;">&x;&a11;</d>'
        with pytest.raises(InvalidDiagram) as caught:
            read_diagram(text.encode(encoding), file="invoice.bpmn")
        assert caught.value.code == "doctype-forbidden"
        assert time.process_time() - begin < 0.5

    @pytest.mark.parametrize(("declared", "codec"), [("ebcdic-cp-us", "cp037"), ("utf-16le", "utf-16-le")])
    def test_not_even_through_an_encoding_that_only_one_parser_knows(self, declared: str, codec: str) -> None:
        """If it can be read at all, the DOCTYPE is seen."""
        text = (
            f'<?xml version="1.0" encoding="{declared}"?><!DOCTYPE d [<!ENTITY a0 "ha">{LAUGHS}]><d b="&a11;">&a11;</d>'
        )
        with pytest.raises(InvalidDiagram) as caught:
            read_diagram(text.encode(codec))
        assert caught.value.code in {"doctype-forbidden", "xml-malformed"}

    def test_nothing_is_fetched(self) -> None:
        """A server that would notice."""
        asked: list[str] = []

        class Ears(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)

        with HTTPServer(("127.0.0.1", 0), Ears) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                address = f"http://127.0.0.1:{server.server_port}"
                with pytest.raises(InvalidDiagram):
                    read_diagram(f'<!DOCTYPE d SYSTEM "{address}/x.dtd"><d/>')
                schema = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x {address}/x.xsd"'
                include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}/x.xml"/>'
                read_diagram(f"<d {schema}>{include}</d>")
            finally:
                server.shutdown()
                thread.join()
        assert asked == []

    def test_a_file_that_is_too_large_is_not_read_to_its_end(self, tmp_path: Path) -> None:
        """The limit is in bytes, and can be set."""
        path = tmp_path / "huge.bpmn"
        with path.open("wb") as stream:
            stream.truncate(50_000_000_000)  # sparse: no disk holds it
        with pytest.raises(InvalidDiagram) as caught:
            read_diagram(path)
        assert str(caught.value) == (
            f"{path}: the diagram has more than 10000000 bytes\n  Split the process.\n  [diagram-too-large]"
        )
        with pytest.raises(InvalidDiagram, match="more than 10 bytes"):
            read_diagram(CHECK, most=10)

    @pytest.mark.parametrize(
        ("source", "line"),
        [
            (b"", None),
            ("", None),
            ("not xml", 1),
            ("<a>\n<b>\n</a>", 3),
            (b"\xff\xfe\x00", None),
            (b'<?xml version="1.0" encoding="utf-8"?><a>\xff</a>', 1),
            (b'<?xml version="1.0" encoding="no-such"?><a/>', 1),
            ("<a>\ud800</a>", 1),
            ("<a>\x00</a>", 1),
            ("<a>&unknown;</a>", 1),
            ("<a>" * 5000, None),
        ],
    )
    def test_what_is_no_xml_is_an_error_with_a_line(self, source: Any, line: int | None) -> None:
        """Never anything else than the one error."""
        with pytest.raises(InvalidDiagram) as caught:
            read_diagram(source, file="x.bpmn")
        assert caught.value.code == "xml-malformed"
        assert line is None or caught.value.line == line


class TestLoading:
    def test_a_good_diagram_is_loaded(self, family: Family, tmp_path: Path) -> None:
        """It is tried in another process first, which leaves no trace."""
        path = tmp_path / "invoice.bpmn"
        path.write_text(CHECK)
        parser = load(socialize(family.parser)(), path)
        assert "check.socialize" in parser.get_spec("p").task_specs

    def test_a_bad_one_says_what_is_wrong(self, family: Family, tmp_path: Path) -> None:
        """The trial's own failure is not the message."""
        path = tmp_path / "invoice.bpmn"
        path.write_text(CHECK.replace('id="check"', 'id="End"'))
        with pytest.raises(InvalidDiagram, match="SpiffWorkflow uses the id End itself"):
            load(socialize(family.parser)(), path)

    def test_one_that_spiffworkflow_never_comes_back_from_is_given_up(self, tmp_path: Path) -> None:
        """The trial is a real process that really hangs, and is killed."""
        path = tmp_path / "hangs.bpmn"
        path.write_text(CHECK)
        begin = time.monotonic()
        with pytest.raises(InvalidDiagram) as caught:
            load(socialize(Stuck)(), path, seconds=3)
        assert time.monotonic() - begin < 10
        assert str(caught.value) == (
            f"{path}: the diagram could not be parsed within 3 seconds\n"
            "  Look for references that cannot be resolved, or load it in parts.\n  [diagram-too-slow]"
        )

    def test_the_known_way_to_hang_is_refused_without_a_trial(self, family: Family) -> None:
        """So the ordinary methods are safe from it, too."""
        with pytest.raises(InvalidDiagram) as caught:
            socialize(family.parser)().add_bpmn_str(HANGS)
        assert (caught.value.code, caught.value.element) == ("data-object-out-of-reach", "check")

    def test_the_trial_finds_the_parser_class_behind_a_local_one(self) -> None:
        """A class that no other process can import is stood in for by what it is made of."""

        class Local(BpmnParser):  # type: ignore[misc]
            pass

        assert safe.trial_base(socialize(Local)) == "SpiffWorkflow.bpmn.parser.BpmnParser:BpmnParser"
        assert safe.trial_base(socialize(Stuck)) == "tests.engine.test_safe:Stuck"
        with pytest.raises(TypeError, match="no importable base class"):
            safe.trial_base(dict)

    def test_the_trial_runs_as_a_program(self) -> None:
        """It parses what it is given and says nothing."""
        command = [sys.executable, "-m", "socialbpm.engine.trial", "SpiffWorkflow.bpmn.parser.BpmnParser:BpmnParser"]
        result = subprocess.run(command, input=CHECK.encode(), capture_output=True, check=True)
        assert (result.stdout, result.stderr) == (b"", b"")


class Stuck(BpmnParser):  # type: ignore[misc]
    """A parser that some diagram has sent into a loop."""

    def get_spec(self, process_id: str, required: bool = True) -> Any:  # as SpiffWorkflow has it
        """Never return."""
        while True:
            time.sleep(0)


INNER = (
    '<bpmn:startEvent id="i0"/><bpmn:userTask id="check"><bpmn:dataInputAssociation id="link">'
    "<bpmn:sourceRef>ref</bpmn:sourceRef></bpmn:dataInputAssociation></bpmn:userTask>"
    '<bpmn:sequenceFlow id="i1" sourceRef="i0" targetRef="check"/><bpmn:endEvent id="i9"/>'
    '<bpmn:sequenceFlow id="i2" sourceRef="check" targetRef="i9"/>'
)
HANGS = (
    f'{HEAD}<bpmn:process id="p" isExecutable="true"><bpmn:dataObject id="order"/>'
    '<bpmn:dataObjectReference id="ref" dataObjectRef="order"/>'
    '<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="outer"/>'
    '<bpmn:subProcess id="outer"><bpmn:startEvent id="o0"/>'
    '<bpmn:sequenceFlow id="o1" sourceRef="o0" targetRef="inner"/><bpmn:endEvent id="o9"/>'
    '<bpmn:sequenceFlow id="o2" sourceRef="inner" targetRef="o9"/>'
    f'<bpmn:subProcess id="inner">{INNER}</bpmn:subProcess></bpmn:subProcess></bpmn:process></bpmn:definitions>'
)
