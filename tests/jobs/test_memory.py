"""A node does not look for garbage in what it keeps for good."""

from __future__ import annotations

import subprocess
import sys

import pytest

GROWN = """
import gc
from socialbpm.jobs.memory import settle_in, stay

{settles}
before = gc.get_freeze_count()
kept = [[] for _ in range(10_000)]
stay()
print(gc.get_freeze_count() - before >= 10_000)
"""


@pytest.mark.parametrize(("settles", "stays"), [("settle_in()", "True"), ("", "False")])
def test_what_is_kept_for_good_is_not_looked_through(settles: str, stays: str) -> None:
    """In a process that is a node; in one that is somebody else's, nothing changes. Each in a process of its own."""
    command = [sys.executable, "-c", GROWN.format(settles=settles)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == stays
