"""Being killed at a named moment: `kill -9`, which nothing can catch."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

NEVER = "never"
ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60.0


def doom(moment: str) -> Callable[[str], None]:
    """Return what a program calls with each moment that it comes to; at `moment` it dies."""

    def dies(now: str) -> None:
        if now == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    return dies


def run_until(moment: str, module: str, *arguments: str) -> str:
    """Run a module, with the moment as its last argument, see that it dies then or never, and return what it wrote."""
    command = [sys.executable, "-W", "error", "-m", module, *arguments, moment]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False, cwd=ROOT)
    assert ended.returncode == (0 if moment == NEVER else -signal.SIGKILL), ended.stderr
    return ended.stdout.strip()
