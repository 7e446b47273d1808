"""`socialbpm add`, as a designer uses it: in place, as a difference, and back again."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from socialbpm.cli import app, main
from socialbpm.cli.add import show, write
from tests.designer import corpus

SAMPLE = corpus.BPMN / "purchase_invoice.bpmn"


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    """A diagram of the designer's own."""
    path = tmp_path / "invoice.bpmn"
    path.write_bytes(SAMPLE.read_bytes())
    return path


def add(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["add", *map(str, arguments)])


def test_the_file_is_changed_in_its_place_and_back(invoice: Path) -> None:
    """It says to which tasks; there and back is nowhere."""
    done = add(invoice, "--task", "pay_invoice", "--task", "record_invoice")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"{invoice}: added to pay_invoice, record_invoice\n"
    assert CliRunner().invoke(app, ["check", str(invoice)]).exit_code == 0
    assert add(invoice, "--remove", "--task", "pay_invoice").stderr == f"{invoice}: removed from pay_invoice\n"
    assert b"pay_invoice_socialize" not in invoice.read_bytes()
    add(invoice, "--remove", "--task", "record_invoice")
    assert invoice.read_bytes() == SAMPLE.read_bytes()


def test_all_tasks_get_one_where_none_is_named(invoice: Path) -> None:
    """With --bare the element alone, and nothing is drawn. A second time there is nothing to do."""
    assert "added to record_invoice, return_invoice, approve_invoice, pay_invoice" in add(invoice, "--bare").stderr
    assert b"boundaryEvent" not in invoice.read_bytes()
    assert invoice.read_bytes().count(b"<social:socialize") == 5
    before = invoice.stat().st_mtime_ns
    assert add(invoice).stderr == f"{invoice}: added to no task\n"
    assert invoice.stat().st_mtime_ns == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_difference_changes_nothing(invoice: Path, encoding: str) -> None:
    """It is what would be added, line by line, also where the file is not in UTF-8."""
    text = SAMPLE.read_text(encoding="utf-8").replace('encoding="UTF-8"', f'encoding="{encoding}"')
    invoice.write_bytes(text.encode(encoding))
    shown = add(invoice, "--diff", "--task", "pay_invoice")
    lines = shown.stdout.splitlines()
    assert lines[:2] == [f"--- {invoice}", f"+++ {invoice}"]
    changed = [line for line in lines[2:] if line.startswith(("+", "-"))]
    assert len(changed) == 13
    assert all(line.startswith("+") for line in changed)
    assert invoice.read_bytes() == text.encode(encoding)


def test_a_last_line_without_an_end_is_shown_as_diff_does(invoice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So that the difference can be applied."""
    show(invoice, b"<a>\n</a>", b"<a>\n <b/>\n</a>")
    assert capsys.readouterr().out.splitlines()[-3:] == ["+ <b/>", " </a>", "\\ No newline at end of file"]


def test_permissions_and_links_stay(invoice: Path, tmp_path: Path) -> None:
    """A file that only its group may read, behind a link."""
    invoice.chmod(0o640)
    link = tmp_path / "link.bpmn"
    link.symlink_to(invoice)
    assert add(link, "--task", "pay_invoice").exit_code == 0
    assert link.is_symlink()
    assert stat.S_IMODE(invoice.stat().st_mode) == 0o640
    assert b"pay_invoice_socialize" in invoice.read_bytes()


def test_a_file_is_written_whole_or_not_at_all(invoice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full half way: the diagram is as it was, and nothing lies beside it."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write(invoice, b"<half")
    assert invoice.read_bytes() == SAMPLE.read_bytes()
    assert list(invoice.parent.iterdir()) == [invoice]


def test_what_is_wrong_with_the_diagram_is_said_at_once(invoice: Path) -> None:
    """A process with an id that SpiffWorkflow takes for its own would have run empty all along."""
    text = SAMPLE.read_text(encoding="utf-8").replace('"invoice_paid"', '"End"').replace(">invoice_paid<", ">End<")
    invoice.write_text(text, encoding="utf-8")
    assert "[reserved-id]" in add(invoice, "--task", "pay_invoice").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--task", "nobody"], "there is no user task nobody"), (["--remove", "--task", "pay_invoice"], "not socialized")],
)
def test_a_refusal_is_a_sentence_and_changes_nothing(
    invoice: Path,
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 2, as everywhere."""
    monkeypatch.setattr(sys, "argv", ["socialbpm", "add", str(invoice), *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
    assert invoice.read_bytes() == SAMPLE.read_bytes()
