"""What is written in JavaScript has its own tests, which run here as `npm test` runs them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.node import SECONDS, program


def test_the_tests_of_the_workspace_pass(workspace: Path) -> None:
    """All of them, and there are some."""
    command = [program("npm"), "test", "--silent"]
    ended = subprocess.run(command, cwd=workspace, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "# pass 0" not in ended.stdout
