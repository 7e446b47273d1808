"""`socialbpm check`, as people and programs use it."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from socialbpm.cli import app, main
from socialbpm.cli.check import found_in
from socialbpm.designer.check import Finding
from socialbpm.designer.check.report import as_github
from tests.designer import corpus

BAD = corpus.INVALID / "ring_needs_consent.bpmn"
ADVICE = corpus.INVALID / "unknown_task.bpmn"
GOOD = corpus.SAMPLES[0]


def check(*arguments: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(app, ["check", *map(str, arguments)], input=stdin)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder as people have it: a good diagram, a bad one further down, and what is none of our business."""
    (tmp_path / "invoices" / "old").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / "invoices" / "good.bpmn").write_bytes(GOOD.read_bytes())
    (tmp_path / "invoices" / "old" / "bad.bpmn20.xml").write_bytes(BAD.read_bytes())
    (tmp_path / ".git" / "bad.bpmn").write_bytes(BAD.read_bytes())
    (tmp_path / "notes.xml").write_text("<notes/>")
    return tmp_path


class TestExitCode:
    def test_it_is_0_where_all_is_well_or_only_not_as_meant(self) -> None:
        """Advice is told, and stops no build."""
        assert (check(GOOD).exit_code, check(GOOD).stdout) == (0, "0 errors, 0 warnings in 1 file\n")
        advised = check(ADVICE)
        assert advised.exit_code == 0
        assert advised.stdout.endswith("  [unknown-task] (warning)\n0 errors, 1 warning in 1 file\n")

    def test_it_is_1_where_there_is_an_error(self) -> None:
        """Also beside a good file."""
        assert check(GOOD, BAD).exit_code == 1

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["nowhere.bpmn"], "nowhere.bpmn: No such file or directory"),
            (["--format", "xml", str(GOOD)], "Use text, json, sarif, github."),
            (["empty"], "no diagram in empty"),
        ],
    )
    def test_it_is_2_where_nothing_could_be_checked(
        self,
        arguments: list[str],
        said: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """A file that is not there, a format that is not, and a folder without diagrams: a sentence, no traceback."""
        monkeypatch.chdir(tmp_path)
        (tmp_path / "empty").mkdir()
        monkeypatch.setattr(sys, "argv", ["socialbpm", "check", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 2
        assert said in capsys.readouterr().err


class TestWhatIsChecked:
    def test_a_folder_is_all_diagrams_in_it(self, office: Path) -> None:
        """But for hidden ones."""
        assert [path.name for path in found_in(office)] == ["good.bpmn", "bad.bpmn20.xml"]
        assert check(office).stdout.endswith("1 error, 0 warnings in 2 files\n")

    def test_a_file_is_checked_once_however_often_it_is_named(self, office: Path) -> None:
        """By itself and with its folder."""
        bad = office / "invoices" / "old" / "bad.bpmn20.xml"
        assert check(bad, office, bad).stdout.endswith("1 error, 0 warnings in 2 files\n")

    def test_standard_input_is_checked(self) -> None:
        """An editor hands over what is not saved yet, in whatever encoding."""
        assert check("-", stdin=GOOD.read_bytes()).exit_code == 0
        text = BAD.read_text().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        assert check("-", stdin=text.encode("utf-16")).stdout.startswith("<stdin>:9 check_invoice: ring")

    def test_progress_is_shown_to_whoever_looks(self, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """On a terminal, on stderr; a program that reads the output gets nothing of it."""
        seen = io.StringIO()
        monkeypatch.setattr(seen, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stderr", seen)
        monkeypatch.setenv("TERM", "xterm")
        from socialbpm.cli.check import run

        run([office], "json")
        assert "checking" in seen.getvalue()
        assert "checking" not in check(office).output


class TestFormats:
    def test_text_is_a_small_help_page(self) -> None:
        """File, line, element; what is wrong, what to do; the rule."""
        assert check(BAD).stdout == (
            f'{BAD}:9 check_invoice: ring "people" cannot be widen="auto": people in the community step are asked only '
            'with the asker\'s consent\n  Use widen="propose".\n  [ring-needs-consent]\n1 error, 0 warnings in 1 file\n'
        )

    def test_json_has_the_same_in_parts(self) -> None:
        """For programs."""
        told = json.loads(check("--format", "json", BAD, GOOD).stdout)
        assert told["files"] == 2
        (found,) = told["findings"]
        place = {"file": str(BAD), "line": 9, "element": "check_invoice"}
        assert found.items() >= {"rule": "ring-needs-consent", "severity": "error", **place}.items()
        assert found["hint"] == 'Use widen="propose".'

    def test_sarif_is_what_code_scanners_read(self) -> None:
        """Each result names a rule that is declared, and a place."""
        told = json.loads(check("--format", "sarif", corpus.INVALID).stdout)
        (run,) = told["runs"]
        assert told["version"] == "2.1.0"
        declared = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
        assert {result["ruleId"] for result in run["results"]} == declared
        assert declared == {said["code"] for said in corpus.expected().values()}
        assert {result["level"] for result in run["results"]} == {"error", "warning"}
        assert all(self._place(result) for result in run["results"])

    @staticmethod
    def _place(result: Any) -> bool:
        place = result["locations"][0]["physicalLocation"]
        return bool(place["artifactLocation"]["uri"].endswith(".bpmn") and place["region"]["startLine"] > 0)

    def test_github_shows_it_beside_the_line(self) -> None:
        """One workflow command for each, on one line."""
        lines = check("--format", "github", BAD, ADVICE).stdout.splitlines()
        assert [re.match(r"::(error|warning) file=([^,]*),line=(\d+),title=([\w-]+)::\S", line) is not None
                for line in lines] == [True, True]  # fmt: skip

    def test_github_is_told_nothing_that_ends_its_command(self) -> None:
        """A file, or an id, that tries to say something of its own."""
        found = Finding("r", "error", "a,line=1::b\n.bpmn", 3, "x\n::error::y", "100 %", "")
        assert as_github([found], 1) == (
            "::error file=a%2Cline=1%3A%3Ab%0A.bpmn,line=3,title=r::x%0A::error::y: 100 %25\n"
        )


def test_the_help_says_what_the_exit_codes_mean() -> None:
    """Whoever puts it into a build looks there first."""
    assert "Exit code 0" in CliRunner().invoke(app, ["check", "--help"], env={**os.environ, "COLUMNS": "200"}).stdout
