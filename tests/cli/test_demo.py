"""The demo tells a story, and it is the service that tells it: nothing in it is made up."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest

from socialbpm import __version__
from socialbpm.assets import shipped
from socialbpm.cli import main
from tests.settings import public_data

MINIMAL = """<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
  <bpmn:process id="{process}" isExecutable="{executable}">
    <bpmn:startEvent id="begin"/>
    {node}
    <bpmn:endEvent id="over"/>
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="it"/>
    <bpmn:sequenceFlow id="f2" sourceRef="it" targetRef="over"/>
  </bpmn:process>
</bpmn:definitions>
"""


WIDE = {"COLUMNS": "140", "NO_COLOR": "1"}


def demo(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `socialbpm demo` in this process: a program of its own needs seconds to load."""
    command, out, err = ["socialbpm", "demo", *map(str, arguments)], StringIO(), StringIO()
    with patch.object(sys, "argv", command), patch.dict(os.environ, WIDE), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            return subprocess.CompletedProcess(command, int(ended.code or 0), out.getvalue(), err.getvalue())
    return subprocess.CompletedProcess(command, 0, out.getvalue(), err.getvalue())


def words(text: str) -> str:
    """Return the text without the line breaks that the terminal's width made."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def story() -> str:
    """The demo's own story, played once, as a user would."""
    command = [sys.executable, "-c", "from socialbpm.cli import main; main()", "demo"]
    environment = {**os.environ, **WIDE}
    played = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)
    assert played.returncode == 0, played.stderr
    return played.stdout


def rows_of(story: str, person: str) -> list[str]:
    """Return the lines of all tables that are about a person."""
    return [line for line in story.splitlines() if line.strip().startswith(person)]


class TestOurOwnStory:
    def test_the_answer_comes_back_into_the_task_which_never_stopped(self, story: str) -> None:
        """Alice is stuck, asks, and completes her task with the answer."""
        assert "The answer is in the task's data: “6140”. All along the task was open, and it still is." in words(story)
        assert "The process is over." in story

    def test_it_widens_ring_by_ring(self, story: str) -> None:
        """Participants, then coworkers, then, with consent, the network."""
        steps = [story.index(f"“{ring}”") for ring in ("coworkers", "network")]
        assert steps == sorted(steps)
        assert "looked, and consents" in story

    def test_a_newcomer_does_not_read_what_was_said_before(self, story: str) -> None:
        """Carol is asked after Bob wrote, and never reads his comment; Alice does."""
        assert rows_of(story, "Carol Reiter")
        assert not any("Bob" in row for row in rows_of(story, "Carol Reiter"))
        assert any("Bob's" in row for row in rows_of(story, "Alice Krämer"))

    def test_the_amount_is_shown_as_the_designer_said(self, story: str) -> None:
        """Alice sees it whole, colleagues as a band, the community not at all."""
        assert any("amount = 4120.5" in row for row in rows_of(story, "Alice Krämer"))
        assert all("4120" not in row for row in rows_of(story, "Bob Lindner"))
        assert "amount = 2000 to 5000" in story
        assert all("amount" not in row for row in rows_of(story, "Dana Petrova"))

    def test_the_approver_is_never_asked(self, story: str) -> None:
        """Frank approves the invoice later: four eyes, though he is in Alice's group."""
        assert rows_of(story, "Frank Oduya: Approve invoice")
        assert not rows_of(story, "Frank Oduya  ")
        assert "Frank Oduya is asked" not in story

    def test_eve_stays_outside(self, story: str) -> None:
        """She was not let in, and the link tells her nothing."""
        assert "Eve Fontaine was not let in and tries the link: 404, “there is no such discussion”." in words(story)


class TestOtherDiagrams:
    def test_a_diagram_that_other_people_made_is_played_to_its_end(self) -> None:
        """MIWG C.9.1: its timers run on the story's clock, its send tasks do themselves, its user task has the road."""
        played = demo("--diagram", public_data("bpmn/miwg-reference/C.9.1.bpmn"))
        assert played.returncode == 0, played.stderr
        assert 'put a socialize element on "Call customer"' in played.stdout
        assert "read the timer R6/P1D as a literal" in played.stdout
        assert "took Alice Krämer for tasks that name nobody" in played.stdout
        assert "The process is over." in played.stdout
        assert rows_of(played.stdout, "Call customer   Alice Krämer    answered")

    def test_people_whom_nobody_knows_are_bound_to_the_demos(self, tmp_path: Path) -> None:
        """An assignee of another company is played by somebody here, and that is said."""
        node = '<bpmn:userTask id="it" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:assignee="zoe"/>'
        played = demo("--diagram", write(tmp_path, node))
        assert played.returncode == 0, played.stderr
        assert 'took Alice Krämer for "zoe"' in played.stdout

    def test_a_people_file_of_ones_own_is_used(self, tmp_path: Path) -> None:
        """With only Zoe known nobody can answer; the story says so and still ends."""
        people = tmp_path / "people.yaml"
        people.write_text("people:\n  - {id: zoe, name: Zoe}\n")
        played = demo("--people", people, "--diagram", write(tmp_path, '<bpmn:userTask id="it"/>'))
        assert played.returncode == 0, played.stderr
        assert "Outcome: no_answer." in played.stdout

    def test_only_the_named_task_is_socialized(self, tmp_path: Path) -> None:
        """`--task` leaves the others as they are; one that is not there is named, with those that are."""
        file = write(tmp_path, '<bpmn:userTask id="it" name="Do it"/>')
        assert 'put a socialize element on "Do it"' in demo("--diagram", file, "--task", "it").stdout
        refused = demo("--diagram", file, "--task", "that")
        assert refused.returncode == 2
        expected = f"{file}: there is no user task that\n  Its user tasks are: it.\n  [unknown-task]\n"
        assert refused.stderr == expected

    def test_what_cannot_be_played_is_refused_by_name(self, tmp_path: Path) -> None:
        """A condition on something that nobody knows: the gateway is named, not a line of Python."""
        gateway = '<bpmn:exclusiveGateway id="it" default="f2"/><bpmn:userTask id="ask"/>'
        condition = "<bpmn:conditionExpression>approved</bpmn:conditionExpression>"
        flow = f'<bpmn:sequenceFlow id="f3" sourceRef="it" targetRef="ask">{condition}</bpmn:sequenceFlow>'
        refused = demo("--diagram", write(tmp_path, gateway + flow))
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"{refused.args[-1]} it: this cannot be played:")
        assert "[cannot-be-played]" in refused.stderr
        assert "Traceback" not in refused.stderr

    def test_a_diagram_without_people_is_refused(self, tmp_path: Path) -> None:
        """Where nobody works, nobody can be stuck."""
        refused = demo("--diagram", write(tmp_path, '<bpmn:task id="it"/>'))
        assert refused.returncode == 2
        assert "nobody works in this diagram: it has no user task" in refused.stderr

    def test_a_task_done_by_hand_is_a_persons_too(self, tmp_path: Path) -> None:
        """Somebody can be stuck in a manual task; a name on two lines is told on one."""
        played = demo("--diagram", write(tmp_path, '<bpmn:manualTask id="it" name="Pack&#10;parcel"/>'))
        assert played.returncode == 0, played.stderr
        assert 'put a socialize element on "Pack parcel"' in played.stdout
        assert "The answer is in the task's data" in words(played.stdout)

    def test_whoever_is_asked_next_is_introduced(self, tmp_path: Path) -> None:
        """After a pass the story says whose turn it is, before they say anything."""
        told = words(demo("--diagram", write(tmp_path, '<bpmn:userTask id="it"/>')).stdout)
        assert told.index("Frank Oduya is asked by name") < told.index("Frank Oduya passes")

    def test_a_short_patience_lapses_before_a_pass(self, tmp_path: Path) -> None:
        """Carol has half an hour and says nothing: that is no refusal, and the story goes on."""
        ring = '<social:ring name="team" step="colleagues" wait="PT1H" widen="manual"/>'
        played = demo("--diagram", write(tmp_path, socialized(ring)))
        assert played.returncode == 0, played.stderr
        assert "Carol Reiter gave no sign in time." in played.stdout

    def test_what_only_a_timer_fires_is_not_called_without_element(self, tmp_path: Path) -> None:
        """The task has its element; its owner was just quicker."""
        played = demo("--diagram", write(tmp_path, socialized(attributes='trigger="timer" after="PT4H"')))
        assert "Only its timer would offer help here" in played.stdout

    def test_what_the_service_refuses_names_the_element(self, tmp_path: Path) -> None:
        """A ladder that nobody keeps is a fault of the diagram."""
        refused = demo("--diagram", write(tmp_path, socialized(attributes='ladder="long"')))
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"{refused.args[-1]} it: the service refuses this:")

    def test_a_database_that_cannot_be_opened_is_named(self, tmp_path: Path) -> None:
        """The program says so and ends, with no thread left behind."""
        refused = demo("--database", tmp_path)
        assert refused.returncode == 2
        assert "[database-unusable]" in refused.stderr
        assert "Traceback" not in refused.stderr

    def test_a_file_that_is_not_there_is_named(self) -> None:
        """An expected mistake is a sentence and exit code 2."""
        refused = demo("--diagram", "nowhere.bpmn")
        assert (refused.returncode, refused.stderr) == (2, "nowhere.bpmn: No such file or directory\n")

    def test_a_process_in_circles_is_stopped(self, tmp_path: Path) -> None:
        """Nobody decides at its gateway, so it would never end."""
        nodes = '<bpmn:exclusiveGateway id="join"/><bpmn:userTask id="it"/><bpmn:task id="step"/>'
        flows = "".join(
            f'<bpmn:sequenceFlow id="{source}{target}" sourceRef="{source}" targetRef="{target}"/>'
            for source, target in (("join", "step"), ("step", "join"))
        )
        text = MINIMAL.format(process="p", executable="true", node=nodes + flows).replace(
            'targetRef="it"', 'targetRef="join"'
        )
        file = tmp_path / "circle.bpmn"
        file.write_text(text.replace('<bpmn:sequenceFlow id="f2" sourceRef="it" targetRef="over"/>', ""))
        refused = demo("--diagram", file)
        assert refused.returncode == 2
        assert "step: the process goes round in circles: this was done 25 times" in refused.stderr

    def test_a_loop_without_a_way_out_is_refused(self, tmp_path: Path) -> None:
        """SpiffWorkflow looks ahead for an end, and there is none."""
        again = '<bpmn:userTask id="it"/><bpmn:sequenceFlow id="back" sourceRef="it" targetRef="it"/>'
        text = MINIMAL.format(process="p", executable="true", node=again)
        file = tmp_path / "circle.bpmn"
        file.write_text(text.replace('<bpmn:sequenceFlow id="f2" sourceRef="it" targetRef="over"/>', ""))
        refused = demo("--diagram", file)
        assert refused.returncode == 2
        assert "this cannot be played: it loops without a way out" in refused.stderr

    def test_people_tire_of_circles_sooner(self, tmp_path: Path) -> None:
        """A task that comes back for ever is done six times, then the story stops and says where."""
        condition = "<bpmn:conditionExpression>False</bpmn:conditionExpression>"
        gateway = (
            '<bpmn:userTask id="it"/><bpmn:exclusiveGateway id="again" default="back"/>'
            '<bpmn:sequenceFlow id="f3" sourceRef="it" targetRef="again"/>'
            '<bpmn:sequenceFlow id="back" sourceRef="again" targetRef="it"/>'
            f'<bpmn:sequenceFlow id="f4" sourceRef="again" targetRef="over">{condition}</bpmn:sequenceFlow>'
        )
        text = MINIMAL.format(process="p", executable="true", node=gateway)
        file = tmp_path / "circle.bpmn"
        file.write_text(text.replace('<bpmn:sequenceFlow id="f2" sourceRef="it" targetRef="over"/>', ""))
        refused = demo("--diagram", file, "--task", "it")
        assert refused.returncode == 2
        assert "it: the process goes round in circles: this was done 6 times" in refused.stderr


def test_it_says_its_version() -> None:
    """The one of the package."""
    command = [sys.executable, "-c", "from socialbpm.cli import main; main()", "--version"]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout == f"socialbpm {__version__}\n"


def test_without_its_extra_it_says_which(tmp_path: Path) -> None:
    """The core alone has no typer: a sentence that names the extra, not a traceback."""
    code = "import sys; sys.modules['typer'] = None; import socialbpm.cli"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (said.returncode, said.stderr) == (
        1,
        'The command line needs more than the core: pip install "socialbpm[cli]"\n',
    )


def socialized(rings: str = "", attributes: str = "") -> str:
    """Return a user task with an element."""
    element = f'<social:socialize xmlns:social="urn:socialbpm:bpmn:1.0" {attributes}>{rings}</social:socialize>'
    return f'<bpmn:userTask id="it"><bpmn:extensionElements>{element}</bpmn:extensionElements></bpmn:userTask>'


def write(folder: Path, node: str) -> Path:
    """Write a process of one node, `it`."""
    file = folder / "some.bpmn"
    file.write_text(MINIMAL.format(process="p", executable="false", node=node))
    return file


def test_shipped_files_are_found() -> None:
    """The demo's diagram and people are there, in the checkout as in the wheel."""
    assert shipped("purchase_invoice.bpmn").is_file()
    assert shipped("people.yaml").is_file()
