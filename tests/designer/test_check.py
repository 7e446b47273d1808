"""What `check` finds: each fault of the corpus, once and by its name, and nothing in what is good.

After a change of wording, and then review the diff:

    SOCIALBPM_REGENERATE=1 python -m pytest tests/designer/test_check.py
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from socialbpm.contract.element import Ring
from socialbpm.designer.check import Finding, check
from socialbpm.designer.check.rules import ERRORS, WARNINGS
from socialbpm.designer.check.rules.most_out_of_reach import asked_within_wait
from tests.designer import corpus
from tests.engine.diagrams import NAMED, answer_event, diagram, drawn, element, flow, process, task
from tests.settings import REPOSITORY, public_data

RULES = "socialbpm.designer.check.rules"


def plain(found: Finding) -> dict[str, Any]:
    message = "\n".join([found.message, *([found.hint] if found.hint else [])])
    place = {"line": found.line, "element": found.element}
    return {"code": found.rule, "severity": found.severity, **place, "message": message}


def rules_of(text: str) -> list[str]:
    return [found.rule for found in check(text.encode(), "x.bpmn")]


class TestCorpus:
    @pytest.mark.parametrize("name", corpus.FILES)
    def test_each_diagram_gives_what_is_written_beside_it_and_no_more(self, name: str) -> None:
        """Rule, severity, line, element and text: one fault, one finding."""
        found = [plain(each) for each in check(corpus.read(name), name)]
        if os.environ.get("SOCIALBPM_REGENERATE"):
            known = {file: said for file, said in corpus.expected().items() if file in corpus.FILES}
            known[name] = found[0]
            corpus.EXPECTED.write_text(json.dumps(known, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
            corpus.expected.cache_clear()
        assert found == [corpus.expected()[name]]

    def test_the_corpus_and_what_is_expected_of_it_name_the_same_files(self) -> None:
        """Neither has something that the other has not."""
        assert sorted(corpus.expected()) == corpus.FILES

    def test_every_rule_has_a_fault_in_the_corpus(self) -> None:
        """A rule that nothing ever breaks is not known to work; `diagram-too-large` would be a large file."""
        told = {said["code"] for said in corpus.expected().values()}
        named = {rule.__name__.replace("_", "-") for rule in (*ERRORS, *WARNINGS)} - {"grammar"}
        assert named <= told
        assert set(_ids(import_module(f"{RULES}.grammar").__doc__ or "")) <= told

    @pytest.mark.parametrize("path", corpus.SAMPLES, ids=lambda path: path.name)
    def test_nothing_is_found_in_a_good_diagram(self, path: Path) -> None:
        """Neither an error nor advice."""
        assert check(path.read_bytes(), path.name) == []

    @pytest.mark.parametrize("name", sorted(path.name for path in REPOSITORY.glob("examples/**/*.bpmn")))
    def test_nothing_is_found_in_our_examples(self, name: str) -> None:
        """People copy them."""
        (path,) = (path for path in REPOSITORY.glob("examples/**/*.bpmn") if path.name == name)
        assert check(path.read_bytes(), name) == []


def _ids(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").replace(".", " ").split() if "-" in word and word.islower()]


class TestSeveral:
    def test_all_faults_of_a_file_are_found_at_once(self) -> None:
        """Whoever corrects them runs it once, not ten times; they come in the order of the lines."""
        wrong = task(
            "check",
            element('<social:ring name="a" step="friends"/>\n<social:ring step="colleagues" most="0" open="yes"/>'
                    '\n<social:share as="round"/>\n<social:exclude who="boss"/>',
                    trigger="never", colour="red"),
        )  # fmt: skip
        found = [(each.line, each.rule) for each in check(diagram(process(wrong, path=["check"])).encode(), "x")]
        assert found == [
            (1, "bad-value"),
            (1, "bad-value"),
            (1, "unknown-attribute"),
            (2, "bad-value"),
            (2, "bad-value"),
            (2, "missing-attribute"),
            (3, "bad-value"),
            (3, "missing-attribute"),
            (4, "unknown-exclude"),
        ]

    def test_what_one_part_says_of_another_waits_until_each_is_right(self) -> None:
        """A share with a ring that cannot be read is not reported twice."""
        inside = '<social:ring name="a" step="friends"/><social:share variable="check" with="a"/>'
        assert rules_of(diagram(process(task("check", element(inside)), path=["check"]))) == ["bad-value"]

    def test_a_fault_of_the_schema_is_not_told_again_where_a_rule_tells_it(self) -> None:
        """An id twice: the schema finds that, too, and says it in words that help nobody."""
        twice = task("check", element()) + "\n" + task("check")
        assert rules_of(diagram(process(twice, path=["check"]))) == ["duplicate-id"]

    def test_where_nobody_is_socialized_only_what_runs_empty_is_refused(self) -> None:
        """`check` is no judge of other people's processes, but says where SpiffWorkflow would do nothing."""
        assert rules_of(diagram(process(task("a.EndJoin"), path=["a.EndJoin"]), extra="")) == []
        assert rules_of(diagram(process(task("End"), path=["End"]), extra="")) == ["reserved-id"]


class TestAdvice:
    @pytest.mark.parametrize(
        ("said", "asked"),
        [
            ({"batch": 3, "wait": "PT4H", "patience": "PT2H"}, 6),
            ({"batch": 3, "wait": "PT4H"}, 6),
            ({"batch": 5, "wait": "P3D", "patience": "PT4H"}, 30),
            ({"batch": 2, "wait": "PT5H", "patience": "PT2H"}, 6),
            ({"batch": 2, "wait": "PT1H", "patience": "P1D"}, 2),
            ({"batch": 2, "wait": "P1W", "patience": "P1D"}, 10),
            ({"batch": "all", "wait": "P1D"}, None),
        ],
    )
    def test_how_many_a_ring_asks_in_its_wait(self, said: dict[str, Any], asked: int | None) -> None:
        """At once, and then each time the patience is over; a working day has eight hours."""
        assert asked_within_wait(Ring.model_validate({"name": "r", "step": "colleagues", **said})) == asked

    @pytest.mark.parametrize("step", ["colleagues", "community"])
    def test_the_defaults_of_a_ring_are_no_reason_for_advice(self, step: str) -> None:
        """Every default is a good design, also together with a wait of one's own."""
        inside = f'<social:ring name="r" step="{step}" wait="PT1H"/>'
        assert rules_of(diagram(process(task("check", element(inside)), path=["check"]))) == []

    @pytest.mark.parametrize(
        "mention",
        [
            "<bpmn:documentation>Enter the amount.</bpmn:documentation>",
            '<bpmn:extensionElements><form xmlns="urn:f"><field id="amount"/></form></bpmn:extensionElements>',
            '<bpmn:extensionElements><form xmlns="urn:f" formKey="invoice.form"/></bpmn:extensionElements>',
        ],
    )
    def test_a_variable_is_known_where_anything_mentions_it(self, mention: str) -> None:
        """Words, a form in the file, or one that is elsewhere; but not half a word."""
        asks = task("check", element('<social:share variable="amount"/>'))

        def with_(said: str) -> list[str]:
            return rules_of(diagram(process(task("enter", said), asks, path=["enter", "check"])))

        assert with_(mention) == []
        assert with_("<bpmn:documentation>Enter the amounts.</bpmn:documentation>") == ["unknown-variable"]

    def test_an_answer_counts_as_mentioning_its_variable(self) -> None:
        """A second task shares what the first one asked about."""
        first = task("one", element(answer="advice"))
        second = task("two", element('<social:share variable="advice"/>'))
        assert rules_of(diagram(process(first, second, path=["one", "two"]))) == []

    def test_four_eyes_may_be_on_a_task_of_another_file(self) -> None:
        """Where a call activity leads out of the file, nothing is said of a task that is not in it."""
        asks = task("check", element('<social:exclude who="task:elsewhere"/>'))
        called = '<bpmn:callActivity id="call" calledElement="other"/>'
        assert rules_of(diagram(process(asks, path=["check"]))) == ["unknown-task"]
        assert rules_of(diagram(process(asks, called, path=["check", "call"]))) == []


def test_an_answer_event_says_nothing_but_that_it_waits() -> None:
    """An attribute on it would look as if it did something."""
    good = process(
        task("check"), drawn(), answer_event(), flow("stuck", "answered"), flow("answered", "end2"),
        '<bpmn:endEvent id="end2"/>', path=["check"],
    )  # fmt: skip
    assert rules_of(diagram(good)) == []
    said = good.replace("<social:answer/>", '<social:answer into="x">y<social:z/></social:answer>')
    assert rules_of(diagram(said)) == ["unexpected-text", "unknown-attribute", "unknown-child"]


# --- size and start

DI = "http://www.omg.org/spec/BPMN/20100524/DI"


def large(tasks: int) -> bytes:
    """A diagram with many tasks, every third of them with an element, and with drawings."""
    names = [f"task_{number}" for number in range(tasks)]
    about = f"<bpmn:documentation>{'amount ' * 80}</bpmn:documentation>"
    inside = element('<social:ring name="r" step="colleagues" who="group:A"/><social:share variable="amount"/>')
    nodes = [task(name, about + (inside if number % 3 == 0 else "")) for number, name in enumerate(names)]
    bounds = '<dc:Bounds x="1" y="1" width="100" height="80"/>'
    shapes = [f'<di:BPMNShape id="{name}_s" bpmnElement="{name}">{bounds}</di:BPMNShape>' for name in names]
    spaces = f'xmlns:di="{DI}" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    plane = f'<di:BPMNPlane bpmnElement="p">{"".join(shapes)}</di:BPMNPlane>'
    drawing = f"<di:BPMNDiagram {spaces}>{plane}</di:BPMNDiagram>"
    return diagram(process("\n".join(nodes), path=names), extra=NAMED + drawing).encode()


def test_five_megabytes_take_less_than_two_seconds(tmp_path: Path) -> None:
    """As a command, with its start, of the processor's time: the tests beside it take some of the clock's."""
    path = tmp_path / "large.bpmn"
    path.write_bytes(large(6000))
    assert path.stat().st_size > 5_000_000
    command = [sys.executable, "-c", "from socialbpm.cli import main; main()", "check", str(path)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (ended.stdout, ended.returncode) == ("0 errors, 0 warnings in 1 file\n", 0), ended.stderr
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


def test_no_engine_is_loaded() -> None:
    """Its schema is used, and its half a second of start is not."""
    script = (
        "import sys; from socialbpm.designer.check import check; check(open(sys.argv[1], 'rb').read(), 'x'); "
        "print([each for each in sys.modules if each.startswith(('SpiffWorkflow', 'fastapi', 'sqlalchemy'))])"
    )
    command = [sys.executable, "-c", script, str(corpus.SAMPLES[0])]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_diagrams_of_other_tools_are_read() -> None:
    """The reference models of the BPMN Model Interchange Working Group: no rule fails on them, and none is to blame."""
    folder = public_data("bpmn/miwg-reference")
    found = {path.name: rules_of(path.read_bytes().decode()) for path in folder.glob("*.bpmn")}
    assert len(found) == 21
    assert {name: rules for name, rules in found.items() if rules} == {}
