"""Node and npm, where they are: what is written for them runs in a copy, and nothing is installed in the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.settings import REPOSITORY

SECONDS = 300.0


def program(name: str) -> str:
    """Return where `node` or `npm` is, or skip the test with a notice; where CI runs, it has to be there."""
    found = shutil.which(name)
    if found is not None:
        return found
    notice = f"needs {name}, which is not on the PATH; install Node 18 or later"
    if os.environ.get("CI"):
        pytest.fail(f"{notice}: .ci/run should have done it")
    pytest.skip(notice)


def extensions(top: Path) -> Path:
    """Install a copy of `extensions/` there, with the diagrams that it is held to beside it."""
    shutil.copytree(REPOSITORY / "bpmn", top / "bpmn")
    return installed(REPOSITORY / "extensions", top)


def installed(project: Path, folder: Path) -> Path:
    """Copy a project of Node into a folder, and install there exactly what its lock file names."""
    npm = program("npm")
    copy = shutil.copytree(project, folder / project.name, ignore=shutil.ignore_patterns("node_modules"))
    command = [npm, "ci", "--no-audit", "--no-fund"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=copy)
    assert ended.returncode == 0, ended.stderr
    return copy
